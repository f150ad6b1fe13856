/// The import by weekday and hour of a clock.
///
/// A quarter of an hour counts for the hour in which it begins.
struct WeekMeter: Sendable {
  private static let day = 86_400_000
  private static let hour = 3_600_000

  private(set) var week = WeekImport()
  private let clock: LocalClock
  private let quarters: ClockIntervals

  init(_ clock: LocalClock, _ quarters: ClockIntervals) {
    self.clock = clock
    self.quarters = quarters
  }

  /// Takes a quarter of an hour, or the part of it that the run covers.
  mutating func take(_ quarter: ReportQuarter) {
    add(quarter.imported, for: quarter.length, at: quarter.start)
  }

  private mutating func add(_ energy: Energy, for span: TimeSpan, at time: Instant) {
    let (day, passed) = time.local(clock.offset(at: time))
    week.cells[Self.weekday(day) * 24 + passed / Self.hour].add(energy, span)
  }

  /// Returns the weekday of a date in days since 1970-01-01, which was a Thursday; 0 is Monday.
  private static func weekday(_ day: Int) -> Int { ((day + 3) % 7 + 7) % 7 }

  /// Takes whole days of constant import.
  ///
  /// - Complexity: O(changes of the clock in these days).
  mutating func take(_ days: Range<Int>, _ power: Power) {
    var day = days.lowerBound
    while day < days.upperBound {
      let start = WholeDays.start(ofDay: day, on: clock)
      let period = clock.shownPeriod(at: start)
      let local = start.milliseconds + period.offset.minutes * 60_000
      // A midnight at which the clock is set back is not the end of its day.
      let unchanged = period.end.milliseconds - start.milliseconds - 1
      let count = min(days.upperBound - day, unchanged / Self.day)
      if count > 0, local == day * Self.day {
        takeDays(from: day, count, power)
        day += count
      } else {
        takeQuarters(from: start, to: WholeDays.start(ofDay: day + 1, on: clock), power)
        day += 1
      }
    }
  }

  /// Takes days of 24 hours.
  private mutating func takeDays(from first: Int, _ count: Int, _ power: Power) {
    for place in 0..<7 {
      let span = TimeSpan(milliseconds: (count + 6 - place) / 7 * Self.hour)
      let energy = Energy(power, over: span)
      let start = Self.weekday(first + place) * 24
      for cell in start..<(start + 24) { week.cells[cell].add(energy, span) }
    }
  }

  /// Takes a day in which the clock is changed.
  private mutating func takeQuarters(from start: Instant, to end: Instant, _ power: Power) {
    var time = start
    while time < end {
      let next = min(end, quarters.next(after: time))
      add(Energy(power, over: next - time), for: next - time, at: time)
      time = next
    }
  }
}

extension WeekImport.Cell {
  fileprivate mutating func add(_ energy: Energy, _ span: TimeSpan) {
    self.energy += energy
    time.milliseconds += span.milliseconds
  }
}
