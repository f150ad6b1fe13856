/// The figures of a sweep over its axes, as small charts of one form.
struct SweepPanels {
  private let report: SweepReport
  /// The axis along which figures are drawn; nil where no axis has two values.
  let axis: ScenarioAxis?
  /// The combinations of the other axes but the seed, a line each, in the order of the rows.
  private let lines: [Line]

  /// The most lines that are drawn.
  private static let mostLines = 6

  /// The rows of a combination of all axes but the horizontal one.
  private struct Line {
    let name: String
    var points: [Point]
  }

  /// The rows at one value of the axis: more than one where there are seeds.
  private struct Point {
    let scenario: Scenario
    var rows: [Int]
  }

  init(_ report: SweepReport) {
    self.report = report
    func count(_ axis: ScenarioAxis) -> Int {
      Set(report.rows.map { $0.scenario.text(on: axis) }).count
    }
    let axes = report.axes.filter { $0 != .seed }
    let counted = axes.map { ($0, count($0)) }.filter { $0.1 > 1 }
    let ranked = counted.filter(\.0.isRanked)
    let candidates = ranked.isEmpty ? counted : ranked
    let most = candidates.map(\.1).max()
    let axis = candidates.first { $0.1 == most }?.0
    self.axis = axis
    let others = axes.filter { $0 != axis }
    var lines: [Line] = []
    var places: [String: Int] = [:]
    var pointPlaces: [Scenario: Int] = [:]
    for (index, row) in report.rows.enumerated() {
      let name = others.map { "\($0.noun) \($0.text(of: [row.scenario]))" }.joined(separator: ", ")
      let place = places[name] ?? lines.count
      if place == lines.count {
        places[name] = place
        lines.append(Line(name: name, points: []))
      }
      var scenario = row.scenario
      scenario.seed = nil
      if let point = pointPlaces[scenario] {
        lines[place].points[point].rows.append(index)
      } else {
        pointPlaces[scenario] = lines[place].points.count
        lines[place].points.append(Point(scenario: scenario, rows: [index]))
      }
    }
    self.lines = lines
  }

  /// Appends a figure with panels for each group of figures.
  func write(to page: inout Markup) {
    guard axis != nil else { return page.append(values: report) }
    for group in Self.groups(report.definitions) { write(group, to: &page) }
  }

  /// The figures of a group, by their indices among all.
  private struct Group {
    let name: String
    let meaning: String
    var figures: [Int]
  }

  private static func groups(_ definitions: [FigureDefinition]) -> [Group] {
    var groups: [Group] = []
    for (index, definition) in definitions.enumerated() where definition.unit.isNumeric {
      let keys = definition.path.split(separator: ".").dropLast()
      let name = keys.joined(separator: ".")
      if groups.last?.name != name {
        let meaning =
          FigureTable.limits.first { keys.count > 1 && $0.limit.name == keys[1] }?.meaning
          ?? FigureTable.groups.first { $0.key == keys.first.map(String.init) ?? "" }?.meaning ?? ""
        groups.append(Group(name: name, meaning: meaning, figures: []))
      }
      groups[groups.count - 1].figures.append(index)
    }
    return groups
  }

  private func write(_ group: Group, to page: inout Markup) {
    let varying = group.figures.filter { figure in
      let values = report.rows.map { $0.values[figure] }
      return values.contains { $0 != values[0] }
    }
    guard !varying.isEmpty else { return }
    let equal = group.figures.filter { !varying.contains($0) }
    page.element("figure") { page in
      page.element("figcaption") { caption in
        caption.element("h2", text: group.name.isEmpty ? "servedShare" : group.name)
        caption.element("p", text: sentence(group, equal))
      }
      page.append(keys)
      page.element("div", .style("panels")) { panels in
        for figure in varying { panel(figure).write(to: &panels) }
      }
      page.element("details") { details in
        details.raw("<summary>Numbers</summary>")
        details.append(
          report.table(of: group.figures), name: "Numbers: \(group.name)")
      }
    }
    page.raw("\n")
  }

