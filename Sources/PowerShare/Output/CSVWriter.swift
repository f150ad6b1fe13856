/// Writes results as CSV (RFC 4180, with LF line ends).
///
/// Text that a spreadsheet would run as a formula gets a leading apostrophe. With a row for each
/// tick at the level of connectors, the columns are the connectors of the first tick.
public struct CSVWriter: ResultWriter {
  /// The form of the cells.
  public struct Style: Equatable, Sendable {
    /// The byte between two cells: a comma, a semicolon or a tab.
    public var delimiter = UInt8(ascii: ",")
    /// Whether times are written without their offset, so that spreadsheets read them as times.
    public var usesLocalTime = false

    /// Creates the style of RFC 4180.
    public init() {}

    /// Appends the cells of a session and its maximum, with the delimiters around them.
    func append(_ name: SessionName, _ maximum: Power, to bytes: inout [UInt8]) {
      bytes.append(delimiter)
      append(name.id, to: &bytes)
      bytes.append(delimiter)
      append(name.connectorId.chargerId, to: &bytes)
      bytes.append(delimiter)
      bytes.append(integer: name.connectorId.idx)
      bytes.append(delimiter)
      bytes.append(thousandths: maximum.watts, decimalPoint: decimalPoint)
      bytes.append(delimiter)
    }

    /// Whether a name is a field without a change.
    @inline(__always)
    func isPlain(_ name: ShortIdentifier) -> Bool {
      let first = name.firstByte
      let isFormula =
        first == UInt8(ascii: "-") || first == UInt8(ascii: "=") || first == UInt8(ascii: "@")
      // All bytes that need quotes are below the minus, except a semicolon as the delimiter.
      return !isFormula && name.isPlain(from: UInt8(ascii: "-"), without: delimiter)
    }

    /// Appends a name as a field.
    fileprivate func append(_ name: Identifier, to bytes: inout [UInt8]) {
      guard let short = name.short, isPlain(short) else {
        return bytes.append(csvField: name.utf8, delimiter: delimiter)
      }
      bytes.append(upTo: 16) { $0.append(short) }
    }

    /// Appends a name as a field, for which there is room.
    fileprivate func append(_ name: Identifier, to out: inout ByteCursor) {
      guard let short = name.short, isPlain(short) else {
        var field: [UInt8] = []
        field.append(csvField: name.utf8, delimiter: delimiter)
        return out.append(field.span)
      }
      out.append(short)
    }

    /// The decimal sign: a comma with a semicolon, because the same locales use both.
    var decimalPoint: UInt8 {
      delimiter == UInt8(ascii: ";") ? UInt8(ascii: ",") : UInt8(ascii: ".")
    }
  }

  let style: Style
  private var header: ResultHeader?
  var time = TickTime(.seconds)
  var fastRows: FastSessionRows
  /// The columns of a table of connectors; nil before the first tick.
  private var connectors: [ConnectorID]?

  /// Creates a writer.
  public init(style: Style = Style()) {
    self.style = style
    let delimiter = String(UnicodeScalar(style.delimiter))
    fastRows = FastSessionRows(
      LimitTexts(before: delimiter, after: delimiter),
      NumberTexts(decimalPoint: style.decimalPoint))
  }

