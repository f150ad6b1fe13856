/// How far a run is from the most that any way of sharing could have delivered, and the limits that
/// keep that from being more.
struct BoundCharts {
  /// The energy of the run beside the bound.
  let energy: BarList
  /// The energy that each limit keeps back; nil where none does.
  let limits: BarList?
  /// The spans in which each limit keeps energy back; nil where none does.
  let times: BottleneckChart?
  /// The reasons why the bound may be higher than what is possible; empty where it is exact.
  let reasons: [String]

  /// The most limits that are shown.
  static let mostLimits = 40

  /// Creates the charts; nil without a bound, and where nobody requested energy.
  init?(_ run: ReportedRun) {
    guard case .some(let bound?) = run.summary.bound, bound.delivered > .zero else { return nil }
    reasons = bound.reasons.all.filter { $0.count > 0 }.map { Self.words($0.name, $0.count) }
    energy = Self.energy(bound, run.summary)
    let sums = Self.sums(bound)
    let left = sums.count - Self.mostLimits
    let remark =
      left > 0
      ? " The \(Self.mostLimits) that keep back the most are shown; \(left) are left out." : ""
    let shown = Array(sums.prefix(Self.mostLimits))
    limits = Self.limits(shown, remark, leftOut: max(left, 0))
    times = BottleneckChart(bound.bottlenecks, of: shown.map(\.limit), remark, run)
  }

  /// Appends the charts and the reasons.
  func write(to page: inout Markup) {
    page.append(energy, limits)
    if !reasons.isEmpty {
      page.element(
        "p", text: "The bound may be higher than what is possible, for these reasons:")
      page.element("ul") { list in
        for reason in reasons { list.element("li", text: reason) }
      }
    }
    if let times { page.append(times) }
  }

  private static func energy(_ bound: EnergyBound, _ summary: Summary) -> BarList {
    let most = "\(bound.delivered.kilowattHours)\u{A0}kWh"
    let drawn = "\(bound.drawn.kilowattHours)\u{A0}kWh"
    var sentence =
      "No way of sharing the power could have delivered more than \(most) to these vehicles "
      + "under these limits, even with everything known in advance."
    if bound.share != nil {
      sentence += " This run delivered \(summary.words("bound.share")) of that, \(drawn)."
    } else {
      sentence += " The policy of this run does not keep the grid capacity, so it is not compared."
    }
    if let capacity = bound.gridCapacity {
      sentence +=
        " With \(capacity.kilowatts)\u{A0}kW of grid capacity, as much could be delivered as "
        + "without a limit of the grid."
    }
    sentence +=
      bound.isExact
      ? " A way of sharing that delivers all of it exists."
      : " The bound may be higher than what is possible."
    if bound.bottlenecks.isEmpty {
      sentence += " No limit of the station keeps it from being more."
    }
    var rows = [
      BarList.Row(
        label: "the bound",
        bars: [BarList.Bar(style: "idle", value: bound.delivered.roundedWattHours, text: most)])
    ]
    if bound.share != nil {
      rows.insert(
        BarList.Row(
          label: "this run",
          bars: [BarList.Bar(style: "blue", value: bound.drawn.roundedWattHours, text: drawn)]),
        at: 0)
    }
    var numbers = NumberTable([.text("figure"), .number("value")])
    numbers.append(["the bound, kWh", bound.delivered.kilowattHours])
    numbers.append(["delivered to the same sessions, kWh", bound.drawn.kilowattHours])
    numbers.append(["share", summary.shown("bound.share")])
    numbers.append(["grid capacity that is enough, kW", bound.gridCapacity?.kilowatts ?? "-"])
    numbers.append(["exact", bound.isExact ? "yes" : "no"])
    for reason in bound.reasons.all where reason.count > 0 {
      numbers.append([reason.name, "\(reason.count)"])
    }
    return BarList(
      heading: "How far from the best possible", sentence: sentence, rows: rows, unit: "kWh",
      numbers: numbers)
  }

  // MARK: Limits

  private struct Sum {
    let limit: EnergyBound.Limit
    var energy = Energy.zero
    var count = 0
  }

  /// Returns what each limit keeps back in all, the most first.
  private static func sums(_ bound: EnergyBound) -> [Sum] {
    var sums: [Sum] = []
    var places: [EnergyBound.Limit: Int] = [:]
    for bottleneck in bound.bottlenecks {
      let place = places[bottleneck.limit] ?? sums.count
      if place == sums.count {
        places[bottleneck.limit] = place
        sums.append(Sum(limit: bottleneck.limit))
      }
      sums[place].energy += bottleneck.keptBack
      sums[place].count += 1
    }
    let order = sums.indices.sorted { left, right in
      let (first, second) = (sums[left].energy, sums[right].energy)
      return first != second ? first > second : left < right
    }
    return order.map { sums[$0] }
  }

  private static func limits(_ sums: [Sum], _ remark: String, leftOut: Int) -> BarList? {
    guard !sums.isEmpty else { return nil }
    var numbers = NumberTable(
      [.text("limit"), .number("bottlenecks"), .number("kept back, kWh")], leftOut: leftOut)
    for sum in sums { numbers.append([sum.limit.words, "\(sum.count)", sum.energy.kilowattHours]) }
    return BarList(
      heading: "What keeps it from being more",
      sentence: "What the vehicles that each limit holds back could draw at their own maxima in "
        + "that time, beyond what it lets through. They need not have requested that much, so it "
        + "is no part of a whole." + remark,
      rows: sums.map { sum in
        BarList.Row(
          label: sum.limit.words,
          bars: [
            BarList.Bar(
              style: "lost", value: sum.energy.roundedWattHours,
              text: "\(sum.energy.kilowattHours)\u{A0}kWh")
          ])
      }, unit: "kWh", numbers: numbers)
  }

  // MARK: Reasons

  /// Returns a reason why a bound may be too high, with the number of sessions.
  private static func words(_ reason: String, _ count: Int) -> String {
    let isOne = count == 1
    let (sessions, have) = (isOne ? "1 session" : "\(count) sessions", isOne ? "has" : "have")
    return switch reason {
    case "noEnd":
      "\(sessions) \(have) no departure and no stop, and \(isOne ? "counts" : "count") as there "
        + "until the end of the run."
    case "curve": "\(sessions) \(have) a battery that accepts less at some states of charge."
    case "maximum": "\(sessions) \(have) a maximum that changes; the highest counts all the time."
    case "minPower":
      "\(sessions) \(isOne ? "is" : "are") at a charger with a least power, which is left out."
    case "connector": "\(sessions) \(isOne ? "names" : "name") no connector, and may use the best."
    case "waiting":
      "\(sessions) waited for a connector; that only one vehicle can use it is left out."
    case "battery":
      "The stationary battery counts as full at first and without losses, and need not serve loads."
    case "noTarget":
      "\(sessions) \(isOne ? "requests" : "request") no energy, and \(isOne ? "is" : "are") not "
        + "counted in."
    default: "\(reason): \(sessions)."
    }
  }
}

extension EnergyBound.Limit {
  /// The limit in the words of a report.
  var words: String {
    switch self {
    case .grid: "the grid"
    case .chargers: "all chargers together"
    case .group(let id): "group \(id.text)"
    case .charger(let id): "charger \(id.text)"
    }
  }
}
