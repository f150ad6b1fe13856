import Testing

@testable import PowerShare

/// The rules for records of every format.
@Suite struct ImportedTimelineTests {
  /// Rows of `id,charger,idx,from,to,kWh,kW`, times in minutes past eight.
  private static func imported(
    _ rows: String..., configure: (inout ImportOptions) -> Void = { _ in }
  ) -> Imported {
    func time(_ minutes: Substring) -> String {
      let minutes = 480 + (Int(minutes) ?? 0)
      let (hour, minute) = (minutes / 60, minutes % 60)
      return "2026-03-02T\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute):00Z"
    }
    let lines = rows.map { row in
      let cells = row.split(separator: ",", omittingEmptySubsequences: false)
      return
        "\(cells[0]),\(cells[1]),\(cells[2]),\(time(cells[3])),\(time(cells[4])),\(cells[5]),\(cells[6])"
    }
    let text = "a,b,c,d,e,f,g\n" + lines.joined(separator: "\n") + "\n"
    return Imported(.csv, text) { options in
      try? options.columns.add(
        "sessionId=a,chargerId=b,idx=c,startTime=d,endTime=e,deliveredEnergy=f,vehicleMaxPower=g")
      configure(&options)
    }
  }

  private static func stays(_ imported: Imported) -> [String] {
    imported.starts.map { row in
      let cells = row.split(separator: ",", omittingEmptySubsequences: false)
      return "\(cells[1]) \(cells[0].dropFirst(11).prefix(5))-\(cells[6].dropFirst(11).prefix(5))"
    }
  }

