@testable import PowerShare

/// Values for reports, made up and the same every time.
///
/// A target that needs them has a link to this file.
enum ReportSample {
  /// The clock of Paris.
  static let zone =
    LocalClock(rule: "CET-1CEST,M3.5.0,M10.5.0/3") ?? LocalClock(UTCOffset(minutes: 60))

  /// The 2nd of March 2026, 00:00 in Paris.
  static let midnight = Instant(milliseconds: 1_772_406_000_000)

  static let head = ReportHead(
    version: "1.2.3", command: "simulate",
    inputs: [
      .init(role: "station", name: "station.json"),
      .init(role: "timeline", name: "arrivals.csv", events: 120),
    ], settings: [.init("--policy", "fair"), .init("--require", "servedShare>=0.95")])

  /// What a sample has.
  struct Kind {
    var sessions = 110
    var chargers = 4
    var chargerName = "HPC"
    var hasSite = false
    var months = 3
    var hasSeveralDays = true
    var hasSeconds = false
    var sessionIds: (Int) -> String = { "vehicle-\($0)" }
  }

  static func station(_ kind: Kind) throws -> StationConfig {
    try StationConfig(
      stationId: "RIVERSIDE", gridCapacity: Power(watts: 300_000),
      chargers: (1...kind.chargers).map {
        Charger(
          id: Identifier("\(kind.chargerName)\($0)"), maxPower: Power(watts: 150_000),
          connectors: .alike(count: 2))
      },
      battery: kind.hasSite
        ? StationBattery(
          capacity: Energy(wattMilliseconds: 200_000 * 3_600_000), power: Power(watts: 100_000))
        : nil)
  }

  static func run(_ kind: Kind = Kind()) throws -> ReportedRun {
    let station = try station(kind)
    let data = data(kind, station)
    let start = kind.hasSeconds ? Instant(milliseconds: 0) : midnight
    return ReportedRun(
      station: station, policy: "fair", step: Power(watts: 1_000), reallocation: .immediate,
      clock: kind.hasSeconds ? .seconds : .zone(zone), start: start,
      end: Instant(milliseconds: start.milliseconds + 86_400_000 * 7), summary: summary(kind, data),
      data: data)
  }

  // MARK: Figures

  /// Returns a summary with a value for each figure, without costs and without a bound.
  static func summary(_ kind: Kind, _ data: ReportData) -> Summary {
    let known: [String: Int128] = [
      "servedShare": 915, "sessions.started": Int128(kind.sessions) * 1_000,
      "sessions.served": Int128(kind.sessions - 11) * 1_000, "sessions.abandoned": 11_000,
      "energy.requested": 4_667_000, "energy.delivered": 4_270_500, "energy.unserved": 396_500,
      "curtailment.grid.deferred": 4_786_123, "curtailment.grid.minutes": 612_400,
      "curtailment.queue.deferred": 1_216_000, "curtailment.queue.lost": 390_500,
      "curtailment.queue.minutes": 201_300, "curtailment.stay.lost": 6_000,
      "fairness.lowest": 0, "fairness.p10": 620, "wait.mean": 4_300, "wait.p95": 20_000,
      "wait.max": 30_000, "stretch.mean": 1_420, "stretch.p95": 2_750, "grid.peak15min": 299_800,
      "events.applied": 120_000, "worstDay.servedShare": 915, "worstDay.unservedEnergy": 396_500,
      "battery.given": 420_000, "battery.cycles": 2_100, "battery.lowest": 20_000,
      "battery.emptyMinutes": 95_000,
    ]
    let scope = FigureScope(
      isOnUpdate: false, hasLoads: kind.hasSite, hasBattery: kind.hasSite, hasTariff: false,
      hasBound: false)
    var figures = FigureTable.figures(scope).map {
      Summary.Figure(path: $0.path, thousandths: $0.unit.isNumeric ? known[$0.path] ?? 0 : nil)
    }
    for index in figures.indices where figures[index].path == "worstDay.date" {
      figures[index].text = data.worstDay?.name.text
    }
    var summary = Summary(figures: figures, chargers: parts(kind.chargers, kind.chargerName))
    summary.hasSeveralDays = kind.hasSeveralDays
    return summary
  }

  private static func parts(_ count: Int, _ name: String) -> [Summary.Part] {
    (1...count).map { index in
      Summary.Part(
        name: Identifier("\(name)\(index)"),
        figures: [
          .init(path: "energy", thousandths: Int128(1_474_250 / index)),
          .init(path: "peak", thousandths: 241_500), .init(path: "inUse", thousandths: 840),
          .init(path: "atLimit", thousandths: Int128(index % 5) * 100),
        ])
    }
  }

  // MARK: Data