  /// Appends the header row, except of a table of connectors, whose columns are those of the first
  /// tick.
  public mutating func begin(_ header: ResultHeader, into bytes: inout [UInt8]) {
    self.header = header
    fastRows.begin()
    time = TickTime(
      header.clock, usesLocalTime: style.usesLocalTime, decimalPoint: style.decimalPoint)
    guard header.level != .connector else { return }
    let columns = TypedColumn.rows(
      header.level, isInterval: header.interval != nil, hasSite: header.hasSite)
    appendNames(columns, to: &bytes)
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Appends the headings of the time and of other columns, without a line end.
  private func appendNames(_ columns: [TypedColumn], to bytes: inout [UInt8]) {
    bytes.append(ResultColumn.timeName)
    for column in columns where column.column.isInCSV {
      let names: [StaticString] =
        column.kind == .connector ? ["chargerId", "idx"] : [column.column.name]
      for name in names {
        bytes.append(style.delimiter)
        bytes.append(name)
      }
    }
  }

  /// Appends the rows of a tick.
  public mutating func write(_ tick: ResultTick, into bytes: inout [UInt8]) {
    time.set(tick.time)
    switch tick.level {
    case .session: append(tick.sessions.span, to: &bytes)
    case .charger: append(tick.chargers.span, to: &bytes)
    case .station: append(tick.station, to: &bytes)
    case .connector: writeConnectors(tick, into: &bytes)
    case .group: append(tick.groups.span, to: &bytes)
    }
  }

  /// Appends the header of a table of connectors that has had no tick; CSV has no summary.
  public mutating func end(_ summary: Summary?, into bytes: inout [UInt8]) {
    if let header, header.level == .connector, connectors == nil {
      writeConnectorNames(Array(header.station.connectorIDs), into: &bytes)
    }
  }

  /// Returns the first connector of the station without a column in the header, or nil.
  public func connectorWithoutRoom(in station: StationConfig) -> ConnectorID? {
    guard let connectors else { return nil }
    let known = Set(connectors)
    return station.connectorIDs.first { !known.contains($0) }
  }

  private mutating func writeConnectorNames(
    _ columns: [ConnectorID], into bytes: inout [UInt8]
  ) {
    connectors = columns
    appendNames(TypedColumn.stationPowers, to: &bytes)
    for connector in columns {
      bytes.append(style.delimiter)
      var name = connector.chargerId.utf8
      name.append(UInt8(ascii: ":"))
      name.append(integer: connector.idx)
      bytes.append(csvField: name, delimiter: style.delimiter)
    }
    bytes.append(UInt8(ascii: "\n"))
  }

  // MARK: Rows

  /// Appends rows of the present tick.
  private func append<Row: ResultRow>(_ rows: Span<Row>, to bytes: inout [UInt8]) {
    var room = CellRoom()
    for index in rows.indices { addRoom(for: rows[index], to: &room) }
    bytes.append(rowsUpTo: room.count) { cursor in
      var cells = CSVCells(cursor, style)
      for index in rows.indices { append(rows[index], to: &cells) }
      return cells.out
    }
  }

  private func append(_ row: some ResultRow, to bytes: inout [UInt8]) {
    var room = CellRoom()
    addRoom(for: row, to: &room)
    bytes.append(rowsUpTo: room.count) { cursor in
      var cells = CSVCells(cursor, style)
      append(row, to: &cells)
      return cells.out
    }
  }

  @inline(__always)
  private func addRoom(for row: some ResultRow, to room: inout CellRoom) {
    row.addCells(to: &room)
    room.add(TickTime.capacity + 1)
  }

  @inline(__always)
  private func append(_ row: some ResultRow, to cells: inout CSVCells) {
    cells.out.append(time.text)
    row.addCells(to: &cells)
    cells.out.append(UInt8(ascii: "\n"))
  }

  private mutating func writeConnectors(_ tick: ResultTick, into bytes: inout [UInt8]) {
    if connectors == nil {
      writeConnectorNames(tick.connectors.map(\.connectorId), into: &bytes)
    }
    writeRow(of: tick, into: &bytes)
  }

  private func writeRow(of tick: ResultTick, into bytes: inout [UInt8]) {
    let columns = connectors ?? []
    var room = CellRoom()
    tick.station.addPowers(to: &room)
    room.add(TickTime.capacity + 1 + columns.count * (ByteCursor.numberCapacity + 1))
    bytes.append(rowsUpTo: room.count) { cursor in
      var cells = CSVCells(cursor, style)
      cells.out.append(time.text)
      tick.station.addPowers(to: &cells)
      appendPowers(of: tick.connectors, columns, to: &cells)
      cells.out.append(UInt8(ascii: "\n"))
      return cells.out
    }
  }

  /// Appends the power of each column's connector, which is 0 where it is not in the tick.
  private func appendPowers(
    of rows: [ResultTick.ConnectorRow], _ columns: [ConnectorID], to cells: inout CSVCells
  ) {
    var next = 0
    for column in columns {
      let power: Power
      // The rows come in the order of the columns, unless a `config` event has changed the station.
      if next < rows.count, rows[next].connectorId == column {
        power = rows[next].allocatedPower
        next += 1
      } else {
        power = rows.first { $0.connectorId == column }?.allocatedPower ?? .zero
      }
      cells.append(thousandths: power.watts)
    }
  }
}

/// Appends the cells of rows, each after a delimiter.
private struct CSVCells: CellReceiver, ~Copyable {
  var out: ByteCursor
  private let style: CSVWriter.Style

