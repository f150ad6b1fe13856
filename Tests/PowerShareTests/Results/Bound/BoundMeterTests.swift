import Testing

@testable import PowerShare

@Suite struct BoundMeterTests {
  private static func bound(
    _ station: StationConfig, _ events: [SessionEvent], _ choice: PolicyChoice = .fair,
    until: Int? = nil
  ) throws -> EnergyBound {
    var simulation = Simulation(
      station: station, policy: choice.policy, until: until.map(Instant.seconds))
    simulation.measureBound()
    try simulation.run(events)
    let summary = simulation.end()
    let bound = try #require(summary?.bound)
    return try #require(bound)
  }

  private static func start(
    _ time: Int, _ id: String, at connector: String = "A", kW: Int, kWh: Int, until: Int? = nil
  ) -> SessionEvent {
    .start(time, id, kW: kW) {
      $0.connector = .connector(ConnectorID(chargerId: Identifier(connector), idx: 1))
      $0.energyRequested = .kWh(kWh)
      $0.departureTime = until.map(Instant.seconds)
    }
  }

  @Test func `a later vehicle gets what an earlier one need not have now`() throws {
    // Fair gives both 10 kW in the second hour, but the first has until the third.
    let station = try StationConfig(gridKilowatts: 20, [("A", 50, 1), ("B", 50, 1)])
    let events = [
      Self.start(0, "a", kW: 20, kWh: 35, until: 10_800),
      Self.start(3_600, "b", at: "B", kW: 20, kWh: 20, until: 7_200),
    ]
    let bound = try Self.bound(station, events)
    #expect(bound.delivered == .kWh(55))
    #expect(bound.drawn == .kWh(45))
    #expect(bound.share == 818)
    #expect(bound.isExact)
    #expect(bound.bottlenecks.isEmpty)
    #expect(try Self.bound(station, events, .unmanaged).share == nil)
  }

