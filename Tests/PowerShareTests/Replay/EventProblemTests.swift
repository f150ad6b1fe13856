import Testing

@testable import PowerShare

@Suite struct EventProblemTests {
  struct Refusal: CustomTestStringConvertible {
    let testDescription: String
    let kind: SessionEvent.Kind
    let code: DiagnosticCode
    let field: EventField
  }

  private static func start(_ id: Identifier?, _ charger: Identifier, _ idx: Int)
    -> SessionEvent.Kind
  {
    .start(
      .init(
        sessionId: id, connectorId: ConnectorID(chargerId: charger, idx: idx),
        vehicleMaxPower: .kW(10)))
  }

  private static let refusals = [
    Refusal(
      testDescription: "an unknown charger", kind: start("x", "CP9", 1), code: .unknownCharger,
      field: .chargerId),
    Refusal(
      testDescription: "connector 0", kind: start("x", "A", 0), code: .unknownConnector,
      field: .idx),
    Refusal(
      testDescription: "a connector too many", kind: start("x", "A", 3), code: .unknownConnector,
      field: .idx),
    Refusal(
      testDescription: "a connector in use", kind: start("x", "A", 1), code: .connectorInUse,
      field: .idx),
    Refusal(
      testDescription: "a session id in use", kind: start("ev-1", "A", 2), code: .sessionInUse,
      field: .sessionId),
    Refusal(
      testDescription: "an unnamed start at a connector in use", kind: start(nil, "A", 1),
      code: .connectorInUse, field: .idx),
    Refusal(
      testDescription: "a stop of nobody", kind: .stop(.session("ev-2")), code: .unknownSession,
      field: .sessionId),
    Refusal(
      testDescription: "a report of nobody",
      kind: .powerUpdate(.init(session: .session("?"), consumedPower: .zero)),
      code: .unknownSession, field: .sessionId),
    Refusal(
      testDescription: "a stop at an idle connector",
      kind: .stop(.connector(ConnectorID(chargerId: "A", idx: 2))), code: .unknownSession,
      field: .idx),
    Refusal(
      testDescription: "a stop at an unknown charger",
      kind: .stop(.connector(ConnectorID(chargerId: "B", idx: 2))), code: .unknownCharger,
      field: .chargerId),
    Refusal(
      testDescription: "a session that is elsewhere",
      kind: .stop(.sessionAt("ev-1", ConnectorID(chargerId: "A", idx: 2))), code: .unknownSession,
      field: .chargerId),
  ]

  @Test(arguments: refusals, Reallocation.allCases)
  func `a refused event has a reason and changes nothing`(
    refusal: Refusal, reallocation: Reallocation
  ) throws {
    var replay = Replay(try StationConfig(gridKilowatts: 30, [("A", 20, 2)]), reallocation)
    try replay.run([.start(0, "ev-1", "A", 1, kW: 15)])
    let before = SlowReplay.Tick(replay)
    let event = SessionEvent(time: Instant(milliseconds: 90_000), kind: refusal.kind)
    #expect(replay.nextTick(before: event.time) == false)
    let problem = #expect(throws: EventProblem.self) { try replay.apply(event) }
    #expect(problem?.code == refusal.code)
    #expect(problem?.field == refusal.field)
    #expect(SlowReplay.Tick(replay) == before)
    #expect(replay.nextTick(before: nil) == false, "a refused event makes no tick")
    // The time between is counted exactly once.
    try replay.run([.stop(100, "ev-1")])
    #expect(
      replay.ended.map(\.deliveredEnergy) == [
        Energy(.kW(15), over: TimeSpan(milliseconds: 100_000))
      ])
  }

  @Test func `a hint guesses the misspelt name`() throws {
    var replay = Replay(
      try StationConfig(gridKilowatts: 30, (1...10).map { ("CP\(100 + $0)", 20, $0 == 1 ? 1 : 2) }))
    try replay.apply(.start(0, "van-1", "CP101", 1, kW: 1))
    func problem(_ event: SessionEvent) -> EventProblem? {
      #expect(throws: EventProblem.self) { try replay.apply(event) }
    }
    let charger = problem(.start(0, "x", "CP1O1", 1, kW: 1))
    #expect(charger?.message == "charger \"CP1O1\" is not in the station config")
    #expect(charger?.hint?.hasPrefix("did you mean \"CP101\"? The station has CP101, ") == true)
    #expect(charger?.hint?.hasSuffix("CP108 and 2 more.") == true)
    #expect(problem(.start(0, "x", "CP101", 2, kW: 1))?.hint == "Its only connector is 1.")
    #expect(problem(.start(0, "x", "CP102", 3, kW: 1))?.hint == "Its connectors are 1 to 2.")
    #expect(problem(.stop(0, "van-2"))?.hint == "did you mean \"van-1\"?")
    #expect(problem(.stop(0, "truck"))?.hint == nil)
  }

  @Test func `a name cannot act on a terminal`() throws {
    var replay = Replay(try StationConfig(gridKilowatts: 30, [("A\u{1B}[2J", 20, 2)]))
    let problem = #expect(throws: EventProblem.self) {
      try replay.apply(.start(0, "x", "B\u{1B}[2J", 1, kW: 1))
    }
    let text = (problem?.message ?? "\u{1B}") + (problem?.hint ?? "\u{1B}")
    #expect(!text.unicodeScalars.contains("\u{1B}"))
    #expect(text.contains("\\u001b[2J"))
  }
}