  @inline(__always)
  init(_ out: consuming ByteCursor, _ style: CSVWriter.Style) {
    self.out = out
    self.style = style
  }

  @inline(__always)
  mutating func append(thousandths: Int) {
    out.append(style.delimiter)
    out.append(thousandths: thousandths, decimalPoint: style.decimalPoint)
  }

  @inline(__always)
  mutating func add(_ column: ResultColumn, _ power: Power) { append(thousandths: power.watts) }

  @inline(__always)
  mutating func add(_ column: ResultColumn, _ energy: Energy) {
    out.append(style.delimiter)
    out.append(thousandths: energy.roundedWattHours, decimalPoint: style.decimalPoint)
  }

  @inline(__always)
  mutating func add(_ column: ResultColumn, optional power: Power?) {
    if let power { add(column, power) } else { out.append(style.delimiter) }
  }

  @inline(__always)
  mutating func add(_ column: ResultColumn, optional energy: Energy?) {
    if let energy { add(column, energy) } else { out.append(style.delimiter) }
  }

  @inline(__always)
  mutating func add(_ column: ResultColumn, _ count: Int) {
    out.append(style.delimiter)
    out.append(magnitude: UInt(count))
  }

  @inline(__always)
  mutating func add(_ column: ResultColumn, _ id: Identifier) {
    out.append(style.delimiter)
    style.append(id, to: &out)
  }

  @inline(__always)
  mutating func add(_ column: ResultColumn, optional id: Identifier?) {
    guard column.isInCSV else { return }
    out.append(style.delimiter)
    if let id { style.append(id, to: &out) }
  }

  @inline(__always)
  mutating func add(_ column: ResultColumn, _ connector: ConnectorID) {
    add(column, connector.chargerId)
    add(column, connector.idx)
  }

  @inline(__always)
  mutating func add(_ column: ResultColumn, _ limit: LimitedBy) {
    out.append(style.delimiter)
    out.append(limit.word)
  }

  @inline(__always)
  mutating func add(_ column: ResultColumn, _ reason: StopReason?) {
    guard column.isInCSV else { return }
    out.append(style.delimiter)
    if let reason { out.append(reason.word) }
  }
}

extension [UInt8] {
  /// Appends a text as a CSV field, in quotes where it needs them.
  ///
  /// A text that a spreadsheet would run as a formula gets a leading apostrophe (CWE-1236).
  mutating func append(csvField text: [UInt8], delimiter: UInt8) {
    var isFormula = false
    if let first = text.first {
      isFormula =
        first == UInt8(ascii: "=") || first == UInt8(ascii: "+") || first == UInt8(ascii: "-")
        || first == UInt8(ascii: "@")
    }
    var needsQuotes = false
    for byte in text
    where byte == delimiter || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
      || byte == UInt8(ascii: "\r")
    {
      needsQuotes = true
    }
    guard needsQuotes else {
      if isFormula { append(UInt8(ascii: "'")) }
      return append(contentsOf: text)
    }
    append(UInt8(ascii: "\""))
    if isFormula { append(UInt8(ascii: "'")) }
    for byte in text {
      if byte == UInt8(ascii: "\"") { append(byte) }
      append(byte)
    }
    append(UInt8(ascii: "\""))
  }
}
