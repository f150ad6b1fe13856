/// The period after which rows of a profile or of prices repeat.
enum RepeatPeriod: Equatable, Sendable {
  case day, week

  /// The length in milliseconds of an ordinary one.
  var length: Int { self == .day ? 86_400_000 : 7 * 86_400_000 }
  /// The midnight from which periods are counted: that of a Monday for weeks.
  fileprivate var origin: Int { self == .day ? 0 : -3 * 86_400_000 }
}

/// The rows of a profile that repeats.
typealias RepeatingProfile = RepeatingRows<Power?>

/// Rows that repeat every day or every week, followed on a clock.
///
/// A row whose time the clock skips holds from the change on; one whose time comes twice counts at
/// its first.
struct RepeatingRows<Value: Sendable>: Sendable {
  /// A row.
  struct Row: Sendable {
    /// The time since the first midnight of the period, in milliseconds.
    let place: Int
    /// The value from then on.
    let value: Value
  }

  typealias Period = RepeatPeriod

  private let rows: [Row]
  private let period: Period
  private let clock: LocalClock
  private var start: Instant
  /// The number of the period of the next row, counted from its origin.
  private var cycle: Int
  /// The index of the next row.
  private var row: Int
  /// The moment of the next row.
  private var moment = 0
  private var cache: LocalClock.ShownPeriod?

  /// Creates rows whose first change is at `start`: to the value that is in force then.
  ///
  /// - Parameter rows: At least one, by rising place within the period.
  /// - Complexity: O(rows).
  init(_ rows: [Row], every period: Period, on clock: LocalClock, from start: Instant) {
    precondition(!rows.isEmpty, "nothing repeats without a row")
    self.rows = rows
    self.period = period
    self.clock = clock
    self.start = start
    let local = start.milliseconds + clock.offset(at: start).minutes * 60_000
    // Where the clock has been set back over midnight, rows of the next period may have come.
    cycle = floorDivide(local - period.origin, by: period.length) + 1
    row = rows.count - 1
    moment = momentOfRow()
    while moment > start.milliseconds {
      if row > 0 {
        row -= 1
      } else {
        row = rows.count - 1
        cycle -= 1
      }
      moment = momentOfRow()
    }
  }

  private mutating func momentOfRow() -> Int {
    clock.firstMoment(
      ofLocal: period.origin + cycle * period.length + rows[row].place, &cache)
  }

  /// Returns the next change; there is always one.
  ///
  /// - Complexity: O(1), but for rows whose times the clock skips.
  mutating func nextRow() -> (time: Instant, value: Value) {
    let time = max(moment, start.milliseconds)
    var value = rows[row].value
    while true {
      row += 1
      if row == rows.count { (row, cycle) = (0, cycle + 1) }
      moment = momentOfRow()
      // Of rows at one moment the last one holds.
      if moment > time { break }
      value = rows[row].value
    }
    return (Instant(milliseconds: time), value)
  }
}

extension RepeatingRows where Value == Power? {
  /// Returns the next change; there is always one.
  ///
  /// - Complexity: As of ``nextRow()``.
  mutating func next() -> ProfileChange {
    let (time, power) = nextRow()
    return ProfileChange(time: time, power: power)
  }
}
