/// The times of a table: date-times without their offset, which a line above them names.
struct TableTimes: Sendable {
  private let clock: OutputClock
  /// The offset that the last line has named.
  private var named: UTCOffset?

  init(_ clock: OutputClock) { self.clock = clock }

  /// Returns a time as it is in the table: `90`, `2026-03-02 08:15:00`.
  func text(_ time: Instant) -> String {
    guard case .dateTime(let offset) = clock.scale(at: time) else { return clock.text(time) }
    var bytes: [UInt8] = []
    bytes.appendLocal(time, offset, separator: UInt8(ascii: " "))
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Returns the line that names the offset at a time, `times at +01:00`; nil where the line before
  /// has named it, and for times in seconds.
  mutating func heading(at time: Instant) -> String? {
    guard case .dateTime(let offset) = clock.scale(at: time), offset != named else { return nil }
    let isFirst = named == nil
    named = offset
    var bytes: [UInt8] = []
    bytes.append(offset)
    let name = offset.spelling == .zulu ? "in UTC" : "at " + String(decoding: bytes, as: UTF8.self)
    return isFirst ? "times \(name)" : "from here on times \(name)"
  }
}
