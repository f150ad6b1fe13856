/// Amounts of money in the words of a report.
struct MoneyWords {
  /// The currency, shortened where it is long; nil where none is stated.
  let currency: String?

  /// The most characters of a currency that are shown.
  private static let mostCells = 12

  init(_ currency: String?) {
    self.currency = currency.map { ChartText.fitted($0, Self.mostCells * ChartText.cell) }
  }

  /// The unit of amounts.
  var unit: String { currency ?? "money" }

  /// Returns an amount as figures are rounded: `456.5 EUR`.
  func text(_ amount: Money) -> String {
    number(decimalText(amount.rounded(decimals: 2), decimals: 2))
  }

  /// Returns a price in all its decimals.
  func text(exact price: Money) -> String { number(price.text) }

  /// Returns an amount in thousandths for a tile: without decimals from 1,000 on.
  func tile(_ thousandths: Int128) -> String {
    guard thousandths.magnitude >= 1_000_000 else {
      return number(decimalText(thousandths: thousandths))
    }
    return number("\(divideSignedRoundingToEven(thousandths, by: 1_000))")
  }

  /// Returns a number with the currency behind it.
  func number(_ number: String) -> String { currency.map { "\(number)\u{A0}\($0)" } ?? number }
}
