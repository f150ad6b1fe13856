import Testing

@testable import PowerShare

/// Reads the charts of a bill back and compares them with its rows.
@Suite struct BillChartsTests {
  private static let tariff: Tariff = {
    var tariff = Tariff(currency: "EUR")
    tariff.energy = [
      Tariff.EnergyRule(price: Money(millionths: 210_000)),
      Tariff.EnergyRule(
        price: Money(millionths: -40_000),
        times: RuleTimes(
          from: 61_200_000, to: 72_000_000, days: Weekdays("Mon-Fri") ?? .all,
          months: Months("10-3") ?? .all)),
    ]
    tariff.demand = [
      Tariff.DemandRule(
        price: Money(millionths: 15_510_000), per: .month, minimum: Power(watts: 20_000),
        lookback: Tariff.Lookback(months: 11, share: 80)),
      Tariff.DemandRule(
        price: Money(millionths: 120_000_000), per: .year,
        times: RuleTimes(from: 61_200_000, to: 86_400_000), average: 12),
    ]
    tariff.capacity = Tariff.PeriodPrice(price: Money(millionths: 40_000_000), per: .year)
    tariff.fixed = Tariff.PeriodPrice(price: Money(millionths: 50_000_000), per: .month)
    tariff.feedIn = Money(millionths: 60_000)
    tariff.value = Money(millionths: 590_000)
    return tariff
  }()

  /// The rules in the order of a bill, with their places.
  private static let rules = [
    ("energy.1", 1_000), ("energy.2", 1_001), ("demand.1", 2_000), ("demand.2", 2_001),
    ("capacity", 3_000), ("fixed", 4_000), ("feedIn", 5_000),
  ]

  /// Returns a bill with amounts that differ in each month.
  private static func bill(
    months: Int = 3, _ tariff: Tariff = tariff, amount: (Int, Int) -> Int128 = amount
  ) -> ReportBill {
    var bill = ReportBill(CostTerms(tariff))
    for month in 0..<months {
      for (index, (name, place)) in rules.enumerated() {
        bill.take(
          BillRow(
            month: CalendarMonth(number: 2_026 * 12 + month).text, rule: name,
            energy: place < 2_000 || place == 5_000 ? Energy(wattHours: 1_234 * (month + 1)) : nil,
            watts: 2_000..<4_000 ~= place ? 99_500 : nil,
            time: 2_000..<3_000 ~= place ? ReportSample.midnight : nil,
            price: Money(millionths: 1_234_567),
            amount: Money(millionths: amount(index, month)),
            place: (2_026 * 12 + month, place)))
      }
    }
    return bill
  }

  /// Returns an amount in millionths: energy at a negative price and feed-in are below 0.
  private static func amount(_ rule: Int, _ month: Int) -> Int128 {
    let sign: Int128 = rule == 1 || rule == 6 ? -1 : 1
    return sign * Int128(100_000_001 * (rule + 1) + 37_500_000 * month)
  }

  private static func run(_ bill: ReportBill) throws -> ReportedRun {
    var run = try ReportSample.run()
    run.data.bill = bill
    run.summary.costs = CostTotals(
      currency: bill.tariff.currency, energy: .zero, demand: .zero, capacity: .zero, fixed: .zero,
      feedIn: .zero, vehicles: .zero)
    return run
  }

  private static func charts(_ bill: ReportBill?) throws -> BillCharts {
    let bill = try #require(bill)
    let run = try run(bill)
    return try #require(BillCharts(run))
  }

  private static func page(_ run: ReportedRun) -> String {
    String(
      decoding: RunReport(head: ReportSample.head, requirements: [], run: run).html, as: UTF8.self)
  }

  @Test(arguments: [10_400, 7_000, 3_200])
  func `the amount of each rule is a bar from 0, to the left below it`(width: Int) throws {
    let bill = Self.bill()
    let chart = try Self.charts(bill).rules
    let (drawn, frame, scale) = (DrawnShapes(chart, width), chart.frame(width), chart.scale)
    let bars = drawn.shapes.filter { $0.name == "rect" }
    #expect(bars.count == 7 && scale.lowest < 0)
    let zero = frame.x(0, scale)
    for (bar, rule) in zip(bars, bill.rules) {
      let end = frame.x(rule.amount.rounded(decimals: 3), scale)
      #expect(bar.tenths("x") == min(zero, end), "\(rule.name)")
      #expect(bar.tenths("width") == abs(end - zero) && end != zero, "\(rule.name)")
      #expect((end < zero) == (rule.amount < .zero), "\(rule.name)")
    }
    #expect(bars.map(\.style) == ["blue", "blue", "peaks", "peaks", "conn", "fixed", "gen"])
    // The axis has a line at 0 and its unit.
    let axes = drawn.all("line", "ax")
    #expect(axes.map { $0.tenths("x1") } == [zero])
    #expect(drawn.labels.contains("0") && drawn.labels.contains("EUR"))
    #expect(drawn.labels.contains { $0.hasSuffix("412.5\u{A0}EUR") })
  }

