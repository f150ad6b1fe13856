import PowerShare

/// The events of the profiles of a site, read from their files as they are needed.
struct SiteFeed {
  /// The events; a copy is another run where the files are in memory.
  private(set) var events: SiteEvents
  private let files: [SiteFiles.File]
  /// The open files, one for each profile; empty if they are in memory.
  private let sources: [any ByteSource]
  private let reporter: Reporter
  /// Whether a problem is reported without ending the run.
  private let findsAllProblems: Bool
  private var hasBegun = false

  private static let largeRow = 1024 * 1024

  init(
    _ files: [SiteFiles.File], _ events: SiteEvents, _ sources: [any ByteSource],
    _ reporter: Reporter, findsAllProblems: Bool
  ) {
    self.files = files
    self.events = events
    self.sources = sources
    self.reporter = reporter
    self.findsAllProblems = findsAllProblems
  }

  /// Whether there is no profile.
  var isEmpty: Bool { files.isEmpty }

  /// The ids of the loads, which no `load` event may use.
  var loadIds: [Identifier] { files.filter { !$0.isLimit }.compactMap(\.id) }

  /// Finds the chargers and groups that limits are for, and reports names that the station does not
  /// have.
  mutating func resolve(in station: StationConfig) throws(Failure) {
    var isComplete = true
    for (source, file) in files.enumerated() where file.isLimit {
      guard let id = file.id else { continue }
      do throws(EventProblem) {
        events.profiles[source].limit(try LimitTarget(named: id, in: station))
      } catch {
        isComplete = false
        reporter.report(
          code: error.code.rawValue, message: "--limit: \(error.message)", hint: error.hint)
      }
    }
    if !isComplete, !findsAllProblems { throw .badInput }
  }

  /// Sets the run for which events are read.
  ///
  /// - Parameters:
  ///   - start: The beginning of the run; earlier changes count as one at this moment.
  ///   - scale: The way in which the timeline states times.
  ///   - clock: The clock of `--tz`, or of the timeline's first offset.
  mutating func begin(at start: Instant, scale: TimeScale, clock: LocalClock) {
    events.begin(at: start, scale: scale, clock: clock)
    hasBegun = true
  }

  /// Returns the next event until a time, which is included; nil if there is none, or if no run has
  /// begun because the timeline has no event.
  ///
  /// A problem of a profile is reported and ends the run, with `--on-error skip`, too.
  ///
  /// - Parameters:
  ///   - time: The time; nil for any.
  ///   - willRead: Called before bytes are read, with true if the read may have to wait.
  mutating func next(
    until time: Instant?, willRead: (Bool) throws(Failure) -> Void = { _ in }
  ) throws(Failure) -> SiteEvent? {
    while hasBegun {
      switch events.next(until: time) {
      case .event(let event): return event
      case .end: return nil
      case .problems(let problems): try report(problems)
      case .needsInput(let source): try fill(source, willRead)
      }
    }
    return nil
  }

  /// Reads the files to their ends, and reports the problems of rows that no event has needed.
  ///
  /// It reads nothing where no run has begun, because the kind of the timeline's times is then not
  /// known.
  mutating func readToEnd() throws(Failure) {
    while hasBegun {
      switch events.passRest() {
      case .event, .end: return
      case .problems(let problems): try report(problems)
      case .needsInput(let source): try fill(source) { (_) throws(Failure) in }
      }
    }
  }

  /// Reads all rows of files in memory, so that their problems are reported before any run begins.
  ///
  /// - Parameter scale: The way in which the timeline states times.
  func check(for scale: TimeScale) throws(Failure) {
    var copy = self
    copy.begin(at: Instant(milliseconds: 0), scale: scale, clock: LocalClock(.zulu))
    try copy.readToEnd()
  }

  private func report(_ problems: [Diagnostic]) throws(Failure) {
    problems.forEach(reporter.report)
    if !findsAllProblems { throw .badInput }
  }

  private mutating func fill(
    _ source: Int, _ willRead: (Bool) throws(Failure) -> Void
  ) throws(Failure) {
    let file = sources[source]
    // A large row is tried again only when there are a quarter more bytes, not after each read.
    let unused = events.profiles[source].unusedBytes
    let enough = unused > Self.largeRow ? unused / 4 * 5 : 0
    repeat {
      try willRead(!file.isReady)
      do throws(SystemFailure) {
        try events.profiles[source].fill { (buffer, room) throws(SystemFailure) in
          try file.read(into: &buffer, room)
        }
      } catch {
        throw .readOrWriteFailed(
          path: files[source].path, reason: "cannot read: \(error.reason)")
      }
    } while !events.profiles[source].mayHoldRow
      || (events.profiles[source].unusedBytes < enough && !events.profiles[source].isComplete)
  }

  // MARK: Warnings

  /// Whether there are warnings since the last call of `takeWarnings`.
  var hasWarnings: Bool { events.hasWarnings }

  /// Returns the warnings since the last call.
  mutating func takeWarnings() -> [Diagnostic] { events.takeWarnings() }

  /// Returns the warnings that are left at the end of a run.
  ///
  /// - Parameters:
  ///   - first: The time of the timeline's first event.
  ///   - last: The end of the vehicles' part.
  mutating func takeClosingWarnings(first: Instant, last: Instant) -> [Diagnostic] {
    events.takeWarnings() + events.takeClosingWarnings(first: first, last: last)
  }
}
