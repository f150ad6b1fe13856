/// A row of a bill: what a rule of a tariff costs in a month.
public struct BillRow: Equatable, Sendable {
  /// The month, such as `2026-03`; of a yearly price the last one of the year that the run covers.
  public let month: String
  /// The name of the rule, such as `energy.1` or `capacity`.
  public let rule: String
  /// The energy that it is for; nil for a rule of something else.
  public let energy: Energy?
  /// The power that it is for, in whole watts; nil for a rule of something else, and for a peak
  /// where there was no window.
  public let watts: Int128?
  /// The beginning of the window of the peak; nil for a rule without one.
  public let time: Instant?
  /// The price of a unit; nil for a series of prices.
  public let price: Money?
  /// The amount; negative for what is paid to the site.
  public let amount: Money
  /// The number of the month, and the place of the rule in its tariff.
  let place: (month: Int, rule: Int)

  /// True if both say the same.
  public static func == (left: BillRow, right: BillRow) -> Bool {
    left.month == right.month && left.rule == right.rule && left.energy == right.energy
      && left.watts == right.watts && left.time == right.time && left.price == right.price
      && left.amount == right.amount
  }
}

/// The amounts of each rule in a month, as far as the run covers it.
struct CostMonth: Sendable {
  private(set) var month = CalendarMonth(number: 0)
  /// The beginning of the month, and of the part that the run covers.
  private(set) var wholeStart = Instant(milliseconds: 0)
  private(set) var start = Instant(milliseconds: 0)
  private(set) var end = Instant(milliseconds: 0)
  private(set) var exportedBefore = Energy.zero
  /// The energy imported at the price of each rule.
  var energies: [Energy]
  /// The cost of energy by a series of prices.
  var cost = EnergyCost()
  /// The grid capacity × time.
  var capacity = Energy.zero
  /// The peak of each rule for peaks; nil where no window lay in its times.
  var peaks: [DemandPeak?]

  init(_ energyRules: Int, _ demandRules: Int) {
    energies = Array(repeating: .zero, count: energyRules)
    peaks = Array(repeating: nil, count: demandRules)
  }

  mutating func begin(
    _ month: CalendarMonth, from time: Instant, on clock: LocalClock, exported: Energy
  ) {
    self = CostMonth(energies.count, peaks.count)
    self.month = month
    wholeStart = month.start(on: clock)
    start = time
    end = month.next.start(on: clock)
    exportedBefore = exported
  }

  var length: Int { end.milliseconds - wholeStart.milliseconds }
}

/// The bill of a run, month by month: its sums, and its rows where they are kept.
struct BillTotals: Sendable {
  private let terms: CostTerms
  private var rows: [BillRow] = []
  /// The bill of a report; nil where there is no report.
  private(set) var report: ReportBill?
  private var energy = Money.zero
  private var demand = Money.zero
  private var capacity = Money.zero
  private var fixed = Money.zero
  private var feedIn = Money.zero
  /// The charges of each rule for peaks for whole periods, weighted by the time covered.
  private var fullDemand: [WeightedMoney]
  /// The grid capacity × time, and the time, of the whole run.
  private var capacityTime = Energy.zero
  private var covered = 0
  private var year = Year()
  /// The peaks of each rule in the last eleven months that have one.
  private var history: [[(month: CalendarMonth, power: ExactPower)]]
  /// The rules that have lacked months before; by their indices.
  private(set) var shortRules: Set<Int> = []

  /// The amounts of yearly rules in a year, as far as the run covers it.
  private struct Year {
    var lastMonth = CalendarMonth(number: 0)
    var length = 0
    var covered = 0
    var capacity = Energy.zero
    var peaks: [DemandPeak?] = []
    /// Whether a month of the year has times of the rule.
    var isCharged: [Bool] = []
  }

  init(_ terms: CostTerms) {
    self.terms = terms
    let count = terms.tariff.demand.count
    fullDemand = Array(repeating: WeightedMoney(), count: count)
    history = Array(repeating: [], count: count)
  }

  /// Measures the bill of a report.
  mutating func measureReport() {
    report = ReportBill(terms)
  }

  var sortedRows: [BillRow] { rows.sorted { $0.place < $1.place } }

