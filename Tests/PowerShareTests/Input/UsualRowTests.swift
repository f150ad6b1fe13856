import Testing

@testable import PowerShare

/// A row that is read in one go must state what it states when it is read in full.
@Suite struct UsualRowTests {
  private static let columns = [
    "time", "event", "sessionId", "chargerId", "idx", "vehicleMaxPower", "consumedPower",
  ]
  private static let date = "2026-03-02T00:00:00Z"

  private static var lastDate: LastDate {
    var lastDate = LastDate()
    let bytes = Array((date + " and eight more").utf8)
    let value = RawValue(kind: .text, range: 0..<date.utf8.count)
    lastDate.note(DateTime.read(bytes.span, in: value.range), bytes.span, value)
    return lastDate
  }

  /// Below the header, where the first row begins.
  private static func begin(_ text: String) -> (SourceText, CSVTimelineSyntax, Int)? {
    let source = SourceText(name: "-", text: Array(text.utf8))
    var syntax = CSVTimelineSyntax()
    var record = EventRecord()
    var position = source.start
    guard case .warnings = syntax.next(source, at: &position, into: &record) else { return nil }
    return (source, syntax, position)
  }

  /// The event in the first row, if that is usual.
  private static func event(
    header: String = columns.joined(separator: ","), _ row: String, behind: Int = 128
  ) -> SessionEvent? {
    let text = header + "\n" + row + "\n"
    guard
      let (source, syntax, position) = begin(text + String(repeating: "x", count: behind))
    else { return nil }
    var event = ReadEvent()
    let next = syntax.usualRow.read(source, from: position, lastDate, into: &event)
    return next == text.utf8.count ? event.event : nil
  }

  // MARK: One row

