/// A chart of bars that lie, with a label before or above each.
///
/// Bars of values below 0 go to the left.
struct BarList: ReportChart {
  /// A bar.
  struct Bar {
    let style: StaticString
    /// Its value in thousandths.
    let value: Int128
    /// Its value in words, which is written behind it.
    let text: String
    /// The text beside the pointer; nil for the label and the value in words.
    var title: String?
  }

  /// The bars of a label.
  struct Row {
    let label: String
    let bars: [Bar]
  }

  let heading: String
  let sentence: String
  var form = ChartForm.half
  var keys: [ChartKey] = []
  let rows: [Row]
  /// The unit of the values.
  let unit: String
  /// The highest value that the axis has to show; nil for the highest of the bars.
  var highest: Int128?
  let numbers: NumberTable

  private static let barHeight = 150
  private static let labelHeight = 190

  var scale: ChartScale {
    let values = rows.flatMap(\.bars).map(\.value)
    return ChartScale(upTo: highest ?? values.max() ?? 0, from: values.min() ?? 0)
  }

  /// Returns the room for labels before the bars; nil where they are above them.
  private func labelWidth(_ width: Int) -> Int? {
    guard width > 4_000 else { return nil }
    return min((rows.map { ChartText.width($0.label) }.max() ?? 0) + 80, width / 3)
  }

  func frame(_ width: Int) -> PlotFrame {
    var widest = rows.flatMap(\.bars).map { ChartText.width($0.text) }.max() ?? 0
    if hasTextAbove(width) { widest = 0 }
    // Labels of ticks below 0 are long.
    let half = scale.below > 0 ? ChartText.width(ChartScale.text(scale.lowest)) / 2 : 0
    let left = max(labelWidth(width) ?? 80, half)
    let room = max(widest + 100, ChartText.width(unit) + 400, 640)
    let right = max(width - room, left + width / 4)
    return PlotFrame(left: left, right: right, top: 20, bottom: height(width) - 230)
  }

  /// Whether the values are written behind the labels, because there is no room behind the bars.
  private func hasTextAbove(_ width: Int) -> Bool {
    labelWidth(width) == nil && rows.allSatisfy { $0.bars.count == 1 }
  }

  private func rowHeight(_ row: Row, _ width: Int) -> Int {
    row.bars.count * Self.barHeight + 90 + (labelWidth(width) == nil ? Self.labelHeight : 0)
  }

  func height(_ width: Int) -> Int { rows.reduce(270) { $0 + rowHeight($1, width) } }

  func draw(_ width: Int, into svg: inout Markup) {
    let (scale, frame) = (scale, frame(width))
    let ticks = scale.ticks.map { (x: frame.x($0, scale), text: ChartScale.text($0)) }
    let zero = frame.x(0, scale)
    for tick in ticks {
      svg.rule(tick.x == zero ? "ax" : "gr", tick.x, frame.top, tick.x, frame.bottom)
    }
    svg.tickLabels(ticks, frame, unit: unit, marks: false, origin: scale.below)
    var y = frame.top
    for row in rows {
      draw(row, at: y + 45, width, scale, frame, into: &svg)
      y += rowHeight(row, width)
    }
  }

  private func draw(
    _ row: Row, at y: Int, _ width: Int, _ scale: ChartScale, _ frame: PlotFrame,
    into svg: inout Markup
  ) {
    var top = y
    let isAbove = hasTextAbove(width)
    if let room = labelWidth(width) {
      let middle = top + row.bars.count * Self.barHeight / 2
      svg.label(ChartText.fitted(row.label, room - 60), 0, middle + 35, "t")
    } else {
      let text = isAbove ? ": \(row.bars[0].text)" : ""
      let name = ChartText.fitted(row.label, width - ChartText.width(text))
      svg.label(name + text, 0, top + 120, "t")
      top += Self.labelHeight
    }
    for bar in row.bars {
      let (zero, end) = (frame.x(0, scale), frame.x(bar.value, scale))
      svg.bar(
        bar.style, x: min(zero, end), y: top, width: abs(end - zero),
        height: Self.barHeight - 20, title: bar.title ?? "\(row.label): \(bar.text)")
      if !isAbove { svg.label(bar.text, max(zero, end) + 60, top + 110, "halo") }
      top += Self.barHeight
    }
  }
}
