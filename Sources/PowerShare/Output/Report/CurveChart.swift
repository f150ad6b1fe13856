/// A figure over the values of an axis: a curve with its spread, thresholds and a marked value.
struct CurveChart: ReportChart {
  /// A value of the axis with its figure.
  struct Point {
    /// The value in thousandths; nil where the axis has names.
    let x: Int128?
    /// The value as it is written.
    let name: String
    /// The figure in thousandths; nil where it has no data.
    let y: Int128?
    /// The lowest and highest of several values of the figure; nil where there is only one.
    let spread: ClosedRange<Int128>?
  }

  /// A threshold of the figure.
  struct Threshold {
    let value: Int128
    let text: String
  }

  let heading: String
  let sentence: String
  let form = ChartForm.half
  let points: [Point]
  let thresholds: [Threshold]
  /// The index of the point that is marked; nil where none is.
  let marked: Int?
  let unit: String
  let smallest: Int128
  /// The name of the axis, with its unit.
  let axis: String
  /// The name of the curve in the key.
  let curve: String
  let numbers: NumberTable

  var keys: [ChartKey] {
    var keys = [ChartKey("curve", .line, curve)]
    if hasSpread { keys.append(ChartKey("band", "lowest to highest of them")) }
    for threshold in thresholds { keys.append(ChartKey("limit", .line, threshold.text)) }
    if let marked { keys.append(ChartKey("mark", .dot, "answer: \(points[marked].name)")) }
    return keys
  }

  private var hasSpread: Bool { points.contains { $0.spread != nil } }

  var scale: ChartScale {
    let values = points.compactMap(\.y) + points.compactMap(\.spread?.upperBound)
    let lowest = points.compactMap(\.y) + points.compactMap(\.spread?.lowerBound)
    return ChartScale(
      upTo: (values + thresholds.map(\.value)).max() ?? 0,
      from: (lowest + thresholds.map(\.value)).min() ?? 0, smallest: smallest)
  }

  private func range(_ width: Int) -> ChartRange {
    ChartRange(around: points.compactMap(\.x), most: 8)
  }

  func frame(_ width: Int) -> PlotFrame {
    PlotFrame(left: ChartText.margin(scale), right: width - 240, top: 320, bottom: 1_900)
  }

  func height(_ width: Int) -> Int { 2_350 }

  /// Returns the place of a point on the horizontal axis.
  func x(_ index: Int, _ range: ChartRange, _ frame: PlotFrame) -> Int {
    if let x = points[index].x { return frame.left + range.offset(x, in: frame.width) }
    return frame.left + frame.width * (2 * index + 1) / (2 * max(points.count, 1))
  }

  func draw(_ width: Int, into svg: inout Markup) {
    let (scale, frame, range) = (scale, frame(width), range(width))
    svg.valueAxis(scale, frame, unit: unit)
    drawAxis(range, frame, into: &svg)
    let isRanked = points.contains { $0.x != nil }
    if isRanked { drawBand(scale, range, frame, into: &svg) }
    for threshold in thresholds {
      let y = frame.y(threshold.value, scale)
      svg.rule("limit", frame.left, y, frame.right, y)
    }
    var (line, dots) = (SVGPath(), SVGPath())
    var isDrawing = false
    for (index, point) in points.enumerated() {
      guard let value = point.y else {
        isDrawing = false
        continue
      }
      let (x, y) = (x(index, range, frame), frame.y(value, scale))
      if isDrawing { line.line(x, y) } else { line.move(x, y) }
      isDrawing = isRanked
      dots.dot(x, y)
      if !isRanked, let spread = point.spread {
        svg.rule(
          "curve", x, frame.y(spread.lowerBound, scale), x, frame.y(spread.upperBound, scale))
      }
    }
    if isRanked { svg.shape("path", .style("curve"), .path(line)) }
    svg.shape("path", .style("dots"), .path(dots))
    if let marked, let value = points[marked].y {
      let (x, y) = (x(marked, range, frame), frame.y(value, scale))
      svg.element(
        "circle", .style("mark"), .tenths("cx", x), .tenths("cy", y), .tenths("r", 60)
      ) {
        $0.title("answer: \(points[marked].name)")
      }
    }
  }

  private func drawAxis(
    _ range: ChartRange, _ frame: PlotFrame, into svg: inout Markup
  ) {
    if points.contains(where: { $0.x != nil }) {
      svg.tickLabels(
        range.ticks.map {
          (x: frame.left + range.offset($0, in: frame.width), text: ChartScale.text($0))
        }, frame)
    } else {
      let slot = frame.width / max(points.count, 1)
      let every = max((480 + slot) / max(slot, 1), 1)
      for index in stride(from: 0, to: points.count, by: every) {
        let text = ChartText.fitted(points[index].name, slot * every - 60)
        svg.label(text, x(index, range, frame), frame.bottom + 190, "mid")
      }
    }
    svg.label(axis, (frame.left + frame.right) / 2, frame.bottom + 390, "mid")
  }

  private func drawBand(
    _ scale: ChartScale, _ range: ChartRange, _ frame: PlotFrame, into svg: inout Markup
  ) {
    let known = points.indices.filter { points[$0].spread != nil }
    guard let first = known.first, known.count > 1 else { return }
    var path = SVGPath()
    for index in known {
      let (x, y) = (x(index, range, frame), frame.y(points[index].spread?.upperBound ?? 0, scale))
      if index == first { path.move(x, y) } else { path.line(x, y) }
    }
    for index in known.reversed() {
      path.line(x(index, range, frame), frame.y(points[index].spread?.lowerBound ?? 0, scale))
    }
    path.close()
    svg.shape("path", .style("band"), .path(path))
  }
}

extension SVGPath {
  /// Draws a line without length, which round ends make a dot.
  mutating func dot(_ x: Int, _ y: Int) {
    move(x, y)
    horizontal(to: x)
  }
}
