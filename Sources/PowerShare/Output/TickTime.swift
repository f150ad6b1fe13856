/// The text of the present tick's time.
///
/// The date is kept until the day changes, because most ticks share it with the tick before.
struct TickTime: Sendable {
  /// A line feed, the time as it was written last, and room behind it up to ``capacity`` and 32
  /// bytes.
  private var bytes: [UInt8] = []
  /// How long the time is.
  private var count = 0

  private let scale: TimeScale
  private let separator: UInt8
  private let decimalPoint: UInt8
  /// What follows a date-time, at most eight bytes, the first one lowest: its offset, and a quote.
  private var suffix: UInt64 = 0
  private var suffixCount = 0
  private let quote: Bool
  /// The beginning of the day that has been written last.
  private var midnight = 0
  /// How long it is; 0 where there is no date yet, and where times are numbers of seconds.
  private var dayLength: UInt = 0
  /// Where the time of day begins.
  private var dateEnd = 0

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
  @inline(__always)
  mutating func set(_ time: Instant) {
    let timeOfDay = time.milliseconds &- midnight
    if UInt(bitPattern: timeOfDay) < dayLength {
      set(timeOfDay: timeOfDay)
    } else {
      setAnew(time)
    }
  }

  @inline(__always)
  private mutating func set(timeOfDay: Int) {
    let (clock, milliseconds) = ByteCursor.clock(ofTimeOfDay: timeOfDay)
    if milliseconds > 0 { return set(clock, milliseconds) }
    bytes.overwrite(clock, suffix, at: dateEnd)
    count = dateEnd &+ 7 &+ suffixCount
  }

  /// Writes a time of day with a fraction of a second.
  @inline(never)
  private mutating func set(_ clock: UInt64, _ milliseconds: UInt32) {
    let (suffix, suffixCount) = (suffix, suffixCount)
    let timeCount = bytes.overwrite(dateEnd..<bytes.count) { cursor in
      cursor.append(clock, 0, count: 8)
      cursor.append(fraction: milliseconds, point: UInt8(ascii: "."))
      cursor.append(suffix, 0, count: suffixCount)
    }
    count = dateEnd - 1 + timeCount
  }

  @inline(never)
  private mutating func setAnew(_ time: Instant) {
    bytes.removeAll(keepingCapacity: true)
    bytes.append(UInt8(ascii: "\n"))
    guard case .dateTime(let offset) = scale else {
      bytes.append(thousandths: time.milliseconds, decimalPoint: decimalPoint)
      count = bytes.count - 1
      return addRoom()
    }
    let (day, timeOfDay) = time.local(offset)
    midnight = time.milliseconds - timeOfDay
    dayLength = 86_400_000
    if quote { bytes.append(UInt8(ascii: "\"")) }
    bytes.append(dateOfDay: day)
    bytes.append(separator)
    dateEnd = bytes.count
    addRoom()
    set(timeOfDay: timeOfDay)
  }

  private mutating func addRoom() { bytes.resize(to: Self.capacity + 33, 0) }

  /// The time.
  @inline(__always)
  var text: ShortText { ShortText(bytes.span, from: 1, count: count) }

  /// A line feed, and the time behind it.
  @inline(__always)
  var textOnNewLine: ShortText { ShortText(bytes.span, from: 0, count: count + 1) }

  /// The most that a time takes: a date of a year with five digits, a time of day to the
  /// millisecond and an offset, all of it in quotes.
  static let capacity = 32
}

extension [UInt8] {
  /// Appends the text of a tick's time.
  mutating func append(_ time: TickTime) {
    append(upTo: TickTime.capacity) { $0.append(time.text) }
  }
}
