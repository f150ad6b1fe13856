import Testing

@testable import PowerShare

@Suite struct OCPITests {
  private static func cdr(
    _ id: String = "c1", evse: String = "E1", from: String = "2026-03-02T08:00:00Z",
    to: String = "2026-03-02T10:00:00Z", energy: String = "10", more: String = ""
  ) -> String {
    """
    {"id": "\(id)", "start_date_time": "\(from)", "end_date_time": "\(to)", "cdr_location": \
    {"id": "LOC1", "evse_uid": "\(evse)", "connector_id": "1", "connector_power_type": "DC"}, \
    "total_energy": \(energy), "total_time": 2\(more.isEmpty ? "" : ", " + more)}
    """
  }

  private static func session(
    _ id: String = "s1", status: String = "COMPLETED", end: String? = "2026-03-02T10:00:00Z",
    more: String = ""
  ) -> String {
    """
    {"id": "\(id)", "start_date_time": "2026-03-02T08:00:00Z", \
    \(end.map { "\"end_date_time\": \"\($0)\", " } ?? "")"kwh": 10, "location_id": "LOC1", \
    "evse_uid": "E1", "connector_id": "2", "status": "\(status)"\(more.isEmpty ? "" : ", " + more)}
    """
  }

  /// Charging periods of `time` (from eight on, in minutes) and dimensions.
  private static func periods(_ periods: (Int, String)...) -> String {
    let objects = periods.map { minute, dimensions in
      let list = dimensions.split(separator: " ").map { dimension in
        let parts = dimension.split(separator: "=")
        return "{\"type\": \"\(parts[0])\", \"volume\": \(parts[1])}"
      }
      return
        "{\"start_date_time\": \"2026-03-02T\(minute < 120 ? "0" : "")\(8 + minute / 60):\(minute % 60 < 10 ? "0" : "")\(minute % 60):00Z\", \"dimensions\": [\(list.joined(separator: ", "))]}"
    }
    return "\"charging_periods\": [\(objects.joined(separator: ", "))]"
  }

  private static let start = "2026-03-02T08:00:00Z,c1,E1,1,7.4,10,2026-03-02T10:00:00Z"

  @Test func `a CDR becomes a start, in an array, an answer, or a line`() {
    let cdr = Self.cdr()
    for text in ["[\(cdr)]", cdr, "{\"data\": [\(cdr)], \"status_code\": 1000}", "\(cdr)\n"] {
      let imported = Imported(.ocpi, text)
      #expect(imported.starts == [Self.start] && imported.isComplete)
      #expect(imported.result.station?.stationId == "LOC1")
    }
    let lines = Imported(.ocpi, "\(cdr)\n\(Self.cdr("c2", evse: "E2"))\n")
    #expect(lines.starts.count == 2)
  }

  @Test func `a Session becomes a start, one EVSE being one connector`() {
    let imported = Imported(.ocpi, "[\(Self.session())]")
    #expect(imported.starts == [Self.start.replacing("c1", with: "s1")])
  }

  @Test func `times without a zone are UTC`() {
    let imported = Imported(
      .ocpi, Self.cdr(from: "2026-03-02T08:00:00", to: "2026-03-02T11:00:00.000+01:00"))
    #expect(imported.starts == [Self.start])
  }

