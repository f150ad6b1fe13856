import Testing

@testable import PowerShare

@Suite struct ExplanationWriterTests {
  private static func explanation(_ events: [SessionEvent]) throws -> Explanation {
    var replay = Replay(
      try StationConfig(gridKilowatts: 330, [("CP001", 200, 2), ("CP002", 200, 1)]))
    try replay.run(events)
    let explanation = Explanation(replay)
    return try #require(explanation)
  }

  private static let worked: [SessionEvent] = [
    .start(0, "ev-1", "CP001", 1, kW: 80), .start(0, "ev-2", "CP001", 2, kW: 150),
    .start(0, "ev-3", "CP002", 1, kW: 150),
  ]

  @Test func `the worked example reads round by round`() throws {
    let text = ExplanationWriter.text(try Self.explanation(Self.worked), in: .seconds)
    #expect(
      String(decoding: text, as: UTF8.self) == """
        time 0: 330 kW of grid capacity, 3 sessions, in steps of 1 kW

        round 1: 330 kW ÷ 3 open = 110 kW each
        session  connector  added  allocated  then
                               kW         kW
        ev-1     CP001:1       80         80  at the vehicle's maximum
        ev-2     CP001:2      110        110  open
        ev-3     CP002:1      110        110  open

        round 2: 30 kW ÷ 2 open = 15 kW each
        session  connector  added  allocated  then
                               kW         kW
        ev-2     CP001:2       10        120  at the charger's maximum
        ev-3     CP002:1       15        125  open

        round 3: 5 kW ÷ 1 open = 5 kW each
        session  connector  added  allocated  then
                               kW         kW
        ev-3     CP002:1        5        130  open

        ended: grid-capacity, because the grid capacity is used up

        session  connector  vehicle  allocated  limited by
                                 kW         kW
        ev-1     CP001:1         80         80  vehicle
        ev-2     CP001:2        150        120  charger
        ev-3     CP002:1        150        130  grid

        """)
  }

  @Test func `a reason that is a group is written in words`() throws {
    let station = try StationConfig(
      stationId: "S", gridCapacity: .kW(100),
      chargers: [Charger(id: "A", maxPower: .kW(50), connectors: .alike(count: 1))],
      groups: [ChargerGroup(id: "G", maxPower: .kW(20), members: ["A"])])
    var replay = Replay(station)
    try replay.run([.start(0, "a", "A", 1, kW: 40)])
    let present = Explanation(replay)
    let text = ExplanationWriter.text(try #require(present), in: .seconds)
    #expect(
      String(decoding: text, as: UTF8.self) == """
        time 0: 100 kW of grid capacity, 1 session, in steps of 1 kW

        round 1: 100 kW ÷ 1 open = 100 kW each
          G passes on 20 kW and closes
        session  connector  added  allocated  then
                               kW         kW
        a        A:1           20         20  closed by G

        ended: groups-at-maximum,
          because groups and chargers keep all vehicles below their maximum from more

        session  connector  vehicle  allocated  limited by
                                 kW         kW
        a        A:1             40         20  group G

        """)
  }

  @Test func `JSON has the rounds and their grants`() throws {
    let text = ExplanationWriter.json(
      try Self.explanation([Self.worked[0]]), in: .dateTime(.zulu))
    #expect(
      String(decoding: text, as: UTF8.self) == #"{"time":"1970-01-01T00:00:00Z","#
        + #""gridCapacity":330,"rounds":[{"remainingPower":330,"openVehicles":1,"share":330,"#
        + #""grants":[{"sessionId":"ev-1","addedPower":80,"allocatedPower":80,"#
        + #""limitedBy":"vehicle"}]}],"stopReason":"vehicles-at-maximum"}"# + "\n")
  }

  @Test func `a vehicle that stays open has no limit in JSON`() throws {
    let text = ExplanationWriter.json(try Self.explanation(Self.worked), in: .seconds)
    #expect(
      String(decoding: text, as: UTF8.self).contains(#""allocatedPower":110,"limitedBy":null"#))
  }

  @Test func `a station without sessions is explained`() throws {
    let explanation = try Self.explanation([.grid(0, kW: 5)])
    let text = ExplanationWriter.text(explanation, in: .dateTime(.zulu))
    #expect(
      String(decoding: text, as: UTF8.self)
        == "times in UTC\n\n"
        + "1970-01-01 00:00:00: 5 kW of grid capacity, 0 sessions, in steps of 1 kW\n")
    let json = ExplanationWriter.json(explanation, in: .seconds)
    #expect(
      String(decoding: json, as: UTF8.self)
        == #"{"time":0,"gridCapacity":5,"rounds":[],"stopReason":null}"# + "\n")
  }

  @Test(arguments: [
    (150, 330, "vehicles-at-maximum, because every vehicle has its maximum"),
    (500, 330, "chargers-at-maximum, because the chargers of all open vehicles have"),
    (500, 1, "indivisible, because the remaining power cannot be divided into whole steps"),
  ])
  func `each reason is written in words`(vehicle: Int, grid: Int, words: String) throws {
    var events: [SessionEvent] = [.start(0, "a", "CP002", 1, kW: vehicle), .grid(0, kW: grid)]
    if grid == 1 { events.append(.start(0, "b", "CP001", 1, kW: vehicle)) }
    let text = ExplanationWriter.text(try Self.explanation(events), in: .seconds)
    let unwrapped = String(decoding: text, as: UTF8.self).split(separator: "\n  ").joined(
      separator: " ")
    #expect(unwrapped.contains("ended: " + words))
  }
}
