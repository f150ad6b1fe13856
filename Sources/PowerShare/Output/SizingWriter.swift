/// Writes the answer of a ``Sizing`` with its curve: a row for each grid capacity.
public struct SizingWriter: Sendable {
  private let sizing: Sizing
  /// Whether several timelines were run for each capacity, so that the rows show shares of them.
  private let hasSeeds: Bool

  /// A requirement with the columns that a row has for it.
  private struct Rule {
    /// The index of the requirement.
    let index: Int
    /// Whether there is a column for the figure; one is enough for requirements on one figure.
    let showsFigure: Bool
    /// Whether there is a column for the number of timelines that met the requirement.
    let showsMet: Bool
  }

  private init(_ sizing: Sizing, hasSeeds: Bool) {
    self.sizing = sizing
    self.hasSeeds = hasSeeds
  }

  /// Returns the answer as bytes: a table with the answer above it, or one JSON object; CSV and
  /// NDJSON have the curve alone.
  ///
  /// - Parameter hasSeeds: Whether to show shares of timelines, instead of the figures of one.
  public static func bytes(_ sizing: Sizing, _ format: RowFormat, hasSeeds: Bool) -> [UInt8] {
    let writer = SizingWriter(sizing, hasSeeds: hasSeeds)
    var bytes: [UInt8] = []
    switch format {
    case .table:
      for line in sizing.verdict(hasSeeds: hasSeeds) { bytes.append(paragraph: line) }
      bytes.append("\n")
      writer.appendTable(to: &bytes)
    case .json: writer.appendObject(to: &bytes)
    case .csv, .ndjson: writer.appendCurve(format, to: &bytes)
    }
    return bytes
  }

  // MARK: Table

  /// Appends the rows as a table, with as many of the requirements as there is room for.
  private func appendTable(to bytes: inout [UInt8]) {
    let all = rules(sizing.requirements.indices)
    var rules = all
    var (writer, rows) = table(rules)
    while !rules.isEmpty, writer.exceedsLimit {
      rules = self.rules(byInterest.prefix(rules.count - 1))
      (writer, rows) = table(rules)
    }
    writer.begin(into: &bytes)
    for row in rows { writer.write(row, into: &bytes) }
    guard rules.count < all.count else { return }
    bytes.append(
      text: "\n\(rules.count) of \(all.count) requirements are shown, "
        + "\(all.count - rules.count) left out"
        + (hasSeeds ? "\n" : ": -f csv has the figures of all\n"))
  }

  /// The indices of the requirements, first those that some capacity does not meet.
  private var byInterest: [Int] {
    let failing = sizing.requirements.indices.filter { index in
      sizing.points.contains { $0.results[index].met < $0.timelines }
    }
    return failing + sizing.requirements.indices.filter { !failing.contains($0) }
  }

  private func rules(_ indices: some Collection<Int>) -> [Rule] {
    var paths: Set<String> = []
    return indices.map { index in
      Rule(
        index: index, showsFigure: paths.insert(sizing.requirements[index].path).inserted,
        showsMet: hasSeeds || sizing.requirements.count > 1)
    }
  }

  /// Returns the writer and the rows of a table with some requirements, wide enough for the rows.
  private func table(_ rules: [Rule]) -> (RowWriter, [[RowWriter.Cell]]) {
    var columns: [RowWriter.Column] = [
      .number("gridCapacity", heading: "grid\nkW"), .text("meets"),
    ]
    if hasSeeds {
      columns += [
        .number("seedsMet", heading: "all\nmet"), .number("lowerBound", heading: "at\nleast"),
      ]
    }
    for rule in rules {
      let requirement = sizing.requirements[rule.index]
      if rule.showsFigure {
        columns.append(.number(requirement.path, heading: Self.heading(requirement.path)))
      }
      if rule.showsMet {
        let heading = Suggestion.printable(requirement.condition) + (hasSeeds ? "\nmet" : "")
        columns.append(
          hasSeeds ? .number("met", heading: heading) : .text("met", heading: heading))
      }
    }
    columns += energyColumns
    var writer = RowWriter(.table, columns: columns)
    let rows = sizing.points.indices.map { tableCells($0, rules) }
    writer.widen(for: rows)
    return (writer, rows)
  }