  @Test(arguments: [10_400, 7_000, 3_200])
  func `the amounts of a month are stacked to scale on both sides of 0`(width: Int) throws {
    let bill = Self.bill()
    let charts = try Self.charts(bill)
    let chart = try #require(charts.months)
    let (drawn, frame, scale) = (DrawnShapes(chart, width), chart.frame(width), chart.scale)
    #expect(chart.parts == ReportBill.Part.allCases)
    var bars = drawn.shapes.filter { $0.name == "rect" }[...]
    for month in bill.months {
      var (up, down) = (Int128(0), Int128(0))
      for part in chart.parts {
        guard let bar = bars.popFirst() else {
          Issue.record("a bar is missing")
          return
        }
        let value = month[part].rounded(decimals: 3)
        let base = value > 0 ? up : down
        if value > 0 { up += value } else { down += value }
        let ends = [frame.y(base, scale), frame.y(base + value, scale)].sorted()
        #expect(bar.tenths("y") == ends[0], "\(month.name) \(part)")
        #expect(bar.tenths("height") == ends[1] - ends[0], "\(month.name) \(part)")
        #expect(bar.style == (ends[1] - ends[0] < 40 ? part.plainStyle : part.style).description)
      }
      #expect(down < 0 && up <= scale.highest && down >= scale.lowest)
    }
    #expect(bars.isEmpty)
    #expect(Set(drawn.labels).isSuperset(of: ["2026-01", "2026-03", "EUR"]))
  }

