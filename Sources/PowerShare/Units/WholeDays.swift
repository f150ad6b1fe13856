extension LocalClock {
  /// Returns the first moment at which the clock shows a local time or a later one, in
  /// milliseconds.
  ///
  /// A time that the clock skips is at the change, and one that it shows twice is at its first.
  ///
  /// - Parameters:
  ///   - local: The local time in milliseconds, counted as if the clock showed UTC.
  ///   - period: A cache of the period without a change around the last result.
  func firstMoment(ofLocal local: Int, _ period: inout ShownPeriod?) -> Int {
    // Offsets are less than a day, so that nothing earlier can show this time.
    let earliest = local - 86_400_000
    if let period, period.start.milliseconds <= earliest {
      let moment = local - period.offset.minutes * 60_000
      if moment < period.end.milliseconds { return moment }
    }
    var next = shownPeriod(at: Instant(milliseconds: earliest))
    while true {
      period = next
      let moment = max(next.start.milliseconds, local - next.offset.minutes * 60_000)
      if moment < next.end.milliseconds { return moment }
      next = shownPeriod(at: next.end)
    }
  }
}

/// The whole local days that a run with a site covers.
package enum WholeDays {
  private static let day = 86_400_000

  /// Returns the first moment of the day of a moment.
  ///
  /// - Parameter clock: The clock of the run's zone, or of the timeline's first offset; nil for a
  ///   timeline in seconds, whose days have 86,400 s from 0 on.
  package static func start(of time: Instant, on clock: LocalClock?) -> Instant {
    guard let clock else {
      return Instant(milliseconds: floorDivide(time.milliseconds, by: day) * day)
    }
    let local = time.milliseconds + clock.offset(at: time).minutes * 60_000
    var period: LocalClock.ShownPeriod?
    return Instant(
      milliseconds: clock.firstMoment(ofLocal: floorDivide(local, by: day) * day, &period))
  }

  /// Returns the first beginning of a day at or after a moment, but at most the last moment of a
  /// run.
  ///
  /// A midnight that the clock skips is at the change; one that comes twice begins its day at the
  /// first.
  ///
  /// - Parameters:
  ///   - clock: The clock; see ``start(of:on:)``.
  ///   - last: The last moment that the timeline can state, or the end of the run.
  package static func end(after time: Instant, on clock: LocalClock?, last: Instant) -> Instant {
    let start = start(of: time, on: clock)
    if start == time { return min(time, last) }
    guard let clock else { return min(start + TimeSpan(milliseconds: day), last) }
    let local = time.milliseconds + clock.offset(at: time).minutes * 60_000
    let next = (floorDivide(local, by: day) + 1) * day
    var period: LocalClock.ShownPeriod?
    return min(Instant(milliseconds: clock.firstMoment(ofLocal: next, &period)), last)
  }
}
