/// A chart of a report, with the words around it and its numbers.
protocol ReportChart {
  /// The heading.
  var heading: String { get }
  /// The main result that it shows, in one or two sentences.
  var sentence: String { get }
  /// The widths in which it is drawn.
  var form: ChartForm { get }
  /// The meanings of its colours and patterns; empty where labels say them.
  var keys: [ChartKey] { get }
  /// The numbers that it shows.
  var numbers: NumberTable { get }
  /// Returns its height at a width, in tenths of a pixel.
  func height(_ width: Int) -> Int
  /// Appends its shapes.
  func draw(_ width: Int, into svg: inout Markup)
}

extension ReportChart {
  var keys: [ChartKey] { [] }
}

/// The widths in which a chart is drawn, one of which is shown by the width of the page.
enum ChartForm {
  /// As wide as the page.
  case wide
  /// As wide as the page, and never narrower than on paper: it scrolls.
  case scrolled
  /// Half as wide as the page.
  case half

  /// The widths in tenths of a pixel, with the classes that show them.
  var widths: [(width: Int, style: StaticString)] {
    switch self {
    case .wide: [(10_400, "w"), (7_000, "m"), (3_200, "s")]
    case .scrolled: [(10_400, "w"), (7_000, "m s")]
    case .half: [(5_000, "w"), (3_200, "m s")]
    }
  }
}

/// The meaning of a colour and pattern of a chart.
struct ChartKey {
  /// The form of a sign.
  enum Sign { case area, line, cross, dot }

  let style: StaticString
  let sign: Sign
  let text: String

  /// Creates the meaning of an area.
  init(_ style: StaticString, _ text: String) { self.init(style, .area, text) }

  init(_ style: StaticString, _ sign: Sign, _ text: String) {
    self.style = style
    self.sign = sign
    self.text = text
  }
}

/// The rectangle of a chart in which values are drawn, in tenths of a pixel.
struct PlotFrame {
  let left: Int
  let right: Int
  let top: Int
  let bottom: Int

  var width: Int { right - left }
  var height: Int { bottom - top }

  /// Returns the height of a value.
  func y(_ value: Int128, _ scale: ChartScale) -> Int { bottom - scale.offset(value, in: height) }

  /// Returns the place of a value on a horizontal axis.
  func x(_ value: Int128, _ scale: ChartScale) -> Int { left + scale.offset(value, in: width) }

  /// Returns the place of a moment.
  func x(_ time: Instant, _ times: ChartTimes) -> Int { left + times.offset(time, in: width) }
}

/// The room that texts take.
enum ChartText {
  /// An upper bound of the usual width of a character of 13 pixels.
  static let cell = 80

  /// Returns the width of a text.
  static func width(_ text: String) -> Int { Markup.visible(text).terminalCells * cell }

  /// Returns a text shortened to a width by leaving out its middle, because names of chargers often
  /// differ at their ends only.
  static func fitted(_ text: String, _ width: Int) -> String {
    let text = Markup.visible(text)
    guard Self.width(text) > width else { return text }
    let room = max(width / cell - 1, 0)
    let end = ends(text.reversed(), room * 2 / 5)
    let start = ends(text, room - String(end).terminalCells)
    return String(start) + "…" + String(end.reversed())
  }

  /// Returns the first characters of a text that fit into a number of cells.
  private static func ends(_ text: some Sequence<Character>, _ cells: Int) -> [Character] {
    var rest = cells
    return text.prefix { character in
      rest -= String(character).terminalCells
      return rest >= 0
    }
  }

  /// Returns the room for the labels of a vertical axis.
  static func margin(_ scale: ChartScale) -> Int {
    let widest = scale.ticks.map { width(ChartScale.text($0)) }.max() ?? 0
    return max(widest + 100, 300)
  }
}

extension Markup {
  /// Appends a chart with its heading, its sentence and its numbers.
  mutating func append(_ chart: some ReportChart) {
    element("figure") { figure in
      figure.element("figcaption") { caption in
        caption.element("h2", text: chart.heading)
        caption.element("p", text: chart.sentence)
      }
      if !chart.keys.isEmpty { figure.append(chart.keys) }
      if case .scrolled = chart.form {
        figure.element(
          "div", .style("scroll"), .word("tabindex", "0"), .word("role", "group"),
          .text("aria-label", chart.heading)
        ) { $0.drawings(of: chart) }
      } else {
        figure.drawings(of: chart)
      }
      figure.element("details") { details in
        details.raw("<summary>Numbers</summary>")
        details.append(chart.numbers, name: "Numbers: \(chart.heading)")
      }
    }
    raw("\n")
  }

  /// Appends two charts of half the width side by side, where there is room.
  mutating func append(_ first: (some ReportChart)?, _ second: (some ReportChart)?) {
    guard first != nil || second != nil else { return }
    element("div", .style("two")) { pair in
      if let first { pair.append(first) }
      if let second { pair.append(second) }
    }
  }