  /// Begins the year of a month, unless it has begun.
  mutating func begin(_ month: CostMonth, on clock: LocalClock) {
    guard year.covered == 0 else { return }
    year = Year()
    year.length =
      month.month.nextJanuary.start(on: clock).milliseconds
      - month.month.january.start(on: clock).milliseconds
    year.peaks = Array(repeating: nil, count: fullDemand.count)
    year.isCharged = Array(repeating: false, count: fullDemand.count)
  }

  /// Takes a month that has ended.
  ///
  /// - Parameters:
  ///   - end: Its end, or that of the run.
  ///   - exported: The energy exported until then.
  ///   - isOver: Whether it is the end of the run.
  mutating func take(
    _ month: borrowing CostMonth, until end: Instant, exported: Energy, isOver: Bool
  ) {
    let span = end.milliseconds - month.start.milliseconds
    if span > 0 {
      covered += span
      year.covered += span
      year.lastMonth = month.month
      takeEnergy(month)
      takeDemand(month, span)
      takeConnection(month, span)
      takeFeedIn(month, exported)
    }
    if (isOver || month.month.isDecember), year.covered > 0 {
      takeYear()
      year.covered = 0
    }
  }

  // MARK: Months

  private mutating func takeEnergy(_ month: borrowing CostMonth) {
    for (rule, used) in month.energies.enumerated() {
      var cost = month.cost
      let price = terms.prices == nil ? terms.tariff.energy[rule].price : nil
      if let price { cost.add(used, at: price) }
      energy += cost.rounded
      add(
        "energy.\(rule + 1)", 1_000 + rule, month.month, energy: used, price: price,
        amount: cost.rounded)
    }
  }

  private mutating func takeDemand(_ month: borrowing CostMonth, _ span: Int) {
    for (index, rule) in terms.tariff.demand.enumerated() {
      let isCharged = rule.times.months.contains(month: month.month.index)
      guard rule.per == .month else {
        year.isCharged[index] = year.isCharged[index] || isCharged
        if let peak = month.peaks[index] { year.peaks[index].raise(to: peak) }
        continue
      }
      let peak = isCharged ? chargedPeak(month.peaks[index]?.power, of: month.month, index) : nil
      charge(
        index, peak, at: month.peaks[index]?.time, in: month.month, for: span, of: month.length)
    }
  }

  /// Returns the peak that a monthly rule charges: at least its minimum and a share of earlier
  /// ones, or their mean.
  private mutating func chargedPeak(
    _ measured: ExactPower?, of month: CalendarMonth, _ index: Int
  ) -> ExactPower {
    let rule = terms.tariff.demand[index]
    var peak = max(measured ?? .zero, ExactPower(rule.minimum))
    let measuredPeak = peak
    let months = rule.lookback?.months ?? rule.average - 1
    guard months > 0 else { return peak }
    history[index].removeAll { $0.month.number < month.number - months }
    let before = history[index].map(\.power)
    if before.count < months { shortRules.insert(index) }
    history[index].append((month, measuredPeak))
    if let lookback = rule.lookback {
      if let highest = before.max() { peak = max(peak, highest.share(percent: lookback.share)) }
    } else {
      peak = ExactPower.mean(of: before + [peak])
    }
    return peak
  }

  /// Charges a peak for a part of a period; nil where the rule is not for it.
  private mutating func charge(
    _ index: Int, _ peak: ExactPower?, at time: Instant?, in month: CalendarMonth,
    for span: Int, of period: Int
  ) {
    let price = terms.tariff.demand[index].price
    let amount = peak?.cost(at: price, for: span, of: period) ?? .zero
    demand += amount
    fullDemand[index].add(peak?.cost(at: price, for: 1, of: 1) ?? .zero, weight: span)
    add(
      "demand.\(index + 1)", 2_000 + index, month, watts: peak?.rounded,
      time: peak == nil ? nil : time, price: price, amount: amount)
  }

  private mutating func takeConnection(_ month: borrowing CostMonth, _ span: Int) {
    capacityTime += month.capacity
    year.capacity += month.capacity
    if let rule = terms.tariff.capacity, rule.per == .month {
      chargeCapacity(rule, month.capacity, in: month.month, for: span, of: month.length)
    }
    if let rule = terms.tariff.fixed, rule.per == .month {
      chargeFixed(rule, in: month.month, for: span, of: month.length)
    }
  }

