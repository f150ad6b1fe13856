/// The time for which the mean import of quarters of an hour was at least at each power.
struct DurationChart: ReportChart {
  let heading = "How long at which import"
  let sentence: String
  let form = ChartForm.half
  private let duration: LoadDuration
  private let limit: Int128
  /// The steps of the curve, the highest power first: the power in watts, and the time at it or
  /// above it in milliseconds.
  let steps: [(watts: Int128, time: Int128)]

  /// Creates a chart; nil where no time passes.
  init?(_ run: ReportedRun) {
    duration = run.data.duration
    limit = Int128(run.station.gridCapacity.watts)
    var passed: Int128 = 0
    var steps: [(watts: Int128, time: Int128)] = []
    for (index, time) in duration.times.enumerated().reversed() where time.milliseconds > 0 {
      passed += Int128(time.milliseconds)
      steps.append((Int128(index) * Int128(duration.width.watts), passed))
    }
    guard passed > 0 else { return nil }
    self.steps = steps
    let path = "curtailment.grid.minutes"
    sentence =
      "The load duration curve: for how long the mean import of a quarter of an hour was at "
      + "least at each power, in steps of \(duration.width.kilowatts) kW. "
      + (run.summary.value(path) ?? 0 > 0
        ? "The grid held a session back for \(run.summary.hours(path)) "
          + "(\(run.summary.words(path)))."
        : "The grid held nobody back.")
  }

  private var highest: Int128 { steps.first?.watts ?? 0 }
  private var showsLimit: Bool { limit * 2 <= highest * 5 }

  var scale: ChartScale { ChartScale(upTo: showsLimit ? max(limit, highest) : highest) }

  /// The unit of time, and its length in milliseconds.
  private var unit: (name: String, length: Int128) {
    steps.last?.time ?? 0 >= 7_200_000 ? ("h", 3_600_000) : ("min", 60_000)
  }

  /// Returns a time in thousandths of the unit.
  private func units(_ time: Int128) -> Int128 {
    divideRoundingToEven(time * 1_000, by: unit.length)
  }

  func frame(_ width: Int) -> PlotFrame {
    PlotFrame(left: ChartText.margin(scale), right: width - 560, top: 320, bottom: 2_000)
  }

  func height(_ width: Int) -> Int { 2_250 }

  var keys: [ChartKey] {
    showsLimit
      ? [
        ChartKey("blue", "import"),
        ChartKey(
          "limit", .line, "grid capacity at the start, \(decimalText(thousandths: limit)) kW"),
      ] : []
  }

  func draw(_ width: Int, into svg: inout Markup) {
    let (scale, frame) = (scale, frame(width))
    let axis = ChartScale(upTo: units(steps.last?.time ?? 0), most: 7)
    svg.valueAxis(scale, frame, unit: "kW")
    svg.tickLabels(
      axis.ticks.map { (x: frame.x($0, axis), text: ChartScale.text($0)) }, frame,
      unit: unit.name)
    var path = SVGPath()
    path.move(frame.left, frame.bottom)
    for step in steps {
      path.vertical(to: frame.y(step.watts, scale))
      path.horizontal(to: frame.x(units(step.time), axis))
    }
    path.vertical(to: frame.bottom)
    path.close()
    svg.shape("path", .style("blue"), .path(path))
    if showsLimit {
      let y = frame.y(limit, scale)
      svg.rule("limit", frame.left, y, frame.right, y)
    }
  }

  var numbers: NumberTable {
    var table = NumberTable([.number("at least, kW"), .number("for, h"), .number("share of time")])
    let whole = steps.last?.time ?? 1
    for step in steps {
      table.append([
        decimalText(thousandths: step.watts),
        decimalText(thousandths: divideRoundingToEven(step.time * 1_000, by: 3_600_000)),
        decimalText(thousandths: divideRoundingToEven(step.time * 1_000, by: whole)),
      ])
    }
    return table
  }
}
