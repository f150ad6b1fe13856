import Testing

@testable import PowerShare

@Suite struct TimelineWriterTests {
  /// A form of a timeline, and the fields that it cannot hold.
  struct Form: CustomTestStringConvertible, Sendable {
    let format: RowFormat
    var excluded: Set<EventField> = []

    var testDescription: String { "\(format)" }

    static let json = [Form(format: .json), Form(format: .ndjson)]
    static let all =
      json
      + [",", ";", "\t"].map { (delimiter: Unicode.Scalar) in
        Form(
          format: .csv(delimiter: UInt8(ascii: delimiter)), excluded: [.config, .chargingCurve])
      }
  }

  private static let clocks: [OutputClock] = [
    .seconds, .zone(LocalClock(UTCOffset(minutes: 90))),
  ]

  private static func bytes(
    _ events: [SessionEvent], _ format: RowFormat, _ clock: OutputClock
  ) -> [UInt8] {
    var writer = TimelineWriter(format, clock: clock)
    var bytes: [UInt8] = []
    writer.begin(into: &bytes)
    for event in events { writer.write(event, into: &bytes) }
    writer.end(into: &bytes)
    return bytes
  }

  @Test(.tags(.property), arguments: Form.all, PropertyCases.seeds(40))
  func `random events are read again as they were, with every field`(form: Form, seed: UInt64) {
    var source = RandomEvent(seed: seed)
    source.excluded = form.excluded
    let events = (0..<30).map { _ in source.next() }
    let clock = source.random.pick(Self.clocks)
    let bytes = Self.bytes(events, form.format, clock)
    let outcome = TimelineOutcome(bytes: bytes, nil)
    #expect(outcome.diagnostics.isEmpty && outcome.hasEnded, "seed \(seed)")
    #expect(outcome.warnings.allSatisfy { $0.isAboutValues }, "seed \(seed)")
    #expect(outcome.events == events, "seed \(seed)")
  }

  @Test(arguments: EventField.allCases, Form.json)
  func `JSON has every field`(field: EventField, form: Form) throws {
    var source = RandomEvent(seed: 1)
    for _ in 0..<20 {
      let event = source.next(stating: field)
      let text = String(decoding: Self.bytes([event], form.format, .seconds), as: UTF8.self)
      #expect(text.contains("\"\(field.name)\":"), "\(text)")
    }
  }

  @Test(arguments: EventField.allCases)
  func `CSV has every field but a config and a charging curve`(field: EventField) throws {
    var source = RandomEvent(seed: 1)
    let writer = TimelineWriter(.csv(delimiter: UInt8(ascii: ",")), clock: .seconds)
    let excluded: Set<EventField> = [.config, .chargingCurve]
    source.excluded = excluded.subtracting([field])
    for _ in 0..<20 {
      let missing = writer.fieldWithoutColumn(in: source.next(stating: field))
      #expect(missing == (excluded.contains(field) ? field : nil))
    }
  }

  @Test func `a field without a column is named`() {
    let writer = TimelineWriter(
      .csv(delimiter: UInt8(ascii: ",")), columns: [.time, .event, .sessionId, .vehicleMaxPower],
      clock: .seconds)
    let start = SessionEvent.start(0, "a", kW: 10)
    #expect(writer.fieldWithoutColumn(in: start) == nil)
    let patient = SessionEvent.start(0, "a", kW: 10) { $0.maxWait = TimeSpan(milliseconds: 1) }
    #expect(writer.fieldWithoutColumn(in: patient) == .maxWait)
    let stop = SessionEvent(
      time: .seconds(1), kind: .stop(.connector(ConnectorID(chargerId: "A", idx: 1))))
    #expect(writer.fieldWithoutColumn(in: stop) == .chargerId)
  }

  @Test func `a timeline can be written as a table`() {
    let text = String(
      decoding: Self.bytes([.start(0, "ev-1", kW: 10)], .table, .seconds), as: UTF8.self)
    #expect(text.split(separator: "\n").count == 2)
    #expect(text.contains("start"))
  }

  @Test func `a charging curve is written with the points it needs`() {
    let curve = ChargingCurve(points: [
      .init(stateOfCharge: 50_000, power: .kW(90)), .init(stateOfCharge: 50_001, power: .kW(10)),
    ])
    #expect(curve.points.map(\.stateOfCharge) == [500, 49_500, 50_500])
    #expect(ChargingCurve(points: curve.points) == curve)
  }
}

@Suite struct StationWriterTests {
  @Test(.tags(.property), arguments: PropertyCases.seeds(100))
  func `a station is read again as it was`(seed: UInt64) throws {
    var source = RandomEvent(seed: seed)
    guard case .config(let station) = source.next(stating: .config).kind else {
      Issue.record("no config")
      return
    }
    let (read, diagnostics) = StationReader.read(
      name: "station", text: StationWriter.json(station), format: .json)
    #expect(read == station && diagnostics.allSatisfy { $0.isAboutValues }, "seed \(seed)")
  }
}
