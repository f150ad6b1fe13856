import Testing

@testable import PowerShare

@Suite struct FleetGeneratorTests {
  /// An arrival with its start, for comparisons.
  private struct Stay: Equatable {
    let time: Int
    let start: SessionEvent.Start

    var departure: Int { (start.departureTime?.milliseconds ?? 0) / 1_000 }
  }

  private static func stays(_ plan: FleetPlan, seed: UInt64) -> [Stay] {
    FleetGenerator(plan, seed: seed).compactMap { event in
      guard case .start(let start) = event.kind else { return nil }
      return Stay(time: event.time.milliseconds / 1_000, start: start)
    }
  }

  private static func stay(
    _ id: String = "bus-1", _ arrival: String, _ departure: String, _ days: String? = nil,
    deviation: Int = 0
  ) throws -> FleetSchedule.Stay {
    func minutes(_ text: String) throws -> Int {
      let parts = text.split(separator: ":").compactMap { Int($0) }
      return try #require(parts.first) * 60 + parts[1]
    }
    var stay = FleetSchedule.Stay(
      vehicleId: Identifier(id), arrival: try minutes(arrival), departure: try minutes(departure),
      energyRequested: Energy(wattHours: 100_000))
    if let days { stay.days = try #require(Weekdays(days)) }
    stay.arrivalDeviation = deviation
    return stay
  }

  private static func plan(
    _ stays: [FleetSchedule.Stay], from: String, days: Int, rule: String = "UTC0"
  ) throws -> FleetPlan {
    FleetPlan(
      FleetSchedule(stays), clock: try #require(LocalClock(rule: rule)),
      from: try ArrivalGeneratorTests.time(from), days: days)
  }

  /// Returns the stays in words: `bus-1-2026-03-02 18:30 05:00`, times on the clock.
  private static func words(_ plan: FleetPlan, seed: UInt64 = 1) -> [String] {
    stays(plan, seed: seed).map { stay in
      func text(_ second: Int) -> String {
        let clock = OutputClock.zone(plan.clock).text(Instant(milliseconds: second * 1_000))
        return String(clock.dropFirst(11).prefix(5))
      }
      return "\(stay.start.sessionId?.text ?? "") \(text(stay.time)) \(text(stay.departure))"
    }
  }

  // MARK: Against a plain version

  /// Generates stays minute by minute, from the rules of the manual.
  private static func slowStays(
    _ schedule: FleetSchedule, offset: (Int) -> Int, from: Int, days: Int, seed: UInt64
  ) throws -> [Stay] {
    /// Returns the first minute at which the clock shows a local minute, or would show it.
    func minute(ofLocal local: Int) -> Int {
      let shown = ((local - 900)...(local + 900)).first { $0 + offset($0) == local }
      return shown ?? local - offset(local - 1_440)
    }
    var random = Xoshiro256(seed: seed)
    var all: [(date: Int, vehicle: Identifier, stay: Stay)] = []
    let start = from + offset(from)
    for local in start..<(start + days * 1_440) {
      let (date, time) = local.quotientAndRemainder(dividingBy: 1_440)
      for stay in schedule.stays
      where stay.arrival == time && stay.days.contains(day: (date + 3) % 7) {
        var arrival = minute(ofLocal: local) * 60
        if stay.arrivalDeviation > 0 {
          let spread = try #require(Spread(seconds: 43_200, deviation: stay.arrivalDeviation))
          arrival += spread.source.draw(&random) - 43_200
        }
        var energy = stay.energyRequested
        if stay.energyDeviation > 0 {
          let mean = try #require(stay.energyRequested).roundedWattHours
          let spread = try #require(
            Spread(wattHours: Int(mean), deviation: stay.energyDeviation))
          energy = Energy(wattHours: spread.source.draw(&random))
        }
        let end = try #require(
          ((local + 1)...(local + 1_440)).first { $0 % 1_440 == stay.departure })
        let departure = minute(ofLocal: end) * 60
        let before = all.filter { $0.vehicle == stay.vehicleId }
        let last = before.map(\.stay.departure).max() ?? from * 60
        arrival = max(last, min(arrival, departure - 60))
        if arrival > departure - 60 { continue }
        let day = CivilDate(daysSince1970: date)
        func digits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        var name = "\(stay.vehicleId.text)-\(day.year)-\(digits(day.month))-\(digits(day.day))"
        let number = before.count { $0.date == date } + 1
        if number > 1 { name += "-\(number)" }
        var event = SessionEvent.Start(
          sessionId: Identifier(name), connector: .any, vehicleMaxPower: stay.vehicleMaxPower)
        event.vehicle = stay.vehicle
        event.stateOfCharge = stay.stateOfCharge
        event.targetStateOfCharge = stay.targetStateOfCharge
        event.energyRequested = energy
        event.departureTime = Instant(milliseconds: departure * 1_000)
        event.priority = stay.priority
        all.append((date, stay.vehicleId, Stay(time: arrival, start: event)))
      }
    }
    let order = all.indices.sorted { (all[$0].stay.time, $0) < (all[$1].stay.time, $1) }
    return order.map { all[$0].stay }
  }

  private static func randomSchedule(_ random: inout SplitMix64) -> FleetSchedule {
    var stays: [FleetSchedule.Stay] = []
    let isEarly = random.chance(percent: 40)
    for _ in 0..<random.int(1...12) {
      // Many times at the hours in which clocks change.
      let minutes = isEarly ? 0...240 : 0...1_439
      var stay = FleetSchedule.Stay(
        vehicleId: random.pick(["a", "b", "bus-3"]), arrival: random.int(minutes),
        departure: random.int(minutes), energyRequested: Energy(wattHours: random.int(200...90_000))
      )
      if random.chance(percent: 50) {
        stay.days = Weekdays(rawValue: UInt8(random.int(1...127)))
      }
      if random.chance(percent: 50) { stay.arrivalDeviation = random.int(1...14_400) }
      if random.chance(percent: 40) {
        let mean = Int(stay.energyRequested?.roundedWattHours ?? 0)
        stay.energyDeviation = random.int(1...min(2 * mean, 5_000))
      }
      stay.vehicleMaxPower = random.pick([nil, Power(watts: 50_000)])
      stay.vehicle = random.pick([nil, "type"])
      stay.stateOfCharge = random.pick([nil, 20_000])
      stay.targetStateOfCharge = random.pick([nil, 90_000])
      stay.priority = random.int(-1...1)
      stays.append(stay)
    }
    let schedule = FleetSchedule(stays)
    let refused = Set(schedule.overlaps.map(\.stay))
    if random.chance(percent: 20) { return schedule }
    return FleetSchedule(stays.indices.filter { !refused.contains($0) }.map { stays[$0] })
  }

  @Test(.tags(.property), arguments: PropertyCases.seeds(60))
  func `stays agree with a plain version`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let schedule = Self.randomSchedule(&random)
    let clockCase = random.pick(ClockCase.all)
    let change = clockCase.changes.randomElement(using: &random)?.moment ?? "2026-03-29T12:00:00Z"
    let from = try ClockCase.minute(change) - random.int(0...4_000)
    let days = random.int(1...5)
    let plan = FleetPlan(
      schedule, clock: try clockCase.clock(), from: Instant(milliseconds: from * 60_000),
      days: days)
    let slow = try Self.slowStays(
      schedule, offset: try clockCase.offsets(), from: from, days: days, seed: seed)
    let stays = Self.stays(plan, seed: seed)
    #expect(stays == slow, "seed \(seed), \(clockCase.rule)")
    var last = from * 60
    for stay in stays {
      #expect(last <= stay.time && stay.time + 60 <= stay.departure, "seed \(seed)")
      last = stay.time
    }
  }

  // MARK: Rules

  @Test func `a stay ends at the next departure, perhaps on the next day`() throws {
    let stays = [
      try Self.stay("a", "18:30", "05:00"), try Self.stay("b", "08:00", "08:01", "Tue"),
      try Self.stay("c", "12:00", "12:00", "Mon"),
    ]
    let plan = try Self.plan(stays, from: "2026-03-02T00:00:00Z", days: 2)
    #expect(
      Self.words(plan) == [
        "c-2026-03-02 12:00 12:00", "a-2026-03-02 18:30 05:00", "b-2026-03-03 08:00 08:01",
        "a-2026-03-03 18:30 05:00",
      ])
    let departures = Self.stays(plan, seed: 1).map { $0.departure - $0.time }
    #expect(departures == [86_400, 37_800, 60, 37_800])
  }

  @Test func `a second stay on a date has a number`() throws {
    let stays = [
      try Self.stay("a", "12:00", "13:00"), try Self.stay("a", "06:00", "07:00"),
      try Self.stay("a", "13:00", "05:00", "Mon-Sat"),
    ]
    let plan = try Self.plan(stays, from: "2026-03-07T00:00:00Z", days: 2)
    #expect(
      Self.words(plan).map { $0.split(separator: " ")[0] } == [
        "a-2026-03-07", "a-2026-03-07-2", "a-2026-03-07-3", "a-2026-03-08", "a-2026-03-08-2",
      ])
  }

  @Test func `a day begins at the time of day of the start`() throws {
    let stays = [try Self.stay("a", "11:59", "12:30"), try Self.stay("b", "12:00", "12:30", "Mon")]
    let plan = try Self.plan(stays, from: "2026-03-02T12:00:00Z", days: 1)
    #expect(
      Self.words(plan) == ["b-2026-03-02 12:00 12:30", "a-2026-03-03 11:59 12:30"])
  }

  @Test func `times that clocks skip come later, and of two the first counts`() throws {
    let stays = [
      try Self.stay("a", "02:30", "04:00"), try Self.stay("b", "01:00", "02:30"),
      try Self.stay("c", "02:10", "02:40"),
    ]
    let rule = "CET-1CEST,M3.5.0,M10.5.0/3"
    let spring = try Self.plan(stays, from: "2026-03-29T00:00:00+01:00", days: 1, rule: rule)
    #expect(
      Self.words(spring) == [
        "b-2026-03-29 01:00 03:30", "c-2026-03-29 03:10 03:40", "a-2026-03-29 03:30 04:00",
      ])
    let autumn = try Self.plan(stays, from: "2026-10-25T00:00:00+02:00", days: 1, rule: rule)
    #expect(
      Self.words(autumn) == [
        "b-2026-10-25 01:00 02:30", "c-2026-10-25 02:10 02:40", "a-2026-10-25 02:30 04:00",
      ])
    #expect(Self.stays(autumn, seed: 1).map { $0.departure - $0.time } == [5_400, 1_800, 9_000])
  }

  @Test func `a stay that ends before the vehicle has left is left out`() throws {
    // On the day on which 02:00 to 03:00 do not exist, the first stay ends at 03:45.
    let stays = [try Self.stay("a", "01:00", "02:45"), try Self.stay("a", "02:50", "03:30")]
    let rule = "CET-1CEST,M3.5.0,M10.5.0/3"
    let plan = try Self.plan(stays, from: "2026-03-28T00:00:00+01:00", days: 3, rule: rule)
    #expect(
      Self.words(plan).filter { $0.contains("03-29") } == ["a-2026-03-29 01:00 03:45"])
    #expect(Self.words(plan).count == 5)
  }

  @Test func `an arrival varies around its time, within the stays of its vehicle`() throws {
    let stays = [
      try Self.stay("a", "11:00", "11:30"), try Self.stay("a", "12:00", "12:40", deviation: 1_200),
      try Self.stay("b", "12:00", "11:00", deviation: 1_200),
    ]
    let plan = try Self.plan(stays, from: "2026-03-02T00:00:00Z", days: 1)
    let noon = try ArrivalGeneratorTests.time("2026-03-02T12:00:00Z").milliseconds / 1_000
    var (free, bound): ([Int], Set<Int>) = ([], [])
    for seed in 1...UInt64(2_000) {
      for stay in Self.stays(plan, seed: seed) {
        switch stay.start.sessionId?.text {
        case "b-2026-03-02": free.append((stay.time - noon) / 60)
        case "a-2026-03-02-2": bound.insert((stay.time - noon) / 60)
        default: break
        }
      }
    }
    // At the earliest at the last departure, at the latest a minute before the next one.
    #expect(bound.min() == -30 && bound.max() == 39)
    #expect(free.count == 2_000)
    let mean = Double(free.reduce(0, +)) / 2_000
    let variance = free.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / 2_000
    #expect(abs(mean) < 1.5)
    #expect(abs(variance - 400) < 50)
  }

  @Test func `no arrival is before the start`() throws {
    let plan = try Self.plan(
      [try Self.stay("a", "00:05", "05:00", deviation: 14_400)], from: "1970-01-01T00:00:00.5Z",
      days: 1)
    let earliest = (1...UInt64(200)).compactMap { Self.stays(plan, seed: $0).first?.time }.min()
    #expect(earliest == 1)
  }

  @Test func `a seed repeats its stays, another has others, more days keep them`() throws {
    let stays = [
      try Self.stay("a", "18:00", "05:00", deviation: 600),
      try Self.stay("b", "00:10", "03:00", deviation: 9_000),
    ]
    let plan = try Self.plan(stays, from: "2026-03-02T00:00:00Z", days: 9)
    let events = Self.stays(plan, seed: 3)
    #expect(events.count == 18 && events == Self.stays(plan, seed: 3))
    #expect(events != Self.stays(plan, seed: 4))
    let shorter = try Self.plan(stays, from: "2026-03-02T00:00:00Z", days: 4)
    let names = Set(Self.stays(shorter, seed: 3).map(\.start.sessionId))
    #expect(Self.stays(shorter, seed: 3) == events.filter { names.contains($0.start.sessionId) })
  }

  @Test func `a schedule of many different spreads draws as one that keeps its tables`() throws {
    let stays = try (0..<10).map { index in
      var stay = try Self.stay("v\(index)", "18:00", "05:00")
      // About 150,000 entries a table, so that not all tables are kept.
      stay.energyDeviation = 200_000 - index
      return stay
    }
    let plan = try Self.plan(stays, from: "2026-03-02T00:00:00Z", days: 1)
    let events = Self.stays(plan, seed: 5)
    var random = Xoshiro256(seed: 5)
    for (stay, event) in zip(stays, events) {
      let spread = try #require(Spread(wattHours: 100_000, deviation: stay.energyDeviation))
      #expect(event.start.energyRequested == Energy(wattHours: spread.source.draw(&random)))
    }
    #expect(events.count == 10)
  }

  // MARK: Overlaps

  @Test(.tags(.property), arguments: PropertyCases.seeds(80))
  func `overlaps agree with a plain version`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let stays = (0..<random.int(2...7)).map { _ in
      var stay = FleetSchedule.Stay(
        vehicleId: random.pick(["a", "b"]), arrival: random.int(0...47) * 30,
        departure: random.int(0...47) * 30, energyRequested: nil)
      stay.days = Weekdays(rawValue: UInt8(random.int(1...127)))
      if random.chance(percent: 60) { stay.days = Weekdays(day: random.int(0...6)) }
      return stay
    }
    /// Returns the half hours of the week in which a vehicle is there.
    func halfHours(_ stay: FleetSchedule.Stay) -> Set<Int> {
      var all: Set<Int> = []
      for day in 0..<7 where stay.days.contains(day: day) {
        var place = day * 48 + stay.arrival / 30
        repeat {
          all.insert(place % 336)
          place += 1
        } while place % 48 != stay.departure / 30
      }
      return all
    }
    func overlap(_ left: Int, _ right: Int) -> Bool {
      stays[left].vehicleId == stays[right].vehicleId
        && !halfHours(stays[left]).isDisjoint(with: halfHours(stays[right]))
    }
    let overlaps = FleetSchedule(stays).overlaps
    for pair in overlaps {
      #expect(pair.other < pair.stay && overlap(pair.stay, pair.other), "seed \(seed)")
    }
    let pairs = stays.indices.flatMap { left in (0..<left).map { (left, $0) } }
    #expect(overlaps.isEmpty == !pairs.contains { overlap($0.0, $0.1) }, "seed \(seed)")
  }

  @Test(arguments: [
    ("Mon-Fri", 0b001_1111), ("Sat,Sun", 0b110_0000), ("Sat Sun", 0b110_0000),
    ("mon-thu, SAT", 0b010_1111), ("Sat-Mon", 0b110_0001), ("Wed", 0b100), ("Wed-Wed", 0b100),
  ])
  func `days of the week are read`(text: String, bits: UInt8) {
    #expect(Weekdays(text)?.rawValue == bits)
  }

  @Test(arguments: [
    "", ",", "Mon,", "Mon-", "-Mon", "Mon-Tue-Wed", "Mo", "Monday", "Mon;Tue", "all",
  ])
  func `other texts are no days`(text: String) {
    #expect(Weekdays(text) == nil)
  }
}
