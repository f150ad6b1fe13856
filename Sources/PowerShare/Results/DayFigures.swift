/// The figures of a local day of a run.
///
/// A session belongs to the day on which its vehicle arrives, with all the energy that it gets.
public struct DayFigures: Equatable, Sendable {
  /// The day.
  public let day: DayName
  /// The number of sessions that arrived.
  public let started: Int
  /// The number of sessions that got all the energy they requested.
  public let served: Int
  /// The number of sessions that left with less energy than they requested.
  public let unserved: Int
  /// The number of sessions that gave up waiting for a connector.
  public let abandoned: Int
  /// The energy that the sessions requested; like `delivered` of those that are not open.
  public let requested: Energy
  /// The requested energy that was delivered.
  public let delivered: Energy
  /// The limit to which the most energy was lost, the first of equals; nil where none was lost.
  public let lostMostTo: Curtailment?
  /// The highest import at a moment of the day.
  public let peak: Power
  /// The highest mean import over a quarter of an hour of the day; nil where no time has passed.
  public let peak15min: Power?
  /// The 95th percentile of the times that the arrivals waited, in tenths of a minute; nil where
  /// nobody arrived.
  public let waitP95: Int?
  /// What the day costs; nil without a tariff.
  public internal(set) var cost: DayCost?
}

/// Totals of the sessions that arrive on a day.
struct DayStays: Sendable {
  private(set) var started = 0
  private(set) var served = 0
  private(set) var unserved = 0
  private(set) var abandoned = 0
  private(set) var requested = Energy.zero
  private(set) var delivered = Energy.zero
  private var lost = EnergyByLimit()
  /// Waits in tenths of a minute.
  private var waits = SparseHistogram(last: StayTotals.longestShownWait)

  mutating func take(_ stay: Departure) {
    started += 1
    switch stay.outcome {
    case .served: served += 1
    case .unserved: unserved += 1
    case .abandoned: abandoned += 1
    case .open, .stopped: break
    }
    waits.count(stay.tenthsWaited)
    guard let request = stay.countedRequest else { return }
    requested += request.requested
    delivered += request.delivered
    lost += stay.lost
  }

  /// Whether the served share is lower than that of other sessions.
  ///
  /// - Precondition: Both have requested energy.
  func isServedLess(than other: DayStays) -> Bool {
    delivered.isSmallerShare(of: requested, than: other.delivered, of: other.requested)
  }

  func figures(of day: DayName, peak: Power, peak15min: Power?) -> DayFigures {
    DayFigures(
      day: day, started: started, served: served, unserved: unserved, abandoned: abandoned,
      requested: requested, delivered: delivered, lostMostTo: lost.highest, peak: peak,
      peak15min: peak15min, waitP95: waits.percentile(95))
  }
}

extension EnergyByLimit {
  /// The limit with the highest energy, the first of equals in the order of the summary; nil where
  /// all are zero.
  var highest: Curtailment? {
    var highest: (limit: Curtailment, energy: Energy)?
    for limit in FigureTable.limits.map(\.limit) where self[limit] > highest?.energy ?? .zero {
      highest = (limit, self[limit])
    }
    return highest?.limit
  }
}

/// The day with the lowest served share, the first of equals.
struct WorstDay: Sendable {
  private var worst: DaySpan?
  private var name: DayName?

  /// Takes the next days.
  mutating func take(_ days: [DaySpan], on clock: LocalClock?) {
    for day in days where day.stays.requested > .zero {
      if let worst, !day.stays.isServedLess(than: worst.stays) { continue }
      worst = day
      name = WholeDays.name(ofDay: day.first, on: clock)
    }
  }

  func addFigures(to figures: inout FigureList) {
    figures.set("worstDay.date", name)
    let (requested, delivered) = (
      worst?.stays.requested ?? .zero, worst?.stays.delivered ?? .zero
    )
    figures.set("worstDay.servedShare", share: delivered, of: requested)
    figures.set(
      "worstDay.unservedEnergy",
      thousandths: worst == nil ? nil : (requested - delivered).roundedWattHours)
    figures.set("worstDay.peak15min", worst?.peak15min)
  }
}
