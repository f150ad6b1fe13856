/// The mean import by weekday and hour, as shades.
struct WeekChart: ReportChart {
  let heading = "Which hours of the week"
  let sentence: String
  let form = ChartForm.half
  private let week: WeekImport
  /// The mean import of each hour of the week in watts; nil where the run does not cover the hour.
  let means: [Int128?]
  private let scale: ChartScale

  static let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

  /// Creates a chart; nil where the timeline counts seconds, or no time passes.
  init?(_ run: ReportedRun) {
    guard let week = run.data.week else { return nil }
    self.week = week
    means = week.cells.map { cell in
      cell.time.milliseconds > 0 ? Int128(cell.energy.meanPower(over: cell.time).watts) : nil
    }
    guard let highest = means.compactMap(\.self).max() else { return nil }
    scale = ChartScale(upTo: highest, most: 7)
    var sentence = "The mean import by weekday and hour of the clock."
    if highest > 0, let place = means.firstIndex(of: highest) {
      sentence +=
        " The highest is \(decimalText(thousandths: highest)) kW, on \(Self.name(place))."
    }
    if means.contains(nil) { sentence += " Empty cells are hours that the run does not cover." }
    self.sentence = sentence
  }

  private static func name(_ place: Int) -> String {
    let hour = place % 24
    return "\(days[place / 24]) \(hour < 10 ? "0" : "")\(hour):00"
  }

  /// The shades, the palest first.
  private static let shades: [[StaticString]] = [
    ["h3", "h5"], ["h2", "h3", "h5"], ["h1", "h2", "h3", "h5"], ["h1", "h2", "h3", "h4", "h5"],
    ["h0", "h1", "h2", "h3", "h4", "h5"],
  ]

  /// Returns the shade of a power.
  private func shade(_ watts: Int128) -> StaticString {
    let shades = Self.shades[min(max(scale.above, 2), 6) - 2]
    return shades[Int(min(watts / scale.step, Int128(shades.count - 1)))]
  }

  var keys: [ChartKey] {
    scale.ticks.dropLast().map { tick in
      ChartKey(
        shade(tick),
        "\(ChartScale.text(tick)) to \(ChartScale.text(tick + scale.step)) kW")
    }
  }

  private func frame(_ width: Int) -> PlotFrame {
    PlotFrame(left: 360, right: width - 20, top: 20, bottom: 20 + 7 * 240)
  }

  func height(_ width: Int) -> Int { frame(width).bottom + 250 }

  func draw(_ width: Int, into svg: inout Markup) {
    let frame = frame(width)
    for (place, mean) in means.enumerated() {
      let (day, hour) = (place / 24, place % 24)
      let left = frame.left + frame.width * hour / 24
      let right = frame.left + frame.width * (hour + 1) / 24
      let y = frame.top + 240 * day
      guard let mean else { continue }
      svg.bar(
        shade(mean), x: left + 5, y: y + 5, width: right - left - 10, height: 230,
        title: "\(Self.name(place)): \(decimalText(thousandths: mean)) kW")
    }
    for (day, name) in Self.days.enumerated() {
      svg.label(name, frame.left - 60, frame.top + 240 * day + 165, "end")
    }
    for hour in stride(from: 0, to: 24, by: width > 4_000 ? 3 : 6) {
      let x = frame.left + frame.width * hour / 24
      svg.label(
        "\(hour < 10 ? "0" : "")\(hour):00", x, frame.bottom + 180, "mid")
    }
  }

  var numbers: NumberTable {
    var table = NumberTable([.text("hour")] + Self.days.map { .number("\($0), kW") })
    for hour in 0..<24 {
      let cells = (0..<7).map { day in
        means[day * 24 + hour].map { decimalText(thousandths: $0) } ?? "-"
      }
      table.append(["\(hour < 10 ? "0" : "")\(hour):00"] + cells)
    }
    return table
  }
}
