import Testing

@testable import PowerShare

@Suite(.tags(.property)) struct EnergyPropertyTests {
  @Test func `vehicles that want energy are replayed as by the slow reference`() throws {
    for seed in PropertyCases.seeds(400) {
      var random = SplitMix64(seed: seed)
      let timeline = try EnergyTimeline(using: &random)
      let isSame = SlowEnergyReplay.expectSameTicks(
        timeline.station, timeline.events, timeline.options, seed: seed)
      if !isSame { return }
    }
  }

  @Test func `vehicles below groups are replayed as by the slow reference`() throws {
    for seed in PropertyCases.seeds(400) {
      var random = SplitMix64(seed: seed)
      let timeline = try EnergyTimeline(using: &random, hasGroups: true)
      let isSame = SlowEnergyReplay.expectSameTicks(
        timeline.station, timeline.events, timeline.options, seed: seed)
      if !isSame { return }
    }
  }

  @Test(arguments: PolicyChoice.allCases, Reallocation.allCases)
  func `delivered energy is allocated energy, less the ends of completions`(
    choice: PolicyChoice, reallocation: Reallocation
  ) throws {
    var completions = 0
    for seed in PropertyCases.seeds(60) {
      var random = SplitMix64(seed: seed)
      let timeline = try EnergyTimeline(
        using: &random, hasMinimum: random.chance(percent: 50), hasGroups: seed % 2 == 0)
      var balance = EnergyBalance(seed: seed)
      var replay = Replay(timeline, choice, reallocation)
      replay.runSkipping(timeline.events, seed: seed) { balance.take($0) }
      completions += balance.completions
    }
    #expect(completions > 0, "no vehicle was done within a millisecond")
  }

  @Test(arguments: PolicyChoice.allCases, Reallocation.allCases)
  func `no limit is broken, and nobody charges below a minimum`(
    choice: PolicyChoice, reallocation: Reallocation
  ) throws {
    for seed in PropertyCases.seeds(60) {
      var random = SplitMix64(seed: seed)
      let timeline = try EnergyTimeline(
        using: &random, hasMinimum: true, hasGroups: seed % 2 == 0)
      var replay = Replay(timeline, choice, reallocation)
      replay.runSkipping(timeline.events, seed: seed) { replay in
        var isKept = choice == .unmanaged || replay.allocatedPower <= replay.gridCapacity
        for (group, state) in zip(replay.station.groups, replay.groups) {
          isKept = isKept && (choice == .unmanaged || state.allocatedPower <= group.maxPower)
        }
        for (charger, state) in zip(replay.station.chargers, replay.chargers) {
          isKept = isKept && state.allocatedPower <= charger.maxPower
        }
        for session in replay.activeSessions {
          let minimum = replay.station.chargers[session.charger].minPower
          let power = session.allocatedPower
          isKept = isKept && power >= .zero && power <= session.maximum
          isKept = isKept && (power == .zero || power >= minimum)
        }
        #expect(isKept, "seed \(seed)")
      }
    }
  }
}

/// The energies allocated and delivered to the sessions, the chargers and the station, in
/// watt-milliseconds, added up tick by tick.
private struct EnergyBalance {
  let seed: UInt64
  var completions = 0
  private var allocated = 0
  private var ended = 0
  private var unused = 0
  private var before: [Identifier: (power: Int, energy: Int, target: Int?)] = [:]
  private var time = 0

  init(seed: UInt64) { self.seed = seed }

  mutating func take(_ replay: borrowing Replay) {
    guard let moment = replay.time?.milliseconds else { return }
    let gone = replay.departures.compactMap(\.session)
    for session in gone { ended += Int(session.deliveredEnergy.wattMilliseconds) }
    for (id, old) in before {
      let offered = old.power * (moment - time)
      allocated += offered
      guard let target = old.target, old.energy + offered > target else { continue }
      // The session was done within the last millisecond, and has its energy.
      let left = old.energy + offered - target
      #expect(left < old.power, "seed \(seed): \(id) at \(moment)")
      unused += left
      completions += 1
    }
    let active = replay.activeSessions.reduce(0) { $0 + Int($1.deliveredEnergy.wattMilliseconds) }
    let atChargers = replay.chargers.reduce(0) { $0 + Int($1.deliveredEnergy.wattMilliseconds) }
    let delivered = Int(replay.deliveredEnergy.wattMilliseconds)
    #expect(active + ended == delivered, "seed \(seed): at \(moment)")
    #expect(atChargers == delivered, "seed \(seed): at \(moment)")
    #expect(allocated - unused == delivered, "seed \(seed): at \(moment)")
    before = [:]
    for session in replay.activeSessions {
      before[session.id] = (
        session.allocatedPower.watts, Int(session.deliveredEnergy.wattMilliseconds),
        session.arrival.target.map { Int($0.wattMilliseconds) }
      )
    }
    time = moment
  }
}

extension Replay {
  fileprivate init(
    _ timeline: EnergyTimeline, _ choice: PolicyChoice, _ reallocation: Reallocation
  ) {
    var options = timeline.options
    options.reallocation = reallocation
    self.init(station: timeline.station, policy: choice.policy, options: options)
  }
}
