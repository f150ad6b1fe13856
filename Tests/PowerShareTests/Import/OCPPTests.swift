import Testing

@testable import PowerShare

@Suite struct OCPPTests {
  @Test func `a transaction becomes a start at the charger of the log`() {
    let imported = Imported(.ocpp, OCPPLog.plain, name: "logs/CP 07.log")
    #expect(
      imported.starts == ["2026-03-02T08:00:00Z,7,CP 07,1,7.4,10,2026-03-02T10:00:00Z"])
    #expect(imported.isComplete && imported.problems.isEmpty && imported.assumed.isEmpty)
    let named = Imported(.ocpp, OCPPLog.plain) { $0.charger = "X" }
    #expect(named.starts[0].contains(",X,1,"))
    let piped = Imported(.ocpp, OCPPLog.plain, name: "-")
    #expect(piped.starts[0].contains(",imported,1,"))
  }

  @Test func `a timestamp may come before a frame`() {
    let imported = Imported(
      .ocpp,
      OCPPLog.log(
        "2026-03-02 08:00:00.123 [CP07] >> " + OCPPLog.start(),
        "[2026-03-02T08:00:00Z] " + OCPPLog.reply(), "", "# the end of the day",
        "1772438400\t" + OCPPLog.stop() + "\r"))
    #expect(imported.starts.count == 1)
    #expect(imported.ignored == ["1 line without a message"])
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
      OCPPLog.log(
        OCPPLog.start().replacing("00Z", with: "00"), OCPPLog.reply(),
        OCPPLog.stop().replacing(", \"reason\": \"Local\"", with: "")))
    #expect(
      imported.starts == ["2026-03-02T08:00:00Z,7,records,1,7.4,10,2026-03-02T10:00:00Z"])
  }

  @Test func `phases are added up, unless a value has no phase`() {
    func maximum(_ samples: String...) -> String? {
      let value =
        "{\"timestamp\": \"\(OCPPLog.time(5))\", \"sampledValue\": ["
        + samples.map { "{\($0)}" }.joined(separator: ", ") + "]}"
      let imported = Imported(
        .ocpp,
        OCPPLog.log(OCPPLog.start(), OCPPLog.reply(), OCPPLog.values(1, value), OCPPLog.stop()))
      return imported.starts.first.map { String($0.split(separator: ",")[4]) }
    }
    let phases = ["L1", "L2", "L3"].map { OCPPLog.power("3600", ", \"phase\": \"\($0)\"") }
    #expect(maximum(phases[0], phases[1], phases[2]) == "10.8")
    #expect(maximum(phases[0], phases[1], phases[2], OCPPLog.power("9000")) == "9")
    #expect(maximum(OCPPLog.power("11.04", ", \"unit\": \"kW\"")) == "11.04")
    #expect(maximum(OCPPLog.power("7000", ", \"unit\": \"W\", \"context\": \"Trigger\"")) == "7")
    // Registers, currents and exported powers are not used.
    #expect(
      maximum(
        "\"value\": \"9000\"", "\"value\": \"16\", \"measurand\": \"Current.Import\"",
        "\"value\": \"9000\", \"measurand\": \"Power.Active.Export\"") == "7.4")
    #expect(maximum(OCPPLog.power("-5")) == "7.4")
    #expect(maximum(OCPPLog.power("5", ", \"unit\": \"VA\"")) == "7.4")
  }

  @Test func `samples are reports only in an open loop`() {
    let log = OCPPLog.log(
      OCPPLog.start(), OCPPLog.reply(),
      OCPPLog.values(
        1, OCPPLog.meter(10, OCPPLog.power("7000")), OCPPLog.meter(5, OCPPLog.power("5000"))),
      OCPPLog.values(1, transaction: nil, OCPPLog.meter(20, OCPPLog.power("6000"))),
      OCPPLog.values(1, OCPPLog.meter(120, OCPPLog.power("1"))),
      OCPPLog.stop(more: "\"transactionData\": [\(OCPPLog.meter(30, OCPPLog.power("8000")))]"))
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
        "4 power-update from a power sample", "1 power sample outside of its session, left out",
      ])
  }

  @Test func `the charger itself, and values outside of a transaction, are counted`() {
    let imported = Imported(
      .ocpp,
      OCPPLog.log(
        OCPPLog.values(0, transaction: nil, OCPPLog.meter(0, OCPPLog.power("99999"))),
        OCPPLog.start(),
        OCPPLog.reply(), OCPPLog.values(0, OCPPLog.meter(5, OCPPLog.power("99999"))),
        OCPPLog.values(2, transaction: nil, OCPPLog.meter(5, OCPPLog.power("99999"))),
        OCPPLog.values(1, transaction: 99, OCPPLog.meter(5, OCPPLog.power("99999"))),
        OCPPLog.stop(),
        OCPPLog.values(1, transaction: nil, OCPPLog.meter(125, OCPPLog.power("99999"))),
        "[2, \"h\", \"Heartbeat\", {}]", "[3, \"h\", {\"currentTime\": \"x\"}]"))
    #expect(imported.starts[0].contains(",7.4,10,"))
    #expect(
      imported.ignored == [
        "2 meter values of the charger itself (connectorId 0)",
        "2 meter values outside of a transaction",
        "1 meter values of a transaction without a start",
        "1 message of another kind",
      ])
  }

  @Test func `incomplete transactions are counted by reason`() {
    let imported = Imported(
      .ocpp,
      OCPPLog.log(
        OCPPLog.stop(5, at: 1), OCPPLog.start("m1"), OCPPLog.reply("m1", transaction: 7),
        OCPPLog.start("m2", connector: 2), OCPPLog.start("m3", connector: 3),
        "[4, \"m3\", \"InternalError\", \"\", {}]", OCPPLog.start("m4", connector: 4, at: 3),
        OCPPLog.reply("m4", transaction: 8), OCPPLog.stop(8, meter: 900, at: 60),
        OCPPLog.start("m5", connector: 5), OCPPLog.reply("m5", transaction: 8)))
    #expect(
      imported.leftOut == [
        "1 a StopTransaction without its start", "1 a StartTransaction that was refused",
        "1 a StartTransaction without a reply", "2 a transaction without a StopTransaction",
        "1 gave back more energy than it received",
      ])
    #expect(imported.isComplete && imported.starts.isEmpty && imported.problems.isEmpty)
  }

  @Test func `messages that are sent again count once`() {
    let imported = Imported(
      .ocpp,
      OCPPLog.log(
        OCPPLog.start(), OCPPLog.start(), OCPPLog.reply(), OCPPLog.start(), OCPPLog.stop(),
        OCPPLog.stop()))
    #expect(imported.starts.count == 1 && imported.isComplete)
    #expect(imported.ignored == ["3 repeated messages"])
  }

  @Test func `a problem has its place`() {
    let imported = Imported(
      .ocpp,
      OCPPLog.log(
        "[2, \"m0\", \"StartTransaction\", {\"connectorId\": 0, \"meterStart\": 1.5}]",
        "[2, \"m0\", \"StartTransaction\"", "[2, 5, \"StartTransaction\", {}]", "[2, \"m\"]",
        "[2, \"m\", \"MeterValues\"]", OCPPLog.start("m9"),
        "[3, \"m9\", {\"transactionId\": true}]",
        OCPPLog.values(
          1, transaction: nil,
          "{\"timestamp\": \"now\", \"sampledValue\": [{\(OCPPLog.power("much"))}]}")))
    #expect(
      imported.problems.map { String($0.split(separator: ":")[0]) } == [
        "1", "1", "2", "3", "3", "3", "4", "5", "7", "8",
      ])
    #expect(imported.starts.isEmpty)
  }
}
