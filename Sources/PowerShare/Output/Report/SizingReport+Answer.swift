/// The first part of the report of a search: the question, the answer and the curves.
extension SizingReport {
  private var rules: SizingRules {
    switch search {
    case .axis(let sizing): sizing.rules
    case .best(let best): best.rules
    }
  }

  /// The point of the answer; nil where there is none.
  private var answer: SizingPoint? {
    switch search {
    case .axis(let sizing): sizing.answer.map { sizing.points[$0] }
    case .best(let best): best.best.first
    }
  }

  /// The question.
  var title: String {
    let station = run.station.stationId.text
    switch search {
    case .axis(let sizing):
      return switch sizing.axis {
      case .gridCapacity: "How much grid capacity is enough for \(station)?"
      case .chargers: "How many chargers are enough at \(station)?"
      case .batteryCapacity: "How large a battery is enough at \(station)?"
      case .batteryPower: "How much battery power is enough at \(station)?"
      case .scale: "How many vehicles can \(station) take?"
      case .station: "Which station is enough?"
      case .site, .policy, .seed: "Which \(sizing.axis.noun) is enough?"
      }
    case .best(let best):
      return "Which combination has the \(best.goal.isHighest ? "highest" : "lowest") "
        + "\(best.goal.path)?"
    }
  }

  /// The words that say which run is shown.
  var runText: String {
    let axes = ScenarioAxis.allCases.filter { !scenario.text(on: $0).isEmpty }
    let values = axes.map { "\($0.noun) \($0.text(of: [scenario]))" }.joined(separator: ", ")
    let timeline =
      hasSeeds ? ", in its timeline with the lowest served share" : ""
    return answer == nil
      ? "No answer was found. All that follows is of the last value that was tried\(timeline): "
        + "\(values)."
      : "All that follows is of the answer\(timeline): \(values)."
  }

  /// Appends the answer, the requirements, the curves and the assumptions.
  func writeAnswer(to page: inout Markup) {
    let verdict =
      switch search {
      case .axis(let sizing): sizing.verdict(hasSeeds: hasSeeds)
      case .best(let best): best.verdict(hasSeeds: hasSeeds)
      }
    page.element("p", answer == nil ? .style("answer unmet") : .style("answer met")) { text in
      text.element("b", text: (verdict.first.map(Self.sentence)) ?? "")
      for line in verdict.dropFirst() { text.text(" \(Self.sentence(line))") }
    }
    writeRequirements(to: &page)
    switch search {
    case .axis(let sizing):
      SizingCurves(sizing, hasSeeds: hasSeeds, in: run.summary.money).write(to: &page)
    case .best(let best): page.append(best, hasSeeds: hasSeeds, in: run.summary.money)
    }
    page.append(warningsOf: head)
    page.element("h2", text: "Assumptions")
    page.element("table", .style("facts")) { table in
      table.element("tbody") { rows in
        run.writeAssumptions(to: &rows)
        rows.append(rowsOf: head)
      }
    }
    page.raw("\n")
  }

  /// Returns a line of a verdict as a sentence.
  private static func sentence(_ line: String) -> String {
    guard let first = line.first else { return line }
    return first.uppercased() + line.dropFirst() + "."
  }

  private func writeRequirements(to page: inout Markup) {
    guard !rules.requirements.isEmpty else { return }
    page.element("h2", text: "Requirements")
    let shown = answer ?? lastTried
    page.element(
      "p", .style("soft"),
      text: (answer == nil ? "At the last value that was tried" : "At the answer")
        + (hasSeeds ? ", as means over the timelines." : "."))
    var table = NumberTable([
      .text("figure"), .number("required"), .number("reached"),
      hasSeeds ? .text("met in timelines") : .verdict, .prose("meaning"),
    ])
    for (index, requirement) in rules.requirements.enumerated() {
      let definition = FigureTable.figure(requirement.path, isOnUpdate: true)
      let result = shown?.results[index]
      let met = result?.met ?? 0
      let verdict =
        hasSeeds ? "\(met) of \(shown?.timelines ?? 0)" : met > 0 ? "met" : "not met"
      table.append([
        requirement.path, requirement.shownCondition,
        result?.mean.map { mean in
          let number = decimalText(mean, decimals: result?.decimals ?? 3)
          return definition?.unit.shown(number, in: run.summary.money) ?? number
        } ?? "-", verdict,
        definition?.meaning ?? "",
      ])
    }
    page.append(table, name: "Requirements")
  }

  private var lastTried: SizingPoint? {
    switch search {
    case .axis(let sizing): sizing.findsLargest ? sizing.points.first : sizing.points.last
    case .best(let best): best.points.last
    }
  }
}

