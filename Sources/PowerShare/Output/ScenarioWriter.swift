/// Writes the rows of a sweep: the values of its axes, then the figures of each run's summary.
///
/// CSV and JSON hold every figure but those of the chargers, the table the ones to choose by.
public struct ScenarioWriter: Sendable {
  /// The forms of a sweep.
  public enum Format: Sendable {
    /// Aligned columns for reading.
    case table
    /// One array.
    case json
    /// One object a line.
    case ndjson
    /// A header, then one row a scenario; only the delimiter of the style counts.
    case csv(CSVWriter.Style)
  }

  private let format: Format
  private let axes: [ScenarioAxis]
  private let paths: [String]
  private var table: TextTable
  private var hasRows = false

  /// What the table shows of a summary.
  private static let shownPaths = [
    ("servedShare", "served share"), ("energy.delivered", "delivered kWh"),
    ("energy.unserved", "unserved kWh"), ("power.peak15min", "peak15min kW"),
    ("power.gridUtilisation", "grid used"), ("wait.p95", "wait p95 min"),
  ]

  /// Creates a writer.
  ///
  /// - Parameters:
  ///   - format: The form.
  ///   - axes: What is swept.
  ///   - reallocation: Tells which figures a summary has.
  public init(_ format: Format, axes: [ScenarioAxis], reallocation: Reallocation) {
    self.format = format
    self.axes = axes
    paths = Requirement.paths(isOnUpdate: reallocation == .onUpdate)
    table = TextTable(
      columns: axes.map { axis in
        switch axis {
        case .gridCapacity: .number("grid kW")
        case .policy: .text("policy")
        case .seed: .number("seed")
        case .scale: .number("scale")
        }
      } + Self.shownPaths.map { .number($0.1) } + [.text("lost most to")])
    if axes.contains(.policy) {
      let names = PolicyChoice.allCases.map(\.rawValue)
      table.widen(for: names.map { name in axes.map { $0 == .policy ? name : "" } })
    }
  }

  /// Appends what stands before the rows.
  public func begin(into bytes: inout [UInt8]) {
    switch format {
    case .table: table.writeHeading(into: &bytes)
    case .json: bytes.append("[\n")
    case .ndjson: break
    case .csv(let style):
      for (index, name) in (axes.map(\.rawValue) + paths).enumerated() {
        if index > 0 { bytes.append(style.delimiter) }
        bytes.append(text: name)
      }
      bytes.append(UInt8(ascii: "\n"))
    }
  }

  /// Appends the row of a scenario.
  public mutating func write(_ scenario: Scenario, _ summary: Summary, into bytes: inout [UInt8]) {
    switch format {
    case .table:
      let row =
        axes.map { String(decoding: cell(scenario, $0), as: UTF8.self) }
        + Self.shownPaths.map { summary.shown($0.0) } + [summary.mainLimit?.name ?? "-"]
      table.widen(for: [row])
      table.write(row, into: &bytes)
    case .json, .ndjson: writeObject(scenario, summary, into: &bytes)
    case .csv(let style): writeCells(scenario, summary, style, into: &bytes)
    }
    hasRows = true
  }

  /// Appends what stands behind the rows.
  public func end(into bytes: inout [UInt8]) {
    if case .json = format { bytes.append(hasRows ? "\n]\n" : "]\n") }
  }

  private func writeObject(_ scenario: Scenario, _ summary: Summary, into bytes: inout [UInt8]) {
    if case .json = format, hasRows { bytes.append(",\n") }
    bytes.append(UInt8(ascii: "{"))
    for axis in axes {
      bytes.append(jsonString: Array(axis.rawValue.utf8))
      bytes.append(UInt8(ascii: ":"))
      if axis == .policy {
        bytes.append(jsonString: cell(scenario, axis))
      } else {
        bytes.append(contentsOf: cell(scenario, axis))
      }
      bytes.append(UInt8(ascii: ","))
    }
    bytes.append(jsonFigures: summary.figures)
    bytes.append(UInt8(ascii: "}"))
    if case .ndjson = format { bytes.append(UInt8(ascii: "\n")) }
  }

  private func writeCells(
    _ scenario: Scenario, _ summary: Summary, _ style: CSVWriter.Style, into bytes: inout [UInt8]
  ) {
    let point = style.decimalPoint
    for axis in axes {
      bytes.append(contentsOf: cell(scenario, axis, decimalPoint: point))
      bytes.append(style.delimiter)
    }
    for (index, figure) in summary.figures.enumerated() {
      if index > 0 { bytes.append(style.delimiter) }
      if let thousandths = figure.thousandths {
        bytes.append(thousandths: thousandths, decimalPoint: point)
      }
    }
    bytes.append(UInt8(ascii: "\n"))
  }

  /// The value that a scenario has on an axis.
  private func cell(
    _ scenario: Scenario, _ axis: ScenarioAxis, decimalPoint: UInt8 = UInt8(ascii: ".")
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    switch axis {
    case .gridCapacity:
      bytes.append(
        thousandths: scenario.gridCapacity?.watts ?? 0, decimalPoint: decimalPoint)
    case .policy: bytes.append(text: scenario.policy?.rawValue ?? "")
    case .seed: bytes.append(text: String(scenario.seed ?? 0))
    case .scale: bytes.append(thousandths: scenario.scale ?? 0, decimalPoint: decimalPoint)
    }
    return bytes
  }
}
