import Testing

@testable import PowerShare

@Suite struct ACNTests {
  /// A session from 08:00 on.
  private static func session(
    _ id: String, station: String = "A", from: String = "08:00:00", to: String? = "10:00:00",
    done: String? = nil, energy: String = "10", inputs: String = "null"
  ) -> String {
    func time(_ text: String?) -> String {
      text.map { "\"Mon, 02 Mar 2026 \($0) GMT\"" } ?? "null"
    }
    return """
      {"sessionID": "\(id)", "stationID": "\(station)", "siteID": "0002", "connectionTime": \
      \(time(from)), "disconnectTime": \(time(to)), "doneChargingTime": \(time(done)), \
      "kWhDelivered": \(energy), "userInputs": \(inputs), "timezone": "Europe/Paris"}
      """
  }

  private static func items(_ sessions: String...) -> String {
    "{\"_meta\": {}, \"_items\": [\n\(sessions.joined(separator: ",\n"))\n]}"
  }

  @Test func `a session becomes a start at its station`() throws {
    let imported = Imported(.acn, Self.items(Self.session("s1", energy: "13.25")))
    #expect(
      imported.starts == ["2026-03-02T08:00:00Z,s1,A,1,7.4,13.25,2026-03-02T10:00:00Z"])
    #expect(
      imported.rules == [
        "1 vehicleMaxPower is the rating of the connector",
        "1 energyRequested is the delivered energy",
      ])
    #expect(imported.isComplete && imported.problems.isEmpty && imported.assumed.isEmpty)
    let station = try #require(imported.result.station)
    #expect(station.stationId == "0002")
    #expect(station.gridCapacity == Power(watts: 7_400))
  }

  @Test func `a bare array is read as well, and one session a line`() {
    let session = Self.session("s1")
    for text in ["[\(session)]", session, "\(session)\n\(Self.session("s2", station: "B"))\n"] {
      let imported = Imported(.acn, text)
      #expect(imported.starts.count == imported.result.records && !imported.starts.isEmpty)
    }
  }

  @Test func `the rating counts the time until a vehicle is done`() {
    // 10 kWh in 2 h are 5 kW; within an hour 10 kW.
    for (done, rating) in [
      (nil, 7_400), ("09:00:00", 11_000),
      ("10:30:00", 7_400),  // after it was unplugged: not believed
      ("08:00:00", 7_400), ("07:00:00", 7_400),  // when it came, or before
    ] as [(String?, Int)] {
      let imported = Imported(.acn, Self.items(Self.session("s", done: done)))
      #expect(imported.result.station?.gridCapacity.watts == rating, "\(done ?? "null")")
    }
  }

  @Test func `a rating comes from sessions of ten minutes or more, where there are any`() {
    let short = Self.session("s1", to: "08:09:59", energy: "5")
    let long = Self.session("s2", from: "09:00:00", to: "09:10:00", energy: "1")
    #expect(Imported(.acn, Self.items(short)).result.station?.gridCapacity.watts == 50_000)
    #expect(Imported(.acn, Self.items(short, long)).result.station?.gridCapacity.watts == 7_400)
    #expect(
      Imported(.acn, Self.items(short, long)).implausible == [
        "1 received more than its vehicleMaxPower allows in its stay"
      ])
  }

  @Test func `the driver's own figure is that of the latest input`() {
    func input(_ time: String, _ energy: Int) -> String {
      "{\"modifiedAt\": \"Mon, 02 Mar 2026 \(time) GMT\", \"kWhRequested\": \(energy)}"
    }
    let inputs = "[\(input("08:05:00", 30)), \(input("08:20:00", 40)), \(input("08:10:00", 50))]"
    let text = Self.items(
      Self.session("s1", inputs: inputs), Self.session("s2", station: "B"),
      Self.session("s3", station: "C", inputs: "[]"))
    let requested = Imported(.acn, text) { $0.demand = .requested }
    #expect(requested.starts.map { $0.split(separator: ",")[5] } == ["40", "10", "10"])
    #expect(
      requested.rules.suffix(2) == [
        "1 energyRequested is the driver's own figure", "2 energyRequested is the delivered energy",
      ])
    #expect(Imported(.acn, text).starts[0].contains(",10,"))
  }

  @Test func `unused records are counted by reason`() {
    let imported = Imported(
      .acn,
      Self.items(
        Self.session("open", to: nil), Self.session("none", station: "B", to: "08:00:00"),
        Self.session("back", station: "C", to: "07:00:00"), Self.session("s1", station: "D"),
        Self.session("s1", station: "D"),
        Self.session("dark", station: "E", energy: "null")))
    #expect(
      imported.leftOut == [
        "1 has no disconnectTime", "1 has no kWhDelivered", "1 ends before it begins",
        "1 ends when it begins",
        "1 recorded twice",
      ])
    #expect(imported.isComplete && imported.problems.isEmpty)
  }

  @Test func `a session without energy holds its connector`() {
    let imported = Imported(.acn, Self.items(Self.session("s1", energy: "0")))
    #expect(imported.starts == ["2026-03-02T08:00:00Z,s1,A,1,3.7,0,2026-03-02T10:00:00Z"])
  }

  @Test func `measured currents are counted as ignored`() {
    let times = "\"timestamps\": [\"Mon, 02 Mar 2026 08:00:30 GMT\"]"
    let measured = Self.session("s1").replacing(
      "\"userInputs\"",
      with: "\"chargingCurrent\": {\(times), \"current\": [15.9]}, \"pilotSignal\": {\(times), "
        + "\"pilot\": [32.0]}, \"userInputs\"")
    let null = Self.session("s2", station: "B").replacing(
      "\"userInputs\"", with: "\"chargingCurrent\": null, \"userInputs\"")
    let imported = Imported(.acn, Self.items(measured, null))
    #expect(
      imported.ignored == [
        "1 session with measured currents (chargingCurrent), which are not read",
        "1 session with pilot signals (pilotSignal), which are not read",
      ])
    #expect(imported.starts.count == 2 && imported.problems.isEmpty)
  }

  @Test func `times may be HTTP dates or ISO 8601`() {
    let iso = Self.session("s1").replacing(
      "Mon, 02 Mar 2026 08:00:00 GMT", with: "2026-03-02T08:00:00+0000"
    )
    .replacing("Mon, 02 Mar 2026 10:00:00 GMT", with: "2026-03-02T11:00:00+01:00")
    #expect(Imported(.acn, iso).starts == Imported(.acn, Self.session("s1")).starts)
  }

  @Test func `the energy of a record that is left out is counted`() {
    let open = Self.session("open", to: nil, energy: "4")
    let broken = Self.session("s", from: "25:00:00", energy: "3")
    let imported = Imported(.acn, Self.items(open, broken))
    #expect(imported.result.leftOut.energy == Energy(wattHours: 7_000))
  }

  @Test func `a problem has its place`() {
    #expect(Imported(.acn, "").problems == ["1:1 invalid-json"])
    #expect(Imported(.acn, "[\n{\"sessionID\": }]").problems == ["2:15 invalid-json"])
    #expect(Imported(.acn, "[7]").problems == ["1:2 wrong-type"])
    let text = Self.items(
      Self.session("s1", energy: "-1"), Self.session("s2", from: "25:00:00"),
      Self.session("", energy: "\"12\""), Self.session("s4", station: "B"))
    let imported = Imported(.acn, text)
    #expect(
      imported.problems == [
        "3:75 invalid-time", "4:15 empty-name", "4:199 wrong-type",
      ])
    #expect(
      imported.leftOut == [
        "1 not readable (invalid-time), reported above",
        "1 not readable (empty-name), reported above",
        "1 gave back more energy than it received",
      ])
    #expect(imported.starts.count == 1 && imported.isComplete)
    #expect(Imported(.acn, "{}").problems.allSatisfy { $0 == "1:1 missing-field" })
  }

  @Test(arguments: [RecordFormat.acn, .ocpi])
  func `a text that is not JSON is refused with a hint at the right command`(format: RecordFormat) {
    for text in ["time,event\n", "\n id;start\n", "7", "\"a\""] {
      let imported = Imported(format, text)
      #expect(imported.problems.count == 1 && imported.result.isUnreadable)
      #expect(imported.result.problems[0].code == .invalidJSON)
      #expect(imported.result.problems[0].hint?.contains("import csv FILE --map") == true)
    }
    #expect(Imported(format, "\n id").problems == ["2:2 invalid-json"])
  }

  // MARK: The real file

  @Test(
    .enabled(if: SharedData.file("acn-caltech-2021.json") != nil, "no ../shared/data beside us"),
    arguments: [50, 100, 150])
  func `a season of a real garage is replayed whole`(kilowatts: Int) throws {
    let bytes = try #require(SharedData.file("acn-caltech-2021.json"))
    let imported = RecordImport(.acn, name: "acn.json", text: bytes, options: ImportOptions())
    #expect(imported.records == 2_114)
    #expect(imported.used + imported.leftOut.total == 2_114)
    #expect(imported.used == 2_114)
    let implied = try #require(imported.station)
    #expect(implied.chargers.count == 42)
    let station = try StationConfig(
      stationId: implied.stationId, gridCapacity: Power(watts: kilowatts * 1_000),
      chargers: implied.chargers)
    var replay = Replay(station)
    var energy = Energy.zero
    for event in imported.events {
      while replay.nextTick(before: event.time) {
        energy += Self.delivered(replay.departures)
      }
      try replay.apply(event)
    }
    while replay.nextTick(before: nil) { energy += Self.delivered(replay.departures) }
    // The recorded energies add up to 26,217.094 kWh.
    #expect(energy.roundedWattHours <= 26_217_094)
    #expect(energy.roundedWattHours > (kilowatts == 50 ? 25_500_000 : 26_150_000))
  }

  private static func delivered(_ departures: [Departure]) -> Energy {
    departures.reduce(.zero) { $0 + $1.deliveredEnergy }
  }
}
