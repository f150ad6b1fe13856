import Testing

@testable import PowerShare

/// Two vehicles of 60 kW share 60 kW.
///
/// Both need 20 minutes. The second leaves 5 minutes later; once it has waited for longer than
/// that, it has less slack than the first.
@Suite struct LaxityOnUpdateTests {
  private static let starts: [SessionEvent] = [("a", 3_000), ("b", 3_300)].map { id, departure in
    .start(0, id, kW: 60) {
      $0.energyRequested = .kWh(20)
      $0.departureTime = .seconds(departure)
    }
  }

  private static func replay(_ change: (inout ReplayOptions) -> Void = { _ in }) throws -> Replay {
    Replay(
      try StationConfig(gridKilowatts: 60, [("A", 100, 2)]), .leastLaxity, .onUpdate, change)
  }

  @Test func `an event is answered with the slacks at its time`() throws {
    var replay = try Self.replay()
    let seen = try replay.powersByTick(
      Self.starts + [.update(600, "a", draws: 60), .update(600, "b", draws: 60)])
    #expect(seen.prefix(2) == [[0, 60, 0], [600, 0, 60]])
  }

  @Test func `a report at intervals finds that the order has changed in the meantime`() throws {
    var replay = try Self.replay { $0.reportInterval = TimeSpan(milliseconds: 60_000) }
    let seen = try replay.powersByTick(Self.starts)
    // The slacks are equal at 300 s; the session that started first still comes first.
    #expect(seen.prefix(2) == [[0, 60, 0], [360, 0, 60]])
  }

  @Test(arguments: Reallocation.allCases)
  func `vehicles that cannot overtake each other are not compared until they leave`(
    reallocation: Reallocation
  ) throws {
    // Comparing every five minutes until the year 9999 would take eight hundred million
    // comparisons.
    let farAway = 253_000_000_000
    var replay = Replay(
      try StationConfig(gridKilowatts: 0, [("A", 100, 2)]), .leastLaxity, reallocation
    ) { $0.reportInterval = TimeSpan(milliseconds: 60_000) }
    let starts = ["a", "b"].map { id in
      SessionEvent.start(0, id, kW: 60) {
        $0.energyRequested = .kWh(20)
        $0.departureTime = .seconds(farAway)
      }
    }
    let seen = try replay.powersByTick(starts + [.grid(10, kW: 1), .grid(20, kW: 0)])
    #expect(seen.map(\.first) == [0, 10, 20, farAway])
  }

  @Test func `reports that can change nothing end the replay`() throws {
    var replay = try Self.replay { $0.reportInterval = TimeSpan(milliseconds: 60_000) }
    let seen = try replay.powersByTick([.start(0, "a", kW: 60), .start(0, "b", kW: 60)])
    #expect(seen == [[0, 60, 0]])
  }
}
