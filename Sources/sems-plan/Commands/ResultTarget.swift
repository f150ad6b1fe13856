import PowerShare

/// The target of a result: standard output, a file, a comparison, or a file and a comparison.
///
/// A class, because it is one open file.
final class ResultTarget {
  private let path: String
  private let target: (any ByteTarget)?
  private let replacement: (any ReplacementFile)?
  private var comparison: Comparison?
  /// The file that the comparison reads.
  private var expectedPath = ""
  /// Whether a write has failed; all later writes are dropped.
  private var isBroken = false
  /// Whether the run goes on after the reader of this target closes its pipe, because the run has
  /// other results.
  private let outlivesReader: Bool
  /// Whether the target is standard output and a terminal.
  let isTerminal: Bool
  /// The tick whose bytes come next.
  var tick: String? {
    didSet { comparison?.tick = tick }
  }

  /// Creates a target that drops everything.
  init() {
    path = ""
    isTerminal = false
    outlivesReader = false
    target = nil
    replacement = nil
  }

  /// Opens the target that the settings name, and the file to compare with.
  convenience init(
    _ settings: ResultSettings, _ streams: Streams, outlivesReader: Bool
  ) throws(Failure) {
    guard let expected = settings.expected else {
      try self.init(output: settings.output, streams, outlivesReader: outlivesReader)
      return
    }
    let comparison = Comparison(try streams.open(expected))
    if let output = settings.output {
      try self.init(output: output, streams, outlivesReader: outlivesReader)
    } else {
      self.init()
    }
    self.comparison = comparison
    expectedPath = expected
  }

  /// Creates a file, or uses standard output if `output` is nil.
  ///
  /// - Parameter outlivesReader: Whether the run goes on after the reader closes its pipe, instead
  ///   of ending quietly.
  init(output: String?, _ streams: Streams, outlivesReader: Bool = false) throws(Failure) {
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

  /// Whether the target drops everything.
  var isNowhere: Bool { target == nil && comparison == nil }

  /// Whether the target is slow enough for a background thread to pay off.
  var isSlow: Bool { target?.isSlow ?? false }

  /// Whether `tick` must be set before the bytes of each tick.
  var wantsEveryTick: Bool { comparison != nil }

  func write(_ bytes: [UInt8]) throws(Failure) {
    var bytes = bytes
    try take(&bytes)
  }

  /// Writes all of `bytes` and leaves an empty buffer in their place.
  ///
  /// - Parameter atOnce: Whether to write on the caller's thread. True for a caller that is already
  ///   on a background thread.
  func take(_ bytes: inout [UInt8], atOnce: Bool = false) throws(Failure) {
    try compare { (comparison) throws(SystemFailure) in try comparison.take(bytes) }
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

  /// Stops writing, and throws unless the reader has closed the pipe and the run outlives it.
  private func fail(_ failure: SystemFailure) throws(Failure) {
    isBroken = true
    if failure.isClosedPipe, outlivesReader { return }
    throw Failure(writing: path, failure)
  }

  /// Writes the new file through to the disk.
  ///
  /// - Precondition: Everything is written.
  func sync() throws(Failure) {
    do throws(SystemFailure) {
      try replacement?.sync()
    } catch {
      throw Failure(writing: path, error)
    }
  }

  /// Puts the new file in place of the old one, after a successful run.
  ///
  /// - Precondition: Everything is written.
  func commit() throws(Failure) {
    do throws(SystemFailure) {
      try replacement?.commit()
    } catch {
      throw Failure(writing: path, error)
    }
  }

  private func compare(_ body: (Comparison) throws(SystemFailure) -> Void) throws(Failure) {
    guard let comparison else { return }
    do throws(SystemFailure) {
      try body(comparison)
    } catch {
      // Nothing is read after the failure.
      self.comparison = nil
      throw .readOrWriteFailed(path: expectedPath, reason: "cannot read: \(error.reason)")
    }
  }

  /// Reads the rest of the expected file, after the whole result.
  func finishComparison() throws(Failure) {
    try compare { (comparison) throws(SystemFailure) in try comparison.finish() }
  }

  /// Reports the differences from the expected file; returns false if there are any.
  func checkExpectation(_ reporter: Reporter) -> Bool {
    guard let comparison, !comparison.isEqual else { return true }
    reporter.report(comparison, in: expectedPath)
    return false
  }

  /// Drops the new file of a failed run; the old one stays as it was.
  func discard() {
    // Bytes already handed over to standard output are still written.
    try? target?.finish()
    replacement?.discard()
  }
}