  private func tableCells(_ index: Int, _ rules: [Rule]) -> [RowWriter.Cell] {
    let point = sizing.points[index]
    var cells: [RowWriter.Cell] = [.power(point.gridCapacity), .truth(point.isMet)]
    if hasSeeds {
      cells += [.count(UInt64(point.met)), .thousandths(Int128(point.lowerBound))]
    }
    for rule in rules {
      let result = point.results[rule.index]
      if rule.showsFigure { cells.append(.number(result.mean)) }
      if rule.showsMet {
        cells.append(hasSeeds ? .count(UInt64(result.met)) : .truth(result.met > 0))
      }
    }
    return cells + energyCells(index)
  }

  /// Returns the heading of a figure: the last key of a long path and the unit are in the second
  /// line.
  private static func heading(_ path: String) -> String {
    var lines = [path, ""]
    if let dot = path.lastIndex(of: "."), path.firstIndex(of: ".") != dot {
      lines = [String(path[...dot]), String(path[dot...].dropFirst())]
    }
    if let unit = FigureTable.figure(path, isOnUpdate: true)?.unit, unit.isPhysical {
      lines[1] += (lines[1].isEmpty ? "" : " ") + unit.name
    }
    return lines.map { Suggestion.printable($0) }.joined(separator: "\n")
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
    let rules = rules(sizing.requirements.indices).filter { !hasSeeds && $0.showsFigure }
    var columns: [RowWriter.Column] = [.number("gridCapacity"), .text("meets")]
    if hasSeeds {
      columns += [
        .number("seeds"), .number("seedsMet"), .number("seedShare"), .number("lowerBound"),
      ]
    }
    columns += rules.map { .number(sizing.requirements[$0.index].path) } + energyColumns
    var writer = RowWriter(format, columns: columns)
    writer.begin(into: &bytes)
    for (index, point) in sizing.points.enumerated() {
      var cells: [RowWriter.Cell] = [.power(point.gridCapacity), .truth(point.isMet)]
      if hasSeeds {
        cells += [
          .count(UInt64(point.timelines)), .count(UInt64(point.met)),
          .thousandths(Int128(point.share)), .thousandths(Int128(point.lowerBound)),
        ]
      }
      cells += rules.map { .number(point.results[$0.index].mean) }
      writer.write(cells + energyCells(index), into: &bytes)
    }
    writer.end(into: &bytes)
  }

  private func appendObject(to bytes: inout [UInt8]) {
    let answer = sizing.answer
    bytes.append("{\"gridCapacity\":")
    bytes.append(json: answer.map { Int128(sizing.points[$0].gridCapacity.watts) })
    bytes.append(",\"gain\":")
    bytes.append(json: answer.flatMap(sizing.gain(behind:)))
    bytes.append(",\"limitedBy\":")
    if let limit = answer.flatMap({ sizing.points[$0].limit }) {
      bytes.append(jsonString: Array(limit.name.utf8))
    } else {
      bytes.append("null")
    }
    bytes.append(",\"exceptions\":")
    bytes.appendArray(sizing.exceptions) { $0.append(thousandths: $1.watts) }
    bytes.append(text: ",\"skippedEvents\":\(sizing.skippedEvents)")
    bytes.append(",\"curve\":")
    appendCurve(.json, to: &bytes)
    bytes.removeLast()  // the line end of the array
    bytes.append("}\n")
  }
}

extension [UInt8] {
  /// Appends a number of thousandths, or null.
  fileprivate mutating func append(json thousandths: Int128?) {
    if let thousandths { append(thousandths: thousandths) } else { append("null") }
  }
}
