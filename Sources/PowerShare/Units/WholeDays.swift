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

/// The local days of a run, numbered by their dates: days of a clock, or of 86,400 s from 0 on.
///
/// A day begins at the first moment at which the clock shows 00:00 of its date or a later time. A
/// midnight that the clock skips is at the change; one that comes twice begins its day at the
/// first. A date that the clock skips is no day.
package enum WholeDays {
  private static let day = 86_400_000

  /// Returns the number of the day of a moment: the days from 1970-01-01 to its date, or from 0.
  ///
  /// - Parameter clock: The clock of the run's zone, or of the timeline's first offset; nil for a
  ///   timeline in seconds.
  static func number(of time: Instant, on clock: LocalClock?) -> Int {
    guard let clock else { return floorDivide(time.milliseconds, by: day) }
    var number = floorDivide(
      time.milliseconds + clock.offset(at: time).minutes * 60_000, by: day)
    // A clock that is set back over midnight shows the former date again.
    while start(ofDay: number + 1, on: clock) <= time { number += 1 }
    return number
  }

  /// Returns the first moment of the day with a number; of a date that the clock skips, that of the
  /// next day.
  static func start(ofDay number: Int, on clock: LocalClock?) -> Instant {
    guard let clock else { return Instant(milliseconds: number * day) }
    var period: LocalClock.ShownPeriod?
    return Instant(milliseconds: clock.firstMoment(ofLocal: number * day, &period))
  }

  /// Returns the name of the day with a number.
  static func name(ofDay number: Int, on clock: LocalClock?) -> DayName {
    clock == nil ? .second(number * 86_400) : .date(number)
  }

  /// Returns the day of the week of the day with a number, 0 for Monday, on a clock.
  static func weekday(ofDay number: Int) -> Int {
    // 1970-01-01 was a Thursday.
    number + 3 - floorDivide(number + 3, by: 7) * 7
  }

  /// Returns the first moment of the day of a moment.
  package static func start(of time: Instant, on clock: LocalClock?) -> Instant {
    start(ofDay: number(of: time, on: clock), on: clock)
  }

  /// Returns the first beginning of a day at or after a moment, but at most the last moment of a
  /// run.
  ///
  /// - Parameter last: The last moment that the timeline can state, or the end of the run.
  package static func end(after time: Instant, on clock: LocalClock?, last: Instant) -> Instant {
    let number = number(of: time, on: clock)
    if start(ofDay: number, on: clock) == time { return min(time, last) }
    return min(start(ofDay: number + 1, on: clock), last)
  }
}
