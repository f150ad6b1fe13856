/// Writes an explanation, as JSON or for reading.
public enum ExplanationWriter {
  /// The explanation as one JSON object and a line end.
  public static func json(_ explanation: Explanation, in scale: TimeScale) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append("{\"time\":")
    bytes.append(jsonTime: explanation.time, in: scale)
    bytes.append(",\"gridCapacity\":")
    bytes.append(thousandths: explanation.gridCapacity.watts)
    bytes.append(",\"rounds\":")
    bytes.appendArray(explanation.rounds) { $0.append(round: $1) }
    bytes.append(",\"stopReason\":")
    bytes.append(jsonWord: explanation.stopReason?.rawValue)
    bytes.append("}\n")
    return bytes
  }

  /// The explanation as text: the rounds, why they ended, and what every session has.
  public static func text(_ explanation: Explanation, in scale: TimeScale) -> [UInt8] {
    var bytes: [UInt8] = []
    if scale == .seconds { bytes.append("time ") }
    bytes.append(explanation.time, in: scale)
    bytes.append(
      text: ": \(explanation.gridCapacity.kilowatts) kW of grid capacity, "
        + "\(explanation.sessions.count) session\(explanation.sessions.count == 1 ? "" : "s"), "
        + "in steps of \(explanation.step.kilowatts) kW\n")
    for (index, round) in explanation.rounds.enumerated() {
      bytes.append(
        text: "\nround \(index + 1): \(round.remainingPower.kilowatts) kW ÷ "
          + "\(round.openVehicles) open = \(round.share.kilowatts) kW each\n")
      write(round, into: &bytes)
    }
    if let reason = explanation.stopReason {
      bytes.append(text: "\nended: \(reason.rawValue), because \(reason.meaning)\n")
    }
    if !explanation.sessions.isEmpty {
      bytes.append(UInt8(ascii: "\n"))
      writeSessions(explanation, into: &bytes)
    }
    return bytes
  }

  private static func write(_ round: Explanation.Round, into bytes: inout [UInt8]) {
    var table = TextTable(columns: [
      .text("session"), .text("connector"), .number("added kW"), .number("allocated kW"),
      .text("then"),
    ])
    let rows = round.grants.map { grant in
      [
        Suggestion.printable(grant.sessionId.text), grant.connectorId.shown,
        grant.addedPower.kilowatts, grant.allocatedPower.kilowatts,
        grant.limitedBy.map { "at the \($0.rawValue)'s maximum" } ?? "open",
      ]
    }
    table.widen(for: rows)
    table.writeHeading(into: &bytes)
    for row in rows { table.write(row, into: &bytes) }
  }

  private static func writeSessions(_ explanation: Explanation, into bytes: inout [UInt8]) {
    var table = TextTable(columns: [
      .text("session"), .text("connector"), .number("vehicle kW"), .number("allocated kW"),
      .text("limited by"),
    ])
    let rows = explanation.sessions.map { session in
      [
        Suggestion.printable(session.id.text), session.connectorId.shown,
        session.vehicleMaxPower.kilowatts, session.allocatedPower.kilowatts,
        session.limitedBy.rawValue,
      ]
    }
    table.widen(for: rows)
    table.writeHeading(into: &bytes)
    for row in rows { table.write(row, into: &bytes) }
  }
}

extension StopReason {
  /// What the reason says, for reading.
  fileprivate var meaning: String {
    switch self {
    case .gridCapacity: "nothing of the grid capacity remains"
    case .vehiclesAtMaximum: "every vehicle has its maximum"
    case .chargersAtMaximum: "the chargers of all open vehicles have their maximum"
    case .indivisible: "what remains does not give every open vehicle a whole step"
    }
  }
}

extension [UInt8] {
  fileprivate mutating func append(round: Explanation.Round) {
    append("{\"remainingPower\":")
    append(thousandths: round.remainingPower.watts)
    append(",\"openVehicles\":")
    append(integer: round.openVehicles)
    append(",\"share\":")
    append(thousandths: round.share.watts)
    append(",\"grants\":")
    appendArray(round.grants) { bytes, grant in
      bytes.append("{\"sessionId\":")
      bytes.append(jsonString: grant.sessionId.utf8)
      bytes.append(",\"addedPower\":")
      bytes.append(thousandths: grant.addedPower.watts)
      bytes.append(",\"allocatedPower\":")
      bytes.append(thousandths: grant.allocatedPower.watts)
      bytes.append(",\"limitedBy\":")
      bytes.append(jsonWord: grant.limitedBy?.rawValue)
      bytes.append(UInt8(ascii: "}"))
    }
    append(UInt8(ascii: "}"))
  }
}
