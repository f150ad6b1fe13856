import PowerShare

/// The file of `--daily`, with a row for each local day.
///
/// A class, because it is an open file.
final class DailyFile {
  private let target: ResultTarget
  private let format: RowFormat
  private let zone: LocalClock?
  private let terms: CostTerms?
  private var meter: DailyMeter?
  private var writer: DayWriter
  private var bytes: [UInt8] = []

  private static let chunk = 64 * 1024

  /// - Parameter terms: The tariff; nil for none.
  init(_ target: ResultTarget, _ format: RowFormat, zone: LocalClock?, terms: CostTerms?) {
    self.target = target
    self.format = format
    self.zone = zone
    self.terms = terms
    writer = DayWriter(format, hasTariff: terms != nil)
  }

  func begin(_ replay: borrowing Replay) {
    meter = DailyMeter(replay.options, zone: zone, terms: terms)
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
