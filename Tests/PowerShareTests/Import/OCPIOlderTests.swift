import Testing

@testable import PowerShare

/// Records of OCPI 2.1.1, and those of other versions and modules.
@Suite struct OCPIOlderTests {
  private static func location(
    _ connectors: String = connector(), uid: String = "E7", evses: Int = 1
  ) -> String {
    let evse = "{\"uid\": \"\(uid)\", \"evse_id\": \"NL-XYZ-7\", \"connectors\": [\(connectors)]}"
    let list = Array(repeating: evse, count: evses).joined(separator: ", ")
    return "\"location\": {\"id\": \"DOCK\", \"city\": \"Delft\", \"evses\": [\(list)]}"
  }

  private static func connector(
    _ id: String = "1", _ type: String = "AC_3_PHASE", volts: String = "230", amperes: String = "32"
  ) -> String {
    """
    {"id": "\(id)", "power_type": "\(type)", "voltage": \(volts), "amperage": \(amperes)}
    """
  }

  private static func cdr(
    _ location: String = location(), id: String = "77", energy: String = "6", more: String = ""
  ) -> String {
    """
    {"id": "\(id)", "start_date_time": "2026-03-02T08:00:10Z", "stop_date_time": \
    "2026-03-02T10:00:10Z", "auth_method": "WHITELIST", \(location), "total_cost": 2.5, \
    "total_energy": \(energy), "total_time": 2\(more)}
    """
  }

  private static func session(id: String = "901", status: String = "COMPLETED") -> String {
    """
    {"id": "\(id)", "start_datetime": "2026-03-02T08:00:10Z", "end_datetime": \
    "2026-03-02T10:00:10Z", "kwh": 6, "auth_method": "WHITELIST", \(location()), \
    "status": "\(status)", "last_updated": "2026-03-02T10:00:11Z"}
    """
  }

  private static func rating(_ connectors: String, more: String = "") -> Int? {
    Imported(.ocpi, cdr(location(connectors), more: more)).result.station?.gridCapacity.watts
  }

  @Test func `a CDR and a Session of OCPI 2 1 1 become starts`() {
    let row = "E7,1,22.08,6,2026-03-02T10:00:10Z"
    let cdr = Imported(.ocpi, "[\(Self.cdr())]")
    #expect(cdr.starts == ["2026-03-02T08:00:10Z,77,\(row)"])
    #expect(cdr.problems.isEmpty && cdr.isComplete)
    #expect(cdr.result.station?.stationId == "DOCK")
    let session = Imported(.ocpi, "{\"data\": [\(Self.session())], \"status_code\": 1000}")
    #expect(session.starts == ["2026-03-02T08:00:10Z,901,\(row)"])
    #expect(Imported(.ocpi, Self.session(status: "completed")).starts.count == 1)
  }

