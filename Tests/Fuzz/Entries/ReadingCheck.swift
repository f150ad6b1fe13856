@testable import PowerShare

/// Checks the properties of reading that hold for every input.
enum ReadingCheck {
  /// Reads a station, and returns it if it has no errors.
  static func station(
    _ text: [UInt8], _ format: StationReader.Format
  ) throws(Finding) -> StationConfig? {
    let (station, diagnostics) = StationReader.read(name: "station", text: text, format: format)
    let hasErrors = diagnostics.contains { $0.severity == .error }
    try require((station == nil) == hasErrors, "a station with errors, or none without")
    try check(diagnostics, of: text)
    if let station {
      try require(!station.chargers.isEmpty, "a station without chargers")
      try require(
        Set(station.chargers.map(\.id)).count == station.chargers.count, "two chargers alike")
    }
    return station
  }

  /// Reads a timeline as a whole and in pieces, which must give the same result.
  static func timeline(_ text: [UInt8], _ usualFormat: TimelineFormat) throws(Finding) {
    var format: TimelineFormat? = usualFormat
    // The first bytes distinguish NDJSON from JSON, as with standard input.
    if usualFormat == .json, let first = text.first(where: { !" \t\r\n".utf8.contains($0) }),
      first == UInt8(ascii: "{") || first == UInt8(ascii: "[") || first == 0xEF
    {
      format = nil
    }
    let whole = try read(
      TimelineReader(source: SourceText(name: "timeline", text: text), format: format), [], 1)
    try check(whole.diagnostics, of: text)
    let pieces = try read(
      TimelineReader(source: SourceText(name: "timeline", capacity: 16), format: format),
      text[...], 1 + text.count % 61)
    try require(pieces.events == whole.events, "other events when read in pieces")
    try require(
      pieces.places == whole.places,
      "other problems when read in pieces: \(pieces.places), not \(whole.places)")
    try require(pieces.config == whole.config, "another station when read in pieces")
    try require(pieces.scale == whole.scale, "another kind of times when read in pieces")
  }

  /// The result of reading a timeline.
  private struct Outcome {
    var events: [SessionEvent] = []
    var diagnostics: [Diagnostic] = []
    var config: StationConfig?
    var scale: TimeScale?

    /// The problems as texts, without excerpts, which depend on how much of a line has been read.
    ///
    /// The place of missing events is left out: a small window has dropped the beginning.
    var places: [String] {
      diagnostics.map { diagnostic in
        let isPlaced = diagnostic.message != "\"events\" is missing"
        let place = isPlaced ? "\(diagnostic.place.line):\(diagnostic.place.column): " : ""
        return "\(place)\(diagnostic.severity) \(diagnostic.code) \(diagnostic.message)"
      }
    }
  }

  private static func read(
    _ start: TimelineReader, _ text: ArraySlice<UInt8>, _ piece: Int
  ) throws(Finding) -> Outcome {
    var reader = start
    var rest = text
    var outcome = Outcome()
    // Every step consumes a byte or asks for more input.
    let limit = 2 * (rest.count + reader.unusedBytes) + 100
    for _ in 0..<limit {
      switch reader.next() {
      case .event(let event): outcome.events.append(event)
      case .problems(let diagnostics, _):
        try require(!diagnostics.isEmpty, "problems without a message")
        outcome.diagnostics += diagnostics
      case .needsInput:
        reader.fill { buffer, room in
          let count = min(piece, room.count, rest.count)
          for (place, byte) in zip(room, rest.prefix(count)) { buffer[place] = byte }
          rest.removeFirst(count)
          return count
        }
      case .end:
        outcome.diagnostics += reader.warnings
        outcome.config = reader.embeddedConfig
        outcome.scale = reader.scale
        return outcome
      }
    }
    throw Finding(message: "a timeline that is never read to its end")
  }

  /// Checks that every message has a place in the file and no control characters.
  static func check(_ diagnostics: [Diagnostic], of text: [UInt8]) throws(Finding) {
    if diagnostics.isEmpty { return }
    let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for diagnostic in diagnostics {
      let place = diagnostic.place
      try require(1...lines.count ~= place.line, "line \(place.line) of \(lines.count)")
      let columns = lines[place.line - 1].count + 1
      try require(1...columns ~= place.column, "column \(place.column) of \(columns)")
      let excerpt = place.excerpt.unicodeScalars
      try require(
        0...excerpt.count ~= place.caretOffset && place.caretLength >= 1, "a caret out of place")
      for text in [place.excerpt, diagnostic.message, diagnostic.hint ?? ""] {
        try require(
          !text.unicodeScalars.contains(where: Suggestion.isControl), "a control character")
      }
    }
  }
}
