/// The values that the report of a run shows besides the summary.
///
/// Memory does not grow with the number of sessions: two days are kept whole, the rest are sums and
/// histograms.
package struct ReportData: Equatable, Sendable {
  /// The day whose sessions requested the most energy, the first of equals; nil where no session
  /// requested energy.
  package var busiestDay: ReportDay?
  /// The day with the lowest served share, the first of equals, which may be the busiest day; nil
  /// where no session requested energy.
  package var worstDay: ReportDay?
  /// The time at each import, in quarters of an hour.
  package var duration = LoadDuration()
  /// The mean import by weekday and hour; nil where the timeline counts seconds.
  package var week: WeekImport?
  /// The highest import of each calendar month, of the first 1,200; empty where the timeline counts
  /// seconds.
  package var months: [MonthPeak] = []
  /// The number of calendar months after ``months``.
  package var monthsLeftOut = 0
  /// The lost energy of the sessions that arrived in each hour of the day, 0 to 23.
  package var lostByHour = Array(repeating: EnergyByLimit(), count: 24)
  /// The distributions over the sessions.
  package var sessions = SessionDistributions()
  /// The bill; nil without a tariff.
  package var bill: ReportBill?

  package init() {}
}

/// A local day of a run, with its quarters of an hour and its sessions.
package struct ReportDay: Equatable, Sendable {
  /// The day.
  package var name: DayName
  /// Its first moment.
  package var start: Instant
  /// The first moment of the next day.
  package var end: Instant
  /// The energy that the sessions that arrived on it requested, like `delivered` of those that are
  /// not open.
  package var requested: Energy
  /// The requested energy that they got.
  package var delivered: Energy
  /// The quarters of an hour that the run covers, in their order; the first and the last may be
  /// covered in part.
  ///
  /// There are none where the run covers only the first moment of the day, and, like
  /// ``sessions``, of a day that waited for its sessions while 400 days before it did so.
  package var quarters: [ReportQuarter]
  /// The number of sessions that arrived on it.
  package var sessionCount: Int
  /// The sessions that lost the most energy, in the order of arrival; at most
  /// ``ReportSession/mostShown``.
  package var sessions: [ReportSession]

  package init(
    name: DayName, start: Instant, end: Instant, requested: Energy, delivered: Energy,
    quarters: [ReportQuarter], sessionCount: Int, sessions: [ReportSession]
  ) {
    self.name = name
    self.start = start
    self.end = end
    self.requested = requested
    self.delivered = delivered
    self.quarters = quarters
    self.sessionCount = sessionCount
    self.sessions = sessions
  }
}

/// The energies of a quarter of an hour of the clock, or of the part of it that the run covers.
package struct ReportQuarter: Equatable, Sendable {
  /// The first moment that the run covers.
  package var start: Instant
  /// The time that the run covers; 15 minutes, or less at the ends of a run and where clocks are
  /// changed.
  package var length: TimeSpan
  /// The energy that vehicles drew.
  package var vehicles = Energy.zero
  /// The energy that loads drew, without generation.
  package var loads = Energy.zero
  /// The energy that was generated.
  package var generated = Energy.zero
  /// The energy that the battery gave.
  package var given = Energy.zero
  /// The energy that the battery took.
  package var taken = Energy.zero
  /// The energy that was imported.
  package var imported = Energy.zero
  /// The energy that was exported.
  package var exported = Energy.zero
  /// The energy that the import limit in force allowed.
  package var importable = Energy.zero
  /// The energy in the battery at the end, down to empty; nil without a battery.
  package var batteryEnergy: Energy?

  package init(start: Instant, length: TimeSpan) {
    self.start = start
    self.length = length
  }
}

