@testable import PowerShare

/// A random site whose run is stretched over some days of a clock, or of a timeline in seconds.
struct RandomDays {
  let station: StationConfig
  let events: [SessionEvent]
  let options: ReplayOptions
  /// Whether events of profiles are pretended, so that the run covers whole days.
  let coversDays: Bool
  /// The zone of the results; nil for the offset of the timeline, or for seconds.
  let zone: LocalClock?
  /// Returns the minutes east of Greenwich at a minute since 1970; nil for a timeline in seconds.
  let offset: ((Int) -> Int)?

  init(using random: inout SplitMix64) throws {
    let site = try RandomSite(using: &random)
    var options = site.options
    let last = site.events.last?.time.milliseconds ?? 1
    let length = random.int(1...(86_400_000 * random.pick([1, 3, 5])))
    let factor = max(1, length / max(1, last))
    let base: Int
    switch random.int(1...4) {
    case 1:
      offset = nil
      zone = nil
      base = random.pick([0, random.int(0...1_000_000_000)])
      options.follow(.seconds)
    case 2:
      let minutes = random.int(-900...900)
      offset = { _ in minutes }
      zone = nil
      base = 1_772_000_000_000 + random.int(0...86_400_000)
      options.follow(.dateTime(UTCOffset(minutes: minutes)))
    default:
      let example = random.pick(ClockCase.all + [.dateLine])
      let clock = try example.clock()
      let offsets = try example.offsets()
      offset = offsets
      zone = clock
      let change = random.pick(try example.minutes()).lowerBound * 60_000
      base = change + random.int(0...(3 * 86_400_000))
      options.follow(.dateTime(.zulu), zone: clock)
    }
    func stretched(_ time: Instant) -> Instant {
      Instant(milliseconds: base + time.milliseconds * factor)
    }
    events = site.events.map { event in
      var kind = event.kind
      if case .start(var start) = kind {
        start.departureTime = start.departureTime.map(stretched)
        start.maxWait?.milliseconds *= factor
        start.energyRequested = start.energyRequested.map { Self.multiple($0, factor) }
        start.batteryCapacity = start.batteryCapacity.map { Self.multiple($0, factor) }
        kind = .start(start)
      }
      if case .config(let config) = kind {
        kind = .config(config.with(battery: Self.battery(config.battery, factor)))
      }
      return SessionEvent(time: stretched(event.time), kind: kind)
    }
    options.replan.milliseconds *= factor
    options.reportInterval?.milliseconds *= factor
    self.options = options
    // A small battery would be full and empty millions of times.
    station = site.station.with(
      battery: random.chance(percent: 50) ? Self.battery(site.station.battery, factor) : nil)
    coversDays = random.chance(percent: 30)
  }

  /// Returns a battery with a multiple of the capacity.
  private static func battery(_ battery: StationBattery?, _ factor: Int) -> StationBattery? {
    battery.map { $0.with(capacity: multiple($0.capacity, factor)) }
  }

  /// Returns a multiple of an energy, or the most that a file may state.
  private static func multiple(_ energy: Energy, _ factor: Int) -> Energy {
    let product = Energy(wattMilliseconds: energy.wattMilliseconds * Int128(factor))
    return min(product, Energy(wattHours: 1_000_000_000))
  }
}
