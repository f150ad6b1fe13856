/// The text of the present tick's time.
///
/// The date is kept until the day changes, because most ticks share it with the tick before.
struct TickTime: Sendable {
  /// The time as it was written last, with room behind it up to `capacity` bytes.
  private(set) var bytes: [UInt8] = []
  /// How long it is.
  private(set) var count = 0

  private let scale: TimeScale
  private let separator: UInt8
  private let decimalPoint: UInt8
  /// What follows a date-time: its offset.
  private var offset: [UInt8] = []
  private let quote: Bool
  private var day: Int?
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
    if case .dateTime(let offset) = scale, !usesLocalTime { self.offset.append(offset) }
    if isQuoted { self.offset.append(UInt8(ascii: "\"")) }
  }

  /// Writes a time.
  mutating func set(_ time: Instant) {
    guard case .dateTime(let offset) = scale else {
      bytes.removeAll(keepingCapacity: true)
      bytes.append(thousandths: time.milliseconds, decimalPoint: decimalPoint)
      return addRoom()
    }
    let (day, timeOfDay) = time.local(offset)
    if day != self.day {
      self.day = day
      bytes.removeAll(keepingCapacity: true)
      if quote { bytes.append(UInt8(ascii: "\"")) }
      bytes.append(dateOfDay: day)
      bytes.append(separator)
      dateCount = bytes.count
      addRoom()
    }
    let suffix = self.offset
    count =
      dateCount
      + bytes.overwrite(dateCount..<bytes.count) { bytes in
        bytes.append(timeOfDay: timeOfDay)
        bytes.append(suffix.span)
      }
  }

  /// The most that a time takes: a date of a year with five digits, a time of day to the
  /// millisecond and an offset, all of it in quotes.
  static let capacity = 32

  private mutating func addRoom() {
    count = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: Self.capacity - bytes.count))
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
  @inline(__always)
  mutating func append(_ time: TickTime) {
    append(upTo32: time.bytes.span, from: 0, count: time.count)
  }
}
