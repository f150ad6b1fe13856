/// Writes the rows of a sweep: the values of its axes, then the figures of each run's summary.
///
/// CSV and JSON have every figure except those of the chargers, a table the most important ones.
public struct ScenarioWriter: Sendable {
  private let axes: [ScenarioAxis]
  private var rows: RowWriter

  /// Creates a writer.
  ///
  /// - Parameters:
  ///   - format: The form of the rows.
  ///   - axes: The axes that are swept.
  ///   - reallocation: The mode of the replay, on which the figures of a summary depend.
  public init(_ format: RowFormat, axes: [ScenarioAxis], reallocation: Reallocation) {
    self.axes = axes
    let columns = axes.map(\.column)
    guard format == .table else {
      rows = RowWriter(
        format, columns: columns,
        figures: FigureTable.figures(isOnUpdate: reallocation == .onUpdate).map(\.path))
      return
    }
    rows = RowWriter(
      format,
      columns: columns + FigureTable.sweepFigures.map { .number($0.path, heading: $0.heading) }
        + [.text("lost most to")])
    // Rows are shown as they come, so that a later policy may have the longest name.
    rows.widen(
      for: PolicyChoice.allCases.map { policy in
        axes.map { $0 == .policy ? .text(policy.rawValue) : .text("") }
      })
  }

  /// Appends the bytes before the first row.
  public func begin(into bytes: inout [UInt8]) { rows.begin(into: &bytes) }

  /// Appends the row of a scenario.
  public mutating func write(_ scenario: Scenario, _ summary: Summary, into bytes: inout [UInt8]) {
    let cells = axes.map { scenario.cell(on: $0) }
    guard rows.format == .table else {
      return rows.write(cells, figures: summary.figures, into: &bytes)
    }
    let figures = FigureTable.sweepFigures.map { RowWriter.Cell.number(summary.value($0.path)) }
    rows.write(cells + figures + [.text(summary.mainLimit?.name)], into: &bytes)
  }

  /// Appends the bytes after the last row.
  public func end(into bytes: inout [UInt8]) {
    // The bracket that begins an array is a line, also where a shard has no row: `merge` reads it.
    if rows.format == .json, !rows.hasRows { bytes.append(UInt8(ascii: "\n")) }
    rows.end(into: &bytes)
  }
}

extension ScenarioAxis {
  fileprivate var column: RowWriter.Column {
    switch self {
    case .gridCapacity: .number(rawValue, heading: "grid kW")
    case .policy: .text(rawValue)
    case .seed, .scale: .number(rawValue)
    }
  }
}

extension Scenario {
  /// Returns the value of the scenario on an axis.
  fileprivate func cell(on axis: ScenarioAxis) -> RowWriter.Cell {
    switch axis {
    case .gridCapacity: .power(gridCapacity ?? .zero)
    case .policy: .text(policy?.rawValue ?? "")
    case .seed: .count(seed ?? 0)
    case .scale: .thousandths(Int128(scale ?? 0))
    }
  }
}
