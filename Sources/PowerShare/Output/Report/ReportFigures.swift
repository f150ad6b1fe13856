/// Figures of a summary in the words of a report.
extension Summary {
  /// Returns a figure with its unit for a sentence: `91.5 %`, `612.4 min`, `118`; `no data` where
  /// it is null.
  func words(_ path: String) -> String {
    guard let figure = figure(path), !figure.isNull else { return "no data" }
    if let text = figure.text { return text }
    let unit = FigureTable.figure(path, isOnUpdate: true)?.unit
    return Self.words(figure.value ?? 0, unit, in: money)
  }

  /// The words for amounts in the currency of the tariff.
  var money: MoneyWords { MoneyWords(costs?.currency) }

  /// Returns a value in the unit in which it is held, with its unit, for a sentence.
  static func words(
    _ value: Int128, _ unit: FigureDefinition.Unit?, in money: MoneyWords = MoneyWords(nil)
  ) -> String {
    guard let unit else { return decimalText(thousandths: value) }
    if unit == .share { return "\(decimalText(thousandths: value * 100))\u{A0}%" }
    return unit.shown(unit.text(value), in: money)
  }

  /// Returns a figure in minutes as hours with one decimal: `10.2 h`.
  func hours(_ path: String) -> String {
    let tenths = divideRoundingToEven(value(path) ?? 0, by: 6_000)
    return "\(decimalText(thousandths: tenths * 100))\u{A0}h"
  }
}

extension FigureDefinition.Unit {
  /// Returns its name, with the currency where it is one of money.
  func name(in money: MoneyWords) -> String {
    guard let currency = money.currency else { return name }
    return switch self {
    case .money: currency
    case .moneyPerKilowattHour: "\(currency)/kWh"
    case .kilowatts, .kilowattHours, .minutes, .share, .ratio, .cycles, .count, .date: name
    }
  }

  /// Returns a number with the unit, where it is one that is written behind numbers.
  func shown(_ number: String, in money: MoneyWords) -> String {
    let isMoney = self == .money || self == .moneyPerKilowattHour
    let hasName = isPhysical || isMoney && money.currency != nil
    return hasName ? "\(number)\u{A0}\(name(in: money))" : number
  }

  /// Returns the text of a value in the unit in which it is held; a hyphen where it is null.
  func text(_ value: Int128?) -> String {
    value.map { decimalText($0, decimals: heldDecimals) } ?? "-"
  }

  /// Returns a value in the unit in which it is held as thousandths, for its place in a chart.
  func thousandths(_ value: Int128) -> Int128 {
    heldDecimals == 3 ? value : divideSignedRoundingToEven(value, by: 10)
  }
}

extension Markup {
  /// Appends a table of all figures of a summary, except those of chargers and groups.
  mutating func append(figuresOf summary: Summary, heading: String) {
    element("h2", text: heading)
    element("p", .style("soft"), text: "As the summary shows them; a hyphen has no data.")
    var table = NumberTable([
      .text("figure"), .number("value"), .text("unit"), .prose("meaning"),
    ])
    for figure in summary.figures {
      table.append(Self.row(figure, summary.shown(figure.path), in: summary.money))
    }
    for part in summary.priorities {
      for figure in part.figures {
        let path = "priorities.\(part.name.text).\(figure.path)"
        table.append(
          Self.row(figure, path: path, Summary.shown(figure.thousandths), in: summary.money))
      }
    }
    append(table, name: heading)
  }

  private static func row(
    _ figure: Summary.Figure, path: String? = nil, _ value: String, in money: MoneyWords
  ) -> [String] {
    let path = path ?? figure.path
    let definition = FigureTable.figure(path, isOnUpdate: true)
    return [path, value, definition?.unit.name(in: money) ?? "", definition?.meaning ?? ""]
  }
}
