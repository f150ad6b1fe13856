/// Writes rows of cells in aligned columns, two spaces apart.
package struct TextTable: Sendable {
  /// A column: its heading, and the side to which its cells are aligned.
  package struct Column: Sendable {
    let heading: String
    let isNumber: Bool

    /// Returns a column of words, aligned left.
    package static func text(_ heading: String) -> Column {
      Column(heading: heading, isNumber: false)
    }

    /// Returns a column of numbers, aligned right.
    package static func number(_ heading: String) -> Column {
      Column(heading: heading, isNumber: true)
    }
  }

  private let columns: [Column]
  private var widths: [Int]

  package init(columns: [Column]) {
    self.columns = columns
    widths = columns.map { $0.heading.unicodeScalars.count }
  }

  /// Appends a whole table: a heading and rows, each column as wide as its widest cell.
  package static func write(_ rows: [[String]], in columns: [Column], into bytes: inout [UInt8]) {
    var table = TextTable(columns: columns)
    table.widen(for: rows)
    table.writeHeading(into: &bytes)
    for row in rows { table.write(row, into: &bytes) }
  }

  /// Makes the columns wide enough for rows.
  package mutating func widen(for rows: [[String]]) {
    for row in rows {
      for (index, cell) in row.enumerated() {
        widths[index] = max(widths[index], cell.unicodeScalars.count)
      }
    }
  }

  /// Appends the headings.
  package func writeHeading(into bytes: inout [UInt8]) {
    write(columns.map(\.heading), into: &bytes)
  }

  /// Appends a row, without spaces at its end.
  package func write(_ row: [String], into bytes: inout [UInt8]) {
    var pending = 0
    for (index, cell) in row.enumerated() {
      if index > 0 { pending += 2 }
      let padding = widths[index] - cell.unicodeScalars.count
      if columns[index].isNumber { pending += padding }
      if !cell.isEmpty {
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: pending))
        bytes.append(text: cell)
        pending = 0
      }
      if !columns[index].isNumber { pending += padding }
    }
    bytes.append(UInt8(ascii: "\n"))
  }
}
