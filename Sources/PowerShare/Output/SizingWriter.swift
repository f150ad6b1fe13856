/// Writes the answer of a ``Sizing`` with its curve.
public struct SizingWriter: Sendable {
  /// The forms of an answer.
  public enum Format: Sendable {
    /// For reading.
    case table
    /// One object.
    case json
    /// The curve alone; only the delimiter of the style counts.
    case csv(CSVWriter.Style)
  }

  private let sizing: Sizing
  /// Whether several timelines were run for each capacity, so that they have a share.
  private let hasSeeds: Bool

  private init(_ sizing: Sizing, hasSeeds: Bool) {
    self.sizing = sizing
    self.hasSeeds = hasSeeds
  }

  /// The answer as bytes.
  ///
  /// - Parameter hasSeeds: Whether shares of timelines are shown, instead of one's figures.
  public static func bytes(_ sizing: Sizing, _ format: Format, hasSeeds: Bool) -> [UInt8] {
    let writer = SizingWriter(sizing, hasSeeds: hasSeeds)
    switch format {
    case .table: return writer.table()
    case .json: return writer.json()
    case .csv(let style): return writer.csv(style)
    }
  }

  /// The paths of the requirements, each once, and where they stand.
  private var figures: [(path: String, place: Int)] {
    if hasSeeds { return [] }
    var figures: [(path: String, place: Int)] = []
    for (place, requirement) in sizing.requirements.enumerated()
    where !figures.contains(where: { $0.path == requirement.path }) {
      figures.append((requirement.path, place))
    }
    return figures
  }

  private static func text(_ thousandths: Int?, decimalPoint: UInt8 = UInt8(ascii: ".")) -> String {
    guard let thousandths else { return "" }
    var bytes: [UInt8] = []
    bytes.append(thousandths: thousandths, decimalPoint: decimalPoint)
    return String(decoding: bytes, as: UTF8.self)
  }

  // MARK: JSON

  private func json() -> [UInt8] {
    var bytes: [UInt8] = []
    let answer = sizing.answer
    bytes.append("{\"gridCapacity\":")
    bytes.append(json: answer.map { sizing.points[$0].gridCapacity.watts })
    bytes.append(",\"gain\":")
    bytes.append(json: answer.flatMap(sizing.gain(behind:)))
    bytes.append(",\"limitedBy\":")
    bytes.append(json: answer.flatMap { sizing.points[$0].limit })
    bytes.append(",\"exceptions\":")
    bytes.appendArray(sizing.exceptions) { $0.append(thousandths: $1.watts) }
    bytes.append(text: ",\"skippedEvents\":\(sizing.skippedEvents)")
    bytes.append(",\"curve\":[\n")
    for place in sizing.points.indices {
      if place > 0 { bytes.append(",\n") }
      append(place, to: &bytes)
    }
    bytes.append("\n]}\n")
    return bytes
  }

  private func append(_ place: Int, to bytes: inout [UInt8]) {
    let point = sizing.points[place]
    bytes.append("{\"gridCapacity\":")
    bytes.append(thousandths: point.gridCapacity.watts)
    bytes.append(text: ",\"meets\":\(point.isMet)")
    if hasSeeds {
      bytes.append(text: ",\"seeds\":\(point.timelines),\"seedsMet\":\(point.met),\"seedShare\":")
      bytes.append(thousandths: point.share)
      bytes.append(",\"lowerBound\":")
      bytes.append(thousandths: point.lowerBound)
    }
    for (path, place) in figures {
      bytes.append(",")
      bytes.append(jsonString: Array(path.utf8))
      bytes.append(":")
      bytes.append(json: point.figures[place])
    }
    bytes.append(",\"delivered\":")
    bytes.append(thousandths: point.meanDelivered)
    bytes.append(",\"gain\":")
    bytes.append(json: sizing.gain(behind: place))
    bytes.append(",\"limitedBy\":")
    bytes.append(json: point.limit)
    bytes.append("}")
  }