/// The curves of a search on one axis.
struct SizingCurves {
  private let sizing: Sizing
  private let hasSeeds: Bool
  private let money: MoneyWords

  /// - Parameters:
  ///   - hasSeeds: Whether several timelines were run for each value.
  ///   - money: The words for amounts.
  init(_ sizing: Sizing, hasSeeds: Bool, in money: MoneyWords = MoneyWords(nil)) {
    self.sizing = sizing
    self.hasSeeds = hasSeeds
    self.money = money
  }

  /// The charts: one for each figure that is required, one for the share of timelines, and one for
  /// the energy.
  var charts: [CurveChart] {
    var paths: [String] = []
    for requirement in sizing.rules.requirements where !paths.contains(requirement.path) {
      paths.append(requirement.path)
    }
    return (hasSeeds ? [shares] : []) + paths.map(figure) + [energy]
  }

  /// Appends the charts, two side by side.
  func write(to page: inout Markup) {
    let charts = charts
    for index in stride(from: 0, to: charts.count, by: 2) {
      page.append(charts[index], index + 1 < charts.count ? charts[index + 1] : nil)
    }
  }

  private func points(
    _ value: (SizingPoint) -> Int128?, spread: (SizingPoint) -> ClosedRange<Int128>? = { _ in nil }
  ) -> [CurveChart.Point] {
    sizing.points.map { point in
      CurveChart.Point(
        x: point.scenario.number(on: sizing.axis), name: name(point), y: value(point),
        spread: spread(point))
    }
  }

  private func name(_ point: SizingPoint) -> String { sizing.axis.text(of: [point.scenario]) }

  private func chart(
    _ heading: String, _ sentence: String, _ points: [CurveChart.Point],
    _ thresholds: [CurveChart.Threshold] = [], unit: String, smallest: Int128, curve: String,
    _ numbers: NumberTable
  ) -> CurveChart {
    let range = ChartRange(around: points.compactMap(\.x), most: 8)
    let remark =
      range.first > 0 ? " The horizontal axis begins at \(ChartScale.text(range.first))." : ""
    return CurveChart(
      heading: heading, sentence: sentence + remark, points: points, thresholds: thresholds,
      marked: sizing.answer, unit: unit, smallest: smallest, axis: sizing.axis.title,
      curve: curve, numbers: numbers)
  }

  private func figure(_ path: String) -> CurveChart {
    let requirements = sizing.rules.requirements.indices.filter {
      sizing.rules.requirements[$0].path == path
    }
    let first = requirements[0]
    let definition = FigureTable.figure(path, isOnUpdate: true)
    let unit = definition?.unit.name(in: money) ?? ""
    var columns: [NumberTable.Column] = [.number(sizing.axis.title), .number("\(path), \(unit)")]
    if hasSeeds { columns += [.number("lowest"), .number("highest")] }
    for index in requirements {
      let condition = sizing.rules.requirements[index].shownCondition
      columns.append(.number(hasSeeds ? "\(condition) met in" : condition))
    }
    func text(_ value: Int128?) -> String {
      definition?.unit.text(value) ?? Summary.shown(value)
    }
    func thousandths(_ value: Int128) -> Int128 { definition?.unit.thousandths(value) ?? value }
    var numbers = NumberTable(columns)
    for point in sizing.points {
      let result = point.results[first]
      var row = [point.scenario.text(on: sizing.axis), text(result.mean)]
      if hasSeeds { row += [text(result.range?.lowerBound), text(result.range?.upperBound)] }
      for index in requirements {
        let met = point.results[index].met
        row.append(hasSeeds ? "\(met) of \(point.timelines)" : met > 0 ? "met" : "not met")
      }
      numbers.append(row)
    }
    return chart(
      path, (definition?.meaning ?? "") + atAnswer(first, definition?.unit),
      points(
        { $0.results[first].mean.map(thousandths) },
        spread: {
          guard hasSeeds, let range = $0.results[first].range else { return nil }
          return thousandths(range.lowerBound)...thousandths(range.upperBound)
        }),
      requirements.map { index in
        let requirement = sizing.rules.requirements[index]
        return CurveChart.Threshold(
          // Rounded to a thousandth for the place of a line; the text is exact.
          value: requirement.threshold / 1_000_000,
          text: "required: \(requirement.shownCondition)")
      }, unit: unit, smallest: definition?.unit == .count ? 1_000 : 1,
      curve: hasSeeds ? "mean of the timelines" : path, numbers)
  }

  /// Returns a sentence with a required figure at the answer; empty where there is none.
  private func atAnswer(_ requirement: Int, _ unit: FigureDefinition.Unit?) -> String {
    guard let answer = sizing.answer.map({ sizing.points[$0] }) else { return "" }
    let value = answer.results[requirement].mean.map { Summary.words($0, unit, in: money) }
    return " At the answer, \(name(answer)), it is \(value ?? "without data")."
  }