  @Test func `the numbers are the rows of the bill with exact amounts, and their sums`() throws {
    let bill = Self.bill()
    let numbers = try Self.charts(bill).rules.numbers
    #expect(numbers.leftOut == 0 && numbers.rows.count == 21 + 7 + 1)
    #expect(
      numbers.rows[2] == [
        "2026-01", "demand.1", "-", "99.5", "2026-03-02T00:00:00+01:00", "1.234567",
        "300.000003",
      ])
    #expect(numbers.rows[21] == ["all", "energy.1", "7.404", "-", "-", "-", "412.500003"])
    #expect(numbers.rows[28].last == bill.total.text)
    #expect(numbers.columns.last?.heading == "amount, EUR")
  }

  @Test func `rows that are left out are counted, and the sums are of all`() throws {
    let bill = Self.bill(months: 400)
    let charts = try Self.charts(bill)
    #expect(charts.rules.numbers.rows.count == 2_000)
    #expect(charts.rules.numbers.leftOut == 400 * 7 - (2_000 - 8))
    #expect(charts.rules.numbers.rows[1_999].last == bill.total.text)
    let months = try #require(charts.months)
    #expect(months.months.count == 60)
    #expect(months.sentence.hasSuffix("340 later months are left out of the chart."))
  }

  @Test func `a month alone has no second chart, and no tariff has none`() throws {
    #expect(try Self.charts(Self.bill(months: 1)).months == nil)
    #expect(BillCharts(try ReportSample.run()) == nil)
    let free = Self.bill { _, _ in 0 }
    let charts = try Self.charts(free)
    #expect(charts.months == nil)
    #expect(charts.rules.sentence.hasPrefix("By the tariff this run costs 0\u{A0}EUR."))
  }

  @Test func `of more than 40 rules those with the highest amounts are shown`() throws {
    var tariff = Self.tariff
    tariff.energy = Array(repeating: tariff.energy[0], count: 60)
    var bill = ReportBill(CostTerms(tariff))
    for rule in 0..<60 {
      bill.take(
        BillRow(
          month: "2026-01", rule: "energy.\(rule + 1)", energy: .zero, watts: nil, time: nil,
          price: nil, amount: Money(millionths: Int128(rule % 2 == 0 ? rule : -rule) * 1_000_000),
          place: (24_312, 1_000 + rule)))
    }
    let chart = try Self.charts(bill).rules
    #expect(chart.rows.map(\.label) == (21...60).map { "energy.\($0)" })
    #expect(chart.sentence.contains("The 40 rules with the highest amounts are shown; 20 are left"))
    #expect(Self.page(try Self.run(bill)).contains("20 more rules"))
  }

  @Test func `the assumptions say what each rule means`() throws {
    let page = Self.page(try Self.run(Self.bill()))
    for text in [
      "0.21\u{A0}EUR per kWh<", "-0.04\u{A0}EUR per kWh, 17:00 to 20:00, Mon-Fri, Oct-Mar<",
      "15.51\u{A0}EUR per kW and month, for the highest mean import over 15 min; at least 20 kW; "
        + "at least 80 % of the highest of the 11 months before<",
      "120\u{A0}EUR per kW and year, for the highest mean import over 15 min, 17:00 to 24:00; "
        + "the mean over 12 months<",
      "40\u{A0}EUR per kW of grid capacity and year<", "50\u{A0}EUR per month<",
      "0.06\u{A0}EUR paid per kWh exported<", "0.59\u{A0}EUR earned per kWh that vehicles draw<",
      "the last rule that matches a moment<",
    ] {
      #expect(page.contains("<td>\(text)"), "\(text)")
    }
  }

  @Test(
    arguments: [
      ("Mon-Fri", "1-12", ", Mon-Fri"), ("Sat,Sun", "6", ", Sat-Sun, Jun"),
      ("Sat-Mon,Wed", "12,1,5", ", Wed, Sat-Mon, May, Dec-Jan"), ("Mon-Sun", "1-12", ""),
    ])
  func `days and months are ranges in a circle`(days: String, months: String, words: String) {
    let times = RuleTimes(days: Weekdays(days) ?? [], months: Months(months) ?? [])
    #expect(times.words == words)
  }

  @Test func `times over midnight and all day are told apart`() {
    #expect(RuleTimes(from: 79_200_000, to: 21_600_000).words == ", 22:00 to 06:00")
    #expect(RuleTimes(from: 3_600_000, to: 3_600_000).words.isEmpty)
    #expect(RuleTimes(from: 0, to: 43_230_000).words == ", 00:00 to 12:00:30")
  }

  // MARK: Currency

  @Test func `money has the currency in tiles, sentences and tables`() throws {
    var run = try Self.run(Self.bill())
    run.summary.setCosts(total: 456_500, perKilowattHour: 3_958, perYear: 83_672_540)
    let page = Self.page(run)
    #expect(page.contains("<b>456.5<small>\u{A0}EUR</small></b>"))
    #expect(page.contains("cost of the run, 83672.54\u{A0}EUR for a year like it"))
    #expect(page.contains(", or 0.3958\u{A0}EUR for each kWh that vehicles drew."))
    #expect(page.contains("<td class=\"n\">456.5</td><td>EUR</td>"))
    #expect(page.contains("<td class=\"n\">0.3958</td><td>EUR/kWh</td>"))
    #expect(MoneyWords("EUR").tile(1_234_567_800) == "1234568\u{A0}EUR")
    #expect(MoneyWords("EUR").tile(-999_990) == "-999.99\u{A0}EUR")
  }

  @Test func `a tariff without a currency has amounts without one`() throws {
    var tariff = Self.tariff
    tariff.currency = nil
    var run = try Self.run(Self.bill(tariff))
    run.summary.setCosts(total: 456_500, perKilowattHour: 3_958, perYear: 83_672_540)
    let page = Self.page(run)
    #expect(page.contains("<b>456.5</b>"))
    #expect(page.contains("<td>0.21 per kWh</td>"))
    #expect(page.contains(", or 0.3958 for each kWh that vehicles drew."))
    #expect(!page.contains("EUR"))
    let chart = try Self.charts(run.data.bill).rules
    #expect(chart.unit == "money" && chart.rows[0].bars[0].text == "412.5")
  }

  @Test func `a currency with odd characters is a text, and a long one is shortened`() throws {
    var tariff = Self.tariff
    let name = "<script>alert(1)</script>\u{202E}\u{0}\"'" + String(repeating: "x", count: 200)
    tariff.currency = name
    var run = try Self.run(Self.bill(tariff))
    run.summary.setCosts(total: 456_500, perKilowattHour: 3_958, perYear: 83_672_540)
    let page = Self.page(run)
    #expect(!page.contains("<script"))
    #expect(page.contains("<td>&lt;script&gt;alert(1)&lt;/script&gt;\\u202e\\u0000&quot;&#39;xxx"))
    #expect(page.unicodeScalars.allSatisfy { $0 == "\n" || !Suggestion.isControl($0) })
    #expect(DrawnShapes(Array(page.utf8)).labelsOutside == [])
  }

  @Test func `labels are inside the drawings`() throws {
    let bills = [
      Self.bill(), Self.bill(months: 60), Self.bill { _, month in month == 1 ? -1 : 1 },
      Self.bill { rule, _ in Int128(rule - 3) << 80 }, Self.bill { _, _ in -1 << 90 },
    ]
    for bill in bills {
      let page = Self.page(try Self.run(bill))
      #expect(DrawnShapes(Array(page.utf8)).labelsOutside == [])
    }
  }
}

extension Summary {
  /// Adds figures of costs; the others are null.
  fileprivate mutating func setCosts(total: Int128, perKilowattHour: Int128, perYear: Int128) {
    let values = [
      "cost.total": total, "cost.perKWh": perKilowattHour, "cost.perYear": perYear,
    ]
    let group = FigureTable.groups.first { $0.key == CostTotals.group }
    figures += (group?.figuresWithPaths ?? []).map {
      Figure(path: $0.path, value: values[$0.path], decimals: $0.unit.heldDecimals)
    }
  }
}
