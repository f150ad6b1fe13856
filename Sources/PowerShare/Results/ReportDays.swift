/// The busiest and the worst day of a run, found day by day.
///
/// A day is judged when it has ended and the sessions that arrived on it have left. Until then it
/// is kept with its quarters of an hour and the sessions that lost the most, if no more than
/// ``mostKept`` days wait for their sessions; the days after these have none.
struct ReportDays: Sendable {
  /// The most days that are kept whole while they wait for their sessions.
  static let mostKept = 400

  /// The day whose sessions requested the most energy, the first of equals.
  private(set) var busiest: ReportDay?
  /// The day with the lowest served share, the first of equals.
  private(set) var worst: ReportDay?
  private var present: Candidate?
  /// The days that have ended, in their order, of which `judged` are no longer waited for.
  private var ended: [Candidate] = []
  private var judged = 0
  /// The number of days in ``ended`` that are kept whole.
  private var kept = 0

  /// A day that has not been judged.
  private struct Candidate {
    var day: ReportDay
    let startedBefore: Int
    var sessions = MostLost()
    var isWhole = true
    /// The number of sessions that arrived and have not left; known when the day has ended.
    var openSessions = 0

    mutating func take(
      _ stay: Departure, lost: Energy, _ stretch: Departure.Stretch?
    ) {
      day.sessionCount += 1
      if let request = stay.countedRequest {
        day.requested += request.requested
        day.delivered += request.delivered
      }
      if isWhole { sessions.take(stay, lost: lost, stretch) }
    }
  }

  // MARK: Days

  mutating func begin(
    _ name: DayName, start: Instant, end: Instant, startedSessions: Int
  ) {
    present = Candidate(
      day: ReportDay(
        name: name, start: start, end: end, requested: .zero, delivered: .zero, quarters: [],
        sessionCount: 0, sessions: []),
      startedBefore: startedSessions)
  }

  mutating func take(_ quarter: ReportQuarter) { present?.day.quarters.append(quarter) }

  /// Ends the present day.
  ///
  /// - Parameter startedSessions: The number of `start` events until then.
  mutating func end(startedSessions: Int) {
    guard var day = present.take() else { return }
    day.openSessions = startedSessions - day.startedBefore - day.day.sessionCount
    if day.openSessions == 0 { return judge(day) }
    if kept < Self.mostKept {
      kept += 1
    } else {
      day.isWhole = false
      day.day.quarters = []
      day.sessions = MostLost()
    }
    ended.append(day)
  }

  /// Ends the last day.
  ///
  /// - Precondition: All sessions have been taken.
  mutating func finish(startedSessions: Int) {
    end(startedSessions: startedSessions)
    precondition(judged == ended.count, "a session that was not taken")
  }

  private mutating func judge(_ candidate: Candidate) {
    guard candidate.day.requested > .zero else { return }
    let isBusiest = busiest.map { Self.isBusier(candidate.day, than: $0) } ?? true
    let isWorst = worst.map { Self.isServedLess(candidate.day, than: $0) } ?? true
    guard isBusiest || isWorst else { return }
    var day = candidate.day
    if candidate.isWhole { day.sessions = candidate.sessions.inOrderOfArrival }
    if isBusiest { busiest = day }
    if isWorst { worst = day }
  }

  /// Days are not judged in their order.
  private static func isBusier(_ day: ReportDay, than other: ReportDay) -> Bool {
    if day.requested == other.requested { return day.start < other.start }
    return day.requested > other.requested
  }

  private static func isServedLess(_ day: ReportDay, than other: ReportDay) -> Bool {
    if day.delivered.isSmallerShare(
      of: day.requested, than: other.delivered, of: other.requested)
    {
      return true
    }
    return day.start < other.start
      && !other.delivered.isSmallerShare(
        of: other.requested, than: day.delivered, of: day.requested)
  }

  // MARK: Sessions

