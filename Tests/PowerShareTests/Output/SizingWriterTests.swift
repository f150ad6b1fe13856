import Testing

@testable import PowerShare

@Suite struct SizingWriterTests {
  /// A search over two values, the larger of which delivers less.
  private static func text(_ axis: ScenarioAxis, _ format: RowFormat) throws -> String {
    let runs = try SizingSample.runs(
      ["energy.delivered>=9.5"], SizingSample.scenarios(axis, 2),
      [[["energy.delivered": 10_000]], [["energy.delivered": 9_000]]])
    return String(
      decoding: SizingWriter.bytes(Sizing(axis, runs), format, hasSeeds: false), as: UTF8.self)
  }

  @Test func `a gain below zero is a number in CSV`() throws {
    #expect(
      try Self.text(.gridCapacity, .csv(delimiter: UInt8(ascii: ","))) == """
        gridCapacity,meets,energy.delivered,delivered,gain,limitedBy
        1,true,10,10,-1,
        2,false,9,9,,

        """)
  }

  @Test func `NDJSON has the curve alone`() throws {
    #expect(
      try Self.text(.chargers, .ndjson) == """
        {"chargers":1,"meets":true,"energy.delivered":10,"delivered":10,"gain":-1,"limitedBy":null}
        {"chargers":2,"meets":false,"energy.delivered":9,"delivered":9,"gain":null,"limitedBy":null}

        """)
  }

  @Test(arguments: [
    (ScenarioAxis.gridCapacity, "1", "2", "[2]"), (.chargers, "1", "2", "[2]"),
    (.batteryCapacity, "1", "2", "[2]"), (.batteryPower, "1", "2", "[2]"),
    (.scale, "1", "2", "[]"), (.station, "\"A\"", "\"B\"", "[]"),
  ])
  func `the key of the answer in JSON is the axis`(
    axis: ScenarioAxis, first: String, second: String, exceptions: String
  ) throws {
    #expect(
      try Self.text(axis, .json) == """
        {"\(axis.rawValue)":\(first),"gain":-1,"limitedBy":null,"exceptions":\(exceptions),\
        "skippedEvents":0,"curve":[
        {"\(axis.rawValue)":\(first),"meets":true,"energy.delivered":10,"delivered":10,\
        "gain":-1,"limitedBy":null},
        {"\(axis.rawValue)":\(second),"meets":false,"energy.delivered":9,"delivered":9,\
        "gain":null,"limitedBy":null}
        ]}

        """)
  }
}
