@testable import PowerShare

/// A random station with loads, temporary limits and a battery, and its day.
struct RandomSite {
  let station: StationConfig
  private(set) var events: [SessionEvent]
  private(set) var options: ReplayOptions

  init(using random: inout SplitMix64) throws {
    let day = try EnergyTimeline(
      using: &random, hasMinimum: random.chance(percent: 30), hasGroups: true)
    options = day.options
    options.reallocation = random.pick([.immediate, .immediate, .onUpdate])
    let scale = day.station.gridCapacity.watts + options.step.watts * 4
    station = day.station.with(
      battery: random.chance(percent: 80) ? Self.battery(&random, scale) : nil)
    events = day.events
    for _ in 0..<random.int(0...12) {
      let time = random.pick(day.events).time
      let kind = Self.kind(&random, station, scale)
      let place = events.firstIndex { $0.time >= time } ?? events.count
      events.insert(SessionEvent(time: time, kind: kind), at: place)
    }
    if random.chance(percent: 30), let last = events.last {
      let other = station.with(
        battery: random.chance(percent: 60) ? Self.battery(&random, scale) : nil)
      events.append(SessionEvent(time: last.time, kind: .config(other)))
    }
  }

  /// A battery that may last for milliseconds or for hours.
  private static func battery(_ random: inout SplitMix64, _ scale: Int) -> StationBattery {
    let power = random.int(1...scale)
    let minSoc = random.pick([0, 100, 125, 500])
    func limit() -> Power? {
      random.chance(percent: 40) ? Power(watts: random.int(0...(scale * 2))) : nil
    }
    let time = random.pick([50, 3_000, 100_000, 5_000_000])
    return StationBattery(
      capacity: Energy(Power(watts: power), over: TimeSpan(milliseconds: random.int(1...time))),
      power: Power(watts: power), chargePower: Power(watts: random.int(0...scale)),
      efficiency: random.pick([1_000, 900, 875, 500, 10]),
      initialSoc: random.pick([0, 333, 1_000]), minSoc: minSoc,
      maxSoc: random.pick([1_000, 1_000, minSoc + 1]), shaveAbove: limit(), rechargeBelow: limit())
  }

  private static func kind(
    _ random: inout SplitMix64, _ station: StationConfig, _ scale: Int
  ) -> SessionEvent.Kind {
    if random.chance(percent: 50) {
      return .load(
        .init(
          loadId: random.pick(["hall", "roof"]), power: Power(watts: random.int(-scale...scale))))
    }
    let target: LimitTarget =
      switch random.int(1...3) {
      case 1: .charger(random.pick(station.chargers).id)
      case 2 where !station.groups.isEmpty: .group(random.pick(station.groups).id)
      default: .grid
      }
    let power = random.chance(percent: 75) ? Power(watts: random.int(0...scale)) : nil
    return .limit(.init(target: target, maxPower: power))
  }
}
