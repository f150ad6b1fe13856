import Testing

@testable import PowerShare

/// Transactions of OCPP 2.0.1.
@Suite struct OCPPEventsTests {
  private static func event(
    _ type: String, at minute: Int, id: String = "t-1", evse: String? = "1", values: String...
  ) -> String {
    let evse = evse.map { "\"evse\":{\"id\":\($0),\"connectorId\":2}," } ?? ""
    return """
      [2,"\(type)\(minute)","TransactionEvent",{"eventType":"\(type)","timestamp":\
      "\(OCPPLog.time(minute))","triggerReason":"Trigger","seqNo":\(minute),\(evse)\
      "transactionInfo":{"transactionId":"\(id)"},"meterValue":[\(values.joined(separator: ","))]}]
      """
  }

  private static func register(_ minute: Int, _ value: String, _ more: String = "") -> String {
    OCPPLog.meter(minute, "\"value\": \(value)\(more)")
  }

  private static let whole = [
    event("Started", at: 0, values: register(0, "1000.25")),
    event(
      "Updated", at: 30,
      values: OCPPLog.meter(30, OCPPLog.power("6900", ", \"context\": \"Sample.Periodic\""))),
    event("Ended", at: 120, values: register(120, "11000.25")),
  ]
  private static let starts = ["2026-03-02T08:00:00Z,t-1,records,1,6.9,10,2026-03-02T10:00:00Z"]

  private static func imported(_ lines: String...) -> Imported {
    Imported(.ocpp, lines.joined(separator: "\n")) { $0.isOpenLoop = true }
  }

  @Test func `a transaction has the energy between its first and its last register`() {
    let imported = Self.imported(Self.whole[0], Self.whole[1], Self.whole[2])
    #expect(imported.starts == Self.starts && imported.isComplete && imported.problems.isEmpty)
    #expect(imported.reports == ["2026-03-02T08:30:00Z,t-1,6.9,6.9"])
  }

  @Test func `the order of events, and events that are sent again, do not matter`() {
    let late = Self.imported(
      Self.whole[2], Self.whole[1], Self.whole[0], Self.whole[1], Self.whole[2])
    #expect(late.starts == Self.starts && late.result.records == 1)
  }

  @Test func `registers are taken by time, and may all be in the last event`() {
    let imported = Self.imported(
      Self.event("Started", at: 0),
      Self.event(
        "Ended", at: 60, values: Self.register(60, "7000", ", \"context\": \"Transaction.End\""),
        Self.register(0, "2000", ", \"context\": \"Transaction.Begin\""),
        Self.register(30, "9999999")))
    #expect(imported.starts[0].contains(",5,2026-03-02T09:00:00Z"))
  }

  @Test(arguments: [
    ("\"value\": 2", "\"value\": 7", "0.005"),
    ("\"value\": 2, \"unitOfMeasure\": {}", "\"value\": 7002.0004", "7"),
    (
      "\"value\": 2, \"unitOfMeasure\": {\"unit\": \"kWh\"}",
      "\"value\": 7.125, \"unitOfMeasure\": {\"unit\": \"kWh\", \"multiplier\": 0}", "5.125"
    ),
    (
      "\"value\": 2, \"unitOfMeasure\": {\"multiplier\": 3}",
      "\"value\": 70000, \"unitOfMeasure\": {\"unit\": \"Wh\", \"multiplier\": -1}", "5"
    ),
    (
      "\"value\": 2, \"unitOfMeasure\": {\"unit\": \"kWh\", \"multiplier\": -3}",
      "\"value\": 5002, \"measurand\": \"Energy.Active.Import.Register\"", "5"
    ),
    // The sum of the phases, unless a value has none.
    (
      "\"value\": 1, \"phase\": \"L1\"}, {\"value\": 2, \"phase\": \"L2-N\"}, "
        + "{\"value\": 3, \"phase\": \"L3\"", "\"value\": 5006", "5"
    ),
    ("\"value\": 2}, {\"value\": 900, \"phase\": \"L1\"", "\"value\": 5002", "5"),
  ])
  func `registers have units`(first: String, last: String, energy: String) {
    let imported = Self.imported(
      Self.event("Started", at: 0, values: OCPPLog.meter(0, first)),
      Self.event("Ended", at: 60, values: OCPPLog.meter(60, last)))
    #expect(imported.starts.first?.split(separator: ",")[5] == Substring(energy))
  }

