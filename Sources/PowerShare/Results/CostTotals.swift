/// The exact costs of a run.
struct CostTotals: Equatable, Sendable {
  let currency: String?
  let energy: Money
  let demand: Money
  let capacity: Money
  let fixed: Money
  /// The payment for export, below zero.
  let feedIn: Money
  /// The energy that vehicles drew.
  let vehicles: Energy
  /// The payment of the vehicles; nil where the tariff states no price for it.
  var value: Money?
  /// The cost of a year like the run, without investments; nil for less than a day.
  var perYear: Money?
  /// The payment of the vehicles in such a year.
  var valuePerYear: Money?
  /// The yearly cost of investments; nil where none are asked for.
  var invest: Money?

  init(
    currency: String?, energy: Money, demand: Money, capacity: Money, fixed: Money, feedIn: Money,
    vehicles: Energy
  ) {
    self.currency = currency
    self.energy = energy
    self.demand = demand
    self.capacity = capacity
    self.fixed = fixed
    self.feedIn = feedIn
    self.vehicles = vehicles
  }

  var total: Money { energy + demand + capacity + fixed + feedIn }

  /// The total ÷ all kWh that vehicles drew, in ten-thousandths; nil where they drew nothing.
  private var perKilowattHour: Int128? {
    guard vehicles > .zero else { return nil }
    var (amount, energy) = (total.millionths, vehicles.wattMilliseconds)
    // Where the product needs more than 128 bits, digits are dropped that cannot be seen.
    while amount.magnitude > 1 << 90 { (amount, energy) = (amount >> 1, energy >> 1) }
    return divideSignedRoundingToEven(amount * 36_000_000, by: max(energy, 1))
  }

  /// Adds the figures in the order of the summary.
  func addFigures(to figures: inout FigureList) {
    figures.set("cost.energy", energy)
    figures.set("cost.demand", demand)
    figures.set("cost.capacity", capacity)
    figures.set("cost.fixed", fixed)
    figures.set("cost.feedIn", feedIn)
    figures.set("cost.total", total)
    figures.set("cost.perKWh", thousandths: perKilowattHour)
    let yearly = perYear.map { $0 + (invest ?? .zero) }
    figures.set("cost.perYear", yearly)
    figures.set("cost.value", value)
    figures.set("cost.margin", value.map { $0 - total })
    figures.set(
      "cost.marginPerYear", valuePerYear.flatMap { value in yearly.map { value - $0 } })
    figures.set("cost.invest", invest)
  }

  static let group = "cost"

  /// Returns the days between two moments by a clock, in milliseconds of days of 24 hours: a day on
  /// which the clock is changed counts as one.
  static func days(from start: Instant, to end: Instant, on clock: LocalClock) -> Int {
    end.milliseconds - start.milliseconds
      + (clock.offset(at: end).minutes - clock.offset(at: start).minutes) * 60_000
  }
}

extension Summary {
  /// Returns the summary with the yearly cost of investments; the same one without a tariff.
  package func with(invest: Money) -> Summary {
    guard var costs else { return self }
    costs.invest = invest
    var summary = self
    summary.costs = costs
    let definitions = FigureTable.groups.filter { $0.key == CostTotals.group }
      .flatMap(\.figuresWithPaths)
    var list = FigureList(definitions)
    costs.addFigures(to: &list)
    for figure in list.figures {
      guard let place = figures.firstIndex(where: { $0.path == figure.path }) else { continue }
      summary.figures[place] = figure
    }
    return summary
  }
}

/// Facts about the costs of a run, which are reported as warnings.
package struct CostRemarks: Equatable, Sendable {
  /// The rules for peaks that look at months before the run, by their numbers from 1.
  package private(set) var shortRules: [Int] = []
  /// The days of the week that the run lacks, where a rule or a price depends on them, by name.
  package private(set) var lackedDays: [String] = []
  /// The months that the run lacks, where a rule depends on them, by name.
  package private(set) var lackedMonths: [String] = []
  /// The beginning and the end of the run; nil without one.
  package private(set) var run: (start: Instant, end: Instant)?
  /// Whether the run is long enough for figures of a year.
  package private(set) var hasYear = false
  /// The day that makes the run a bad sample of whole days; nil without one.
  package private(set) var partialDay: PartialDay?

  /// A day of which a part is missing in a run, which changes figures of a year by 1 % or more.
  package enum PartialDay: Equatable, Sendable {
    /// The run covers days and a part of one; the days in thousandths.
    case uncovered(thousandths: Int)
    /// Vehicles are only there for a quarter or less of the first or the last day that is covered.
    case nearlyEmpty
  }

  package static func == (left: CostRemarks, right: CostRemarks) -> Bool {
    left.shortRules == right.shortRules && left.lackedDays == right.lackedDays
      && left.lackedMonths == right.lackedMonths && left.partialDay == right.partialDay
  }

  init(
    _ terms: CostTerms, from start: Instant?, to end: Instant?, on clock: LocalClock,
    shortRules: Set<Int>
  ) {
    self.shortRules = shortRules.map { $0 + 1 }.sorted()
    guard let start, let end else { return }
    run = (start, end)
    hasYear = CostTotals.days(from: start, to: end, on: clock) >= RuleTimes.day
    guard start < end else { return }
    let last = end + TimeSpan(milliseconds: -1)
    let days =
      WholeDays.number(of: start, on: clock)...WholeDays.number(of: last, on: clock)
    let rules =
      (terms.prices == nil ? terms.tariff.energy.map(\.times) : [])
      + terms.tariff.demand.map(\.times)
    if rules.contains(where: { $0.days != .all }) || terms.prices?.isWeekly ?? false {
      let covered = Set(days.prefix(7).map { WholeDays.weekday(ofDay: $0) })
      lackedDays = (0..<7).filter { !covered.contains($0) }.map { Weekdays.names[$0] }
    }
    if rules.contains(where: { $0.months != .all }) {
      let first = CalendarMonth(ofDay: days.lowerBound).number
      let covered = Set(
        (first...CalendarMonth(ofDay: days.upperBound).number).prefix(12)
          .map { CalendarMonth(number: $0).index })
      lackedMonths = (0..<12).filter { !covered.contains($0) }.map { Months.names[$0] }
    }
  }

  /// Looks for a day of which a part is missing.
  ///
  /// A run with a battery or loads covers whole days, and one without them does not. If the two are
  /// compared by their costs of a year, a difference of a few percent is that of the hours covered.
  ///
  /// - Parameters:
  ///   - first: The first event of the timeline.
  ///   - last: The end of the vehicles' part.
  mutating func findPartialDay(
    vehiclesFrom first: Instant, to last: Instant, on clock: LocalClock
  ) {
    guard hasYear, let (start, end) = run else { return }
    let covered = CostTotals.days(from: start, to: end, on: clock)
    let rest = covered % RuleTimes.day
    if min(rest, RuleTimes.day - rest) * 100 >= covered {
      let thousandths = divideSignedRoundingToEven(
        Int128(covered) * 1_000, by: Int128(RuleTimes.day))
      partialDay = .uncovered(thousandths: Int(thousandths))
    } else if covered <= 100 * RuleTimes.day {
      let before = CostTotals.days(from: start, to: first, on: clock)
      let after = CostTotals.days(from: last, to: end, on: clock)
      if max(before, after) * 4 >= RuleTimes.day * 3 { partialDay = .nearlyEmpty }
    }
  }
}
