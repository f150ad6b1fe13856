import Testing

@testable import PowerShare

/// The fast reader of events, compared with `EventBuilder`.
@Suite struct FastEventTests {
  private static let header =
    "time,event,sessionId,chargerId,idx,vehicleMaxPower,consumedPower,vehicle,energyRequested,"
    + "departureTime,leavesWhenDone,maxWait,priority,weight"

  private static let values: [[String]] = [
    ["2026-03-02T00:00:07Z", "2026-03-02T00:00:07Z", "12", "7.5", "x", "2026-03-02T25:00:00Z", ""],
    ["start", "stop", "power-update", "grid-capacity", "starts", ""],
    ["ev-1", "a long name of more than sixteen bytes", "é", "\"\"\"\"", "1", ""],
    ["CP001", "CP001", "\"C,P\"", ""],
    ["1", "1", "2.0", "1.5", "1001", "-1", "one", ""],
    ["11", "7.4", "1e2", "0.0005", "4000", "4000.001", "1000000.001", "-0", "", ""],
    ["11", "7.4", "00", "1.", "nan", "", ""],
    ["", "", "", "", "van"],
    ["", "40.5", "0", "5000", "5000.001", "1000000.001", "-1", "much"],
    ["", "2026-03-02T08:00:00Z", "2026-03-02T08:00:00Z", "2026-03-02T00:00:07Z", "20", "7", "x"],
    ["", "true", "false", "TRUE", "False", "yes", "truE ", "1"],
    ["", "600", "0", "10000000000.001", "1e2", "long"],
    ["", "", "", "", "0", "5", "-100", "101"],
    ["", "", "", "", "1", "2", "0", "heavy"],
  ]

  /// Returns a cell of each column, mostly the values that the fast path takes.
  private static func cells(_ random: inout SplitMix64) -> [String] {
    var cells = values.map { pick($0, &random) }
    // A start does not use the power of a report.
    if cells[1] == "start", random.chance(percent: 80) { cells[6] = "" }
    return cells
  }

  /// A value, the first one mostly.
  private static func pick(_ values: [String], _ random: inout SplitMix64) -> String {
    random.chance(percent: 85) ? values[0] : random.pick(values)
  }

  private static func csv(_ random: inout SplitMix64) -> [UInt8] {
    // Some have the columns in another order, and one that nothing reads.
    var columns = header.split(separator: ",").map(String.init) + ["note"]
    var cells = cells(&random) + [random.pick(["", "x"])]
    if random.chance(percent: 30) {
      let order = Array(columns.indices).shuffled(using: &random)
      columns = order.map { columns[$0] }
      cells = order.map { cells[$0] }
    }
    return Array(
      (columns.joined(separator: ",") + "\n" + cells.joined(separator: ",") + "\n"
        + tail(&random)).utf8)
  }

  /// Returns bytes to follow the event, mostly: near the end of the bytes, the fast path gives up.
  private static func tail(_ random: inout SplitMix64) -> String {
    random.chance(percent: 80) ? "and more behind it\n" : ""
  }

  private static func json(_ random: inout SplitMix64) -> [UInt8] {
    let names = header.split(separator: ",").map(String.init)
    var members: [String] = []
    var connector: [String] = []
    for (name, value) in zip(names, cells(&random)) {
      guard !value.isEmpty else { continue }
      let isNumber = Double(value) != nil && !value.hasPrefix("00") && !value.hasSuffix(".")
      let text = value.replacing("\"", with: "\\\"")
      let isBare = isNumber && value != "nan" || value == "true" || value == "false"
      let written = isBare && random.chance(percent: 90) ? value : "\"\(text)\""
      let member = "\"\(name)\": \(random.chance(percent: 3) ? "null" : written)"
      if name == "chargerId" || name == "idx" {
        connector.append(member)
      } else {
        members.append(member)
      }
    }
    if !connector.isEmpty {
      members.append("\"connectorId\": {\(connector.joined(separator: ", "))}")
    }
    if random.chance(percent: 5) { members.append("\"other\": 1") }
    let object = "{" + members.shuffled(using: &random).joined(separator: ", ") + "}\n"
    return Array((object + tail(&random)).utf8)
  }

  /// Returns a record as the scanner reads it, with its fast row, if there is one.
  private static func record(
    _ text: [UInt8], _ format: TimelineFormat, _ lastDate: LastDate
  ) -> (SourceText, EventRecord, FastCSVRow?)? {
    var source = SourceText(name: "-", text: text)
    var record = EventRecord()
    var row: FastCSVRow?
    var position = source.start
    switch format {
    case .csv:
      var syntax = CSVTimelineSyntax()
      guard case .warnings = syntax.next(source, at: &position, into: &record) else { return nil }
      var fastRow = syntax.fastRow
      if fastRow.find(source, from: position, lastDate) != nil { row = fastRow }
      guard syntax.next(source, at: &position, into: &record) == .record else { return nil }
    case .json, .ndjson:
      var syntax = NDJSONSyntax()
      guard syntax.next(source, at: &position, into: &record) == .record else { return nil }
    }
    source.start = position
    return (source, record, row)
  }

  private static func expectSame(
    _ event: borrowing FastEventBuffer, _ scale: TimeScale, _ record: EventRecord,
    _ source: SourceText,
    _ shown: String
  ) {
    let bytes = source.storage.span
    var reader = FieldReader(style: record.style)
    var warnings: [RangedProblem] = []
    var builder = EventBuilder(repeatsWarnings: true)
    var kind = builder.kind(of: record, bytes, &reader, warnings: &warnings)
    let time = reader.time(bytes, record[.time], "time")
    if let time, case .start(var start) = kind {
      builder.checkDeparture(&start, record, bytes, &reader, after: time.0, scale: time.1)
      kind = .start(start)
    }
    let (read, readTime) = (event.event, event.time)
    #expect(kind == read.kind, "\(shown)")
    #expect(time?.0 == read.time && time?.0 == readTime && time?.1 == scale, "\(shown)")
    #expect(reader.problems.isEmpty && warnings.isEmpty, "\(shown)")
  }

  @Test(.tags(.property), arguments: [TimelineFormat.csv, .ndjson])
  func `the fast path and the general path read the same event`(format: TimelineFormat) {
    var lastDate = LastDate()
    let date = Array("2026-03-02T00:00:00Z and eight more".utf8)
    let value = RawValue(kind: .text, range: 0..<20)
    lastDate.note(DateTime.read(date.span, in: value.range), date.span, value)
    var fastEvents = 0
    var fastRows = 0
    var fastWishes = 0
    var event = FastEventBuffer()
    for seed in PropertyCases.seeds(8_000) {
      var random = SplitMix64(seed: seed)
      let text = format == .csv ? Self.csv(&random) : Self.json(&random)
      guard case (let source, var record, let row)? = Self.record(text, format, lastDate) else {
        continue
      }
      let shown = "seed \(seed): \(String(decoding: text, as: UTF8.self))"
      record.begin(source, lastDate)
      let scale = event.read(&record, source, lastDate)
      if let scale {
        fastEvents += 1
        if event.form == .fast, event.fast.statesWishes { fastWishes += 1 }
        Self.expectSame(event, scale, record, source, shown)
      }
      guard var row else { continue }
      if row.moment == nil { row.takeMoment(source, lastDate) }
      let rowScale = event.read(&row, source, lastDate)
      #expect(rowScale == scale, "\(shown)")
      if let rowScale {
        fastRows += 1
        Self.expectSame(event, rowScale, record, source, shown)
      }
    }
    #expect(fastEvents > 100 && fastWishes > 100 && (format != .csv || fastRows > 100))
  }
}
