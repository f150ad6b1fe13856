import Testing

@testable import PowerShare

@Suite struct SizingWriterTests {
  /// A sizing of two capacities, the larger of which delivers less.
  private static func text(_ format: RowFormat) throws -> String {
    var sizing = Sizing([try Requirement("energy.delivered>=0", isOnUpdate: false)])
    for (capacity, delivered) in [(10, 10_000), (20, 9_000)] {
      let figure = Summary.Figure(path: "energy.delivered", thousandths: Int128(delivered))
      sizing.take(Summary(figures: [figure], chargers: []), at: .kW(capacity))
    }
    let bytes = SizingWriter.bytes(sizing, format, hasSeeds: false)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func `a gain below zero is a number in CSV`() throws {
    #expect(
      try Self.text(.csv(delimiter: UInt8(ascii: ","))) == """
        gridCapacity,meets,energy.delivered,delivered,gain,limitedBy
        10,true,10,10,-1,
        20,true,9,9,,

        """)
  }

  @Test func `NDJSON has the curve alone`() throws {
    #expect(
      try Self.text(.ndjson) == """
        {"gridCapacity":10,"meets":true,"energy.delivered":10,"delivered":10,"gain":-1,\
        "limitedBy":null}
        {"gridCapacity":20,"meets":true,"energy.delivered":9,"delivered":9,"gain":null,\
        "limitedBy":null}

        """)
  }
}
