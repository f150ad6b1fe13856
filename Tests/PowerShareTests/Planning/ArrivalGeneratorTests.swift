import Foundation
import Testing

@testable import PowerShare

@Suite struct ArrivalGeneratorTests {
  static func plan(
    _ site: SiteKind = .urban, rule: String = "UTC0", from: String = "2026-03-02T00:00:00Z",
    days: Int = 1, sessionsPerDay: Int = 20_000
  ) throws -> ArrivalPlan {
    ArrivalPlan(
      site, clock: try #require(LocalClock(rule: rule)), from: try time(from), days: days,
      sessionsPerDay: sessionsPerDay)
  }

  static func time(_ text: String) throws -> Instant {
    try #require(TimeScale.read(text)).time
  }

  static func starts(
    _ plan: ArrivalPlan, seed: UInt64
  ) -> [(time: Instant, start: SessionEvent.Start)] {
    ArrivalGenerator(plan, seed: seed).compactMap { event in
      if case .start(let start) = event.kind { (event.time, start) } else { nil }
    }
  }

  // MARK: Properties

  @Test(.tags(.property), arguments: PropertyCases.seeds(60))
  func `arrivals are in order, within their days, and leave after they came`(
    seed: UInt64
  ) throws {
    var random = SplitMix64(seed: seed)
    // St. John's set its clocks at one minute past midnight, so that days overlap.
    let rule = random.pick([
      "UTC0", "CET-1CEST,M3.5.0,M10.5.0/3", "NST3:30NDT,M3.2.0/0:01,M11.1.0/0:01",
    ])
    let from = random.pick([
      "2026-03-27T00:00:00Z", "2026-10-24T13:20:07.5Z", "2026-10-30T04:29:00Z",
    ])
    var plan = try Self.plan(
      random.pick(SiteKind.allCases), rule: rule, from: from, days: random.int(1...5),
      sessionsPerDay: random.int(1...200_000))
    plan.dispersion = random.int(1_000...9_000)
    var last = plan.from
    let end = plan.from + TimeSpan(milliseconds: plan.days * 86_400_000 + 3_600_000)
    for (time, start) in Self.starts(plan, seed: seed) {
      #expect(last <= time && time < end, "seed \(seed)")
      #expect(time.milliseconds % 1_000 == 0)
      last = time
      let departure = try #require(start.departureTime)
      let power = try #require(start.vehicleMaxPower)
      let energy = try #require(start.energyRequested)
      #expect(departure - time >= TimeSpan(milliseconds: 60_000))
      #expect(Energy(power, over: departure - time) >= energy, "seed \(seed)")
      #expect(start.leavesWhenDone == (plan.leavesWhenDone ? true : nil))
      #expect(start.connector == .any && start.sessionId == nil)
    }
  }

  @Test func `a seed repeats its arrivals, another seed has others, more days keep them`() throws {
    let plan = try Self.plan(days: 3)
    let events = Array(ArrivalGenerator(plan, seed: 3))
    #expect(events == Array(ArrivalGenerator(plan, seed: 3)))
    #expect(events != Array(ArrivalGenerator(plan, seed: 4)))
    var longer = plan
    longer.days = 9
    #expect(Array(ArrivalGenerator(longer, seed: 3).prefix(events.count)) == events)
  }

  @Test(arguments: [RowFormat.csv(delimiter: UInt8(ascii: ";")), .json, .ndjson])
  func `written arrivals are read again without a warning`(format: RowFormat) throws {
    var plan = try Self.plan(
      .highway, rule: "CET-1CEST,M3.5.0,M10.5.0/3", from: "2026-10-24T22:00:00Z", days: 2)
    plan.vehicles.append(
      VehicleShare(
        .type(
          VehicleType(
            id: "a \"b\"; c", maxPower: Power(watts: 50_000),
            batteryCapacity: Energy(wattHours: 40_000))), weight: 9))
    let events = Array(ArrivalGenerator(plan, seed: 1))
    var writer = TimelineWriter(
      format,
      columns: [
        .time, .event, .vehicleMaxPower, .vehicle, .soc, .energyRequested, .departureTime,
        .leavesWhenDone,
      ], clock: .zone(plan.clock))
    var bytes: [UInt8] = []
    writer.begin(into: &bytes)
    for event in events { writer.write(event, into: &bytes) }
    writer.end(into: &bytes)
    let outcome = TimelineOutcome(bytes: bytes, nil, isStrict: true)
    #expect(outcome.diagnostics.isEmpty && outcome.warnings.isEmpty && outcome.hasEnded)
    #expect(outcome.events == events)
  }

