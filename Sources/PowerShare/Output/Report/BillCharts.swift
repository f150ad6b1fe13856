/// The bill of a run: what each rule of the tariff costs, and what each month costs.
struct BillCharts {
  /// The amount of each rule.
  let rules: BarList
  /// The amounts of each month; nil where there is one month only.
  let months: BillMonthChart?

  /// The most rules that are shown.
  private static let mostRules = 40

  /// Creates the charts; nil without a tariff, and where no time passes.
  init?(_ run: ReportedRun) {
    guard let bill = run.data.bill, !bill.rules.isEmpty else { return nil }
    let words = MoneyWords(run.summary.costs?.currency)
    let order = bill.rules.indices.sorted { left, right in
      let (first, second) = (bill.rules[left].amount, bill.rules[right].amount)
      let (one, other) = (first.millionths.magnitude, second.millionths.magnitude)
      return one != other ? one > other : left < right
    }
    let shown = order.prefix(Self.mostRules).sorted().map { bill.rules[$0] }
    rules = BarList(
      heading: "The bill", sentence: Self.sentence(bill, run.summary, words, shown: shown.count),
      form: .wide,
      rows: shown.map { rule in
        let text = words.text(rule.amount)
        return BarList.Row(
          label: rule.name,
          bars: [
            BarList.Bar(
              style: rule.part.style, value: rule.amount.rounded(decimals: 3), text: text,
              title: "\(rule.name): \(text) (\(bill.meaning(of: rule, words)))")
          ])
      }, unit: words.unit,
      numbers: Self.numbers(bill, words, bill.clock.map(OutputClock.zone) ?? run.clock))
    months = BillMonthChart(bill, words)
  }

  private static func sentence(
    _ bill: ReportBill, _ summary: Summary, _ words: MoneyWords, shown: Int
  ) -> String {
    var sentence = "By the tariff this run costs \(words.text(bill.total))"
    if summary.value("cost.perKWh") != nil {
      let price = words.number(summary.shown("cost.perKWh"))
      sentence += ", or \(price) for each kWh that vehicles drew"
    }
    sentence += "."
    if bill.rules.count > 1,
      let most = bill.rules.max(by: { $0.amount < $1.amount }), most.amount > .zero
    {
      sentence += " The highest amount is \(words.text(most.amount)), for \(most.name)."
    }
    if summary.value("cost.perYear") != nil {
      sentence += " A year like it costs \(summary.words("cost.perYear"))"
      if summary.value("cost.invest") ?? 0 != 0 {
        sentence += ", of which \(summary.words("cost.invest")) for investments"
      }
      sentence += "."
    }
    if shown < bill.rules.count {
      sentence += " The \(shown) rules with the highest amounts are shown; "
      sentence += "\(bill.rules.count - shown) are left out."
    }
    return sentence + " Amounts are rounded here; the numbers have all their decimals."
  }

  /// Returns the rows of the bill, with the sums of all months.
  private static func numbers(
    _ bill: ReportBill, _ words: MoneyWords, _ clock: OutputClock
  ) -> NumberTable {
    let hasSeveralMonths = bill.months.count + bill.monthsLeftOut > 1
    let sums = hasSeveralMonths ? bill.rules : []
    let rows = bill.rows.prefix(max(NumberTable.mostRows - sums.count - 1, 0))
    var table = NumberTable(
      [
        .text("month"), .text("rule"), .number("energy, kWh"), .number("power, kW"),
        .text("time of the peak"), .number("price, \(words.unit)"),
        .number("amount, \(words.unit)"),
      ], leftOut: bill.rows.count - rows.count + bill.rowsLeftOut)
    for row in rows {
      table.append([
        row.month, row.rule, row.energy?.kilowattHours ?? "-",
        row.watts.map { decimalText(thousandths: $0) } ?? "-",
        row.time.map { clock.text($0) } ?? "-", row.price?.text ?? "-", row.amount.text,
      ])
    }
    for rule in sums {
      table.append([
        "all", rule.name, rule.energy?.kilowattHours ?? "-", "-", "-", "-", rule.amount.text,
      ])
    }
    table.append(["all", "total", "-", "-", "-", "-", bill.total.text])
    return table
  }
}

/// The amounts of each month, stacked by kind of price.
struct BillMonthChart: ReportChart {
  let heading = "The bill, month by month"
  let sentence: String
  let form = ChartForm.wide
  /// The months that are shown.
  let months: ArraySlice<ReportBill.Month>
  /// The kinds of price that have amounts.
  let parts: [ReportBill.Part]
  let numbers: NumberTable
  private let words: MoneyWords

  /// The most months that are shown.
  private static let mostMonths = 60
  /// The greatest width of a bar.
  private static let mostWidth = 800
  /// The height under which a bar has no pattern.
  private static let thin = 40

