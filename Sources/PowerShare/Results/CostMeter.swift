/// Measures what a run costs by a tariff, span by span.
///
/// It follows the import and the export exactly, and makes no ticks: at the end of a span it closes
/// the segments of prices, the windows of demand and the months that have ended in it. A span in
/// which nothing ends costs one comparison. Long spans are passed day by day, by what an ordinary
/// day has of each price.
struct CostMeter: Sendable {
  /// A moment with the energies until then.
  struct Point: Sendable {
    let time: Instant
    let imported: Energy
    let exported: Energy
  }

  /// The power imported and exported in a span.
  struct Flow: Sendable {
    let importPower: Power
    let exportPower: Power
  }

  let terms: CostTerms
  let clock: LocalClock
  private var prices: EnergyPrices
  private var windows: [DemandWindows] = []
  /// The beginning of the run; nil before it.
  private(set) var start: Instant?
  /// The end of the run, once it has ended.
  private(set) var end: Instant?
  /// The next moment at which something ends.
  private var next = Instant(milliseconds: .max)
  private var segment = EnergyPrices.Segment(rule: 0, price: .zero, end: EnergyPrices.never)
  /// The energy imported before the present segment, or before the month.
  private var importedBefore = Energy.zero
  /// The grid capacity, and since when it counts.
  private var capacity = (power: Power.zero, since: Instant(milliseconds: 0))
  private var month: CostMonth
  private var bill: BillTotals
  /// The times of each price on ordinary days, by month of the year × 7 + day of the week.
  private var days: [EnergyPrices.Day?] = Array(repeating: nil, count: 84)

  init(_ terms: CostTerms, on runClock: LocalClock) {
    self.terms = terms
    clock = terms.clock ?? runClock
    prices = EnergyPrices(terms, on: clock)
    let demand = terms.tariff.demand
    for length in Set(demand.map(\.window)).sorted() {
      windows.append(DemandWindows(length, demand, on: clock))
    }
    month = CostMonth(prices.count, demand.count)
    bill = BillTotals(terms)
  }

  /// Begins the run, unless it has begun.
  mutating func begin(at time: Instant, capacity power: Power) {
    guard start == nil else {
      if power != capacity.power { changeCapacity(to: power, at: time) }
      return
    }
    start = time
    capacity = (power, time)
    segment = prices.segment(from: time)
    for index in windows.indices { windows[index].begin(at: time, imported: .zero) }
    let day = WholeDays.number(of: time, on: clock)
    month.begin(CalendarMonth(ofDay: day), from: time, on: clock, exported: .zero)
    bill.begin(month, on: clock)
    findNext()
  }

  @inline(never)
  private mutating func changeCapacity(to power: Power, at time: Instant) {
    month.capacity += Energy(capacity.power, over: time - capacity.since)
    capacity = (power, time)
  }

  private mutating func findNext() {
    next = min(segment.end, month.end)
    for windows in windows { next = min(next, windows.end) }
  }

  /// Takes a span of constant powers, which are exact but for its last millisecond.
  @inline(__always)
  mutating func take(from start: Point, _ flow: Flow, to end: Point) {
    if end.time < next { return }
    pass(from: start, flow, to: end)
  }

  @inline(never)
  private mutating func pass(from start: Point, _ flow: Flow, to end: Point) {
    func reached(_ time: Instant) -> Point {
      if time == end.time { return end }
      let span = time - start.time
      return Point(
        time: time, imported: start.imported + Energy(flow.importPower, over: span),
        exported: start.exported + Energy(flow.exportPower, over: span))
    }
    while next <= end.time {
      let point = reached(next)
      close(point)
      let days = ordinaryDays(from: point.time, until: end.time)
      if days > 0 {
        let after = reached(point.time + TimeSpan(milliseconds: days * RuleTimes.day))
        skip(days, from: point, flow, to: after)
      }
    }
  }

  /// Closes all that ends at a moment, and begins what follows.
  private mutating func close(_ point: Point) {
    let isMonthEnd = month.end == point.time
    if segment.end == point.time || isMonthEnd {
      closeSegment(point)
      segment = prices.segment(from: point.time)
    }
    for index in windows.indices where windows[index].end == point.time {
      closeWindow(index, point.imported)
      windows[index].open(from: point.time, point.imported)
    }
    if isMonthEnd {
      changeCapacity(to: capacity.power, at: point.time)
      bill.take(month, until: point.time, exported: point.exported, isOver: false)
      month.begin(month.month.next, from: point.time, on: clock, exported: point.exported)
      bill.begin(month, on: clock)
    }
    findNext()
  }

