import Testing

@testable import PowerShare

/// The bill of random flows against a look at every minute.
@Suite struct CostMeterTests {
  private static let rules = [
    "CET-1CEST,M3.5.0,M10.5.0/3", "UTC0", "EST5EDT,M3.2.0,M11.1.0",
    "CST5CDT,M3.2.0/0,M11.1.0/1", "NST3:30NDT,M3.2.0/0:01,M11.1.0/0:01",
    "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
  ]
  private static let minute = 60_000

  private static func times(_ random: inout SplitMix64, step: Int) -> RuleTimes {
    var times = RuleTimes()
    if random.chance(percent: 60) {
      times.from = random.int(0...(1_439 / step)) * step * minute
      times.to = random.int(0...(1_440 / step)) * step * minute
    }
    if random.chance(percent: 40) { times.days = Weekdays(rawValue: UInt8(random.int(1...127))) }
    if random.chance(percent: 40) { times.months = Months(rawValue: UInt16(random.int(1...4_095))) }
    return times
  }

  private static func tariff(_ random: inout SplitMix64) -> Tariff {
    func price(_ random: inout SplitMix64) -> Money {
      Money(millionths: Int128(random.int(0...2_000_000)))
    }
    var tariff = Tariff()
    tariff.energy = [Tariff.EnergyRule(price: price(&random))]
    for _ in 0..<random.int(0...3) {
      let step = random.pick([1, 15, 60])
      tariff.energy.append(
        Tariff.EnergyRule(price: price(&random), times: times(&random, step: step)))
    }
    for _ in 0..<random.int(0...3) {
      let window = random.pick([15, 30, 60])
      tariff.demand.append(
        Tariff.DemandRule(
          price: price(&random), per: random.pick([.month, .year]),
          window: TimeSpan(milliseconds: window * minute), times: times(&random, step: window)))
    }
    if random.chance(percent: 50) {
      tariff.capacity = Tariff.PeriodPrice(
        price: price(&random), per: random.pick([.month, .year]))
    }
    if random.chance(percent: 50) { tariff.feedIn = price(&random) }
    return tariff
  }

  /// A span of constant powers.
  private struct Flow {
    let start: Int
    let end: Int
    /// The import; negative for export.
    let power: Int
    let capacity: Int
  }

  private static func flows(from start: Int, _ random: inout SplitMix64) -> [Flow] {
    var flows: [Flow] = []
    var time = start
    for _ in 0..<random.int(1...20) {
      let longest = random.pick([20, 20, 200, 200, 2_000, 2_000, 2_000, 30_000])
      let end = time + random.int(1...longest) * minute
      flows.append(
        Flow(
          start: time, end: end, power: random.int(-50...200) * 1_000,
          capacity: random.pick([100_000, 300_000])))
      time = end
    }
    return flows
  }

  private static func meter(
    _ terms: CostTerms, _ clock: LocalClock, _ flows: [Flow], measuresReport: Bool = false
  ) -> CostMeter {
    var meter = CostMeter(terms, on: clock)
    if measuresReport { meter.measureReport() }
    var (imported, exported) = (Energy.zero, Energy.zero)
    func point(_ time: Int) -> CostMeter.Point {
      CostMeter.Point(
        time: Instant(milliseconds: time), imported: imported, exported: exported)
    }
    for flow in flows {
      meter.begin(
        at: Instant(milliseconds: flow.start), capacity: Power(watts: flow.capacity))
      let (give, take) = (
        Power(watts: max(flow.power, 0)), Power(watts: max(-flow.power, 0))
      )
      let start = point(flow.start)
      let span = TimeSpan(milliseconds: flow.end - flow.start)
      imported += Energy(give, over: span)
      exported += Energy(take, over: span)
      meter.take(
        from: start, CostMeter.Flow(importPower: give, exportPower: take), to: point(flow.end))
    }
    meter.finish(point(flows[flows.count - 1].end))
    return meter
  }

