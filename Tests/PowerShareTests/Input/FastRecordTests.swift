import Testing

@testable import PowerShare

/// The fast readers of CSV rows and JSON objects, compared with the scanners.
@Suite struct FastRecordTests {
  private static let date = "2026-03-02T00:00:00Z"

  private static var lastDate: LastDate {
    var lastDate = LastDate()
    let bytes = Array((date + " and eight more").utf8)
    let value = RawValue(kind: .text, range: 0..<date.utf8.count)
    lastDate.note(DateTime.read(bytes.span, in: value.range), bytes.span, value)
    return lastDate
  }

  private static func expectSame(_ fast: EventRecord, _ full: EventRecord, _ shown: String) {
    #expect(fast.range == full.range && fast.style == full.style, "\(shown)")
    #expect(fast.present == full.present && fast.unknownKeys.isEmpty, "\(shown)")
    #expect(full.unknownKeys.isEmpty, "\(shown)")
    for field in EventField.allCases {
      #expect(fast[field] == full[field], "\(field), \(shown)")
      #expect(fast.has(field) == full.has(field), "\(field), \(shown)")
    }
  }

  private static func expect(
    _ moment: Instant?, of record: EventRecord, _ bytes: Span<UInt8>, _ shown: String
  ) {
    guard let moment else { return }
    #expect(
      DateTime.read(bytes, in: record[.time].content) == .moment(moment, .zulu), "\(shown)")
  }

  // MARK: CSV

  private static let columns = [
    ["time", "event", "sessionId", "chargerId", "idx", "vehicleMaxPower", "consumedPower"],
    ["event", "time", "note", "sessionId", "soc"], ["time", "event"],
  ]
  private static let cells = [
    "2026-03-02T08:15:00Z", "2026-03-03T08:15:00Z", "2026-03-02T24:00:00Z", "start", "stop", "",
    "ev-1", "a b+c#d!", "a name of more than sixteen bytes", "é", "\"quoted\"", "\"a\"\"b\"", "7.4",
    "12", "x;y", "p,q", "\t", "-1",
  ]

  @Test(.tags(.property))
  func `a fast row has the fields that the scanner finds`() {
    var fastRows = 0
    for seed in PropertyCases.seeds(3_000) {
      var random = SplitMix64(seed: seed)
      let columns = random.pick(Self.columns)
      let delimiter = random.pick([",", ",", ";", "\t"])
      let lineEnd = random.pick(["\n", "\n", "\n", "\r\n"])
      var cells = columns.map { name in
        name == "time" && random.chance(percent: 80) ? Self.cells[0] : random.pick(Self.cells)
      }
      if random.chance(percent: 5) { cells.append("more") }
      if random.chance(percent: 5) { cells.removeLast() }
      let tail = random.chance(percent: 80) ? "and,more,rows,behind\n" : ""
      let text = Array(
        (columns.joined(separator: delimiter) + "\n" + cells.joined(separator: delimiter)
          + (tail.isEmpty ? random.pick(["", lineEnd]) : lineEnd) + tail).utf8)
      let source = SourceText(name: "-", text: text)
      var syntax = CSVTimelineSyntax()
      var full = EventRecord()
      var position = source.start
      guard case .warnings = syntax.next(source, at: &position, into: &full) else { continue }
      var row = syntax.fastRow
      let next = row.find(source, from: position, Self.lastDate)
      guard let next else { continue }
      var fast = EventRecord()
      row.note(in: &fast, style: syntax.style)
      fastRows += 1
      // The syntax skips a row of blanks, as the reader does after a look at the fast row.
      if cells.allSatisfy({ $0.isEmpty || $0 == "\t" }) { continue }
      let shown = "seed \(seed): \(String(decoding: text, as: UTF8.self))"
      #expect(syntax.next(source, at: &position, into: &full) == .record, "\(shown)")
      #expect(position == next, "\(shown)")
      Self.expectSame(fast, full, shown)
      Self.expect(row.moment, of: fast, source.storage.span, shown)
    }
    #expect(fastRows > 100)
  }

  // MARK: JSON

  private static let names = EventField.allCases.map(\.name) + ["other", "tim", "timestamps"]
  private static let values = [
    "1", "7.4", "0", "0.25", "100", "00", "1.", "-1", "1e2", "\"ev-1\"", "\"\"", "\"2026-03-02\"",
    "\"a name of more than sixteen bytes\"", "\"é\"", "\"a\\nb\"", "\"a b!\"", "null", "true",
    "{\"chargerId\": \"CP001\"}", "[1]", "\"tab\tin it\"",
  ]

  private static func object(_ random: inout SplitMix64) -> String {
    let colon = random.pick([":", ":", ": ", ":  ", " :"])
    let comma = random.pick([",", ",", ", ", " ,", ",\t"])
    func member(_ name: String, _ value: String) -> String { "\"\(name)\"\(colon)\(value)" }
    var members = ["event", "sessionId", "vehicleMaxPower", "consumedPower"].map { name in
      member(name, random.chance(percent: 90) ? values[random.int(0...4)] : random.pick(values))
    }
    if random.chance(percent: 80) {
      members.insert(member("time", "\"\(cells[random.int(0...2)])\""), at: 0)
    }
    if random.chance(percent: 50) {
      let connector =
        member("chargerId", "\"CP001\"")
        + (random.chance(percent: 80) ? comma + member("idx", random.pick(["1", "1.0"])) : "")
      members.insert(member("connectorId", "{\(connector)}"), at: 1)
    }
    if random.chance(percent: 20) { members.append(member(random.pick(names), "2")) }
    if random.chance(percent: 10) { members.shuffle(using: &random) }
    return "{" + members.joined(separator: comma) + "}"
  }

  @Test(.tags(.property))
  func `an object read on the fast path has the fields that the scanner finds`() throws {
    var fastObjects = 0
    for seed in PropertyCases.seeds(5_000) {
      var random = SplitMix64(seed: seed)
      let line = Self.object(&random)
      let tail = random.pick(["\n{\"time\": 12, \"event\": \"stop\"}\n", "\r\n", "\n", "", " {}"])
      let text = Array((line + tail).utf8)
      let source = SourceText(name: "-", text: text)
      var fast = EventRecord()
      let next = fast.readFastLine(source, from: 0, FastJSONKeys.all, Self.lastDate)
      guard let next else { continue }
      fastObjects += 1
      let shown = "seed \(seed): \(String(decoding: text, as: UTF8.self))"
      var syntax = NDJSONSyntax()
      var full = EventRecord()
      var position = 0
      #expect(syntax.next(source, at: &position, into: &full) == .record, "\(shown)")
      #expect(text[position..<next].allSatisfy { $0 == 10 || $0 == 13 }, "\(shown)")
      Self.expectSame(fast, full, shown)
      Self.expect(fast.moment, of: fast, source.storage.span, shown)
    }
    #expect(fastObjects > 100)
  }

  @Test func `bytes behind those at hand are no part of an object`() {
    // Bytes that were read earlier lie after those at hand.
    var source = SourceText(name: "-", capacity: 256)
    let text = Array("{\"time\":1,\"event\":\"stop\",\"sessionId\":\"ev-1\"}\n{\"time\":22".utf8)
    source.fill { (buffer: inout [UInt8], room: Range<Int>) throws(Never) -> Int in
      for (place, byte) in zip(room, text) { buffer[place] = byte }
      return text.count - 20
    }
    var record = EventRecord()
    #expect(record.readFastLine(source, from: 0, FastJSONKeys.all, LastDate()) == nil)
  }

  @Test func `the names of the fields are those of the cases`() {
    for field in EventField.allCases { #expect(field.name == String(describing: field)) }
  }

  // MARK: Places

  @Test(.tags(.property), arguments: [TimelineFormat.csv, .ndjson])
  func `problems among fast and other records have their lines and columns`(
    format: TimelineFormat
  ) {
    for seed in PropertyCases.seeds(100) {
      var random = SplitMix64(seed: seed)
      var text = format == .csv ? "time,event,sessionId,consumedPower\n" : ""
      var line = format == .csv ? 2 : 1
      var places: [[Int]] = []
      for time in 0..<random.int(1...120) {
        let name = random.pick(["ev-1", "ev-1", "ev-1", "é"])
        let isBad = random.chance(percent: 15)
        let power = isBad ? "x" : "1"
        let isQuoted = random.chance(percent: 20)
        if format == .csv {
          let begin = "\(time),power-update," + (isQuoted ? "\"\(name)\"," : "\(name),")
          if isBad { places.append([line, begin.unicodeScalars.count + 1]) }
          text += begin + power + "\n"
        } else {
          let space = isQuoted ? "\t" : ""
          let begin =
            "{\"time\":\(space)\(time),\"event\":\"power-update\",\"sessionId\":\"\(name)\","
            + "\"consumedPower\":"
          if isBad { places.append([line, begin.unicodeScalars.count + 1]) }
          text += begin + (isBad ? "\"x\"" : "1") + "}\n"
        }
        line += 1
        if random.chance(percent: 5) {
          text += "\n"
          line += 1
        }
      }
      let chunk = random.pick([7, 64, 500])
      let outcome = TimelineOutcome(bytes: Array(text.utf8), format, chunk: chunk)
      let found = outcome.diagnostics.map { [$0.place.line, $0.place.column] }
      #expect(found == places, "seed \(seed)")
    }
  }

  @Test(.tags(.property))
  func `events of fast rows that cannot be applied have their lines and columns`() throws {
    let charger = Charger(id: "CP001", maxPower: Power(watts: 50_000), connectors: .alike(count: 2))
    let station = try StationConfig(
      stationId: "S", gridCapacity: Power(watts: 100_000), chargers: [charger])
    for seed in PropertyCases.seeds(100) {
      var random = SplitMix64(seed: seed)
      var text = Self.columns[0].joined(separator: ",") + "\n"
      text += "2026-03-02T00:05:00Z,start,ev-0,CP001,1,11,\n"
      var places: [[Int]] = []
      for line in 0..<random.int(1...40) {
        let time = "2026-03-02T00:\(line + 10):00Z"
        switch random.int(0...4) {
        case 0:
          text += "\(time),start,ev-1,CP009,1,11,\n"
          places.append([line + 3, 33])
        case 1:
          text += "\(time),stop,nobody,,,,\n"
          places.append([line + 3, 27])
        case 2:
          text += "2026-03-02T00:00:00Z,stop,ev-0,,,,\n"
          places.append([line + 3, 1])
        default:
          text += "\(time),power-update,ev-0,,,,5\n"
        }
      }
      let bytes = Array(text.utf8)
      let chunk = random.pick([7, 300, bytes.count])
      let outcome = TimelineOutcome(bytes: bytes, .csv, chunk: chunk, station: station)
      let found = outcome.diagnostics.map { [$0.place.line, $0.place.column] }
      #expect(found == places, "seed \(seed)")
    }
  }
}
