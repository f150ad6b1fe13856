import Testing

@testable import PowerShare

/// Changes that no event causes, at one moment in `on-update` mode: `a` accepts 30 kW for 12 s,
/// then 60.
@Suite struct OwnChangeTests {
  private static let rising = SessionEvent.start(0, "a", kW: 60) {
    $0.batteryCapacity = .kWh(10)
    $0.stateOfCharge = 0
    $0.chargingCurve = ChargingCurve(points: [
      .init(stateOfCharge: 0, power: .kW(30)), .init(stateOfCharge: 1_000, power: .kW(30)),
      .init(stateOfCharge: 1_001, power: .kW(60)),
    ])
  }

  /// Another vehicle, which leaves or stops drawing at the same moment.
  private static func other(_ wish: (inout SessionEvent.Start) -> Void) -> SessionEvent {
    .start(0, "b", kW: 30, wish)
  }

  @Test(arguments: [
    other { $0.energyRequested = Energy(wattHours: 100) },
    other {
      $0.energyRequested = Energy(wattHours: 100)
      $0.leavesWhenDone = false
    },
    other { $0.departureTime = .seconds(12) },
  ])
  func `a session that ends frees its power before the others are answered`(other: SessionEvent)
    throws
  {
    for events in [[Self.rising, other], [other, Self.rising]] {
      var replay = Replay(try StationConfig(gridKilowatts: 60, [("A", 100, 2)]), .onUpdate)
      var powers: [Int: Int] = [:]
      try replay.run(events) { replay in
        let a = replay.activeSessions.first { $0.id == "a" }
        powers[replay.time?.milliseconds ?? -1] = a.map { $0.allocatedPower.watts / 1_000 }
      }
      #expect(powers[0] == 30)
      #expect(powers[12_000] == 60)
    }
  }
}
