/// Receives the cells of rows, and adds up the most bytes that they can take in CSV or JSON.
struct CellRoom: CellReceiver {
  private(set) var count = 0

  /// Adds room for a piece of a row that is no cell.
  @inline(__always)
  mutating func add(_ count: Int) { self.count += count }

  /// Adds room for a value of that many bytes, its key, and the signs around both.
  @inline(__always)
  private mutating func add(_ column: ResultColumn, bytes: Int) {
    count += column.name.utf8CodeUnitCount + 8 + bytes
  }

  @inline(__always)
  mutating func add(_ column: ResultColumn, _ power: Power) {
    add(column, bytes: ByteCursor.numberCapacity)
  }

  @inline(__always)
  mutating func add(_ column: ResultColumn, _ energy: Energy) {
    add(column, bytes: ByteCursor.numberCapacity)
  }

  @inline(__always)
  mutating func add(_ column: ResultColumn, optional power: Power?) { add(column, .zero as Power) }

  @inline(__always)
  mutating func add(_ column: ResultColumn, optional energy: Energy?) {
    add(column, .zero as Energy)
  }

  @inline(__always)
  mutating func add(_ column: ResultColumn, _ count: Int) {
    add(column, bytes: ByteCursor.numberCapacity)
  }

  @inline(__always)
  mutating func add(_ column: ResultColumn, _ id: Identifier) {
    // JSON writes some bytes as six; a short name is copied as sixteen bytes.
    add(column, bytes: 6 * id.count + 16)
  }

  @inline(__always)
  mutating func add(_ column: ResultColumn, optional id: Identifier?) {
    add(column, id ?? "null")
  }

  @inline(__always)
  mutating func add(_ column: ResultColumn, _ connector: ConnectorID) {
    let keys = 32
    add(column, connector.chargerId)
    count += keys + ByteCursor.numberCapacity
  }

  @inline(__always)
  mutating func add(_ column: ResultColumn, _ limit: LimitedBy) { add(column, bytes: 32) }

  @inline(__always)
  mutating func add(_ column: ResultColumn, _ reason: StopReason?) { add(column, bytes: 32) }
}
