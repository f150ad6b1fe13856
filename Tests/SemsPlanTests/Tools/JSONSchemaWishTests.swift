import PowerShare
import Testing

/// Checks the schemas of wishes, vehicle types and summaries with Python's `jsonschema`.
@Suite(.needs(.jsonschema)) struct JSONSchemaWishTests {
  private func program(_ files: [String: String]) throws -> Program {
    let program = try Program(files: files)
    try program.write(JSONSchemaTests.check, to: "check.py")
    return program
  }

  @Test(
    arguments: PolicyChoice.allCases.map(\.rawValue),
    ["", "--every 15m", "--reallocation on-update"])
  func `the results of every policy conform to their schema`(policy: String, options: String) throws
  {
    let outcome = try program(WishSample.files).shell(
      """
      \(JSONSchemaTests.schemas)
      sems-plan \(WishSample.simulate) --policy \(policy) \(options) >result || exit
      python3 check.py result.schema <result
      """)
    #expect(outcome == .init(status: 0, out: "", err: ""))
  }

  @Test func `a separate summary conforms to its definition`() throws {
    let program = try program(WishSample.files)
    let script = """
      \(JSONSchemaTests.schemas)
      sems-plan \(WishSample.simulate) >result || exit 98
      python3 -c '
      import json, sys
      summary = json.load(open("result"))["summary"]
      exec(sys.argv[1])
      print(json.dumps(summary))' "$CHANGE" >changed || exit 98
      python3 check.py result.schema summary <changed

      """
    #expect(try program.shell("CHANGE=''\n" + script) == .init(status: 0, out: "", err: ""))
    for change in [
      #"summary["surprise"] = 1"#, #"del summary["wait"]["p95"]"#,
      #"summary["curtailment"]["grid"]["lost"] = None"#, #"summary["sessions"]["open"] = 0.5"#,
      #"summary["servedShare"] = 1.5"#, #"summary["chargers"][0]["inUse"] = "x""#,
    ] {
      #expect(try program.shell("CHANGE='\(change)'\n" + script).status == 1, "\(change)")
    }
  }

  @Test func `the station and the timeline of the sample conform to their schemas`() throws {
    let outcome = try program(WishSample.files).shell(
      """
      \(JSONSchemaTests.schemas)
      python3 check.py station.schema <station.json || exit
      python3 check.py timeline.schema event <timeline.ndjson
      """)
    #expect(outcome == .init(status: 0, out: "", err: ""))
  }

  // MARK: Single fields

  /// Checks that the schema and the program both accept a file, or both refuse it.
  private func check(_ kind: String, _ text: String, isAccepted: Bool) throws {
    let program = try program(["file.json": text])
    let schema = try program.shell(
      "\(JSONSchemaTests.schemas) python3 check.py \(kind).schema <file.json")
    #expect(schema.status == (isAccepted ? 0 : 1), "\(schema.err)")
    let own = try program.shell(
      "sems-plan validate -q \(kind == "station" ? "-c" : "-t") file.json")
    #expect(own.status == (isAccepted ? 0 : 65), "\(own.err)")
  }

  /// Returns a timeline of one start with some fields, and its station.
  private func timeline(_ fields: String) -> String {
    #"{"config": {"stationId": "S", "gridCapacity": 50, "chargers": "#
      + #"[{"id": "C", "maxPower": 50, "connectors": 2}], "#
      + #""vehicles": [{"id": "van", "maxPower": 5}]}, "#
      + #""events": [{"time": 0, "event": "start", \#(fields)}]}"#
  }

  @Test(arguments: [
    #""vehicleMaxPower": 5"#, #""vehicle": "van""#, #""vehicle": "van", "vehicleMaxPower": null"#,
    #""vehicleMaxPower": 5, "connectorId": {}"#,
    #""vehicleMaxPower": 5, "connectorId": {"chargerId": "C"}"#,
    #""vehicleMaxPower": 5, "connectorId": {"chargerId": null, "idx": null}"#,
    #""vehicleMaxPower": 5, "batteryCapacity": 50, "soc": 20, "targetSoc": 80"#,
    #""vehicleMaxPower": 5, "energyRequested": 5, "targetSoc": 80"#,
    #""vehicleMaxPower": 5, "chargingCurve": [[0, 5]]"#,
    #""vehicleMaxPower": 5, "priority": -100, "weight": 100"#,
    #""vehicleMaxPower": 5, "priority": null, "weight": 1.0"#,
  ])
  func `the schema and the program accept a good start`(fields: String) throws {
    try check("timeline", timeline(fields), isAccepted: true)
  }

  @Test(arguments: [
    #""vehicle": null"#, #""vehicle": null, "vehicleMaxPower": null"#, #""vehicle": """#,
    #""vehicleMaxPower": 5, "connectorId": 5"#,
    #""vehicleMaxPower": 5, "connectorId": {"idx": 1}"#,
    #""vehicleMaxPower": 5, "connectorId": {"chargerId": null, "idx": 1}"#,
    #""vehicleMaxPower": 5, "energyRequested": -1"#,
    #""vehicleMaxPower": 5, "departureTime": "soon""#,
    #""vehicleMaxPower": 5, "leavesWhenDone": 1"#, #""vehicleMaxPower": 5, "maxWait": -1"#,
    #""vehicleMaxPower": 5, "batteryCapacity": "50""#, #""vehicleMaxPower": 5, "soc": 101"#,
    #""vehicleMaxPower": 5, "targetSoc": 80"#,
    #""vehicleMaxPower": 5, "targetSoc": 80, "soc": 20"#,
    #""vehicleMaxPower": 5, "chargingCurve": []"#,
    #""vehicleMaxPower": 5, "chargingCurve": [[0, 1, 2]]"#,
    #""vehicleMaxPower": 5, "priority": -101"#, #""vehicleMaxPower": 5, "priority": 0.5"#,
    #""vehicleMaxPower": 5, "weight": 0"#, #""vehicleMaxPower": 5, "weight": 101"#,
  ])
  func `the schema and the program refuse a bad start`(fields: String) throws {
    try check("timeline", timeline(fields), isAccepted: false)
  }

  @Test(arguments: [
    #"{"event": "stop", "connectorId": {"chargerId": "C"}}"#,
    #"{"event": "power-update", "consumedPower": 1, "connectorId": {"chargerId": "C", "idx": null}}"#,
  ])
  func `a later event names a session or a whole connector`(event: String) throws {
    try check("timeline", #"[{"time": 0, \#(event.dropFirst())]"#, isAccepted: false)
  }

  /// Returns a station with additional members of the station and of its charger.
  private func station(_ members: String, charger: String = "") -> String {
    #"{"stationId": "S", "gridCapacity": 50, "chargers": [{"id": "C", "maxPower": 50, "#
      + #""connectors": 1\#(charger)}]\#(members)}"#
  }

  @Test(arguments: [
    #"null"#, "[]", #"[{"id": "v", "maxPower": 5, "batteryCapacity": null}]"#,
    #"[{"id": "v", "maxPower": 5, "chargingCurve": [[50, 1]]}]"#,
  ])
  func `the schema and the program accept good vehicle types`(vehicles: String) throws {
    try check("station", station(#", "vehicles": \#(vehicles)"#), isAccepted: true)
  }

  @Test(arguments: [
    "{}", "[null]", #"[{"id": "v"}]"#, #"[{"maxPower": 5}]"#,
    #"[{"id": "v", "maxPower": 5, "batteryCapacity": -1}]"#,
    #"[{"id": "v", "maxPower": 5, "chargingCurve": []}]"#,
    #"[{"id": "v", "maxPower": 5, "chargingCurve": [[0]]}]"#,
    #"[{"id": "v", "maxPower": 5, "chargingCurve": [[101, 5]]}]"#,
  ])
  func `the schema and the program refuse bad vehicle types`(vehicles: String) throws {
    try check("station", station(#", "vehicles": \#(vehicles)"#), isAccepted: false)
  }

  @Test(arguments: [("null", true), ("4.2", true), ("-1", false), (#""4""#, false)])
  func `the schema and the program agree on a minimum power`(minPower: String, isAccepted: Bool)
    throws
  {
    let text = station("", charger: #", "minPower": \#(minPower)"#)
    try check("station", text, isAccepted: isAccepted)
  }
}
