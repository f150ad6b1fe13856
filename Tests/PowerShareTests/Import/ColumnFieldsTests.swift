import Testing

@testable import PowerShare

@Suite struct ColumnFieldsTests {
  private static let stay = "2026-03-02T10:00Z,2026-03-02T12:00Z"
  private static let times = "startTime=In,endTime=Out"

  private static func csv(_ text: String, map: String) -> Imported {
    Imported(.csv, text, name: "box.csv") { try? $0.columns.add(map) }
  }

  private static func start(_ imported: Imported) throws -> SessionEvent.Start {
    for event in imported.result.events {
      if case .start(let start) = event.kind { return start }
    }
    throw NoStart()
  }

  private struct NoStart: Error {}

  @Test(arguments: [
    ("22", 22_000), ("22 kW", 22_000), ("7400 W", 7_400), ("APT 22kW Dual Outlet", 22_000),
    ("Type 2, 7.4 kW / DC 50 kW", 7_400), ("2x11kW", 11_000), ("7,4KW", 7_400),
  ])
  func `a rating is a number, or the one in front of kW`(text: String, watts: Int) {
    let imported = Self.csv(
      "In,Out,kWh,Model\n\(Self.stay),1,\"\(text)\"\n",
      map: Self.times + ",deliveredEnergy=kWh,rating=Model")
    #expect(imported.result.station?.chargers.first?.maxPower == Power(watts: watts))
  }

  @Test(arguments: ["Triple Rapid Charger", "", "50kWh battery", "kW", "0", "x kW"])
  func `a text without a power says nothing`(text: String) {
    let imported = Self.csv(
      "In,Out,kWh,Model\n\(Self.stay),1,\(text)\n",
      map: Self.times + ",deliveredEnergy=kWh,rating=Model")
    #expect(imported.problems.isEmpty)
    #expect(imported.result.station?.chargers.first?.maxPower == Power(watts: 3_700))
  }

  @Test func `the vehicle and its battery are those of the record`() throws {
    let imported = Self.csv(
      "In,Out,Wh,Type,Battery,From,To\n\(Self.stay),9632,van,91504,25.99949456659,36 %\n",
      map: Self.times
        + ",deliveredEnergy:Wh=Wh,vehicle=Type,batteryCapacity:Wh=Battery,soc=From,targetSoc=To")
    let start = try Self.start(imported)
    #expect(start.vehicle == "van" && start.batteryCapacity == Energy(wattHours: 91_504))
    #expect(start.stateOfCharge == 25_999 && start.targetStateOfCharge == 36_000)
    #expect(imported.result.station?.vehicles.map(\.id) == ["van"])
  }

  @Test(arguments: [
    ("5", "2", 5, 2), ("-100", "100", -100, 100), ("-3.0", "1e1", -3, 10), (" +7 ", "1.0", 7, 1),
    ("", "NA", 0, 1), ("-0", "1", 0, 1),
  ])
  func `the priority and the weight are those of the record`(
    first: String, second: String, priority: Int, weight: Int
  ) throws {
    let imported = Self.csv(
      "In,Out,kWh,p,w\n\(Self.stay),1,\(first),\(second)\n",
      map: Self.times + ",deliveredEnergy=kWh,priority=p,weight=w")
    let start = try Self.start(imported)
    #expect(imported.problems.isEmpty)
    #expect(start.priority == priority && start.weight == weight)
  }

  @Test(arguments: [
    ("101", "out-of-range"), ("-101", "out-of-range"), ("-1e99", "out-of-range"),
    ("1.5", "not-an-integer"), ("-0.0001", "not-an-integer"), ("high", "not-a-number"),
    ("-+5", "not-a-number"), ("--5", "not-a-number"), ("-", nil),
  ])
  func `a priority is a whole number from -100 to 100`(text: String, code: String?) {
    let imported = Self.csv(
      "In,Out,kWh,p\n\(Self.stay),1,\(text)\n",
      map: Self.times + ",deliveredEnergy=kWh,priority=p")
    #expect(imported.problems == (code.map { ["2:39 \($0)"] } ?? []))
  }

  @Test(arguments: [("0", "out-of-range"), ("101", "out-of-range"), ("-1", "out-of-range")])
  func `a weight is a whole number from 1 to 100`(text: String, code: String) {
    let imported = Self.csv(
      "In,Out,kWh,w\n\(Self.stay),1,\(text)\n",
      map: Self.times + ",deliveredEnergy=kWh,weight=w")
    #expect(imported.problems == ["2:39 \(code)"])
  }

