/// A day, or some consecutive days on which nobody arrived and whose peaks are equal.
struct DaySpan: Sendable {
  /// The number of the first day; see ``WholeDays``.
  let first: Int
  /// The number of the last day.
  var last: Int
  /// The highest import.
  var peak: Power
  /// The highest mean import over a quarter of an hour; nil where no time has passed.
  var peak15min: Power?
  /// The number of sessions that arrived and have not left.
  var openSessions = 0
  /// The sessions that arrived and have left.
  var stays = DayStays()

  init(_ days: ClosedRange<Int>, peak: Power, peak15min: Power? = nil) {
    first = days.lowerBound
    last = days.upperBound
    self.peak = peak
    self.peak15min = peak15min
  }

  /// Whether nobody arrived.
  var isEmpty: Bool { openSessions == 0 && stays.started == 0 }

  /// The most days without an arrival and with equal peaks that have rows each.
  ///
  /// Otherwise two events thousands of years apart would make a million rows.
  static let longest = 366

  /// Passes the figures of each day to a function; nothing where the days are too many for rows.
  func forEachDay<E: Error>(
    on clock: LocalClock?, _ body: (DayFigures) throws(E) -> Void
  ) throws(E) {
    guard last - first < Self.longest else { return }
    for day in first...last {
      // A clock that is moved to another side of the date line skips a date.
      let start = WholeDays.start(ofDay: day, on: clock)
      if start == WholeDays.start(ofDay: day + 1, on: clock) { continue }
      let name = WholeDays.name(ofDay: day, on: clock)
      try body(stays.figures(of: name, peak: peak, peak15min: peak15min))
    }
  }
}

/// Measures each local day of a run: what is imported, and the sessions that arrive on it.
///
/// A day is kept until it has ended, all sessions that arrived on it or earlier have left, and it
/// is known whether the days after it are like it. So memory grows with the days for which the
/// longest session is there, and in these only with the days that differ.
struct DayMeter: Sendable {
  private let clock: LocalClock?
  /// Whether departures are recorded.
  private let followsStays: Bool
  private var quarters: QuarterHours
  /// The present day; nil before the first tick.
  private var present: Present?
  /// The number of `start` events applied until the last tick.
  private(set) var startedSessions = 0
  /// The days that have ended, in their order, of which `taken` are taken.
  private var ended: [DaySpan] = []
  private var taken = 0
  /// Whether a day has ended since days were last taken.
  private(set) var hasEnded = false
  /// The number of days that have ended.
  private(set) var count = 0

  private struct Present {
    var day: DaySpan
    let start: Instant
    let end: Instant
    let startedBefore: Int
  }

  /// - Parameter zone: The zone whose clock has the quarters of an hour; nil for none.
  init(_ options: ReplayOptions, zone: LocalClock?) {
    clock = options.clock ?? zone
    followsStays = options.recordsStays
    quarters = QuarterHours(origin: options.origin, zone: zone)
  }

  /// The highest mean import over a quarter of an hour of the run; nil where no time has passed.
  var peak15min: Power? { quarters.peak }

  // MARK: Time

  /// Takes a span of constant import.
  ///
  /// - Parameters:
  ///   - start: Its start, and the energy imported before it.
  ///   - power: The import; not negative.
  ///   - end: Its end, and the energy imported until then.
  mutating func take(
    from start: (time: Instant, energy: Energy), power: Power,
    to end: (time: Instant, energy: Energy)
  ) {
    if let midnight = present?.end, midnight < end.time {
      takeDays(from: start, power: power, to: end, midnight)
    } else {
      quarters.take(from: start, power: power, to: end)
    }
  }

