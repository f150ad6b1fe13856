import Testing

@testable import PowerShare

@Suite(.tags(.property)) struct BoundPropertyTests {
  @Test(arguments: PropertyCases.seeds(400))
  func `no policy but unmanaged delivers more than the bound`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let site = try RandomSite(using: &random)
    let policy = random.pick(PolicyChoice.allCases.filter { $0 != .unmanaged })
    let until = random.chance(percent: 20) ? site.events.randomElement(using: &random)?.time : nil
    var simulation = Simulation(
      station: site.station, policy: policy.policy, options: site.options, until: until)
    simulation.measureBound()
    for event in site.events where !simulation.isOver(at: event.time) {
      while simulation.nextTick(before: event.time) {}
      do { try simulation.apply(event) } catch { simulation.skippedEvents += 1 }
    }
    while simulation.nextTick(before: nil) {}
    let ended = simulation.end()
    let summary = try #require(ended)
    let measured = try #require(summary.bound)
    let bound = try #require(measured)
    #expect(bound.drawn <= bound.delivered, "seed \(seed), \(policy)")
    // The sessions of the bound are those of the summary, and those that are still open.
    #expect(bound.drawn >= summary.energyDelivered, "seed \(seed)")
  }

  /// A stretch of random stays at named connectors, with groups, loads and limits.
  private static func stretch(_ random: inout SplitMix64) throws -> BoundStretch {
    let chargers = (0..<random.int(1...3)).map { index in
      let count = random.int(1...2)
      let limits = (0..<count).map { _ in Power(watts: random.int(0...60)) }
      return Charger(
        id: Identifier("C\(index)"), maxPower: Power(watts: random.int(0...100)),
        connectors: random.chance(percent: 50) ? .alike(count: count) : .individual(limits))
    }
    let groups = RandomGroups.make(of: chargers.map(\.id), using: &random) {
      Power(watts: $0.int(0...120))
    }
    let station = try StationConfig(
      stationId: "S", gridCapacity: Power(watts: random.int(0...150)), chargers: chargers,
      groups: groups)
    var stretch = BoundStretch()
    var time = 0
    var present = station
    for place in 0..<random.int(1...4) {
      var isNew = place == 0
      if random.chance(percent: 20) {
        isNew = true
        let others = chargers.map { charger in
          Charger(
            id: charger.id, maxPower: charger.maxPower,
            connectors: .individual(
              (0..<charger.connectors.count).map { _ in Power(watts: random.int(0...60)) }))
        }
        present = try StationConfig(
          stationId: "S", gridCapacity: station.gridCapacity, chargers: others, groups: groups)
      }
      var changes: [MaximumChange] = []
      if random.chance(percent: 30) {
        changes.append(
          MaximumChange(part: .charger(0), maxPower: Power(watts: random.int(0...40))))
      }
      if !groups.isEmpty, random.chance(percent: 30) {
        changes.append(
          MaximumChange(
            part: .group(random.int(0...(groups.count - 1))),
            maxPower: Power(watts: random.int(0...40))))
      }
      stretch.append(
        BoundStretch.Limits(
          time: Instant(milliseconds: time), config: present, isNewConfig: isNew,
          changes: changes, gridCapacity: station.gridCapacity,
          gridLimit: random.chance(percent: 30) ? Power(watts: random.int(0...90)) : nil,
          loadPower: Power(watts: random.int(-30...60))))
      time += random.int(1...8)
    }
    for _ in 0..<random.int(1...6) {
      let charger = random.pick(chargers)
      let start = random.int(0...15)
      let connector = ConnectorID(
        chargerId: charger.id, idx: random.int(1...charger.connectors.count))
      stretch.stays.append(
        BoundStretch.Stay(
          start: Instant(milliseconds: start),
          end: Instant(milliseconds: start + random.int(1...12)),
          energy: Energy(wattMilliseconds: Int128(random.int(1...600))),
          vehicleMaxPower: Power(watts: random.int(0...80)), choice: .connector(connector)))
    }
    return stretch
  }

  @Test(arguments: PropertyCases.seeds(400))
  func `the flow is that of the plain network`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var stretch = try Self.stretch(&random)
    let intervals = stretch.takeIntervals()
    var inForce = PlainBound(stretch) { $0.gridCapacity }
    #expect(BoundNetwork(intervals, grid: .inForce).total == inForce.fill(), "seed \(seed)")
    var free = PlainBound(stretch) { _ in nil }
    let most = free.fill()
    #expect(BoundNetwork(intervals, grid: .none).total == most, "seed \(seed)")
    let capacity = intervals.smallestGridCapacity(atLeast: .zero)
    var enough = PlainBound(stretch) { _ in capacity }
    #expect(enough.fill() == most, "seed \(seed)")
    guard capacity > max(.zero, intervals.highestLoad) else { return }
    var tooSmall = PlainBound(stretch) { _ in capacity - Power(watts: 1) }
    #expect(tooSmall.fill() < most, "seed \(seed)")
  }

  @Test(arguments: PropertyCases.seeds(400))
  func `bottlenecks are in order and keep something back`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var stretch = try Self.stretch(&random)
    var bottlenecks: [EnergyBound.Bottleneck] = []
    let network = BoundNetwork(stretch.takeIntervals(), grid: .inForce)
    network.addBottlenecks(to: &bottlenecks)
    bottlenecks.sortByEnergy()
    for (one, next) in zip(bottlenecks, bottlenecks.dropFirst()) {
      #expect(one.keptBack >= next.keptBack)
    }
    for bottleneck in bottlenecks {
      #expect(bottleneck.from < bottleneck.until)
      #expect(bottleneck.keptBack > .zero, "seed \(seed)")
    }
    // Where all is delivered, no limit is a bottleneck, and where not, one is or the stays' maxima.
    let requested = stretch.stays.reduce(0) { $0 + $1.energy.wattMilliseconds }
    if network.total == requested { #expect(bottlenecks.isEmpty, "seed \(seed)") }
  }
}

extension Summary {
  /// The delivered energy, less what rounding to the watt-hour may have added.
  fileprivate var energyDelivered: Energy {
    let thousandths = value("energy.delivered") ?? 0
    return Energy(wattMilliseconds: max(0, thousandths * 3_600_000 - 1_800_000))
  }
}
