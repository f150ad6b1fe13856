import Testing

@testable import PowerShare

@Suite(.tags(.property)) struct ReplayPropertyTests {
  @Test(arguments: Reallocation.allCases)
  func `a random timeline is replayed as by the slow reference`(reallocation: Reallocation) throws {
    for seed in PropertyCases.seeds(150) {
      var random = SplitMix64(seed: seed)
      let timeline = try RandomTimeline(using: &random, hasMinima: seed % 2 == 0)
      if !isSame(timeline, reallocation, seed) { return }
    }
  }

  @Test(arguments: Reallocation.allCases)
  func `groups, priorities and weights are replayed as by the slow reference`(
    reallocation: Reallocation
  ) throws {
    for seed in PropertyCases.seeds(600) {
      var random = SplitMix64(seed: seed)
      let timeline = try RandomTimeline(
        using: &random, hasMinima: seed % 2 == 0, hasGroups: seed % 5 > 0,
        hasPriorities: seed % 3 == 0)
      if !isSame(timeline, reallocation, seed) { return }
    }
  }

  /// Replays a timeline, and expects the ticks and refusals of the slow reference.
  private func isSame(
    _ timeline: RandomTimeline, _ reallocation: Reallocation, _ seed: UInt64
  ) -> Bool {
    var slow = SlowReplay(timeline.station, reallocation, step: timeline.step)
    var replay = Replay(timeline.station, reallocation, step: timeline.step)
    var ticks: [SlowReplay.Tick?] = []
    for event in timeline.events {
      while replay.nextTick(before: event.time) {
        replay.expectInvariants(seed)
        ticks.append(SlowReplay.Tick(replay))
      }
      let isAccepted = slow.apply(event)
      do throws(EventProblem) {
        try replay.apply(event)
        #expect(isAccepted, "seed \(seed): \(event) should have been refused")
      } catch {
        #expect(!isAccepted, "seed \(seed): \(event) was refused: \(error.message)")
      }
    }
    while replay.nextTick(before: nil) { ticks.append(SlowReplay.Tick(replay)) }
    slow.finishTick()
    let place = zip(ticks, slow.ticks).map { $0 == $1 }.firstIndex(of: false)
    #expect(place == nil && ticks.count == slow.ticks.count, "seed \(seed)")
    if let place { #expect(ticks[place] == slow.ticks[place], "seed \(seed)") }
    return place == nil
  }

  @Test(arguments: Reallocation.allCases)
  func `no limit is ever broken`(reallocation: Reallocation) throws {
    for seed in PropertyCases.seeds(200) {
      var random = SplitMix64(seed: seed)
      let timeline = try RandomTimeline(
        using: &random, hasMinima: seed % 2 == 0, hasGroups: seed % 4 > 1,
        hasPriorities: seed % 3 == 0)
      var replay = Replay(timeline.station, reallocation, step: timeline.step)
      replay.runSkipping(timeline.events, seed: seed) { replay in
        var isKept = replay.allocatedPower <= replay.gridCapacity
        for (group, state) in zip(replay.station.groups, replay.groups) {
          isKept = isKept && state.allocatedPower <= group.maxPower
        }
        for (charger, state) in zip(replay.station.chargers, replay.chargers) {
          isKept = isKept && state.allocatedPower <= charger.maxPower
        }
        for session in replay.activeSessions {
          isKept = isKept && session.allocatedPower >= .zero
          isKept = isKept && session.allocatedPower <= session.maximum
        }
        #expect(isKept, "seed \(seed)")
      }
    }
  }

  @Test(arguments: Reallocation.allCases)
  func `the energies of sessions, chargers and station add up exactly`(
    reallocation: Reallocation
  ) throws {
    for seed in PropertyCases.seeds(200) {
      var random = SplitMix64(seed: seed)
      let timeline = try RandomTimeline(using: &random, hasConfigs: false, hasMinima: true)
      var replay = Replay(timeline.station, reallocation, step: timeline.step)
      var ended = Energy.zero
      replay.runSkipping(timeline.events, seed: seed) { replay in
        for session in replay.ended { ended += session.deliveredEnergy }
        let active = replay.activeSessions.reduce(Energy.zero) { $0 + $1.deliveredEnergy }
        let chargers = replay.chargers.reduce(Energy.zero) { $0 + $1.deliveredEnergy }
        #expect(active + ended == replay.deliveredEnergy, "seed \(seed)")
        #expect(chargers == replay.deliveredEnergy, "seed \(seed)")
      }
    }
  }

  @Test func `refused events change nothing`() throws {
    for seed in PropertyCases.seeds(100) {
      var random = SplitMix64(seed: seed)
      let timeline = try RandomTimeline(using: &random, hasMinima: seed % 2 == 0)
      var replay = Replay(timeline.station, .onUpdate, step: timeline.step)
      for event in timeline.events {
        while replay.nextTick(before: event.time) {}
        let before = (SlowReplay.Tick(replay), replay.request, replay.ended)
        do throws(EventProblem) {
          try replay.apply(event)
        } catch {
          #expect(before == (SlowReplay.Tick(replay), replay.request, replay.ended), "seed \(seed)")
        }
      }
    }
  }
}

extension Replay {
  /// Replays events, leaves out those that cannot be applied, and calls `tick` after each tick.
  ///
  /// Checks the invariants after each step.
  mutating func runSkipping(
    _ events: [SessionEvent], seed: UInt64, tick: (borrowing Replay) -> Void
  ) {
    for event in events {
      while nextTick(before: event.time) {
        expectInvariants(seed)
        tick(self)
      }
      try? apply(event)
      expectInvariants(seed)
    }
    while nextTick(before: nil) {
      expectInvariants(seed)
      tick(self)
    }
  }

  /// Checks everything that the replay keeps.
  func expectInvariants(_ seed: UInt64) {
    if let problem = checkInvariants() {
      Issue.record("seed \(seed), tick \(tick): \(problem)")
    }
  }
}
