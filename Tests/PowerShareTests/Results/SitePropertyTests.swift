import Testing

@testable import PowerShare

@Suite(.tags(.property)) struct SitePropertyTests {
  /// Plain sums over a run, from the state at each tick.
  private struct Sums {
    var time: Instant?
    var delivered = Energy.zero
    var load = Energy.zero
    var battery = Energy.zero
    var loadPower = Power.zero
    var batteryPower = Power.zero

    mutating func advance(to moment: Instant) {
      guard let time else { return }
      load += Energy(loadPower, over: moment - time)
      battery += Energy(batteryPower, over: moment - time)
      self.time = moment
    }

    mutating func take(_ replay: borrowing Replay, at moment: Instant) {
      advance(to: moment)
      time = moment
      (loadPower, batteryPower) = (replay.loadPower, replay.batteryPower ?? .zero)
    }
  }

  @Test(arguments: PropertyCases.seeds(400))
  func `energies through the connection are those behind it`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let site = try RandomSite(using: &random)
    let policy = random.pick(PolicyChoice.allCases)
    var simulation = Simulation(
      station: site.station, policy: policy.policy, options: site.options)
    var sums = Sums()
    func check(_ replay: borrowing Replay, _ sums: inout Sums) {
      guard let time = replay.time else { return }
      sums.take(replay, at: time)
      let problem = replay.checkInvariants()
      #expect(problem == nil, "seed \(seed)")
      let limit = replay.gridCapacity
      let isExceeded = replay.gridPower > limit && replay.allocatedPower > .zero
      if policy != .unmanaged { #expect(!isExceeded, "seed \(seed), \(time)") }
      guard let battery = replay.supply.battery else { return }
      #expect(battery.power <= battery.battery.power, "seed \(seed)")
      #expect(.zero - battery.power <= battery.battery.chargePower, "seed \(seed)")
      if battery.power > .zero { #expect(battery.canGive, "seed \(seed)") }
    }
    for event in site.events {
      while simulation.nextTick(before: event.time) { check(simulation.replay, &sums) }
      do { try simulation.apply(event) } catch { simulation.skippedEvents += 1 }
    }
    closing: while true {
      switch simulation.closingStep() {
      case .tick: check(simulation.replay, &sums)
      case .vehiclesEnd:
        if let end = simulation.replay.vehiclesEnd { sums.take(simulation.replay, at: end) }
      case .nothing: continue
      case .end: break closing
      }
    }
    let losses = simulation.end()?.value("battery.losses") ?? 0
    #expect(losses >= 0, "seed \(seed)")
    if let end = simulation.replay.endTime { sums.advance(to: end) }
    let delivered = simulation.replay.deliveredEnergy
    guard let meter = simulation.meter?.site else { return }
    let net = meter.imported - meter.exported
    #expect(net == delivered + sums.load - sums.battery, "seed \(seed)")
    #expect(sums.load == meter.drawnByLoads - meter.generated, "seed \(seed)")
    #expect(sums.battery == meter.given - meter.taken, "seed \(seed)")
  }

  @Test(arguments: PropertyCases.seeds(400))
  func `the battery makes at most as many ticks as the rest of a run`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let site = try RandomSite(using: &random)
    guard let battery = site.station.battery, battery.isUsable else { return }
    let events = site.events.filter { event in
      if case .config = event.kind { false } else { true }
    }
    var simulation = Simulation(
      station: site.station, policy: random.pick(PolicyChoice.allCases).policy,
      options: site.options)
    var (own, others) = (0, 0)
    var batteryMoment: Instant?
    var ownMoment: Instant?
    func count(_ replay: borrowing Replay, isEvent: Bool) {
      let isBattery = replay.time == batteryMoment && replay.time != ownMoment && !isEvent
      if isBattery { own += 1 } else { others += 1 }
      batteryMoment = replay.nextMoment == nil ? nil : replay.nextBatteryMoment
      ownMoment = replay.nextVehicleMoment
    }
    var lastEvent: Instant?
    for event in events {
      while simulation.nextTick(before: event.time) {
        count(simulation.replay, isEvent: simulation.replay.time == lastEvent)
      }
      do {
        try simulation.apply(event)
        lastEvent = event.time
      } catch {}
    }
    while simulation.nextTick(before: nil) {
      count(simulation.replay, isEvent: simulation.replay.time == lastEvent)
    }
    _ = simulation.end()
    guard let meter = simulation.meter?.site else { return }
    let usable = battery.capacity.wattMilliseconds * Int128(battery.maxSoc - battery.minSoc)
    let given = meter.given.wattMilliseconds * 1_000
    let cycles = Int((given + usable - 1) / max(1, usable))
    #expect(own <= others + 2 + 2 * cycles, "seed \(seed)")
  }
}
