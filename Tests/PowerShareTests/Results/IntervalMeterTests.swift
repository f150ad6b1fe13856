import Testing

@testable import PowerShare

@Suite struct IntervalMeterTests {
  /// An interval computed by the slow reference, step by step through time.
  private struct SlowInterval: Equatable {
    struct Row: Equatable {
      var id: String
      var mean: Int
      var energy: Int
      var delivered: Int
      var maximum: Int
      var limitedBy: String
    }

    var start: Int
    var grid: Int
    var mean: Int
    var energy: Int
    var delivered: Int
    var sessions: [Row]
    var chargers: [Row]
    var groups: [Row]
    var connectors: [String: Int]
  }

  /// The state of a replay from a time on.
  private struct State {
    let time: Int
    let station: StationConfig
    let grid: Int
    let sessions: [Session]
  }

  /// Adds up the power of every session, one unit of time after the other.
  private static func slow(
    _ states: [State], unit: Int, until: Int?, interval: (Int) -> Range<Int>
  ) -> [SlowInterval] {
    guard let first = states.first, let last = states.last else { return [] }
    let end = until ?? last.time
    var intervals: [SlowInterval] = []
    var delivered: [String: Int] = [:]
    var start = interval(first.time).lowerBound
    while start < end || (until == nil && start == end) {
      let length = interval(start).count
      var energy: [String: Int] = [:]
      var latest: [Int: Session] = [:]
      var state: State?
      var moment = max(start, first.time)
      while moment < min(start + length, end)
        || (moment == end && until == nil && end < start + length)
      {
        let now = states.last { $0.time <= moment } ?? first
        state = now
        for session in now.sessions {
          latest[session.startOrder] = session
          // The last moment has no length.
          guard moment < end else { continue }
          let drawn = session.allocatedPower.watts * unit
          for key in keys(session, now.station) {
            energy[key, default: 0] += drawn
            delivered[key, default: 0] += drawn
          }
        }
        moment += unit
      }
      let sessions = latest.values.sorted { $0.startOrder < $1.startOrder }
      func row(_ name: String, _ key: String, _ maximum: Int, _ limit: String) -> SlowInterval.Row {
        SlowInterval.Row(
          id: name, mean: mean(energy[key] ?? 0, length), energy: energy[key] ?? 0,
          delivered: delivered[key] ?? 0, maximum: maximum, limitedBy: limit)
      }
      var connectors: [String: Int] = [:]
      for charger in state?.station.chargers ?? [] {
        for idx in 1...charger.connectors.count { connectors["\(charger.id.text):\(idx)"] = 0 }
      }
      // Connectors that a `config` has removed have no row.
      for session in sessions where connectors[session.connectorId.shown] != nil {
        let key = "connector \(session.connectorId.shown)"
        connectors[session.connectorId.shown] = mean(energy[key] ?? 0, length)
      }
      intervals.append(
        SlowInterval(
          start: start, grid: state?.grid ?? -1, mean: mean(energy["station"] ?? 0, length),
          energy: energy["station"] ?? 0, delivered: delivered["station"] ?? 0,
          sessions: sessions.map {
            row(
              $0.id.text, "session \($0.startOrder)", $0.vehicleMaxPower.watts,
              $0.limitedBy.rawValue)
          },
          chargers: state?.station.chargers.map { charger in
            let count = sessions.filter { $0.connectorId.chargerId == charger.id }.count
            return row(
              charger.id.text, "charger \(charger.id.text)", charger.maxPower.watts, "\(count)")
          } ?? [],
          groups: state?.station.groups.map { group in
            let plain = state.map { PlainGroups($0.station) }
            let count = sessions.filter {
              // A `config` event may have removed the charger.
              let charger = $0.connectorId.chargerId.text
              return plain?.limits[charger] != nil
                && plain?.chain(charger).contains(group.id.text) ?? false
            }.count
            return row(
              group.id.text, "group \(group.id.text)", group.maxPower.watts, "\(count)")
          } ?? [], connectors: connectors))
      start += length
    }
    return intervals
  }

