/// The costs of a local day of a run that belong to it: peaks and the connection belong to none.
public struct DayCost: Equatable, Sendable {
  /// The cost of the energy imported on the day.
  public let energy: Money
  /// What is paid for export on the day, below zero.
  public let feedIn: Money
  /// What vehicles pay for the energy that they draw on the day; nil where no price is stated.
  public let value: Money?
}

/// Measures what each local day of a run costs, span by span.
///
/// A day is kept until it is taken. Days of a long span without a tick are left out, as days
/// without an event are.
struct DayCosts: Sendable {
  /// A moment with the energies until then.
  struct Point: Sendable {
    var time: Instant
    var imported: Energy
    var exported: Energy
    var drawn: Energy
  }

  private let terms: CostTerms
  /// The clock whose midnights begin the days.
  private let clock: LocalClock
  private var prices: EnergyPrices
  private var segment = EnergyPrices.Segment(rule: 0, price: .zero, end: EnergyPrices.never)
  private var dayEnd = Instant(milliseconds: 0)
  private var day: Int?
  /// The point before which all is counted.
  private var counted = Point(
    time: Instant(milliseconds: 0), imported: .zero, exported: .zero, drawn: .zero)
  private var energy = EnergyCost()
  private var feedIn = EnergyCost()
  private var value = EnergyCost()
  /// The days that have ended, by rising number.
  private var ended: [(day: Int, cost: DayCost)] = []
  private var taken = 0

  init(_ terms: CostTerms, on runClock: LocalClock) {
    self.terms = terms
    clock = runClock
    prices = EnergyPrices(terms, on: terms.clock ?? runClock)
  }

  private var next: Instant { min(segment.end, dayEnd) }

  /// Begins the run, unless it has begun.
  mutating func begin(at time: Instant) {
    guard day == nil else { return }
    counted.time = time
    segment = prices.segment(from: time)
    beginDay(at: time)
  }

  private mutating func beginDay(at time: Instant) {
    let day = WholeDays.number(of: time, on: clock)
    self.day = day
    dayEnd = WholeDays.start(ofDay: day + 1, on: clock)
  }

  /// Takes a span in which all flows are constant but for its last millisecond.
  mutating func take(
    from start: Point, _ flow: CostMeter.Flow, drawing power: Power, to end: Point
  ) {
    func reached(_ time: Instant) -> Point {
      if time == end.time { return end }
      let span = time - start.time
      return Point(
        time: time, imported: start.imported + Energy(flow.importPower, over: span),
        exported: start.exported + Energy(flow.exportPower, over: span),
        drawn: start.drawn + Energy(power, over: span))
    }
    while next <= end.time {
      let point = reached(next)
      count(until: point)
      if segment.end == point.time { segment = prices.segment(from: point.time) }
      guard dayEnd == point.time else { continue }
      endDay()
      let span = end.time.milliseconds - point.time.milliseconds
      if span > (DaySpan.longest + 2) * RuleTimes.day {
        // The days in between have no rows.
        let last = Instant(milliseconds: end.time.milliseconds - 1)
        let begin = reached(WholeDays.start(of: last, on: clock))
        counted = begin
        prices.forget()
        segment = prices.segment(from: begin.time)
        beginDay(at: begin.time)
      } else {
        beginDay(at: point.time)
      }
    }
  }

  private mutating func count(until point: Point) {
    energy.add(point.imported - counted.imported, at: segment.price)
    if let price = terms.tariff.feedIn {
      feedIn.add(point.exported - counted.exported, at: price)
    }
    if let price = terms.tariff.value { value.add(point.drawn - counted.drawn, at: price) }
    counted = point
  }

  private mutating func endDay() {
    guard let day else { return }
    let cost = DayCost(
      energy: energy.rounded, feedIn: Money.zero - feedIn.rounded,
      value: terms.tariff.value == nil ? nil : value.rounded)
    ended.append((day, cost))
    (energy, feedIn, value) = (EnergyCost(), EnergyCost(), EnergyCost())
  }

  /// Ends the run.
  mutating func finish(_ point: Point) {
    guard day != nil else { return }
    count(until: point)
    endDay()
  }

  /// Returns the costs of a day, and forgets those of the days before; nil for a day without any.
  ///
  /// - Precondition: Days rise from call to call.
  mutating func take(_ day: Int) -> DayCost? {
    while taken < ended.count, ended[taken].day < day { taken += 1 }
    let cost = taken < ended.count && ended[taken].day == day ? ended[taken].cost : nil
    if taken > ended.count / 2, taken > 16 {
      ended.removeFirst(taken)
      taken = 0
    }
    return cost
  }
}
