/// Prices of energy over time, which take the place of those of a tariff.
public struct PriceSeries: Equatable, Sendable {
  /// A price from a time on.
  struct Row: Equatable, Sendable {
    /// The moment, or the time since the first midnight of the period, in milliseconds.
    let time: Int
    /// The price per kWh.
    let price: Money
  }

  /// By rising time; at least one, and at least two where they do not repeat.
  let rows: [Row]
  /// The period after which they repeat; nil for rows of moments.
  let period: RepeatPeriod?

  init(_ rows: [Row], every period: RepeatPeriod?) {
    precondition(rows.count > (period == nil ? 1 : 0), "a series with too few prices")
    self.rows = rows
    self.period = period
  }

  /// Whether prices differ by the day of the week.
  var isWeekly: Bool { period == .week }

  /// The first moment that has a price, and the first after it that has none; nil for prices that
  /// repeat.
  ///
  /// The last price lasts as long as the one before.
  package var bounds: (start: Instant, end: Instant)? {
    guard period == nil else { return nil }
    let last = rows[rows.count - 1].time
    return (
      Instant(milliseconds: rows[0].time),
      Instant(milliseconds: last + last - rows[rows.count - 2].time)
    )
  }

  /// Returns the index of the last row that is not after a time, or of the first row.
  func index(at time: Int) -> Int {
    var (low, high) = (0, rows.count)
    while low < high {
      let middle = (low + high) / 2
      if rows[middle].time <= time { low = middle + 1 } else { high = middle }
    }
    return max(low - 1, 0)
  }
}
