import Testing

@testable import PowerShare

@Suite struct SessionChangesTests {
  private typealias Outcome = Departure.Outcome

  private static func session(
    _ id: Identifier, at seconds: Int, _ outcome: Outcome = .served, kWh: Int = 0,
    done: Int? = nil
  ) -> ComparedSession {
    ComparedStays.session(id, at: seconds, outcome, kWh: kWh, done: done)
  }

  @Test func `a verdict goes by outcome, then by energy, then by the time of being done`() {
    let order: [ComparedSession] = [
      Self.session("a", at: 0, .served, kWh: 9, done: 50),
      Self.session("a", at: 0, .served, kWh: 9, done: 60),
      Self.session("a", at: 0, .served, kWh: 9),
      Self.session("a", at: 0, .served, kWh: 8, done: 10),
      Self.session("a", at: 0, .stopped, kWh: 10, done: 5),
      Self.session("a", at: 0, .open, kWh: 20),
      Self.session("a", at: 0, .unserved, kWh: 30),
      Self.session("a", at: 0, .abandoned, kWh: 0),
    ]
    for (place, before) in order.enumerated() {
      for (other, after) in order.enumerated() {
        let verdict = SessionChange(before: before, after: after).verdict
        #expect(verdict == (place == other ? .same : place < other ? .worse : .better))
      }
    }
    #expect(SessionChange(before: order[0], after: nil).verdict == nil)
    #expect(SessionChange(before: nil, after: order[0]).verdict == nil)
  }

  @Test func `the worst has lost most, then was done latest, then arrived first`() {
    let before = (0..<8).map { Self.session(Identifier("s\($0)"), at: $0, kWh: 9, done: 50) }
    let after = [
      Self.session("s0", at: 0, kWh: 9, done: 60), Self.session("s1", at: 1, kWh: 9, done: 70),
      Self.session("s2", at: 2, kWh: 7, done: 10), Self.session("s3", at: 3, kWh: 8),
      Self.session("s4", at: 4, kWh: 8, done: 90), Self.session("s5", at: 5, kWh: 8, done: 90),
      Self.session("s6", at: 6, kWh: 9, done: 50),
      Self.session("s7", at: 7, .unserved, kWh: 11, done: 50),
    ]
    let changes = SessionChanges(before: before, after: after.reversed())
    #expect(changes.worst.map(\.arrival.id.text) == ["s2", "s3", "s4", "s5", "s1", "s0", "s7"])
    #expect(changes.totals.worse == 7 && changes.totals.same == 1)
  }

  @Test func `an id may be used again at another time, and a repeated one is told`() {
    let before = [Self.session("a", at: 60), Self.session("a", at: 0, kWh: 1)]
    let after = [Self.session("a", at: 0, kWh: 2), Self.session("b", at: 0)]
    let changes = SessionChanges(before: before, after: after)
    #expect(changes.sessions.map(\.arrival.id.text) == ["a", "b", "a"])
    #expect(changes.sessions.map(\.verdict) == [.better, nil, nil])
    #expect(
      changes.totals == .init(better: 1, worse: 0, same: 0, onlyBefore: 1, onlyAfter: 1))
    #expect(changes.repeated == nil)
    let twice = SessionChanges(before: before + before, after: after)
    #expect(twice.repeated?.first == 1 && twice.repeated?.count == 2)
    #expect(twice.sessions.map(\.verdict) == [.better, nil, nil, nil, nil])
  }

  // The nth of one key is joined with the nth of the other side by a search through all.
  @Test(.tags(.property)) func `sessions are joined as a plain search joins them`() {
    for seed in PropertyCases.seeds(400) {
      var random = SplitMix64(seed: seed)
      let before = Self.random(&random)
      let after = Self.random(&random)
      let changes = SessionChanges(before: before, after: after)
      var rest = after
      var plain: [SessionChange] = before.map { session in
        let place = rest.firstIndex { $0.id == session.id && $0.arrival == session.arrival }
        return SessionChange(before: session, after: place.map { rest.remove(at: $0) })
      }
      plain += rest.map { SessionChange(before: nil, after: $0) }
      for (left, right) in zip(changes.sessions, Self.sorted(plain, by: Self.isEarlier)) {
        #expect(left == right, "seed \(seed)")
      }
      #expect(changes.sessions.count == plain.count, "seed \(seed)")
      let worse = changes.sessions.filter { $0.verdict == .worse }
      #expect(
        changes.worst == Array(Self.sorted(worse, by: Self.isWorse).prefix(10)), "seed \(seed)")
      let counts = changes.sessions.map(\.verdict)
      #expect(changes.totals.better == counts.count { $0 == .better }, "seed \(seed)")
      #expect(changes.totals.worse == worse.count, "seed \(seed)")
      #expect(changes.totals.same == counts.count { $0 == .same }, "seed \(seed)")
      #expect(
        changes.totals.onlyBefore + changes.totals.onlyAfter == counts.count { $0 == nil })
    }
  }

  private static func random(_ random: inout SplitMix64) -> [ComparedSession] {
    (0..<random.int(0...25)).map { _ in
      Self.session(
        random.pick(["a", "b", "ab", "", "é", "a-long-id-of-more-than-16-bytes"]),
        at: random.int(0...3), random.pick(Outcome.allCases), kWh: random.int(0...2),
        done: random.chance(percent: 30) ? nil : random.int(0...2))
    }
  }

  /// An insertion sort, in which an equal element stays behind.
  private static func sorted(
    _ changes: [SessionChange], by isBefore: (SessionChange, SessionChange) -> Bool
  ) -> [SessionChange] {
    changes.reduce(into: []) { sorted, change in
      sorted.insert(
        change, at: sorted.firstIndex { isBefore(change, $0) } ?? sorted.count)
    }
  }

  private static func isEarlier(_ left: SessionChange, _ right: SessionChange) -> Bool {
    let (one, other) = (left.arrival, right.arrival)
    if one.time.time != other.time.time { return one.time.time < other.time.time }
    return Array(one.id.text.utf8).lexicographicallyPrecedes(Array(other.id.text.utf8))
  }

  private static func isWorse(_ left: SessionChange, _ right: SessionChange) -> Bool {
    func lost(_ change: SessionChange) -> Int128 {
      (change.before?.delivered.millionths ?? 0) - (change.after?.delivered.millionths ?? 0)
    }
    func done(_ change: SessionChange) -> Int {
      change.after?.done?.time.milliseconds ?? .max
    }
    if lost(left) != lost(right) { return lost(left) > lost(right) }
    return done(left) > done(right)
  }
}
