import PowerShare

/// Turns ticks into bytes and writes them to a target.
struct ResultPrinter {
  private var writer: any ResultWriter
  private let target: ResultTarget
  /// Bytes that are not yet written.
  private var bytes: [UInt8] = []

  private static let chunk = 256 * 1024

  init(_ writer: any ResultWriter, _ target: ResultTarget) {
    self.writer = writer
    self.target = target
  }

  mutating func begin(_ header: ResultHeader) { writer.begin(header, into: &bytes) }

  /// Writes a tick; its bytes may be buffered until `flush`.
  mutating func write(_ tick: ResultTick) throws(Failure) {
    writer.write(tick, into: &bytes)
    if bytes.count >= Self.chunk { try flush() }
  }

  /// Writes the sessions at several ticks on the caller's thread.
  mutating func write(_ batch: FastTickBatch) throws(Failure) {
    writer.write(batch, into: &bytes)
    try flush(atOnce: true)
  }

  mutating func end(_ summary: Summary?) throws(Failure) {
    writer.end(summary, into: &bytes)
    try flush()
  }

  mutating func flush(atOnce: Bool = false) throws(Failure) {
    if !bytes.isEmpty { try target.take(&bytes, atOnce: atOnce) }
  }

  /// An empty batch in the form that the writer takes, or nil if it takes ticks one by one.
  var emptyFastBatch: FastTickBatch? { writer.emptyFastBatch }

  /// Returns a connector of the station for which the table already written has no column, or nil.
  func connectorWithoutRoom(in station: StationConfig) -> ConnectorID? {
    writer.connectorWithoutRoom(in: station)
  }
}
