/// Writes the rows of a sweep: the values of its axes, then the figures of each run's summary.
///
/// CSV and JSON have every figure except those of the chargers. A table has the most important
/// ones, as many as there is room for.
public struct ScenarioWriter: Sendable {
  private let axes: [ScenarioAxis]
  /// Whether a row has all seeds of a combination.
  private let overSeeds: Bool
  /// The figures that a row has, empty where a summary lacks one.
  private let figures: [FigureDefinition]
  /// The figures of a table.
  private let shown: [FigureDefinition]
  /// Whether a table has a column for the limit to which most energy was lost.
  private let showsLimit: Bool
  private var rows: RowWriter
  /// Whether the rows are those of a shard, which a head precedes.
  private var hasHead = false

  /// Creates a writer.
  ///
  /// - Parameters:
  ///   - format: The form of the rows.
  ///   - grid: The scenarios.
  ///   - scope: The scope of the figures, which has those of any scenario.
  ///   - overSeeds: Whether a row has all seeds of a combination.
  ///   - hasTariff: Whether there is a tariff, so that a table shows costs.
  package init(
    _ format: RowFormat, grid: ScenarioGrid, scope: FigureScope, overSeeds: Bool = false,
    hasTariff: Bool = false
  ) {
    self.overSeeds = overSeeds
    axes = grid.axes.filter { !overSeeds || $0 != .seed }
    figures = FigureTable.figures(scope)
    let seeds: [RowWriter.Column] = overSeeds ? [.number("seeds")] : []
    guard format == .table else {
      shown = []
      showsLimit = false
      rows = RowWriter(
        format, columns: axes.map { $0.column(width: 0) } + seeds, figures: figures.map(\.path))
      return
    }
    // Rows are shown as they come, so that their widths are estimated before the first.
    let axisColumns = axes.map { axis in
      axis.column(width: grid.sample(of: axis).map(\.utf8.count).max() ?? 0)
    }
    let limit: [RowWriter.Column] =
      overSeeds ? [] : [.text("limit", heading: "lost most\nto", width: 9)]
    let sweepFigures = FigureTable.sweepFigures(hasTariff: hasTariff)
    let figureColumns = sweepFigures.map(\.column) + limit
    var count = figureColumns.count
    var writer = RowWriter(format, columns: axisColumns + seeds + figureColumns)
    while count > 0, writer.exceedsLimit {
      count -= 1
      writer = RowWriter(format, columns: axisColumns + seeds + figureColumns.prefix(count))
    }
    shown = Array(sweepFigures.prefix(count))
    showsLimit = !overSeeds && count == figureColumns.count
    rows = writer
  }

  /// Appends the bytes before the first row.
  public func begin(into bytes: inout [UInt8]) { rows.begin(into: &bytes) }

  /// Appends the head of a shard and the bytes before the first row.
  ///
  /// - Precondition: The format is not a table.
  package mutating func begin(_ head: ShardHead, into bytes: inout [UInt8]) {
    hasHead = true
    switch rows.format {
    case .table: preconditionFailure("a table has no head")
    case .csv:
      bytes += head.csvLine
      bytes.append(UInt8(ascii: "\n"))
      rows.begin(into: &bytes)
    case .ndjson:
      bytes += head.ndjsonLine
      bytes.append(UInt8(ascii: "\n"))
    case .json: bytes += head.jsonLine
    }
  }

  /// Appends the row of a scenario.
  ///
  /// - Parameter summary: The summary; nil for a scenario that was not run, whose figures are
  ///   empty.
  public mutating func write(
    _ scenario: Scenario, _ summary: Summary?, into bytes: inout [UInt8]
  ) {
    let figures =
      summary?.figures(of: figures)
      ?? figures.map { Summary.Figure(path: $0.path, thousandths: nil) }
    write(axes.map(scenario.cell), figures, limit: summary?.mainLimit, into: &bytes)
  }

  /// Appends the row of a combination with all its seeds.
  package mutating func write(
    _ scenario: Scenario, _ seeds: SeedFigures, into bytes: inout [UInt8]
  ) {
    let cells = axes.map(scenario.cell) + [.count(UInt64(seeds.count))]
    write(cells, seeds.figures, limit: nil, into: &bytes)
  }

  private mutating func write(
    _ cells: [RowWriter.Cell], _ figures: [Summary.Figure], limit: Curtailment?,
    into bytes: inout [UInt8]
  ) {
    guard rows.format == .table else { return rows.write(cells, figures: figures, into: &bytes) }
    let values = shown.map { definition in
      figures.first { $0.path == definition.path }.map(RowWriter.Cell.figure) ?? .null
    }
    let last: [RowWriter.Cell] = showsLimit ? [.text(limit?.name)] : []
    rows.write(cells + values + last, into: &bytes)
  }

  /// Appends the bytes after the last row.
  public func end(into bytes: inout [UInt8]) {
    if hasHead, rows.format == .json { return bytes.append("\n]}\n") }
    rows.end(into: &bytes)
    if rows.format == .table {
      bytes.append(
        text: "\n\(shown.count) of \(figures.count) figures are shown, "
          + "\(figures.count - shown.count) are left out: -f csv has all\n")
    }
  }
}

extension FigureDefinition {
  /// The column of the figure in a table, with room for usual values.
  fileprivate var column: RowWriter.Column {
    let width =
      switch unit {
      case .kilowattHours: 10
      case .kilowatts: 8
      case .minutes, .count: 6
      case .share, .ratio, .cycles: 5
      case .money, .moneyPerKilowattHour: 10
      case .date: 10
      }
    return .number(path, heading: heading, width: width)
  }
}

extension ScenarioGrid {
  /// Returns the texts of the first values on an axis, and of the last.
  fileprivate func sample(of axis: ScenarioAxis) -> [String] {
    guard let values = self[axis] else { return [] }
    var grid = ScenarioGrid()
    grid[axis] = values
    return ((0..<min(values.count, 1_000)).map { $0 } + [values.count - 1]).map {
      grid[$0].text(on: axis)
    }
  }
}

extension ScenarioAxis {
  func column(width: Int = 0) -> RowWriter.Column {
    switch self {
    case .batteryCapacity: .number(rawValue, heading: "battery\nkWh", width: width)
    case .batteryPower: .number(rawValue, heading: "battery\nkW", width: width)
    case .gridCapacity: .number(rawValue, heading: "grid\nkW", width: width)
    case .site, .station, .policy: .text(rawValue, width: width)
    case .chargers, .seed, .scale: .number(rawValue, width: width)
    }
  }
}

extension Scenario {
  /// Returns the value of the scenario on an axis.
  func cell(on axis: ScenarioAxis) -> RowWriter.Cell {
    switch axis {
    case .site: .text(site?.name)
    case .station: .text(station?.name)
    case .chargers: .count(UInt64(chargers ?? 0))
    case .batteryCapacity: .thousandths(batteryCapacity?.roundedWattHours ?? 0)
    case .batteryPower: .power(batteryPower ?? .zero)
    case .gridCapacity: .power(gridCapacity ?? .zero)
    case .policy: .text(policy?.rawValue ?? "")
    case .seed: .count(seed ?? 0)
    case .scale: .thousandths(Int128(scale ?? 0))
    }
  }
}
