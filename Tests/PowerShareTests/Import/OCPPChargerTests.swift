import Testing

@testable import PowerShare

/// Ids of messages and transactions, and several chargers.
@Suite struct OCPPChargerTests {
  private static func ids(_ imported: Imported) -> [String] {
    imported.starts.map { row in
      let cells = row.split(separator: ",", omittingEmptySubsequences: false)
      return "\(cells[1]) \(cells[2])/\(cells[3]) \(cells[5])"
    }
  }

  /// A StopTransaction with an `idTag`.
  private static func stop(
    _ id: Int, tag: String, meter: Int = 11_000, at minute: Int = 120
  ) -> String {
    OCPPLog.stop(id, meter: meter, at: minute, more: "\"idTag\": \"\(tag)\"")
  }

  // MARK: Message ids

  @Test func `message ids begin again when a charger connects again`() {
    let imported = Imported(
      .ocpp,
      OCPPLog.log(
        OCPPLog.start("2"), OCPPLog.reply("2", transaction: 7), OCPPLog.stop(7, at: 60),
        OCPPLog.start("2", meter: 11_000, at: 90), OCPPLog.reply("2", transaction: 8),
        OCPPLog.stop(8, meter: 16_000)))
    #expect(Self.ids(imported) == ["7 records/1 10", "8 records/1 5"])
    #expect(imported.isComplete && imported.ignored.isEmpty)
  }

  @Test func `a start that is sent again with another message id is one transaction`() {
    for id in [7, 8] {
      let imported = Imported(
        .ocpp,
        OCPPLog.log(
          OCPPLog.start("2"), OCPPLog.reply("2", transaction: 7), OCPPLog.start("3"),
          OCPPLog.reply("3", transaction: 8), OCPPLog.stop(id)))
      #expect(imported.starts.count == 1 && imported.result.records == 1)
      #expect(imported.ignored == ["1 repeated message"])
    }
  }

  @Test func `a start waits for the reply with a transaction id`() {
    let calls = [
      OCPPLog.start("7"), "[2, \"7\", \"GetConfiguration\", {}]",
      "[3, \"7\", {\"configurationKey\": []}]",
    ]
    let imported = Imported(
      .ocpp, OCPPLog.log(calls[0], calls[1], calls[2], OCPPLog.reply("7"), OCPPLog.stop()))
    #expect(Self.ids(imported) == ["7 records/1 10"] && imported.problems.isEmpty)
    // A refusal answers the call of the other side, too.
    let refused = Imported(
      .ocpp,
      OCPPLog.log(
        calls[0], calls[1], "[4, \"7\", \"NotSupported\", \"\", {}]", OCPPLog.reply("7"),
        OCPPLog.stop()))
    #expect(Self.ids(refused) == ["7 records/1 10"])
    let late = Imported(
      .ocpp,
      OCPPLog.log(
        calls[0], calls[1], calls[2], "[4, \"7\", \"NotSupported\", \"\", {}]"))
    #expect(late.leftOut == ["1 a StartTransaction that was refused"])
  }

  @Test func `a second stop with another content is counted`() {
    let imported = Imported(
      .ocpp,
      OCPPLog.log(
        OCPPLog.start(), OCPPLog.reply(), OCPPLog.stop(), OCPPLog.stop(meter: 12_000)))
    #expect(imported.starts.count == 1 && imported.isComplete)
    #expect(imported.leftOut == ["1 a StopTransaction of a transaction that has ended"])
  }

  @Test func `a server may use its transaction ids again`() {
    let imported = Imported(
      .ocpp,
      OCPPLog.log(
        OCPPLog.start("a"), OCPPLog.reply("a"), OCPPLog.stop(7, at: 60),
        OCPPLog.start("b", at: 90), OCPPLog.reply("b"), OCPPLog.stop(7)))
    #expect(Self.ids(imported) == ["7 records/1 10", "7-2 records/1 10"])
  }

  // MARK: Transaction ids that no reply gave

