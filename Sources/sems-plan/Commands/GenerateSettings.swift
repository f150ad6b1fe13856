import PowerShare

/// The checked options of `generate`: a plan of a timeline and a seed.
struct GenerateSettings {
  let plan: TimelinePlan
  let seed: UInt64

  /// The options that define the arrivals.
  static let definitions: [Option] = [
    .generateConfig, .generateFrom, .days, .sessionsPerDay, .profile, .schedule, .timeZone,
    .dispersion, .vehicles, .energy, .dwell, .seed,
  ]

  /// The latest end of a plan: a year before the last date-time, to leave time for stays.
  private static let latest = Instant(milliseconds: 253_370_764_800_000)

  /// Checks the options of `generate`.
  init(
    _ arguments: ParsedArguments, _ streams: Streams, _ reporter: Reporter
  ) throws(Failure) {
    var station: StationConfig?
    if let path = arguments[.generateConfig] { station = try streams.readStation(path, reporter) }
    plan = try Self.plan(arguments, station, for: "generate", streams, reporter)
    seed = try Self.seed(arguments)
  }

  /// Returns the plan that a command line asks for.
  ///
  /// - Parameter station: The station, if there is one; only its vehicle types are used.
  static func plan(
    _ arguments: ParsedArguments, _ station: StationConfig?, for command: String,
    _ streams: Streams, _ reporter: Reporter
  ) throws(Failure) -> TimelinePlan {
    if let path = arguments[.schedule] {
      return .fleet(try fleet(path, arguments, station, for: command, streams, reporter))
    }
    return .arrivals(try arrivals(arguments, station, for: command, streams, reporter))
  }

  private static func arrivals(
    _ arguments: ParsedArguments, _ station: StationConfig?, for command: String,
    _ streams: Streams, _ reporter: Reporter
  ) throws(Failure) -> ArrivalPlan {
    let profile = try ProfileChoice(arguments, streams, reporter)
    let (clock, from, days) = try period(
      arguments, for: command, zone: try profile.clock(arguments, streams, reporter))
    let sessions = try Self.number(.sessionsPerDay, arguments, MeasuredProfile.sessionRange)
    var plan: ArrivalPlan
    if case .measured(let measured, _) = profile {
      plan = ArrivalPlan(measured, clock: clock, from: from, days: days)
      plan.sessionsPerDay = sessions ?? plan.sessionsPerDay
    } else {
      guard let sessions else {
        throw .usage(
          message: "\(command) needs the mean number of arrivals per day",
          hint: "Add --sessions-per-day N, such as --sessions-per-day 80.")
      }
      plan = ArrivalPlan(
        profile.site, clock: clock, from: from, days: days, sessionsPerDay: sessions)
      if case .weights(let weights) = profile {
        plan.profile = weights
        plan.leavesWhenDone = false
      }
    }
    plan.dispersion =
      try Self.number(.dispersion, arguments, MeasuredProfile.dispersionRange) ?? plan.dispersion
    if let energy = try Self.energy(arguments) { plan.energy = energy }
    if let dwell = try Self.dwell(arguments) { plan.dwell = dwell }
    if let station {
      // A measured stay has its power, which only --vehicles replaces.
      if !station.vehicles.isEmpty, plan.stays.isEmpty {
        plan.vehicles = station.vehicles.map { VehicleShare(.type($0), weight: 1) }
      }
      plan.vehicles = try Self.vehicles(arguments, station.vehicles) ?? plan.vehicles
    } else {
      plan.vehicles = try Self.vehicles(arguments, []) ?? plan.vehicles
    }
    return plan
  }

  // MARK: Fleets

  /// The options that say what a schedule states.
  private static let statedBySchedule: [Option] = [
    .sessionsPerDay, .profile, .dispersion, .vehicles, .energy, .dwell, .scale,
  ]

