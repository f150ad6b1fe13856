import Testing

@testable import PowerShare

@Suite struct ResultWriterTests {
  private static func station() throws -> StationConfig {
    try StationConfig(gridKilowatts: 330, [("CP001", 200, 2), ("CP002", 200, 1)])
  }

  private static let events: [SessionEvent] = [
    .start(0, "ev-1", "CP001", 1, kW: 80), .start(0, "=ev,2", "CP001", 2, kW: 150),
    .start(0, "ev-3", "CP002", 1, kW: 150), .stop(1_800, "ev-1"),
  ]

  private static func text(
    _ writer: any ResultWriter, _ level: ResultLevel, scale: TimeScale = .seconds,
    every interval: TimeSpan? = nil
  ) throws -> String {
    try WrittenResult.text(
      writer, level == .group ? grouped() : station(), events, level: level, scale: scale,
      every: interval)
  }

  // MARK: CSV

  @Test(arguments: [
    (
      ResultLevel.session,
      """
      time,sessionId,chargerId,idx,vehicleMaxPower,allocatedPower,limitedBy,deliveredEnergy
      0,ev-1,CP001,1,80,80,vehicle,0
      0,"'=ev,2",CP001,2,150,120,charger,0
      0,ev-3,CP002,1,150,130,grid,0
      1800,"'=ev,2",CP001,2,150,150,vehicle,60
      1800,ev-3,CP002,1,150,150,vehicle,65

      """
    ),
    (
      .charger,
      """
      time,chargerId,maxPower,activeSessions,allocatedPower,deliveredEnergy
      0,CP001,200,2,200,0
      0,CP002,200,1,130,0
      1800,CP001,200,1,150,100
      1800,CP002,200,1,150,65

      """
    ),
    (
      .station,
      """
      time,gridCapacity,activeSessions,allocatedPower,deliveredEnergy
      0,330,3,330,0
      1800,330,2,300,165

      """
    ),
    (
      .connector,
      """
      time,gridCapacity,allocatedPower,CP001:1,CP001:2,CP002:1
      0,330,330,80,120,130
      1800,330,300,0,150,150

      """
    ),
  ])
  func `CSV has a header and a row for each thing`(level: ResultLevel, expected: String) throws {
    #expect(try Self.text(CSVWriter(), level) == expected)
  }