  // MARK: Rows

  private static let seedNames = ["seeds", "seedsMet", "seedShare", "lowerBound"]

  private func cells(_ place: Int, _ point: UInt8 = UInt8(ascii: ".")) -> [String] {
    let row = sizing.points[place]
    var cells = [
      Self.text(row.gridCapacity.watts, decimalPoint: point), row.isMet ? "true" : "false",
    ]
    if hasSeeds {
      cells += [String(row.timelines), String(row.met)]
      cells += [row.share, row.lowerBound].map { Self.text($0, decimalPoint: point) }
    }
    cells += figures.map { Self.text(row.figures[$0.place], decimalPoint: point) }
    cells += [row.meanDelivered, sizing.gain(behind: place)].map {
      Self.text($0, decimalPoint: point)
    }
    return cells + [row.limit?.name ?? ""]
  }

  private func csv(_ style: CSVWriter.Style) -> [UInt8] {
    var bytes: [UInt8] = []
    let names =
      ["gridCapacity", "meets"] + (hasSeeds ? Self.seedNames : []) + figures.map(\.path)
      + ["delivered", "gain", "limitedBy"]
    for row in [names] + sizing.points.indices.map({ cells($0, style.decimalPoint) }) {
      for (index, cell) in row.enumerated() {
        if index > 0 { bytes.append(style.delimiter) }
        bytes.append(csvField: Array(cell.utf8), delimiter: style.delimiter)
      }
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }

  private func table() -> [UInt8] {
    var bytes: [UInt8] = []
    appendAnswer(to: &bytes)
    var table = TextTable(
      columns: [.number("grid kW"), .text("meets")]
        + (hasSeeds
          ? ["seeds", "met", "share", "at least"].map(TextTable.Column.number) : [])
        + figures.map { .number($0.path) }
        + [.number("delivered kWh"), .number("gain kWh"), .text("limited by")])
    let rows = sizing.points.indices.map { place in
      var cells = cells(place)
      cells[1] = sizing.points[place].isMet ? "yes" : "no"
      return cells.map { $0.isEmpty ? "-" : $0 }
    }
    table.widen(for: rows)
    table.writeHeading(into: &bytes)
    for row in rows { table.write(row, into: &bytes) }
    return bytes
  }

  private func appendAnswer(to bytes: inout [UInt8]) {
    guard let answer = sizing.answer else {
      return bytes.append("no grid capacity of the range meets every requirement\n\n")
    }
    let point = sizing.points[answer]
    bytes.append(
      text: "\(Self.text(point.gridCapacity.watts)) kW is the smallest that meets every requirement"
    )
    if hasSeeds {
      bytes.append(
        text: ", in \(point.met) of \(point.timelines) timelines"
          + " (95 % sure: a share of at least \(Self.text(point.lowerBound)))")
    }
    bytes.append("\n")
    if let gain = sizing.gain(behind: answer) {
      let next = sizing.points[answer + 1].gridCapacity
      bytes.append(
        text: "\(Self.text(next.watts)) kW would deliver \(Self.text(gain)) kWh more\n")
    }
    if let limit = point.limit {
      bytes.append(text: "what limits it most: \(limit.name)\n")
    }
    if !sizing.exceptions.isEmpty {
      let names = sizing.exceptions.map { Self.text($0.watts) }.joined(separator: ", ")
      bytes.append(text: "larger ones that do not meet every requirement: \(names) kW\n")
    }
    bytes.append("\n")
  }
}

extension [UInt8] {
  fileprivate mutating func append(json thousandths: Int?) {
    if let thousandths { append(thousandths: thousandths) } else { append("null") }
  }

  fileprivate mutating func append(json limit: Curtailment?) {
    if let limit { append(jsonString: Array(limit.name.utf8)) } else { append("null") }
  }
}
