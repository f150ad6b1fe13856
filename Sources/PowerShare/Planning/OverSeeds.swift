/// The way in which the runs of a combination with all its seeds become one row.
package enum OverSeeds: String, CaseIterable, Sendable {
  /// The mean of each figure.
  case mean
  /// The 10th percentile of each figure, by the nearest rank.
  case p10
  /// The median of each figure, by the nearest rank.
  case p50
  /// The 90th percentile of each figure, by the nearest rank.
  case p90

  /// The percentage of a percentile; nil for the mean.
  fileprivate var percentage: Int? {
    switch self {
    case .mean: nil
    case .p10: 10
    case .p50: 50
    case .p90: 90
    }
  }

  /// Returns the value for a figure, from its values as shown; nil if there are none.
  ///
  /// - Parameters:
  ///   - values: The values that are not null.
  ///   - unit: The smallest difference between two values that are shown.
  func value(of values: [Int128], unit: Int128) -> Int128? {
    guard !values.isEmpty else { return nil }
    guard let percentage else {
      let sum = values.reduce(0, +)
      return divideSignedRoundingToEven(sum, by: Int128(values.count) * unit) * unit
    }
    let rank = (percentage * values.count + 99) / 100
    return values.sorted()[rank - 1]
  }
}

/// The figures of the runs of a combination with all its seeds.
///
/// Memory: a value for each figure and seed.
package struct SeedFigures: Sendable {
  /// The number of runs.
  package private(set) var count = 0
  private let over: OverSeeds
  private let definitions: [FigureDefinition]
  /// The values of each figure that are not null, in the unit in which they are held.
  private var values: [[Int128]]
  /// The costs of the last run; nil without a tariff.
  private(set) var costs: CostTotals?

  /// Creates a row without runs.
  ///
  /// - Parameter scope: The scope of the figures, which has those of any scenario.
  package init(_ over: OverSeeds, scope: FigureScope) {
    self.over = over
    definitions = FigureTable.figures(scope)
    values = Array(repeating: [], count: definitions.count)
  }

  /// Takes the summary of a run.
  package mutating func take(_ summary: Summary) {
    count += 1
    costs = summary.costs
    for (index, figure) in summary.figures(of: definitions).enumerated() {
      if let value = figure.value { values[index].append(value) }
    }
  }

  /// The figures of the row.
  var figures: [Summary.Figure] {
    zip(definitions, values).map { definition, values in
      Summary.Figure(
        path: definition.path, value: over.value(of: values, unit: definition.unit.step),
        decimals: definition.unit.heldDecimals)
    }
  }
}
