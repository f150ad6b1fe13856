@testable import PowerShare

/// Writes random timelines as text, varied as each format allows.
enum TimelineText {
  static func random(
    _ events: [SessionEvent], _ format: TimelineFormat, using random: inout SplitMix64
  ) -> [UInt8] {
    let usesDates = random.chance(percent: 50)
    let lineEnd = random.pick(["\n", "\r\n"])
    let lines = events.map { event in
      let time = time(event.time, usesDates: usesDates)
      return format == .csv ? csv(event, time) : json(event, time, &random)
    }
    var text = random.chance(percent: 20) ? "\u{FEFF}" : ""
    switch format {
    case .csv:
      text += "time,event,sessionId,chargerId,idx,vehicleMaxPower,consumedPower,gridCapacity"
      text += lineEnd + lines.joined(separator: lineEnd)
    case .ndjson:
      text += lines.joined(separator: lineEnd + (random.chance(percent: 20) ? lineEnd : ""))
    case .json:
      let array = "[" + lines.joined(separator: "," + lineEnd) + " ]"
      text += random.chance(percent: 50) ? array : "{ \"events\": \(array), \"x\": [1, {}] }"
    }
    return Array((text + random.pick(["", lineEnd])).utf8)
  }

  private static func time(_ time: Instant, usesDates: Bool) -> String {
    (usesDates ? TimeScale.dateTime(UTCOffset(minutes: 60)) : .seconds).text(time)
  }

  private static func csv(_ event: SessionEvent, _ time: String) -> String {
    func line(
      _ name: String, _ id: String = "", _ connector: ConnectorID? = nil, maximum: Power? = nil,
      consumed: Power? = nil, grid: Power? = nil
    ) -> String {
      [
        time, name, id.isEmpty ? "" : "\"\(id)\"", connector?.chargerId.text ?? "",
        connector.map { "\($0.idx)" } ?? "", maximum?.kilowatts ?? "", consumed?.kilowatts ?? "",
        grid?.kilowatts ?? "",
      ].joined(separator: ",")
    }
    switch event.kind {
    case .start(let start):
      return line(
        "start", start.sessionId?.text ?? "", start.connectorId, maximum: start.vehicleMaxPower)
    case .powerUpdate(let update):
      let (id, connector) = parts(of: update.session)
      return line(
        "power-update", id?.text ?? "", connector, maximum: update.vehicleMaxPower,
        consumed: update.consumedPower)
    case .stop(let reference):
      let (id, connector) = parts(of: reference)
      return line("stop", id?.text ?? "", connector)
    case .gridCapacity(let power): return line("grid-capacity", grid: power)
    case .config: return line("config")
    case .load, .limit: preconditionFailure("these timelines have no loads or limits")
    }
  }

  private static func json(
    _ event: SessionEvent, _ time: String, _ random: inout SplitMix64
  ) -> String {
    var members = ["\"time\":" + (time.utf8.contains(UInt8(ascii: "T")) ? "\"\(time)\"" : time)]
    func add(_ name: String, _ value: String?) {
      if let value { members.append("\"\(name)\": \(value)") }
    }
    func add(_ connector: ConnectorID?) {
      add(
        "connectorId",
        connector.map { "{\"chargerId\":\"\($0.chargerId.text)\",\"idx\" :\($0.idx)}" })
    }
    switch event.kind {
    case .start(let start):
      add("event", "\"start\"")
      add("sessionId", start.sessionId.map { "\"\($0.text)\"" })
      add(start.connectorId)
      add("vehicleMaxPower", start.maximum.kilowatts)
    case .powerUpdate(let update):
      let (id, connector) = parts(of: update.session)
      add("event", "\"power\\u002dupdate\"")
      add("sessionId", id.map { "\"\($0.text)\"" })
      add(connector)
      add("consumedPower", update.consumedPower.kilowatts)
      add("vehicleMaxPower", update.vehicleMaxPower?.kilowatts)
    case .stop(let reference):
      let (id, connector) = parts(of: reference)
      add("event", "\"stop\"")
      add("sessionId", id.map { "\"\($0.text)\"" })
      add(connector)
      add("néw", "\"𝄞\"")
    case .gridCapacity(let power):
      add("event", "\"grid-capacity\"")
      add("gridCapacity", power.kilowatts)
    case .config(let station):
      add("event", "\"config\"")
      add("config", StationText.json(station))
    case .load, .limit: preconditionFailure("these timelines have no loads or limits")
    }
    members.shuffle(using: &random)
    return "{" + members.joined(separator: random.pick([",", ", "])) + "}"
  }

  private static func parts(of reference: SessionReference) -> (Identifier?, ConnectorID?) {
    switch reference {
    case .session(let id): (id, nil)
    case .connector(let connector): (nil, connector)
    case .sessionAt(let id, let connector): (id, connector)
    }
  }
}

/// Writes a station as text.
enum StationText {
  static func json(_ station: StationConfig) -> String {
    let chargers = station.chargers.map { charger in
      let connectors =
        switch charger.connectors {
        case .alike(let count): "\(count)"
        case .individual(let limits):
          "[" + limits.map { "{\"maxPower\":\($0.kilowatts)}" }.joined(separator: ",") + "]"
        }
      return "{\"id\":\"\(charger.id.text)\",\"maxPower\":\(charger.maxPower.kilowatts),"
        + "\"connectors\":\(connectors)}"
    }
    return "{\"stationId\":\"\(station.stationId.text)\","
      + "\"gridCapacity\":\(station.gridCapacity.kilowatts),"
      + "\"chargers\":[" + chargers.joined(separator: ",") + "]}"
  }

  static func csv(_ station: StationConfig) -> String {
    var text = "stationId,gridCapacity,chargerId,maxPower,connectors\n"
    for (place, charger) in station.chargers.enumerated() {
      text += place == 0 ? "\(station.stationId.text),\(station.gridCapacity.kilowatts)" : ","
      text += ",\(charger.id.text),\(charger.maxPower.kilowatts),\(charger.connectors.count)\n"
    }
    return text
  }
}
