/// The text of the current tick's time.
///
/// The date and the offset are cached until either changes, because most ticks have those of the
/// one before.
struct TickTime: Sendable {
  /// The time; outside JSON a line feed comes before it.
  private var whole = ShortText(0, 0, 0, 0, count: 0)

  private let clock: OutputClock
  private let usesLocalTime: Bool
  private let decimalPoint: UInt8
  /// The bytes after a date-time, at most eight, the first one lowest: its offset, and a quote.
  private var suffix: UInt64 = 0
  private var suffixCount = 0
  private let isJSON: Bool
  /// The midnight before which the cached day has no moment.
  private var midnight = 0
  /// The milliseconds of the cached day before a change of the clock, which has another offset.
  private var skipped = 0
  /// The length of the cached day, or of its part up to a change of the clock; 0 where no date is
  /// cached, and where times are in seconds.
  private var dayLength: UInt = 0
  /// The bytes before the time of day, as two numbers, the first byte lowest: a line feed or a
  /// quote, and the date.
  private var dateStart: UInt64 = 0
  private var dateEnd: UInt64 = 0
  /// The number of used bits in `dateEnd`, from 8 to 56.
  private var dateEndBits: UInt64 = 8

  /// Creates a text without a time.
  ///
  /// - Parameters:
  ///   - clock: The way in which times are written.
  ///   - usesLocalTime: Whether date-times are written without their offset and with a space.
  ///   - decimalPoint: The byte before the fraction of a number of seconds, and of a second in a
  ///     local time.
  ///   - isJSON: Whether date-times are in quotes.
  init(
    _ clock: OutputClock, usesLocalTime: Bool = false, decimalPoint: UInt8 = UInt8(ascii: "."),
    isJSON: Bool = false
  ) {
    self.clock = clock
    self.usesLocalTime = usesLocalTime
    // RFC 3339 has a point in every language.
    let hasPoint = clock == .seconds || usesLocalTime
    self.decimalPoint = hasPoint ? decimalPoint : UInt8(ascii: ".")
    self.isJSON = isJSON
  }

  /// Sets the time.
  @inline(__always)
  mutating func set(_ time: Instant) {
    let timeOfDay = time.milliseconds &- midnight
    if UInt(bitPattern: timeOfDay &- skipped) < dayLength {
      set(timeOfDay: timeOfDay)
    } else {
      setAnew(time)
    }
  }

  @inline(__always)
  private mutating func set(timeOfDay: Int) {
    let (clock, milliseconds) = ByteCursor.clock(ofTimeOfDay: timeOfDay)
    if milliseconds > 0 { return set(clock, milliseconds) }
    set(clock, suffix, 0, count: suffixCount)
  }

  /// Sets the time of day, with the bytes after it.
  @inline(__always)
  private mutating func set(_ clock: UInt64, _ low: UInt64, _ high: UInt64, count: Int) {
    let rest = 64 &- dateEndBits
    whole = ShortText(
      dateStart, dateEnd | clock &<< dateEndBits, clock &>> rest | low &<< dateEndBits,
      low &>> rest | high &<< dateEndBits,
      count: Int(truncatingIfNeeded: dateEndBits &>> 3) &+ 16 &+ count)
  }

  /// Sets a time of day with a fraction of a second.
  @inline(never)
  private mutating func set(_ clock: UInt64, _ milliseconds: UInt32) {
    let (text, count) = NumberTexts.fraction(UInt64(milliseconds), point: decimalPoint)
    set(
      clock, text.prefix(count) | suffix << (8 * count), suffix >> (64 - 8 * count),
      count: count + suffixCount)
  }

  @inline(never)
  private mutating func setAnew(_ time: Instant) {
    var bytes: [UInt8] = []
    dayLength = 0
    switch clock {
    case .seconds:
      if !isJSON { bytes.append(UInt8(ascii: "\n")) }
      bytes.append(thousandths: time.milliseconds, decimalPoint: decimalPoint)
    case .dateTime(let offset):
      set(time, offset, in: nil, into: &bytes)
    case .zone(let clock):
      let period = clock.shownPeriod(at: time)
      set(time, period.offset, in: period, into: &bytes)
    }
    let count = bytes.count
    bytes.resize(to: max(count, 32), 0)
    whole = ShortText(bytes.span, from: 0, count: count)
  }

  /// Writes a date-time, and keeps its date and its offset.
  ///
  /// - Parameter period: The period in which the offset holds; nil where it always does.
  private mutating func set(
    _ time: Instant, _ offset: UTCOffset, in period: LocalClock.ShownPeriod?,
    into bytes: inout [UInt8]
  ) {
    let (day, timeOfDay) = time.local(offset)
    bytes.append(UInt8(ascii: isJSON ? "\"" : "\n"))
    bytes.append(dateOfDay: day)
    bytes.append(UInt8(ascii: usesLocalTime ? " " : "T"))
    // A year with more than four digits is not cached.
    if 9...15 ~= bytes.count {
      keepDate(bytes)
      midnight = time.milliseconds - timeOfDay
      let start = max(midnight, period?.start.milliseconds ?? midnight)
      let end = midnight + 86_400_000
      skipped = start - midnight
      dayLength = UInt(min(end, period?.end.milliseconds ?? end) - start)
    }
    bytes.append(timeOfDay: timeOfDay, decimalPoint: decimalPoint)
    let first = bytes.count
    if !usesLocalTime { bytes.append(offset) }
    if isJSON { bytes.append(UInt8(ascii: "\"")) }
    suffixCount = bytes.count - first
    suffix = bytes[first...].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  private mutating func keepDate(_ bytes: [UInt8]) {
    var padded = bytes
    padded.resize(to: 16, 0)
    dateStart = padded.span.word(at: 0)
    dateEnd = padded.span.word(at: 8)
    dateEndBits = UInt64(8 * (bytes.count - 8))
  }

  /// The time.
  @inline(__always)
  var text: ShortText { isJSON ? whole : whole.withoutFirst }

  /// A line feed and the time.
  ///
  /// - Precondition: The text is not for JSON.
  @inline(__always)
  var textOnNewLine: ShortText {
    precondition(!isJSON, "no line feed")
    return whole
  }

  /// The length of the longest time: a date with a year of five digits, a time of day to the
  /// millisecond and an offset, in quotes.
  static let capacity = 32
}

extension [UInt8] {
  /// Appends the text of a tick's time.
  mutating func append(_ time: TickTime) {
    append(upTo: TickTime.capacity) { $0.append(time.text) }
  }
}