  @Test func `sessions of one id that differ in their priority are two`() {
    let row = "a,\(Self.stay),1,"
    let imported = Self.csv(
      "Id,In,Out,kWh,p\n\(row)1\n\(row)2\n",
      map: "sessionId=Id," + Self.times + ",deliveredEnergy=kWh,priority=p")
    #expect(!imported.leftOut.contains("1 recorded twice"))
  }

  @Test func `fractions are remarked, and a factor mends them`() throws {
    let rows = "In,Out,kWh,a,b\n\(Self.stay),1,0.2,0.9\n"
    let map = Self.times + ",deliveredEnergy=kWh"
    #expect(Self.csv(rows, map: map + ",soc=a,targetSoc=b").problems == ["2:43 implausible"])
    let mended = Self.csv(rows, map: map + ",soc:percent*100=a,targetSoc:percent*100=b")
    #expect(mended.problems.isEmpty)
    #expect(try Self.start(mended).stateOfCharge == 20_000)
    #expect(Self.csv(rows, map: map + ",soc:percent*1000=a").problems == ["2:39 out-of-range"])
  }

  @Test func `energy that the battery cannot take is counted`() {
    let imported = Self.csv(
      "In,Out,kWh,b,soc\n\(Self.stay),10,50,90\n",
      map: Self.times + ",deliveredEnergy=kWh,batteryCapacity=b,soc=soc")
    #expect(
      imported.implausible == [
        "1 received more than its battery could take from soc to full, which a replay stops"
      ])
  }

  @Test(arguments: [
    ("", "1463.8", "1467.6", "3.8"), (":Wh", "10500", "24500", "14"),
    (":Wh", "0.5", "1.7", "0.001"), ("", "9000000.0004", "9000000.0016", "0.001"),
    (":MWh", "1.5", "1.5023", "2.3"),
  ])
  func `two registers of a meter give the energy`(
    unit: String, from: String, to: String, energy: String
  ) {
    let imported = Self.csv(
      "In,Out,a,b\n\(Self.stay),\(from),\(to)\n",
      map: Self.times + ",meterStart\(unit)=a,meterStop\(unit)=b")
    #expect(imported.starts.first?.contains(",\(energy),2026") == true)
    #expect(imported.assumed == ["1 energy is the difference of meterStart and meterStop"])
  }

  @Test func `a meter that runs backwards is counted`() {
    let imported = Self.csv(
      "In,Out,a,b\n\(Self.stay),5,3\n", map: Self.times + ",meterStart=a,meterStop=b")
    #expect(imported.leftOut == ["1 gave back more energy than it received"])
  }

  @Test(arguments: [
    ("kWh*0.25", "10", "2.5"), ("Wh*0.001", "12345", "0.012"), ("Wh*2.5", "1", "0.002"),
    ("Wh*2.5", "3", "0.008"), ("kWh*0.25", "1.000000000000000000000001", "0.25"),
    ("MWh*0.5", "0.001", "0.5"), ("kWh*999999999", "0.0000001", "100"),
  ])
  func `a unit may have a factor`(unit: String, text: String, energy: String) {
    let imported = Self.csv(
      "In,Out,E\n\(Self.stay),\(text)\n", map: Self.times + ",deliveredEnergy:\(unit)=E")
    #expect(imported.starts.first?.contains(",\(energy),2026") == true, "\(imported.starts)")
  }

  @Test func `a duration may have a factor in any of its forms`() {
    for (unit, text) in [("min*15", "4"), ("h:m:s*2", "0:30:00"), ("s*2", "30m"), ("h*0.5", "2")] {
      let imported = Self.csv(
        "In,d,E\n2026-03-02T10:00Z,\(text),1\n",
        map: "startTime=In,duration:\(unit)=d,deliveredEnergy=E")
      #expect(imported.starts.first?.hasSuffix("T11:00:00Z") == true, "\(unit) \(text)")
    }
  }

  @Test(arguments: ["0", "", "x", "-1", "1e3", ".5", "1.", "1234567890", "1.5.5"])
  func `a factor is a decimal number above zero`(factor: String) {
    var map = ColumnMap()
    #expect(throws: ColumnMap.Problem.badFactor(factor)) {
      try map.add("deliveredEnergy:kWh*\(factor)=E")
    }
  }

  @Test func `a name has at most 255 bytes`() {
    let imported = Self.csv(
      "Id,In,Out,E\n\(String(repeating: "x", count: 256)),\(Self.stay),1\n",
      map: "sessionId=Id," + Self.times + ",deliveredEnergy=E")
    #expect(imported.problems == ["2:1 name-too-long"])
  }

  // MARK: JSON

  private static let json = "sessionId=id,startTime=t.in,endTime=t.out,deliveredEnergy:Wh=e.0.wh"

  private static func record(_ id: String, _ out: String = "12:00", _ energy: String = "\"5\"")
    -> String
  {
    #"{"id": \#(id), "t": {"in": "2026-03-02 10:00", "out": "2026-03-02 \#(out)"}, "#
      + #""e": [{"wh": \#(energy)}]}"#
  }

  @Test(arguments: ["[A, B]", "A\nB\n", #"{"a": 1, "l": [A, B]}"#, #" {"x": [{}], "l": [A, B]}"#])
  func `records of JSON are found in any wrapping`(wrapping: String) {
    let text = wrapping.replacing("A", with: Self.record("5"))
      .replacing("B", with: Self.record(#""z""#, "12:30", "7500"))
    let imported = Self.csv(text, map: Self.json)
    #expect(
      imported.starts.map { $0.split(separator: ",")[1] } == ["5", "z"], "\(imported.problems)")
    #expect(imported.starts[1].contains(",7.5,"))
  }

  @Test func `a member that no record has is an error`() {
    let imported = Self.csv("[\(Self.record("5"))]", map: Self.json.replacing("t.in", with: "t.im"))
    #expect(imported.problems == ["1:2 missing-field"] && imported.result.isUnreadable)
    #expect(imported.result.problems[0].hint == #"did you mean "t.in"?"#)
  }

  @Test func `records without members, and values that are no records, are named`() {
    let empty = Self.csv("[{}]", map: Self.times)
    #expect(empty.result.problems.map(\.hint).allSatisfy { $0 == "Records have no members." })
    #expect(empty.problems == ["1:2 missing-field", "1:2 missing-field"])
    let numbers = Self.csv("[1, 2]", map: Self.times)
    #expect(numbers.problems == ["1:2 wrong-type", "1:5 wrong-type"] && numbers.isComplete)
  }

  @Test func `values of JSON that are missing or wrong are counted`() {
    let imported = Self.csv(
      "[\(Self.record("1")), \(Self.record("null", "13:00", "null")), 5, "
        + "\(Self.record("3", "14:00", "[1]")), {\"id\": 6}]", map: Self.json)
    #expect(imported.starts.count == 1)
    #expect(
      imported.leftOut == [
        "1 has no energy", "2 not readable (wrong-type), reported above", "1 has no start",
      ])
    #expect(imported.isComplete)
  }

  @Test func `objects without an id that are equal are one session`() {
    let record = Self.record("null")
    let imported = Self.csv("[\(record), \(record)]", map: Self.json)
    #expect(imported.leftOut == ["1 recorded twice"])
  }

  @Test(arguments: [
    #"[A, B, {"id": 2, "t""#, #"{"n": [1, {"x": 2}], "l": [A, B, {"id": 2"#,
    #"{"l": [A, B, {"id": 2, "e": [{"wh": "1"}, "#, "A\nB\n{\"id\": 2, \"e\": [{\"wh\": 1}",
  ])
  func `of records that are cut off the complete ones are used`(text: String) {
    let text = text.replacing("A", with: Self.record("5")).replacing("B", with: Self.record("6"))
    func read(skips: Bool) -> Imported {
      Imported(.csv, text, name: "box.csv") { options in
        try? options.columns.add(Self.json)
        options.skipsBadRecords = skips
      }
    }
    let imported = read(skips: true)
    #expect(imported.starts.count == 2 && imported.problems.isEmpty)
    #expect(imported.leftOut == ["1 cut off at the end of the file"])
    let refused = read(skips: false)
    #expect(refused.result.isUnreadable && refused.problems.count == 1)
    #expect(refused.result.problems[0].hint?.hasPrefix("--on-error skip uses") == true)
  }

  @Test func `an outer object is a record only if no array in it has more of the map`() {
    let text = #"{"id": 7, "l": [\#(Self.record("5")), \#(Self.record("6"))]}"#
    #expect(Self.csv(text, map: Self.json).starts.count == 2)
  }

  @Test func `a line of the header does not apply to JSON`() {
    let imported = Imported(.csv, " [\(Self.record("5"))]") { options in
      try? options.columns.add(Self.json)
      options.headerLine = 2
    }
    #expect(imported.problems == ["1:1 invalid-csv"] && imported.result.isUnreadable)
  }

  @Test func `JSON in Latin-1 names its option`() {
    let text = Array(#"[{"in": "2026-03-02 10:00", "x": ""#.utf8) + [0xE4] + Array("\"}]".utf8)
    let imported = Imported(.csv, bytes: text) { try? $0.columns.add("startTime=in,endTime=x") }
    #expect(imported.result.problems[0].hint?.contains("--encoding latin1") == true)
  }
}
