/// A chart of upright bars, half as wide as the page.
struct BarChart: ReportChart {
  /// A bar.
  struct Bar {
    /// Its label on the axis.
    let label: String
    /// Its value in thousandths.
    let value: Int128
    /// What it shows, for the text beside the pointer.
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
  /// What the labels of the bars say.
  let axis: String
  let numbers: NumberTable

  var scale: ChartScale {
    ChartScale(upTo: bars.map(\.value).max() ?? 0, smallest: smallest)
  }

  func frame(_ width: Int) -> PlotFrame {
    PlotFrame(left: ChartText.margin(scale), right: width - 20, top: 300, bottom: 1_800)
  }

  func height(_ width: Int) -> Int { 2_250 }

  func draw(_ width: Int, into svg: inout Markup) {
    let (scale, frame) = (scale, frame(width))
    svg.valueAxis(scale, frame, unit: unit)
    let count = max(bars.count, 1)
    let slot = frame.width / count
    let widest = bars.map { ChartText.width($0.label) }.max() ?? 0
    let every = max((widest + 60 + slot - 1) / max(slot, 1), 1)
    for (index, bar) in bars.enumerated() {
      let left = frame.left + frame.width * index / count
      let right = frame.left + frame.width * (index + 1) / count
      let gap = min((right - left) / 10, 40)
      let y = frame.y(bar.value, scale)
      if bar.value > 0 {
        svg.bar(
          style, x: left + gap, y: y, width: right - left - 2 * gap, height: frame.bottom - y,
          title: bar.title)
        let text = ChartScale.text(bar.value)
        if bar.value % 1_000 == 0, ChartText.width(text) <= slot {
          svg.label(text, (left + right) / 2, y - 50, "mid t")
        }
      }
      let isLast = index == bars.count - 1
      if isLast || index % every == 0 && index + every <= bars.count - 1 + (every == 1 ? 1 : 0) {
        let half = ChartText.width(bar.label) / 2
        svg.label(
          bar.label, min((left + right) / 2, width - half), frame.bottom + 170, "mid")
      }
    }
    svg.label(axis, (frame.left + frame.right) / 2, frame.bottom + 370, "mid")
  }
}