  @Test func `the bottleneck is the limit whose rise would deliver more`() throws {
    let station = try StationConfig(gridKilowatts: 30, [("A", 15, 1), ("B", 50, 1)])
    let bound = try Self.bound(
      station,
      [
        Self.start(0, "a", kW: 40, kWh: 100, until: 3_600),
        Self.start(0, "b", at: "B", kW: 10, kWh: 100, until: 3_600),
      ])
    #expect(bound.delivered == .kWh(25))
    #expect(bound.gridCapacity == .kW(25))
    #expect(
      bound.bottlenecks == [
        EnergyBound.Bottleneck(
          from: Instant.seconds(0), until: Instant.seconds(3_600), limit: .charger("A"),
          keptBack: .kWh(25))
      ])
  }

  @Test func `a stay ends at its departure although the vehicle left when it was done`() throws {
    let station = try StationConfig(gridKilowatts: 20, [("A", 50, 1), ("B", 50, 1)])
    var first = Self.start(0, "a", kW: 20, kWh: 5, until: 7_200)
    if case .start(var start) = first.kind {
      start.leavesWhenDone = true
      first = SessionEvent(time: first.time, kind: .start(start))
    }
    // Done after half an hour; in the bound it waits for the second vehicle to leave.
    let second = Self.start(0, "b", at: "B", kW: 20, kWh: 20, until: 3_600)
    #expect(try Self.bound(station, [first, second]).delivered == .kWh(25))
    // A stop after it has left ends the stay all the same.
    let stop = SessionEvent.stop(3_000, "a")
    #expect(try Self.bound(station, [first, second, stop]).delivered == .kWh(20))
  }

  @Test func `without an end a stay goes on to the end of the run`() throws {
    let station = try StationConfig(gridKilowatts: 20, [("A", 50, 1), ("B", 50, 1)])
    let bound = try Self.bound(
      station,
      [
        Self.start(0, "a", kW: 20, kWh: 10),
        Self.start(0, "b", at: "B", kW: 20, kWh: 20, until: 7_200),
      ])
    #expect(bound.delivered == .kWh(30))
    #expect(bound.reasons.noEnd == 1)
    #expect(bound.gridCapacity == nil)
    #expect(!bound.isExact)
  }

  @Test func `the run ends every stay`() throws {
    let station = try StationConfig(gridKilowatts: 20, [("A", 50, 1)])
    let events = [Self.start(0, "a", kW: 20, kWh: 40, until: 7_200)]
    let bound = try Self.bound(station, events, until: 3_600)
    #expect(bound.delivered == .kWh(20))
    #expect(bound.isExact)
  }

  @Test func `a config that removes the connector ends the stay`() throws {
    let station = try StationConfig(gridKilowatts: 20, [("A", 50, 1), ("B", 50, 1)])
    let other = try StationConfig(gridKilowatts: 20, [("B", 50, 1)])
    let bound = try Self.bound(
      station,
      [
        Self.start(0, "a", kW: 20, kWh: 40, until: 7_200), .config(1_800, other),
        Self.start(1_800, "b", at: "B", kW: 1, kWh: 1, until: 7_200),
      ])
    #expect(bound.delivered == .kWh(11))
  }

  @Test func `a config ends the stay of a vehicle that left before when it was done`() throws {
    let station = try StationConfig(gridKilowatts: 20, [("A", 50, 1), ("B", 50, 1)])
    let other = try StationConfig(gridKilowatts: 20, [("B", 50, 1)])
    // The first is done after a quarter of an hour. In the bound it may wait for the second.
    let events: [SessionEvent] = [
      .start(0, "a", kW: 20) {
        $0.connector = .connector(ConnectorID(chargerId: "A", idx: 1))
        $0.energyRequested = .kWh(5)
        $0.departureTime = Instant.seconds(7_200)
        $0.leavesWhenDone = true
      },
      Self.start(0, "b", at: "B", kW: 20, kWh: 20, until: 3_600),
    ]
    #expect(try Self.bound(station, events, .firstCome).delivered == .kWh(25))
    for time in [900, 1_800] {
      let changed = events + [.config(time, other)]
      #expect(try Self.bound(station, changed, .firstCome).delivered == .kWh(20), "at \(time)")
    }
  }

  @Test func `a connector's maximum counts while its config holds`() throws {
    func station(_ kilowatts: Int) throws -> StationConfig {
      try StationConfig(
        stationId: "S", gridCapacity: .kW(100),
        chargers: [
          Charger(id: "A", maxPower: .kW(50), connectors: .individual([.kW(kilowatts)]))
        ])
    }
    let bound = try Self.bound(
      try station(40),
      [
        Self.start(0, "a", kW: 50, kWh: 100, until: 7_200),
        .config(3_600, try station(10)),
      ])
    #expect(bound.delivered == .kWh(50))
    #expect(bound.isExact)
  }

  @Test func `loads and temporary limits leave less`() throws {
    let station = try StationConfig(gridKilowatts: 20, [("A", 50, 1)])
    let bound = try Self.bound(
      station,
      [
        Self.start(0, "a", kW: 20, kWh: 100, until: 7_200),
        SessionEvent(time: .seconds(0), kind: .load(.init(loadId: "hall", power: .kW(5)))),
        SessionEvent(
          time: .seconds(3_600), kind: .limit(.init(target: .grid, maxPower: .kW(10)))),
      ])
    #expect(bound.delivered == .kWh(20))
    // With the temporary limit 15 kW and then 5 kW on top of the load.
    #expect(bound.gridCapacity == .kW(25))
    #expect(bound.bottlenecks.map(\.limit) == [.grid])
    #expect(bound.bottlenecks[0].until == Instant.seconds(7_200))
  }

  @Test func `a change of the grid capacity leaves no constant one`() throws {
    let station = try StationConfig(gridKilowatts: 20, [("A", 50, 1)])
    let start = Self.start(0, "a", kW: 20, kWh: 100, until: 7_200)
    let bound = try Self.bound(station, [start, .grid(3_600, kW: 10)])
    #expect(bound.delivered == .kWh(30))
    #expect(bound.gridCapacity == nil)
  }

  @Test func `a stationary battery begins full, and takes what is left over`() throws {
    let battery = StationBattery(capacity: .kWh(10), power: .kW(10), efficiency: 500, minSoc: 0)
    let station = try StationConfig(gridKilowatts: 20, [("A", 50, 1)]).with(battery: battery)
    // An hour with 10 kW left over, and an hour in which the battery adds what it has.
    let bound = try Self.bound(
      station,
      [
        Self.start(0, "a", kW: 10, kWh: 10, until: 3_600),
        Self.start(3_600, "b", kW: 40, kWh: 40, until: 7_200),
      ])
    #expect(bound.delivered == .kWh(40))
    #expect(bound.reasons.battery == 1)
  }

  @Test func `a battery is not full again where the next vehicle comes as a stay ends`() throws {
    let battery = StationBattery(capacity: .kWh(10), power: .kW(10), minSoc: 0)
    let station = try StationConfig(gridKilowatts: 10, [("A", 50, 1)]).with(battery: battery)
    // The first takes 5 kWh from the battery and leaves before the end of its stay.
    let first = SessionEvent.start(0, "a", kW: 40) {
      $0.connector = .connector(ConnectorID(chargerId: "A", idx: 1))
      $0.energyRequested = .kWh(15)
      $0.departureTime = Instant.seconds(3_600)
      $0.leavesWhenDone = true
    }
    func bound(_ time: Int) throws -> Energy {
      let second = Self.start(time, "b", kW: 40, kWh: 40, until: time + 3_600)
      return try Self.bound(station, [first, second]).delivered
    }
    #expect(try bound(3_600) == .kWh(30))
    #expect(try bound(3_601) == .kWh(35))
  }

  @Test func `reasons count the sessions`() throws {
    let station = try StationConfig(
      stationId: "S", gridCapacity: .kW(50),
      chargers: [
        Charger(id: "A", maxPower: .kW(50), minPower: .kW(4), connectors: .alike(count: 2))
      ])
    let bound = try Self.bound(
      station,
      [
        .start(0, "no target", kW: 10) { $0.departureTime = Instant.seconds(60) },
        .start(60, "curve", kW: 10) {
          $0.connector = .connector(ConnectorID(chargerId: "A", idx: 1))
          $0.energyRequested = .kWh(10)
          $0.departureTime = Instant.seconds(120)
          $0.batteryCapacity = .kWh(100)
          $0.stateOfCharge = 50_000
          $0.chargingCurve = ChargingCurve(points: [
            ChargingCurve.Point(stateOfCharge: 0, power: .kW(9))
          ])
        },
        .start(120, "any", kW: 10) {
          $0.energyRequested = .kWh(10)
          $0.departureTime = Instant.seconds(180)
          $0.connector = .any
        },
        .start(180, "maximum", kW: 10) {
          $0.connector = .connector(ConnectorID(chargerId: "A", idx: 1))
          $0.energyRequested = .kWh(10)
          $0.departureTime = Instant.seconds(240)
        },
        .update(210, "maximum", draws: 5),
      ])
    #expect(
      bound.reasons
        == EnergyBound.Reasons(
          noEnd: 0, curve: 1, maximum: 1, minPower: 3, connector: 1, waiting: 0, battery: 0,
          noTarget: 1))
  }

  @Test func `a stretch of too many pairs has no bound`() throws {
    let chargers = (0..<1_500).map { ("\($0)", 50, 1) }
    let station = try StationConfig(gridKilowatts: 20, chargers)
    var simulation = Simulation(station: station, policy: FairShare())
    simulation.measureBound()
    try simulation.run(
      (0..<1_500).map {
        Self.start($0, "\($0)", at: "\($0)", kW: 1, kWh: 1, until: 100_000 + $0)
      })
    let summary = simulation.end()
    #expect(summary?.bound == .some(nil))
  }
}
