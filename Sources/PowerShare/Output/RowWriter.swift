/// The forms of a list of rows.
public enum RowFormat: Equatable, Sendable {
  /// A heading and aligned columns, for reading.
  case table
  /// A header, then one line a row, with that byte between its cells.
  ///
  /// A semicolon goes with decimal commas, because both belong to the same locales. Local times
  /// have no offset, so that spreadsheets read them as times.
  case csv(delimiter: UInt8, usesLocalTime: Bool = false)
  /// One JSON object a line.
  case ndjson
  /// One JSON array with an object for each row.
  case json

  /// Whether this is CSV.
  public var isCSV: Bool { if case .csv = self { true } else { false } }
}

/// Writes rows of cells in one of the forms of ``RowFormat``.
///
/// The writers of timelines, sessions, sweeps and sizes describe their rows to it in columns and
/// cells.
struct RowWriter: Sendable {
  /// A column: its name in CSV, which is also the key in JSON, and its heading in a table, where it
  /// may have a width before any row.
  struct Column: Sendable {
    let name: String
    let heading: TextTable.Column

    /// A column of words.
    static func text(_ name: String, heading: String? = nil, width: Int = 0) -> Column {
      Column(name: name, heading: .text(heading ?? name).reserving(width))
    }

    /// A column of numbers.
    static func number(_ name: String, heading: String? = nil, width: Int = 0) -> Column {
      Column(name: name, heading: .number(heading ?? name).reserving(width))
    }
  }

  /// A value of a row.
  enum Cell: Sendable {
    /// A text; in CSV, an apostrophe marks one that a spreadsheet would run as a formula.
    case text([UInt8])
    /// A name that the program reads again, so that CSV has no apostrophe before it.
    case name([UInt8])
    /// A number of thousandths.
    case thousandths(Int128)
    /// A number with up to six decimals.
    case decimal(ExactDecimal)
    /// A number in units of 10^−`decimals`, 0 to 6.
    case fixed(Int128, decimals: Int)
    /// A whole number.
    case count(UInt64)
    /// True or false.
    case truth(Bool)
    /// A moment, and the way in which it is stated.
    case time(Instant, TimeScale)
    /// A JSON array or object, which only JSON can hold.
    case json([UInt8])
    /// No value: null in JSON, an empty cell in CSV, a hyphen in a table.
    case null
    /// No field: the same as ``null``, but left out of a JSON object.
    case absent

    /// A text, or ``null``.
    static func text(_ text: String?) -> Cell { text.map { .text(Array($0.utf8)) } ?? .null }

    /// A number of thousandths, or ``null``.
    static func number(_ thousandths: Int128?) -> Cell {
      thousandths.map(Cell.thousandths) ?? .null
    }

    /// A number in units of 10^−`decimals`, or ``null``.
    static func number(_ number: Int128?, decimals: Int) -> Cell {
      number.map { .fixed($0, decimals: decimals) } ?? .null
    }

    /// An amount of money, or ``null``.
    static func money(_ amount: Money?) -> Cell { .number(amount?.millionths, decimals: 6) }

    /// A figure, or ``null``.
    static func figure(_ figure: Summary.Figure) -> Cell {
      figure.text.map { .text($0) } ?? .number(figure.value, decimals: figure.decimals)
    }

    /// A power in kW, or ``null``.
    static func power(_ power: Power?) -> Cell { .number(power.map { Int128($0.watts) }) }

    /// A number with up to six decimals, or ``null``.
    static func number(_ number: ExactDecimal?) -> Cell { number.map(Cell.decimal) ?? .null }

    /// A value of a figure, or ``null``.
    static func value(_ value: FigureValue?) -> Cell {
      switch value {
      case .number(let number)?: .decimal(number)
      case .text(let text)?: .text(text.utf8)
      case .null?, nil: .null
      }
    }

    /// A moment as a file states it, or ``null``.
    static func time(_ time: StatedTime?) -> Cell {
      switch time?.style {
      case .seconds?: time.map { .time($0.time, .seconds) } ?? .null
      case .dateTime(let offset)?: time.map { .time($0.time, .dateTime(offset)) } ?? .null
      case .local?: .text(time?.text)
      case nil: .null
      }
    }

    /// A moment, or ``null``.
    static func time(_ time: Instant?, on clock: OutputClock) -> Cell {
      time.map { .time($0, clock.scale(at: $0)) } ?? .null
    }
  }

  let format: RowFormat
  /// False before the first row.
  private(set) var hasRows = false
  /// The names of all columns, those of the figures last.
  private let names: [String]
  /// The key of each column in JSON, with its colon; the figures have nested keys.
  private let keys: [[UInt8]]
  private var table: TextTable

  /// Whether it is a table and wider than its limit.
  var exceedsLimit: Bool { format == .table && table.exceedsLimit }

  /// Creates a writer.
  ///
  /// - Parameters:
  ///   - format: The form of the rows.
  ///   - columns: The columns, one for each cell of a row.
  ///   - figures: The paths of the figures after the cells of each row.
  init(_ format: RowFormat, columns: [Column], figures: [String] = []) {
    self.format = format
    names = columns.map(\.name) + figures
    keys = columns.map { column in
      var key: [UInt8] = []
      key.append(jsonString: Array(column.name.utf8))
      key.append(UInt8(ascii: ":"))
      return key
    }
    table = TextTable(
      columns: columns.map(\.heading) + figures.map(TextTable.Column.number),
      limit: TextTable.planningLimit)
  }