  /// Takes a session that has left, or that has not left at the end of the run.
  ///
  /// - Precondition: The tick of its arrival has been taken.
  mutating func take(_ stay: Departure, lost: Energy, _ stretch: Departure.Stretch?) {
    if let start = present?.day.start, start <= stay.arrival.time {
      present?.take(stay, lost: lost, stretch)
      return
    }
    // The last day that begins at its arrival or before.
    var (low, high) = (0, ended.count)
    while low < high {
      let middle = (low + high) / 2
      if ended[middle].day.start <= stay.arrival.time { low = middle + 1 } else { high = middle }
    }
    precondition(low > 0 && ended[low - 1].openSessions > 0, "a session of a day that is judged")
    ended[low - 1].take(stay, lost: lost, stretch)
    ended[low - 1].openSessions -= 1
    if ended[low - 1].openSessions == 0 { judgeEnded(low - 1) }
  }

  private mutating func judgeEnded(_ place: Int) {
    judge(ended[place])
    if ended[place].isWhole { kept -= 1 }
    ended[place].day.quarters = []
    ended[place].sessions = MostLost()
    judged += 1
    // At most half of the memory is for days that are judged.
    if judged > ended.count / 2 {
      ended.removeAll { $0.openSessions == 0 }
      judged = 0
    }
  }
}

/// The sessions of a day that lost the most energy, at most ``ReportSession/mostShown``; among
/// equals those that arrived first.
private struct MostLost: Sendable {
  /// In no order, and up to twice as many as are kept.
  private var entries: [Entry] = []
  /// The number of sessions taken.
  private var count = 0
  /// The last of as many entries as are kept, among which a new one has to be; nil before.
  private var last: Rank?

  /// The place of a session among those of the day.
  private struct Rank {
    let lost: Energy
    let arrival: Instant
    /// Its place among the sessions that began at a connector; the highest number if it is not one
    /// of them.
    let startOrder: Int
    /// Its place among those that have left.
    let number: Int

    /// Whether it arrived before another one.
    func arrived(before other: Rank) -> Bool {
      (arrival, startOrder, number) < (other.arrival, other.startOrder, other.number)
    }

    /// Whether it is kept rather than another one.
    func precedes(_ other: Rank) -> Bool {
      lost == other.lost ? arrived(before: other) : lost > other.lost
    }
  }

  private struct Entry {
    let rank: Rank
    var session: ReportSession
  }

  mutating func take(_ stay: Departure, lost: Energy, _ stretch: Departure.Stretch?) {
    count += 1
    let rank = Rank(
      lost: lost, arrival: stay.arrival.time, startOrder: stay.session?.startOrder ?? .max,
      number: count)
    if let last, !rank.precedes(last) { return }
    entries.append(Entry(rank: rank, session: ReportSession(stay, lost: lost, stretch)))
    switch entries.count {
    case ReportSession.mostShown:
      last = entries.map(\.rank).max { $0.precedes($1) }
    case 2 * ReportSession.mostShown: removeOthers()
    default: break
    }
  }

  private mutating func removeOthers() {
    guard entries.count > ReportSession.mostShown else { return }
    entries.sort { $0.rank.precedes($1.rank) }
    entries.removeLast(entries.count - ReportSession.mostShown)
    last = entries.last?.rank
  }

  /// The sessions in the order of arrival, with their numbers.
  var inOrderOfArrival: [ReportSession] {
    var kept = self
    kept.removeOthers()
    kept.entries.sort { $0.rank.arrived(before: $1.rank) }
    return kept.entries.enumerated().map { place, entry in
      var session = entry.session
      session.number = place + 1
      return session
    }
  }
}

extension ReportSession {
  /// Creates a session whose number is not known yet.
  fileprivate init(
    _ stay: Departure, lost: Energy, _ stretch: Departure.Stretch?
  ) {
    self.init(
      number: 0, id: stay.arrival.id, connector: stay.session?.connectorId,
      arrivalTime: stay.arrival.time, startTime: stay.session?.startTime,
      doneTime: stay.session?.doneTime, leaveTime: stay.time, outcome: stay.outcome,
      requested: stay.arrival.energyRequested, delivered: stay.deliveredEnergy, lost: lost,
      lostMostTo: lost > .zero ? stay.lost.highest : nil, stretch: stretch?.hundredths)
  }
}