  /// The sums of a month, minute by minute.
  private struct SlowMonth {
    var energies: [Int128]
    var exported: Int128 = 0
    var capacity: Int128 = 0
    var covered = 0
    var windows: [[(start: Int, energy: Int128, length: Int, matches: Bool)]]
  }

  private static func slowMonths(
    _ tariff: Tariff, _ clock: LocalClock, _ flows: [Flow]
  ) -> [Int: SlowMonth] {
    var months: [Int: SlowMonth] = [:]
    let intervals = tariff.demand.map { ClockIntervals($0.window, in: clock) }
    var windows = tariff.demand.map { _ in (start: 0, end: 0) }
    var number = 0
    // A month begins when the clock first shows it: it may be set back over midnight.
    var latest = Int.min
    for flow in flows {
      for time in stride(from: flow.start, to: flow.end, by: minute) {
        let now = Instant(milliseconds: time)
        let (day, timeOfDay) = now.local(clock.offset(at: now))
        if latest == .min { latest = WholeDays.number(of: now, on: clock) }
        latest = max(latest, day)
        let date = CivilDate(daysSince1970: latest)
        number = date.year * 12 + date.month - 1
        let month = CivilDate(daysSince1970: day).month - 1
        func matches(_ times: RuleTimes) -> Bool {
          times.days.contains(day: (day + 3) % 7) && times.months.contains(month: month)
            && (times.from < times.to
              ? timeOfDay >= times.from && timeOfDay < times.to
              : timeOfDay >= times.from || timeOfDay < times.to)
        }
        let energy = Int128(max(flow.power, 0)) * Int128(minute)
        let rule = tariff.energy.lastIndex { matches($0.times) } ?? 0
        if months[number] == nil {
          months[number] = SlowMonth(
            energies: Array(repeating: 0, count: tariff.energy.count),
            windows: Array(repeating: [], count: tariff.demand.count))
        }
        months[number]?.energies[rule] += energy
        months[number]?.exported += Int128(max(-flow.power, 0)) * Int128(minute)
        months[number]?.capacity += Int128(flow.capacity) * Int128(minute)
        months[number]?.covered += minute
        for (index, rule) in tariff.demand.enumerated() {
          let isMatch = matches(rule.times)
          if time < windows[index].end, let last = months[number]?.windows[index].count, last > 0 {
            months[number]?.windows[index][last - 1].energy += energy
            if !isMatch { months[number]?.windows[index][last - 1].matches = false }
            continue
          }
          windows[index] = (
            intervals[index].start(containing: now).milliseconds,
            intervals[index].next(after: now).milliseconds
          )
          let length = windows[index].end - windows[index].start
          months[number]?.windows[index].append((windows[index].start, energy, length, isMatch))
        }
      }
    }
    return months
  }

