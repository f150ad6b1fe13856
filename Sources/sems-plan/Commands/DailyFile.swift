import PowerShare

/// The file of `--daily`, with a row for each local day.
///
/// A class, because it is an open file.
final class DailyFile {
  private let target: ResultTarget
  private let format: RowFormat
  private let zone: LocalClock?
  private var meter: DailyMeter?
  private var writer: DayWriter
  private var bytes: [UInt8] = []

  private static let chunk = 64 * 1024

  init(_ target: ResultTarget, _ format: RowFormat, zone: LocalClock?) {
    self.target = target
    self.format = format
    self.zone = zone
    writer = DayWriter(format)
  }

  func begin(_ replay: borrowing Replay) {
    meter = DailyMeter(replay.options, zone: zone)
    writer.begin(into: &bytes)
  }

  func take(_ replay: borrowing Replay) throws(Failure) {
    try meter?.take(replay) { (day) throws(Failure) in try write(day) }
  }

  func endVehicles(_ replay: borrowing Replay) { meter?.endVehicles(replay) }

  /// Writes the rows of the last days, and waits until everything is written.
  func end(_ replay: borrowing Replay) throws(Failure) {
    try meter?.finish(replay) { (day) throws(Failure) in try write(day) }
    writer.end(into: &bytes)
    try writeBytes()
    try target.drain()
  }

  private func write(_ day: DayFigures) throws(Failure) {
    writer.write(day, into: &bytes)
    if bytes.count >= Self.chunk { try writeBytes() }
  }

  private func writeBytes() throws(Failure) {
    try target.write(bytes)
    bytes.removeAll(keepingCapacity: true)
  }
}