  @Test func `voltage and current are the least that a rating can be`() {
    // 6 kWh in two hours are 3 kW.
    #expect(Self.rating(Self.connector(volts: "230", amperes: "16")) == 11_040)
    #expect(Self.rating(Self.connector("1", "AC_1_PHASE", volts: "230", amperes: "32")) == 7_360)
    #expect(Self.rating(Self.connector("1", "DC", volts: "400", amperes: "125")) == 50_000)
    #expect(Self.rating(Self.connector("1", "DC", volts: "5", amperes: "5")) == 3_700)
    #expect(Self.rating("") == 3_700)
    let unknown = Imported(.ocpi, Self.cdr(Self.location(Self.connector(volts: "\"230\""))))
    #expect(unknown.result.station?.gridCapacity.watts == 3_700)
    #expect(
      unknown.ignored == ["1 voltage or amperage of a connector that is no number up to 10000"])
  }

  @Test func `of several connectors the one that was used counts, else the strongest`() {
    let both = Self.connector("1") + ", " + Self.connector("2", "DC", volts: "400", amperes: "125")
    #expect(Self.rating(both) == 50_000)
    #expect(Self.rating(both, more: ", \"connector_id\": \"1\"") == 22_080)
    #expect(Self.rating(both, more: ", \"connector_id\": \"3\"") == 50_000)
  }

  @Test func `a voltage between phases is said to be one`() {
    let imported = Imported(.ocpi, Self.cdr(Self.location(Self.connector(volts: "400"))))
    #expect(imported.result.station?.gridCapacity.watts == 38_400)
    #expect(imported.implausible.count == 1)
    #expect(
      imported.implausible.joined().hasPrefix("1 at a connector with three phases of more than"))
  }

  @Test func `a location without exactly one EVSE is no place`() {
    let several = Imported(.ocpi, Self.cdr(Self.location(evses: 2)))
    #expect(
      several.leftOut == ["1 at a location with several EVSEs, without saying at which"])
    #expect(several.result.leftOut.energy == Energy(wattHours: 6_000))
    let none = Imported(.ocpi, Self.cdr(Self.location(evses: 0)))
    #expect(none.leftOut == ["1 at a location without an EVSE"])
    for place in [
      "\"location\": 5", "\"location\": {\"id\": \"A\"}", "\"location\": {\"evses\": 5}",
      "\"location\": {\"evses\": [5]}", "\"location\": {\"evses\": [{}]}", "\"other\": 1",
    ] {
      let imported = Imported(.ocpi, Self.cdr(place))
      #expect(imported.problems.count == 1 && imported.isComplete, "\(place)")
    }
  }

  @Test func `an end that is missing has the name of its version`() {
    let cdr = Self.cdr().replacing("\"stop_date_time\"", with: "\"x\"")
    #expect(Imported(.ocpi, cdr).leftOut == ["1 has no stop_date_time"])
    let session = Self.session().replacing("\"end_datetime\"", with: "\"x\"")
    #expect(Imported(.ocpi, session).leftOut == ["1 has no end_datetime"])
    let begun = Self.session().replacing("\"start_datetime\"", with: "\"x\"")
    #expect(
      Imported(.ocpi, begun).result.problems.map(\.message) == ["\"start_datetime\" is missing"])
  }

  @Test func `a Session that begins with a CDR at its EVSE is billed by it`() {
    let imported = Imported(.ocpi, "[\(Self.session()), \(Self.cdr())]")
    #expect(imported.starts.count == 1 && imported.starts.joined().contains(",77,"))
    #expect(imported.leftOut == ["1 a Session whose CDR is in the file"])
    #expect(imported.result.leftOut.energy == Energy(wattHours: 6_000))
  }

  // MARK: Other kinds

  @Test(arguments: [
    (
      "{\"id\": \"1\", \"location\": {\"evse\": {\"uid\": \"3\"}}, \"total_usage\": []}",
      "an OCPI 2.0 CDR"
    ),
    (
      "{\"id\": \"1\", \"kwh\": 1, \"location\": {\"evse\": {\"uid\": \"3\"}}}",
      "an OCPI 2.0 Session"
    ),
    ("{\"id\": \"1\", \"coordinates\": {}, \"evses\": []}", "an OCPI Location"),
    ("{\"uid\": \"1\", \"connectors\": [], \"status\": \"AVAILABLE\"}", "an OCPI EVSE"),
    ("{\"id\": \"1\", \"standard\": \"CHADEMO\", \"power_type\": \"DC\"}", "an OCPI Connector"),
    ("{\"id\": \"1\", \"currency\": \"EUR\", \"elements\": []}", "an OCPI Tariff"),
    ("{\"uid\": \"1\", \"contract_id\": \"A\", \"whitelist\": \"ALLOWED\"}", "an OCPI Token"),
    ("{\"version\": \"2.1.1\", \"url\": \"x\"}", "a list of OCPI versions or endpoints"),
    ("{\"status_code\": 2001, \"status_message\": \"x\"}", "an OCPI response without data"),
    ("{\"sessionID\": \"1\", \"stationID\": \"A\"}", "a session of ACN-Data"),
  ])
  func `another kind of record is named`(text: String, kind: String) {
    for format in [RecordFormat.ocpi, .acn] where kind != "a session of ACN-Data" || format == .ocpi
    {
      let imported = Imported(format, "[\(text), \(text)]")
      #expect(imported.result.isUnreadable && imported.problems == ["1:2 wrong-type"])
      #expect(
        imported.result.problems.map(\.message) == [
          "the file holds another kind of record: \(kind)"
        ])
      #expect(imported.result.problems.first?.hint != nil)
    }
    let mixed = Imported(.ocpi, "[\(text), \(Self.cdr())]")
    #expect(mixed.starts.count == 1 && mixed.leftOut == ["1 \(kind)"] && mixed.isComplete)
  }

  @Test func `an OCPI file is named for ACN, and a log of OCPP for both`() {
    for text in [Self.cdr(), "{\"data\": [\(Self.cdr())], \"status_code\": 1000}"] {
      let imported = Imported(.acn, text)
      #expect(imported.result.problems.map(\.hint) == ["Use: sems-plan import ocpi FILE"])
    }
    let other = Imported(.ocpi, "{\"_items\": [{\"sessionID\": \"1\", \"stationID\": \"A\"}]}")
    #expect(other.result.problems.map(\.hint) == ["Use: sems-plan import acn FILE"])
    for log in [
      "[2,\"7\",\"StartTransaction\",{}]\n[3,\"7\",{}]",
      "2026-03-02 08:00 IN [2, \"7\", \"Heartbeat\", {}]",
    ] {
      for format in [RecordFormat.acn, .ocpi] {
        let result = Imported(format, log).result
        #expect(result.problems.map(\.message) == ["the file is a log of OCPP messages"])
        #expect(
          result.isUnreadable && result.problems.first?.hint == "Use: sems-plan import ocpp FILE")
      }
    }
  }
}
