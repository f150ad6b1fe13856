@testable import PowerShare

/// The local days of a clock, found minute by minute.
struct SlowDays {
  /// The days in their order, each with its date as days since 1970 and its first minute since
  /// 1970.
  private(set) var days: [(number: Int, minute: Int)] = []

  /// - Parameters:
  ///   - minutes: The minutes to look at; the first day is known only if it begins there.
  ///   - offset: Returns the minutes east of Greenwich at a minute.
  init(_ minutes: Range<Int>, offset: (Int) throws -> Int) rethrows {
    for minute in minutes {
      let local = try minute + offset(minute)
      let date = (local - (local % 1_440 + 1_440) % 1_440) / 1_440
      // A date that is shown again belongs to the day after it.
      if days.last.map({ $0.number < date }) ?? true { days.append((date, minute)) }
    }
  }

  func index(at minute: Int) -> Int? { days.lastIndex { $0.minute <= minute } }

  func number(at minute: Int) -> Int? { index(at: minute).map { days[$0].number } }

  /// Returns the first moment of the day of a minute.
  func start(at minute: Int) -> Instant? {
    index(at: minute).map { Instant(milliseconds: days[$0].minute * 60_000) }
  }

  /// Returns the first moment of the day after that of a minute.
  func start(after minute: Int) -> Instant? {
    guard let index = index(at: minute), index + 1 < days.count else { return nil }
    return Instant(milliseconds: days[index + 1].minute * 60_000)
  }
}
