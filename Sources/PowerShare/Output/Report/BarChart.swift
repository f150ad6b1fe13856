/// A chart of upright bars, half as wide as the page.
struct BarChart: ReportChart {
  /// A bar.
  struct Bar {
    /// Its label on the axis.
    let label: String
    /// Its value in thousandths.
    let value: Int128
    /// The text beside the pointer: the meaning of the bar and its value.
    let title: String
  }

  let heading: String
  let sentence: String
  var form = ChartForm.half
  let style: StaticString
  let bars: [Bar]
  /// The unit of the values.
  let unit: String
  /// The smallest distance between two ticks in thousandths.
  let smallest: Int128
  /// The meaning of the labels of the bars.
  let axis: String
  let numbers: NumberTable
  /// Whether the last bar has a label wherever it has room, because it has another width than the
  /// others.
  var showsLast = true

  var scale: ChartScale {
    ChartScale(upTo: bars.map(\.value).max() ?? 0, smallest: smallest)
  }

  func frame(_ width: Int) -> PlotFrame {
    PlotFrame(left: ChartText.margin(scale), right: width - 20, top: 420, bottom: 1_920)
  }

  func height(_ width: Int) -> Int { 2_360 }

  /// The greatest width of a bar.
  private static let mostWidth = 800

  func draw(_ width: Int, into svg: inout Markup) {
    let (scale, frame) = (scale, frame(width))
    svg.valueAxis(scale, frame, unit: unit)
    let count = max(bars.count, 1)
    let slot = frame.width / count
    let hasTexts = bars.allSatisfy { ChartText.width(ChartScale.text($0.value)) <= slot }
    for (index, bar) in bars.enumerated() where bar.value > 0 {
      let gap = max(min(slot / 10, 40), (slot - Self.mostWidth) / 2)
      let left = frame.left + frame.width * index / count + gap
      let right = frame.left + frame.width * (index + 1) / count - gap
      let y = frame.y(bar.value, scale)
      svg.bar(
        style, x: left, y: y, width: right - left, height: frame.bottom - y, title: bar.title)
      if hasTexts { svg.label(ChartScale.text(bar.value), (left + right) / 2, y - 50, "mid t") }
    }
    svg.slotLabels(bars.map(\.label), frame, width, showsLast: showsLast)
    svg.label(axis, (frame.left + frame.right) / 2, frame.bottom + 370, "mid")
  }
}

extension Markup {
  /// Appends the labels of equal slots below a frame, as many as have room.
  ///
  /// - Parameters:
  ///   - width: The width of the drawing.
  ///   - showsLast: Whether the last slot has a label wherever that has room.
  mutating func slotLabels(_ labels: [String], _ frame: PlotFrame, _ width: Int, showsLast: Bool) {
    let slot = frame.width / max(labels.count, 1)
    let widest = labels.map { ChartText.width($0) }.max() ?? 0
    let every = max((widest + 60 + slot - 1) / max(slot, 1), 1)
    let last = labels.count - 1
    for (index, label) in labels.enumerated() {
      guard index % every == 0 || showsLast && index == last else { continue }
      // The last label needs the room of one that is near it.
      if showsLast, index < last, (last - index) * slot < widest + 60 { continue }
      let middle = frame.left + frame.width * (2 * index + 1) / (2 * labels.count)
      let half = ChartText.width(label) / 2
      self.label(label, min(middle, width - half), frame.bottom + 170, "mid")
    }
  }
}
