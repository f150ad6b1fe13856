/// Writes rows of cells in aligned columns, two spaces apart.
///
/// Columns are one space apart where that makes a table fit its limit. Widths are those in a
/// terminal. They grow where a cell needs it, and never shrink.
package struct TextTable: Sendable {
  /// A column: its heading, and the side to which its cells are aligned.
  package struct Column: Sendable {
    /// The lines of the heading: its name, and where it has one, its unit.
    let heading: [String]
    let isNumber: Bool
    /// The width that it has before any row; its heading may be wider.
    var width = 0

    /// Returns a column of words, aligned left.
    ///
    /// - Parameter heading: The heading, with a line feed where its second line begins.
    package static func text(_ heading: String) -> Column {
      Column(heading: heading.split(separator: "\n").map(String.init), isNumber: false)
    }

    /// Returns a column of numbers, aligned right.
    ///
    /// - Parameter heading: The heading, with a line feed where its second line begins.
    package static func number(_ heading: String) -> Column {
      Column(heading: heading.split(separator: "\n").map(String.init), isNumber: true)
    }

    /// Returns the column with a width that it has before any row.
    func reserving(_ width: Int) -> Column {
      var column = self
      column.width = width
      return column
    }

    /// The width that it has before any row.
    var leastWidth: Int { heading.reduce(width) { max($0, $1.terminalCells) } }
  }

  /// The width of a terminal, which no usual table exceeds.
  package static let usualLimit = 80
  /// The width that the tables of planning may have.
  package static let planningLimit = 100

  private let columns: [Column]
  private let limit: Int
  private let usesBold: Bool
  private var widths: [Int]
  /// The number of spaces between two columns.
  private var gap = 2

  /// Creates a table without rows.
  ///
  /// - Parameters:
  ///   - limit: The width up to which columns are two spaces apart.
  ///   - usesBold: Whether the heading is marked for a terminal.
  package init(columns: [Column], limit: Int = Self.usualLimit, usesBold: Bool = false) {
    self.columns = columns
    self.limit = limit
    self.usesBold = usesBold
    widths = columns.map(\.leastWidth)
    setGap()
  }

  private mutating func setGap() {
    let isTight =
      Self.width(of: widths, gap: 2) > limit && Self.width(of: widths, gap: 1) <= limit
    gap = isTight ? 1 : 2
  }

  private static func width(of widths: [Int], gap: Int) -> Int {
    widths.reduce(gap * max(widths.count - 1, 0), +)
  }

  /// Whether the table is wider than its limit.
  var exceedsLimit: Bool { Self.width(of: widths, gap: gap) > limit }

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
      for (index, cell) in Self.inert(row).enumerated() {
        widths[index] = max(widths[index], cell.terminalCells)
      }
    }
    setGap()
  }

  /// Appends the lines of the headings.
  package func writeHeading(into bytes: inout [UInt8]) {
    for line in 0..<(columns.map(\.heading.count).max() ?? 0) {
      if usesBold { bytes.append("\u{1B}[1m") }
      writeCells(columns.map { line < $0.heading.count ? $0.heading[line] : "" }, into: &bytes)
      if usesBold { bytes.append("\u{1B}[0m") }
      bytes.append(UInt8(ascii: "\n"))
    }
  }

  /// Appends a row, without spaces at its end.
  package func write(_ row: [String], into bytes: inout [UInt8]) {
    writeCells(Self.inert(row), into: &bytes)
    bytes.append(UInt8(ascii: "\n"))
  }

  private func writeCells(_ row: [String], into bytes: inout [UInt8]) {
    var pending = 0
    for (index, cell) in row.enumerated() {
      if index > 0 { pending += gap }
      let padding = widths[index] - cell.terminalCells
      if columns[index].isNumber { pending += padding }
      if !cell.isEmpty {
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: pending))
        bytes.append(text: cell)
        pending = 0
      }
      if !columns[index].isNumber { pending += padding }
    }
  }

  /// Returns a row whose line does not begin with `::` behind blanks, which the log of a CI system
  /// would take as a command.
  private static func inert(_ row: [String]) -> [String] {
    var row = row
    for (index, cell) in row.enumerated() {
      let scalars = cell.unicodeScalars
      guard let start = scalars.firstIndex(where: { !$0.properties.isWhitespace }) else { continue }
      guard scalars[start...].starts(with: "::".unicodeScalars) else { break }
      row[index] = String(scalars[..<start]) + "\\u003a" + String(scalars[start...].dropFirst())
      break
    }
    return row
  }
}
