/// Writes the answer of a ``Sizing`` with its curve: a row for each grid capacity.
public struct SizingWriter: Sendable {
  private let sizing: Sizing
  /// Whether several timelines were run for each capacity, so that the rows show shares of them.
  private let hasSeeds: Bool
  /// The paths that requirements name, each once, and the index of its first requirement.
  private let figures: [Figure]

  private typealias Figure = (path: String, index: Int)

  private init(_ sizing: Sizing, hasSeeds: Bool) {
    self.sizing = sizing
    self.hasSeeds = hasSeeds
    var figures: [Figure] = []
    for (index, requirement) in sizing.requirements.enumerated()
    where !hasSeeds && !figures.contains(where: { $0.path == requirement.path }) {
      figures.append((requirement.path, index))
    }
    self.figures = figures
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
      writer.appendAnswer(to: &bytes)
      writer.appendCurve(format, to: &bytes)
    case .json: writer.appendObject(to: &bytes)
    case .csv, .ndjson: writer.appendCurve(format, to: &bytes)
    }
    return bytes
  }

  // MARK: Curve

  /// Appends the rows; a table has as many of the required figures as there is room for.
  private func appendCurve(_ format: RowFormat, to bytes: inout [UInt8]) {
    var (writer, rows) = curve(format, figures: figures)
    var count = figures.count
    while count > 0, writer.exceedsLimit {
      count -= 1
      (writer, rows) = curve(format, figures: figuresByInterest.prefix(count))
    }
    writer.begin(into: &bytes)
    for row in rows { writer.write(row, into: &bytes) }
    writer.end(into: &bytes)
    guard count < figures.count else { return }
    bytes.append(
      text: "\n\(count) of \(figures.count) required figures are shown, "
        + "\(figures.count - count) left out: -f csv has all\n")
  }

  /// The figures, first those that fail a requirement at some capacity.
  private var figuresByInterest: [Figure] {
    let failing = Set(
      sizing.requirements.indices.filter { index in
        let requirement = sizing.requirements[index]
        return !sizing.points.allSatisfy { requirement.isMet(by: $0.figures[index]) }
      }.map { sizing.requirements[$0].path })
    return figures.filter { failing.contains($0.path) }
      + figures.filter { !failing.contains($0.path) }
  }

  /// Returns the writer and the rows of the curve with some figures, wide enough in a table.
  private func curve(
    _ format: RowFormat, figures: some Collection<Figure>
  ) -> (RowWriter, [[RowWriter.Cell]]) {
    var writer = RowWriter(format, columns: columns(figures))
    let rows = sizing.points.indices.map { cells($0, figures) }
    writer.widen(for: rows)
    return (writer, rows)
  }

  private func columns(_ figures: some Collection<Figure>) -> [RowWriter.Column] {
    var columns: [RowWriter.Column] = [
      .number("gridCapacity", heading: "grid\nkW"), .text("meets"),
    ]
    if hasSeeds {
      columns += [
        .number("seeds"), .number("seedsMet", heading: "met"),
        .number("seedShare", heading: "share"), .number("lowerBound", heading: "at least"),
      ]
    }
    columns += figures.map { .number($0.path, heading: Self.heading($0.path)) }
    return columns + [
      .number("delivered", heading: "delivered\nkWh"), .number("gain", heading: "gain\nkWh"),
      .text("limitedBy", heading: "limited by"),
    ]
  }

  /// Returns the heading of a figure: the last key of a long path and the unit are in the second
  /// line.
  private static func heading(_ path: String) -> String {
    var lines = [path, ""]
    if let dot = path.lastIndex(of: "."), path.firstIndex(of: ".") != dot {
      lines = [String(path[...dot]), String(path[dot...].dropFirst())]
    }
    if let unit = FigureTable.figure(path, isOnUpdate: true)?.unit, unit.isPhysical,
      lines[1] != "minutes"
    {
      lines[1] += (lines[1].isEmpty ? "" : " ") + unit.name
    }
    return lines.map { Suggestion.printable($0) }.joined(separator: "\n")
  }

  private func cells(_ index: Int, _ figures: some Collection<Figure>) -> [RowWriter.Cell] {
    let point = sizing.points[index]
    var cells: [RowWriter.Cell] = [
      .power(point.gridCapacity), .truth(point.isMet),
    ]
    if hasSeeds {
      cells += [
        .count(UInt64(point.timelines)), .count(UInt64(point.met)),
        .thousandths(Int128(point.share)),
        .thousandths(Int128(point.lowerBound)),
      ]
    }
    cells += figures.map { .number(point.figures[$0.index]) }
    return cells + [
      .thousandths(point.meanDelivered), .number(sizing.gain(behind: index)),
      .text(point.limit?.name),
    ]
  }

  // MARK: Answer

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

  private func appendAnswer(to bytes: inout [UInt8]) {
    guard let answer = sizing.answer else {
      return bytes.append("no grid capacity of the range meets every requirement\n\n")
    }
    let point = sizing.points[answer]
    let text = "\(point.gridCapacity.kilowatts) kW is the smallest that meets every requirement"
    if hasSeeds {
      bytes.append(
        paragraph: text + ",", "in \(point.met) of \(point.timelines) timelines",
        "(95 % sure: a share of at least \(Power(watts: point.lowerBound).kilowatts))")
    } else {
      bytes.append(text: text + "\n")
    }
    if let gain = sizing.gain(behind: answer) {
      let next = sizing.points[answer + 1].gridCapacity.kilowatts
      let more = Energy(wattMilliseconds: gain * 3_600_000).kilowattHours
      bytes.append(text: "\(next) kW would deliver \(more) kWh more\n")
    }
    if let limit = point.limit {
      bytes.append(text: "what limits it most: \(limit.name)\n")
    }
    if !sizing.exceptions.isEmpty {
      let names = sizing.exceptions.map(\.kilowatts).joined(separator: ", ")
      bytes.append(paragraph: "larger ones that do not meet every requirement: \(names) kW")
    }
    bytes.append("\n")
  }
}

extension [UInt8] {
  /// Appends a number of thousandths, or null.
  fileprivate mutating func append(json thousandths: Int128?) {
    if let thousandths { append(thousandths: thousandths) } else { append("null") }
  }
}
