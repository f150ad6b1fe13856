/// Totals of the sessions that have ended, with or without a connector.
struct StayTotals: Sendable {
  /// The longest wait that percentiles tell from longer ones, in tenths of a minute.
  static let longestShownWait = 1_000_000

  private(set) var requested = Energy.zero
  private(set) var delivered = Energy.zero
  private(set) var deferred = EnergyByLimit()
  private var attainable = Energy.zero
  private var lost = EnergyByLimit()
  /// The number of sessions of each outcome, in the order of ``Departure/Outcome/allCases``.
  private var counts = Departure.Outcome.allCases.map { _ in 0 }
  private var started = 0

  /// Served shares in thousandths.
  private var shares = Histogram(last: 1_000)
  private var fairness = JainIndex()
  /// Waits in tenths of a minute.
  private var waits = Histogram(last: longestShownWait)
  private var waitSum: Int128 = 0
  private var longestWait = 0
  /// Stretches in hundredths.
  private var stretches = Histogram(last: 100_000)
  private var meanStretch = MeanOfRatios()
  /// The totals of the sessions of priority 0, which most have; nil where there is none.
  private var ordinary: PriorityTotals?
  private var byOtherPriority: [Int: PriorityTotals] = [:]

  /// Totals of the sessions of a priority.
  private struct PriorityTotals {
    var requested = Energy.zero
    var delivered = Energy.zero
    /// Served shares in thousandths.
    var shares = Histogram(last: 1_000)

    mutating func take(_ delivered: Energy, of wanted: Energy, share: Int) {
      requested += wanted
      self.delivered += delivered
      shares.count(share)
    }
  }

  mutating func take(_ stay: Departure) {
    started += 1
    let outcome = stay.outcome
    counts[outcome.place] += 1
    let priority = stay.arrival.priority
    if priority == 0 {
      if ordinary == nil { ordinary = PriorityTotals() }
    } else if byOtherPriority[priority] == nil {
      byOtherPriority[priority] = PriorityTotals()
    }
    deferred += stay.ledger.deferred
    takeWait(stay)
    guard let request = stay.countedRequest else { return }
    requested += request.requested
    delivered += request.delivered
    if request.delivered < request.requested {
      attainable += max(min(stay.attainable, request.requested), request.delivered)
      lost += stay.lost
    } else {
      attainable += request.requested
    }
    takeShare(request.delivered, of: request.requested, priority)
    if outcome == .served { takeStretch(stay) }
  }

  private mutating func takeWait(_ stay: Departure) {
    waits.count(stay.tenthsWaited)
    let wait = stay.wait.milliseconds
    waitSum += Int128(wait)
    longestWait = max(longestWait, wait)
  }

  private mutating func takeShare(_ delivered: Energy, of wanted: Energy, _ priority: Int) {
    guard wanted > .zero else { return }
    fairness.add(delivered, of: wanted)
    let share = Int(
      divideRoundingToEven(delivered.wattMilliseconds * 1_000, by: wanted.wattMilliseconds))
    shares.count(share)
    if priority == 0 {
      ordinary?.take(delivered, of: wanted, share: share)
    } else {
      byOtherPriority[priority]?.take(delivered, of: wanted, share: share)
    }
  }

  private mutating func takeStretch(_ stay: Departure) {
    guard let stretch = stay.stretch else { return }
    stretches.count(stretch.hundredths)
    meanStretch.add(Int128(stretch.taken), over: Int128(stretch.alone))
  }

  // MARK: Figures

  func addCounts(to figures: inout FigureList) {
    figures.set("sessions.started", count: started)
    for outcome in [Departure.Outcome.served, .unserved, .abandoned, .open] {
      figures.set("sessions.\(outcome.rawValue)", count: counts[outcome.place])
    }
    figures.set("sessions.withoutTarget", count: counts[Departure.Outcome.stopped.place])
  }

  func addEnergies(to figures: inout FigureList) {
    figures.set("energy.requested", requested)
    figures.set("energy.attainable", attainable)
    figures.set("energy.delivered", delivered)
    figures.set("energy.unserved", requested - delivered)
  }

  func addQuality(to figures: inout FigureList) {
    figures.set("fairness.jain", thousandths: fairness.thousandths)
    figures.set("fairness.lowest", bin: shares.lowest)
    figures.set("fairness.p10", bin: shares.percentile(10))
    figures.set("wait.mean", minutes: waitSum, over: waits.total)
    figures.set("wait.p50", bin: waits.percentile(50))
    figures.set("wait.p95", bin: waits.percentile(95))
    figures.set("wait.max", minutes: Int128(longestWait), over: min(waits.total, 1))
    figures.set("stretch.mean", thousandths: meanStretch.mean(in: 100).map { $0 * 10 })
    figures.set("stretch.p95", bin: stretches.percentile(95))
  }

  /// The figures of each priority, the highest first; empty where all sessions have one.
  var priorities: [Summary.Part] {
    var byPriority = byOtherPriority
    byPriority[0] = ordinary
    guard byPriority.count > 1 else { return [] }
    return byPriority.sorted { $0.key > $1.key }.map { priority, totals in
      var figures = FigureList(FigureTable.priorityFigures)
      figures.set("servedShare", share: totals.delivered, of: totals.requested)
      figures.set("p10", bin: totals.shares.percentile(10))
      return Summary.Part(name: Identifier("\(priority)"), figures: figures.figures)
    }
  }

  /// The lost energies in watt-hours by the limits' raw values, rounded so that they add up to the
  /// unserved energy as shown.
  ///
  /// All are rounded down; the missing watt-hours then go to the largest remainders, one each, and
  /// among equals to the earlier limit.
  var shownLost: [Int128] {
    let hour: Int128 = 3_600_000
    var shown = Curtailment.allCases.map { lost[$0].wattMilliseconds / hour }
    var left = (requested - delivered).roundedWattHours - shown.reduce(0, +)
    let byRemainder = Curtailment.allCases.sorted { first, second in
      let (one, other) = (
        lost[first].wattMilliseconds % hour, lost[second].wattMilliseconds % hour
      )
      return (other, first.rawValue) < (one, second.rawValue)
    }
    for limit in byRemainder where left > 0 {
      shown[limit.rawValue] += 1
      left -= 1
    }
    return shown
  }
}

extension Departure {
  /// The energies that figures count: what it requested, and what it got of that; nil where it is
  /// open or has requested nothing.
  var countedRequest: (requested: Energy, delivered: Energy)? {
    guard !isOpen, let requested = arrival.energyRequested else { return nil }
    return (requested, min(deliveredEnergy, requested))
  }

  /// The time that it waited for a connector, in tenths of a minute, rounded to the nearest, ties
  /// to even.
  var tenthsWaited: Int { divideRoundingToEven(wait.milliseconds, by: 6_000) }
}
