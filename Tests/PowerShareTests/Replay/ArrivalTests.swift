import Testing

@testable import PowerShare

@Suite struct ArrivalTests {
  /// A station with a vehicle type of 100 kW, 50 kWh and a flat curve of 80 kW.
  private static func arrival(
    _ wish: (inout SessionEvent.Start) -> Void
  ) throws -> Arrival {
    let station = try StationConfig(
      stationId: "S", gridCapacity: .kW(100),
      chargers: [Charger(id: "A", maxPower: .kW(100), connectors: .alike(count: 1))],
      vehicles: [
        VehicleType(
          id: "compact", maxPower: .kW(100), batteryCapacity: .kWh(50), chargingCurve: flat(80))
      ])
    var start = SessionEvent.Start(sessionId: nil, connector: .any, vehicleMaxPower: .kW(11))
    wish(&start)
    return try Arrival(start, id: "a", at: .seconds(10), in: station)
  }

  private static func flat(_ kilowatts: Int) -> ChargingCurve {
    ChargingCurve(points: [.init(stateOfCharge: 0, power: .kW(kilowatts))])
  }

  @Test(arguments: [
    (Int?.none, Bool?.none, true), (60, nil, false), (nil, false, false), (60, true, true),
    (nil, true, true), (60, false, false),
  ])
  func `a vehicle leaves when it is done, unless it states otherwise or has a departure`(
    departure: Int?, stated: Bool?, leaves: Bool
  ) throws {
    let arrival = try Self.arrival {
      $0.departureTime = departure.map(Instant.seconds)
      $0.leavesWhenDone = stated
    }
    #expect(arrival.leavesWhenDone == leaves)
  }

  @Test(arguments: [
    (Int?.none, Int?.none, Int?.none), (60, nil, 60), (nil, 40, 50), (60, 40, 50), (45, 40, 45),
  ])
  func `a wait ends at the departure or after the longest wait, whichever is first`(
    departure: Int?, wait: Int?, end: Int?
  ) throws {
    let arrival = try Self.arrival {
      $0.departureTime = departure.map(Instant.seconds)
      $0.maxWait = wait.map { TimeSpan(milliseconds: $0 * 1_000) }
    }
    #expect(arrival.leavesLineAt == end.map(Instant.seconds))
  }

  @Test func `values of the event replace those of its vehicle type`() throws {
    let typical = try Self.arrival {
      $0.vehicleMaxPower = nil
      $0.vehicle = "compact"
      $0.stateOfCharge = 20_000
    }
    #expect(typical.vehicleMaxPower == .kW(100))
    #expect(
      typical.battery
        == Battery(capacity: .kWh(50), stateOfCharge: 20_000, curve: Self.flat(80)))
    let special = try Self.arrival {
      $0.vehicle = "compact"
      $0.stateOfCharge = 20_000
      $0.batteryCapacity = .kWh(90)
      $0.chargingCurve = Self.flat(30)
    }
    #expect(special.vehicleMaxPower == .kW(11))
    #expect(
      special.battery
        == Battery(capacity: .kWh(90), stateOfCharge: 20_000, curve: Self.flat(30)))
  }

  @Test func `a battery is followed only from a stated state of charge`() throws {
    let arrival = try Self.arrival { $0.vehicle = "compact" }
    #expect(arrival.battery == nil)
    #expect(arrival.target == nil)
  }

  @Test(arguments: [(20, 80, 30), (80, 80, 0), (90, 80, 0), (0, 100, 50)])
  func `a target state of charge becomes a requested energy`(
    state: Int, target: Int, kilowattHours: Int
  ) throws {
    let arrival = try Self.arrival {
      $0.vehicle = "compact"
      $0.stateOfCharge = state * 1_000
      $0.targetStateOfCharge = target * 1_000
    }
    #expect(arrival.energyRequested == .kWh(kilowattHours))
    #expect(arrival.target == .kWh(kilowattHours))
  }

  @Test func `a requested energy replaces a target, which then needs no battery`() throws {
    let withBattery = try Self.arrival {
      $0.vehicle = "compact"
      $0.stateOfCharge = 20_000
      $0.targetStateOfCharge = 80_000
      $0.energyRequested = .kWh(7)
    }
    #expect(withBattery.energyRequested == .kWh(7))
    let without = try Self.arrival {
      $0.targetStateOfCharge = 80_000
      $0.energyRequested = .kWh(7)
    }
    #expect(without.energyRequested == .kWh(7))
  }

  @Test(arguments: [(Int?.none, Int?.some(50), "soc"), (20, nil, "batteryCapacity")])
  func `a target without a request needs a battery`(
    state: Int?, capacity: Int?, missing: String
  ) {
    let problem = #expect(throws: EventProblem.self) {
      try Self.arrival {
        $0.stateOfCharge = state.map { $0 * 1_000 }
        $0.batteryCapacity = capacity.map(Energy.kWh)
        $0.targetStateOfCharge = 80_000
      }
    }
    #expect(problem?.field == .targetSoc)
    #expect(problem?.message == "\"targetSoc\" needs \"\(missing)\"")
  }

  @Test func `a vehicle has the priority and the weight of its start`() throws {
    let plain = try Self.arrival { $0.energyRequested = .kWh(1) }
    #expect(plain.priority == 0 && plain.weight == 1)
    let ranked = try Self.arrival {
      $0.priority = -100
      $0.weight = 100
    }
    #expect(ranked.priority == -100 && ranked.weight == 100)
    #expect(ranked.leavesWhenDone && ranked.target == nil && ranked.leavesLineAt == nil)
    #expect(try Self.arrival { $0.priority = 1 }.priority == 1)
    #expect(try Self.arrival { $0.weight = 2 }.weight == 2)
  }

  @Test func `the priority and the weight of a start that states none are not stated`() {
    var start = SessionEvent.Start(sessionId: nil, connector: .any, vehicleMaxPower: .kW(11))
    start.priority = 5
    start.weight = 2
    #expect(start.statesWishes)
    start.priority = 0
    start.weight = 1
    #expect(!start.statesWishes)
  }

  @Test func `a battery takes no more than it has room for`() throws {
    let arrival = try Self.arrival {
      $0.vehicle = "compact"
      $0.stateOfCharge = 90_000
      $0.energyRequested = .kWh(20)
    }
    #expect(arrival.energyRequested == .kWh(20))
    #expect(arrival.target == .kWh(5))
  }
}
