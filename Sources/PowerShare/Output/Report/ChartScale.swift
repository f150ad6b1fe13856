/// The scale of an axis of values, which contains 0 and ends at ticks.
///
/// Ticks are 1, 2 or 5 times a power of ten apart, in whole numbers. There are at least three and
/// at most eight.
struct ChartScale: Equatable {
  /// The distance between two ticks.
  let step: Int128
  /// The number of steps above 0.
  let above: Int
  /// The number of steps below 0.
  let below: Int

  /// Creates a scale.
  ///
  /// - Parameters:
  ///   - highest: The highest value; the scale begins at 0 where it is negative.
  ///   - lowest: The lowest value; 0 where none is negative.
  ///   - smallest: The smallest step, such as 1,000 where values are thousandths of a count.
  ///   - most: The most ticks, from 4 to 8.
  init(upTo highest: Int128, from lowest: Int128 = 0, smallest: Int128 = 1, most: Int = 6) {
    let (up, down) = (max(highest, 0), max(-lowest, 0))
    guard up > 0 || down > 0 else {
      // Two steps up to 1, or up to 2 where the values are counts.
      step = max(smallest, 500)
      (above, below) = (2, 0)
      return
    }
    var step = smallest
    var digit = 0
    while Self.count(up, step) + Self.count(down, step) >= Int128(most) {
      step = digit == 1 ? step / 2 * 5 : step * 2
      digit = (digit + 1) % 3
    }
    self.step = step
    let (above, below) = (Int(Self.count(up, step)), Int(Self.count(down, step)))
    self.below = below
    self.above = max(above, 2 - below)
  }

  private static func count(_ value: Int128, _ step: Int128) -> Int128 { (value + step - 1) / step }

  /// The lowest value of the scale.
  var lowest: Int128 { -Int128(below) * step }

  /// The highest value of the scale.
  var highest: Int128 { Int128(above) * step }

  /// The ticks, the lowest first.
  var ticks: [Int128] { (-below...above).map { Int128($0) * step } }

  /// Returns the distance of a value from the lower end, as a part of a length.
  ///
  /// A value beyond an end is at the end.
  func offset(_ value: Int128, in length: Int) -> Int {
    let clamped = min(max(value, lowest), highest)
    return Int(
      divideRoundingToEven((clamped - lowest) * Int128(length), by: highest - lowest))
  }
}

extension ChartScale {
  /// Returns the text of a tick in thousandths, with narrow spaces between groups of three digits
  /// where there are more than four: `110`, `0.5`, `25 000`.
  static func text(_ tick: Int128) -> String {
    let text = decimalText(thousandths: tick)
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let digits = parts[0].drop { $0 == "-" }
    guard digits.count > 4 else { return text }
    var grouped = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { grouped += "\u{202F}" }
      grouped.append(digit)
    }
    let sign = tick < 0 ? "-" : ""
    return sign + grouped + (parts.count > 1 ? "." + parts[1] : "")
  }
}

/// The axis of a stretch of time.
struct ChartTimes {
  /// A tick with its label.
  struct Tick: Equatable {
    let time: Instant
    let label: String
  }

  let start: Instant
  let end: Instant
  let ticks: [Tick]

  /// Creates an axis with ticks.
  init(start: Instant, end: Instant, ticks: [Tick]) {
    self.start = start
    self.end = end
    self.ticks = ticks
  }

  /// The distances between ticks, in minutes.
  private static let steps = [15, 30, 60, 120, 180, 360, 720, 1_440]

  /// Creates an axis.
  ///
  /// - Parameters:
  ///   - start: The beginning, before `end`; labels of a timeline in seconds count hours from it.
  ///   - most: The most ticks.
  init(_ start: Instant, _ end: Instant, on clock: OutputClock, most: Int) {
    self.start = start
    self.end = end
    let minutes = (end.milliseconds - start.milliseconds) / 60_000
    // An end at a tick has one, too.
    let step = Self.steps.first { minutes / $0 < most } ?? 1_440
    let length = TimeSpan(milliseconds: step * 60_000)
    let intervals =
      switch clock {
      case .zone(let zone): ClockIntervals(length, in: zone)
      case .seconds: ClockIntervals(length, from: start)
      case .dateTime: ClockIntervals(length, from: clock.scale(at: start).intervalOrigin)
      }
    var ticks: [Tick] = []
    var time = intervals.start(containing: start)
    if time < start { time = intervals.next(after: time) }
    while time <= end, ticks.count < 100 {
      ticks.append(Tick(time: time, label: Self.label(time, start, end, clock)))
      time = intervals.next(after: time)
    }
    self.ticks = ticks
  }

  private static func label(
    _ time: Instant, _ start: Instant, _ end: Instant, _ clock: OutputClock
  ) -> String {
    guard case .dateTime(let offset) = clock.scale(at: time) else {
      let minutes = (time.milliseconds - start.milliseconds) / 60_000
      return minutes % 60 == 0 ? "\(minutes / 60) h" : hours(minutes)
    }
    let minutes = time.local(offset).milliseconds / 60_000
    return minutes == 0 && time == end ? "24:00" : hours(minutes)
  }

  /// Returns minutes as hours and minutes: `08:15`.
  private static func hours(_ minutes: Int) -> String {
    var bytes: [UInt8] = []
    bytes.append(timeOfDay: minutes % 1_440 * 60_000)
    return String(decoding: bytes.prefix(5), as: UTF8.self)
  }

  /// Returns the distance of a moment from the beginning, as a part of a length.
  ///
  /// A moment beyond an end is at the end.
  func offset(_ time: Instant, in length: Int) -> Int {
    let passed = min(max(time, start), end).milliseconds - start.milliseconds
    let whole = Int128(end.milliseconds - start.milliseconds)
    return Int(divideRoundingToEven(Int128(passed) * Int128(length), by: whole))
  }
}

/// The scale of a horizontal axis of settings, which need not begin at 0.
struct ChartRange: Equatable {
  /// The first tick.
  let first: Int128
  /// The distance between two ticks.
  let step: Int128
  /// The number of steps.
  let steps: Int

  /// Creates a range around values; it begins at 0 unless they are all above half of the highest.
  ///
  /// - Parameter values: None is negative.
  init(around values: [Int128], most: Int) {
    let (low, high) = (values.min() ?? 0, values.max() ?? 0)
    guard low > 0, low * 2 > high else {
      let scale = ChartScale(upTo: high, most: most)
      (first, step, steps) = (0, scale.step, scale.above)
      return
    }
    let scale = ChartScale(upTo: max(high - low, 1), most: most - 1)
    step = scale.step
    first = low / step * step
    steps = max(Int((high - first + step - 1) / step), 1)
  }

  /// The ticks, the lowest first.
  var ticks: [Int128] { (0...steps).map { first + Int128($0) * step } }

  /// Returns the distance of a value from the beginning, as a part of a length.
  func offset(_ value: Int128, in length: Int) -> Int {
    Int(divideRoundingToEven((value - first) * Int128(length), by: step * Int128(steps)))
  }
}
