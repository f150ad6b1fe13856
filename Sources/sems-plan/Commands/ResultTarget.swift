import PowerShare

/// Where a result goes: standard output, a file, or a comparison.
///
/// A class, because it is one open file.
final class ResultTarget {
  private let path: String
  private let target: (any ByteTarget)?
  private let replacement: (any ReplacementFile)?
  private let comparison: Comparison?
  /// Whether a write has failed, so that no more is worth a try.
  private var isBroken = false
  /// Whether a reader that has gone ends nothing but this target: the run has something else to
  /// answer.
  private let outlivesReader: Bool
  /// Whether it is standard output, and that is a terminal.
  let isTerminal: Bool
  /// The tick whose bytes come next.
  var tick: String? {
    didSet { comparison?.tick = tick }
  }

  /// A target that forgets everything.
  init() {
    path = ""
    isTerminal = false
    outlivesReader = false
    target = nil
    replacement = nil
    comparison = nil
  }

  /// The target that the settings name.
  convenience init(
    _ settings: ResultSettings, _ streams: Streams, outlivesReader: Bool
  ) throws(Failure) {
    if let expected = settings.expected {
      self.init(comparison: Comparison(try streams.open(expected)), path: expected)
    } else {
      try self.init(output: settings.output, streams, outlivesReader: outlivesReader)
    }
  }

  private init(comparison: Comparison, path: String) {
    self.path = path
    isTerminal = false
    outlivesReader = false
    self.comparison = comparison
    target = comparison
    replacement = nil
  }

  /// A file, or standard output where no file is named.
  ///
  /// - Parameter outlivesReader: Whether the run goes on where the reader of a pipe has gone,
  ///   instead of ending quietly.
  init(output: String?, _ streams: Streams, outlivesReader: Bool = false) throws(Failure) {
    comparison = nil
    self.outlivesReader = outlivesReader
    path = output ?? "standard output"
    isTerminal = output == nil && streams.terminal.outputIsTerminal
    guard let output else {
      target = streams.output
      replacement = nil
      return
    }
    do throws(SystemFailure) {
      let file = try streams.files.replace(output)
      target = file.isSlow ? BackgroundTarget(file) : file
      replacement = file
    } catch {
      throw .outputNotCreated(path: output, reason: error.reason)
    }
  }

  /// Whether it forgets everything.
  var isNowhere: Bool { target == nil }

  /// Whether its bytes are worth being made on a thread of their own.
  var isSlow: Bool { target?.isSlow ?? false }

  /// Whether it must know which bytes are which tick's.
  var wantsEveryTick: Bool { comparison != nil }

  func write(_ bytes: [UInt8]) throws(Failure) {
    var bytes = bytes
    try take(&bytes)
  }

  /// Writes all of `bytes` and leaves an empty buffer in their place.
  ///
  /// - Parameter atOnce: Whether to write on the caller's thread, because that is not the replay's.
  func take(_ bytes: inout [UInt8], atOnce: Bool = false) throws(Failure) {
    guard !isBroken, let target else { return bytes.removeAll(keepingCapacity: true) }
    do throws(SystemFailure) {
      if atOnce { try target.takeAtOnce(&bytes) } else { try target.take(&bytes) }
    } catch {
      bytes.removeAll(keepingCapacity: true)
      try fail(error)
    }
  }

  /// Waits until everything is written.
  func drain() throws(Failure) {
    do throws(SystemFailure) {
      try target?.finish()
    } catch {
      try fail(error)
    }
  }

  /// Writes no more, and ends the run unless that can do without this target.
  private func fail(_ failure: SystemFailure) throws(Failure) {
    isBroken = true
    if failure.isClosedPipe, outlivesReader { return }
    throw Failure(writing: path, failure)
  }

  /// Puts the file of a run that went well in place.
  ///
  /// - Precondition: Everything is written.
  func commit() throws(Failure) {
    do throws(SystemFailure) {
      try replacement?.commit()
    } catch {
      throw Failure(writing: path, error)
    }
  }

  /// Refuses what is not as expected, where something is.
  func checkExpectation(_ reporter: Reporter) throws(Failure) {
    do throws(SystemFailure) {
      guard let difference = try comparison?.finish() else { return }
      reporter.report(difference, in: path)
    } catch {
      throw Failure(writing: path, error)
    }
    throw .expectationNotMet
  }

  /// Ends a run that failed.
  func discard() {
    // What has been handed over to standard output is on its way all the same.
    try? target?.finish()
    replacement?.discard()
  }
}