  private mutating func closeSegment(_ point: Point) {
    let energy = point.imported - importedBefore
    importedBefore = point.imported
    month.energies[segment.rule] += energy
    if terms.prices != nil { month.cost.add(energy, at: segment.price) }
  }

  private mutating func closeWindow(_ index: Int, _ imported: Energy) {
    windows[index].close(imported) { rule, peak in month.peaks[rule].raise(to: peak) }
  }

  /// Ends the run.
  mutating func finish(_ point: Point) {
    guard start != nil, end == nil else { return }
    end = point.time
    closeSegment(point)
    for index in windows.indices where windows[index].start < point.time {
      closeWindow(index, point.imported)
    }
    changeCapacity(to: capacity.power, at: point.time)
    bill.take(month, until: point.time, exported: point.exported, isOver: true)
  }

  // MARK: Long spans

  /// Returns how many whole days can be passed at once: days of the present month, without a change
  /// of the clock, that end before a moment; 0 for fewer than two.
  private func ordinaryDays(from time: Instant, until end: Instant) -> Int {
    guard end.milliseconds - time.milliseconds > 2 * RuleTimes.day else { return 0 }
    let period = clock.shownPeriod(at: time)
    guard time.local(period.offset).milliseconds == 0 else { return 0 }
    for windows in windows where windows.start != time { return 0 }
    var limit = min(end.milliseconds - 1, month.end.milliseconds, period.end.milliseconds)
    if hasMoments { limit = min(limit, segment.end.milliseconds) }
    let days = (limit - time.milliseconds) / RuleTimes.day
    return days < 2 ? 0 : days
  }

  /// Whether prices are those of moments, whose segments are not passed by days.
  private var hasMoments: Bool { terms.prices.map { $0.period == nil } ?? false }

  /// Passes ordinary days of constant import.
  private mutating func skip(_ count: Int, from point: Point, _ flow: Flow, to after: Point) {
    if !hasMoments { closeSegment(point) }
    let first = point.time.local(clock.offset(at: point.time)).days
    for number in 0..<count {
      let weekday = WholeDays.weekday(ofDay: first + number)
      if !hasMoments { add(day(weekday), flow.importPower) }
      let start = point.time + TimeSpan(milliseconds: number * RuleTimes.day)
      for windows in windows {
        windows.takeDay(at: start, weekday: weekday, month: month.month, flow.importPower) {
          rule, peak in month.peaks[rule].raise(to: peak)
        }
      }
    }
    if !hasMoments {
      importedBefore = after.imported
      prices.forget()
      segment = prices.segment(from: after.time)
    }
    for index in windows.indices { windows[index].open(from: after.time, after.imported) }
    findNext()
  }

  private mutating func day(_ weekday: Int) -> EnergyPrices.Day {
    let place = month.month.index * 7 + weekday
    if let day = days[place] { return day }
    let day = prices.day(weekday: weekday, month: month.month) ?? EnergyPrices.Day()
    days[place] = day
    return day
  }

  private mutating func add(_ day: EnergyPrices.Day, _ power: Power) {
    if terms.prices != nil {
      month.energies[0] += Energy(power, over: TimeSpan(milliseconds: RuleTimes.day))
      month.cost.add(product: day.product * Int128(power.watts))
      return
    }
    for (rule, time) in day.times.enumerated() where time > 0 {
      month.energies[rule] += Energy(power, over: TimeSpan(milliseconds: time))
    }
  }

  // MARK: Results

  /// Measures the bill of a report.
  ///
  /// - Precondition: The run has not begun.
  mutating func measureReport() { bill.measureReport() }

  /// The bill of a report of a run that has ended; nil where it is not measured.
  var reportBill: ReportBill? { bill.report }

  /// The rows of the bill of a run that has ended, if they are kept, in their order.
  var rows: [BillRow] { bill.sortedRows }

  /// Returns the costs of a run that has ended.
  ///
  /// - Parameter vehicles: The energy that vehicles drew.
  func costs(vehicles: Energy) -> CostTotals {
    bill.totals(from: start, to: end, on: clock, vehicles: vehicles)
  }

  /// Returns the facts about the costs of a run that has ended, which are reported as warnings.
  ///
  /// - Parameters:
  ///   - first: The first event of the timeline; nil where the run begins with it.
  ///   - last: The end of the vehicles' part; nil for a run without events.
  func remarks(vehiclesFrom first: Instant?, to last: Instant?) -> CostRemarks {
    var remarks = CostRemarks(
      terms, from: start, to: end, on: clock, shortRules: bill.shortRules)
    if let first = first ?? start, let last {
      remarks.findPartialDay(vehiclesFrom: first, to: last, on: clock)
    }
    return remarks
  }
}