  @Test func `a vehicle with a battery charges to 80 % or until it is full`() throws {
    var plan = try Self.plan(.highway, days: 20)
    let curve = ChargingCurve(points: [
      .init(stateOfCharge: 0, power: Power(watts: 100_000)),
      .init(stateOfCharge: 100_000, power: Power(watts: 4_000)),
    ])
    plan.vehicles = [
      VehicleShare(
        .type(
          VehicleType(
            id: "v", maxPower: Power(watts: 100_000), batteryCapacity: Energy(wattHours: 50_000),
            chargingCurve: curve)), weight: 1)
    ]
    for leaves in [true, false] {
      plan.leavesWhenDone = leaves
      for (time, start) in Self.starts(plan, seed: 1) {
        let energy = try #require(start.energyRequested).roundedWattHours
        let state = try #require(start.stateOfCharge)
        #expect(energy <= 50_000)
        let full = Int128(state) + energy * 2
        #expect(full == (leaves ? 80_000 : 100_000) || (state == 0 && energy > 40_000))
        // The curve falls, so that the vehicle takes longer than at its first power.
        let stay = try #require(start.departureTime) - time
        #expect(Energy(Power(watts: 100_000), over: stay).roundedWattHours > energy)
      }
    }
  }

  @Test func `a stay is at most 30 days`() throws {
    var plan = try Self.plan(.highway)
    plan.vehicles = [VehicleShare(.power(Power(watts: 1)), weight: 1)]
    for (time, start) in Self.starts(plan, seed: 1) {
      let departure = try #require(start.departureTime)
      #expect(departure - time == TimeSpan(milliseconds: 30 * 86_400_000))
    }
    plan.vehicles = [VehicleShare(.power(.zero), weight: 1)]  // never: then the stay counts
    for (time, start) in Self.starts(plan, seed: 1) {
      let departure = try #require(start.departureTime)
      #expect(departure - time < TimeSpan(milliseconds: 30 * 86_400_000))
    }
  }

  @Test(arguments: [
    (1_000, 20_000), (1_500, 30_000), (500, 10_000), (0, 1), (-5, 1), (.max, 1_000_000_000),
  ])
  func `a plan is scaled`(scale: Int, sessionsPerDay: Int) throws {
    let plan = try Self.plan()
    #expect(plan.scaled(by: scale).sessionsPerDay == sessionsPerDay)
    #expect(plan.scaled(by: scale).dwell == plan.dwell)
  }

  // MARK: Sources

  @Test(
    .enabled(if: SharedData.file("acn-caltech-2021.json") != nil, "no ../shared/data beside us"))
  func `the workplace profile is that of the records`() throws {
    let data = Data(try #require(SharedData.file("acn-caltech-2021.json")))
    let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    let items = try #require(object?["_items"] as? [[String: Any]])
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.timeZone = TimeZone(identifier: "GMT")
    format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(identifier: "America/Los_Angeles"))
    var workdays = Array(repeating: 0, count: 24)
    var weekends = workdays
    for item in items {
      let date = try #require(format.date(from: item["connectionTime"] as? String ?? ""))
      let hour = calendar.component(.hour, from: date)
      if calendar.isDateInWeekend(date) { weekends[hour] += 1 } else { workdays[hour] += 1 }
    }
    let weights = SiteKind.workplace.profile.weights
    #expect(Array(weights[..<24]) == workdays.map { $0 * 5 })
    #expect(Array(weights[120..<144]) == weekends.map { $0 * 12 })
  }
}
