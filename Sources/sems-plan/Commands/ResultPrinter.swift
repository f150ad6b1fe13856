import PowerShare

/// Turns ticks into bytes and hands them to a target.
struct ResultPrinter {
  private var writer: any ResultWriter
  private let target: ResultTarget
  /// Bytes on their way to the target.
  private var bytes: [UInt8] = []

  private static let chunk = 256 * 1024

  init(_ writer: any ResultWriter, _ target: ResultTarget) {
    self.writer = writer
    self.target = target
  }

  mutating func begin(_ header: ResultHeader) { writer.begin(header, into: &bytes) }

  /// Writes a tick; its bytes may stay here.
  mutating func write(_ tick: ResultTick) throws(Failure) {
    writer.write(tick, into: &bytes)
    if bytes.count >= Self.chunk { try flush() }
  }

  /// Writes the sessions at several ticks, on no other thread than the caller's.
  mutating func write(_ ticks: SessionTicks) throws(Failure) {
    writer.write(ticks, into: &bytes)
    try flush(atOnce: true)
  }

  mutating func end(_ summary: Summary?) throws(Failure) {
    writer.end(summary, into: &bytes)
    try flush()
  }

  mutating func flush(atOnce: Bool = false) throws(Failure) {
    if !bytes.isEmpty { try target.take(&bytes, atOnce: atOnce) }
  }

  /// An empty list of ticks as the writer needs them.
  var emptySessions: SessionTicks { SessionTicks(showsStation: writer.sessionsShowStation) }

  /// A connector of the station that the form of what has been written has no room for, or nil.
  func connectorWithoutRoom(in station: StationConfig) -> ConnectorID? {
    writer.connectorWithoutRoom(in: station)
  }
}
