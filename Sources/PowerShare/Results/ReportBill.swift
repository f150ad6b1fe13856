/// The bill of a run as a report shows it: exact sums, and as many rows as a table shows.
///
/// Memory does not grow with the length of the run.
package struct ReportBill: Equatable, Sendable {
  /// The most rows that are kept.
  static let mostRows = 2_000
  /// The most months that are kept.
  static let mostMonths = 1_200

  /// A kind of price, in the order of a bill.
  enum Part: Int, CaseIterable, Sendable {
    case energy, demand, capacity, fixed, feedIn
  }

  /// The sum of a rule over all months.
  struct Rule: Equatable, Sendable {
    /// Its name: `energy.1`.
    let name: String
    let part: Part
    /// The energy that it is for; nil for a rule of something else.
    fileprivate(set) var energy: Energy?
    fileprivate(set) var amount: Money
    /// Its place in the tariff: the thousand of its kind, and its index among those of its kind.
    fileprivate let place: Int

    /// Its index among the rules of its kind.
    var index: Int { place % 1_000 }
  }

  /// The amounts of a month.
  struct Month: Equatable, Sendable {
    /// The year and the month: `2026-03`.
    let name: String
    private var amounts = Array(repeating: Money.zero, count: Part.allCases.count)

    init(_ name: String) { self.name = name }

    subscript(part: Part) -> Money {
      get { amounts[part.rawValue] }
      set { amounts[part.rawValue] = newValue }
    }

    var total: Money { amounts.reduce(.zero, +) }
  }

  let tariff: Tariff
  /// Whether prices over time take the place of the tariff's prices of energy.
  let hasPrices: Bool
  /// The clock of the tariff, on which times are stated; nil for that of the run.
  let clock: LocalClock?
  /// The first months, in their order.
  private(set) var months: [Month] = []
  private(set) var monthsLeftOut = 0
  private(set) var rowsLeftOut = 0
  private var keptRows: [BillRow] = []
  private var ruleSums: [Rule] = []
  /// The indices of ``ruleSums`` by place.
  private var indices: [Int: Int] = [:]
  private var lastMonth: Int?

  /// Creates a bill without rows.
  init(_ terms: CostTerms) {
    tariff = terms.tariff
    hasPrices = terms.prices != nil
    clock = terms.clock
  }

  /// The first rows, in the order of a bill.
  var rows: [BillRow] { keptRows.sorted { $0.place < $1.place } }

  /// The sums of the rules, in the order of a bill.
  var rules: [Rule] { ruleSums.sorted { $0.place < $1.place } }

  var total: Money { ruleSums.reduce(.zero) { $0 + $1.amount } }

  /// Takes the next row; months rise.
  mutating func take(_ row: BillRow) {
    let part = Part(place: row.place.rule)
    takeSum(row, part)
    takeMonth(row, part)
    if keptRows.count < Self.mostRows { keptRows.append(row) } else { rowsLeftOut += 1 }
  }

  private mutating func takeSum(_ row: BillRow, _ part: Part) {
    let place = row.place.rule
    guard let index = indices[place] else {
      indices[place] = ruleSums.count
      return ruleSums.append(
        Rule(name: row.rule, part: part, energy: row.energy, amount: row.amount, place: place))
    }
    ruleSums[index].amount += row.amount
    if let energy = row.energy {
      ruleSums[index].energy = (ruleSums[index].energy ?? .zero) + energy
    }
  }

  private mutating func takeMonth(_ row: BillRow, _ part: Part) {
    if lastMonth != row.place.month {
      lastMonth = row.place.month
      if months.count < Self.mostMonths {
        months.append(Month(row.month))
      } else {
        monthsLeftOut += 1
      }
    }
    if monthsLeftOut == 0 { months[months.count - 1][part] += row.amount }
  }
}

extension ReportBill.Part {
  /// Creates the kind of a rule from its place in a tariff, which is in the thousand of its kind.
  fileprivate init(place: Int) {
    guard let part = Self(rawValue: place / 1_000 - 1) else {
      preconditionFailure("a rule without a kind")
    }
    self = part
  }
}
