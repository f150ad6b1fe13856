/// The quarter of an hour with the highest mean import in each calendar month of a run.
struct MonthMeter: Sendable {
  /// The most months that are kept, 100 years; those after them are counted.
  static let mostMonths = 1_200

  private var months: [Month] = []
  /// The months of the first and the present day, counted from the year 0.
  private var first: Int?
  private var present = 0
  /// The first day of the present month, in days since 1970-01-01.
  private var firstDay = 0

  private struct Month {
    let firstDay: Int
    var highest: Quarter
  }

  private struct Quarter {
    let energy: Energy
    let length: TimeSpan
    let start: Instant

    func exceeds(_ other: Quarter) -> Bool {
      if length == other.length { return energy > other.energy }
      return energy.wattMilliseconds * Int128(other.length.milliseconds)
        > other.energy.wattMilliseconds * Int128(length.milliseconds)
    }
  }

  /// Begins a day, given in days since 1970-01-01.
  mutating func begin(day: Int) {
    let date = CivilDate(daysSince1970: day)
    present = date.year * 12 + date.month - 1
    firstDay = day - date.day + 1
    if first == nil { first = present }
  }

  /// Takes the energy that was imported in a quarter of an hour of the present day.
  ///
  /// - Parameter length: The length of the quarter, of which the run may cover a part.
  mutating func take(_ energy: Energy, over length: TimeSpan, from start: Instant) {
    take(Quarter(energy: energy, length: length, start: start))
  }

  private mutating func take(_ quarter: Quarter) {
    if let last = months.last, last.firstDay == firstDay {
      if quarter.exceeds(last.highest) { months[months.count - 1].highest = quarter }
    } else if months.count < Self.mostMonths {
      months.append(Month(firstDay: firstDay, highest: quarter))
    }
  }

  /// Takes whole days of constant import.
  mutating func take(_ days: Range<Int>, _ power: Power, on clock: LocalClock) {
    let length = TimeSpan(milliseconds: 900_000)
    var day = days.lowerBound
    while day < days.upperBound, months.count < Self.mostMonths {
      begin(day: day)
      take(
        Quarter(
          energy: Energy(power, over: length), length: length,
          start: WholeDays.start(ofDay: day, on: clock)))
      let date = CivilDate(daysSince1970: day)
      day = firstDay + CivilDate.days(inMonth: date.month, year: date.year)
    }
  }

  /// The highest import of each month, except of those that are left out.
  var peaks: [MonthPeak] {
    months.map { month in
      MonthPeak(
        firstDay: month.firstDay,
        peak: month.highest.energy.meanPower(over: month.highest.length),
        time: month.highest.start)
    }
  }

  /// The number of months after the last one that is kept.
  var leftOut: Int { first.map { max(0, present - $0 + 1 - Self.mostMonths) } ?? 0 }
}
