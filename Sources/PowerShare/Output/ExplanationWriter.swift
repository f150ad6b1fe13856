/// Writes an explanation as JSON or as text.
public enum ExplanationWriter {
  /// Returns the explanation as one JSON object and a line end.
  public static func json(_ explanation: Explanation, in clock: OutputClock) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append("{\"time\":")
    bytes.append(jsonTime: explanation.time, on: clock)
    bytes.append(",\"gridCapacity\":")
    bytes.append(thousandths: explanation.gridCapacity.watts)
    switch explanation.reasoning {
    case .rounds(let rounds):
      bytes.append(",\"rounds\":")
      bytes.appendArray(rounds) { $0.append(round: $1) }
    case .turns(let turns):
      bytes.append(",\"turns\":")
      bytes.appendArray(turns) { $0.append(turn: $1, on: clock) }
    }
    bytes.append(",\"stopReason\":")
    bytes.append(jsonWord: explanation.stopReason?.word)
    bytes.append("}\n")
    return bytes
  }

  /// Returns the explanation as text: the rounds, why they ended, and the power of every session.
  public static func text(_ explanation: Explanation, in clock: OutputClock) -> [UInt8] {
    var bytes: [UInt8] = []
    var times = TableTimes(clock)
    if let offset = times.heading(at: explanation.time) { bytes.append(text: offset + "\n\n") }
    bytes.append(
      paragraph: "\(clock == .seconds ? "time " : "")\(times.text(explanation.time)): "
        + "\(explanation.gridCapacity.kilowatts) kW of grid capacity,",
      "\(explanation.sessions.count) session\(explanation.sessions.count == 1 ? "" : "s"),",
      "in steps of \(explanation.step.kilowatts) kW")
    switch explanation.reasoning {
    case .rounds(let rounds):
      for (index, round) in rounds.enumerated() {
        bytes.append("\n")
        bytes.append(paragraph: "round \(index + 1): \(offer(of: round, explanation.policy))")
        write(round, into: &bytes)
      }
    case .turns(let turns):
      if !turns.isEmpty { write(turns, of: explanation.policy, times, into: &bytes) }
    }
    if let reason = explanation.stopReason {
      bytes.append("\n")
      bytes.append(paragraph: "ended: \(reason.rawValue),", "because \(reason.meaning)")
    }
    if !explanation.sessions.isEmpty {
      bytes.append(UInt8(ascii: "\n"))
      writeSessions(explanation, into: &bytes)
    }
    return bytes
  }

  private static func write(
    _ turns: [Explanation.Turn], of policy: String, _ times: TableTimes, into bytes: inout [UInt8]
  ) {
    // A policy that goes by the starting order alone has no column for departures.
    let hasDeparture = policy != FirstCome.name
    let hasSlack = turns.contains { $0.slack != nil }
    let columns: [TextTable.Column] =
      [.text("session")] + (hasDeparture ? [.text("departure")] : []) + [
        .number(hasSlack ? "slack\nmin" : "order"), .number("grid left\nkW"),
        .number("charger left\nkW"), .number("gets\nkW"),
      ]
    let rows = turns.enumerated().map { index, turn in
      let departure = turn.session.arrival.departureTime.map(times.text) ?? "-"
      return [Suggestion.printable(turn.session.id.text)] + (hasDeparture ? [departure] : []) + [
        hasSlack ? turn.slack.map(minutes) ?? "-" : "\(index + 1)", turn.remainingPower.kilowatts,
        turn.chargerPower.kilowatts, turn.allocatedPower.kilowatts,
      ]
    }
    bytes.append(UInt8(ascii: "\n"))
    TextTable.write(rows, in: columns, into: &bytes)
  }

  /// Returns minutes with one decimal, rounded towards zero, for the text only.
  private static func minutes(_ milliseconds: Int) -> String {
    var bytes: [UInt8] = []
    bytes.append(thousandths: milliseconds / 6_000 * 100)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Returns the offer of a round as text.
  private static func offer(of round: Explanation.Round, _ policy: String) -> String {
    let remaining = round.remainingPower.map { "\($0.kilowatts) kW" } ?? "no limit"
    guard let share = round.share else { return "\(remaining), \(round.openVehicles) open" }
    if policy == FairShare.name {
      return "\(remaining) ÷ \(round.openVehicles) open = \(share.kilowatts) kW each"
    }
    return "\(remaining), \(round.openVehicles) open, \(share.kilowatts) kW more each"
  }

  private static func write(_ round: Explanation.Round, into bytes: inout [UInt8]) {
    let columns: [TextTable.Column] = [
      .text("session"), .text("connector"), .number("added\nkW"), .number("allocated\nkW"),
      .text("then"),
    ]
    let rows = round.grants.map { grant in
      [
        Suggestion.printable(grant.sessionId.text), grant.connectorId.shown,
        grant.addedPower.kilowatts, grant.allocatedPower.kilowatts,
        grant.limitedBy.map { "at the \($0.rawValue)'s maximum" } ?? "open",
      ]
    }
    TextTable.write(rows, in: columns, into: &bytes)
  }

  private static func writeSessions(_ explanation: Explanation, into bytes: inout [UInt8]) {
    let columns: [TextTable.Column] = [
      .text("session"), .text("connector"), .number("vehicle\nkW"), .number("allocated\nkW"),
      .text("limited by"),
    ]
    let rows = explanation.sessions.map { session in
      [
        Suggestion.printable(session.id.text), session.connectorId.shown,
        session.vehicleMaxPower.kilowatts, session.allocatedPower.kilowatts,
        session.limitedBy.rawValue,
      ]
    }
    TextTable.write(rows, in: columns, into: &bytes)
  }
}

