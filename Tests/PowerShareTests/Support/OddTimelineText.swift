@testable import PowerShare

/// Writes random events as text in every form that a file may have: some that the fast path takes,
/// many that it leaves to the general path, and some that are wrong.
enum OddTimelineText {
  /// The fields of an event by their names, in the order of the manual.
  private typealias Fields = [(name: String, value: String)]

  private static let numbers: Set = [
    "idx", "vehicleMaxPower", "consumedPower", "gridCapacity", "energyRequested", "maxWait",
    "batteryCapacity", "soc", "targetSoc", "priority", "weight",
  ]
  private static let columns = EventField.allCases.filter(\.isColumn).map(\.name)

  /// Values that are wrong, or right in another form than most files have.
  private static let oddValues = [
    "", "0", "007", "1.0", "1.5", "-0", "-1", "1e1", "1000000.1", "0.0005", "12345678", "123456789",
    "1.", ".5", "1,5", "nan", "é", "a b", "sixteen-bytes-is", "seventeen-bytes-is",
    "2026-03-02T24:00:00Z", "2026-03-02", "START", "stop ", "grid-capacity", "power-update2",
    "a\"b", "\t", "x;y", "#",
  ]

  static func random(
    _ events: [SessionEvent], _ format: TimelineFormat, using random: inout SplitMix64
  ) -> [UInt8] {
    let oddity = random.pick([0, 0, 0, 2, 10])
    let scale = random.pick([
      TimeScale.seconds, .dateTime(.zulu), .dateTime(UTCOffset(minutes: 60)),
    ])
    let records = events.map { event in
      fields(of: event, scale).map { field in
        random.chance(percent: oddity)
          ? (name: field.name, value: random.pick(oddValues)) : field
      }
    }
    let lineEnd = random.pick(["\n", "\n", "\r\n"])
    var text = random.chance(percent: 10) ? "\u{FEFF}" : ""
    switch format {
    case .csv: text += csv(records, lineEnd, oddity, &random)
    case .ndjson:
      let style = JSONStyle(&random)
      for record in records {
        text += object(record, style, oddity, &random) + lineEnd
        if random.chance(percent: oddity) { text += random.pick([lineEnd, " " + lineEnd, "  "]) }
      }
    case .json:
      let style = JSONStyle(&random)
      let objects = records.map { object($0, style, oddity, &random) }
      let array = "[" + objects.joined(separator: "," + random.pick(["", " ", lineEnd])) + "]"
      text += random.chance(percent: 50) ? array : "{\"events\": \(array)}\n"
    }
    if random.chance(percent: 10) { text.removeLast() }
    return Array(text.utf8)
  }

  // MARK: CSV

  private static func csv(
    _ records: [Fields], _ lineEnd: String, _ oddity: Int, _ random: inout SplitMix64
  ) -> String {
    let used = columns.filter { name in
      name == "time" || name == "event" || random.chance(percent: 20)
        || records.contains { $0.contains { $0.name == name } }
    }
    var header = used
    if random.chance(percent: 20) { header.shuffle(using: &random) }
    if random.chance(percent: 20) { header.append("note") }
    let delimiter = random.pick([",", ",", ",", ";", "\t"])
    let quoting = random.pick([0, 0, 0, 5, 100])
    var lines = [header.joined(separator: delimiter)]
    for record in records {
      var cells = header.map { name in
        let value = record.first { $0.name == name }?.value ?? ""
        let needsQuotes = value.contains("\"") || value.contains(delimiter)
        guard needsQuotes || random.chance(percent: quoting), !value.isEmpty else { return value }
        return "\"" + value.replacing("\"", with: "\"\"") + "\""
      }
      if random.chance(percent: oddity) {
        let place = random.int(0...(cells.count - 1))
        cells[place] = random.pick(["x", "\"y\"", "4"])
      }
      if random.chance(percent: oddity) { cells.append("more") }
      if random.chance(percent: oddity) { cells.removeLast() }
      lines.append(cells.joined(separator: delimiter))
      if random.chance(percent: oddity) { lines.append("") }
    }
    return lines.joined(separator: lineEnd) + lineEnd
  }

  // MARK: JSON

  private struct JSONStyle {
    let colon: String
    let comma: String
    let isShuffled: Bool