  @Test(arguments: [0, -1])
  func `values without a transaction id are of the transaction at their connector`(id: Int) {
    let imported = Imported(
      .ocpp,
      OCPPLog.log(
        OCPPLog.start(), OCPPLog.reply(), OCPPLog.start("m2", connector: 2),
        OCPPLog.reply("m2", transaction: 8),
        OCPPLog.values(1, transaction: id, OCPPLog.meter(5, OCPPLog.power("6000"))),
        OCPPLog.values(3, transaction: id, OCPPLog.meter(5, OCPPLog.power("99000"))),
        OCPPLog.stop(7), OCPPLog.stop(8)))
    #expect(imported.starts.map { $0.split(separator: ",")[4] } == ["6", "7.4"])
    #expect(
      imported.assumed == [
        "1 meter values without a valid transactionId, of the transaction at their connector"
      ])
    #expect(imported.ignored == ["1 meter values outside of a transaction"])
  }

  @Test(arguments: [0, -1])
  func `a stop without a transaction id ends the only one of its tag`(id: Int) {
    let starts = [
      OCPPLog.start("a", connector: 1, tag: "A"), OCPPLog.reply("a", transaction: 7),
      OCPPLog.start("b", connector: 2, tag: "B"), OCPPLog.reply("b", transaction: 8),
    ]
    let log = starts.joined(separator: "\n") + "\n"
    let one = Imported(.ocpp, log + OCPPLog.log(Self.stop(id, tag: "B"), OCPPLog.stop(7)))
    #expect(Self.ids(one) == ["7 records/1 10", "8 records/2 10"] && one.isComplete)
    #expect(
      one.assumed == [
        "1 StopTransaction without a valid transactionId, of the only transaction of its idTag"
      ])
    // The same stop again ends nothing else.
    let again = Imported(
      .ocpp, log + OCPPLog.log(Self.stop(id, tag: "B"), Self.stop(id, tag: "B"), OCPPLog.stop(7)))
    #expect(Self.ids(again) == Self.ids(one) && again.ignored == ["1 repeated message"])
    let none = Imported(.ocpp, log + OCPPLog.log(Self.stop(id, tag: "C"), OCPPLog.stop(7)))
    #expect(Self.ids(none) == ["7 records/1 10"] && none.isComplete)
    #expect(
      none.leftOut == [
        "1 a StopTransaction without a valid transactionId, which fits none or several",
        "1 a transaction without a StopTransaction",
      ])
    let several = Imported(
      .ocpp,
      log
        + OCPPLog.log(
          OCPPLog.start("c", connector: 3, tag: "B"), OCPPLog.reply("c", transaction: 9),
          Self.stop(id, tag: "B"), OCPPLog.stop(9, at: 90)))
    #expect(Self.ids(several) == ["9 records/3 10"] && several.leftOut.count == 2)
    // Where the tag is not stated, nothing says which one ends.
    #expect(Imported(.ocpp, log + OCPPLog.log(OCPPLog.stop(id))).starts.isEmpty)
  }

  @Test func `a reply of 0 is an id as long as it is the only one`() {
    let imported = Imported(
      .ocpp,
      OCPPLog.log(
        OCPPLog.start("a", tag: "A"), OCPPLog.reply("a", transaction: 0), OCPPLog.stop(0, at: 60),
        OCPPLog.start("b", tag: "A", at: 70), OCPPLog.reply("b", transaction: 0),
        OCPPLog.start("c", connector: 2, tag: "C", at: 70), OCPPLog.reply("c", transaction: 0),
        Self.stop(0, tag: "C", at: 100), Self.stop(0, tag: "A")))
    #expect(imported.starts.count == 3 && imported.isComplete)
    #expect(Self.ids(imported) == ["0 records/1 10", "0-2 records/1 10", " records/2 10"])
  }

  @Test func `a start without a reply has the next id that its connector reports`() {
    let values = OCPPLog.values(1, transaction: 8, OCPPLog.meter(5, OCPPLog.power("6000")))
    let imported = Imported(.ocpp, OCPPLog.log(OCPPLog.start(), values, OCPPLog.stop(8)))
    #expect(Self.ids(imported) == ["8 records/1 10"])
    #expect(imported.starts[0].contains(",6,10,"))
    #expect(
      imported.assumed == [
        "1 StartTransaction without a reply, with the next id of its connector"
      ])
    // Another transaction has had the id.
    let late = Imported(
      .ocpp,
      OCPPLog.log(
        OCPPLog.start("a"), OCPPLog.reply("a", transaction: 8), OCPPLog.stop(8, at: 30),
        OCPPLog.start("b", at: 60), values))
    #expect(late.starts.count == 1)
    #expect(late.leftOut == ["1 a StartTransaction without a reply"])
    #expect(late.ignored == ["1 meter values outside of a transaction"])
    // Another connector reports it.
    let other = Imported(
      .ocpp, OCPPLog.log(OCPPLog.start(connector: 2), values, OCPPLog.stop(8)))
    #expect(other.starts.isEmpty && other.isComplete)
  }

  @Test func `a start without a reply has the id of a stop of its tag`() {
    let imported = Imported(
      .ocpp,
      OCPPLog.log(
        OCPPLog.start("a", connector: 1), OCPPLog.reply("a"), OCPPLog.start("b", connector: 2),
        Self.stop(8, tag: "T"), OCPPLog.stop(7)))
    #expect(Self.ids(imported) == ["7 records/1 10", "8 records/2 10"])
    #expect(
      imported.assumed == [
        "1 StartTransaction without a reply, with the id of its StopTransaction"
      ])
    // The stop of a transaction from before the log ends none that has its id.
    let before = Imported(
      .ocpp,
      OCPPLog.log(
        OCPPLog.start("a"), OCPPLog.reply("a"), Self.stop(3, tag: "T", at: 5), OCPPLog.stop(7)))
    #expect(Self.ids(before) == ["7 records/1 10"])
    #expect(before.leftOut == ["1 a StopTransaction without its start"])
  }

  // MARK: Connectors in use

  @Test func `a transaction that the next one follows is unfinished`() {
    let imported = Imported(
      .ocpp,
      OCPPLog.log(
        OCPPLog.start("a"), OCPPLog.reply("a", transaction: 7), OCPPLog.start("b", at: 60),
        OCPPLog.reply("b", transaction: 8), OCPPLog.stop(8), OCPPLog.start("c", at: 125),
        OCPPLog.reply("c", transaction: 9), OCPPLog.start("d", at: 130),
        OCPPLog.reply("d", transaction: 10), OCPPLog.stop(9, at: 140), OCPPLog.stop(10, at: 150)))
    #expect(Self.ids(imported) == ["8 records/1 10", "10 records/1 10"])
    #expect(
      imported.leftOut == [
        "2 a transaction that had not ended when the next one began at its connector"
      ])
    #expect(imported.result.leftOut.energy == Energy(wattHours: 10_000))
    #expect(imported.result.advice.count == 1)
    #expect(imported.result.advice[0].contains("--charger-after"))
  }

  @Test func `a start that waits for its reply can be followed as well`() {
    let imported = Imported(
      .ocpp,
      OCPPLog.log(
        OCPPLog.start("1"), OCPPLog.start("1", meter: 500, at: 1),
        OCPPLog.reply("1", transaction: 8), OCPPLog.stop(8)))
    #expect(
      imported.leftOut == [
        "1 a transaction that had not ended when the next one began at its connector"
      ])
    #expect(imported.result.advice[0].contains("--charger-after"))
  }

  @Test func `a stop that comes late, of an earlier time, ends its transaction`() {
    let imported = Imported(
      .ocpp,
      OCPPLog.log(
        OCPPLog.start("a"), OCPPLog.reply("a", transaction: 7), OCPPLog.start("b", at: 60),
        OCPPLog.stop(7, at: 59), OCPPLog.reply("b", transaction: 8), OCPPLog.stop(8)))
    #expect(Self.ids(imported) == ["7 records/1 10", "8 records/1 10"])
    #expect(imported.result.advice.isEmpty && imported.leftOut.isEmpty)
  }

  // MARK: Several chargers

  private static let several = OCPPLog.log(
    "recv box=P1] " + OCPPLog.start("1", tag: "A"), "recv box=P2 " + OCPPLog.start("1", tag: "B"),
    "send box=P2/ " + OCPPLog.reply("1", transaction: 7),
    "send box=P1\" " + OCPPLog.reply("1", transaction: 7),
    "recv box=P1] " + OCPPLog.stop(7, meter: 4_000), "recv box=P2 " + OCPPLog.stop(7, at: 100))

  @Test func `chargers are told apart by the text before their ids`() {
    let imported = Imported(.ocpp, Self.several) { $0.chargerAfter = "box=" }
    #expect(Self.ids(imported) == ["7 P1/1 3", "7-2 P2/1 10"] && imported.isComplete)
    #expect(imported.result.advice.isEmpty && imported.ignored.isEmpty)
    // The text may be that of a JSON line.
    let lines = Self.several.split(separator: "\n").map { line in
      "{\"box\": \"\(line.dropFirst(9).prefix(2))\", \"message\": \(line.dropFirst(12))}\n"
    }
    let json = Imported(.ocpp, lines.joined()) { $0.chargerAfter = "\"box\": \"" }
    #expect(json.starts == imported.starts)
    // Each charger has tags and connectors of its own.
    let stops = Self.several.replacing(
      "\"transactionId\": 7, \"meterStop\"",
      with: "\"transactionId\": -1, \"idTag\": \"A\", \"meterStop\"")
    let own = Imported(.ocpp, stops) { $0.chargerAfter = "box=" }
    #expect(own.starts.count == 1 && own.leftOut.count == 2 && own.isComplete)
  }

  @Test func `a line without a charger is read only if it answers the call of exactly one`() {
    func imported(_ lines: String...) -> Imported {
      Imported(.ocpp, lines.joined(separator: "\n")) { $0.chargerAfter = "box=" }
    }
    let start = "box=P1 " + OCPPLog.start("1")
    let stop = "box=P1 " + OCPPLog.stop()
    let one = imported(start, OCPPLog.reply("1"), stop)
    #expect(Self.ids(one) == ["7 P1/1 10"] && one.ignored.isEmpty)
    let two = imported(start, "box=P2 [2, \"1\", \"Heartbeat\", {}]", OCPPLog.reply("1"), stop)
    #expect(two.starts.isEmpty && two.isComplete)
    #expect(two.ignored.contains("1 line without the text of --charger-after"))
    let answered = imported(
      start, "box=P2 [2, \"1\", \"Heartbeat\", {}]", "box=P2 [3, \"1\", {}]", OCPPLog.reply("1"),
      stop)
    #expect(answered.starts.count == 1)
    let call = imported(
      start, OCPPLog.reply("1"), OCPPLog.stop(), "box= " + OCPPLog.stop(), "[2,\"")
    #expect(call.starts.isEmpty && call.problems.isEmpty)
    #expect(call.ignored == ["3 lines without the text of --charger-after"])
  }

  @Test func `advice is given where no line names a charger`() {
    let imported = Imported(.ocpp, OCPPLog.plain) { $0.chargerAfter = "box=" }
    #expect(imported.result.records == 0 && imported.result.advice.count == 1)
    #expect(imported.result.advice[0].contains("no line has a charger's id behind \"box=\""))
  }

  // MARK: Meters

  @Test func `meters may have decimals, and be texts`() {
    func energy(_ start: String, _ stop: String) -> Energy? {
      let log = OCPPLog.plain.replacing("\"meterStart\": 1000", with: "\"meterStart\": \(start)")
        .replacing("\"meterStop\": 11000", with: "\"meterStop\": \(stop)")
      return Imported(.ocpp, log).result.events.compactMap { event in
        if case .start(let start) = event.kind {
          start.energyRequested
        } else {
          nil
        }
      }.first
    }
    #expect(energy("20000", "26008.333") == Energy(milliwattHours: 6_008_333))
    #expect(energy("\"20000.5\"", "\"26008\"") == Energy(milliwattHours: 6_007_500))
    #expect(energy("999999999999.9", "1e12") == Energy(milliwattHours: 100))
    #expect(energy("\"x\"", "1") == nil && energy("-1", "1") == nil && energy("[]", "1") == nil)
    #expect(energy("0", "1000000000") == Energy(wattHours: 1_000_000_000))
  }

  @Test func `more energy than a timeline can state is left out`() {
    let log = OCPPLog.plain.replacing("\"meterStop\": 11000", with: "\"meterStop\": 1e12")
    let imported = Imported(.ocpp, log)
    #expect(imported.leftOut == ["1 more than 1000000 kWh"] && imported.isComplete)
  }

  @Test func `many open transactions of one tag are all accounted for`() {
    var starts = ""
    var stops = ""
    for number in 0..<3_000 {
      starts += OCPPLog.start("\(number)", connector: number % 1_000 + 1, meter: number) + "\n"
      stops += Self.stop(-1, tag: "T", meter: 20_000 + number) + "\n"
    }
    let imported = Imported(.ocpp, starts + stops)
    #expect(imported.isComplete && imported.result.records == 6_000)
    #expect(
      imported.leftOut == [
        "3000 a StopTransaction without a valid transactionId, which fits none or several",
        "2000 a transaction that had not ended when the next one began at its connector",
        "1000 a StartTransaction without a reply",
      ])
  }
}
