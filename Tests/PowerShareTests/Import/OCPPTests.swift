import Testing

@testable import PowerShare

@Suite struct OCPPTests {
  private static func time(_ minutes: Int) -> String {
    let (hour, minute) = (8 + minutes / 60, minutes % 60)
    return "2026-03-02T\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute):00Z"
  }

  private static func start(
    _ message: String = "m1", connector: Int = 1, meter: Int = 1_000, at minute: Int = 0
  ) -> String {
    """
    [2, "\(message)", "StartTransaction", {"connectorId": \(connector), "idTag": "T", \
    "meterStart": \(meter), "timestamp": "\(time(minute))"}]
    """
  }

  private static func reply(_ message: String = "m1", transaction: Int = 7) -> String {
    """
    [3, "\(message)", {"transactionId": \(transaction), "idTagInfo": {"status": "Accepted"}}]
    """
  }

  private static func stop(
    _ transaction: Int = 7, meter: Int = 11_000, at minute: Int = 120, more: String = ""
  ) -> String {
    """
    [2,"x\(transaction)","StopTransaction",{"transactionId": \(transaction), "meterStop": \(meter), \
    "timestamp": "\(time(minute))", "reason": "Local"\(more.isEmpty ? "" : ", " + more)}]
    """
  }

  /// A meter value with sampled values, each an object without its braces.
  private static func meter(_ minute: Int, _ samples: String...) -> String {
    "{\"timestamp\": \"\(time(minute))\", \"sampledValue\": [\(samples.map { "{\($0)}" }.joined(separator: ", "))]}"
  }

  private static func values(
    _ connector: Int = 1, transaction: Int? = 7, _ values: String...
  ) -> String {
    let id = transaction.map { "\"transactionId\": \($0), " } ?? ""
    return
      "[2, \"v\", \"MeterValues\", {\"connectorId\": \(connector), \(id)\"meterValue\": [\(values.joined(separator: ", "))]}]"
  }

  private static func power(_ value: String, _ more: String = "") -> String {
    "\"value\": \"\(value)\", \"measurand\": \"Power.Active.Import\"\(more)"
  }

  private static func log(_ lines: String...) -> String { lines.joined(separator: "\n") + "\n" }

  private static let plain = log(start(), reply(), stop())

