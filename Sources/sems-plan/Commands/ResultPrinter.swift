import PowerShare

/// Turns ticks into bytes and hands them to a target.
///
/// A class, because a thread may do so while the replay goes on; see ``BackgroundWork``. Unchecked,
/// because it is used either by that thread or, when that has finished, by the replay's.
final class ResultPrinter: @unchecked Sendable {
  private var writer: any ResultWriter
  private let target: ResultTarget
  /// Bytes on their way to the target.
  private var bytes: [UInt8] = []

  private static let chunk = 256 * 1024

  init(_ writer: any ResultWriter, _ target: ResultTarget) {
    self.writer = writer
    self.target = target
  }

  func begin(_ header: ResultHeader) { writer.begin(header, into: &bytes) }

  /// Writes a tick; its bytes may stay here.
  func write(_ tick: ResultTick) throws(Failure) {
    writer.write(tick, into: &bytes)
    if bytes.count >= Self.chunk { try flush() }
  }

  /// Writes the sessions at several ticks, and hands the bytes over.
  func write(_ ticks: SessionTicks) throws(Failure) {
    writer.write(ticks, into: &bytes)
    if !bytes.isEmpty { try target.take(&bytes, atOnce: true) }
  }

  func end(_ summary: Summary?) throws(Failure) {
    writer.end(summary, into: &bytes)
    try flush()
  }

  func flush() throws(Failure) {
    if !bytes.isEmpty { try target.take(&bytes) }
  }

  /// A connector of the station that the form of what has been written has no room for, or nil.
  func connectorWithoutRoom(in station: StationConfig) -> ConnectorID? {
    writer.connectorWithoutRoom(in: station)
  }
}