  private static func keys(_ session: Session, _ station: StationConfig) -> [String] {
    let charger = session.connectorId.chargerId.text
    return [
      "station", "session \(session.startOrder)", "charger \(charger)",
      "connector \(session.connectorId.shown)",
    ] + PlainGroups(station).chain(charger).map { "group \($0)" }
  }

  private static func mean(_ energy: Int, _ length: Int) -> Int {
    let below = energy / length
    let twice = 2 * (energy - below * length)
    return twice > length || (twice == length && below % 2 == 1) ? below + 1 : below
  }

  /// Returns the same intervals from the meters under test, one meter for each level.
  private struct Measured {
    var sessions: [ResultTick] = []
    var chargers: [ResultTick] = []
    var connectors: [ResultTick] = []
    var stations: [ResultTick] = []
    var groups: [ResultTick] = []

    var intervals: [SlowInterval] {
      stations.indices.map { place in
        let (station, session) = (stations[place], sessions[place])
        let (charger, connector) = (chargers[place], connectors[place])
        var result = SlowInterval(
          start: station.time.milliseconds, grid: station.station.gridCapacity.watts,
          mean: station.station.allocatedPower.watts,
          energy: Int(station.station.energy?.wattMilliseconds ?? -1),
          delivered: Int(station.station.deliveredEnergy.wattMilliseconds), sessions: [],
          chargers: [], groups: [], connectors: [:])
        result.sessions = session.sessions.map {
          SlowInterval.Row(
            id: $0.sessionId.text, mean: $0.allocatedPower.watts,
            energy: Int($0.energy?.wattMilliseconds ?? -1),
            delivered: Int($0.deliveredEnergy.wattMilliseconds),
            maximum: $0.vehicleMaxPower.watts, limitedBy: $0.limitedBy.rawValue)
        }
        result.chargers = charger.chargers.map {
          SlowInterval.Row(
            id: $0.chargerId.text, mean: $0.allocatedPower.watts,
            energy: Int($0.energy?.wattMilliseconds ?? -1),
            delivered: Int($0.deliveredEnergy.wattMilliseconds), maximum: $0.maxPower.watts,
            limitedBy: "\($0.activeSessions)")
        }
        result.groups = groups[place].groups.map {
          SlowInterval.Row(
            id: $0.groupId.text, mean: $0.allocatedPower.watts,
            energy: Int($0.energy?.wattMilliseconds ?? -1),
            delivered: Int($0.deliveredEnergy.wattMilliseconds), maximum: $0.maxPower.watts,
            limitedBy: "\($0.activeSessions)")
        }
        for row in connector.connectors {
          result.connectors[row.connectorId.shown] = row.allocatedPower.watts
        }
        return result
      }
    }
  }

  @Test(.tags(.property), arguments: [false, true])
  func `intervals are those of the slow reference`(hasUntil: Bool) throws {
    let unit = 250
    for seed in PropertyCases.seeds(60) {
      var random = SplitMix64(seed: seed)
      let length = random.int(1...60) * unit
      try Self.compare(seed, &random, unit: unit, hasUntil, length: length, zone: nil) { time in
        (time - time % length)..<(time - time % length + length)
      }
    }
  }

  @Test(.tags(.property), arguments: [false, true])
  func `intervals in a zone are those of its clock`(hasUntil: Bool) throws {
    // Set forward by 20 minutes at minute 20, and back at minute 70.
    let zone = try #require(LocalClock(rule: "AAA0BBB-0:20,0/0:20,0/1:30"))
    for seed in PropertyCases.seeds(60) {
      var random = SplitMix64(seed: seed)
      let length = random.pick([1, 7, 15, 30, 60])
      let slow = SlowIntervals(length, in: -60..<2_000) { $0 >= 20 && $0 < 70 ? 20 : 0 }
      try Self.compare(
        seed, &random, unit: 60_000, hasUntil, length: length * 60_000, zone: zone
      ) { time in
        let place = slow.beginnings.lastIndex { $0 * 60_000 <= time } ?? 0
        return (slow.beginnings[place] * 60_000)..<(slow.beginnings[place + 1] * 60_000)
      }
    }
  }

