/// Writes figures before and after a change.
package enum FigureChangeWriter {
  /// Returns the changes of a summary as bytes.
  ///
  /// - Parameter listsEqual: Whether to list equal figures, too, instead of only counting them.
  package static func bytes(
    _ changes: FigureChanges, _ format: RowFormat, listsEqual: Bool
  ) -> [UInt8] {
    let listed = changes.changes.filter { listsEqual || !$0.isEqual }
    var counts = FigureChanges.Counts()
    counts.add(changes)
    var bytes: [UInt8] = []
    switch format {
    case .table:
      let oneSided = changes.changes.count(where: \.isOneSided)
      appendTable(listed.map(shown), columns, to: &bytes)
      appendCounts(counts, oneSided: oneSided, to: &bytes)
    case .csv, .ndjson: append(listed.map(cells), format, names, to: &bytes)
    case .json:
      bytes.append("{\"figures\":")
      append(listed.map(cells), .json, names, to: &bytes)
      appendEnd(counts, to: &bytes)
    }
    return bytes
  }

  /// Returns the changes of days as bytes.
  ///
  /// - Parameter listsEqual: Whether to list equal figures, too, instead of only counting them.
  package static func bytes(
    _ days: DayChanges, _ format: RowFormat, listsEqual: Bool
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    func rows<Cell>(_ date: (FigureValue) -> Cell, _ cells: (FigureChange) -> [Cell]) -> [[Cell]] {
      days.days.flatMap { day in
        day.figures.changes.filter { listsEqual || !$0.isEqual }.map {
          [date(day.date)] + cells($0)
        }
      }
    }
    let counts = days.counts
    let names = [RowWriter.Column.text("date")] + names
    switch format {
    case .table:
      appendTable(
        rows({ shown(text: $0.shown) }, shown), [.text("date")] + columns, to: &bytes)
      appendDays(days, to: &bytes)
      appendCounts(counts, oneSided: 0, to: &bytes)
    case .csv, .ndjson: append(rows(RowWriter.Cell.value, cells), format, names, to: &bytes)
    case .json:
      bytes.append("{\"days\":")
      append(rows(RowWriter.Cell.value, cells), .json, names, to: &bytes)
      appendEnd(counts, to: &bytes)
    }
    return bytes
  }

  // MARK: Rows

  private static let names: [RowWriter.Column] = [
    .text("figure"), .number("before"), .number("after"), .number("change"), .number("percent"),
  ]

  private static func cells(_ change: FigureChange) -> [RowWriter.Cell] {
    [
      .text(change.name.utf8), .value(change.before), .value(change.after),
      .number(change.change), .number(change.percent),
    ]
  }

  private static func append(
    _ rows: [[RowWriter.Cell]], _ format: RowFormat, _ columns: [RowWriter.Column],
    to bytes: inout [UInt8]
  ) {
    var writer = RowWriter(format, columns: columns)
    writer.begin(into: &bytes)
    for row in rows { writer.write(row, into: &bytes) }
    writer.end(into: &bytes)
  }

  /// Appends the end of a JSON object behind its array.
  private static func appendEnd(_ counts: FigureChanges.Counts, to bytes: inout [UInt8]) {
    bytes.removeLast()  // the line end of the array
    bytes.append(text: ",\"equal\":\(counts.equal)}\n")
  }

  // MARK: Table

  private static let columns: [TextTable.Column] = [
    .text("figure"), .number("before"), .number("after"), .number("change"), .number("percent"),
    .text("verdict"),
  ]

  private static func shown(_ change: FigureChange) -> [String] {
    let unit = change.definition?.unit.suffixInText ?? ""
    return [
      shown(text: change.name.text) + (unit.isEmpty ? "" : " (\(unit.dropFirst()))"),
      shown(text: change.before?.shown ?? "-"), shown(text: change.after?.shown ?? "-"),
      change.change?.text ?? "-", change.percent?.text ?? "-",
      change.verdict?.rawValue ?? "-",
    ]
  }

  private static func shown(text: String) -> String { Suggestion.printable(text) }

  private static func appendTable(
    _ rows: [[String]], _ columns: [TextTable.Column], to bytes: inout [UInt8]
  ) {
    guard !rows.isEmpty else { return }
    TextTable.write(rows, in: columns, into: &bytes)
    bytes.append("\n")
  }

  private static func appendCounts(
    _ counts: FigureChanges.Counts, oneSided: Int, to bytes: inout [UInt8]
  ) {
    var parts = ["\(counts.better) better,", "\(counts.worse) worse,"]
    let sides = oneSided > 0 ? " (\(oneSided) on one side only)," : ","
    parts += ["\(counts.other) changed otherwise\(sides)", "\(counts.equal) equal"]
    bytes.append(parts: parts, heading: "figures", indent: 10)
  }

  private static func appendDays(_ days: DayChanges, to bytes: inout [UInt8]) {
    let both = days.days.count { $0.isBefore && $0.isAfter }
    let before = days.days.count { !$0.isAfter }
    let after = days.days.count { !$0.isBefore }
    var parts = ["\(both) on both sides"]
    if before > 0 { parts.append("\(before) only before") }
    if after > 0 { parts.append("\(after) only after") }
    for index in parts.indices.dropLast() { parts[index] += "," }
    bytes.append(parts: parts, heading: "days", indent: 10)
  }
}
