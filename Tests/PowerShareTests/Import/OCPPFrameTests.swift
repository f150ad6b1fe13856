import Testing

@testable import PowerShare

/// Messages among other text.
@Suite struct OCPPFrameTests {
  private static let lines = [OCPPLog.start(), OCPPLog.reply(), OCPPLog.stop()]
  private static let starts = ["2026-03-02T08:00:00Z,7,records,1,7.4,10,2026-03-02T10:00:00Z"]

  private static func imported(_ wrap: (String) -> String) -> Imported {
    Imported(.ocpp, lines.map { wrap($0) + "\n" }.joined())
  }

  /// The text as a JSON string, without its quotes.
  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
  }

  @Test func `a message ends with its bracket`() {
    #expect(Self.imported { $0 + ",17.25,0" }.starts == Self.starts)
    #expect(Self.imported { $0 + " ] } [end]" }.starts == Self.starts)
    #expect(Self.imported { "[12] [3, 4] [2] " + $0 + "[2, 5]" }.starts == Self.starts)
    #expect(Self.imported { "[WS] (7): " + $0 + "\r" }.problems.isEmpty)
  }

  @Test func `a message may be a value of a JSON line`() {
    #expect(
      Self.imported { "{\"at\": \"8:00\", \"box\": \"P\", \"frame\": \($0)}" }.starts
        == Self.starts)
    #expect(
      Self.imported { "{\"level\":\"info\",\"message\":\"\(Self.escaped($0))\"}" }.starts
        == Self.starts)
    #expect(
      Self.imported { "{\"message\":\"recv \(Self.escaped($0)) in 3 ms\",\"n\":1}" }.starts
        == Self.starts)
  }

  @Test func `a message may be quoted more than once, and as other programs quote`() {
    let twice = Self.imported { line in
      let inner = "{\"raw\":\"\(Self.escaped(line))\"}"
      return "{\"message\":\"\(Self.escaped(inner))\"}"
    }
    #expect(twice.starts == Self.starts && twice.problems.isEmpty)
    #expect(
      Self.imported { "{\"message\":\"\($0.replacing("\"", with: "\\u0022"))\"}" }.starts
        == Self.starts)
    #expect(
      Self.imported { "8:00,P,\"\($0.replacing("\"", with: "\"\""))\",in" }.starts == Self.starts)
  }

  @Test func `escapes inside a quoted message stay what they are`() {
    let start = OCPPLog.start(tag: "\\u00e9\\\"\\\\\\uD83D\\uDE00")
    let log = OCPPLog.log(
      "\"\(Self.escaped(start))\"", OCPPLog.reply(),
      OCPPLog.stop().replacing("\"transactionId\": 7", with: "\"transactionId\": -1")
        .replacing("\"meterStop\"", with: "\"idTag\": \"é\\\"\\\\😀\", \"meterStop\""))
    #expect(Imported(.ocpp, log).starts == Self.starts)
  }

  @Test func `a line may hold several messages`() {
    #expect(
      Imported(.ocpp, Self.lines[0] + " => " + Self.lines[1] + Self.lines[2]).starts
        == Self.starts)
    #expect(
      Imported(.ocpp, "[" + Self.lines.joined(separator: ", ") + "]").starts == Self.starts)
  }

  @Test func `the id of a message may be a number`() {
    let log = OCPPLog.log(
      Self.lines[0].replacing("\"m1\"", with: "41"), Self.lines[1].replacing("\"m1\"", with: "41"),
      Self.lines[2])
    #expect(Imported(.ocpp, log).starts == Self.starts)
  }

  @Test func `a line that cannot be read is one problem`() {
    let broken = [
      "[2, \"a\", \"StopTransaction\", {\"transactionId\": 7, \"meterStop\": 1",
      "[2, \"a\", \"Heartbeat\", {\"x\": 1, \"x\": 2, \"y\": 1, \"y\": 2}]",
      "{\"m\": \"[2,\\\"a\\\",\\\"Heartbeat\\\",{\"}",
      String(repeating: "[2,\"", count: 1_000),
      String(repeating: "[2,\\\"", count: 1_000),
      String(repeating: "[", count: 1_000) + "[2,\"a\",\"Heartbeat\","
        + String(repeating: "[", count: 1_000),
    ]
    for line in broken {
      let imported = Imported(.ocpp, OCPPLog.log(Self.lines[0], line, Self.lines[1], Self.lines[2]))
      #expect(imported.problems.count == 1 && imported.starts == Self.starts)
      #expect(imported.problems[0].hasPrefix("2:"))
      #expect(imported.ignored == ["1 message that cannot be read, reported above"])
    }
  }

  @Test func `a problem inside a quoted message is at the place of the message`() {
    let imported = Imported(
      .ocpp, "{\"message\":\"\(Self.escaped(OCPPLog.start(connector: 0)))\"}\n")
    #expect(imported.problems == ["1:13 out-of-range"])
    #expect(imported.leftOut == ["1 not readable (out-of-range), reported above"])
  }

  @Test func `files of other kinds are named`() {
    func message(_ text: String) -> String? {
      let imported = Imported(.ocpp, text)
      #expect(imported.result.isUnreadable && imported.result.problems.count == 1)
      let problem = imported.result.problems[0]
      return "\(problem.message); \(problem.hint ?? "")"
    }
    #expect(
      message("{\"data\": [{\"id\": 1, \"cdr_location\": {}}]}")?.contains("import ocpi") == true)
    #expect(message("[\n{\"kWhDelivered\": 1}]")?.contains("import acn") == true)
    #expect(message("{\"a\": [2, 3]}")?.contains("looks like other JSON") == true)
    #expect(
      message("TransactionId;ChargePoint;Connector\n1;A;1\n")?.contains("import elaad") == true)
    #expect(message("transaction_pk,charge_box_id\n1,A\n")?.contains("SteVe") == true)
    #expect(message("a;b\n1;2\n")?.contains("looks like a table") == true)
    #expect(
      message("08:00 <soap:Envelope xmlns:ns=\"urn://Ocpp/Cs/2012/06/\">")?.contains("SOAP") == true
    )
    #expect(message("<x/>")?.contains("SOAP") == true)
    #expect(message("nothing")?.hasPrefix("no line of the file holds an OCPP message; ") == true)
  }
}
