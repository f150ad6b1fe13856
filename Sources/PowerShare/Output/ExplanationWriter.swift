/// Writes an explanation as JSON or as text.
public enum ExplanationWriter {
  /// Returns the explanation as one JSON object and a line end.
  public static func json(_ explanation: Explanation, in clock: OutputClock) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append("{\"time\":")
    bytes.append(jsonTime: explanation.time, on: clock)
    bytes.append(",\"gridCapacity\":")
    bytes.append(thousandths: explanation.gridCapacity.watts)
    if let site = explanation.site {
      bytes.append(",\"loadPower\":")
      bytes.append(thousandths: site.loadPower.watts)
      bytes.append(",\"batteryAvailable\":")
      bytes.append(thousandths: site.batteryAvailable.watts)
      bytes.append(",\"availablePower\":")
      bytes.append(thousandths: site.availablePower.watts)
    }
    switch explanation.reasoning {
    case .rounds(let rounds):
      bytes.append(",\"rounds\":")
      bytes.appendArray(rounds) { $0.append(round: $1, hasGroups: explanation.hasGroups) }
    case .turns(let turns):
      bytes.append(",\"turns\":")
      bytes.appendArray(turns) {
        $0.append(turn: $1, hasGroups: explanation.hasGroups, on: clock)
      }
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
        + available(explanation),
      "\(explanation.sessions.count) session\(explanation.sessions.count == 1 ? "" : "s"),",
      "in steps of \(explanation.step.kilowatts) kW")
    switch explanation.reasoning {
    case .rounds(let rounds):
      for (index, round) in rounds.enumerated() {
        bytes.append("\n")
        let priority = round.priority.map { ", priority \($0)" } ?? ""
        bytes.append(
          paragraph: offer(of: round, explanation.policy, after: "round \(index + 1)\(priority): "))
        writePassedOn(round, into: &bytes)
        write(round, into: &bytes)
      }
    case .turns(let turns):
      if !turns.isEmpty { write(turns, of: explanation, times, into: &bytes) }
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
    _ turns: [Explanation.Turn], of explanation: Explanation, _ times: TableTimes,
    into bytes: inout [UInt8]
  ) {
    // A policy that goes by the starting order alone has no column for departures.
    let hasDeparture = explanation.policy != FirstCome.name
    let hasSlack = turns.contains { $0.slack != nil }
    let hasPriority = turns.contains { $0.priority != nil }
    let hasGroups = explanation.hasGroups
    // Shorter headings keep the table with more columns within a terminal.
    let left = hasGroups || hasPriority ? "\nleft kW" : " left\nkW"
    var columns: [TextTable.Column] = [.text("session")]
    if hasPriority { columns.append(.number("priority")) }
    if hasDeparture { columns.append(.text("departure")) }
    columns += [.number(hasSlack ? "slack\nmin" : "order"), .number("grid\(left)")]
    if hasGroups { columns.append(.number("group\(left)")) }
    columns += [.number("charger\(left)"), .number("gets\nkW")]
    let rows = turns.enumerated().map { index, turn in
      var row = [Suggestion.printable(turn.session.id.text)]
      if hasPriority { row.append(turn.priority.map(String.init) ?? "-") }
      if hasDeparture { row.append(turn.session.arrival.departureTime.map(times.text) ?? "-") }
      row.append(hasSlack ? turn.slack.map(minutes) ?? "-" : "\(index + 1)")
      row.append(turn.remainingPower.kilowatts)
      if hasGroups { row.append(turn.groupPower?.kilowatts ?? "-") }
      return row + [turn.chargerPower.kilowatts, turn.allocatedPower.kilowatts]
    }
    bytes.append(UInt8(ascii: "\n"))
    TextTable.write(rows, in: columns, into: &bytes)
  }

  /// Returns the power that all vehicles may be offered together, with its parts, as text.
  private static func available(_ explanation: Explanation) -> String {
    let limit = explanation.gridCapacity.kilowatts
    guard let site = explanation.site else { return "\(limit) kW of grid capacity," }
    let load = Power(watts: abs(site.loadPower.watts)).kilowatts
    let loads = site.loadPower < .zero ? "+ generation \(load)" : "− loads \(load)"
    let battery =
      site.batteryAvailable > .zero ? " + battery \(site.batteryAvailable.kilowatts)" : ""
    return "limit \(limit) \(loads)\(battery) = \(site.availablePower.kilowatts) kW,"
  }