/// A session of a day, for the chart of connectors.
package struct ReportSession: Equatable, Sendable {
  /// The most sessions of a day that are kept.
  package static let mostShown = 200

  /// Its number in the order of arrival among the sessions of the day that are kept, from 1.
  package var number: Int
  /// Its id.
  package var id: Identifier
  /// Its connector; nil where it never had one.
  package var connector: ConnectorID?
  /// The time at which the vehicle arrived.
  package var arrivalTime: Instant
  /// The time at which it got its connector; nil where it never had one.
  package var startTime: Instant?
  /// The time at which it had all it requested; nil where it never had.
  package var doneTime: Instant?
  /// The time at which it left; the end of the run where it has not left.
  package var leaveTime: Instant
  /// Its outcome.
  package var outcome: Departure.Outcome
  /// The energy that it requested; nil where it requested none.
  package var requested: Energy?
  /// The energy that it drew.
  package var delivered: Energy
  /// The requested energy that it did not get; zero while it is open.
  package var lost: Energy
  /// The limit to which most of it was lost, the first of equals; nil where none was lost.
  package var lostMostTo: Curtailment?
  /// The time that it took from its start until it was done, over the time that it would have taken
  /// alone, in hundredths; nil where it was not done or would have taken no time.
  package var stretch: Int?

  package init(
    number: Int, id: Identifier, connector: ConnectorID?, arrivalTime: Instant,
    startTime: Instant?, doneTime: Instant?, leaveTime: Instant, outcome: Departure.Outcome,
    requested: Energy?, delivered: Energy, lost: Energy, lostMostTo: Curtailment?, stretch: Int?
  ) {
    self.number = number
    self.id = id
    self.connector = connector
    self.arrivalTime = arrivalTime
    self.startTime = startTime
    self.doneTime = doneTime
    self.leaveTime = leaveTime
    self.outcome = outcome
    self.requested = requested
    self.delivered = delivered
    self.lost = lost
    self.lostMostTo = lostMostTo
    self.stretch = stretch
  }
}

/// The time for which the mean import of quarters of an hour was in each interval of power.
///
/// The intervals have one width: the smallest of 1, 2 or 5 times a power of ten watts for which the
/// highest import needs at most ``mostIntervals``. The mean of a quarter that the run covers in
/// part is that of this part.
package struct LoadDuration: Equatable, Sendable {
  /// The most intervals.
  package static let mostIntervals = 200

  /// The width of an interval.
  package var width = Power(watts: 1)
  /// The time in which the mean import was at least `width` times the index and below `width` times
  /// the index plus 1.
  package var times: [TimeSpan] = []

  package init() {}
}

/// The mean import by weekday and hour of the clock; a quarter of an hour counts for the hour in
/// which it begins.
package struct WeekImport: Equatable, Sendable {
  /// An hour of the week, with all times of the run that were in it.
  package struct Cell: Equatable, Sendable {
    /// The energy that was imported.
    package var energy = Energy.zero
    /// The time that the run covers.
    package var time = TimeSpan(milliseconds: 0)

    package init() {}
  }

  /// The cells from Monday 00:00 to Sunday 23:00.
  package var cells = Array(repeating: Cell(), count: 7 * 24)

  package init() {}
}

/// The highest mean import over a quarter of an hour in a calendar month.
///
/// In a quarter that the run covers in part, nothing is imported in the rest.
package struct MonthPeak: Equatable, Sendable {
  /// The first day of the month, in days since 1970-01-01.
  package var firstDay: Int
  /// The highest mean import.
  package var peak: Power
  /// The first moment of that quarter of an hour, the first of equals.
  package var time: Instant

  package init(firstDay: Int, peak: Power, time: Instant) {
    self.firstDay = firstDay
    self.peak = peak
    self.time = time
  }
}

/// The distributions of figures over the sessions of a run.
package struct SessionDistributions: Equatable, Sendable {
  /// The sessions that requested energy and are not open, by their served share: those with less
  /// than 5 %, 10 % and so on up to 100 %, and last those with all of it.
  package var servedShares = Array(repeating: 0, count: 21)
  /// All sessions by the time that they waited for a connector: none, then up to 5 minutes, 10 and
  /// so on up to 60, and last those above 60.
  package var waits = Array(repeating: 0, count: 14)
  /// The sessions that were served by their stretch: exactly 1 or less, then up to 1.25, 1.5 and so
  /// on up to 4, and last those above 4.
  package var stretches = Array(repeating: 0, count: 14)

  package init() {}
}
