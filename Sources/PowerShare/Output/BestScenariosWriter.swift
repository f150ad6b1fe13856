/// Writes the answer of ``BestScenarios``: the best combinations, the best first.
package enum BestScenariosWriter {
  /// Returns the answer as bytes: a table with the answer above it, or one JSON object; CSV and
  /// NDJSON have the rows alone.
  ///
  /// - Parameters:
  ///   - hasSeeds: Whether several timelines were run for each combination.
  ///   - bound: The bound of the answer; nil where it was not asked for.
  package static func bytes(
    _ scenarios: BestScenarios, _ format: RowFormat, hasSeeds: Bool, bound: AnswerBound? = nil
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    switch format {
    case .table:
      for line in scenarios.verdict(hasSeeds: hasSeeds) { bytes.append(paragraph: line) }
      if let bound { bytes.append(paragraph: bound) }
      if !scenarios.best.isEmpty {
        bytes.append("\n")
        append(table: scenarios, hasSeeds: hasSeeds, to: &bytes)
      }
    case .json: append(object: scenarios, bound, hasSeeds: hasSeeds, to: &bytes)
    case .csv, .ndjson: append(rows: scenarios, format, to: &bytes)
    }
    return bytes
  }

  private static func append(
    table scenarios: BestScenarios, hasSeeds: Bool, to bytes: inout [UInt8]
  ) {
    let path = scenarios.goal.path
    let rules = RuleColumns(
      scenarios.rules, scenarios.best, hasSeeds: hasSeeds, besides: path)
    rules.appendTable(
      to: &bytes, before: scenarios.axes.map { $0.column() } + [RuleColumns.column(path)],
      behind: []
    ) { (cells(scenarios.best[$0], scenarios), []) }
  }

  private static func append(
    rows scenarios: BestScenarios, _ format: RowFormat, to bytes: inout [UInt8]
  ) {
    var writer = RowWriter(
      format, columns: scenarios.axes.map { $0.column() } + [.number("value")])
    writer.begin(into: &bytes)
    for point in scenarios.best { writer.write(cells(point, scenarios), into: &bytes) }
    writer.end(into: &bytes)
  }

  private static func append(
    object scenarios: BestScenarios, _ bound: AnswerBound?, hasSeeds: Bool, to bytes: inout [UInt8]
  ) {
    let first = scenarios.best.first
    for (index, axis) in scenarios.axes.enumerated() {
      bytes.append(text: "\(index == 0 ? "{" : ",")\"\(axis.rawValue)\":")
      RowWriter.append(json: first?.scenario.cell(on: axis) ?? .null, to: &bytes)
    }
    bytes.append(",\"figure\":")
    RowWriter.append(json: .text(first.map { _ in scenarios.goal.path }), to: &bytes)
    bytes.append(",\"value\":")
    RowWriter.append(json: first?.goal?.cell ?? .null, to: &bytes)
    if let bound { bytes.append(members: bound, hasSeeds: hasSeeds) }
    bytes.append(",\"best\":")
    if first == nil {
      bytes.append("null")
    } else {
      append(rows: scenarios, .json, to: &bytes)
      bytes.removeLast()  // the line end of the array
    }
    bytes.append("}\n")
  }

  private static func cells(
    _ point: SizingPoint, _ scenarios: BestScenarios
  ) -> [RowWriter.Cell] {
    scenarios.axes.map { point.scenario.cell(on: $0) } + [point.goal?.cell ?? .null]
  }
}

extension FigureSum {
  /// The mean, as a cell.
  fileprivate var cell: RowWriter.Cell { .number(mean, decimals: decimals) }
}
