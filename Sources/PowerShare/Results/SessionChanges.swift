/// A session of a run, with what is compared of it.
package struct ComparedSession: Equatable, Sendable {
  package let id: Identifier
  package let arrival: StatedTime
  package let outcome: Departure.Outcome
  /// The delivered energy in kWh.
  package let delivered: ExactDecimal
  /// The wait in minutes.
  package let wait: ExactDecimal
  /// The time at which it had all it requested; nil where it never had.
  package let done: StatedTime?

  package init(
    id: Identifier, arrival: StatedTime, outcome: Departure.Outcome, delivered: ExactDecimal,
    wait: ExactDecimal, done: StatedTime?
  ) {
    self.id = id
    self.arrival = arrival
    self.outcome = outcome
    self.delivered = delivered
    self.wait = wait
    self.done = done
  }

  /// Creates a session as a file of sessions states it.
  package init(_ stay: Departure, on clock: OutputClock) {
    func stated(_ time: Instant) -> StatedTime { StatedTime(time, in: clock.scale(at: time)) }
    self.init(
      id: stay.arrival.id, arrival: stated(stay.arrival.time), outcome: stay.outcome,
      delivered: ExactDecimal(thousandths: stay.deliveredEnergy.roundedWattHours),
      wait: ExactDecimal(thousandths: Int128(stay.tenthsWaited * 100)),
      done: stay.session?.doneTime.map(stated))
  }

  /// Returns true if the session comes first in the order by arrival and id.
  fileprivate func isBefore(_ other: ComparedSession) -> Bool {
    arrival.time != other.arrival.time
      ? arrival.time < other.arrival.time
      : id != other.id && id.utf8.lexicographicallyPrecedes(other.id.utf8)
  }
}

extension Departure.Outcome {
  /// The place in the order from best to worst.
  fileprivate var rank: Int {
    switch self {
    case .served: 0
    case .stopped: 1
    case .open: 2
    case .unserved: 3
    case .abandoned: 4
    }
  }
}

/// A session before and after a change.
package struct SessionChange: Equatable, Sendable {
  /// The session before; nil where only the other side has it.
  package let before: ComparedSession?
  /// The session after; nil where only the other side has it.
  package let after: ComparedSession?

  package init(before: ComparedSession?, after: ComparedSession?) {
    precondition(before != nil || after != nil, "a session of neither side")
    self.before = before
    self.after = after
  }

  /// The id and the arrival, as the side before states it if it has the session.
  package var arrival: (id: Identifier, time: StatedTime) {
    guard let session = before ?? after else { preconditionFailure("a session of neither side") }
    return (session.id, session.arrival)
  }

  /// The judgement by outcome, then by energy, then by the time at which the vehicle was done; nil
  /// where only one side has the session.
  ///
  /// The outcomes from best to worst are served, stopped, open, unserved and abandoned. A vehicle
  /// that was never done was done later than any other.
  package var verdict: FigureChange.Verdict? {
    guard let before, let after else { return nil }
    if before.outcome != after.outcome {
      return after.outcome.rank < before.outcome.rank ? .better : .worse
    }
    if before.delivered != after.delivered {
      return after.delivered > before.delivered ? .better : .worse
    }
    let (old, new) = (before.done?.time, after.done?.time)
    if old == new { return .same }
    return Self.isEarlier(new, old) ? .better : .worse
  }

  /// Returns true if a vehicle was done earlier; nil is never.
  fileprivate static func isEarlier(_ left: Instant?, _ right: Instant?) -> Bool {
    guard let left else { return false }
    return right.map { left < $0 } ?? true
  }

  /// The energy in kWh that the session lost; negative where it gained.
  ///
  /// - Precondition: Both sides have the session.
  fileprivate var lost: ExactDecimal {
    (before?.delivered ?? .zero) - (after?.delivered ?? .zero)
  }
}

/// The sessions of two runs, joined by id and arrival.
package struct SessionChanges: Equatable, Sendable {
  /// The sessions of both sides, by arrival and id.
  package let sessions: [SessionChange]
  /// The number of sessions by verdict, and of those of one side only.
  package let totals: Totals
  /// The indices of the sessions that are worse, the worst first.
  ///
  /// The worst has lost the most energy, then was done latest, then arrived first.
  package let worse: [Int]
  /// The first session that one side has twice with one arrival, as it is in ``sessions``, and the
  /// number of such sessions; nil where there is none.
  package let repeated: (first: Int, count: Int)?

  /// The most sessions that are listed as the worst.
  package static let mostWorst = 10

  /// Numbers of sessions.
  package struct Totals: Equatable, Sendable {
    package var better = 0
    package var worse = 0
    package var same = 0
    package var onlyBefore = 0
    package var onlyAfter = 0
  }

  /// Joins sessions; those that one side repeats are joined in the order of the sides.
  ///
  /// - Complexity: O(n log n) for n sessions.
  package init(before: [ComparedSession], after: [ComparedSession]) {
    let old = Self.sorted(before)
    let new = Self.sorted(after)
    var sessions: [SessionChange] = []
    sessions.reserveCapacity(max(old.count, new.count))
    var totals = Totals()
    var repeated: (first: Int, count: Int)?
    var (left, right) = (0, 0)
    while left < old.count || right < new.count {
      var session = (before: ComparedSession?.none, after: ComparedSession?.none)
      if left < old.count, right == new.count || !new[right].isBefore(old[left]) {
        session.before = old[left]
      }
      if right < new.count, left == old.count || !old[left].isBefore(new[right]) {
        session.after = new[right]
      }
      if session.before != nil { left += 1 }
      if session.after != nil { right += 1 }
      let change = SessionChange(before: session.before, after: session.after)
      if let last = sessions.last?.arrival,
        last.id == change.arrival.id, last.time.time == change.arrival.time.time
      {
        repeated = (repeated?.first ?? sessions.count, (repeated?.count ?? 0) + 1)
      }
      sessions.append(change)
      switch change.verdict {
      case .better: totals.better += 1
      case .worse: totals.worse += 1
      case .same: totals.same += 1
      case nil where change.before != nil: totals.onlyBefore += 1
      case nil: totals.onlyAfter += 1
      }
    }
    self.sessions = sessions
    self.totals = totals
    self.repeated = repeated
    worse = sessions.indices.filter { sessions[$0].verdict == .worse }.sorted { left, right in
      Self.isWorse(sessions[left], sessions[right], left < right)
    }
  }

  /// True if the sessions are equal, the rest follows from them.
  package static func == (left: SessionChanges, right: SessionChanges) -> Bool {
    left.sessions == right.sessions
  }

  /// The ten worst.
  package var worst: [SessionChange] { worse.prefix(Self.mostWorst).map { sessions[$0] } }

  private static func sorted(_ sessions: [ComparedSession]) -> [ComparedSession] {
    sessions.indices.sorted { left, right in
      if sessions[left].isBefore(sessions[right]) { return true }
      return !sessions[right].isBefore(sessions[left]) && left < right
    }.map { sessions[$0] }
  }

  private static func isWorse(
    _ left: SessionChange, _ right: SessionChange, _ isFirst: Bool
  ) -> Bool {
    if left.lost != right.lost { return left.lost > right.lost }
    let (one, other) = (left.after?.done?.time, right.after?.done?.time)
    return one == other ? isFirst : SessionChange.isEarlier(other, one)
  }
}
