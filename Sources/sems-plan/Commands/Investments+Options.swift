import PowerShare

extension Investments {
  /// Reads `--invest` and `--rate`; nil without them.
  init?(_ arguments: ParsedArguments) throws(Failure) {
    guard let text = arguments[.invest] else {
      if arguments[.rate] != nil {
        throw .usage(
          message: "--rate is for --invest, and there is none", hint: "Add --invest PRICES.")
      }
      return nil
    }
    guard arguments[.tariff] != nil else {
      throw .usage(
        message: "--invest joins cost.perYear, and there is no tariff", hint: "Add --tariff FILE.")
    }
    guard let rateText = arguments[.rate] else {
      throw .usage(
        message: "--invest needs a rate of interest",
        hint: "Add --rate 5%, or --rate 0% for none.")
    }
    guard let rate = Self.rate(rateText) else {
      throw .badValue(
        rateText, for: .rate,
        needs: "a rate from 0% to 100% with at most four decimals, such as 5% or 4.25%")
    }
    do throws(Problem) {
      try self.init(text, rate: rate)
    } catch {
      let (message, hint) = error.explanation
      throw .usage(message: "--invest: \(message)", hint: hint)
    }
  }

  /// Warns of axes that vary and cost nothing.
  ///
  /// - Parameters:
  ///   - given: The station that is there already.
  ///   - terms: The tariff, which may have a price of the grid capacity.
  ///   - hasGoal: Whether a figure of cost decides.
  static func warnOfFreeAxes(
    _ investments: Investments?, _ grid: ScenarioGrid, beyond given: StationConfig,
    terms: CostTerms?, hasGoal: Bool, _ reporter: Reporter
  ) {
    guard investments != nil || hasGoal else { return }
    let axes: [(ScenarioAxis, given: Int)] = [
      (.gridCapacity, given.gridCapacity.watts),
      (.batteryCapacity, Int((given.battery?.capacity.wattMilliseconds ?? 0) / 3_600_000)),
      (.batteryPower, given.battery?.power.watts ?? 0), (.chargers, given.chargers.count),
    ]
    for (axis, given) in axes where grid[axis]?.count ?? 1 > 1 {
      if investments?.hasPrice(of: axis) ?? false {
        if case .numbers(let values)? = grid[axis], values[values.count - 1] <= UInt64(given) {
          reporter.warn(
            code: "free-axis",
            message: "the axis \(axis.rawValue) has no value above that of the config, so that "
              + "none of its values costs anything to build",
            hint: "A price of --invest is for what a combination has more than the config; with "
              + "several, than the first. For chargers, compare configs: -c two.json -c four.json.")
        }
        continue
      }
      if investments == nil, axis == .gridCapacity, terms?.hasCapacityPrice ?? false { continue }
      reporter.warn(
        code: "free-axis",
        message: "the axis \(axis.rawValue) varies and has no price, so that more of it costs "
          + "nothing to build",
        hint: "Add its price to --invest.")
    }
  }
}

extension Investments.Problem {
  /// The message and the hint.
  fileprivate var explanation: (message: String, hint: String?) {
    let example =
      "Write it like gridCapacity=300/kW@40,battery=400/kWh+120/kW@12,chargers=20000@10."
    func quoted(_ text: String) -> String { "\"\(Suggestion.printable(text))\"" }
    switch self {
    case .form(let part): return ("\(quoted(part)) is not a price with years", example)
    case .unknownItem(let name, let suggestion):
      return (
        "\(quoted(name)) has no price to build",
        suggestion.map { "did you mean \"\($0)\"?" }
          ?? "It is one of \(Investments.Item.allCases.map(\.rawValue).joined(separator: ", "))."
      )
    case .repeated(let name): return ("\(quoted(name)) has two prices", example)
    case .price(let text):
      return (
        "\(quoted(text)) is not a price from 0 to 1000000",
        "A price has a decimal point and at most six decimals."
      )
    case .unit(let unit, let item):
      return (
        unit.isEmpty
          ? "the price of \(item) has no unit" : "\(item) has no price per \(quoted(unit))",
        example
      )
    case .years(let text):
      return ("\(quoted(text)) is not a number of years from 1 to 50", example)
    }
  }
}