  private func sentence(_ group: Group, _ equal: [Int]) -> String {
    var sentence = group.meaning
    if sentence.isEmpty { sentence = report.definitions[group.figures[0]].meaning }
    if !equal.isEmpty {
      let texts = equal.map { index in
        let definition = report.definitions[index]
        return "\(definition.path) \(definition.unit.text(report.rows[0].values[index]))"
      }
      sentence += " Equal in all rows: \(texts.joined(separator: ", "))."
    }
    return sentence
  }

  private var keys: [ChartKey] {
    let hasSeeds = lines.contains { $0.points.contains { $0.rows.count > 1 } }
    var keys: [ChartKey] = []
    if lines.count > 1 {
      keys = lines.prefix(Self.mostLines).enumerated().map { index, line in
        ChartKey(SweepPanel.styles[index], .line, line.name)
      }
    }
    if hasSeeds {
      keys.append(ChartKey("band", "lowest to highest of the seeds; the line is the mean"))
    }
    if lines.count > Self.mostLines {
      keys.append(
        ChartKey("none", "\(lines.count - Self.mostLines) more combinations, in the numbers only"))
    }
    return keys
  }

  private func panel(_ figure: Int) -> SweepPanel {
    let axis = axis ?? .seed
    return SweepPanel(
      definition: report.definitions[figure], axis: axis,
      lines: lines.prefix(Self.mostLines).map { line in
        line.points.enumerated().map { index, point in
          let values = point.rows.compactMap { report.rows[$0].values[figure] }
          let unit = report.definitions[figure].unit
          return SweepPanel.Point(
            x: point.scenario.number(on: axis) ?? Int128(index) * 1_000,
            name: point.scenario.text(on: axis),
            y: OverSeeds.mean.value(of: values, unit: unit.step).map(unit.thousandths),
            lowest: values.min().map(unit.thousandths),
            highest: values.max().map(unit.thousandths))
        }
      }, money: report.money)
  }
}

/// A small chart of a figure.
struct SweepPanel {
  struct Point {
    let x: Int128
    let name: String
    let y: Int128?
    let lowest: Int128?
    let highest: Int128?
  }

  let definition: FigureDefinition
  let axis: ScenarioAxis
  let lines: [[Point]]
  var money = MoneyWords(nil)

  /// The styles of the lines.
  static let styles: [StaticString] = [
    "curve", "curve l2", "curve l3", "curve l4", "curve l5", "curve l6",
  ]

  private static let width = 3_200
  private static let height = 1_700

  var scale: ChartScale {
    let points = lines.flatMap(\.self)
    return ChartScale(
      upTo: points.compactMap(\.highest).max() ?? 0, from: points.compactMap(\.lowest).min() ?? 0,
      smallest: definition.unit == .count ? 1_000 : 1, most: 5)
  }

  var frame: PlotFrame {
    PlotFrame(left: ChartText.margin(scale), right: Self.width - 240, top: 120, bottom: 1_250)
  }

  private var range: ChartRange { ChartRange(around: lines.flatMap(\.self).map(\.x), most: 8) }

  func write(to page: inout Markup) {
    let title = "\(definition.path), \(definition.unit.name(in: money))"
    page.element("div") { panel in
      panel.element("h3", text: title)
      panel.element(
        "svg", .word("viewBox", "0 0 320 170"), .width(Self.width), .height(Self.height),
        .word("role", "img"),
        .text("aria-label", "\(title), over \(axis.title). \(definition.meaning)")
      ) { draw(into: &$0) }
    }
  }

  private func draw(into svg: inout Markup) {
    let (scale, frame, range) = (scale, frame, range)
    for tick in scale.ticks {
      let y = frame.y(tick, scale)
      svg.rule(tick == 0 ? "ax" : "gr", frame.left, y, frame.right, y)
      svg.label(ChartScale.text(tick), frame.left - 80, y + 45, "end")
    }
    func x(_ point: Point) -> Int { frame.left + range.offset(point.x, in: frame.width) }
    if axis.isRanked {
      svg.tickLabels(
        range.ticks.map {
          (x: frame.left + range.offset($0, in: frame.width), text: ChartScale.text($0))
        }, frame)
    } else {
      let points = lines.first ?? []
      let slot = frame.width / max(points.count - 1, 1)
      let every = max(600 / max(slot, 1), 1)
      for (index, point) in points.enumerated() where index % every == 0 {
        let text = ChartText.fitted(point.name, min(slot * every - 40, 1_200))
        let half = ChartText.width(text) / 2
        svg.label(
          text, min(max(x(point), half), Self.width - half), frame.bottom + 180, "mid")
      }
    }
    svg.label(axis.title, (frame.left + frame.right) / 2, frame.bottom + 380, "mid")
    for (line, style) in zip(lines, Self.styles) { draw(line, style, x, scale, into: &svg) }
  }

