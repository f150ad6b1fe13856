/// A POSIX `TZ` rule: the yearly changes between standard and summer time at a place, as in
/// `CET-1CEST,M3.5.0,M10.5.0/3`.
///
/// Source: IEEE Std 1003.1-2017, section 8.3, with the hours from −167 to 167 that RFC 8536,
/// section 3.3.1, adds.
struct ClockRule: Equatable, Sendable {
  /// The abbreviation of standard time, such as `CET`.
  let name: String
  /// The offset of standard time, in seconds east of Greenwich.
  let standard: Int
  /// Summer time; nil if there is none.
  let summer: Summer?

  /// Summer time: its offset, its start and its end.
  struct Summer: Equatable, Sendable {
    /// The abbreviation, such as `CEST`.
    let name: String
    /// The offset in seconds east of Greenwich.
    let offset: Int
    let start: Change
    let end: Change
  }

  /// A yearly change of the clocks.
  struct Change: Equatable, Sendable {
    let day: Day
    /// Seconds from that day's midnight, on the clock before the change.
    let time: Int
  }

  /// A day of the year.
  enum Day: Equatable, Sendable {
    /// 1 to 365; the 29th of February is never counted.
    case julian(Int)
    /// 0 to 365; the 29th of February is counted.
    case zeroBased(Int)
    /// A weekday (0 is Sunday) in a week (1 to 5, 5 is the last) of a month (1 to 12).
    case weekday(Int, week: Int, month: Int)
  }

  /// Returns the abbreviation of the time that the clock shows at a moment.
  ///
  /// - Parameter moment: Seconds since 1970-01-01T00:00:00Z.
  func abbreviation(at moment: Int) -> String {
    guard let summer, period(at: moment).offset == summer.offset else { return name }
    return summer.name
  }

  /// Returns the period around a moment.
  ///
  /// - Parameter moment: Seconds since 1970-01-01T00:00:00Z.
  func period(at moment: Int) -> LocalClock.Period {
    var period = LocalClock.Period(offset: standard)
    guard let summer else { return period }
    let year = CivilDate(daysSince1970: floorDivide(moment + standard, by: 86_400)).year
    // A change may be some days before or after the year that it belongs to.
    for year in (year - 1)...(year + 1) {
      let end = summer.end.second(in: year) - summer.offset
      if end > moment {
        period.end = min(period.end, end)
      } else if end > period.start {
        (period.start, period.offset) = (end, standard)
      }
      let start = summer.start.second(in: year) - standard
      if start > moment {
        period.end = min(period.end, start)
      } else if start >= period.start {
        // At one moment summer time wins: a rule for summer time all year ends it as it begins.
        (period.start, period.offset) = (start, summer.offset)
      }
    }
    return period
  }
}

extension ClockRule.Change {
  /// Returns the moment of the change in a year, in local seconds since 1970-01-01T00:00.
  fileprivate func second(in year: Int) -> Int {
    let newYear = CivilDate(year: year, month: 1, day: 1).daysSince1970
    let days: Int
    switch day {
    case .julian(let number):
      let isLeap = CivilDate.days(inMonth: 2, year: year) == 29
      days = newYear + number - 1 + (isLeap && number > 59 ? 1 : 0)
    case .zeroBased(let number):
      days = newYear + number
    case .weekday(let weekday, let week, let month):
      let first = CivilDate(year: year, month: month, day: 1).daysSince1970
      // The 1st of January 1970 was a Thursday.
      let firstWeekday = ((first + 4) % 7 + 7) % 7
      var date = 1 + (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
      if date > CivilDate.days(inMonth: month, year: year) { date -= 7 }
      days = first + date - 1
    }
    return days * 86_400 + time
  }
}

// MARK: - Reading

extension ClockRule {
  /// Reads a rule; nil if the text is not one.
  init?(_ text: String) {
    var scanner = Scanner(rest: Array(text.utf8)[...])
    guard let name = scanner.name(), let standard = scanner.offset() else { return nil }
    self.name = name
    self.standard = standard
    if scanner.rest.isEmpty {
      summer = nil
      return
    }
    guard let summerName = scanner.name() else { return nil }
    var offset = standard + 3_600
    if let first = scanner.rest.first, first != UInt8(ascii: ",") {
      guard let own = scanner.offset() else { return nil }
      offset = own
    }
    // Without dates a rule means something else on each system, so it is none here.
    guard abs(offset) < 86_400, let start = scanner.change(), let end = scanner.change(),
      scanner.rest.isEmpty
    else { return nil }
    summer = Summer(name: summerName, offset: offset, start: start, end: end)
  }

  private struct Scanner {
    var rest: ArraySlice<UInt8>

    mutating func passes(_ character: Unicode.Scalar) -> Bool {
      guard rest.first == UInt8(ascii: character) else { return false }
      rest.removeFirst()
      return true
    }

    /// Reads a zone's name: three letters or more, or between < and > letters, digits and signs.
    mutating func name() -> String? {
      if passes("<") {
        let name = rest.prefix { Self.isLetter($0) || Self.isDigit($0) || $0 == 0x2B || $0 == 0x2D }
        rest.removeFirst(name.count)
        return name.count >= 3 && passes(">") ? String(decoding: name, as: UTF8.self) : nil
      }
      let name = rest.prefix(while: Self.isLetter)
      rest.removeFirst(name.count)
      return name.count >= 3 ? String(decoding: name, as: UTF8.self) : nil
    }

    /// Reads an offset of less than a day, which is positive to the west, as seconds to the east.
    mutating func offset() -> Int? { time(hours: 23).map { -$0 } }

    /// Reads `[+-]hh[:mm[:ss]]` in seconds.
    mutating func time(hours limit: Int) -> Int? {
      let isNegative = passes("-")
      if !isNegative { _ = passes("+") }
      guard let hours = number(upTo: limit) else { return nil }
      var seconds = hours * 3_600
      if passes(":") {
        guard let minutes = number(upTo: 59) else { return nil }
        seconds += minutes * 60
        if passes(":") {
          guard let rest = number(upTo: 59) else { return nil }
          seconds += rest
        }
      }
      return isNegative ? -seconds : seconds
    }

    mutating func number(upTo limit: Int) -> Int? {
      let digits = rest.prefix { Self.isDigit($0) }
      guard 1...3 ~= digits.count else { return nil }
      rest.removeFirst(digits.count)
      let value = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
      return value <= limit ? value : nil
    }

    mutating func change() -> Change? {
      guard passes(","), let day = day() else { return nil }
      guard passes("/") else { return Change(day: day, time: 2 * 3_600) }
      return time(hours: 167).map { Change(day: day, time: $0) }
    }

    private mutating func day() -> Day? {
      if passes("J") {
        guard let number = number(upTo: 365), number >= 1 else { return nil }
        return .julian(number)
      }
      guard passes("M") else { return number(upTo: 365).map(Day.zeroBased) }
      guard let month = number(upTo: 12), month >= 1, passes("."),
        let week = number(upTo: 5), week >= 1, passes("."), let weekday = number(upTo: 6)
      else { return nil }
      return .weekday(weekday, week: week, month: month)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    private static func isLetter(_ byte: UInt8) -> Bool {
      (byte | 0x20) &- UInt8(ascii: "a") < 26
    }
  }
}

/// Returns the quotient rounded down, for negative numerators as well.
///
/// - Precondition: `denominator` is positive.
func floorDivide(_ numerator: Int, by denominator: Int) -> Int {
  let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
  return remainder < 0 ? quotient - 1 : quotient
}
