/// The text of the present tick's time.
///
/// The date is kept until the day changes, because most ticks share it with the tick before.
struct TickTime: Sendable {
  /// The time as it was written last, with room behind it up to `capacity` and 32 bytes.
  private(set) var bytes: [UInt8] = []
  /// How long it is.
  private(set) var count = 0

  private let scale: TimeScale
  private let separator: UInt8
  private let decimalPoint: UInt8
  /// What follows a date-time, at most eight bytes, the first one lowest: its offset, and a quote.
  private var suffix: UInt64 = 0
  private var suffixCount = 0
  private let quote: Bool
  /// The beginnings of the day that has been written last, and of the one after it.
  private var midnight = 0
  private var nextMidnight = 0
  private var dateCount = 0

  /// Creates the text of a time yet to come.
  ///
  /// - Parameters:
  ///   - scale: How times are stated.
  ///   - usesLocalTime: Whether date-times are written without their offset and with a space.
  ///   - decimalPoint: What stands before the fraction of a number of seconds.
  ///   - isQuoted: Whether date-times stand in quotes, as in JSON.
  init(
    _ scale: TimeScale, usesLocalTime: Bool = false, decimalPoint: UInt8 = UInt8(ascii: "."),
    isQuoted: Bool = false
  ) {
    self.scale = scale
    self.decimalPoint = decimalPoint
    separator = usesLocalTime ? UInt8(ascii: " ") : UInt8(ascii: "T")
    quote = isQuoted
    var suffix: [UInt8] = []
    if case .dateTime(let offset) = scale, !usesLocalTime { suffix.append(offset) }
    if isQuoted { suffix.append(UInt8(ascii: "\"")) }
    suffixCount = suffix.count
    for byte in suffix.reversed() { self.suffix = self.suffix << 8 | UInt64(byte) }
  }

  /// Writes a time.
  mutating func set(_ time: Instant) {
    guard case .dateTime(let offset) = scale else {
      bytes.removeAll(keepingCapacity: true)
      bytes.append(thousandths: time.milliseconds, decimalPoint: decimalPoint)
      return addRoom()
    }
    if time.milliseconds < midnight || time.milliseconds >= nextMidnight {
      setDate(of: time, offset)
    }
    let timeOfDay = time.milliseconds - midnight
    let (suffix, suffixCount) = (suffix, suffixCount)
    let timeCount = bytes.overwrite(dateCount..<bytes.count) { cursor in
      cursor.append(timeOfDay: timeOfDay)
      cursor.append(suffix, 0, count: suffixCount)
    }
    count = dateCount + timeCount
  }

  private mutating func setDate(of time: Instant, _ offset: UTCOffset) {
    let (day, timeOfDay) = time.local(offset)
    midnight = time.milliseconds - timeOfDay
    nextMidnight = midnight + 86_400_000
    bytes.removeAll(keepingCapacity: true)
    if quote { bytes.append(UInt8(ascii: "\"")) }
    bytes.append(dateOfDay: day)
    bytes.append(separator)
    dateCount = bytes.count
    addRoom()
  }

  /// The most that a time takes: a date of a year with five digits, a time of day to the
  /// millisecond and an offset, all of it in quotes.
  static let capacity = 32

  private mutating func addRoom() {
    count = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: Self.capacity + 32 - bytes.count))
  }
}

extension [UInt8] {
  /// Appends the text of a tick's time.
  mutating func append(_ time: TickTime) {
    append(upTo: TickTime.capacity) { $0.append(time) }
  }
}

extension ByteCursor {
  /// Appends the text of a tick's time.
  mutating func append(_ time: TickTime) {
    append(time.bytes.span.extracting(first: time.count))
  }
}