  /// Compares the meters with the slow reference on a random timeline.
  private static func compare(
    _ seed: UInt64, _ random: inout SplitMix64, unit: Int, _ hasUntil: Bool, length: Int,
    zone: LocalClock?, interval: (Int) -> Range<Int>
  ) throws {
    let timeline = try RandomTimeline(
      using: &random, count: 15, unit: unit, hasGroups: seed % 2 == 0)
    var replay = Replay(timeline.station, step: timeline.step)
    var states: [State] = []
    var measured = Measured()
    var meters = ResultLevel.allCases.map {
      IntervalMeter(
        length: TimeSpan(milliseconds: length), scale: .seconds, zone: zone, level: $0)
    }
    func keep(_ tick: ResultTick, _ level: Int) {
      switch ResultLevel.allCases[level] {
      case .session: measured.sessions.append(tick)
      case .charger: measured.chargers.append(tick)
      case .connector: measured.connectors.append(tick)
      case .station: measured.stations.append(tick)
      case .group: measured.groups.append(tick)
      }
    }
    replay.runSkipping(timeline.events, seed: seed) { replay in
      states.append(
        State(
          time: replay.time?.milliseconds ?? -1, station: replay.station,
          grid: replay.gridCapacity.watts, sessions: Array(replay.activeSessions)))
      for level in meters.indices { meters[level].take(replay) { keep($0, level) } }
    }
    let until = hasUntil ? (states.last?.time ?? 0) + random.int(1...90) * unit : nil
    let end = until.map(Instant.init(milliseconds:))
    if let end { replay.end(at: end) }
    for level in meters.indices {
      meters[level].finish(replay) { keep($0, level) }
    }
    let slow = Self.slow(states, unit: unit, until: until, interval: interval)
    let intervals = measured.intervals
    let place = zip(intervals, slow).map { $0 == $1 }.firstIndex(of: false)
    #expect(place == nil && intervals.count == slow.count, "seed \(seed)")
    if let place {
      #expect(intervals[place] == slow[place], "seed \(seed)")
    }
  }

  @Test func `intervals are counted from midnight in the timeline's own offset`() throws {
    let offset = TimeScale.dateTime(UTCOffset(minutes: 90))
    var meter = IntervalMeter(
      length: TimeSpan(milliseconds: 3_600_000), scale: offset, level: .station)
    var replay = Replay(try StationConfig(gridKilowatts: 10, [("A", 10, 1)]))
    var starts: [String] = []
    try replay.run([.start(60, "a", "A", 1, kW: 1), .stop(4_000, "a")]) {
      meter.take($0) { starts.append(offset.text($0.time)) }
    }
    meter.finish(replay) { starts.append(offset.text($0.time)) }
    #expect(starts == ["1970-01-01T01:00:00+01:30", "1970-01-01T02:00:00+01:30"])
  }

  @Test func `an interval before 1970 begins before it`() throws {
    let scale = TimeScale.dateTime(UTCOffset(minutes: 0))
    var meter = IntervalMeter(
      length: TimeSpan(milliseconds: 3_600_000), scale: scale, level: .station)
    var replay = Replay(try StationConfig(gridKilowatts: 10, [("A", 10, 1)]))
    var starts: [Int] = []
    try replay.run([.start(-60, "a", "A", 1, kW: 1)]) { meter.take($0) { _ in } }
    meter.finish(replay) { starts.append($0.time.milliseconds) }
    #expect(starts == [-3_600_000])
  }

  @Test func `without a tick there is no interval`() throws {
    var meter = IntervalMeter(length: TimeSpan(milliseconds: 1), scale: .seconds, level: .station)
    let replay = Replay(try StationConfig(gridKilowatts: 10, [("A", 10, 1)]))
    meter.take(replay) { _ in Issue.record("an interval without a tick") }
    meter.finish(replay) { _ in Issue.record("an interval without a tick") }
    var tick = ResultTick(level: .session)
    let isTaken = tick.take(replay)
    #expect(!isTaken)
  }

  @Test func `an interval of length 0 is a defect`() async {
    await #expect(processExitsWith: .failure) {
      _ = IntervalMeter(length: TimeSpan(milliseconds: 0), scale: .seconds, level: .station)
    }
  }
}
