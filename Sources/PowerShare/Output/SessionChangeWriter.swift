/// Writes sessions before and after a change.
package enum SessionChangeWriter {
  /// Returns the changes as bytes.
  ///
  /// A table has the totals, the ten worst, and the first ten of each side alone. CSV and JSON have
  /// every session that is not the same, by arrival; JSON also has the totals and the ten worst.
  ///
  /// - Parameter listsAll: Whether to list all sessions, in a table by their verdict.
  package static func bytes(
    _ changes: SessionChanges, _ format: RowFormat, listsAll: Bool
  ) -> [UInt8] {
    let listed = changes.sessions.lazy.filter { listsAll || $0.verdict != .same }
    var bytes: [UInt8] = []
    switch format {
    case .table: appendTables(changes, listsAll: listsAll, to: &bytes)
    case .csv, .ndjson: append(listed, format, to: &bytes)
    case .json:
      bytes.append("{\"sessions\":")
      append(listed, .json, to: &bytes)
      bytes.removeLast()  // the line end of the array
      let totals = changes.totals
      bytes.append(
        text: ",\"totals\":{\"better\":\(totals.better),\"worse\":\(totals.worse),"
          + "\"same\":\(totals.same),\"onlyBefore\":\(totals.onlyBefore),"
          + "\"onlyAfter\":\(totals.onlyAfter)},\"worst\":")
      append(changes.worst, .json, to: &bytes)
      bytes.removeLast()
      bytes.append("}\n")
    }
    return bytes
  }

  // MARK: Rows

  private static let columns: [RowWriter.Column] = [
    .text("sessionId"), .text("arrivalTime"), .text("outcomeBefore"), .text("outcomeAfter"),
    .number("deliveredBefore"), .number("deliveredAfter"), .number("waitBefore"),
    .number("waitAfter"), .text("doneBefore"), .text("doneAfter"), .text("verdict"),
  ]

  private static func append(
    _ sessions: some Sequence<SessionChange>, _ format: RowFormat, to bytes: inout [UInt8]
  ) {
    var writer = RowWriter(format, columns: columns)
    writer.begin(into: &bytes)
    for session in sessions { writer.write(cells(session), into: &bytes) }
    writer.end(into: &bytes)
  }

  private static func cells(_ session: SessionChange) -> [RowWriter.Cell] {
    let (before, after) = (session.before, session.after)
    let (id, time) = session.arrival
    return [
      .text(id.utf8), .time(time), .text(before?.outcome.rawValue), .text(after?.outcome.rawValue),
      .number(before?.delivered), .number(after?.delivered), .number(before?.wait),
      .number(after?.wait), .time(before?.done), .time(after?.done),
      .text(session.verdict?.rawValue),
    ]
  }

  // MARK: Tables

  /// The most sessions of one side only in a table that does not list all.
  private static let mostOneSided = 10

  private static func appendTables(
    _ changes: SessionChanges, listsAll: Bool, to bytes: inout [UInt8]
  ) {
    appendTotals(changes.totals, to: &bytes)
    let worse = changes.worse.map { changes.sessions[$0] }
    let most = listsAll ? Int.max : SessionChanges.mostWorst
    var times = Times(changes)
    appendTable(
      worse.prefix(most), heading: worse.count > most ? "the ten worst" : "worse", &times,
      to: &bytes)
    func append(_ heading: String, most: Int, where isListed: (SessionChange) -> Bool) {
      let sessions = changes.sessions.filter(isListed)
      let rest = sessions.count - min(most, sessions.count)
      appendTable(
        sessions.prefix(most), heading: heading + (rest > 0 ? ", the first ten" : ""), &times,
        to: &bytes)
    }
    if listsAll {
      append("better", most: most) { $0.verdict == .better }
      append("the same", most: most) { $0.verdict == .same }
    }
    append("only before", most: listsAll ? .max : mostOneSided) { $0.after == nil }
    append("only after", most: listsAll ? .max : mostOneSided) { $0.before == nil }
  }

  private static func appendTotals(_ totals: SessionChanges.Totals, to bytes: inout [UInt8]) {
    var parts = ["\(totals.better) better,", "\(totals.worse) worse,", "\(totals.same) the same"]
    if totals.onlyBefore + totals.onlyAfter > 0 {
      parts[2] += ","
      parts += ["\(totals.onlyBefore) only before,", "\(totals.onlyAfter) only after"]
    }
    bytes.append(parts: parts, heading: "sessions", indent: 10)
  }

  private static let tableColumns: [TextTable.Column] = [
    .text("session\narrival"), .text("side"), .text("outcome"), .number("delivered\nkWh"),
    .number("wait\nmin"), .text("done"),
  ]

  /// Appends two rows for each session: its id and what was before, its arrival and what is after.
  private static func appendTable(
    _ sessions: some Collection<SessionChange>, heading: String, _ times: inout Times,
    to bytes: inout [UInt8]
  ) {
    guard !sessions.isEmpty else { return }
    bytes.append(text: "\n\(heading)\(times.heading()):\n")
    let rows = sessions.flatMap { session in
      let (id, time) = session.arrival
      return [
        [Suggestion.printable(id.text), "before"] + cells(session.before, times),
        [times.text(time), "after"] + cells(session.after, times),
      ]
    }
    TextTable.write(rows, in: tableColumns, into: &bytes)
  }

  private static func cells(_ session: ComparedSession?, _ times: Times) -> [String] {
    guard let session else { return ["-", "-", "-", "-"] }
    return [
      session.outcome.rawValue, session.delivered.text, session.wait.text,
      session.done.map(times.text) ?? "-",
    ]
  }

  /// The times of the tables, all of them with the offset of the first arrival.
  private struct Times {
    private let offset: UTCOffset?
    private var isNamed = false

    init(_ changes: SessionChanges) {
      switch changes.sessions.first?.arrival.time.style {
      case .dateTime(let offset)?: self.offset = offset
      case .seconds?, .local?, nil: offset = nil
      }
    }

    /// Returns the words behind the first heading that name the offset; nothing behind later ones.
    mutating func heading() -> String {
      guard let offset, !isNamed else { return "" }
      isNamed = true
      if offset.spelling == .zulu { return ", times in UTC" }
      var bytes: [UInt8] = []
      bytes.append(offset)
      return ", times at \(String(decoding: bytes, as: UTF8.self))"
    }

    func text(_ time: StatedTime) -> String {
      guard let offset else { return time.text }
      var bytes: [UInt8] = []
      bytes.appendLocal(time.time, offset, separator: UInt8(ascii: " "))
      return String(decoding: bytes, as: UTF8.self)
    }
  }
}