    init(_ random: inout SplitMix64) {
      colon = random.pick([":", ": ", " :", ":  "])
      comma = random.pick([",", ", ", " ,", ",\t"])
      isShuffled = random.chance(percent: 30)
    }
  }

  private static func object(
    _ fields: Fields, _ style: JSONStyle, _ oddity: Int, _ random: inout SplitMix64
  ) -> String {
    func member(_ name: String, _ value: String) -> String { "\"\(name)\"\(style.colon)\(value)" }
    func text(_ value: String) -> String { "\"" + value.replacing("\"", with: "\\\"") + "\"" }
    var members: [String] = []
    var connector: [String] = []
    for (name, value) in fields {
      let isNumber = Double(value) != nil && value != "nan"
      var written = text(value)
      if isNumber, numbers.contains(name) || name == "time" { written = value }
      if name == "leavesWhenDone" { written = value }
      if random.chance(percent: oddity) {
        written = random.pick([
          "null", "true", "[]", "{}", written + ".0", text(value), "\"\\u0041\"",
        ])
      }
      if name == "chargerId" || name == "idx" {
        connector.append(member(name, written))
      } else {
        members.append(member(name, written))
      }
    }
    if random.chance(percent: oddity) { members.append(member("other", "1")) }
    if random.chance(percent: oddity), let first = members.first { members.append(first) }
    if style.isShuffled { members.shuffle(using: &random) }
    if !connector.isEmpty {
      let object = "{" + connector.joined(separator: style.comma) + "}"
      members.insert(
        member("connectorId", object), at: style.isShuffled ? random.int(0...members.count) : 2)
    }
    return "{" + members.joined(separator: style.comma) + "}"
  }

  // MARK: Fields

  private static func fields(of event: SessionEvent, _ scale: TimeScale) -> Fields {
    var fields: Fields = [("time", scale.text(event.time))]
    func add(_ name: String, _ value: String?) {
      if let value { fields.append((name, value)) }
    }
    func add(_ connector: ConnectorID?) {
      add("chargerId", connector?.chargerId.text)
      add("idx", connector.map { "\($0.idx)" })
    }
    switch event.kind {
    case .start(let start):
      add("event", "start")
      add("sessionId", start.sessionId?.text)
      switch start.connector {
      case .connector(let connector): add(connector)
      case .charger(let id): add("chargerId", id.text)
      case .any: break
      }
      add("vehicleMaxPower", start.vehicleMaxPower?.kilowatts)
      add("energyRequested", start.energyRequested?.kilowattHours)
      add("departureTime", start.departureTime.map { scale.text($0) })
      add("leavesWhenDone", start.leavesWhenDone.map { "\($0)" })
      add("maxWait", start.maxWait.map { TimeScale.seconds.text(Instant(milliseconds: 0) + $0) })
      add("batteryCapacity", start.batteryCapacity?.kilowattHours)
      add("soc", start.stateOfCharge.map { Power(watts: $0).kilowatts })
      add("priority", start.priority == 0 ? nil : "\(start.priority)")
      add("weight", start.weight == 1 ? nil : "\(start.weight)")
    case .powerUpdate(let update):
      add("event", "power-update")
      addSession(update.session, &fields)
      add("vehicleMaxPower", update.vehicleMaxPower?.kilowatts)
      add("consumedPower", update.consumedPower.kilowatts)
    case .stop(let session):
      add("event", "stop")
      addSession(session, &fields)
    case .gridCapacity(let power):
      add("event", "grid-capacity")
      add("gridCapacity", power.kilowatts)
    case .config:
      add("event", "config")
    case .load(let load):
      add("event", "load")
      add("loadId", load.loadId.text)
      add("power", load.power.kilowatts)
    case .limit:
      add("event", "limit")
    }
    return fields
  }

  private static func addSession(_ session: SessionReference, _ fields: inout Fields) {
    switch session {
    case .session(let id): fields.append(("sessionId", id.text))
    case .connector(let connector):
      fields += [("chargerId", connector.chargerId.text), ("idx", "\(connector.idx)")]
    case .sessionAt(let id, let connector):
      fields += [
        ("sessionId", id.text), ("chargerId", connector.chargerId.text),
        ("idx", "\(connector.idx)"),
      ]
    }
  }
}