  @Test func `a session that overlaps the next one is cut short`() {
    let imported = Self.imported(
      "a,P,1,0,60,5,", "b,P,1,50,90,5,", "c,P,2,50,90,5,", "d,P,1,90,120,5,", "e,P,1,95,100,1,",
      "f,P,1,97,130,1,")
    #expect(
      Self.stays(imported) == [
        "a 08:00-08:50", "b 08:50-09:30", "c 08:50-09:30", "d 09:30-09:35", "e 09:35-09:37",
        "f 09:37-10:10",
      ])
    #expect(
      imported.assumed.contains(
        "3 cut short, because the next at the connector began before its end"))
    #expect(imported.isComplete)
  }

  @Test func `of two sessions that begin together the one that ends last is kept`() {
    let imported = Self.imported(
      "a,P,1,0,60,5,", "b,P,1,0,90,5,", "c,P,1,0,30,5,", "d,P,1,60,70,1,")
    #expect(Self.stays(imported) == ["b 08:00-09:00", "d 09:00-09:10"])
    #expect(imported.leftOut == ["2 begins together with another at its connector"])
    #expect(imported.isComplete)
  }

  @Test func `a mean power is that of the recorded session, not of the shortened one`() {
    let imported = Self.imported("a,P,1,0,120,20,", "b,P,1,15,120,5,")
    #expect(Self.stays(imported) == ["a 08:00-08:15", "b 08:15-10:00"])
    #expect(imported.result.station?.gridCapacity.watts == 11_000)
  }

  @Test func `without connectors, a charger has as many as were in use at once`() throws {
    let imported = Self.imported("a,P,,0,60,5,", "b,P,,10,30,5,", "c,P,,30,40,1,", "d,P,,35,70,5,")
    let places = imported.starts.map { String($0.split(separator: ",")[3]) }
    #expect(places == ["1", "2", "2", "3"])
    #expect(imported.assumed == ["3 put at another connector, because those before it were in use"])
    #expect(imported.result.station?.chargers[0].connectors.count == 3)
  }

  @Test func `a session without a connector is not put where another begins at that moment`() {
    let imported = Self.imported("a,P,,0,60,5,", "b,P,1,0,90,5,", "c,P,2,0,30,5,")
    #expect(imported.leftOut.isEmpty)
    #expect(
      imported.starts.map { $0.split(separator: ",")[1...3].joined(separator: ":") }.sorted()
        == ["a:P:3", "b:P:1", "c:P:2"])
  }

  @Test func `sessions at any connector do not overlap`() {
    let imported = Self.imported("a,P,1,0,60,5,", "b,P,1,0,90,5,") { $0.anyConnector = true }
    #expect(Self.stays(imported) == ["a 08:00-09:00", "b 08:00-09:30"])
    #expect(imported.starts.allSatisfy { $0.contains(",,,") })
  }

  @Test func `the order of the records does not matter`() {
    let rows = ["a,P,1,0,60,5,", "b,P,1,50,90,5,", "c,Q,1,0,10,5,9", "d,P,2,0,30,5,"]
    let first = Self.imported(rows[0], rows[1], rows[2], rows[3])
    let second = Self.imported(rows[3], rows[2], rows[1], rows[0])
    #expect(Array(first.result.events) == Array(second.result.events))
    #expect(first.result.station == second.result.station)
  }

  @Test func `equal records count once, others of the same id get a number`() {
    let imported = Self.imported(
      "a,P,1,0,10,1,", "a,P,1,0,10,1,", "a,P,1,20,30,1,", "a-2,P,1,40,50,1,", "a,Q,1,45,50,1,")
    #expect(
      Self.stays(imported) == [
        "a 08:00-08:10", "a-3 08:20-08:30", "a-2 08:40-08:50", "a-4 08:45-08:50",
      ])
    #expect(imported.leftOut == ["1 recorded twice"])
    #expect(
      imported.assumed.contains(
        "2 id followed by a number, because another session has the same id"))
  }

  @Test func `a maximum is a recorded one, else that of the options, else the rating`() {
    let rows = ["a,P,1,0,60,5,9.5", "b,P,1,60,120,5,0", "c,Q,1,0,60,3,"]
    let plain = Self.imported(rows[0], rows[1], rows[2])
    #expect(plain.starts.map { $0.split(separator: ",")[4] } == ["9.5", "3.7", "11"])
    #expect(
      plain.rules.prefix(2) == [
        "1 vehicleMaxPower is a recorded maximum",
        "1 energyRequested is the delivered energy",
      ] || plain.rules.contains("2 vehicleMaxPower is the rating of the connector"))
    let given = Self.imported(rows[0], rows[1], rows[2]) { $0.maxPower = Power(watts: 6_000) }
    #expect(given.starts.map { $0.split(separator: ",")[4] } == ["9.5", "6", "6"])
    #expect(given.rules.contains("2 vehicleMaxPower is --max-power"))
  }

  @Test func `a station has every charger, with the sum of its connectors`() throws {
    let imported = Self.imported("a,P,3,0,60,5,", "b,P,1,0,60,20,", "c,O,1,0,60,5,")
    let station = try #require(imported.result.station)
    #expect(station.chargers.map(\.id) == ["O", "P"])
    #expect(station.chargers[1].maxPower == Power(watts: 29_400))
    // The second connector, which no session used, gets the highest rating of its charger.
    #expect(
      station.chargers[1].connectors
        == .individual([Power(watts: 22_000), Power(watts: 22_000), Power(watts: 7_400)]))
    #expect(station.gridCapacity == Power(watts: 36_800))
    let written = StationWriter.json(station)
    let (read, problems) = StationReader.read(name: "s", text: written, format: .json)
    #expect(read == station && problems.isEmpty)
  }

  /// Random records that may overlap: the timeline is replayed without a bad event.
  @Test(.tags(.property), arguments: PropertyCases.seeds(100))
  func `an imported timeline can be replayed`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var text = "a,b,c,d,e,f,g\n"
    let count = random.int(1...40)
    for _ in 0..<count {
      let start = random.int(0...300)
      let end = start + random.int(-2...120)
      let power = random.chance(percent: 30) ? "\(random.int(0...30))" : ""
      text += "\(random.pick(["x", "y", "z", ""])),C\(random.int(1...2)),\(random.int(1...3)),"
      text += "\(1_700_000_000 + start * 60),\(1_700_000_000 + max(0, end) * 60),"
      text += "\(random.int(0...30)),\(power)\n"
    }
    let isAnywhere = random.chance(percent: 30)
    let imported = Imported(.csv, text) { options in
      try? options.columns.add(
        "sessionId=a,chargerId=b,idx=c,startTime=d,endTime=e,deliveredEnergy=f,vehicleMaxPower=g")
      options.datePatterns = [DatePattern("%s")].compactMap(\.self)
      options.anyConnector = isAnywhere
    }
    #expect(imported.isComplete && imported.problems.isEmpty, "seed \(seed)")
    guard let station = imported.result.station else { return }
    var replay = Replay(station)
    var last = Instant(milliseconds: 0)
    for event in imported.result.events {
      #expect(last <= event.time, "seed \(seed)")
      last = event.time
      while replay.nextTick(before: event.time) {}
      do throws(EventProblem) {
        try replay.apply(event)
      } catch {
        Issue.record("seed \(seed): \(error.message)")
      }
    }
  }

  // MARK: Damage

  /// Valid records of every format.
  private static let whole: [(format: RecordFormat, text: String)] = [
    (
      .acn,
      """
      {"_items": [{"sessionID": "s1", "stationID": "A", "siteID": "1", "connectionTime": \
      "Mon, 02 Mar 2026 08:00:00 GMT", "disconnectTime": "Mon, 02 Mar 2026 10:00:00 GMT", \
      "doneChargingTime": "Mon, 02 Mar 2026 09:00:00 GMT", "kWhDelivered": 9.5, "userInputs": \
      [{"kWhRequested": 30, "modifiedAt": "Mon, 02 Mar 2026 08:01:00 GMT"}]}]}
      """
    ),
    (
      .ocpi,
      """
      [{"id": "c1", "start_date_time": "2026-03-02T08:00:00Z", "end_date_time": \
      "2026-03-02T10:00:00", "session_id": "x", "cdr_location": {"id": "L", "evse_uid": "E"}, \
      "charging_periods": [{"start_date_time": "2026-03-02T08:00:00Z", "dimensions": [{"type": \
      "MAX_POWER", "volume": 11}, {"type": "ENERGY", "volume": 9}]}], "total_energy": 9, \
      "total_parking_time": 0.5, "credit": false, "last_updated": "2026-03-02T11:00:00Z"}]
      """
    ),
    (
      .ocpi,
      """
      {"data": [{"id": "c1", "start_date_time": "2026-03-02T08:00:00Z", "stop_date_time": \
      "2026-03-02T10:00:00Z", "location": {"id": "L", "evses": [{"uid": "E", "connectors": [{"id": \
      "1", "voltage": 230, "amperage": 32, "power_type": "AC_3_PHASE"}]}]}, "charging_periods": \
      [{"start_date_time": "2026-03-02T08:00:00Z", "dimensions": [{"type": "energy", "volume": 9}]}, \
      {"start_date_time": "2026-03-02T09:00:00Z", "dimensions": [{"type": "PARKING_TIME", \
      "volume": 1}]}], "total_energy": 9}, {"country_code": "FR", "party_id": "CPO", "id": "c1", \
      "start_datetime": "2026-03-02T08:00:00Z", "end_datetime": "2026-03-02T10:00:00Z", "kwh": -9, \
      "location": {"id": "L", "evses": [{"uid": "E"}]}, "status": "COMPLETED"}]}
      """
    ),
    (
      .ocpp,
      """
      [2,"1","StartTransaction",{"connectorId":1,"meterStart":5,"timestamp":"2026-03-02T08:00:00Z"}]
      [3,"1",{"transactionId":7}]
      [2,"2","MeterValues",{"connectorId":1,"transactionId":7,"meterValue":[{"timestamp":\
      "2026-03-02T08:05:00Z","sampledValue":[{"value":"7.1","unit":"kW","phase":"L1",\
      "measurand":"Power.Active.Import"}]}]}]
      [2,"3","StopTransaction",{"transactionId":7,"meterStop":90,"timestamp":"2026-03-02T09:00:00Z"}]
      """
    ),
    (
      .ocpp,
      """
      box=P [2,"1","StartTransaction",{"connectorId":1,"idTag":"A","meterStart":5,"timestamp":\
      "2026-03-02T08:00:00Z"}] box=
      {"box=":"Q","m":"[3,\\"1\\",{\\"transactionId\\":-1}] [3,\\"1\\",{\\"transactionId\\":7}]"}
      box=P,"[2,""2"",""StopTransaction"",{""transactionId"":0,""idTag"":""A"",""meterStop"":90.5,\
      ""timestamp"":""2026-03-02T09:00:00Z""}]"
      [2,"3","TransactionEvent",{"eventType":"Started","timestamp":"2026-03-02T08:00:00Z","evse":\
      {"id":1},"transactionInfo":{"transactionId":"t"},"meterValue":[{"timestamp":\
      "2026-03-02T08:00:00Z","sampledValue":[{"value":5},{"value":7,"measurand":\
      "Power.Active.Import","unitOfMeasure":{"unit":"kW","multiplier":-1},"phase":"L1"}]}]}]
      [2,"4","MeterValues",{"evseId":1,"meterValue":[{"timestamp":"2026-03-02T08:30:00Z",\
      "sampledValue":[{"value":5e3}]}]}]
      [2,"5","TransactionEvent",{"eventType":"Ended","timestamp":"2026-03-02T09:00:00Z",\
      "transactionInfo":{"transactionId":"t"},"meterValue":[]}]
      """
    ),
    (
      .elaad,
      """
      TransactionId;ChargePoint;Connector;UTCTransactionStart;UTCTransactionStop;StartCard;\
      ConnectedTime;ChargeTime;TotalEnergy;MaxPower
      1;A;1;25/10/2026 02:12;25/10/2026 04:40;c1;3,4667;2,1;7,8;3,69
      2;A;2;01/03/2026 00:12;01/03/2026 04:40;"c;2";4,4667;2,1;7,8;0
      """
    ),
  ]

  @Test(.tags(.property), arguments: PropertyCases.seeds(300))
  func `damaged records are problems, and every one is accounted for`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for (format, text) in Self.whole {
      let damaged = Damage.apply(to: Array(text.utf8), using: &random)
      var options = ImportOptions()
      options.clock = LocalClock(rule: "CET-1CEST,M3.5.0,M10.5.0/3")
      options.isOpenLoop = random.chance(percent: 50)
      options.skipsBadRecords = random.chance(percent: 50)
      options.demand = random.pick([.delivered, .requested])
      if random.chance(percent: 30) { options.chargerAfter = "box=" }
      let result = RecordImport(format, name: "records", text: damaged, options: options)
      #expect(result.records == result.used + result.leftOut.total, "\(format), seed \(seed)")
      guard let station = result.station else { continue }
      var replay = Replay(station)
      for event in result.events {
        while replay.nextTick(before: event.time) {}
        do throws(EventProblem) {
          try replay.apply(event)
        } catch {
          Issue.record("\(format), seed \(seed): \(error.message)")
        }
      }
    }
  }
}