  static func data(_ kind: Kind, _ station: StationConfig) -> ReportData {
    var random = SplitMix64(seed: 7)
    var data = ReportData()
    let start = kind.hasSeconds ? Instant(milliseconds: 0) : midnight
    data.worstDay = day(kind, station, start, using: &random)
    data.busiestDay = data.worstDay
    if kind.hasSeveralDays {
      let next = Instant(milliseconds: start.milliseconds + 86_400_000)
      data.busiestDay = day(kind, station, next, using: &random)
    }
    data.duration.width = Power(watts: 2_000)
    data.duration.times = (0...150).map {
      TimeSpan(milliseconds: $0 % 7 == 3 ? 0 : 900_000 * (4 + $0 % 5))
    }
    if !kind.hasSeconds {
      var week = WeekImport()
      for place in week.cells.indices where place != 30 {
        week.cells[place].time = TimeSpan(milliseconds: 3_600_000)
        let watts = (place % 24 - 3) * (place % 24 - 3) * 600 + place / 24 * 4_000
        week.cells[place].energy = Energy(
          Power(watts: watts), over: TimeSpan(milliseconds: 3_600_000))
      }
      data.week = week
      data.months = (0..<kind.months).map {
        MonthPeak(
          firstDay: CivilDate(year: 2026 + $0 / 12, month: 1 + $0 % 12, day: 1).daysSince1970,
          peak: Power(watts: 200_000 + $0 * 33_300), time: midnight)
      }
    }
    for hour in 14..<21 {
      data.lostByHour[hour][.queue] = .sample(10 * (hour - 13))
      data.lostByHour[hour][.stay] = .sample(1)
    }
    data.sessions.servedShares[0] = 11
    data.sessions.servedShares[13] = 5
    data.sessions.servedShares[20] = kind.sessions - 16
    data.sessions.waits[0] = 82
    data.sessions.waits[1] = 5
    data.sessions.waits[3] = 18
    data.sessions.waits[13] = 1
    data.sessions.stretches[0] = 40
    data.sessions.stretches[2] = 30
    data.sessions.stretches[13] = 3
    return data
  }

  private static func day(
    _ kind: Kind, _ station: StationConfig, _ start: Instant, using random: inout SplitMix64
  ) -> ReportDay {
    let quarter = TimeSpan(milliseconds: 900_000)
    var quarters: [ReportQuarter] = []
    var stored = 200_000
    for index in 0..<96 {
      let time = Instant(milliseconds: start.milliseconds + index * 900_000)
      var one = ReportQuarter(start: time, length: quarter)
      let vehicles = index < 16 ? 0 : min(298_000, 4_000 * index + random.int(0...40_000))
      one.vehicles = Energy(Power(watts: vehicles), over: quarter)
      var net = vehicles
      if kind.hasSite {
        let loads = 30_000 + random.int(0...9_000)
        let sun = max(0, 80_000 - abs(index - 50) * 4_000)
        let given = index > 70 && stored > 20_000 ? 40_000 : 0
        let taken = index < 16 && stored < 200_000 ? 50_000 : 0
        stored += taken / 4 - given / 4
        one.loads = Energy(Power(watts: loads), over: quarter)
        one.generated = Energy(Power(watts: sun), over: quarter)
        one.given = Energy(Power(watts: given), over: quarter)
        one.taken = Energy(Power(watts: taken), over: quarter)
        one.batteryEnergy = Energy(wattMilliseconds: Int128(stored) * 3_600_000)
        net += loads + taken - sun - given
      }
      one.imported = Energy(Power(watts: max(net, 0)), over: quarter)
      one.exported = Energy(Power(watts: max(-net, 0)), over: quarter)
      one.importable = Energy(Power(watts: 300_000), over: quarter)
      quarters.append(one)
    }
    let end = Instant(milliseconds: start.milliseconds + 86_400_000)
    return ReportDay(
      name: kind.hasSeconds ? .second(0) : .date(20_514), start: start, end: end,
      requested: .sample(4_667), delivered: .sample(4_270), quarters: quarters,
      sessionCount: kind.sessions,
      sessions: sessions(kind, station, start, using: &random))
  }

  private static func sessions(
    _ kind: Kind, _ station: StationConfig, _ day: Instant, using random: inout SplitMix64
  ) -> [ReportSession] {
    var free = Array(repeating: day.milliseconds + 5 * 3_600_000, count: station.chargers.count * 2)
    return (0..<min(kind.sessions, ReportSession.mostShown)).map { index in
      let place = free.indices.min { free[$0] < free[$1] } ?? 0
      let start = free[place] + random.int(0...1_200_000)
      let charging = random.int(600_000...3_600_000)
      let isAbandoned = index % 10 == 9
      let isUnserved = index % 7 == 3
      let leaves = start + charging + (index % 4 == 0 ? 900_000 : 0)
      if !isAbandoned { free[place] = leaves }
      let requested = Energy.sample(20 + index % 30)
      let delivered: Energy = isAbandoned ? .zero : isUnserved ? .sample(index % 20) : requested
      let lost = requested - delivered
      return ReportSession(
        number: index + 1, id: Identifier(kind.sessionIds(index)),
        connector: isAbandoned
          ? nil
          : ConnectorID(chargerId: station.chargers[place / 2].id, idx: place % 2 + 1),
        arrivalTime: Instant(milliseconds: start - index % 3 * 300_000),
        startTime: isAbandoned ? nil : Instant(milliseconds: start),
        doneTime: isAbandoned || isUnserved ? nil : Instant(milliseconds: start + charging),
        leaveTime: Instant(milliseconds: leaves),
        outcome: isAbandoned ? .abandoned : isUnserved ? .unserved : .served,
        requested: index % 25 == 12 ? nil : requested, delivered: delivered, lost: lost,
        lostMostTo: isAbandoned ? .queue : isUnserved ? .stay : nil,
        stretch: isAbandoned || isUnserved ? nil : 100 + index % 5 * 20)
    }
  }
}

extension Energy {
  fileprivate static func sample(_ kilowattHours: Int) -> Energy {
    Energy(wattHours: kilowattHours * 1_000)
  }
}