  @Test func `a transaction becomes a start at the charger of the log`() {
    let imported = Imported(.ocpp, Self.plain, name: "logs/CP 07.log")
    #expect(
      imported.starts == ["2026-03-02T08:00:00Z,7,CP 07,1,7.4,10,2026-03-02T10:00:00Z"])
    #expect(imported.isComplete && imported.problems.isEmpty && imported.assumed.isEmpty)
    let named = Imported(.ocpp, Self.plain) { $0.charger = "X" }
    #expect(named.starts[0].contains(",X,1,"))
    let piped = Imported(.ocpp, Self.plain, name: "-")
    #expect(piped.starts[0].contains(",imported,1,"))
  }

  @Test func `a timestamp may come before a frame`() {
    let imported = Imported(
      .ocpp,
      Self.log(
        "2026-03-02 08:00:00.123 [CP07] >> " + Self.start(),
        "[2026-03-02T08:00:00Z] " + Self.reply(), "", "# the end of the day",
        "1772438400\t" + Self.stop() + "\r"))
    #expect(imported.starts.count == 1)
    #expect(imported.ignored == ["1 lines without a message"])
  }

  @Test func `a file without any message is not a log`() {
    let imported = Imported(.ocpp, "Station Name,Start\nP,1\n")
    #expect(imported.problems == ["1:1 invalid-json"] && imported.result.isUnreadable)
    for text in ["", "\n \n"] {
      #expect(Imported(.ocpp, text).problems.isEmpty)
    }
  }

  @Test func `a stop needs no reason, and times without a zone are UTC`() {
    let imported = Imported(
      .ocpp,
      Self.log(
        Self.start().replacing("00Z", with: "00"), Self.reply(),
        Self.stop().replacing(", \"reason\": \"Local\"", with: "")))
    #expect(
      imported.starts == ["2026-03-02T08:00:00Z,7,records,1,7.4,10,2026-03-02T10:00:00Z"])
  }

  @Test func `phases are added up, unless a value has no phase`() {
    func maximum(_ samples: String...) -> String? {
      let value =
        "{\"timestamp\": \"\(Self.time(5))\", \"sampledValue\": ["
        + samples.map { "{\($0)}" }.joined(separator: ", ") + "]}"
      let imported = Imported(
        .ocpp, Self.log(Self.start(), Self.reply(), Self.values(1, value), Self.stop()))
      return imported.starts.first.map { String($0.split(separator: ",")[4]) }
    }
    let phases = ["L1", "L2", "L3"].map { Self.power("3600", ", \"phase\": \"\($0)\"") }
    #expect(maximum(phases[0], phases[1], phases[2]) == "10.8")
    #expect(maximum(phases[0], phases[1], phases[2], Self.power("9000")) == "9")
    #expect(maximum(Self.power("11.04", ", \"unit\": \"kW\"")) == "11.04")
    #expect(maximum(Self.power("7000", ", \"unit\": \"W\", \"context\": \"Trigger\"")) == "7")
    // Registers, currents and exported powers are not used.
    #expect(
      maximum(
        "\"value\": \"9000\"", "\"value\": \"16\", \"measurand\": \"Current.Import\"",
        "\"value\": \"9000\", \"measurand\": \"Power.Active.Export\"") == "7.4")
    #expect(maximum(Self.power("-5")) == "7.4")
    #expect(maximum(Self.power("5", ", \"unit\": \"VA\"")) == "7.4")
  }

  @Test func `samples are reports only in an open loop`() {
    let log = Self.log(
      Self.start(), Self.reply(),
      Self.values(1, Self.meter(10, Self.power("7000")), Self.meter(5, Self.power("5000"))),
      Self.values(1, transaction: nil, Self.meter(20, Self.power("6000"))),
      Self.values(1, Self.meter(120, Self.power("1"))),
      Self.stop(more: "\"transactionData\": [\(Self.meter(30, Self.power("8000")))]"))
    #expect(Imported(.ocpp, log).reports.isEmpty)
    let open = Imported(.ocpp, log) { $0.isOpenLoop = true }
    #expect(open.starts[0].contains(",8,10,"))
    #expect(
      open.reports == [
        "2026-03-02T08:05:00Z,7,5,5", "2026-03-02T08:10:00Z,7,7,7", "2026-03-02T08:20:00Z,7,6,6",
        "2026-03-02T08:30:00Z,7,8,8",
      ])
    #expect(
      open.assumed == [
        "4 power-update from a power sample", "1 power samples outside of their session, left out",
      ])
  }

  @Test func `the charger itself, and values outside of a transaction, are counted`() {
    let imported = Imported(
      .ocpp,
      Self.log(
        Self.values(0, transaction: nil, Self.meter(0, Self.power("99999"))), Self.start(),
        Self.reply(), Self.values(0, Self.meter(5, Self.power("99999"))),
        Self.values(2, transaction: nil, Self.meter(5, Self.power("99999"))),
        Self.values(1, transaction: 99, Self.meter(5, Self.power("99999"))), Self.stop(),
        Self.values(1, transaction: nil, Self.meter(125, Self.power("99999"))),
        "[2, \"h\", \"Heartbeat\", {}]", "[3, \"h\", {\"currentTime\": \"x\"}]"))
    #expect(imported.starts[0].contains(",7.4,10,"))
    #expect(
      imported.ignored == [
        "2 meter values of the charger itself (connectorId 0)",
        "3 meter values outside of a transaction", "1 messages of other kinds",
      ])
  }

  @Test func `incomplete transactions are counted by reason`() {
    let imported = Imported(
      .ocpp,
      Self.log(
        Self.stop(5, at: 1), Self.start("m1"), Self.reply("m1", transaction: 7),
        Self.start("m2", connector: 2), Self.start("m3", connector: 3),
        "[4, \"m3\", \"InternalError\", \"\", {}]", Self.start("m4", connector: 4, at: 3),
        Self.reply("m4", transaction: 8), Self.stop(8, meter: 900, at: 60),
        Self.start("m5", connector: 5), Self.reply("m5", transaction: 8)))
    #expect(
      imported.leftOut == [
        "1 a StopTransaction without its start", "1 a StartTransaction that was refused",
        "1 a meter that ran backwards", "1 a transaction with the id of an earlier one",
        "1 a StartTransaction without a reply", "1 a transaction without a StopTransaction",
      ])
    #expect(imported.isComplete && imported.starts.isEmpty && imported.problems.isEmpty)
  }

  @Test func `messages that are sent again count once`() {
    let imported = Imported(
      .ocpp,
      Self.log(Self.start(), Self.start(), Self.reply(), Self.start(), Self.stop(), Self.stop()))
    #expect(imported.starts.count == 1 && imported.isComplete)
    #expect(imported.ignored == ["3 repeated messages"])
  }

  @Test func `a problem has its place`() {
    let imported = Imported(
      .ocpp,
      Self.log(
        "[2, \"m0\", \"StartTransaction\", {\"connectorId\": 0, \"meterStart\": 1.5}]",
        "[2, \"m0\", \"StartTransaction\"", "[2, 5, \"StartTransaction\", {}]", "[2, \"m\"]",
        "[2, \"m\", \"MeterValues\"]", Self.start("m9"), "[3, \"m9\", {\"transactionId\": \"7\"}]",
        Self.values(
          1, transaction: nil,
          "{\"timestamp\": \"now\", \"sampledValue\": [{\(Self.power("much"))}]}")))
    #expect(
      imported.problems.map { String($0.split(separator: ":")[0]) } == [
        "1", "1", "1", "2", "3", "4", "5", "7", "8", "8",
      ])
    #expect(imported.starts.isEmpty)
  }
}