  private var shares: CurveChart {
    let rules = sizing.rules
    var numbers = NumberTable([
      .number(sizing.axis.title), .number("met all"), .number("of timelines"), .number("share"),
      .number("lower bound"),
    ])
    for point in sizing.points {
      numbers.append([
        point.scenario.text(on: sizing.axis), "\(point.met)", "\(point.timelines)",
        decimalText(thousandths: Int128(point.share)),
        decimalText(thousandths: Int128(point.lowerBound)),
      ])
    }
    let sureness = (rules.confidence ?? .percent95).rawValue
    let required = decimalText(thousandths: Int128(rules.seedShare))
    return chart(
      "How often all requirements are met",
      "The share of timelines that meet every requirement; \(required) is required"
        + (rules.confidence == nil ? "." : ", with \(sureness) % certainty."),
      points { Int128($0.share) },
      [CurveChart.Threshold(value: Int128(rules.seedShare), text: "required: \(required)")],
      unit: "share", smallest: 1, curve: "share of timelines", numbers)
  }

  private var energy: CurveChart {
    var numbers = NumberTable([
      .number(sizing.axis.title), .number("delivered, kWh"), .number("gain of the next, kWh"),
      .text("limited most by"),
    ])
    for (index, point) in sizing.points.enumerated() {
      numbers.append([
        point.scenario.text(on: sizing.axis), Summary.shown(point.meanDelivered),
        Summary.shown(sizing.gain(behind: index)), point.limit?.name ?? "-",
      ])
    }
    var sentence =
      hasSeeds ? "Energy that was delivered, as a mean over the timelines." : "Energy delivered."
    if let answer = sizing.answer, let gain = sizing.gain(behind: answer) {
      let (verb, amount) = (gain < 0 ? "less" : "more", Int128(gain.magnitude))
      sentence +=
        " The next value behind the answer, \(name(sizing.points[answer + 1])), would deliver "
        + "\(decimalText(thousandths: amount)) kWh \(verb)."
    }
    return chart(
      "What the next step gains", sentence, points(\.meanDelivered), unit: "kWh", smallest: 1,
      curve: hasSeeds ? "mean of the timelines" : "delivered energy", numbers)
  }
}

extension ScenarioAxis {
  /// Its name with the unit of its values: `grid capacity, kW`.
  var title: String {
    switch self {
    case .batteryCapacity: "\(noun), kWh"
    case .batteryPower, .gridCapacity: "\(noun), kW"
    case .site, .station, .chargers, .policy, .scale, .seed: noun
    }
  }
}

extension Scenario {
  /// Returns its value on an axis in thousandths; nil where the axis has names.
  func number(on axis: ScenarioAxis) -> Int128? {
    switch axis {
    case .site, .station, .policy: nil
    case .chargers: chargers.map { Int128($0) * 1_000 }
    case .batteryCapacity: batteryCapacity?.roundedWattHours
    case .batteryPower: batteryPower.map { Int128($0.watts) }
    case .gridCapacity: gridCapacity.map { Int128($0.watts) }
    case .scale: scale.map { Int128($0) }
    case .seed: seed.map { Int128($0) * 1_000 }
    }
  }
}

extension Markup {
  /// Appends the best combinations, as bars and as a table.
  mutating func append(_ best: BestScenarios, hasSeeds: Bool, in money: MoneyWords) {
    guard !best.best.isEmpty else { return }
    let definition = FigureTable.figure(best.goal.path, isOnUpdate: true)
    let unit = definition?.unit.name(in: money) ?? ""
    var numbers = NumberTable(
      best.axes.map { .text($0.title) } + [.number("\(best.goal.path), \(unit)")])
    var rows: [BarList.Row] = []
    for point in best.best {
      let value = point.goal?.mean ?? 0
      numbers.append(
        best.axes.map { point.scenario.text(on: $0) }
          + [definition?.unit.text(value) ?? Summary.shown(value)])
      rows.append(
        BarList.Row(
          label: best.axes.map { $0.text(of: [point.scenario]) }.joined(separator: ", "),
          bars: [
            BarList.Bar(
              style: "blue", value: definition?.unit.thousandths(value) ?? value,
              text: Summary.words(value, definition?.unit, in: money))
          ]))
    }
    append(
      BarList(
        heading: "The best combinations",
        sentence: (definition?.meaning ?? "")
          + (hasSeeds ? " Means over the timelines; the best is first." : " The best is first."),
        rows: rows, unit: unit, numbers: numbers))
  }
}
