import PowerShare

/// The events of a timeline from an open file, sorted by time if the settings say so.
struct EventFeed {
  private(set) var reader: TimelineReader
  private let source: any ByteSource
  private let path: String
  private let sorts: Bool
  /// The events in order of time; nil until they are sorted.
  private var sorted: [Entry]?
  private var unsorted: [Entry] = []
  private var nextSorted = 0

  private static let largeRecord = 1024 * 1024

  /// An event that is to be sorted.
  private struct Entry {
    let time: Instant
    /// The position at which it begins.
    let start: Int
    /// Whether it is a `start` that could not be used, which only counts for the names of others.
    var isLost = false
  }

  /// The result of `next(into:after:willRead:)`.
  enum Step {
    case event
    case problems([Diagnostic], TimelineReader.Extent)
    case end
  }

  /// Opens a timeline.
  ///
  /// - Parameter keepsText: Whether its text stays in memory, so that later problems can be
  ///   located.
  init(
    _ settings: ReplaySettings, path: String, _ streams: Streams, keepsText: Bool = false
  ) throws(Failure) {
    self.path = path
    sorts = settings.sorts
    source = try streams.open(path)
    reader = TimelineReader(
      source: SourceText(
        name: path, size: source.size, forgets: !settings.sorts && !keepsText),
      format: TimelineFormat(fileName: path), readsConfig: settings.config == nil,
      isStrict: settings.isStrict, fastPath: streams.fastPath)
    // Whether an event is out of order may depend on the events that a scenario skips.
    if sorts || keepsText && settings.skipsBadEvents { reader.allowAnyOrder() }
  }

  /// The number of bytes read, and the size of the file; nil where it is unknown.
  var progress: (read: Int, size: Int?) { (reader.source.totalRead, source.size) }

  /// Whether there are warnings since the last call of `takeWarnings`.
  var hasWarnings: Bool { !reader.warnings.isEmpty }

  /// Returns the warnings since the last call.
  mutating func takeWarnings() -> [Diagnostic] {
    defer { reader.warnings.removeAll() }
    return reader.warnings
  }

  /// Returns the warnings and remarks that are left where the timeline is not read to its end.
  mutating func takeClosingRemarks() -> [Diagnostic] {
    takeWarnings() + reader.takeClosingRemarks()
  }

  /// The events that could not be read.
  var lost: LostEvents { reader.lost }

  /// Leaves out the last event, and returns the diagnostic for its problem.
  ///
  /// - Parameter earliest: The earliest time that the replay still takes.
  mutating func refuse(_ problem: EventProblem, earliest: Instant?) -> Diagnostic {
    reader.refuse(problem, earliest: earliest)
  }

  /// The position at which the last event begins.
  var recordStart: Int { reader.recordStart }

  /// Returns the diagnostic for the problem of an event that was read before.
  ///
  /// - Precondition: The feed keeps the text and has read all of it.
  mutating func refuse(
    _ problem: EventProblem, ofEventAt start: Int, earliest: Instant?
  ) -> Diagnostic {
    reader.allowAnyOrder()
    var event = FastEventBuffer()
    readAgain(at: start, into: &event)
    reader.warnings.removeAll()
    return reader.refuse(problem, earliest: earliest)
  }

  /// Reads the next event if the bytes in the window suffice; returns nil if events are sorted.
  ///
  /// - Parameter event: Receives the event; its content has no meaning after any other outcome.
  @inline(__always)
  mutating func nextInWindow(into event: inout FastEventBuffer) -> TimelineReader.Outcome? {
    sorts ? nil : reader.next(into: &event)
  }

  /// Reads the next event.
  ///
  /// - Parameters:
  ///   - event: Receives the event; its content has no meaning after any other step.
  ///   - outcome: The result of `nextInWindow(into:)` if it has just been called, or nil.
  ///   - willRead: Called before bytes are read, with true if the read may have to wait.
  mutating func next(
    into event: inout FastEventBuffer, after outcome: TimelineReader.Outcome?,
    willRead: (Bool) throws(Failure) -> Void
  ) throws(Failure) -> Step {
    var outcome = outcome
    while true {
      if let sorted {
        guard nextSorted < sorted.count else { return .end }
        let entry = sorted[nextSorted]
        nextSorted += 1
        if entry.isLost {
          reader.lost.countStart()
          continue
        }
        readAgain(at: entry.start, into: &event)
        return .event
      }
      switch outcome.take() ?? reader.next(into: &event) {
      case .event:
        guard sorts else { return .event }
        unsorted.append(Entry(time: event.time, start: reader.recordStart))
      case .problems(let diagnostics, let extent):
        if sorts, extent == .event, let lost = reader.lost.lastStart { noteLost(lost) }
        return .problems(diagnostics, extent)
      case .needsInput:
        // A large record is tried again only when there are a quarter more bytes, not after each
        // read.
        let enough = reader.unusedBytes > Self.largeRecord ? reader.unusedBytes / 4 * 5 : 0
        repeat {
          try willRead(!source.isReady)
          try fill()
        } while !reader.source.mayHoldRecord
          || (reader.unusedBytes < enough && !reader.source.isComplete)
      case .end:
        guard sorts else { return .end }
        sortEvents()
      }
    }
  }

  private mutating func readAgain(at start: Int, into event: inout FastEventBuffer) {
    precondition(
      reader.readAgain(at: start, into: &event), "an event that was read cannot be read again")
  }

  private mutating func fill() throws(Failure) {
    do throws(SystemFailure) {
      try reader.fill { (buffer, room) throws(SystemFailure) in
        try source.read(into: &buffer, room)
      }
    } catch {
      throw .readOrWriteFailed(path: path, reason: "cannot read: \(error.reason)")
    }
  }

  /// Notes the place of a `start` that could not be used among the events: its time, or that of the
  /// event before it in the file.
  private mutating func noteLost(_ lost: LostStart) {
    let time = lost.time ?? unsorted.last?.time ?? Instant(milliseconds: 0)
    unsorted.append(Entry(time: time, start: reader.unusedStart, isLost: true))
  }

  /// Sorts the events by time; events of the same time keep their order.
  private mutating func sortEvents() {
    sorted = unsorted.sorted { ($0.time, $0.start) < ($1.time, $1.start) }
    unsorted = []
    reader.lost.forgetStarts()
  }
}

extension Streams {
  /// Opens a file, or standard input.
  func open(_ path: String) throws(Failure) -> any ByteSource {
    if path == "-" { return input }
    do throws(SystemFailure) {
      return try files.open(path)
    } catch {
      throw .inputNotOpened(path: path, reason: error.reason)
    }
  }

  /// Reads a whole file.
  func readAll(_ path: String) throws(Failure) -> [UInt8] {
    try readAll(path, try open(path))
  }

  /// Reads the rest of an open file.
  func readAll(_ path: String, _ source: any ByteSource) throws(Failure) -> [UInt8] {
    // One byte more than the size, so that the read after the last byte finds the end.
    var text = [UInt8](repeating: 0, count: source.size.map { $0 + 1 } ?? 65_536)
    var end = 0
    while true {
      do throws(SystemFailure) {
        let count = try source.read(into: &text, end..<text.count)
        if count == 0 { break }
        end += count
      } catch {
        throw .readOrWriteFailed(path: path, reason: "cannot read: \(error.reason)")
      }
      if end == text.count { text.append(contentsOf: repeatElement(0, count: text.count)) }
    }
    text.removeLast(text.count - end)
    return text
  }
}