  @Test func `a start, a report and a stop are read in one go`() {
    let time = Instant(milliseconds: 1_772_410_507_000)
    let start = Self.event("2026-03-02T00:15:07Z,start,session-1,CP001,12,7.4,")
    let connector = ConnectorID(chargerId: "CP001", idx: 12)
    #expect(
      start
        == SessionEvent(
          time: time,
          kind: .start(
            SessionEvent.Start(
              sessionId: "session-1", connectorId: connector,
              vehicleMaxPower: Power(watts: 7_400)))))
    let report = Self.event("2026-03-02T00:15:07Z,power-update,ev-1,,,,123")
    #expect(
      report
        == SessionEvent(
          time: time,
          kind: .powerUpdate(
            SessionEvent.PowerUpdate(
              session: .session("ev-1"), consumedPower: Power(watts: 123_000),
              vehicleMaxPower: nil))))
    let stop = Self.event("2026-03-02T00:15:07Z,stop,fifteen-bytes-s,,,,")
    #expect(stop == SessionEvent(time: time, kind: .stop(.session("fifteen-bytes-s"))))
  }

  @Test(arguments: 1...15)
  func `names of most lengths are read in one go`(count: Int) {
    let name = String("session-0c6f8a5".prefix(count))
    let (id, charger) = (Identifier(name), Identifier(String(name.reversed())))
    let time = "2026-03-02T00:15:07Z"
    let start = Self.event("\(time),start,\(id.text),\(charger.text),1000,1000000,")?.kind
    let connector = ConnectorID(chargerId: charger, idx: 1_000)
    #expect(
      start
        == .start(
          SessionEvent.Start(
            sessionId: id, connectorId: connector, vehicleMaxPower: .maximum)))
    #expect(Self.event("\(time),stop,\(name),,,,")?.kind == .stop(.session(id)))
  }

  @Test(arguments: [
    "2026-03-03T00:15:07Z,stop,ev-1,,,,", "2026-03-02T00:15:07Z,stops,ev-1,,,,",
    "2026-03-02T00:15:07Z,stop,,,,,", "2026-03-02T00:15:07Z,stop,exactly-sixteen-,,,,",
    "2026-03-02T00:15:07Z,stop,\"ev-1\",,,,", "2026-03-02T00:15:07Z,stop,é,,,,",
    "2026-03-02T00:15:07Z,stop,ev-1,,,,1", "2026-03-02T00:15:07Z,stop,ev-1,CP001,1,,",
    "2026-03-02T00:15:07Z,start,ev-1,CP001,1001,11,", "2026-03-02T00:15:07Z,start,ev-1,,1,11,",
    "2026-03-02T00:15:07Z,start,ev-1,CP001,1,,", "2026-03-02T00:15:07Z,start,ev-1,CP001,1,11,1",
    "2026-03-02T00:15:07Z,start,ev-1,CP001,1,1000001,",
    "2026-03-02T00:15:07Z,power-update,ev-1,,,,", "2026-03-02T00:15:07Z,power-update,ev-1,,,,1e2",
    "2026-03-02T00:15:07Z,power-update,ev-1,,,150,12", "2026-03-02T00:15:07Z,stop\n,ev-1,,,,",
  ])
  func `anything else is left to those that read it in full`(row: String) {
    #expect(Self.event(row) == nil)
  }

  @Test func `only a row whose columns are the usual ones is read`() {
    let row = "2026-03-02T00:15:07Z,stop,ev-1,,,,"
    let usual = Self.columns.joined(separator: ",")
    #expect(Self.event(row) != nil)
    #expect(Self.event(header: usual + ",gridCapacity,note", row + ",,") != nil)
    #expect(Self.event(header: usual + ",gridCapacity", row) == nil)
    #expect(Self.event(header: usual + ",gridCapacity", row + ",1") == nil)
    #expect(Self.event(header: "event,time" + usual.dropFirst(10), row) == nil)
    #expect(Self.event(header: String(usual.dropLast(14)), String(row.dropLast())) == nil)
  }

  @Test func `a row close to the end of the text is left to those that look at that`() {
    let row = "2026-03-02T00:15:07Z,stop,ev-1,,,,"
    #expect(Self.event(row, behind: 127 - row.utf8.count) != nil)
    #expect(Self.event(row, behind: 126 - row.utf8.count) == nil)
    #expect(Self.event(row, behind: 0) == nil)
  }

  // MARK: Many rows

  private static let values: [[String]] = [
    ["2026-03-02T00:00:07Z", "2026-03-02T00:00:07Z", "12", "2026-03-03T00:00:07Z", "x", ""],
    ["start", "stop", "power-update", "grid-capacity", "starts", ""],
    ["ev-1", "session-12", "sixteen-bytes-is", "a name of more than sixteen bytes", "é", "#", ""],
    ["", "CP001", "CP001", "a-long-charger", "\"C,P\""], ["", "1", "1", "12", "007", "1001", "-1"],
    ["", "11", "7.4", "1000000", "1000000.1", "0.125", "1.0625", "00", "1.", ".5", "1,5", "x"],
    ["", "11", "7.4", "7.25", "123.456", "1234.567", "nan"],
  ]

  /// The cells of a row, mostly what an event of some kind needs.
  private static func cells(_ random: inout SplitMix64) -> [String] {
    var cells = values.map { $0[0] }
    cells[1] = random.pick(["start", "power-update", "stop"])
    if cells[1] == "start" { cells.replaceSubrange(3...5, with: ["CP001", "2", "11"]) }
    if cells[1] == "power-update" { cells[6] = "10" }
    for place in cells.indices where random.chance(percent: 15) {
      cells[place] = random.pick(values[place])
    }
    return cells
  }

  @Test(.tags(.property))
  func `a row that is read in one go states what it states in full`() {
    let lastDate = Self.lastDate
    var usualRows = 0
    var event = ReadEvent()
    for seed in PropertyCases.seeds(5_000) {
      var random = SplitMix64(seed: seed)
      let delimiter = random.pick([",", ",", ";", "\t"])
      let lineEnds = ["\n", "\r\n"]
      let others = random.int(0...8)
      let header = Self.columns + (0..<others).map { "other-\($0)" }
      var cells = Self.cells(&random) + Array(repeating: "", count: others)
      if random.chance(percent: 5) { cells[random.int(0...(cells.count - 1))] = "x" }
      if random.chance(percent: 5) { cells.removeLast() }
      let lineEnd = random.pick(lineEnds)
      let text =
        header.joined(separator: delimiter) + lineEnd + cells.joined(separator: delimiter)
        + (random.chance(percent: 90) ? lineEnd : random.pick(lineEnds))
        + String(repeating: "x", count: random.int(60...130))
      guard case (let source, var syntax, var position)? = Self.begin(text) else { continue }
      guard let next = syntax.usualRow.read(source, from: position, lastDate, into: &event)
      else { continue }
      usualRows += 1
      var record = EventRecord()
      #expect(syntax.next(source, at: &position, into: &record) == .record, "seed \(seed): \(text)")
      #expect(next == position, "seed \(seed): \(text)")
      let bytes = source.storage.span
      var reader = FieldReader(style: record.style)
      var warnings: [RangedProblem] = []
      var builder = EventBuilder(repeatsWarnings: true)
      let kind = builder.kind(of: record, bytes, &reader, warnings: &warnings)
      let time = reader.time(bytes, record[.time], "time")
      let (read, readTime) = (event.event, event.time)
      #expect(kind == read.kind, "seed \(seed): \(text)")
      #expect(time?.0 == read.time && time?.0 == readTime, "seed \(seed): \(text)")
      #expect(time?.1 == lastDate.scale, "seed \(seed): \(text)")
      #expect(reader.problems.isEmpty && warnings.isEmpty, "seed \(seed): \(text)")
    }
    #expect(usualRows > 500)
  }

  @Test(.tags(.property))
  func `problems with the events of usual rows have their lines and columns`() throws {
    let charger = Charger(id: "CP001", maxPower: Power(watts: 50_000), connectors: .alike(count: 2))
    let station = try StationConfig(
      stationId: "S", gridCapacity: Power(watts: 100_000), chargers: [charger])
    for seed in PropertyCases.seeds(100) {
      var random = SplitMix64(seed: seed)
      var text = Self.columns.joined(separator: ",") + "\n"
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