  private func draw(
    _ points: [Point], _ style: StaticString, _ x: (Point) -> Int, _ scale: ChartScale,
    into svg: inout Markup
  ) {
    let frame = frame
    let measured = points.filter { $0.y != nil }
    guard let first = measured.first else { return }
    if measured.contains(where: { $0.lowest != $0.highest }) {
      var band = SVGPath()
      band.move(x(first), frame.y(first.highest ?? 0, scale))
      for point in measured.dropFirst() { band.line(x(point), frame.y(point.highest ?? 0, scale)) }
      for point in measured.reversed() { band.line(x(point), frame.y(point.lowest ?? 0, scale)) }
      band.close()
      svg.shape("path", .style("band"), .path(band))
    }
    var (line, dots) = (SVGPath(), SVGPath())
    line.move(x(first), frame.y(first.y ?? 0, scale))
    for point in measured {
      let y = frame.y(point.y ?? 0, scale)
      if axis.isRanked { line.line(x(point), y) }
      dots.dot(x(point), y)
    }
    svg.shape("path", .style(style), .path(line))
    // Dots would hide the pattern of a line.
    if lines.count == 1 || !axis.isRanked { svg.shape("path", .style("dots"), .path(dots)) }
  }
}

extension SweepReport {
  /// Returns the rows with some of their figures.
  func table(of figures: [Int]) -> NumberTable {
    var table = NumberTable(
      axes.map { $0.isRanked ? .number($0.title) : .text($0.title) }
        + figures.map {
          .number("\(definitions[$0].path), \(definitions[$0].unit.name(in: money))")
        },
      leftOut: count - rows.count)
    for row in rows {
      table.append(
        axes.map { row.scenario.text(on: $0) }
          + figures.map { definitions[$0].unit.text(row.values[$0]) })
    }
    return table
  }

  /// The question.
  var title: String {
    let names = axes.map(\.plural)
    guard let last = names.last else { return "The figures of one run" }
    let list =
      names.count == 1 ? last : names.dropLast().joined(separator: ", ") + " and " + last
    return "What do different \(list) change?"
  }

  /// Appends what was asked and the assumptions.
  func writeAnswer(to page: inout Markup) {
    let values = axes.map { axis -> String in
      var seen: Set<String> = []
      let scenarios = rows.map(\.scenario).filter { seen.insert($0.text(on: axis)).inserted }
      return "\(axis.noun): \(axis.text(of: scenarios, most: 12))"
    }
    page.element("p", .style("answer")) { text in
      text.text(count == 1 ? "1 combination was run" : "\(count) combinations were run")
      text.text(values.isEmpty ? "." : " (\(values.joined(separator: "; "))).")
      if let overSeeds {
        text.text(
          overSeeds == .mean
            ? " Each has the mean of its seeds."
            : " Each has the \(overSeeds.rawValue) of its seeds.")
      }
      if count > rows.count {
        text.text(
          " The first \(rows.count) are shown, \(count - rows.count) are left out.")
      }
    }
    page.append(warningsOf: head)
    page.element("h2", text: "Assumptions")
    page.element("table", .style("facts")) { table in
      table.element("tbody") { $0.append(rowsOf: head) }
    }
    page.raw("\n")
  }
}

extension Markup {
  /// Appends the figures of a sweep whose rows differ on no axis.
  fileprivate mutating func append(values report: SweepReport) {
    var table = NumberTable([
      .text("figure"), .number("value"), .text("unit"), .prose("meaning"),
    ])
    guard let row = report.rows.first else { return }
    for (definition, value) in zip(report.definitions, row.values)
    where definition.unit.isNumeric {
      table.append([
        definition.path, definition.unit.text(value), definition.unit.name(in: report.money),
        definition.meaning,
      ])
    }
    element("h2", text: "All figures")
    append(table, name: "All figures")
  }
}
