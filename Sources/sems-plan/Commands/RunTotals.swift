import PowerShare

/// The counts of a run for the line on standard error, with or without a summary.
struct RunTotals {
  private(set) var appliedEvents = 0
  var skippedEvents = 0
  private(set) var ticks = 0
  private var startedSessions = 0
  private var peak = Power.zero
  private var delivered = Energy.zero
  /// The energy left idle while the remaining power could not be shared in whole steps.
  private var stranded = Energy.zero
  /// The facts about the battery that are reported as warnings.
  private var battery: BatteryRemarks?
  /// The first charger or group whose limit is far from a whole number of steps.
  private var coarseLimit: StationConfig.CoarseLimit?

  /// Checks a station that comes into force.
  mutating func look(at station: StationConfig, _ settings: ReplaySettings) {
    guard coarseLimit == nil else { return }
    coarseLimit = station.coarseLimit(settings.options.step, [settings.policy])
  }

  /// Takes the counts of a simulation that has ended.
  mutating func finish(_ simulation: borrowing Simulation) {
    appliedEvents = simulation.appliedEvents
    ticks = simulation.replay.tick
    peak = simulation.replay.peakPower
    stranded = simulation.replay.strandedEnergy
    startedSessions = simulation.replay.startedSessions
    delivered = simulation.replay.deliveredEnergy
    battery = simulation.batteryRemarks
  }

  /// The run in one line.
  var line: String {
    var text = "\(appliedEvents.counted("event")), \(ticks.counted("tick")): "
    text += "\(startedSessions.counted("session")), peak \(peak.kilowatts) kW"
    if skippedEvents > 0 { text += ", \(skippedEvents.counted("event")) skipped" }
    return text
  }

  /// Warns if the stranded energy is more than 1 % of the delivered energy.
  func warnOfStrandedEnergy(_ settings: ReplaySettings, _ reporter: Reporter) {
    let idle = stranded.roundedWattHours
    guard idle > 0, idle * 100 > delivered.roundedWattHours else { return }
    reporter.warn(
      code: "stranded-energy",
      message: "\(stranded.kilowattHours) kWh were left idle, because the remaining power could "
        + "not be divided into whole steps",
      hint: Self.remedy(settings.policy, step: settings.options.step))
  }

  /// Warns of a battery that ends lower than it began, or does not do what its settings suggest.
  func warnOfBattery(_ reporter: Reporter) {
    guard let battery else { return }
    if battery.drained > .zero {
      reporter.warn(
        code: "battery-drained",
        message: "the battery ends \(battery.drained.kilowattHours) kWh lower than it began: that "
          + "energy came from before the run and was not free",
        hint:
          "Compare runs that begin and end alike: set \"initialSoc\" to what the battery has at "
          + "the end, or let the run go on until it is charged.")
    }
    if battery.shaveExcess > .zero {
      reporter.warn(
        code: "shave-exceeded",
        message: "the import was above \"shaveAbove\" for "
          + "\(battery.shaveExceededTime.minutesText) min, by up to "
          + "\(battery.shaveExcess.kilowatts) kW",
        hint: "\"shaveAbove\" does not limit vehicles. To hold the import lower, use --limit or a "
          + "lower \"gridCapacity\".")
    }
    if battery.cut > .zero {
      reporter.warn(
        code: "battery-cut",
        message: "a config event takes \(battery.cut.kilowattHours) kWh from the battery, which "
          + "count as losses",
        hint: "A config keeps the stored energy up to \"maxSoc\" of its battery, and none without "
          + "a battery.")
    }
  }

  /// Returns a hint with what would leave less energy idle.
  private static func remedy(_ policy: PolicyChoice, step: Power) -> String {
    let smallerStep = step.nextSmaller.map { "a smaller step, such as --step \($0)" }
    // Without a grid limit the other policies are no substitute.
    let otherPolicy = policy == .unmanaged ? nil : "--policy max-min, which divides the rest"
    let remedies = [smallerStep, otherPolicy].compactMap(\.self)
    return remedies.isEmpty
      ? "There is no smaller step." : "Try \(remedies.joined(separator: ", or "))."
  }

  /// Warns if the limit of a charger or group is far from a whole number of steps.
  func warnOfCoarseStep(_ settings: ReplaySettings, _ reporter: Reporter) {
    if let coarseLimit { reporter.warn(coarseLimit, step: settings.options.step) }
  }
}

extension Reporter {
  /// Warns that a run was cut off at the last moment that a time can state.
  ///
  /// - Parameters:
  ///   - replay: The replay at its end.
  ///   - clock: The way in which its times are stated.
  func warnOfEnd(_ replay: borrowing Replay, _ clock: OutputClock) {
    let end = clock.text(replay.options.lastMoment)
    warnOfEnd(at: "at \(end)", open: replay.openSessions)
  }

  /// Warns that a run was cut off at the last moment that a time can state.
  ///
  /// - Parameters:
  ///   - place: Where it was cut off, for the message.
  ///   - open: The number of vehicles that were still there.
  func warnOfEnd(at place: String, open: Int) {
    let consequence = open > 0 ? "\(open.counted("session")) still open" : "events are left out"
    warn(
      code: "end-of-time",
      message: "the run ends \(place), because later times cannot be written: \(consequence)",
      hint: open > 0
        ? "A session that takes centuries has a power that is too low or an energy that is too "
          + "high, perhaps in another unit."
        : "Times are written with the offset of the first event, or of --tz; further west, more of "
          + "them are in the year 9999.")
  }

  /// Warns of a charger or group whose limit is far from a whole number of steps.
  func warn(_ coarse: StationConfig.CoarseLimit, step: Power) {
    let limited = coarse.isGroup ? "group" : "charger"
    warn(
      code: "coarse-step",
      message: "\(limited) \"\(Suggestion.printable(coarse.id.text))\" has a limit that is "
        + "not a whole number of steps of \(step.kilowatts) kW, "
        + "so the power above the last whole step stays unused while vehicles could take more",
      hint: "Try a smaller step, such as --step \(step.nextSmaller ?? "0.001").")
  }
}

extension StationConfig {
  /// Returns the first charger or group whose limit is far from a whole number of steps, if one of
  /// some policies shares in whole steps.
  func coarseLimit(_ step: Power, _ policies: [PolicyChoice]) -> CoarseLimit? {
    let inSteps = policies.filter(\.sharesWholeSteps)
    guard !inSteps.isEmpty else { return nil }
    return coarseLimit(step: step, keepsGroups: inSteps.contains(where: \.keepsGridCapacity))
  }
}

extension Power {
  /// A smaller step to propose, in kW; nil for the smallest.
  fileprivate var nextSmaller: String? { watts > 100 ? "0.1" : watts > 1 ? "0.001" : nil }
}