  @Test func `a credit CDR and the CDR it cancels are both left out`() {
    let credit = Self.cdr(
      "c2", energy: "-10", more: "\"credit\": true, \"credit_reference_id\": \"c1\"")
    let lost = Self.cdr(
      "c4", energy: "-3", more: "\"credit\": true, \"credit_reference_id\": \"c0\"")
    let imported = Imported(
      .ocpi, "[\(Self.cdr()), \(credit), \(Self.cdr("c3", evse: "E2")), \(lost)]")
    #expect(imported.starts.count == 1 && imported.starts[0].contains(",c3,"))
    #expect(
      imported.leftOut == [
        "1 cancelled by a credit CDR", "1 a credit CDR",
        "1 a credit CDR for a CDR that is not in the file",
      ])
    #expect(imported.isComplete && imported.problems.isEmpty)
  }

  @Test func `a credit CDR may come before the CDR it cancels`() {
    let credit = Self.cdr(
      "c2", energy: "10", more: "\"credit\": true, \"credit_reference_id\": \"c1\"")
    let imported = Imported(.ocpi, "[\(credit), \(Self.cdr())]")
    #expect(imported.starts.isEmpty && imported.isComplete)
    #expect(imported.leftOut == ["1 a credit CDR", "1 cancelled by a credit CDR"])
    // A CDR with `"credit": false` is used, and a credit CDR need not name the CDR it cancels.
    #expect(Imported(.ocpi, Self.cdr(more: "\"credit\": false")).starts == [Self.start])
    #expect(
      Imported(.ocpi, Self.cdr(more: "\"credit\": true")).leftOut == [
        "1 a credit CDR for a CDR that is not in the file"
      ])
  }

  @Test func `a period may have every kind of dimension`() {
    let dimensions =
      "MIN_POWER=1 MAX_CURRENT=32 MIN_CURRENT=6 TIME=1 PARKING_TIME=1 CURRENT=16 "
      + "STATE_OF_CHARGE=50 SOMETHING_NEW=1"
    let cdr = Self.cdr(evse: "E2", more: Self.periods((0, dimensions)))
    let session = Self.session(more: Self.periods((0, dimensions + " POWER=6.5")))
    let imported = Imported(.ocpi, "[\(cdr), \(session)]") { $0.isOpenLoop = true }
    #expect(imported.problems.isEmpty && imported.isComplete)
    // Only POWER gives a power here: MIN_POWER is not a maximum.
    #expect(imported.starts.map { $0.split(separator: ",")[4] } == ["6.5", "11"])
    #expect(imported.reports == ["2026-03-02T08:00:00Z,s1,6.5,6.5"])
  }

  @Test func `two plugs of an EVSE are one connector`() {
    let other = Self.cdr("c2", from: "2026-03-02T09:00:00Z", to: "2026-03-02T11:00:00Z")
      .replacing("\"connector_id\": \"1\"", with: "\"connector_id\": \"2\"")
    let imported = Imported(.ocpi, "[\(Self.cdr()), \(other)]")
    #expect(imported.starts.map { $0.split(separator: ",")[3] } == ["1", "1"])
    #expect(imported.starts[0].hasSuffix("2026-03-02T09:00:00Z"))
    #expect(imported.result.station?.chargers.map(\.connectors.count) == [1])
  }

  @Test func `an answer may hold one object`() {
    let imported = Imported(.ocpi, "{\"data\": \(Self.cdr()), \"status_code\": 1000}")
    #expect(imported.starts == [Self.start] && imported.isComplete)
  }

  @Test func `a reservation is counted, not used`() {
    let imported = Imported(
      .ocpi,
      "[\(Self.cdr("c1", evse: "#NA")), \(Self.cdr("c2", more: Self.periods((0, "RESERVATION_TIME=2"))))]"
    )
    #expect(
      imported.leftOut == [
        "1 a reservation without charging (evse_uid #NA)", "1 a reservation without charging",
      ])
    let reserved = Imported(
      .ocpi,
      Self.cdr(more: Self.periods((0, "RESERVATION_TIME=0.5"), (30, "ENERGY=10 TIME=1.5"))))
    #expect(reserved.starts[0].hasPrefix("2026-03-02T08:30:00Z,"))
    #expect(reserved.assumed == ["1 begins after a reservation"])
  }

  @Test(arguments: ["ACTIVE", "INVALID", "PENDING", "RESERVATION"])
  func `Sessions that are not completed are counted by their status`(status: String) {
    let imported = Imported(.ocpi, "[\(Self.session(status: status, end: nil))]")
    #expect(imported.leftOut == ["1 a Session that is \(status)"])
    #expect(imported.isComplete && imported.problems.isEmpty)
  }

  @Test func `the latest version counts, and a CDR before its Session`() {
    let old = Self.cdr(energy: "1", more: "\"last_updated\": \"2026-03-02T11:00:00Z\"")
    let new = Self.cdr(
      energy: "20", more: "\"last_updated\": \"2026-03-02T12:00:00Z\", \"session_id\": \"s1\"")
    let imported = Imported(.ocpi, "[\(new), \(old), \(Self.session())]")
    #expect(imported.starts.count == 1 && imported.starts[0].contains(",20,"))
    #expect(
      imported.leftOut == ["1 replaced by a later version", "1 a Session whose CDR is in the file"])
    #expect(imported.isComplete)
  }

  @Test func `recorded powers are maxima, and reports only in an open loop`() {
    let periods = Self.periods(
      (60, "ENERGY=2 MAX_POWER=9.5"), (0, "ENERGY=6 MAX_POWER=21 CURRENT=30"),
      (90, "POWER=3.2 STATE_OF_CHARGE=80"))
    let closed = Imported(.ocpi, Self.cdr(more: periods))
    #expect(closed.starts[0].contains(",21,10,"))
    #expect(closed.reports.isEmpty)
    let open = Imported(.ocpi, Self.cdr(more: periods)) { $0.isOpenLoop = true }
    // A period ends where the next begins: 6 kWh in an hour, 2 kWh in half an hour.
    #expect(
      open.reports == [
        "2026-03-02T08:00:00Z,c1,6,6", "2026-03-02T09:00:00Z,c1,4,4",
        "2026-03-02T09:30:00Z,c1,3.2,3.2",
      ])
    let last = Imported(.ocpi, Self.cdr(more: Self.periods((0, "ENERGY=10")))) {
      $0.isOpenLoop = true
    }
    #expect(last.reports == ["2026-03-02T08:00:00Z,c1,5,5"])
  }

  @Test func `energy fed back to the grid is not drawn`() {
    let periods = Self.periods((0, "ENERGY=10 MAX_POWER=9"), (60, "ENERGY=-1 POWER=-5"))
    let imported = Imported(.ocpi, Self.cdr(more: periods)) { $0.isOpenLoop = true }
    #expect(imported.starts[0].contains(",9,10,") && imported.problems.isEmpty)
    #expect(imported.reports.map { $0.split(separator: ",")[3] } == ["10", "0"])
    #expect(imported.assumed.first == "1 fed the grid at times, counted as drawing nothing")
    let back = Imported(.ocpi, Self.cdr(energy: "-0.5"))
    #expect(back.leftOut == ["1 gave back more energy than it received"] && back.isComplete)
  }

  @Test func `parking does not make a connector look slow`() {
    let imported = Imported(.ocpi, Self.cdr(more: "\"total_parking_time\": 1.5"))
    #expect(imported.starts[0].contains(",22,10,"))  // 10 kWh in half an hour
  }

  @Test func `a problem has its place`() {
    let imported = Imported(
      .ocpi,
      """
      [\(Self.cdr("c1", energy: "\"1\"")),
      {"id": "c2"},
      \(Self.session(status: "DONE")),
      \(Self.cdr("c4", from: "yesterday")),
      \(Self.cdr("c5", more: Self.periods((0, "MAX_POWER=\"1\"")))),
      "c6",
      \(Self.cdr("c7", more: "\"total_parking_time\": \"1\""))]
      """)
    #expect(imported.problems.count == 7)
    #expect(
      imported.problems.map { String($0.split(separator: ":")[0]) } == [
        "1", "2", "3", "4", "5", "6", "7",
      ])
    #expect(
      imported.leftOut == [
        "4 not readable (wrong-type), reported above",
        "1 not readable (missing-field), reported above",
        "1 not readable (invalid-time), reported above",
        "1 not readable (not-a-number), reported above",
      ])
    #expect(imported.isComplete && imported.starts.isEmpty)
    let ended = Imported(.ocpi, "[\(Self.session(end: nil))]")
    #expect(ended.leftOut == ["1 has no end_date_time"] && ended.problems.isEmpty)
  }
}