  private mutating func drawings(of chart: some ReportChart) {
    for (width, style) in chart.form.widths {
      let height = chart.height(width)
      var box = "0 0 "
      box += "\(decimalText(thousandths: Int128(width) * 100)) "
      box += decimalText(thousandths: Int128(height) * 100)
      element(
        "svg", .style(style), .text("viewBox", box), .width(width), .height(height),
        .word("role", "img"), .text("aria-label", "\(chart.heading): \(chart.sentence)")
      ) { chart.draw(width, into: &$0) }
    }
  }

  /// Appends the meanings of colours and patterns.
  mutating func append(_ keys: [ChartKey]) {
    element("ul", .style("key")) { list in
      for key in keys {
        list.element("li") { item in
          item.element(
            "svg", .width(200), .height(120), .word("viewBox", "0 0 20 12"),
            .word("aria-hidden", "true")
          ) { svg in
            switch key.sign {
            case .area:
              svg.shape(
                "rect", .style(key.style), .x(5), .y(5), .width(190), .height(110))
            case .line:
              svg.shape(
                "line", .style(key.style), .tenths("x1", 0), .tenths("x2", 200),
                .tenths("y1", 60), .tenths("y2", 60))
            case .cross: svg.cross(100, 60)
            case .dot:
              svg.shape(
                "circle", .style(key.style), .tenths("cx", 100), .tenths("cy", 60),
                .tenths("r", 50))
            }
          }
          item.element("span", text: key.text)
        }
      }
    }
  }

  // MARK: Parts of charts

  /// Appends a cross around a point.
  mutating func cross(_ x: Int, _ y: Int, title: String? = nil) {
    var path = SVGPath()
    path.move(x - 40, y - 40)
    path.line(x + 40, y + 40)
    path.move(x - 40, y + 40)
    path.line(x + 40, y - 40)
    element("path", .style("cross"), .path(path)) { if let title { $0.title(title) } }
  }

  /// Appends the text that a browser shows beside the pointer.
  mutating func title(_ text: String) { element("title", text: text) }

  /// Appends a text at a point, which begins there, or ends or has its middle there.
  mutating func label(_ text: String, _ x: Int, _ y: Int, _ style: StaticString) {
    element("text", .style(style), .x(x), .y(y), text: text)
  }

  /// Appends a line.
  mutating func rule(_ style: StaticString, _ x1: Int, _ y1: Int, _ x2: Int, _ y2: Int) {
    shape(
      "line", .style(style), .tenths("x1", x1), .tenths("y1", y1), .tenths("x2", x2),
      .tenths("y2", y2))
  }

  /// Appends a rectangle with a text that is shown beside the pointer.
  mutating func bar(
    _ style: StaticString, x: Int, y: Int, width: Int, height: Int, title: String
  ) {
    element("rect", .style(style), .x(x), .y(y), .width(width), .height(height)) {
      $0.title(title)
    }
  }

  /// Appends the grid lines and labels of a vertical axis, and its unit above it.
  mutating func valueAxis(_ scale: ChartScale, _ frame: PlotFrame, unit: String) {
    for tick in scale.ticks {
      let y = frame.y(tick, scale)
      rule(tick == 0 ? "ax" : "gr", frame.left, y, frame.right, y)
      label(ChartScale.text(tick), frame.left - 80, y + 45, "end")
    }
    label(ChartText.fitted(unit, frame.right), 0, 130, "t")
  }

  /// Appends the labels of ticks below a frame, as many as have room, and a unit behind the last.
  ///
  /// - Parameter origin: The index of a tick that always has its label.
  mutating func tickLabels(
    _ ticks: [(x: Int, text: String)], _ frame: PlotFrame, unit: String = "", marks: Bool = true,
    origin: Int = 0
  ) {
    guard ticks.count > 1 else { return }
    let widest = ticks.map { ChartText.width($0.text) }.max() ?? 0
    let distance = max((ticks[ticks.count - 1].x - ticks[0].x) / (ticks.count - 1), 1)
    let every = (widest + 80 + distance - 1) / distance
    var end = 0
    for (index, tick) in ticks.enumerated() {
      if marks { rule("ax", tick.x, frame.bottom, tick.x, frame.bottom + 50) }
      guard (index - origin) % every == 0 else { continue }
      label(tick.text, tick.x, frame.bottom + 190, "mid")
      end = tick.x + ChartText.width(tick.text) / 2
    }
    if !unit.isEmpty { label(unit, end + 60, frame.bottom + 190, "t") }
  }

  /// Appends the ticks and labels of an axis of time.
  mutating func timeAxis(_ times: ChartTimes, _ frame: PlotFrame, hasGrid: Bool = false) {
    for tick in times.ticks {
      let x = frame.x(tick.time, times)
      rule(hasGrid ? "gr" : "ax", x, hasGrid ? frame.top : frame.bottom, x, frame.bottom + 50)
      let half = ChartText.width(tick.label) / 2
      let center = min(max(x, frame.left - 200), frame.right + 160 - half)
      label(tick.label, center, frame.bottom + 190, "mid")
    }
    rule("ax", frame.left, frame.bottom, frame.right, frame.bottom)
  }
}
