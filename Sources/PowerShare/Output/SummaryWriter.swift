/// Writing of summaries.
extension Summary {
  /// The summary as one JSON object and a line end.
  public var json: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(json: self)
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }
}

extension [UInt8] {
  /// Appends a summary as JSON: the parts of a figure's path are nested keys.
  mutating func append(json summary: Summary) {
    append(UInt8(ascii: "{"))
    append(jsonFigures: summary.figures)
    append(",\"chargers\":")
    appendArray(summary.chargers) { bytes, charger in
      bytes.append("{\"chargerId\":")
      bytes.append(jsonString: charger.chargerId)
      for figure in charger.figures {
        bytes.append(UInt8(ascii: ","))
        bytes.append(key: figure.path[...])
        bytes.append(jsonFigure: figure.thousandths)
      }
      bytes.append(UInt8(ascii: "}"))
    }
    append(UInt8(ascii: "}"))
  }

  /// Appends figures as the members of a JSON object, without its braces.
  mutating func append(jsonFigures figures: [Summary.Figure]) {
    var open: [Substring] = []
    for (index, figure) in figures.enumerated() {
      let keys = figure.path.split(separator: ".")
      let groups = keys.dropLast()
      let common = zip(open, groups).prefix { $0 == $1 }.count
      append(contentsOf: repeatElement(UInt8(ascii: "}"), count: open.count - common))
      if index > 0 { append(UInt8(ascii: ",")) }
      open.removeLast(open.count - common)
      for group in groups.dropFirst(common) {
        append(key: group)
        append(UInt8(ascii: "{"))
        open.append(group)
      }
      append(key: keys[keys.count - 1])
      append(jsonFigure: figure.thousandths)
    }
    append(contentsOf: repeatElement(UInt8(ascii: "}"), count: open.count))
  }

  private mutating func append(key: Substring) {
    append(jsonString: Array(key.utf8))
    append(UInt8(ascii: ":"))
  }

  private mutating func append(jsonFigure thousandths: Int?) {
    if let thousandths { append(thousandths: thousandths) } else { append("null") }
  }

  /// Appends a summary for reading: first what held vehicles back, then the rest.
  mutating func append(table summary: Summary) {
    appendLedger(of: summary)
    let shown = { (path: String) in summary.shown(path) }
    append(
      text: """
        sessions  \(shown("sessions.started")) started: \(shown("sessions.served")) served, \
        \(shown("sessions.unserved")) unserved, \(shown("sessions.abandoned")) abandoned, \
        \(shown("sessions.open")) open, \(shown("sessions.withoutTarget")) without target

        """)
    if summary.value("servedShare") != nil {
      append(
        text: """
          energy    \(shown("energy.delivered")) of \(shown("energy.requested")) kWh \
          (share \(shown("servedShare"))), attainable \(shown("energy.attainable")) kWh
          fairness  Jain's index \(shown("fairness.jain")), lowest share \
          \(shown("fairness.lowest")), p10 \(shown("fairness.p10"))

          """)
    }
    append(
      text: """
        power     peak \(shown("power.peak")) kW, over 15 min \(shown("power.peak15min")) kW, \
        mean \(shown("power.mean")) kW

        """)
    if summary.value("wait.max") ?? 0 > 0 {
      append(
        text: """
          wait      mean \(shown("wait.mean")) min, p95 \(shown("wait.p95")) min, \
          longest \(shown("wait.max")) min

          """)
    }
    append(
      text: """
        events    \(shown("events.applied")) applied, \(shown("events.skipped")) skipped

        """)
  }

  /// Appends the limits that have held somebody back.
  private mutating func appendLedger(of summary: Summary) {
    let rows = Summary.ledger(isOnUpdate: true).compactMap { limit -> [String]? in
      let figures = ["deferred", "lost", "minutes"].map { "curtailment.\(limit.name).\($0)" }
      guard figures.contains(where: { summary.value($0) ?? 0 > 0 }) else { return nil }
      return [limit.name] + figures.map(summary.shown)
    }
    guard !rows.isEmpty else { return }
    var table = TextTable(columns: [
      .text("held back by"), .number("deferred kWh"), .number("lost kWh"), .number("minutes"),
    ])
    table.widen(for: rows)
    table.writeHeading(into: &self)
    for row in rows { table.write(row, into: &self) }
    append(UInt8(ascii: "\n"))
  }
}

extension Summary {
  /// A figure as it is shown; a hyphen where there was nothing to measure.
  public func shown(_ path: String) -> String {
    guard let thousandths = value(path) else { return "-" }
    var bytes: [UInt8] = []
    bytes.append(thousandths: thousandths)
    return String(decoding: bytes, as: UTF8.self)
  }
}
