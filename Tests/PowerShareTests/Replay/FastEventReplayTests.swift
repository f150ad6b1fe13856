import Testing

@testable import PowerShare

/// Events applied in their buffer, compared with the same events applied as session events.
@Suite(.tags(.property)) struct FastEventReplayTests {
  /// All that a tick shows, with what has ended since the one before.
  private struct Tick: Equatable {
    let number: Int
    let time: Instant?
    let power: Power
    let energy: Energy
    let stopReason: StopReason?
    let started: Int
    let sessions: [Session]
    let chargers: [PartState]
    let waiting: [Arrival]
    let departures: [Departure]

    init(_ replay: borrowing Replay) {
      number = replay.tick
      time = replay.time
      power = replay.allocatedPower
      energy = replay.deliveredEnergy
      stopReason = replay.stopReason
      started = replay.startedSessions
      sessions = Array(replay.activeSessions)
      chargers = replay.chargers
      waiting = replay.waitingVehicles
      departures = replay.departures
    }
  }

  @Test(arguments: Reallocation.allCases)
  func `an event in a buffer does what the same session event does`(
    reallocation: Reallocation
  ) throws {
    var fastStarts = 0
    for seed in PropertyCases.seeds(200) {
      var random = SplitMix64(seed: seed)
      let timeline = try EnergyTimeline(using: &random, count: 60)
      var options = timeline.options
      options.reallocation = reallocation
      options.recordsStays = random.chance(percent: 50)
      var general = Replay(station: timeline.station, policy: FairShare(), options: options)
      var fast = Replay(station: timeline.station, policy: FairShare(), options: options)
      var event = FastEventBuffer()
      for original in timeline.events {
        event.store(original.withFewerWishes(using: &random))
        if event.form == .fast, event.fast.statesWishes { fastStarts += 1 }
        #expect(
          Self.tick(&general, before: event.time) == Self.tick(&fast, before: event.time),
          "seed \(seed)")
        let generalProblem = Self.problem { () throws(EventProblem) in
          try general.apply(event.event)
        }
        let fastProblem = Self.problem { () throws(EventProblem) in try fast.apply(&event) }
        #expect(generalProblem == fastProblem, "seed \(seed)")
        let violation = fast.checkInvariants()
        #expect(violation == nil, "seed \(seed)")
      }
      #expect(Self.tick(&general, before: nil) == Self.tick(&fast, before: nil), "seed \(seed)")
    }
    #expect(fastStarts > 100)
  }

  /// Returns all ticks before a moment.
  private static func tick(_ replay: inout Replay, before time: Instant?) -> [Tick] {
    var ticks: [Tick] = []
    while replay.nextTick(before: time) { ticks.append(Tick(replay)) }
    return ticks
  }

  private static func problem(_ body: () throws(EventProblem) -> Void) -> EventProblem? {
    do throws(EventProblem) {
      try body()
      return nil
    } catch {
      return error
    }
  }
}
