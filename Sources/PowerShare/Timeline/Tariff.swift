/// A tariff: what energy, peaks and the connection cost.
///
/// `Sources/sems-plan/Manual/Cost.md` says what each part means.
public struct Tariff: Equatable, Sendable {
  /// The currency, which only texts for reading show; nil where none is stated.
  public var currency: String?
  /// The time zone as the user stated it; nil for that of the run.
  public var timeZone: String?
  /// The prices per kWh imported, of which the last that matches holds; the first always matches.
  public var energy: [EnergyRule] = []
  /// The prices of peaks.
  public var demand: [DemandRule] = []
  /// The price per kW of grid capacity; nil if it costs nothing.
  public var capacity: PeriodPrice?
  /// The price of each period; nil if there is none.
  public var fixed: PeriodPrice?
  /// The price that is paid per kWh exported; nil if nothing is paid.
  public var feedIn: Money?
  /// The price that vehicles pay per kWh; nil if none is stated.
  public var value: Money?

  /// The highest price per kWh, above and below zero.
  static let highestEnergyPrice = Money(millionths: 1_000_000_000)
  /// The highest other price.
  static let highestPrice = Money(millionths: 1_000_000_000_000)
  /// The most rules of a kind.
  static let maximumRules = 100

  /// The period for which a price is.
  public enum Period: String, CaseIterable, Sendable {
    /// A calendar month.
    case month
    /// A calendar year.
    case year
  }

  /// A price for a period.
  public struct PeriodPrice: Equatable, Sendable {
    /// The price for a whole period.
    public var price: Money
    /// The period.
    public var per: Period

    /// Creates a price.
    public init(price: Money, per period: Period) {
      self.price = price
      per = period
    }
  }

  /// A price of energy.
  public struct EnergyRule: Equatable, Sendable {
    /// The price per kWh.
    public var price: Money
    /// The times for which it is.
    public var times = RuleTimes()

    /// Creates a price.
    public init(price: Money, times: RuleTimes = RuleTimes()) {
      self.price = price
      self.times = times
    }
  }

  /// A price of the highest mean import over a window of the clock.
  public struct DemandRule: Equatable, Sendable {
    /// The price per kW for a whole period.
    public var price: Money
    /// The period.
    public var per: Period
    /// The length of a window: a quarter of an hour, half an hour or an hour.
    public var window: TimeSpan
    /// The times in which a window has to lie.
    public var times = RuleTimes()
    /// The lowest peak that is charged.
    public var minimum = Power.zero
    /// The months before from which a share of the peak is charged at least; nil for none.
    public var lookback: Lookback?
    /// The number of months over which peaks are averaged, this one included; 1 for none.
    public var average = 1

    /// The lengths that a window may have.
    public static let windows = ["15m", "30m", "1h"]

    /// Creates a price.
    public init(
      price: Money, per period: Period, window: TimeSpan = TimeSpan(milliseconds: 900_000),
      times: RuleTimes = RuleTimes(), minimum: Power = .zero, lookback: Lookback? = nil,
      average: Int = 1
    ) {
      self.price = price
      per = period
      self.window = window
      self.times = times
      self.minimum = minimum
      self.lookback = lookback
      self.average = average
    }
  }

  /// A share of the highest peak of some months before.
  public struct Lookback: Equatable, Sendable {
    /// The number of months, 1 to 11.
    public var months: Int
    /// The share in percent, 1 to 100.
    public var share: Int

    /// Creates a look back.
    public init(months: Int, share: Int) {
      self.months = months
      self.share = share
    }
  }

  /// Creates a tariff in which nothing costs anything.
  public init(currency: String? = nil, timeZone: String? = nil) {
    self.currency = currency
    self.timeZone = timeZone
  }
}

/// The times of a rule of a tariff, by what a clock shows.
public struct RuleTimes: Equatable, Sendable {
  /// The beginning in milliseconds since midnight.
  public var from = 0
  /// The end in milliseconds since midnight; over midnight where it is not later than the
  /// beginning.
  public var to = RuleTimes.day
  /// The days of the week.
  public var days = Weekdays.all
  /// The months of the year.
  public var months = Months.all

  static let day = 86_400_000

  /// Creates times; by default all.
  public init(
    from: Int = 0, to: Int = 86_400_000, days: Weekdays = .all, months: Months = .all
  ) {
    self.from = from
    self.to = to
    self.days = days
    self.months = months
  }

  /// Whether they are all times.
  var isAlways: Bool { (from == 0 && to == Self.day || from == to) && isEveryDay }

  /// Whether they are the same on every day.
  var isEveryDay: Bool { days == .all && months == .all }

  /// Returns true if a day of the week, 0 for Monday, in a month, 0 for January, has times.
  func contains(weekday: Int, month: Int) -> Bool {
    days.contains(day: weekday) && months.contains(month: month)
  }

  /// Returns true if a time of day is one of them, on a day that has times.
  func contains(timeOfDay time: Int) -> Bool {
    from < to ? from <= time && time < to : time >= from || time < to
  }

  /// The first of them on a day.
  var firstTimeOfDay: Int { from < to || to == 0 ? from : 0 }
}

/// A set of months of the year.
public struct Months: OptionSet, Hashable, Sendable {
  /// A bit for each month, that of January the lowest.
  public let rawValue: UInt16

  /// Creates a set from its bits.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// Every month.
  public static let all = Months(rawValue: 0xFFF)

  /// The names in messages, from January on.
  package static let names = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Creates a set from numbers and ranges, such as `6-9` or `1,3,10-12`; nil for any other text.
  ///
  /// Commas or blanks separate the parts. A range may go past December: `10-3`.
  init?(_ text: String) {
    var months: Months = []
    for part in text.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "," }) {
      let words = part.split(separator: " ")
      if words.isEmpty { return nil }
      for word in words {
        let ends = word.split(separator: "-", omittingEmptySubsequences: false).map(Self.index)
        guard 1...2 ~= ends.count, let first = ends[0], let last = ends[ends.count - 1] else {
          return nil
        }
        for month in 0...((last - first + 12) % 12) {
          months.insert(Months(month: (first + month) % 12))
        }
      }
    }
    self = months
  }

  /// Creates a set of one month, 0 for January to 11 for December.
  init(month: Int) { self.init(rawValue: 1 << UInt16(month)) }

  /// Returns true if the set has a month, 0 for January to 11 for December.
  func contains(month: Int) -> Bool { contains(Months(month: month)) }

  private static func index(of number: some StringProtocol) -> Int? {
    guard number.utf8.allSatisfy({ 48...57 ~= $0 }), let month = Int(number), 1...12 ~= month
    else { return nil }
    return month - 1
  }
}