  @Test func `the EVSE is that of the first event that states one`() {
    let imported = Self.imported(
      Self.event("Started", at: 0, evse: nil, values: Self.register(0, "0")),
      Self.event("Updated", at: 1, evse: "0"), Self.event("Updated", at: 2, evse: "3"),
      Self.event("Updated", at: 3, evse: "2"),
      Self.event("Ended", at: 60, evse: nil, values: Self.register(60, "5000")))
    #expect(imported.starts[0].hasPrefix("2026-03-02T08:00:00Z,t-1,records,3,"))
    let none = Self.imported(
      Self.event("Started", at: 0, evse: "0", values: Self.register(0, "0")),
      Self.event("Ended", at: 60, evse: nil, values: Self.register(60, "5000")))
    #expect(none.starts[0].hasPrefix("2026-03-02T08:00:00Z,t-1,records,1,"))
    #expect(
      none.assumed == ["1 transaction without an EVSE, put at a free one of its charger"])
  }

  @Test func `meter values of an EVSE are of the transaction that is open there`() {
    func values(_ evse: Int, _ minute: Int, _ value: String) -> String {
      "[2,\"v\",\"MeterValues\",{\"evseId\":\(evse),"
        + "\"meterValue\":[\(Self.register(minute, value))]}]"
    }
    let imported = Self.imported(
      Self.event("Started", at: 0), values(1, 5, "1000"), values(2, 6, "0"), values(0, 6, "0"),
      values(1, 110, "6000"), Self.event("Ended", at: 120), values(1, 121, "99000"))
    #expect(imported.starts[0].contains(",5,2026-03-02T10:00:00Z"))
    #expect(
      imported.ignored == [
        "2 meter values outside of a transaction",
        "1 meter values of the charger itself (evseId 0)",
      ])
  }

  @Test func `what is missing is counted by reason`() {
    let imported = Self.imported(
      Self.event("Started", at: 0, id: "a", values: Self.register(0, "0")),
      Self.event("Updated", at: 5, id: "a", values: Self.register(5, "700")),
      Self.event("Started", at: 0, id: "b", evse: "2"),
      Self.event("Ended", at: 9, id: "b", evse: "2"),
      Self.event("Started", at: 0, id: "c", evse: "3", values: Self.register(0, "5")),
      Self.event("Ended", at: 9, id: "c", evse: "3"),
      Self.event("Started", at: 0, id: "d", evse: "4", values: Self.register(0, "5")),
      Self.event("Ended", at: 9, id: "d", evse: "4", values: Self.register(9, "4")),
      Self.event("Updated", at: 3, id: "e", evse: "5", values: Self.register(3, "0")),
      Self.event("Ended", at: 9, id: "e", evse: "5", values: Self.register(9, "100")))
    #expect(
      imported.leftOut == [
        "1 a transaction without the event Ended",
        "2 a transaction without two values of Energy.Active.Import.Register",
        "1 gave back more energy than it received",
      ])
    #expect(
      imported.assumed.first
        == "1 transaction without the event Started, taken to begin with its first event")
    #expect(imported.result.leftOut.energy == Energy(wattHours: 699))
    #expect(imported.starts.count == 1 && imported.isComplete)
  }

  @Test func `a charger may use its transaction ids again`() {
    let imported = Self.imported(
      Self.whole[0], Self.whole[2], Self.event("Started", at: 130, values: Self.register(130, "0")),
      Self.event("Ended", at: 150, values: Self.register(150, "2000")))
    #expect(imported.starts.map { $0.split(separator: ",")[1] } == ["t-1", "t-1-2"])
    #expect(imported.result.records == 2)
  }

  @Test func `messages of both versions in one log are read`() {
    let imported = Self.imported(
      Self.whole[0], OCPPLog.start(connector: 2), OCPPLog.reply(), Self.whole[1], OCPPLog.stop(),
      Self.whole[2])
    #expect(imported.starts.map { $0.split(separator: ",")[1] } == ["t-1", "7"])
  }

  @Test func `two transactions at one EVSE may be those of two chargers`() {
    let imported = Self.imported(
      Self.whole[0], Self.event("Started", at: 10, id: "t-2", values: Self.register(10, "0")),
      Self.whole[2], Self.event("Ended", at: 20, id: "t-2", values: Self.register(20, "500")))
    #expect(imported.result.advice.contains { $0.contains("--charger-after") })
  }

  @Test func `events that cannot be read are problems`() {
    let imported = Self.imported(
      "[2,\"1\",\"TransactionEvent\",{}]",
      Self.event("Begun", at: 0), Self.event("Started", at: 0, evse: "1001"),
      Self.event("Started", at: 0).replacing("\"t-1\"", with: "5"),
      Self.event("Started", at: 0, values: OCPPLog.meter(0, "\"value\": \"x\"")))
    #expect(
      imported.problems == [
        "1:27 missing-field", "1:27 missing-field", "1:27 missing-field", "2:45 wrong-type",
        "3:141 out-of-range", "4:195 wrong-type", "5:281 not-a-number",
      ])
    #expect(imported.ignored == ["5 messages that cannot be read, reported above"])
    #expect(imported.result.records == 0)
  }
}
