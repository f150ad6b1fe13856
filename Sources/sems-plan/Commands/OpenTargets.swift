import PowerShare

/// The targets that a command writes to; see ``Streams/withTargets(_:)``.
///
/// A class, because its targets are open files.
final class OpenTargets {
  private let streams: Streams
  private var targets: [ResultTarget] = []

  fileprivate init(_ streams: Streams) { self.streams = streams }

  /// Opens a file, or standard output for nil and `-`.
  ///
  /// - Parameter outlivesReader: Whether the run goes on after the reader of a pipe closes it,
  ///   instead of ending quietly.
  func open(_ path: String?, outlivesReader: Bool = false) throws(Failure) -> ResultTarget {
    let output = path == "-" ? nil : path
    let target = try ResultTarget(output: output, streams, outlivesReader: outlivesReader)
    targets.append(target)
    return target
  }

  /// Opens the target that the settings name.
  func open(
    _ settings: ResultSettings, outlivesReader: Bool
  ) throws(Failure) -> ResultTarget {
    let target = try ResultTarget(settings, streams, outlivesReader: outlivesReader)
    targets.append(target)
    return target
  }

  /// Puts the files in place, that of the first target last.
  fileprivate func commit() throws(Failure) {
    for target in targets { try target.drain() }
    for target in targets { try target.sync() }
    for target in targets.dropFirst() { try target.commit() }
    try targets.first?.commit()
  }

  fileprivate func discard() {
    for target in targets { target.discard() }
  }
}

extension Streams {
  /// Runs `body`, which opens targets, then puts their files in place.
  ///
  /// If anything fails, the old files stay. The target that is opened first is the result: its file
  /// is put in place last, so that nothing can fail after that.
  func withTargets<Result>(
    _ body: (OpenTargets) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let targets = OpenTargets(self)
    do throws(Failure) {
      let result = try body(targets)
      try targets.commit()
      return result
    } catch {
      targets.discard()
      throw error
    }
  }
}
