/// The text of the present tick's time.
///
/// The date is kept until the day changes, because most ticks share it with the tick before.
struct TickTime: Sendable {
  /// The time, behind a line feed unless it is one of JSON.
  private var whole = ShortText(0, 0, 0, 0, count: 0)

  private let scale: TimeScale
  private let separator: UInt8
  private let decimalPoint: UInt8
  /// What follows a date-time, at most eight bytes, the first one lowest: its offset, and a quote.
  private var suffix: UInt64 = 0
  private var suffixCount = 0
  private let isJSON: Bool
  /// The beginning of the day that has been written last.
  private var midnight = 0
  /// How long it is; 0 where there is no date yet, and where times are numbers of seconds.
  private var dayLength: UInt = 0
  /// What stands before its times of day, as two numbers: a line feed or a quote, and the date; the
  /// first byte is lowest.
  private var dateStart: UInt64 = 0
  private var dateEnd: UInt64 = 0
  /// How many bits of the second of them it takes, from 8 to 56.
  private var dateEndBits: UInt64 = 8

  /// Creates the text of a time yet to come.
  ///
  /// - Parameters:
  ///   - scale: How times are stated.
  ///   - usesLocalTime: Whether date-times are written without their offset and with a space.
  ///   - decimalPoint: What stands before the fraction of a number of seconds.
  ///   - isJSON: Whether date-times stand in quotes.
  init(
    _ scale: TimeScale, usesLocalTime: Bool = false, decimalPoint: UInt8 = UInt8(ascii: "."),
    isJSON: Bool = false
  ) {
    self.scale = scale
    self.decimalPoint = decimalPoint
    separator = usesLocalTime ? UInt8(ascii: " ") : UInt8(ascii: "T")
    self.isJSON = isJSON
    var suffix: [UInt8] = []
    if case .dateTime(let offset) = scale, !usesLocalTime { suffix.append(offset) }
    if isJSON { suffix.append(UInt8(ascii: "\"")) }
    suffixCount = suffix.count
    for byte in suffix.reversed() { self.suffix = self.suffix << 8 | UInt64(byte) }
  }

  /// Takes a time.
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
    set(clock, suffix, 0, count: suffixCount)
  }

  /// Takes a time of day, and what stands behind it.
  @inline(__always)
  private mutating func set(_ clock: UInt64, _ low: UInt64, _ high: UInt64, count: Int) {
    let rest = 64 &- dateEndBits
    whole = ShortText(
      dateStart, dateEnd | clock &<< dateEndBits, clock &>> rest | low &<< dateEndBits,
      low &>> rest | high &<< dateEndBits,
      count: Int(truncatingIfNeeded: dateEndBits &>> 3) &+ 16 &+ count)
  }

  /// Takes a time of day with a fraction of a second.
  @inline(never)
  private mutating func set(_ clock: UInt64, _ milliseconds: UInt32) {
    let (text, count) = NumberTexts.fraction(UInt64(milliseconds), point: UInt8(ascii: "."))
    set(
      clock, text.prefix(count) | suffix << (8 * count), suffix >> (64 - 8 * count),
      count: count + suffixCount)
  }

  @inline(never)
  private mutating func setAnew(_ time: Instant) {
    var bytes: [UInt8] = []
    dayLength = 0
    if case .dateTime(let offset) = scale {
      let (day, timeOfDay) = time.local(offset)
      bytes.append(UInt8(ascii: isJSON ? "\"" : "\n"))
      bytes.append(dateOfDay: day)
      bytes.append(separator)
      // A year with very many digits is written anew each time.
      if 9...15 ~= bytes.count {
        keepDate(bytes)
        midnight = time.milliseconds - timeOfDay
        dayLength = 86_400_000
      }
      bytes.append(timeOfDay: timeOfDay)
      for place in 0..<suffixCount {
        bytes.append(UInt8(truncatingIfNeeded: suffix >> (8 * place)))
      }
    } else {
      if !isJSON { bytes.append(UInt8(ascii: "\n")) }
      bytes.append(thousandths: time.milliseconds, decimalPoint: decimalPoint)
    }
    let count = bytes.count
    bytes.resize(to: max(count, 32), 0)
    whole = ShortText(bytes.span, from: 0, count: count)
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

  /// A line feed, and the time behind it.
  ///
  /// - Precondition: It is not one of JSON.
  @inline(__always)
  var textOnNewLine: ShortText {
    precondition(!isJSON, "no line feed")
    return whole
  }

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
