/// Writes the bound of a run's energy as JSON or as text.
package enum BoundWriter {
  /// Returns the bound as one JSON object and a line end; `null` where there is none.
  package static func json(_ bound: EnergyBound?) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(bound, hasShare: false)
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }

  /// Returns the bound as text for a terminal.
  package static func table(_ bound: EnergyBound?) -> [UInt8] {
    var bytes: [UInt8] = []
    guard let bound else {
      bytes.append(parts: ["no bound"], heading: "bound", indent: 10)
      return bytes
    }
    bytes.append(
      parts: [
        "at most \(bound.delivered.kilowattHours) kWh by any way of sharing"
      ],
      heading: "bound", indent: 10)
    let capacity =
      if let capacity = bound.gridCapacity {
        "\(capacity.kilowatts) kW of grid capacity would deliver as much as no grid limit"
      } else {
        "no smallest grid capacity, because "
          + (bound.reasons.noEnd > 0 ? "a session has no end" : "the timeline changes it")
      }
    bytes.append(parts: [capacity], heading: "grid", indent: 10)
    bytes.append(
      parts: bound.isExact
        ? ["yes"]
        : ["no,", "the bound may be higher than what is possible", "(\(bound.reasons.text))"],
      heading: "exact", indent: 10)
    if !bound.bottlenecks.isEmpty { appendBottlenecks(bound.bottlenecks, bound.clock, &bytes) }
    return bytes
  }

  /// The most bottlenecks in text.
  private static let mostShown = 20

  private static func appendBottlenecks(
    _ bottlenecks: [EnergyBound.Bottleneck], _ clock: OutputClock, _ bytes: inout [UInt8]
  ) {
    var times = TableTimes(clock)
    let heading = times.heading(at: bottlenecks[0].from)
    bytes.append(text: "\nbottlenecks" + (heading.map { ", \($0)" } ?? "") + "\n")
    let rows = bottlenecks.prefix(mostShown).map { bottleneck in
      [
        times.text(bottleneck.from), times.text(bottleneck.until), bottleneck.limit.name,
        bottleneck.limit.id.map { Suggestion.printable($0.text) } ?? "",
        bottleneck.keptBack.kilowattHours,
      ]
    }
    TextTable.write(
      rows,
      in: [
        .text("from"), .text("until"), .text("limit"), .text("id"), .number("kept back\nkWh"),
      ], into: &bytes)
    if bottlenecks.count > mostShown {
      bytes.append(text: "and \(bottlenecks.count - mostShown) more, which -f json has\n")
    }
  }
}

extension [UInt8] {
  /// Appends a bound as a JSON object, `null` where there is none.
  ///
  /// - Parameter hasShare: Whether it has the share that was drawn.
  mutating func append(_ bound: EnergyBound?, hasShare: Bool) {
    guard let bound else { return append("null") }
    append("{\"delivered\":")
    append(thousandths: bound.delivered.roundedWattHours)
    if hasShare {
      append(",\"share\":")
      append(optional: bound.share)
    }
    append(",\"gridCapacity\":")
    append(optional: bound.gridCapacity.map { Int128($0.watts) })
    append(",\"exact\":")
    append(text: "\(bound.isExact)")
    append(",\"reasons\":{")
    for (index, reason) in bound.reasons.all.enumerated() {
      append(text: "\(index > 0 ? "," : "")\"\(reason.name)\":\(reason.count)")
    }
    append("},\"bottlenecks\":")
    appendArray(bound.bottlenecks) { bytes, bottleneck in
      bytes.append("{\"from\":")
      bytes.append(jsonTime: bottleneck.from, on: bound.clock)
      bytes.append(",\"until\":")
      bytes.append(jsonTime: bottleneck.until, on: bound.clock)
      bytes.append(text: ",\"limit\":\"\(bottleneck.limit.name)\",\"id\":")
      if let id = bottleneck.limit.id { bytes.append(jsonString: id) } else { bytes.append("null") }
      bytes.append(",\"keptBack\":")
      bytes.append(thousandths: bottleneck.keptBack.roundedWattHours)
      bytes.append("}")
    }
    append("}")
  }

  /// Appends the bound of an answer as a paragraph; nothing where there is no answer or no bound.
  mutating func append(paragraph bound: AnswerBound) {
    guard let summary = bound.summary, summary.value("bound.delivered") != nil else { return }
    let seed = bound.seed.map { " with seed \($0), which has the lowest served share" } ?? ""
    append(paragraph: ["bound\(seed):"] + summary.parts(of: FigureTable.bound))
  }

  /// Appends the bound of an answer as members of a JSON object, after others.
  ///
  /// - Parameter hasSeeds: Whether the seed of its timeline is stated.
  mutating func append(members bound: AnswerBound, hasSeeds: Bool) {
    append(",\"bound\":")
    append(bound.summary?.bound ?? nil, hasShare: true)
    guard hasSeeds else { return }
    append(text: ",\"boundSeed\":\(bound.seed.map { "\($0)" } ?? "null")")
  }

  private mutating func append(optional thousandths: Int128?) {
    if let thousandths { append(thousandths: thousandths) } else { append("null") }
  }
}