  private static func fleet(
    _ path: String, _ arguments: ParsedArguments, _ station: StationConfig?, for command: String,
    _ streams: Streams, _ reporter: Reporter
  ) throws(Failure) -> FleetPlan {
    if let other = statedBySchedule.first(where: { arguments[$0] != nil }) {
      throw .usage(
        message: "--\(other.name) is for arrivals at random, and --schedule states every stay",
        hint: "Leave out one of the two.")
    }
    let zone = arguments[.timeZone]
    let (clock, from, days) = try period(
      arguments, for: command,
      zone: try zone.map { (text) throws(Failure) in
        try SiteClock.read(text, streams)
      })
    let (schedule, diagnostics) = FleetScheduleReader.read(
      name: FileName.shown(path), text: try streams.readAll(path), types: station?.vehicles,
      isStrict: arguments.has(.strict))
    diagnostics.forEach(reporter.report)
    guard let schedule else { throw .badInput }
    let hasSeeds =
      command != "generate" && arguments[.sweepSeed]?.contains { ":,".contains($0) } ?? false
    if hasSeeds, !schedule.varies {
      reporter.warn(
        code: "same-timelines",
        message: "every seed gives the same timeline: the schedule has no standard deviation",
        hint: "Leave out --seed, or state arrivalSD or energySD.")
    }
    return FleetPlan(schedule, clock: clock, from: from, days: days)
  }

  // MARK: Time

  /// Returns the clock, the start of the first day, and the number of days.
  ///
  /// - Parameter clock: The clock of the zone that is stated, or nil.
  private static func period(
    _ arguments: ParsedArguments, for command: String, zone clock: LocalClock?
  ) throws(Failure) -> (LocalClock, Instant, days: Int) {
    let (clock, from) = try beginning(arguments, for: command, zone: clock)
    guard clock.canState(from) else {
      throw .usage(
        message: "the timeline would begin before 1970 on the clock of its time zone")
    }
    let days = try whole(.days, arguments, default: 1, 1...36_525)
    let end = from + TimeSpan(milliseconds: (days + 40) * 86_400_000)
    guard end < latest else {
      throw .usage(message: "the timeline would end after the year 9998")
    }
    return (clock, from, days)
  }

  /// Returns the clock and the start of the first day.
  ///
  /// - Parameter clock: The clock of the zone that is stated, or nil.
  private static func beginning(
    _ arguments: ParsedArguments, for command: String, zone clock: LocalClock?
  ) throws(Failure) -> (LocalClock, Instant) {
    guard let text = arguments[.generateFrom] else {
      throw .usage(
        message: "\(command) needs a start time",
        hint: "Add --from TIME, such as --from 2026-03-02T00:00:00+01:00.")
    }
    if case (let time, .dateTime(let offset))? = TimeScale.read(text) {
      return (clock ?? LocalClock(offset), time)
    }
    if text.utf8.count == 10, case (let midnight, .dateTime)? = TimeScale.read(text + "T00:00:00Z")
    {
      guard let clock else {
        throw .usage(
          message: "--from is a date, which needs a time zone",
          hint: "Add --tz, or write a date-time such as \(text)T00:00:00+01:00.")
      }
      return (clock, clock.time(ofLocal: midnight))
    }
    throw .badValue(
      text, for: .generateFrom,
      needs: "a date-time such as 2026-03-02T00:00:00+01:00, or a date with --tz")
  }

  // MARK: Numbers

