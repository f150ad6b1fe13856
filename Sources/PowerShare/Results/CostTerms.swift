/// A tariff with the clock that it goes by, for a run.
public struct CostTerms: Equatable, Sendable {
  /// The tariff.
  let tariff: Tariff
  /// The prices that take the place of the tariff's prices of energy; nil if there are none.
  package let prices: PriceSeries?
  /// The clock of the tariff; nil for that of the run.
  package let clock: LocalClock?
  /// Whether the rows of a bill are kept.
  package var keepsRows = false

  /// Creates the terms of a run.
  ///
  /// - Precondition: The tariff has a price of energy, or there are prices.
  package init(_ tariff: Tariff, prices: PriceSeries? = nil, clock: LocalClock? = nil) {
    precondition(prices != nil || !tariff.energy.isEmpty, "a tariff without a price of energy")
    self.tariff = tariff
    self.prices = prices
    self.clock = clock
  }

  /// Whether prices of energy look like those of a MWh: above 5 per kWh in the mean, in a currency
  /// in which nobody pays that.
  package var hasPricesOfMegawattHours: Bool {
    guard let currency = tariff.currency, ["EUR", "USD", "GBP", "CHF"].contains(currency)
    else { return false }
    let list = prices?.rows.map(\.price) ?? tariff.energy.map(\.price)
    return list.reduce(0) { $0 + $1.millionths.magnitude } > UInt128(list.count) * 5_000_000
  }

  /// Whether the grid capacity itself has a price, so that runs that differ in it alone have
  /// different costs.
  package var hasCapacityPrice: Bool { tariff.capacity != nil }
}

/// The prices of energy of a run, in the order of time.
///
/// A segment is a span in which one price holds. It ends where the price may change.
struct EnergyPrices: Sendable {
  /// A span with one price.
  struct Segment: Equatable, Sendable {
    /// The index of the rule; 0 for a series of prices.
    let rule: Int
    let price: Money
    let end: Instant
  }

  /// The time of each price on an ordinary day.
  struct Day: Sendable {
    /// The milliseconds of each rule; empty for a series of prices.
    var times: [Int] = []
    /// The sum of the prices × milliseconds; zero for rules.
    var product: Int128 = 0
  }

  private let rules: [Tariff.EnergyRule]
  private let series: PriceSeries?
  private let clock: LocalClock
  /// The times of day at which the rule may change, rising, the last one 24:00; empty if it never
  /// does.
  private let changes: [Int]
  /// The prices that repeat, from a segment on.
  private var repeating: RepeatingRows<Money>?
  /// The row of `repeating` after the present segment.
  private var nextRow: (time: Instant, value: Money)?
  private var presentPrice = Money.zero

  /// Later than any moment of a run.
  static let never = Instant(milliseconds: 1 << 60)

  init(_ terms: CostTerms, on clock: LocalClock) {
    rules = terms.prices == nil ? terms.tariff.energy : []
    series = terms.prices
    self.clock = clock
    var times: Set<Int> = []
    for rule in rules where !rule.times.isAlways {
      times.formUnion([rule.times.from, rule.times.to, RuleTimes.day])
    }
    times.remove(0)
    changes = times.sorted()
  }

  /// The number of rules that a bill has.
  var count: Int { max(rules.count, 1) }

  /// Returns the price of a rule in a bill; nil where prices come from a series.
  func price(of rule: Int) -> Money? { series == nil ? rules[rule].price : nil }

  /// Returns the segment from a moment on.
  ///
  /// - Precondition: Moments rise from call to call, unless ``forget()`` is called between them.
  mutating func segment(from time: Instant) -> Segment {
    if let series {
      guard let period = series.period else { return segment(of: series, from: time) }
      return segment(of: series, every: period, from: time)
    }
    guard !changes.isEmpty else {
      return Segment(rule: rules.count - 1, price: rules[rules.count - 1].price, end: Self.never)
    }
    let period = clock.shownPeriod(at: time)
    let (day, timeOfDay) = time.local(period.offset)
    let rule = index(weekday: WholeDays.weekday(ofDay: day), CalendarMonth(ofDay: day), timeOfDay)
    let next = changes.first { $0 > timeOfDay } ?? RuleTimes.day
    return Segment(
      rule: rule, price: rules[rule].price,
      end: min(time + TimeSpan(milliseconds: next - timeOfDay), period.end))
  }

  /// Makes the next segment one at any moment.
  mutating func forget() {
    repeating = nil
    nextRow = nil
  }

  /// Returns the index of the last rule that matches.
  private func index(weekday: Int, _ month: CalendarMonth, _ timeOfDay: Int) -> Int {
    rules.lastIndex {
      $0.times.contains(weekday: weekday, month: month.index)
        && $0.times.contains(timeOfDay: timeOfDay)
    } ?? 0
  }

  private func segment(of series: PriceSeries, from time: Instant) -> Segment {
    let index = series.index(at: time.milliseconds)
    let next = index + 1
    return Segment(
      rule: 0, price: series.rows[index].price,
      end: next < series.rows.count
        ? Instant(milliseconds: series.rows[next].time) : Self.never)
  }

  private mutating func segment(
    of series: PriceSeries, every period: RepeatPeriod, from time: Instant
  ) -> Segment {
    var rows =
      repeating
      ?? RepeatingRows(
        series.rows.map { RepeatingRows.Row(place: $0.time, value: $0.price) }, every: period,
        on: clock, from: time)
    if repeating == nil { presentPrice = rows.nextRow().value }
    var next = nextRow ?? rows.nextRow()
    while next.time <= time {
      presentPrice = next.value
      next = rows.nextRow()
    }
    repeating = rows
    nextRow = next
    return Segment(rule: 0, price: presentPrice, end: next.time)
  }

  // MARK: Ordinary days

  /// Returns what a day on which clocks are not changed has of each price; nil for prices of
  /// moments.
  ///
  /// - Complexity: O(rules × changes), or O(rows).
  func day(weekday: Int, month: CalendarMonth) -> Day? {
    var day = Day()
    guard let series else {
      day.times = Array(repeating: 0, count: rules.count)
      var start = 0
      for end in changes.isEmpty ? [RuleTimes.day] : changes {
        day.times[index(weekday: weekday, month, start)] += end - start
        start = end
      }
      return day
    }
    guard let period = series.period else { return nil }
    let begin = period == .day ? 0 : weekday * RuleTimes.day
    let end = begin + RuleTimes.day
    // The last row holds until the first comes again.
    var (place, price) = (begin, series.rows[series.rows.count - 1].price)
    for row in series.rows {
      if row.time > begin, row.time < end {
        day.product += price.millionths * Int128(row.time - place)
        place = row.time
      }
      if row.time < end { price = row.price }
    }
    day.product += price.millionths * Int128(end - place)
    return day
  }
}
