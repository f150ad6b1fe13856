/// The prices of a tariff in the words of a report.
extension ReportBill {
  /// The rules of the tariff with their meanings, in the order of a bill.
  private var rulesWithMeanings: [(name: String, meaning: String)] {
    let words = MoneyWords(tariff.currency)
    return rules.map { ($0.name, meaning(of: $0, words)) }
  }

  /// Returns the meaning of a rule: its price and its times.
  func meaning(of rule: Rule, _ words: MoneyWords) -> String {
    switch rule.part {
    case .energy:
      if hasPrices { return "prices over time" }
      let rule = tariff.energy[rule.index]
      return "\(words.text(exact: rule.price)) per kWh" + rule.times.words
    case .demand: return tariff.demand[rule.index].meaning(words)
    case .capacity:
      return tariff.capacity.map {
        "\(words.text(exact: $0.price)) per kW of grid capacity and \($0.per.rawValue)"
      } ?? ""
    case .fixed:
      return tariff.fixed.map { "\(words.text(exact: $0.price)) per \($0.per.rawValue)" } ?? ""
    case .feedIn:
      return tariff.feedIn.map { "\(words.text(exact: $0)) paid per kWh exported" } ?? ""
    }
  }

  /// The most rules in a table of assumptions.
  private static let mostMeanings = 40

  /// Appends the tariff as rows of a table of assumptions.
  func writeAssumptions(to page: inout Markup) {
    if let currency = tariff.currency { page.append(assumption: "currency", currency) }
    if let zone = tariff.timeZone { page.append(assumption: "clock of the tariff", zone) }
    let all = rulesWithMeanings
    for rule in all.prefix(Self.mostMeanings) {
      page.append(assumption: "tariff: \(rule.name)", rule.meaning)
    }
    if all.count > Self.mostMeanings {
      page.append(assumption: "tariff", "\(all.count - Self.mostMeanings) more rules")
    }
    if tariff.energy.count > 1, !hasPrices {
      page.append(assumption: "price of energy", "the last rule that matches a moment")
    }
    if let value = tariff.value {
      let price = MoneyWords(tariff.currency).text(exact: value)
      page.append(assumption: "tariff: value", "\(price) earned per kWh that vehicles draw")
    }
  }
}

extension Tariff.DemandRule {
  fileprivate func meaning(_ words: MoneyWords) -> String {
    var text = "\(words.text(exact: price)) per kW and \(per.rawValue), for the highest mean "
    text += "import over \(window.milliseconds / 60_000) min"
    text += times.words
    if minimum > .zero { text += "; at least \(minimum.kilowatts) kW" }
    if let lookback {
      text += "; at least \(lookback.share) % of the highest of the \(lookback.months) months "
      text += "before"
    }
    if average > 1 { text += "; the mean over \(average) months" }
    return text
  }
}

extension RuleTimes {
  /// The times behind a price, each part after a comma; empty for all times.
  var words: String {
    var parts: [String] = []
    if from != to, from != 0 || to != Self.day {
      parts.append("\(Self.text(from)) to \(Self.text(to))")
    }
    let weekdays = Self.ranges(of: Weekdays.names) { days.contains(day: $0) }
    let months = Self.ranges(of: Months.names) { self.months.contains(month: $0) }
    return (parts + [weekdays, months].compactMap(\.self)).map { ", \($0)" }.joined()
  }

  private static func text(_ time: Int) -> String {
    time == day ? "24:00" : OutputClock.shortTime(time)
  }

  /// Returns the names in a circle of those that are contained, neighbours as a range: `Mon-Fri`;
  /// nil where all are, or none.
  private static func ranges(of names: [String], _ contains: (Int) -> Bool) -> String? {
    let count = names.count
    let starts = names.indices.filter { contains($0) && !contains(($0 + count - 1) % count) }
    guard !starts.isEmpty else { return nil }
    return starts.map { start in
      var length = 1
      while contains((start + length) % count) { length += 1 }
      let last = names[(start + length - 1) % count]
      return length == 1 ? last : "\(names[start])-\(last)"
    }.joined(separator: ", ")
  }
}
