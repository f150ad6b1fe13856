@testable import PowerShare

/// The result of reading a timeline.
struct TimelineOutcome: Equatable {
  enum Entry: Equatable {
    case event(SessionEvent)
    case problem(Diagnostic, TimelineReader.Extent)
  }

  var entries: [Entry] = []
  var warnings: [Diagnostic] = []
  var config: StationConfig?
  var scale: TimeScale?
  /// False if the reader needed more steps than there are bytes.
  var hasEnded = false

  var events: [SessionEvent] {
    entries.compactMap { if case .event(let event) = $0 { event } else { nil } }
  }

  var diagnostics: [Diagnostic] {
    entries.compactMap { if case .problem(let diagnostic, _) = $0 { diagnostic } else { nil } }
  }

  var codes: [DiagnosticCode] { diagnostics.map(\.code) }

  /// Reads a complete text.
  init(_ text: String, _ format: TimelineFormat?, isStrict: Bool = false) {
    self.init(bytes: Array(text.utf8), format, isStrict: isStrict)
  }

  init(
    bytes: [UInt8], _ format: TimelineFormat?, isStrict: Bool = false, fastPath: FastPath = .all
  ) {
    self.init(
      TimelineReader(
        source: SourceText(name: "timeline", text: bytes), format: format, isStrict: isStrict,
        fastPath: fastPath),
      rest: [], chunk: 1)
  }

  /// Reads a text a few bytes at a time, into a window that is small at first.
  init(bytes: [UInt8], _ format: TimelineFormat?, chunk: Int, station: StationConfig? = nil) {
    self.init(
      TimelineReader(source: SourceText(name: "timeline", capacity: 16), format: format),
      rest: bytes[...], chunk: chunk, station: station)
  }

  /// Reads a text and applies its events, whose problems are listed with the others.
  init(_ text: String, _ format: TimelineFormat?, at station: StationConfig) {
    self.init(
      TimelineReader(
        source: SourceText(name: "timeline", text: Array(text.utf8)), format: format),
      rest: [], chunk: 1, station: station)
  }

  private init(
    _ start: TimelineReader, rest: ArraySlice<UInt8>, chunk: Int, station: StationConfig? = nil
  ) {
    var reader = start
    var rest = rest
    var replay = station.map { Replay($0) }
    let limit = 2 * (rest.count + reader.source.totalRead) + 100
    for _ in 0..<limit {
      switch reader.next() {
      case .event(let event):
        entries.append(.event(event))
        while replay?.nextTick(before: event.time) == true {}
        do throws(EventProblem) {
          try replay?.apply(event)
        } catch {
          entries.append(.problem(reader.refuse(error, earliest: replay?.earliestTime), .event))
        }
      case .problems(let diagnostics, let extent):
        entries += diagnostics.map { .problem($0, extent) }
      case .needsInput:
        reader.fill { buffer, room in
          let count = min(chunk, room.count, rest.count)
          for (place, byte) in zip(room, rest.prefix(count)) { buffer[place] = byte }
          rest.removeFirst(count)
          return count
        }
      case .end:
        hasEnded = true
        warnings = reader.warnings
        config = reader.embeddedConfig
        scale = reader.scale
        return
      }
    }
  }
}

extension TimelineOutcome {
  /// A copy without excerpts, which depend on how much of the line has been read when a message is
  /// made.
  var withoutRestOfLine: TimelineOutcome {
    var copy = self
    copy.entries = entries.map { entry in
      guard case .problem(var diagnostic, let extent) = entry else { return entry }
      diagnostic.place.forgetExcerpt()
      return .problem(diagnostic, extent)
    }
    for index in copy.warnings.indices { copy.warnings[index].place.forgetExcerpt() }
    return copy
  }
}

extension SourcePlace {
  fileprivate mutating func forgetExcerpt() {
    excerpt = ""
    caretOffset = 0
    caretLength = 1
  }
}

extension Diagnostic {
  /// True for a warning about a value that is allowed but odd, as random values are.
  var isAboutValues: Bool {
    severity == .warning && (code == .implausible || code == .sharedCharger)
  }
}