  /// Creates a chart; nil for less than two months, and where nothing costs anything.
  init?(_ bill: ReportBill, _ words: MoneyWords) {
    parts = ReportBill.Part.allCases.filter { part in
      bill.months.contains { $0[part] != .zero }
    }
    guard bill.months.count > 1, !parts.isEmpty else { return nil }
    self.words = words
    months = bill.months.prefix(Self.mostMonths)
    var sentence = "What each month costs, by kind of price."
    if let most = bill.months.max(by: { $0.total < $1.total }), most.total > .zero {
      sentence += " The highest total is \(words.text(most.total)), in \(most.name)."
    }
    if bill.tariff.hasYearlyPrice {
      sentence += " A yearly price is in the last month of its year that the run covers."
    }
    let left = bill.months.count - months.count + bill.monthsLeftOut
    if left > 0 { sentence += " \(left) later months are left out of the chart." }
    self.sentence = sentence
    var numbers = NumberTable(
      [.text("month")] + parts.map { .number("\($0.name), \(words.unit)") }
        + [.number("total, \(words.unit)")], leftOut: bill.monthsLeftOut)
    for month in bill.months {
      numbers.append([month.name] + parts.map { month[$0].text } + [month.total.text])
    }
    self.numbers = numbers
  }

  var keys: [ChartKey] { parts.map { ChartKey($0.style, $0.name) } }

  /// Returns the sum of the amounts of a month above 0, or of those below it, in thousandths.
  private func sum(_ month: ReportBill.Month, above isAbove: Bool) -> Int128 {
    parts.map { thousandths(month[$0]) }.filter { ($0 > 0) == isAbove }.reduce(0, +)
  }

  private func thousandths(_ amount: Money) -> Int128 { amount.rounded(decimals: 3) }

  var scale: ChartScale {
    ChartScale(
      upTo: months.map { sum($0, above: true) }.max() ?? 0,
      from: months.map { sum($0, above: false) }.min() ?? 0)
  }

  func frame(_ width: Int) -> PlotFrame {
    PlotFrame(left: ChartText.margin(scale), right: width - 20, top: 420, bottom: 1_920)
  }

  func height(_ width: Int) -> Int { 2_360 }

  func draw(_ width: Int, into svg: inout Markup) {
    let (scale, frame) = (scale, frame(width))
    svg.valueAxis(scale, frame, unit: words.unit)
    let count = months.count
    let slot = frame.width / count
    let gap = max(min(slot / 10, 40), (slot - Self.mostWidth) / 2)
    for (index, month) in months.enumerated() {
      let left = frame.left + frame.width * index / count + gap
      let right = frame.left + frame.width * (index + 1) / count - gap
      draw(month, left, right, scale, frame, into: &svg)
    }
    svg.slotLabels(months.map(\.name), frame, width, showsLast: true)
    svg.label("month", (frame.left + frame.right) / 2, frame.bottom + 370, "mid")
  }

  private func draw(
    _ month: ReportBill.Month, _ left: Int, _ right: Int, _ scale: ChartScale,
    _ frame: PlotFrame, into svg: inout Markup
  ) {
    var (up, down) = (Int128(0), Int128(0))
    for part in parts where month[part] != .zero {
      let value = thousandths(month[part])
      let base = value > 0 ? up : down
      if value > 0 { up += value } else { down += value }
      let (first, last) = (frame.y(base, scale), frame.y(base + value, scale))
      let height = abs(last - first)
      // A pattern cannot be seen in a thin bar.
      svg.bar(
        height < Self.thin ? part.plainStyle : part.style, x: left, y: min(first, last),
        width: right - left, height: height,
        title: "\(month.name), \(part.name): \(words.text(month[part]))")
    }
  }
}

extension ReportBill.Part {
  /// The name in a key.
  var name: String {
    switch self {
    case .energy: "energy"
    case .demand: "demand"
    case .capacity: "capacity"
    case .fixed: "fixed"
    case .feedIn: "feed-in"
    }
  }

  var style: StaticString {
    switch self {
    case .energy: "blue"
    case .demand: "peaks"
    case .capacity: "conn"
    case .fixed: "fixed"
    case .feedIn: "gen"
    }
  }

  /// The colour without a pattern.
  var plainStyle: StaticString {
    switch self {
    case .energy: "blue"
    case .demand: "orange"
    case .capacity, .fixed: "grey"
    case .feedIn: "green"
    }
  }
}

extension Tariff {
  /// Whether it has a price for a calendar year.
  fileprivate var hasYearlyPrice: Bool {
    capacity?.per == .year || fixed?.per == .year || demand.contains { $0.per == .year }
  }
}