  private mutating func chargeCapacity(
    _ rule: Tariff.PeriodPrice, _ time: Energy, in month: CalendarMonth, for span: Int,
    of period: Int
  ) {
    let amount = ExactPower(time, over: TimeSpan(milliseconds: period))
      .cost(at: rule.price, for: 1, of: 1)
    capacity += amount
    add(
      "capacity", 3_000, month,
      watts: ExactPower(time, over: TimeSpan(milliseconds: span)).rounded, price: rule.price,
      amount: amount)
  }

  private mutating func chargeFixed(
    _ rule: Tariff.PeriodPrice, in month: CalendarMonth, for span: Int, of period: Int
  ) {
    let amount = rule.price.scaled(by: Int128(span), over: Int128(period))
    fixed += amount
    add("fixed", 4_000, month, price: rule.price, amount: amount)
  }

  private mutating func takeFeedIn(_ month: borrowing CostMonth, _ exported: Energy) {
    guard let price = terms.tariff.feedIn else { return }
    let energy = exported - month.exportedBefore
    var cost = EnergyCost()
    cost.add(energy, at: price)
    let amount = Money.zero - cost.rounded
    feedIn += amount
    add("feedIn", 5_000, month.month, energy: energy, price: price, amount: amount)
  }

  private mutating func add(
    _ rule: String, _ place: Int, _ month: CalendarMonth, energy: Energy? = nil,
    watts: Int128? = nil, time: Instant? = nil, price: Money?, amount: Money
  ) {
    guard terms.keepsRows || report != nil else { return }
    let row = BillRow(
      month: month.text, rule: rule, energy: energy, watts: watts, time: time, price: price,
      amount: amount, place: (month.number, place))
    if terms.keepsRows { rows.append(row) }
    report?.take(row)
  }

  // MARK: Years

  private mutating func takeYear() {
    let (span, month) = (year.covered, year.lastMonth)
    for (index, rule) in terms.tariff.demand.enumerated() where rule.per == .year {
      let peak = year.peaks[index]
      let power = max(peak?.power ?? .zero, ExactPower(rule.minimum))
      charge(
        index, year.isCharged[index] ? power : nil, at: peak?.time, in: month, for: span,
        of: year.length)
    }
    if let rule = terms.tariff.capacity, rule.per == .year {
      chargeCapacity(rule, year.capacity, in: month, for: span, of: year.length)
    }
    if let rule = terms.tariff.fixed, rule.per == .year {
      chargeFixed(rule, in: month, for: span, of: year.length)
    }
  }

  // MARK: Totals

  /// Returns the costs of the run.
  func totals(
    from start: Instant?, to end: Instant?, on clock: LocalClock, vehicles: Energy
  ) -> CostTotals {
    var totals = CostTotals(
      currency: terms.tariff.currency, energy: energy, demand: demand, capacity: capacity,
      fixed: fixed, feedIn: feedIn, vehicles: vehicles)
    if let price = terms.tariff.value {
      var value = EnergyCost()
      value.add(vehicles, at: price)
      totals.value = value.rounded
    }
    guard let start, let end else { return totals }
    let days = CostTotals.days(from: start, to: end, on: clock)
    guard days >= RuleTimes.day else { return totals }
    func yearly(_ amount: Money) -> Money {
      amount.scaled(by: 365 * Int128(RuleTimes.day), over: Int128(days))
    }
    func times(_ period: Tariff.Period) -> Int128 { period == .month ? 12 : 1 }
    var perYear = yearly(energy + feedIn)
    for (rule, charges) in zip(terms.tariff.demand, fullDemand) {
      perYear += charges.mean(times: times(rule.per))
    }
    if let rule = terms.tariff.capacity {
      perYear += Money(millionths: rule.price.millionths * times(rule.per))
        .cost(of: ExactPower(capacityTime, over: TimeSpan(milliseconds: covered)))
    }
    if let rule = terms.tariff.fixed {
      perYear += Money(millionths: rule.price.millionths * times(rule.per))
    }
    totals.perYear = perYear
    totals.valuePerYear = totals.value.map(yearly)
    return totals
  }
}

extension Money {
  /// Returns the cost of a power at this price per kW.
  fileprivate func cost(of power: ExactPower) -> Money { power.cost(at: self, for: 1, of: 1) }
}
