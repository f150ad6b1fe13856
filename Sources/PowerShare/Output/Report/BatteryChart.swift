/// The energy in the battery over a day.
struct BatteryChart: ReportChart {
  let heading: String
  let sentence: String
  let form = ChartForm.wide
  private let day: ReportDay
  private let clock: OutputClock
  private let capacity: Int128

  /// Creates a chart; nil where the day has no battery.
  init?(_ day: ReportDay, heading: String, run: ReportedRun) {
    guard day.quarters.contains(where: { $0.batteryEnergy != nil }) else { return nil }
    self.day = day
    self.heading = heading
    clock = run.clock
    capacity = run.station.battery?.capacity.roundedWattHours ?? 0
    let summary = run.summary
    sentence =
      "Energy that it could give, at the end of each quarter of an hour. Over the whole run it "
      + "gave \(summary.words("battery.given")) (\(summary.words("battery.cycles")) cycles), had "
      + "\(summary.words("battery.lowest")) at the lowest, and could not give for "
      + "\(summary.words("battery.emptyMinutes"))."
  }

  private var energies: [Int128] {
    day.quarters.compactMap { $0.batteryEnergy?.roundedWattHours }
  }

  var scale: ChartScale { ChartScale(upTo: max(energies.max() ?? 0, capacity), most: 5) }

  func frame(_ width: Int) -> PlotFrame {
    PlotFrame(left: ChartText.margin(scale), right: width - 160, top: 320, bottom: 1_700)
  }

  func height(_ width: Int) -> Int { frame(width).bottom + 280 }

  func draw(_ width: Int, into svg: inout Markup) {
    let (scale, frame) = (scale, frame(width))
    let times = day.shownTimes(clock)
    let axis = ChartTimes(times.start, times.end, on: clock, most: frame.width / 650 + 1)
    svg.valueAxis(scale, frame, unit: "kWh")
    svg.timeAxis(axis, frame)
    var (area, line) = (SVGPath(), SVGPath())
    for stretch in day.stretches(where: { day.quarters[$0].batteryEnergy != nil }) {
      for index in stretch {
        let quarter = day.quarters[index]
        let x = frame.x(quarter.end, axis)
        let y = frame.y(quarter.batteryEnergy?.roundedWattHours ?? 0, scale)
        if index == stretch.lowerBound {
          area.move(x, frame.bottom)
          line.move(x, y)
        } else {
          line.line(x, y)
        }
        area.line(x, y)
      }
      area.vertical(to: frame.bottom)
      area.close()
    }
    svg.shape("path", .style("stored"), .path(area))
    svg.shape("path", .style("charge"), .path(line))
    if capacity > 0 {
      let y = frame.y(capacity, scale)
      svg.rule("limit", frame.left, y, frame.right, y)
      let text = "capacity \(decimalText(thousandths: capacity)) kWh"
      svg.label(text, frame.right, y - 60, "end t halo")
    }
  }

  var numbers: NumberTable {
    var table = NumberTable([.text("at"), .number("stored, kWh")])
    for quarter in day.quarters {
      table.append([clock.text(quarter.end), quarter.batteryEnergy?.kilowattHours ?? "-"])
    }
    return table
  }
}
