/// A month of the calendar.
struct CalendarMonth: Hashable, Comparable, Sendable {
  /// The number of months from January of the year 0.
  var number: Int

  init(number: Int) { self.number = number }

  /// Creates the month of a local day, counted from 1970-01-01.
  init(ofDay day: Int) {
    let date = CivilDate(daysSince1970: day)
    number = date.year * 12 + date.month - 1
  }

  static func < (left: CalendarMonth, right: CalendarMonth) -> Bool { left.number < right.number }

  var year: Int { floorDivide(number, by: 12) }
  /// The month of the year, 0 for January.
  var index: Int { number - year * 12 }
  var next: CalendarMonth { CalendarMonth(number: number + 1) }
  /// January of the same year.
  var january: CalendarMonth { CalendarMonth(number: year * 12) }
  /// January of the next year.
  var nextJanuary: CalendarMonth { CalendarMonth(number: (year + 1) * 12) }
  var isDecember: Bool { index == 11 }

  /// Returns its first moment on a clock.
  func start(on clock: LocalClock) -> Instant {
    let day = CivilDate(year: year, month: index + 1, day: 1).daysSince1970
    return WholeDays.start(ofDay: day, on: clock)
  }

  /// The text in a bill: `2026-03`.
  var text: String {
    let digits = String(year)
    return String(repeating: "0", count: max(4 - digits.utf8.count, 0)) + digits
      + (index < 9 ? "-0" : "-") + "\(index + 1)"
  }
}