  /// Takes a span that goes on after the present day's end.
  @inline(never)
  private mutating func takeDays(
    from start: (time: Instant, energy: Energy), power: Power,
    to end: (time: Instant, energy: Energy), _ midnight: Instant
  ) {
    func reached(_ time: Instant) -> (time: Instant, energy: Energy) {
      (time, start.energy + Energy(power, over: time - start.time))
    }
    quarters.take(from: start, power: power, to: reached(midnight))
    endDay()
    let next = WholeDays.number(of: midnight, on: clock)
    let last = WholeDays.number(
      of: Instant(milliseconds: end.time.milliseconds - 1), on: clock)
    let begin = WholeDays.start(ofDay: last, on: clock)
    if next < last {
      quarters.take(from: reached(midnight), power: power, to: reached(begin))
      quarters.beginDay()
      append(DaySpan(next...(last - 1), peak: power, peak15min: power))
    }
    beginDay(last, at: begin, peak: power)
    quarters.take(from: reached(begin), power: power, to: end)
  }

  /// Takes the import from a tick on.
  ///
  /// - Parameter startedSessions: The number of `start` events applied until then.
  mutating func take(_ power: Power, at time: Instant, startedSessions: Int) {
    if let end = present?.end, time < end {
      // The usual case: the same day.
    } else {
      endDay()
      let day = WholeDays.number(of: time, on: clock)
      beginDay(day, at: WholeDays.start(ofDay: day, on: clock), peak: .zero)
    }
    if let peak = present?.day.peak, power > peak { present?.day.peak = power }
    self.startedSessions = startedSessions
  }

  private mutating func beginDay(_ day: Int, at start: Instant, peak: Power) {
    present = Present(
      day: DaySpan(day...day, peak: peak), start: start,
      end: WholeDays.start(ofDay: day + 1, on: clock), startedBefore: startedSessions)
  }

  private mutating func endDay() {
    guard let ending = present else { return }
    present = nil
    var day = ending.day
    day.peak15min = quarters.dayPeak
    quarters.beginDay()
    if followsStays {
      day.openSessions = startedSessions - ending.startedBefore - day.stays.started
    }
    append(day)
  }

  private mutating func append(_ days: DaySpan) {
    hasEnded = true
    count += days.last - days.first + 1
    if days.isEmpty, taken < ended.count, let before = ended.last, before.isEmpty,
      before.peak == days.peak, before.peak15min == days.peak15min
    {
      ended[ended.count - 1].last = days.last
    } else {
      ended.append(days)
    }
  }

  /// Ends the last day, which is none if the run has only touched its first moment.
  mutating func finish() {
    guard let present else { return }
    let arrivals = startedSessions - present.startedBefore
    if quarters.dayPeak != nil || arrivals > 0 || present.day.peak > .zero { endDay() }
  }

  // MARK: Sessions

  /// Takes a session that has left, or that has not left at the end of the run.
  ///
  /// - Precondition: The tick of its arrival has been taken.
  mutating func take(_ stay: Departure) {
    if let start = present?.start, start <= stay.arrival.time {
      present?.day.stays.take(stay)
      return
    }
    let day = WholeDays.number(of: stay.arrival.time, on: clock)
    var (low, high) = (taken, ended.count)
    while low < high {
      let middle = (low + high) / 2
      if ended[middle].last < day { low = middle + 1 } else { high = middle }
    }
    precondition(
      low < ended.count && ended[low].openSessions > 0, "a session of a day that is complete")
    ended[low].stays.take(stay)
    ended[low].openSessions -= 1
  }

  // MARK: Complete days

  /// Returns the days that are complete and have not been returned before.
  ///
  /// - Parameter isOver: Whether the run is over.
  mutating func takeComplete(isOver: Bool = false) -> [DaySpan] {
    hasEnded = false
    var end = taken
    while end < ended.count, isOver || ended[end].openSessions == 0,
      isOver || end + 1 < ended.count || !ended[end].isEmpty
    {
      end += 1
    }
    let complete = Array(ended[taken..<end])
    taken = end
    // At most half of the memory is for days that are taken.
    if taken > ended.count / 2 {
      ended.removeFirst(taken)
      taken = 0
    }
    return complete
  }
}
