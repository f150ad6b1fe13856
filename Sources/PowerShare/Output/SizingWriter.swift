/// Writes the answer of a ``Sizing`` with its curve: a row for each value of the axis.
public struct SizingWriter: Sendable {
  private let sizing: Sizing
  /// Whether several timelines were run for each value, so that the rows show shares of them.
  private let hasSeeds: Bool
  /// The bound of the answer; nil where it was not asked for.
  private let bound: AnswerBound?

  private init(_ sizing: Sizing, hasSeeds: Bool, bound: AnswerBound?) {
    self.sizing = sizing
    self.hasSeeds = hasSeeds
    self.bound = bound
  }

  /// Returns the answer as bytes: a table with the answer above it, or one JSON object; CSV and
  /// NDJSON have the curve alone.
  ///
  /// - Parameters:
  ///   - hasSeeds: Whether to show shares of timelines, instead of the figures of one.
  ///   - bound: The bound of the answer; nil where it was not asked for.
  public static func bytes(
    _ sizing: Sizing, _ format: RowFormat, hasSeeds: Bool, bound: AnswerBound? = nil
  ) -> [UInt8] {
    let writer = SizingWriter(sizing, hasSeeds: hasSeeds, bound: bound)
    var bytes: [UInt8] = []
    switch format {
    case .table:
      for line in sizing.verdict(hasSeeds: hasSeeds) { bytes.append(paragraph: line) }
      if let bound { bytes.append(paragraph: bound) }
      bytes.append("\n")
      writer.appendTable(to: &bytes)
    case .json: writer.appendObject(to: &bytes)
    case .csv, .ndjson: writer.appendCurve(format, to: &bytes)
    }
    return bytes
  }

  // MARK: Table

  private func appendTable(to bytes: inout [UInt8]) {
    let rules = RuleColumns(sizing.rules, sizing.points, hasSeeds: hasSeeds)
    rules.appendTable(
      to: &bytes, before: [sizing.axis.column(), .text("meets")], behind: energyColumns
    ) { index in
      let point = sizing.points[index]
      return (
        [point.scenario.cell(on: sizing.axis), .truth(point.isMet)], energyCells(index)
      )
    }
  }

  private var energyColumns: [RowWriter.Column] {
    [
      .number("delivered", heading: "delivered\nkWh"), .number("gain", heading: "gain\nkWh"),
      .text("limitedBy", heading: "limited\nby"),
    ]
  }

  private func energyCells(_ index: Int) -> [RowWriter.Cell] {
    [
      .thousandths(sizing.points[index].meanDelivered), .number(sizing.gain(behind: index)),
      .text(sizing.points[index].limit?.name),
    ]
  }

  // MARK: Curve

  /// Appends the rows for a program: with seeds the shares of timelines, else the required figures.
  private func appendCurve(_ format: RowFormat, to bytes: inout [UInt8]) {
    let requirements = sizing.rules.requirements
    var paths: Set<String> = []
    let figures = requirements.indices.filter {
      paths.insert(requirements[$0].path).inserted && !hasSeeds
    }
    var columns = [sizing.axis.column(), .text("meets")]
    if hasSeeds {
      columns += [
        .number("seeds"), .number("seedsMet"), .number("seedShare"), .number("lowerBound"),
      ]
    }
    columns += figures.map { .number(requirements[$0].path) } + energyColumns
    var writer = RowWriter(format, columns: columns)
    writer.begin(into: &bytes)
    for (index, point) in sizing.points.enumerated() {
      var cells = [point.scenario.cell(on: sizing.axis), .truth(point.isMet)]
      if hasSeeds {
        cells += [
          .count(UInt64(point.timelines)), .count(UInt64(point.met)),
          .thousandths(Int128(point.share)), .thousandths(Int128(point.lowerBound)),
        ]
      }
      cells += figures.map {
        .number(point.results[$0].mean, decimals: point.results[$0].decimals)
      }
      writer.write(cells + energyCells(index), into: &bytes)
    }
    writer.end(into: &bytes)
  }

  private func appendObject(to bytes: inout [UInt8]) {
    let answer = sizing.answer
    bytes.append(text: "{\"\(sizing.axis.rawValue)\":")
    let value = answer.map { sizing.points[$0].scenario.cell(on: sizing.axis) }
    RowWriter.append(json: value ?? .null, to: &bytes)
    bytes.append(",\"gain\":")
    RowWriter.append(json: .number(answer.flatMap(sizing.gain(behind:))), to: &bytes)
    bytes.append(",\"limitedBy\":")
    RowWriter.append(json: .text(answer.flatMap { sizing.points[$0].limit }?.name), to: &bytes)
    bytes.append(",\"exceptions\":")
    bytes.appendArray(sizing.exceptions) {
      RowWriter.append(json: $1.cell(on: sizing.axis), to: &$0)
    }
    bytes.append(text: ",\"skippedEvents\":\(sizing.skippedEvents)")
    if let bound { bytes.append(members: bound, hasSeeds: hasSeeds) }
    bytes.append(",\"curve\":")
    appendCurve(.json, to: &bytes)
    bytes.removeLast()  // the line end of the array
    bytes.append("}\n")
  }
}
