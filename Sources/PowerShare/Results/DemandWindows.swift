/// The windows of one length of the rules for peaks, one after the other.
struct DemandWindows: Sendable {
  /// The rules with this length, by their indices.
  private let rules: [(index: Int, times: RuleTimes)]
  let length: TimeSpan
  private let clock: LocalClock
  private let intervals: ClockIntervals
  /// The present window.
  private(set) var start = Instant(milliseconds: 0)
  private(set) var end = Instant(milliseconds: 0)
  /// The energy imported before the window.
  private var energyAtStart = Energy.zero
  /// The indices of the rules in whose times the window lies.
  private var matching: [Int] = []

  init(_ length: TimeSpan, _ rules: [Tariff.DemandRule], on clock: LocalClock) {
    self.length = length
    self.clock = clock
    intervals = ClockIntervals(length, in: clock)
    self.rules = rules.indices.filter { rules[$0].window == length }.map { ($0, rules[$0].times) }
  }

  /// Begins with the window that contains a moment; what was imported in it before is not counted.
  mutating func begin(at time: Instant, imported: Energy) {
    open(from: intervals.start(containing: time), imported)
  }

  /// Begins the window that follows the present one, or a later one.
  mutating func open(from time: Instant, _ imported: Energy) {
    start = time
    end = intervals.next(after: time)
    energyAtStart = imported
    matching.removeAll(keepingCapacity: true)
    let period = clock.shownPeriod(at: start)
    for rule in rules where matches(rule.times, period) { matching.append(rule.index) }
  }

  /// Returns true if the present window lies within times.
  private func matches(_ times: RuleTimes, _ period: LocalClock.ShownPeriod) -> Bool {
    guard shows(times, at: start, period.offset) else { return false }
    // Times begin and end with windows, but for one in which the clock is changed.
    guard period.end < end else { return true }
    let last = end + TimeSpan(milliseconds: -1)
    return shows(times, at: period.end, clock.offset(at: period.end))
      && shows(times, at: last, clock.offset(at: last))
  }

  private func shows(_ times: RuleTimes, at time: Instant, _ offset: UTCOffset) -> Bool {
    let (day, timeOfDay) = time.local(offset)
    return times.contains(timeOfDay: timeOfDay)
      && times.contains(
        weekday: WholeDays.weekday(ofDay: day), month: CalendarMonth(ofDay: day).index)
  }

  /// Passes the mean import of the present window to a function, for each rule that it counts for.
  ///
  /// - Parameter imported: The energy imported until its end, or until the end of the run.
  func close(_ imported: Energy, _ take: (Int, DemandPeak) -> Void) {
    guard !matching.isEmpty else { return }
    let peak = DemandPeak(
      power: ExactPower(imported - energyAtStart, over: end - start), time: start)
    for rule in matching { take(rule, peak) }
  }

  /// Passes a constant import on an ordinary day to a function, for each rule with windows on it.
  func takeDay(
    at start: Instant, weekday: Int, month: CalendarMonth, _ power: Power,
    _ take: (Int, DemandPeak) -> Void
  ) {
    for rule in rules where rule.times.contains(weekday: weekday, month: month.index) {
      let first = start + TimeSpan(milliseconds: rule.times.firstTimeOfDay)
      take(rule.index, DemandPeak(power: ExactPower(power), time: first))
    }
  }
}

/// The highest mean import over a window.
struct DemandPeak: Equatable, Sendable {
  let power: ExactPower
  /// The beginning of the first window with it.
  let time: Instant
}

extension DemandPeak? {
  /// Takes another peak, if it is higher.
  mutating func raise(to other: DemandPeak) {
    if let peak = self, other.power <= peak.power { return }
    self = other
  }
}
