import Testing

@testable import PowerShare

/// Which CDRs and Sessions of a file are used, and by what names.
@Suite struct OCPISelectionTests {
  /// A CDR of a party, from `hour` on for an hour.
  private static func cdr(
    _ id: String, party: String? = "ABC", evse: String = "E1", hour: Int = 8, energy: String = "6",
    updated: String? = nil, more: String = ""
  ) -> String {
    let owner = party.map { "\"country_code\": \"NL\", \"party_id\": \"\($0)\", " } ?? ""
    let time = updated.map { ", \"last_updated\": \"2026-03-03T\($0):00Z\"" } ?? ""
    return """
      {\(owner)"id": "\(id)", \
      "start_date_time": "2026-03-02T\(hour < 10 ? "0" : "")\(hour):00:05Z", \
      "end_date_time": "2026-03-02T\(hour < 9 ? "0" : "")\(hour + 1):00:05Z", "cdr_location": \
      {"id": "L1", "evse_uid": "\(evse)"}, "total_energy": \(energy)\(time)\(more)}
      """
  }

  private static func imported(_ records: String...) -> Imported {
    Imported(.ocpi, "[\(records.joined(separator: ", "))]")
  }

  private static func names(_ imported: Imported) -> [String] {
    imported.starts.map { row in
      row.split(separator: ",")[1...2].joined(separator: " ")
    }
  }

  // MARK: Parties

  @Test func `equal ids of two parties are two sessions`() {
    let imported = Self.imported(
      Self.cdr("c1", evse: "E1"), Self.cdr("c1", party: "xyz", evse: "E2", hour: 9),
      Self.cdr("c2", evse: "E1", hour: 10))
    #expect(Self.names(imported) == ["NL-ABC-c1 E1", "NL-XYZ-c1 E2", "c2 E1"])
    #expect(
      imported.assumed.contains("2 session ids of several parties, with the party before them"))
    #expect(imported.leftOut.isEmpty && imported.isComplete)
  }

  @Test func `equal EVSE ids of two parties are two chargers`() {
    let imported = Self.imported(
      Self.cdr("a", hour: 8), Self.cdr("b", party: "XYZ", hour: 8), Self.cdr("c", evse: "E2"))
    #expect(Self.names(imported) == ["c E2", "a NL-ABC-E1", "b NL-XYZ-E1"])
    #expect(imported.result.station?.chargers.map(\.id) == ["E2", "NL-ABC-E1", "NL-XYZ-E1"])
    #expect(imported.assumed.contains("2 EVSE ids of several parties, with the party before them"))
    // Both have a location L1, which are two sites.
    #expect(imported.assumed.contains("2 sites in one file, taken as one station"))
  }

  @Test func `one party gets no prefix, and one without a name keeps its ids`() {
    #expect(Self.names(Self.imported(Self.cdr("a"), Self.cdr("b", hour: 9))) == ["a E1", "b E1"])
    let imported = Self.imported(Self.cdr("a", party: nil), Self.cdr("a", hour: 9))
    #expect(Self.names(imported) == ["a E1", "a-2 E1"])
    let three = Self.imported(
      Self.cdr("a", party: nil), Self.cdr("a", hour: 9), Self.cdr("a", party: "XYZ", hour: 10))
    #expect(
      Self.names(three) == ["a E1", "NL-ABC-a NL-ABC-E1", "NL-XYZ-a NL-XYZ-E1"])
  }

  @Test func `a prefix gives no name that another has`() {
    let imported = Self.imported(
      Self.cdr("a"), Self.cdr("a", party: "XYZ", hour: 9),
      Self.cdr("NL-XYZ-a", evse: "NL-ABC-E1", hour: 10))
    #expect(
      Self.names(imported) == [
        "NL-ABC-a NL-ABC-E1-2", "NL-XYZ-a-2 NL-XYZ-E1", "NL-XYZ-a NL-ABC-E1",
      ])
  }

  @Test func `a name that its party makes too long is left out`() {
    let long = String(repeating: "x", count: 250)
    let imported = Self.imported(Self.cdr(long), Self.cdr(long, party: "XYZ", evse: "E2", hour: 9))
    #expect(imported.leftOut == ["2 its name and that of its party have more than 255 bytes"])
    #expect(imported.isComplete && imported.starts.isEmpty)
  }

  @Test func `a credit CDR cancels only one of its own party`() {
    let imported = Self.imported(
      Self.cdr("c1"), Self.cdr("c1", party: "XYZ", evse: "E2", energy: "9"),
      Self.cdr("c9", party: "XYZ", more: ", \"credit\": true, \"credit_reference_id\": \"c1\""))
    #expect(Self.names(imported) == ["c1 E1"])
    #expect(imported.leftOut == ["1 cancelled by a credit CDR", "1 a credit CDR"])
    #expect(imported.result.leftOut.energy == Energy(wattHours: 9_000))
  }

  @Test func `a CDR bills only a Session of its own party`() {
    func session(_ party: String, _ evse: String) -> String {
      """
      {"country_code": "NL", "party_id": "\(party)", "id": "s1", "start_date_time": \
      "2026-03-02T12:00:05Z", "end_date_time": "2026-03-02T13:00:05Z", "kwh": 4, "location_id": \
      "L1", "evse_uid": "\(evse)", "status": "COMPLETED"}
      """
    }
    let imported = Self.imported(
      Self.cdr("c1", more: ", \"session_id\": \"s1\""), session("ABC", "E1"), session("XYZ", "E2"))
    #expect(Self.names(imported) == ["c1 E1", "s1 E2"])
    #expect(imported.leftOut == ["1 a Session whose CDR is in the file"])
  }

  // MARK: Versions

  @Test func `only a later last_updated replaces a version`() {
    let imported = Self.imported(
      Self.cdr("c1", energy: "7", updated: "12:00"), Self.cdr("c1", energy: "5", updated: "11:00"))
    #expect(imported.starts.count == 1 && imported.starts.joined().contains(",7,"))
    #expect(imported.leftOut == ["1 replaced by a later version"])
    #expect(imported.result.leftOut.energy == Energy(wattHours: 5_000))
  }

  @Test func `versions of which none is later are both used`() {
    for (first, second) in [(nil, nil), ("11:00", "11:00"), (nil, "11:00")] as [(String?, String?)]
    {
      let imported = Self.imported(
        Self.cdr("c1", energy: "7", updated: first),
        Self.cdr("c1", hour: 10, energy: "5", updated: second))
      #expect(Self.names(imported) == ["c1 E1", "c1-2 E1"])
      #expect(imported.leftOut.isEmpty)
      #expect(
        imported.assumed.contains(
          "1 id followed by a number, because another session has the same id"))
    }
  }

  @Test func `equal versions are recorded twice`() {
    for time in [nil, "11:00"] {
      let cdr = Self.cdr("c1", updated: time)
      #expect(Self.imported(cdr, cdr).leftOut == ["1 recorded twice"])
    }
  }
}