  @Test func `intervals have a column of energy`() throws {
    let hour = TimeSpan(milliseconds: 3_600_000)
    #expect(
      try Self.text(CSVWriter(), .session, every: hour) == """
        time,sessionId,chargerId,idx,vehicleMaxPower,allocatedPower,limitedBy,energy,deliveredEnergy
        0,ev-1,CP001,1,80,40,vehicle,40,40
        0,"'=ev,2",CP001,2,150,60,vehicle,60,60
        0,ev-3,CP002,1,150,65,vehicle,65,65

        """)
    #expect(
      try Self.text(CSVWriter(), .station, every: hour) == """
        time,gridCapacity,activeSessions,allocatedPower,energy,deliveredEnergy
        0,330,3,165,165,165

        """)
    #expect(
      try Self.text(CSVWriter(), .charger, every: hour) == """
        time,chargerId,maxPower,activeSessions,allocatedPower,energy,deliveredEnergy
        0,CP001,200,2,100,100,100
        0,CP002,200,1,65,65,65

        """)
  }

  @Test func `with a semicolon decimals have commas, and local times have no offset`() throws {
    var style = CSVWriter.Style()
    style.delimiter = UInt8(ascii: ";")
    style.usesLocalTime = true
    let events: [SessionEvent] = [
      .start(0, "a;b", "CP001", 1, kW: 1), .grid(1_801, kW: 7), .stop(1_802, "a;b"),
    ]
    let dates = try WrittenResult.text(
      CSVWriter(style: style), Self.station(), events, scale: .dateTime(UTCOffset(minutes: 90)))
    #expect(
      dates == """
        time;sessionId;chargerId;idx;vehicleMaxPower;allocatedPower;limitedBy;deliveredEnergy
        1970-01-01 01:30:00;"a;b";CP001;1;1;1;vehicle;0
        1970-01-01 02:00:01;"a;b";CP001;1;1;1;vehicle;0,5

        """)
    var halfSecond = events
    halfSecond[0].time = Instant(milliseconds: 500)
    let seconds = try WrittenResult.text(CSVWriter(style: style), Self.station(), halfSecond)
    #expect(seconds.split(separator: "\n")[1] == "0,5;\"a;b\";CP001;1;1;1;vehicle;0")
  }

  @Test func `a date-time has its offset in CSV`() throws {
    let text = try Self.text(CSVWriter(), .station, scale: .dateTime(.zulu))
    #expect(text.split(separator: "\n")[1] == "1970-01-01T00:00:00Z,330,3,330,0")
  }

  @Test func `a table of connectors has a header without ticks, and no column for a new one`()
    throws
  {
    let station = try Self.station()
    #expect(
      try WrittenResult.text(CSVWriter(), station, [], level: .connector)
        == "time,gridCapacity,allocatedPower,CP001:1,CP001:2,CP002:1\n")
    #expect(try WrittenResult.text(CSVWriter(), station, [], level: .charger).hasSuffix("Energy\n"))

    var replay = Replay(station)
    var writer = CSVWriter()
    var bytes: [UInt8] = []
    let larger = try StationConfig(gridKilowatts: 1, [("CP001", 1, 3)])
    writer.begin(
      ResultHeader(
        station: station, policy: "fair", options: replay.options, scale: .seconds,
        level: .connector), into: &bytes)
    #expect(writer.connectorWithoutRoom(in: larger) == nil, "nothing has been written yet")
    try replay.run([.grid(0, kW: 1)])
    var tick = ResultTick(level: .connector)
    let isTaken = tick.take(replay)
    #expect(isTaken)
    writer.write(tick, into: &bytes)
    #expect(writer.connectorWithoutRoom(in: larger) == ConnectorID(chargerId: "CP001", idx: 3))
    #expect(writer.connectorWithoutRoom(in: station) == nil)
    #expect(JSONWriter(isLines: true).connectorWithoutRoom(in: larger) == nil)
  }

  // MARK: JSON

  @Test func `NDJSON has a tick a line and nothing else`() throws {
    let text = try Self.text(JSONWriter(isLines: true), .session)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 3 && lines[2].isEmpty)
    let expected = #"""
      {"time":1800,"gridCapacity":330,"allocatedPower":300,"stopReason":"vehicles-at-maximum",\#
      "sessions":[{"sessionId":"=ev,2","connectorId":{"chargerId":"CP001","idx":2},\#
      "vehicleMaxPower":150,"allocatedPower":150,"limitedBy":"vehicle","deliveredEnergy":60},\#
      {"sessionId":"ev-3","connectorId":{"chargerId":"CP002","idx":1},"vehicleMaxPower":150,\#
      "allocatedPower":150,"limitedBy":"vehicle","deliveredEnergy":65}]}
      """#
    #expect(lines[1] == expected)
  }

  @Test(arguments: [
    (
      ResultLevel.charger,
      #"""
      {"time":1800,"gridCapacity":330,"allocatedPower":300,"stopReason":"vehicles-at-maximum",\#
      "chargers":[{"chargerId":"CP001","maxPower":200,"activeSessions":1,"allocatedPower":150,\#
      "deliveredEnergy":100},{"chargerId":"CP002","maxPower":200,"activeSessions":1,\#
      "allocatedPower":150,"deliveredEnergy":65}]}
      """#
    ),
    (
      .station,
      #"""
      {"time":1800,"gridCapacity":330,"allocatedPower":300,"stopReason":"vehicles-at-maximum",\#
      "activeSessions":2,"deliveredEnergy":165}
      """#
    ),
    (
      .connector,
      #"""
      {"time":1800,"gridCapacity":330,"allocatedPower":300,"stopReason":"vehicles-at-maximum",\#
      "connectors":[{"connectorId":{"chargerId":"CP001","idx":1},"allocatedPower":0},\#
      {"connectorId":{"chargerId":"CP001","idx":2},"allocatedPower":150},\#
      {"connectorId":{"chargerId":"CP002","idx":1},"allocatedPower":150}]}
      """#
    ),
  ])
  func `a tick has the fields of its level`(level: ResultLevel, expected: String) throws {
    let text = try Self.text(JSONWriter(isLines: true), level)
    #expect(text.split(separator: "\n")[1] == expected)
  }

  @Test func `JSON has a header before the ticks and a summary behind them`() throws {
    let text = try Self.text(JSONWriter(isLines: false), .station, scale: .dateTime(.zulu))
    let expected = #"""
      {"formatVersion":1,"stationId":"TEST","policy":"fair","step":1,\#
      "reallocation":"immediate","ticks":[
      {"time":"1970-01-01T00:00:00Z","gridCapacity":330,"allocatedPower":330,\#
      "stopReason":"grid-capacity","activeSessions":3,"deliveredEnergy":0},
      {"time":"1970-01-01T00:30:00Z","gridCapacity":330,"allocatedPower":300,\#
      "stopReason":"vehicles-at-maximum","activeSessions":2,"deliveredEnergy":165}
      ],"summary":{"servedShare":null,"sessions":{"started":3,"served":0,\#

      """#
    #expect(text.hasPrefix(expected) && text.hasSuffix("}]}}\n"))
    let empty = try WrittenResult.text(JSONWriter(isLines: false), Self.station(), [])
    #expect(empty.contains("\"ticks\":[],\"summary\":{"))
  }

  @Test(arguments: ResultLevel.allCases, [nil, TimeSpan(milliseconds: 700_000)])
  func `every output is valid JSON`(level: ResultLevel, interval: TimeSpan?) throws {
    let text = try Self.text(JSONWriter(isLines: false), level, every: interval)
    guard case .valid = JSONScannerTests.verdict(Array(text.utf8)) else {
      Issue.record("not JSON: \(text)")
      return
    }
    for line in try Self.text(JSONWriter(isLines: true), level, every: interval).split(
      separator: "\n")
    {
      guard case .valid = JSONScannerTests.verdict(Array(line.utf8)) else {
        Issue.record("not JSON: \(line)")
        continue
      }
      #expect(line.contains("\"energy\":") == (interval != nil && level != .connector))
    }
  }

  /// The station of the other tests, with both chargers in a group and one of them in another.
  private static func grouped() throws -> StationConfig {
    let station = try station()
    return try StationConfig(
      stationId: station.stationId, gridCapacity: station.gridCapacity,
      chargers: station.chargers,
      groups: [
        ChargerGroup(id: "feeder", maxPower: .kW(300), members: ["cabinet", "CP002"]),
        ChargerGroup(id: "cabinet", maxPower: .kW(170), members: ["CP001"]),
      ])
  }

  @Test func `rows of groups are in the order of the config`() throws {
    func text(_ writer: any ResultWriter, every interval: TimeSpan? = nil) throws -> String {
      try WrittenResult.text(
        writer, Self.grouped(), Self.events, level: .group, every: interval)
    }
    #expect(
      try text(CSVWriter()) == """
        time,groupId,maxPower,activeSessions,allocatedPower,deliveredEnergy
        0,feeder,300,3,300,0
        0,cabinet,170,2,170,0
        1800,feeder,300,2,300,150
        1800,cabinet,170,1,150,85

        """)
    #expect(
      try text(CSVWriter(), every: TimeSpan(milliseconds: 3_600_000)) == """
        time,groupId,maxPower,activeSessions,allocatedPower,energy,deliveredEnergy
        0,feeder,300,3,150,150,150
        0,cabinet,170,2,85,85,85

        """)
    #expect(
      try text(JSONWriter(isLines: true)).split(separator: "\n")[1] == #"""
        {"time":1800,"gridCapacity":330,"allocatedPower":300,"stopReason":"vehicles-at-maximum",\#
        "groups":[{"groupId":"feeder","maxPower":300,"activeSessions":2,"allocatedPower":300,\#
        "deliveredEnergy":150},{"groupId":"cabinet","maxPower":170,"activeSessions":1,\#
        "allocatedPower":150,"deliveredEnergy":85}]}
        """#)
    #expect(
      try text(TableWriter()).contains(
        """
        time 1800: 300 of 330 kW, vehicles-at-maximum
        feeder   300         2        300        150
        cabinet  170         1        150         85

        """))
  }

  @Test func `a table names the group that limits a session, except in intervals`() throws {
    let ticks = try WrittenResult.text(TableWriter(), Self.grouped(), Self.events)
    #expect(ticks.contains("  group cabinet "))
    let intervals = try WrittenResult.text(
      TableWriter(), Self.grouped(), Array(Self.events.prefix(3)) + [.grid(1_800, kW: 330)],
      every: TimeSpan(milliseconds: 900_000))
    #expect(intervals.contains("  group ") && !intervals.contains("cabinet"))
  }

  @Test func `a tick without sessions has an empty array and a null reason`() throws {
    let text = try WrittenResult.text(
      JSONWriter(isLines: true), Self.station(), [.grid(0, kW: 5)])
    #expect(
      text == #"{"time":0,"gridCapacity":5,"allocatedPower":0,"stopReason":null,"sessions":[]}"#
        + "\n")
  }

  // MARK: Tables

  @Test func `a table is aligned`() throws {
    #expect(
      try Self.text(TableWriter(), .session) == """
        session  connector  vehicle  allocated  limited by  delivered
                                 kW         kW                    kWh

        time 0: 330 of 330 kW, grid-capacity
        ev-1     CP001:1         80         80  vehicle             0
        =ev,2    CP001:2        150        120  charger             0
        ev-3     CP002:1        150        130  grid                0

        time 1800: 300 of 330 kW, vehicles-at-maximum
        =ev,2    CP001:2        150        150  vehicle            60
        ev-3     CP002:1        150        150  vehicle            65

        held back by  deferred  lost  minutes
                           kWh   kWh
        grid                10     0       30
        charger             15     0       30

        sessions  3 started: 2 open (still there),
                  1 without target (requested no energy)
        power     peak 330 kW, highest quarter of an hour 330 kW, mean 330 kW
        events    4 applied

        """)
  }

  @Test func `at station level the tick is the row`() throws {
    #expect(
      try Self.text(TableWriter(), .station).hasPrefix(
        """
        time  grid  sessions  allocated  delivered  stopped by
                kW                   kW        kWh
        0      330         3        330          0  grid
        1800   330         2        300        165  vehicles

        """))
    let idle = try WrittenResult.text(
      TableWriter(), Self.station(), [.grid(0, kW: 5)], level: .station)
    #expect(idle.contains("\n0        5         0          0          0  -\n"))
  }

  @Test func `the offset of date-times is named once, above them`() throws {
    for (level, first) in [
      (ResultLevel.session, "1970-01-01 01:30:00: 330 of 330 kW, grid-capacity\n"),
      (.station, "1970-01-01 01:30:00   330         3"),
    ] {
      let text = try Self.text(
        TableWriter(), level, scale: .dateTime(UTCOffset(minutes: 90)))
      #expect(text.hasPrefix("times at +01:30\n\n") && text.contains("\n" + first), "\(text)")
      #expect(text.split(separator: "+01:30").count == 2)
    }
    #expect(
      try Self.text(TableWriter(), .charger, scale: .dateTime(.zulu)).hasPrefix("times in UTC\n\n"))
  }

  @Test func `the line of a tick counts the vehicles that wait`() throws {
    var tick = ResultTick(level: .session)
    tick.station.waitingSessions = 2
    var writer = TableWriter()
    var bytes: [UInt8] = []
    writer.begin(
      ResultHeader(
        station: try Self.station(), policy: "fair", options: ReplayOptions(), scale: .seconds,
        level: .session), into: &bytes)
    writer.write(tick, into: &bytes)
    #expect(
      String(decoding: bytes, as: UTF8.self).hasSuffix(
        "\n\ntime 0: 0 of 0 kW, no session, 2 waiting\n"))
  }

  @Test func `columns become wider and never narrower`() throws {
    let events: [SessionEvent] = [
      .start(0, "a", "CP001", 1, kW: 1), .start(1, "a-long-name", "CP001", 2, kW: 1),
      .stop(2, "a-long-name"),
    ]
    let text = try WrittenResult.text(TableWriter(), Self.station(), events)
    let rows = text.split(separator: "\n").filter { $0.hasPrefix("a ") }
    #expect(rows.map { $0.split(separator: "CP001")[0].count } == [9, 13, 13])
  }

  @Test func `colour is written only on request`() throws {
    for level in ResultLevel.allCases {
      let plain = try Self.text(TableWriter(), level)
      let coloured = try Self.text(TableWriter(usesColor: true), level)
      #expect(!plain.unicodeScalars.contains("\u{1B}"))
      #expect(coloured.unicodeScalars.contains("\u{1B}"))
      var stripped = coloured
      for code in ["\u{1B}[0m", "\u{1B}[1m", "\u{1B}[36m"] {
        stripped = stripped.split(separator: code, omittingEmptySubsequences: false).joined()
      }
      #expect(stripped == plain)
    }
  }

  @Test func `a table says that there is no session, and may have no ticks`() throws {
    let idle = try WrittenResult.text(TableWriter(), Self.station(), [.grid(0, kW: 5)])
    #expect(idle.contains("\ntime 0: 0 of 5 kW, no session\n"))
    let empty = try WrittenResult.text(TableWriter(), Self.station(), [])
    #expect(empty.hasPrefix("session  connector") && empty.contains("0 started"))
  }

  @Test func `intervals show means and energies in tables`() throws {
    let quarter = TimeSpan(milliseconds: 900_000)
    for level in [ResultLevel.session, .charger, .station] {
      let text = try Self.text(TableWriter(), level, every: quarter)
      #expect(text.contains("   mean  ") && text.contains("  energy  "))
    }
    #expect(try Self.text(TableWriter(), .connector, every: quarter).contains("     mean\n"))
  }

  // MARK: All

  @Test(.tags(.property)) func `the same input gives the same bytes`() throws {
    for seed in PropertyCases.seeds(10) {
      var random = SplitMix64(seed: seed)
      let timeline = try RandomTimeline(using: &random, hasConfigs: false)
      var replay = Replay(timeline.station)
      var events: [SessionEvent] = []
      for event in timeline.events where (try? replay.apply(event)) != nil {
        events.append(event)
        while replay.nextTick(before: nil) {}
      }
      for level in ResultLevel.allCases {
        for writer in [
          CSVWriter(), JSONWriter(isLines: true), JSONWriter(isLines: false), TableWriter(),
        ] as [any ResultWriter] {
          let first = try WrittenResult.text(writer, timeline.station, events, level: level)
          let second = try WrittenResult.text(writer, timeline.station, events, level: level)
          #expect(first == second, "seed \(seed)")
        }
      }
    }
  }
}
