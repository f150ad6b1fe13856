/// A `start` that could not be read, as far as it could be.
package struct LostStart: Sendable {
  /// Its time; nil if that could not be read.
  package let time: Instant?
  /// The id of the session that it would have begun; nil if it has none, or none that can be read.
  package let sessionId: Identifier?
  /// The connector at which it would have begun, if it names one.
  package let connector: ConnectorID?
}

/// The events of a timeline that could not be used, as far as others depend on them.
package struct LostEvents: Sendable {
  /// The number of starts.
  package private(set) var starts = 0
  /// The start that was noted last; nil if another event was noted after it.
  package private(set) var lastStart: LostStart?
  /// True once a `config` event could not be used.
  package private(set) var hasConfig = false

  /// The number of bytes of a broken event in which its kind is looked for.
  private static let longestSearch = 4096

  /// Notes an event.
  ///
  /// - Parameters:
  ///   - record: Its fields, as far as they could be read.
  ///   - range: Its bytes, from which its kind is told where its fields could not be read.
  ///   - columns: The syntax of a CSV file; nil for JSON.
  mutating func note(
    _ record: EventRecord, _ bytes: Span<UInt8>, in range: Range<Int>, time: Instant?,
    columns: CSVTimelineSyntax?
  ) {
    lastStart = nil
    var reader = FieldReader(style: record.style)
    var name: String?
    if record[.event].kind == .text {
      name = String(decoding: reader.text(bytes, record[.event]), as: UTF8.self)
    } else {
      var text: [UInt8] = []
      for place in range.prefix(Self.longestSearch) { text.append(bytes[place]) }
      name = columns.map { $0.nameOfEvent(text) } ?? NDJSONSyntax.nameOfEvent(text)
    }
    if name == EventName.config.rawValue { hasConfig = true }
    guard name == EventName.start.rawValue else { return }
    starts += 1
    let id = record.has(.sessionId) ? reader.name(bytes, record[.sessionId], "sessionId") : nil
    let charger =
      record.has(.chargerId) ? reader.name(bytes, record[.chargerId], "chargerId") : nil
    let idx =
      record.has(.idx)
      ? reader.integer(bytes, record[.idx], "idx", minimum: 0, maximum: 1_000_000_000) : nil
    var connector: ConnectorID?
    if let charger, let idx { connector = ConnectorID(chargerId: charger, idx: idx) }
    lastStart = LostStart(time: time, sessionId: id, connector: connector)
  }

  /// Counts a start that could not be used when the timeline was read for the first time.
  package mutating func countStart() { starts += 1 }

  /// Forgets the starts, because the events are read again in another order.
  package mutating func forgetStarts() { starts = 0 }
}

extension CSVTimelineSyntax {
  /// Returns the kind of event of a row that is not CSV, split at its delimiters.
  func nameOfEvent(_ text: [UInt8]) -> String? {
    guard let column = columns.firstIndex(of: .event) else { return nil }
    let line = text.split(separator: UInt8(ascii: "\n")).last ?? []
    let cells = line.split(separator: delimiter, omittingEmptySubsequences: false)
    guard column < cells.count else { return nil }
    return String(decoding: cells[column].filter { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
  }
}

extension NDJSONSyntax {
  /// Returns the kind of event of a line that is not JSON: the word behind `"event":`.
  static func nameOfEvent(_ text: [UInt8]) -> String? {
    let text = String(decoding: text, as: UTF8.self)
    let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
    guard let key = parts.firstIndex(of: "event"), key + 2 < parts.count,
      parts[key + 1].allSatisfy({ $0 == ":" || $0 == " " })
    else { return nil }
    return String(parts[key + 2])
  }
}
