import PowerShare

/// What every run counts for the line on standard error, whether or not it has a summary.
struct RunTotals {
  var appliedEvents = 0
  var skippedEvents = 0
  private(set) var ticks = 0
  private var startedSessions = 0
  private var peak = Power.zero
  private var delivered = Energy.zero
  /// What was left idle because it did not divide into steps.
  private var stranded = Energy.zero
  /// The power that is left idle since the last tick.
  private var strandedPower = Power.zero
  private var time: Instant?
  /// The first charger whose limit is far from a whole number of steps.
  private var coarseCharger: Charger?

  /// Looks at a station that is replayed.
  mutating func look(at station: StationConfig, _ settings: ReplaySettings) {
    guard coarseCharger == nil, settings.policy.sharesWholeSteps else { return }
    coarseCharger = station.coarseCharger(step: settings.options.step)
  }

  /// Takes the next tick.
  mutating func take(_ replay: borrowing Replay) {
    ticks += 1
    advance(to: replay.time)
    peak = max(peak, replay.allocatedPower)
    strandedPower = replay.strandedPower
  }

  /// Ends the run.
  ///
  /// - Parameter until: The moment at which it ends, where that is not the last tick.
  mutating func finish(_ replay: borrowing Replay, until: Instant?) {
    advance(to: until)
    startedSessions = replay.startedSessions
    delivered = replay.deliveredEnergy
  }

  private mutating func advance(to moment: Instant?) {
    guard let moment else { return }
    if let time, strandedPower > .zero { stranded += Energy(strandedPower, over: moment - time) }
    time = moment
  }

  /// The run in one line.
  var line: String {
    var text = "\(appliedEvents.counted("event")), \(ticks.counted("tick")): "
    text += "\(startedSessions.counted("session")), peak \(peak.kilowatts) kW"
    if skippedEvents > 0 { text += ", \(skippedEvents.counted("event")) skipped" }
    return text
  }

  /// Warns where more than 1 % of what was delivered was left idle because it did not divide.
  func warnOfStrandedEnergy(_ reporter: Reporter) {
    let idle = stranded.roundedWattHours
    guard idle > 0, idle * 100 > delivered.roundedWattHours else { return }
    reporter.warn(
      code: "stranded-energy",
      message: "\(stranded.kilowattHours) kWh were left idle, because what remained did not "
        + "divide into whole steps",
      hint: "Try a smaller step, such as --step 0.1, or --policy max-min, which leaves nothing.")
  }

  /// Warns where a charger cannot hand out its limit, because that is no whole number of steps.
  func warnOfCoarseStep(_ settings: ReplaySettings, _ reporter: Reporter) {
    if let coarseCharger { reporter.warn(coarseCharger, step: settings.options.step) }
  }
}

extension Reporter {
  /// Warns of a charger whose limit is far from a whole number of steps.
  func warn(_ coarse: Charger, step: Power) {
    warn(
      code: "coarse-step",
      message: "charger \"\(Suggestion.printable(coarse.id.text))\" has a limit that is "
        + "no whole number of steps of \(step.kilowatts) kW, "
        + "and what is left over is offered to nobody",
      hint: step.watts > 100
        ? "Try a smaller step, such as --step 0.1." : "Try a smaller step, such as --step 0.001.")
  }
}

extension Int {
  /// The number with its noun, `1 tick`, `2 ticks`.
  func counted(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}
