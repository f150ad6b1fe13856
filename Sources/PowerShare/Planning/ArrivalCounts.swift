/// The numbers of arrivals in each hour of the week and on each day, on the clock of a place.
struct ArrivalCounts {
  /// The number of arrivals.
  private(set) var total = 0
  /// The local date of the first arrival, in days since 1970-01-01.
  private(set) var firstDay = Int.max
  /// The local date of the last arrival.
  private(set) var lastDay = Int.min
  /// The arrivals in each hour of the week, from Monday 00:00 on.
  private var hours = Array(repeating: 0, count: MeasuredProfile.hoursOfWeek)
  /// The arrivals of each day that has any, by its date.
  ///
  /// Days without arrivals take no memory, because two records may be thousands of years apart.
  private var days: [Int: Int] = [:]
  private let clock: LocalClock
  /// The period around the last arrival, in which the next one probably is, too.
  private var period: LocalClock.ShownPeriod

  init(on clock: LocalClock) {
    self.clock = clock
    period = clock.shownPeriod(at: Instant(milliseconds: 0))
  }

  /// Adds an arrival.
  mutating func add(_ time: Instant) {
    if time < period.start || period.end <= time { period = clock.shownPeriod(at: time) }
    let (day, milliseconds) = time.local(period.offset)
    total += 1
    firstDay = min(firstDay, day)
    lastDay = max(lastDay, day)
    hours[Self.hourOfWeek(ofLocal: day * 86_400 + milliseconds / 1_000)] += 1
    days[day, default: 0] += 1
  }

  /// Returns the hour of the week of a local time, in local seconds since 1970-01-01T00:00.
  private static func hourOfWeek(ofLocal local: Int) -> Int {
    // 1970 began on a Thursday, 72 hours after the beginning of its week.
    let hour = (floorDivide(local, by: 3_600) + 72) % MeasuredProfile.hoursOfWeek
    return hour < 0 ? hour + MeasuredProfile.hoursOfWeek : hour
  }

  // MARK: Hours

  /// The weights of the hours of the week: 1,000 × the arrivals ÷ how often the clock shows the
  /// hour from the first day to the last, rounded, ties to even.
  ///
  /// - Complexity: O(changes of the clock in these days).
  var weights: [Int] {
    zip(hours, shownSeconds).map { arrivals, seconds in
      guard seconds > 0 else { return 0 }
      let weight = divideRoundingToEven(Int128(arrivals) * 3_600_000, by: Int128(seconds))
      return Int(min(weight, Int128(MeasuredProfile.maximumWeight)))
    }
  }

  /// The seconds for which the clock shows each hour of the week, from the first day to the last.
  ///
  /// An hour that clocks skip is not shown, and one that they repeat is shown for two hours.
  private var shownSeconds: [Int] {
    var seconds = Array(repeating: 0, count: MeasuredProfile.hoursOfWeek)
    guard total > 0 else { return seconds }
    let days = (firstDay * 86_400)..<((lastDay + 1) * 86_400)
    // An offset is less than a day.
    var moment = days.lowerBound - 86_400
    while moment < days.upperBound + 86_400 {
      let period = clock.shownPeriod(at: Instant(milliseconds: moment * 1_000))
      let end = max(floorDivide(period.end.milliseconds, by: 1_000), moment + 1)
      let offset = period.offset.minutes * 60
      Self.add(((moment + offset)..<(end + offset)).clamped(to: days), to: &seconds)
      moment = end
    }
    return seconds
  }

  /// Adds local seconds to those of their hours of the week.
  private static func add(_ local: Range<Int>, to seconds: inout [Int]) {
    let weeks = local.count / 604_800
    for hour in seconds.indices { seconds[hour] += weeks * 3_600 }
    var place = local.lowerBound + weeks * 604_800
    while place < local.upperBound {
      let next = min((floorDivide(place, by: 3_600) + 1) * 3_600, local.upperBound)
      seconds[hourOfWeek(ofLocal: place)] += next - place
      place = next
    }
  }

  // MARK: Days

  /// The number of days from the first arrival to the last.
  var dayCount: Int { total == 0 ? 0 : lastDay - firstDay + 1 }

  /// The mean of (a − b)² ÷ (a + b) over pairs of days a week apart that are not both empty, in
  /// thousandths, ties to even; nil without such a pair.
  ///
  /// Its expected value is 1,000 where chance alone makes the two days differ. Because the days
  /// are the same day of the week and close together, neither the week nor growth counts as chance.
  ///
  /// - Complexity: O(n log n) for n days with arrivals.
  var dispersion: Int128? {
    var mean = MeanOfRatios()
    func add(_ first: Int, _ second: Int) {
      let difference = Int128(first) - Int128(second)
      mean.add(difference * difference, over: Int128(first) + Int128(second))
    }
    for (day, count) in days.sorted(by: { $0.key < $1.key }) {
      if day + 7 <= lastDay { add(count, days[day + 7] ?? 0) }
      if day - 7 >= firstDay, days[day - 7] == nil { add(0, count) }
    }
    return mean.mean(in: 1_000)
  }
}