  @Test(.tags(.property), arguments: PropertyCases.seeds(60))
  func `the bill is that of a look at every minute`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let clock = try #require(LocalClock(rule: random.pick(Self.rules)))
    let tariff = Self.tariff(&random)
    var terms = CostTerms(tariff)
    terms.keepsRows = true
    let spring = try #require(TimeScale.read("2026-03-01T00:00Z")).time.milliseconds
    let start = spring + random.int(0...(300 * 1_440)) * Self.minute
    let flows = Self.flows(from: start, &random)
    let rows = Self.meter(terms, clock, flows).rows
    let months = Self.slowMonths(tariff, clock, flows)
    for (number, month) in months {
      let name = CalendarMonth(number: number).text
      func row(_ rule: String) -> BillRow? { rows.first { $0.month == name && $0.rule == rule } }
      for (index, energy) in month.energies.enumerated() {
        let row = row("energy.\(index + 1)")
        #expect(row?.energy?.wattMilliseconds == energy, "seed \(seed) \(name)")
        let amount = row.map { Int128($0.amount.millionths) * 3_600_000_000 } ?? 0
        let exact = energy * tariff.energy[index].price.millionths
        #expect((amount - exact).magnitude * 2 <= 3_600_000_000, "seed \(seed) \(name)")
      }
      if tariff.feedIn != nil {
        #expect(row("feedIn")?.energy?.wattMilliseconds == month.exported, "seed \(seed)")
      }
      if tariff.capacity?.per == .month {
        let mean = divideRoundingToEven(month.capacity, by: Int128(month.covered))
        #expect(row("capacity")?.watts == mean, "seed \(seed)")
      }
      for (index, rule) in tariff.demand.enumerated() where rule.per == .month {
        var best: (start: Int, energy: Int128, length: Int, matches: Bool)?
        for window in month.windows[index] where window.matches {
          if let peak = best,
            window.energy * Int128(peak.length) <= peak.energy * Int128(window.length)
          {
            continue
          }
          best = window
        }
        let row = row("demand.\(index + 1)")
        #expect(row?.time?.milliseconds == best?.start, "seed \(seed) \(name) \(index)")
        guard let best else { continue }
        let watts = divideRoundingToEven(best.energy, by: Int128(best.length))
        #expect(row?.watts == watts, "seed \(seed) \(name) \(index)")
      }
    }
    #expect(Set(rows.map(\.month)).count == months.count, "seed \(seed)")
  }

  @Test(.tags(.property), arguments: PropertyCases.seeds(60))
  func `spans may be cut anywhere`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let clock = try #require(LocalClock(rule: random.pick(Self.rules)))
    var terms = CostTerms(Self.tariff(&random))
    terms.keepsRows = true
    let spring = try #require(TimeScale.read("2026-03-01T00:00Z")).time.milliseconds
    let start = spring + random.int(0...(300 * 1_440)) * Self.minute
    let flows = Self.flows(from: start, &random)
    let whole = Self.meter(terms, clock, flows)
    var pieces: [Flow] = []
    for flow in flows {
      var time = flow.start
      while time < flow.end {
        let end = min(flow.end, time + random.int(1...50_000_000))
        pieces.append(Flow(start: time, end: end, power: flow.power, capacity: flow.capacity))
        time = end
      }
    }
    let cut = Self.meter(terms, clock, pieces)
    #expect(cut.rows == whole.rows, "seed \(seed)")
    let drawn = Energy(wattMilliseconds: 123_456_789_000)
    #expect(cut.costs(vehicles: drawn) == whole.costs(vehicles: drawn), "seed \(seed)")
  }

  @Test(.tags(.property), arguments: PropertyCases.seeds(30))
  func `the bill of a report has the rows, and their sums by rule and by month`(
    seed: UInt64
  ) throws {
    var random = SplitMix64(seed: seed)
    let clock = try #require(LocalClock(rule: random.pick(Self.rules)))
    let tariff = Self.tariff(&random)
    var terms = CostTerms(tariff)
    terms.keepsRows = true
    let spring = try #require(TimeScale.read("2026-03-01T00:00Z")).time.milliseconds
    let start = spring + random.int(0...(300 * 1_440)) * Self.minute
    let flows = Self.flows(from: start, &random)
    let rows = Self.meter(terms, clock, flows).rows
    let other = Self.meter(CostTerms(tariff), clock, flows, measuresReport: true)
    let bill = try #require(other.reportBill)
    #expect(other.rows.isEmpty)
    #expect(bill.rows == rows && bill.rowsLeftOut == 0, "seed \(seed)")
    #expect(bill.total == rows.reduce(.zero) { $0 + $1.amount }, "seed \(seed)")
    #expect(bill.total == other.costs(vehicles: .zero).total, "seed \(seed)")
    let names = rows.map(\.rule)
    #expect(Set(bill.rules.map(\.name)) == Set(names), "seed \(seed)")
    for rule in bill.rules {
      let own = rows.filter { $0.rule == rule.name }
      #expect(rule.amount == own.reduce(.zero) { $0 + $1.amount }, "seed \(seed) \(rule.name)")
      let energies = own.compactMap(\.energy)
      #expect(
        rule.energy == (energies.isEmpty ? nil : energies.reduce(.zero, +)),
        "seed \(seed) \(rule.name)")
      #expect(own.allSatisfy { $0.rule.hasPrefix("\(rule.part)") }, "seed \(seed) \(rule.name)")
    }
    #expect(bill.months.map(\.name) == Set(rows.map(\.month)).sorted(), "seed \(seed)")
    for month in bill.months {
      for part in ReportBill.Part.allCases {
        let own = rows.filter { $0.month == month.name && $0.rule.hasPrefix("\(part)") }
        #expect(
          month[part] == own.reduce(.zero) { $0 + $1.amount },
          "seed \(seed) \(month.name) \(part)")
      }
    }
  }

  @Test func `the bill of a report of thousands of years is short, with the sums of all`() throws {
    let clock = try #require(LocalClock(rule: "UTC0"))
    var tariff = Tariff()
    tariff.energy = [Tariff.EnergyRule(price: Money(millionths: 1_000_000))]
    tariff.fixed = Tariff.PeriodPrice(price: Money(millionths: 1_000_000), per: .month)
    let flows = [Flow(start: 0, end: 8_000 * 31_556_952_000, power: 1_000, capacity: 1_000)]
    let meter = Self.meter(CostTerms(tariff), clock, flows, measuresReport: true)
    let bill = try #require(meter.reportBill)
    #expect(bill.rows.count == 2_000 && bill.rowsLeftOut == 2 * 96_000 - 2_000)
    #expect(bill.months.count == 1_200 && bill.monthsLeftOut == 94_800)
    #expect(bill.total == meter.costs(vehicles: .zero).total)
    #expect(bill.months.last?.name == "2069-12")
  }

  @Test func `thousands of years without a tick are passed month by month`() throws {
    let clock = try #require(LocalClock(rule: Self.rules[0]))
    var tariff = Tariff()
    tariff.energy = [
      Tariff.EnergyRule(price: Money(millionths: 1_000_000)),
      Tariff.EnergyRule(
        price: Money(millionths: 2_000_000), times: RuleTimes(from: 0, to: 43_200_000)),
    ]
    tariff.demand = [Tariff.DemandRule(price: Money(millionths: 1), per: .year)]
    let year = 31_556_952_000
    let flows = [Flow(start: 0, end: 8_000 * year, power: 1_000, capacity: 1_000)]
    let meter = Self.meter(CostTerms(tariff), clock, flows)
    let totals = meter.costs(vehicles: .zero)
    // Half of the hours cost twice as much, but for those of changed clocks.
    let hours = Int128(8_000 * (year / 3_600_000))
    let base = totals.energy.millionths / 1_000_000
    #expect((base - hours * 3 / 2).magnitude < 16_000)
  }

  @Test func `a series of prices is followed exactly`() throws {
    let clock = try #require(LocalClock(rule: "UTC0"))
    let hour = 3_600_000
    func row(_ hours: Int, _ price: Int128) -> PriceSeries.Row {
      PriceSeries.Row(time: hours * hour, price: Money(millionths: price * 1_000_000))
    }
    func cost(_ series: PriceSeries, from start: Int, hours: Int) -> Int128 {
      let flows = [
        Flow(start: start * hour, end: (start + hours) * hour, power: 1_000, capacity: 0)
      ]
      return Self.meter(CostTerms(Tariff(), prices: series), clock, flows)
        .costs(vehicles: .zero).energy.millionths
    }
    let daily = PriceSeries([row(6, 1), row(18, 3)], every: .day)
    #expect(cost(daily, from: 0, hours: 24) == 48_000_000)
    #expect(cost(daily, from: 24 * 3, hours: 24 * 400) == 48_000_000 * 400)
    let weekly = PriceSeries([row(24, 1), row(48, 2)], every: .week)
    // The epoch was a Thursday.
    #expect(cost(weekly, from: 24 * 4, hours: 168) == (24 + 6 * 48) * 1_000_000)
    #expect(cost(weekly, from: 24 * 4, hours: 168 * 60) == (24 + 6 * 48) * 60_000_000)
    let moments = PriceSeries([row(10, 1), row(20, 5), row(1_000, 2)], every: nil)
    #expect(cost(moments, from: 10, hours: 1_000) == (10 + 5 * 980 + 2 * 10) * 1_000_000)
  }
}