  /// Returns minutes with one decimal, rounded towards zero, for the text only.
  private static func minutes(_ milliseconds: Int) -> String {
    var bytes: [UInt8] = []
    bytes.append(thousandths: milliseconds / 6_000 * 100)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Returns the offer of a round as the parts of a line.
  private static func offer(
    of round: Explanation.Round, _ policy: String, after heading: String
  ) -> [String] {
    let remaining = heading + (round.remainingPower.map { "\($0.kilowatts) kW" } ?? "no limit")
    guard let share = round.share else { return ["\(remaining), \(round.openVehicles) open"] }
    let receivers = round.hasWeights ? "for weight 1" : "each"
    guard policy == FairShare.name else {
      return [
        "\(remaining), \(round.openVehicles) open,", "\(share.kilowatts) kW more \(receivers)",
      ]
    }
    let divisor =
      round.hasWeights
      ? "\(round.grants.reduce(0) { $0 + $1.weight }) (the weights of \(round.openVehicles) open)"
      : "\(round.openVehicles) open"
    return ["\(remaining) ÷ \(divisor)", "= \(share.kilowatts) kW \(receivers)"]
  }

  /// Writes the limits that reduced the share or closed; those below them that only passed it on
  /// are left out.
  private static func writePassedOn(_ round: Explanation.Round, into bytes: inout [UInt8]) {
    for passed in round.passedOn where passed.isReduced || passed.closes {
      bytes.append(
        text: "  \(Suggestion.printable(passed.id.text)) passes on \(passed.power.kilowatts) kW"
          + (round.hasWeights ? " for weight 1" : "") + (passed.closes ? " and closes\n" : "\n"))
    }
  }

  private static func write(_ round: Explanation.Round, into bytes: inout [UInt8]) {
    var columns: [TextTable.Column] = [.text("session"), .text("connector")]
    if round.hasWeights { columns.append(.number("weight")) }
    columns += [.number("added\nkW"), .number("allocated\nkW"), .text("then")]
    let rows = round.grants.map { grant in
      var row = [Suggestion.printable(grant.sessionId.text), grant.connectorId.shown]
      if round.hasWeights { row.append("\(grant.weight)") }
      row += [grant.addedPower.kilowatts, grant.allocatedPower.kilowatts]
      if let group = grant.limitedAt {
        row.append("closed by \(Suggestion.printable(group.text))")
      } else {
        row.append(grant.limitedBy.map { "at the \($0.rawValue)'s maximum" } ?? "open")
      }
      return row
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
        session.limitedAt.map { "\(session.limitedBy.rawValue) \(Suggestion.printable($0.text))" }
          ?? session.limitedBy.rawValue,
      ]
    }
    TextTable.write(rows, in: columns, into: &bytes)
  }
}

extension Explanation.Round {
  /// True if an open vehicle has a weight other than 1.
  fileprivate var hasWeights: Bool { grants.contains { $0.weight != 1 } }
}

extension StopReason {
  /// The meaning of the reason, as text.
  fileprivate var meaning: String {
    switch self {
    case .gridCapacity: "the grid capacity is used up"
    case .vehiclesAtMaximum: "every vehicle has its maximum"
    case .chargersAtMaximum: "the chargers of all open vehicles have their maximum"
    case .groupsAtMaximum: "groups and chargers keep all vehicles below their maximum from more"
    case .minimum: "only a charger's minimum keeps the open vehicles from the remaining power"
    case .indivisible: "the remaining power cannot be divided into whole steps"
    }
  }
}

extension [UInt8] {
  fileprivate mutating func append(jsonPower power: Power?) {
    if let power { append(thousandths: power.watts) } else { append("null") }
  }

  /// Appends `limitedAt` behind a `limitedBy`, where the station has groups.
  private mutating func append(limitedAt group: Identifier?, hasGroups: Bool) {
    guard hasGroups else { return }
    append(",\"limitedAt\":")
    if let group { append(jsonString: group) } else { append("null") }
  }

  fileprivate mutating func append(
    turn: Explanation.Turn, hasGroups: Bool, on clock: OutputClock
  ) {
    append("{\"sessionId\":")
    append(jsonString: turn.session.id)
    if let priority = turn.priority {
      append(",\"priority\":")
      append(integer: priority)
    }
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
    if hasGroups {
      append(",\"groupPower\":")
      append(jsonPower: turn.groupPower)
    }
    append(",\"chargerPower\":")
    append(thousandths: turn.chargerPower.watts)
    append(",\"allocatedPower\":")
    append(thousandths: turn.allocatedPower.watts)
    append(",\"limitedBy\":")
    append(jsonWord: turn.session.limitedBy.word)
    append(limitedAt: turn.session.limitedAt, hasGroups: hasGroups)
    append(UInt8(ascii: "}"))
  }

  fileprivate mutating func append(round: Explanation.Round, hasGroups: Bool) {
    append("{")
    if let priority = round.priority {
      append("\"priority\":")
      append(integer: priority)
      append(",")
    }
    append("\"remainingPower\":")
    append(jsonPower: round.remainingPower)
    append(",\"openVehicles\":")
    append(integer: round.openVehicles)
    append(",\"share\":")
    append(jsonPower: round.share)
    if !round.passedOn.isEmpty {
      append(",\"passedOn\":")
      appendArray(round.passedOn) { bytes, passed in
        bytes.append(passed.isGroup ? "{\"groupId\":" : "{\"chargerId\":")
        bytes.append(jsonString: passed.id)
        bytes.append(",\"power\":")
        bytes.append(thousandths: passed.power.watts)
        bytes.append(UInt8(ascii: "}"))
      }
    }
    append(",\"grants\":")
    appendArray(round.grants) { bytes, grant in
      bytes.append("{\"sessionId\":")
      bytes.append(jsonString: grant.sessionId)
      if grant.weight != 1 {
        bytes.append(",\"weight\":")
        bytes.append(integer: grant.weight)
      }
      bytes.append(",\"addedPower\":")
      bytes.append(thousandths: grant.addedPower.watts)
      bytes.append(",\"allocatedPower\":")
      bytes.append(thousandths: grant.allocatedPower.watts)
      bytes.append(",\"limitedBy\":")
      bytes.append(jsonWord: grant.limitedBy?.word)
      bytes.append(limitedAt: grant.limitedAt, hasGroups: hasGroups)
      bytes.append(UInt8(ascii: "}"))
    }
    append(UInt8(ascii: "}"))
  }
}
