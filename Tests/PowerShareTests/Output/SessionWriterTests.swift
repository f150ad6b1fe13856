import Testing

@testable import PowerShare

@Suite struct SessionWriterTests {
  /// A vehicle that is done after 10 minutes and stays for 20, and one that never gets a connector.
  private static func stays() throws -> [Departure] {
    var stays: [Departure] = []
    var replay = Replay(try StationConfig(gridKilowatts: 60, [("A", 60, 1)]))
    try replay.run([
      .start(0, "=1", kW: 60) {
        $0.energyRequested = .kWh(10)
        $0.departureTime = .seconds(1_200)
      },
      .start(60, "gone", kW: 30) { $0.maxWait = TimeSpan(milliseconds: 90_000) },
    ]) { stays += $0.departures }
    return stays.reversed()
  }

  private static func text(
    _ format: RowFormat, _ stays: [Departure], scale: TimeScale = .seconds
  ) -> String {
    var writer = SessionWriter(format, clock: OutputClock(scale))
    var bytes: [UInt8] = []
    writer.begin(into: &bytes)
    for stay in stays { writer.write(stay, into: &bytes) }
    writer.end(into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let names = """
    sessionId,chargerId,idx,arrivalTime,startTime,doneTime,endTime,vehicleMaxPower,\
    energyRequested,deliveredEnergy,meanPower,waitMinutes,outcome,deferredGrid,\
    deferredCharger,deferredConnector,deferredMinimum,deferredQueue,deferredPending,\
    deferredGroup,deferredLimit

    """

  @Test func `CSV has a row a vehicle, and the mean power is over the whole stay`() throws {
    // A text that a spreadsheet would run as a formula is marked as text.
    let rows = """
      '=1,A,1,0,0,600,1200,60,10,10,30,0,served,0,0,0,0,0,0,0,0
      gone,,,60,,,150,30,,0,,1.5,abandoned,0,0,0,0,0.75,0,0,0

      """
    let comma = RowFormat.csv(delimiter: UInt8(ascii: ","))
    #expect(try Self.text(comma, Self.stays()) == Self.names + rows)
    #expect(Self.text(comma, []) == Self.names)
  }

  @Test func `another delimiter separates the same cells`() throws {
    let text = Self.text(.csv(delimiter: UInt8(ascii: "\t")), try Self.stays())
    let tabs = text.split(separator: "\n").map { line in line.count { $0 == "\t" } }
    #expect(tabs == [20, 20, 20])
  }

  @Test func `JSON is one array, NDJSON one object a line, and both have the same objects`() throws
  {
    let lines = Self.text(.ndjson, try Self.stays()).split(separator: "\n")
    #expect(lines.count == 2)
    #expect(
      lines[1] == """
        {"sessionId":"gone","chargerId":null,"idx":null,"arrivalTime":60,"startTime":null,\
        "doneTime":null,"endTime":150,"vehicleMaxPower":30,"energyRequested":null,\
        "deliveredEnergy":0,"meanPower":null,"waitMinutes":1.5,"outcome":"abandoned",\
        "deferredGrid":0,"deferredCharger":0,"deferredConnector":0,"deferredMinimum":0,\
        "deferredQueue":0.75,"deferredPending":0,"deferredGroup":0,\
        "deferredLimit":0}
        """)
    #expect(try Self.text(.json, Self.stays()) == "[\n\(lines[0]),\n\(lines[1])\n]\n")
    #expect(Self.text(.json, []) == "[]\n")
    #expect(Self.text(.ndjson, []) == "")
  }

  @Test func `times are stated as the timeline states them`() throws {
    let text = Self.text(.ndjson, try Self.stays(), scale: .dateTime(.zulu))
    #expect(text.contains(#""doneTime":"1970-01-01T00:10:00Z""#))
  }

  @Test func `a session that is still open has no end, and its mean power is over its time so far`()
    throws
  {
    var replay = Replay(try StationConfig(gridKilowatts: 60, [("A", 60, 1)]))
    try replay.apply(.start(0, "a", kW: 60) { $0.energyRequested = .kWh(10) })
    _ = replay.nextTick(before: nil)
    replay.end(at: .seconds(300))
    let text = Self.text(.csv(delimiter: UInt8(ascii: ",")), replay.openStays)
    #expect(text == Self.names + "a,A,1,0,0,,,60,10,5,60,0,open,0,0,0,0,0,0,0,0\n")
  }
}
