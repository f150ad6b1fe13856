/// Axes of more than two days.
extension ChartTimes {
  /// The distances between ticks in days, and in months where days are too many.
  private static let daySteps = [1, 2, 5, 10]
  private static let monthSteps = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1_200, 2_400]
  private static let day = 86_400_000

  /// Creates an axis whose ticks are beginnings of days or months, with their dates; days from the
  /// beginning in a timeline in seconds.
  ///
  /// - Parameters:
  ///   - start: The beginning, before `end`.
  ///   - most: The most ticks.
  init(dates start: Instant, _ end: Instant, on clock: OutputClock, most: Int) {
    let days = (end.milliseconds - start.milliseconds) / Self.day
    let zone: LocalClock? =
      switch clock {
      case .seconds: nil
      case .dateTime(let offset): LocalClock(offset)
      case .zone(let zone): zone
      }
    let ticks =
      if let zone {
        Self.daySteps.first { days / $0 < most }.map {
          Self.days(every: $0, start, end, on: zone)
        } ?? Self.months(start, end, on: zone, most: most)
      } else {
        Self.days(start, end, most: most)
      }
    self.init(start: start, end: end, ticks: ticks)
  }

  /// Returns ticks at beginnings of days of a calendar.
  private static func days(
    every step: Int, _ start: Instant, _ end: Instant, on zone: LocalClock
  ) -> [Tick] {
    var ticks: [Tick] = []
    var day = WholeDays.number(of: start, on: zone)
    while true {
      let time = WholeDays.start(ofDay: day, on: zone)
      if time > end { return ticks }
      // A date that the clock skips begins with the next one.
      if time >= start, ticks.last?.time != time {
        let date = CivilDate(daysSince1970: day)
        ticks.append(Tick(time: time, label: "\(date.day) \(Months.names[date.month - 1])"))
        day += step
      } else {
        day += 1
      }
    }
  }

  /// Returns ticks at beginnings of months.
  private static func months(
    _ start: Instant, _ end: Instant, on zone: LocalClock, most: Int
  ) -> [Tick] {
    let first = CalendarMonth(ofDay: WholeDays.number(of: start, on: zone))
    let last = CalendarMonth(ofDay: WholeDays.number(of: end, on: zone))
    let count = last.number - first.number
    let step = monthSteps.first { count / $0 < most } ?? 12_000
    var month = CalendarMonth(number: (first.number + step - 1) / step * step)
    var ticks: [Tick] = []
    while month <= last {
      let time = month.start(on: zone)
      if time >= start, time <= end { ticks.append(Tick(time: time, label: month.text)) }
      month.number += step
    }
    return ticks
  }

  /// Returns ticks at whole numbers of days after the beginning.
  private static func days(_ start: Instant, _ end: Instant, most: Int) -> [Tick] {
    let count = (end.milliseconds - start.milliseconds) / day
    let scale = ChartScale(upTo: Int128(max(count, 1)), most: min(max(most, 4), 8))
    return (0...scale.above).map { Int(Int128($0) * scale.step) }.filter { $0 <= count }.map {
      Tick(time: Instant(milliseconds: start.milliseconds + $0 * day), label: "day \($0)")
    }
  }
}