extension StopReason {
  /// The meaning of the reason, as text.
  fileprivate var meaning: String {
    switch self {
    case .gridCapacity: "the grid capacity is used up"
    case .vehiclesAtMaximum: "every vehicle has its maximum"
    case .chargersAtMaximum: "the chargers of all open vehicles have their maximum"
    case .groupsAtMaximum: "the chargers or groups of all open vehicles have their maximum"
    case .minimum: "only a charger's minimum keeps the open vehicles from the remaining power"
    case .indivisible: "the remaining power cannot be divided into whole steps"
    }
  }
}

extension [UInt8] {
  fileprivate mutating func append(jsonPower power: Power?) {
    if let power { append(thousandths: power.watts) } else { append("null") }
  }

  fileprivate mutating func append(turn: Explanation.Turn, on clock: OutputClock) {
    append("{\"sessionId\":")
    append(jsonString: turn.session.id)
    append(",\"departureTime\":")
    if let departure = turn.session.arrival.departureTime {
      append(jsonTime: departure, on: clock)
    } else {
      append("null")
    }
    append(",\"slack\":")
    if let slack = turn.slack { append(thousandths: slack) } else { append("null") }
    append(",\"remainingPower\":")
    append(thousandths: turn.remainingPower.watts)
    append(",\"chargerPower\":")
    append(thousandths: turn.chargerPower.watts)
    append(",\"allocatedPower\":")
    append(thousandths: turn.allocatedPower.watts)
    append(",\"limitedBy\":")
    append(jsonWord: turn.session.limitedBy.word)
    append(UInt8(ascii: "}"))
  }

  fileprivate mutating func append(round: Explanation.Round) {
    append("{\"remainingPower\":")
    append(jsonPower: round.remainingPower)
    append(",\"openVehicles\":")
    append(integer: round.openVehicles)
    append(",\"share\":")
    append(jsonPower: round.share)
    append(",\"grants\":")
    appendArray(round.grants) { bytes, grant in
      bytes.append("{\"sessionId\":")
      bytes.append(jsonString: grant.sessionId)
      bytes.append(",\"addedPower\":")
      bytes.append(thousandths: grant.addedPower.watts)
      bytes.append(",\"allocatedPower\":")
      bytes.append(thousandths: grant.allocatedPower.watts)
      bytes.append(",\"limitedBy\":")
      bytes.append(jsonWord: grant.limitedBy?.word)
      bytes.append(UInt8(ascii: "}"))
    }
    append(UInt8(ascii: "}"))
  }
}
