/// Writes events as CSV, NDJSON or JSON.
struct EventText {
  let shape: Shape
  /// The bytes written so far; the caller removes them.
  var bytes: [UInt8] = []
  private var isFirst = true

  init(_ shape: Shape) { self.shape = shape }

  mutating func begin() {
    switch shape.format {
    case .csv:
      let names = [
        "time", "event", "sessionId", "chargerId", "idx", "vehicleMaxPower", "consumedPower",
      ]
      append(names.map { shape.isQuoted ? "\"\($0)\"" : $0 }.joined(separator: ",") + "\n")
    case .ndjson: break
    case .json: append("[\n")
    }
  }

  mutating func end() {
    if shape.format == .json { append("\n]\n") }
  }

  mutating func append(_ event: Timeline.Event) {
    if shape.format == .csv { appendRow(event) } else { appendObject(event) }
  }

  // MARK: CSV

  private mutating func appendRow(_ event: Timeline.Event) {
    let quote: StaticString = shape.isQuoted ? "\"" : ""
    let between: StaticString = shape.isQuoted ? "\",\"" : ","
    append(quote)
    append(time: event.time)
    append(between)
    switch event.kind {
    case .start(let charger, let idx, let maximum):
      append("start")
      append(between)
      append(session: event.session)
      append(between)
      append(charger: charger)
      append(between)
      append(idx)
      append(between)
      append(tenths: maximum)
      append(between)
    case .powerUpdate(let consumed):
      append("power-update")
      append(between)
      append(session: event.session)
      for _ in 0..<4 { append(between) }
      append(tenths: consumed)
    case .stop:
      append("stop")
      append(between)
      append(session: event.session)
      for _ in 0..<4 { append(between) }
    }
    append(quote)
    append("\n")
  }

  // MARK: JSON

  private mutating func appendObject(_ event: Timeline.Event) {
    if shape.format == .json, !isFirst { append(",\n") }
    isFirst = false
    append("{")
    key("time")
    let quote: StaticString = shape.times == .numeric ? "" : "\""
    append(quote)
    append(time: event.time)
    append(quote)
    comma()
    key("event")
    switch event.kind {
    case .start(let charger, let idx, let maximum):
      append("\"start\"")
      comma()
      keyedSession(event.session)
      comma()
      key("connectorId")
      append("{")
      key("chargerId")
      append("\"")
      append(charger: charger)
      append("\"")
      comma()
      key("idx")
      append(idx)
      append("}")
      comma()
      key("vehicleMaxPower")
      append(tenths: maximum)
    case .powerUpdate(let consumed):
      append("\"power-update\"")
      comma()
      keyedSession(event.session)
      comma()
      key("consumedPower")
      append(tenths: consumed)
    case .stop:
      append("\"stop\"")
      comma()
      keyedSession(event.session)
    }
    append("}")
    if shape.format == .ndjson { append("\n") }
  }

  private mutating func key(_ name: StaticString) {
    append("\"")
    append(name)
    append(shape.isSpaced ? "\": " : "\":")
  }

  private mutating func comma() { append(shape.isSpaced ? ", " : ",") }

  private mutating func keyedSession(_ session: Int) {
    key("sessionId")
    append("\"")
    append(session: session)
    append("\"")
  }

  // MARK: Values

  mutating func append(session: Int) {
    switch (shape.format, shape.isQuoted, shape.hasEscapes) {
    case (.csv, true, _):
      append("ev, \"\"")
      append(session)
      append("\"\"")
    case (.json, _, true), (.ndjson, _, true):
      append("ev \\\"")
      append(session)
      append("\\\" \\u00e9\\/")
    default:
      append("ev-")
      append(session)
    }
  }

  private mutating func append(charger: Int) {
    append("CP")
    append(charger, digits: 3)
  }

  mutating func append(tenths: Int) {
    append(tenths / 10)
    guard tenths % 10 > 0 else { return }
    append(".")
    append(tenths % 10)
  }

  mutating func append(time: Int) {
    let seconds = time / 1_000
    switch shape.times {
    case .numeric:
      append(seconds)
      append(fractionOf: time)
    case .utc, .offset:
      // Day 20,514 is Monday, 2 March 2026.
      let (day, second) = seconds.quotientAndRemainder(dividingBy: 86_400)
      let date = CivilDay(daysSince1970: 20_514 + day)
      append(date.year, digits: 4)
      append("-")
      append(date.month, digits: 2)
      append("-")
      append(date.day, digits: 2)
      append("T")
      append(second / 3_600, digits: 2)
      append(":")
      append(second / 60 % 60, digits: 2)
      append(":")
      append(second % 60, digits: 2)
      append(fractionOf: time)
      append(shape.times == .utc ? "Z" : "+01:00")
    }
  }

  private mutating func append(fractionOf time: Int) {
    guard shape.hasMilliseconds, time % 1_000 > 0 else { return }
    append(".")
    append(time % 1_000, digits: 3)
  }

  private mutating func append(_ number: Int, digits: Int = 1) {
    var divisor = 1
    var count = 1
    while count < digits || number / divisor > 9 {
      divisor *= 10
      count += 1
    }
    while divisor > 0 {
      bytes.append(UInt8(48 + number / divisor % 10))
      divisor /= 10
    }
  }

  mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }
}

/// A day of the Gregorian calendar.
///
/// Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
struct CivilDay {
  let year: Int
  let month: Int
  let day: Int

  init(daysSince1970 days: Int) {
    let shifted = days + 719_468
    let era = shifted / 146_097
    let ofEra = shifted % 146_097
    let yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * ofYear + 2) / 153
    day = ofYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
  }
}

extension Shape {
  /// The station of the timeline as JSON: chargers of 200 kW, 60 kW of grid capacity per session.
  var station: String {
    let chargers = (1...chargers).map { number in
      let padding = String(repeating: "0", count: max(0, 3 - String(number).count))
      return """
          {"id": "CP\(padding)\(number)", "maxPower": 200, "connectors": \(Self.connectorsPerCharger)}
        """
    }
    return """
      {"stationId": "bench", "gridCapacity": \(60 * active), "chargers": [
      \(chargers.joined(separator: ",\n"))
      ]}

      """
  }
}