  private static func whole(
    _ option: Option, _ arguments: ParsedArguments, default fallback: Int, _ range: ClosedRange<Int>
  ) throws(Failure) -> Int {
    guard let text = arguments[option] else { return fallback }
    guard text.utf8.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }), let number = Int(text),
      range ~= number
    else {
      throw .badNumber(
        text, for: option, needs: "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// Returns the value of an option in thousandths.
  private static func number(
    _ option: Option, _ arguments: ParsedArguments, _ range: ClosedRange<Int>
  ) throws(Failure) -> Int? {
    guard let text = arguments[option] else { return nil }
    guard let number = NumberText.thousandths(text, maximum: range.upperBound),
      range ~= number
    else {
      let (low, high) = (Power(watts: range.lowerBound), Power(watts: range.upperBound))
      throw .badNumber(
        text, for: option, needs: "a number from \(low.kilowatts) to \(high.kilowatts)")
    }
    return number
  }

  private static func seed(_ arguments: ParsedArguments) throws(Failure) -> UInt64 {
    guard let text = arguments[.seed] else { return 1 }
    guard text.utf8.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }), let seed = UInt64(text) else {
      throw .badValue(text, for: .seed, needs: "a whole number from 0 to \(UInt64.max)")
    }
    return seed
  }

  private static func energy(_ arguments: ParsedArguments) throws(Failure) -> Spread? {
    guard let text = arguments[.energy] else { return nil }
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map {
      NumberText.thousandths($0, maximum: 1_000_000_000)
    }
    guard parts.count == 2, let mean = parts[0], let deviation = parts[1],
      let spread = Spread(wattHours: mean, deviation: deviation)
    else {
      throw .badValue(
        text, for: .energy,
        needs: "a mean from 0.2 to 500 kWh and a standard deviation of at most twice that, "
          + "such as 30,12")
    }
    return spread
  }

  private static func dwell(_ arguments: ParsedArguments) throws(Failure) -> Spread? {
    guard let text = arguments[.dwell] else { return nil }
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      part == "0" ? 0 : TimeSpan(String(part)).map { $0.milliseconds / 1_000 }
    }
    guard parts.count == 2, let mean = parts[0], let deviation = parts[1],
      let spread = Spread(seconds: mean, deviation: deviation)
    else {
      throw .badValue(
        text, for: .dwell,
        needs: "a mean from 2m to 5d and a standard deviation of at most twice that, "
          + "such as 45m,20m")
    }
    return spread
  }

  // MARK: Vehicles

  private static func vehicles(
    _ arguments: ParsedArguments, _ types: [VehicleType]
  ) throws(Failure) -> [VehicleShare]? {
    guard let text = arguments[.vehicles] else { return nil }
    var shares: [VehicleShare] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      shares.append(try share(String(part), types))
    }
    return shares
  }

  /// Reads one part of `--vehicles`, such as `compact:3` or `150:2`; without a weight, it is 1.
  private static func share(
    _ text: String, _ types: [VehicleType]
  ) throws(Failure) -> VehicleShare {
    if let type = types.first(where: { $0.id.text == text }) {
      return VehicleShare(.type(type), weight: 1)
    }
    var name = text
    var weight = 1
    if let colon = text.lastIndex(of: ":") {
      name = String(text[..<colon])
      guard let number = Int(text[text.index(after: colon)...]), 1...1_000_000_000 ~= number else {
        throw .badValue(
          text, for: .vehicles, needs: "weights from 1 to 1000000000, such as \(name):3")
      }
      weight = number
    }
    if let type = types.first(where: { $0.id.text == name }) {
      return VehicleShare(.type(type), weight: weight)
    }
    if let power = Power(kilowatts: name), power.watts >= 1_000 {
      return VehicleShare(.power(power), weight: weight)
    }
    let guess = Suggestion.nearest(to: name, among: types.prefix(1_000).map(\.id.text))
    throw .usage(
      message: "the option --vehicles names an unknown type \"\(Suggestion.printable(name))\"",
      hint: (guess.map { "did you mean \"\(Suggestion.printable($0))\"? " } ?? "")
        + "It needs types of --config, or powers of at least 1 kW, such as compact:3,150:1.")
  }
}

extension Streams {
  /// Reads a station config and reports its problems.
  func readStation(
    _ path: String, _ reporter: Reporter, isStrict: Bool = false
  ) throws(Failure) -> StationConfig {
    let text = try readAll(path)
    let format = StationReader.Format(fileName: path, text: text)
    var (station, diagnostics) = StationReader.read(name: path, text: text, format: format)
    if isStrict {
      for index in diagnostics.indices { diagnostics[index].severity = .error }
      if !diagnostics.isEmpty { station = nil }
    }
    diagnostics.forEach(reporter.report)
    guard let station else { throw .badInput }
    return station
  }
}