  /// Makes the columns of a table wide enough for rows.
  mutating func widen(for rows: [[Cell]]) {
    if format == .table { table.widen(for: rows.map { $0.map(Self.shown) }) }
  }

  /// Appends the header, the heading of a table, or the beginning of an array.
  func begin(into bytes: inout [UInt8]) {
    switch format {
    case .table: table.writeHeading(into: &bytes)
    case .csv(let delimiter, _):
      for (index, name) in names.enumerated() {
        if index > 0 { bytes.append(delimiter) }
        bytes.append(csvField: Array(name.utf8), delimiter: delimiter)
      }
      bytes.append(UInt8(ascii: "\n"))
    case .json: bytes.append(UInt8(ascii: "["))
    case .ndjson: break
    }
  }

  /// Appends a row: a cell for each column, and then the figures.
  mutating func write(
    _ cells: [Cell], figures: [Summary.Figure] = [], into bytes: inout [UInt8]
  ) {
    switch format {
    case .table:
      let row = (cells + figures.map { .figure($0) }).map(Self.shown)
      table.widen(for: [row])
      table.write(row, into: &bytes)
    case .csv(let delimiter, let usesLocalTime):
      for (index, cell) in cells.enumerated() {
        if index > 0 { bytes.append(delimiter) }
        Self.append(cell, csv: delimiter, usesLocalTime: usesLocalTime, to: &bytes)
      }
      for figure in figures {
        bytes.append(delimiter)
        Self.append(.figure(figure), csv: delimiter, to: &bytes)
      }
      bytes.append(UInt8(ascii: "\n"))
    case .json:
      bytes.append(hasRows ? ",\n" : "\n")
      writeObject(cells, figures, into: &bytes)
    case .ndjson:
      writeObject(cells, figures, into: &bytes)
      bytes.append(UInt8(ascii: "\n"))
    }
    hasRows = true
  }

  /// Appends the end of an array.
  func end(into bytes: inout [UInt8]) {
    if format == .json { bytes.append(hasRows ? "\n]\n" : "]\n") }
  }

  // MARK: Cells

  private func writeObject(
    _ cells: [Cell], _ figures: [Summary.Figure], into bytes: inout [UInt8]
  ) {
    var separator = UInt8(ascii: "{")
    for (key, cell) in zip(keys, cells) {
      if case .absent = cell { continue }
      bytes.append(separator)
      separator = UInt8(ascii: ",")
      bytes += key
      Self.append(json: cell, to: &bytes)
    }
    if !figures.isEmpty {
      bytes.append(separator)
      bytes.append(jsonFigures: figures)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  static func append(json cell: Cell, to bytes: inout [UInt8]) {
    switch cell {
    case .text(let text), .name(let text): bytes.append(jsonString: text)
    case .thousandths(let number): bytes.append(thousandths: number)
    case .decimal(let number): bytes.append(number)
    case .fixed(let number, let decimals): bytes.append(number, decimals: decimals)
    case .count(let number): bytes.append(text: String(number))
    case .truth(let isTrue): bytes.append(text: isTrue ? "true" : "false")
    case .time(let time, let scale): bytes.append(jsonTime: time, in: scale)
    case .json(let value): bytes += value
    case .null, .absent: bytes.append("null")
    }
  }

  private static func append(
    _ cell: Cell, csv delimiter: UInt8, usesLocalTime: Bool = false, to bytes: inout [UInt8]
  ) {
    let point = UInt8(ascii: delimiter == UInt8(ascii: ";") ? "," : ".")
    switch cell {
    case .text(let text): bytes.append(csvField: text, delimiter: delimiter)
    case .name(let name): bytes.append(csvName: name, delimiter: delimiter)
    case .thousandths(let number): bytes.append(thousandths: number, decimalPoint: point)
    case .decimal(let number): bytes.append(number, decimalPoint: point)
    case .fixed(let number, let decimals):
      bytes.append(number, decimals: decimals, decimalPoint: point)
    case .time(let time, .seconds):
      bytes.append(thousandths: time.milliseconds, decimalPoint: point)
    case .time(let time, .dateTime(let offset)) where usesLocalTime:
      bytes.appendLocal(time, offset, separator: UInt8(ascii: " "), decimalPoint: point)
    case .time(let time, let scale): bytes.append(time, in: scale)
    case .null, .absent: break
    case .json: preconditionFailure("CSV cannot hold arrays and objects")
    case .count, .truth: append(json: cell, to: &bytes)
    }
  }

  /// Returns a cell as a table shows it.
  private static func shown(_ cell: Cell) -> String {
    switch cell {
    case .text(let text), .name(let text):
      return Suggestion.printable(String(decoding: text, as: UTF8.self))
    case .truth(let isTrue): return isTrue ? "yes" : "no"
    case .null, .absent: return "-"
    case .thousandths, .decimal, .fixed, .count, .time, .json:
      var bytes: [UInt8] = []
      append(cell, csv: UInt8(ascii: ","), to: &bytes)
      return String(decoding: bytes, as: UTF8.self)
    }
  }
}

extension [UInt8] {
  /// Appends a name as a CSV field that is read again as it was: in quotes where it needs them.
  mutating func append(csvName name: [UInt8], delimiter: UInt8) {
    let needsQuotes = name.contains { byte in
      byte == delimiter || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
        || byte == UInt8(ascii: "\r")
    }
    guard needsQuotes else { return append(contentsOf: name) }
    append(UInt8(ascii: "\""))
    for byte in name {
      if byte == UInt8(ascii: "\"") { append(byte) }
      append(byte)
    }
    append(UInt8(ascii: "\""))
  }
}
