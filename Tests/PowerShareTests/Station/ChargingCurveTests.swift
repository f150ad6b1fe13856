import PowerShare
import Testing

@Suite struct ChargingCurveTests {
  private static func curve(_ points: [(percent: Int, watts: Int)]) -> ChargingCurve {
    ChargingCurve(
      points: points.map {
        .init(stateOfCharge: $0.percent * 1_000, power: Power(watts: $0.watts))
      })
  }

  @Test func `a curve is flat outside its points`() {
    let curve = Self.curve([(20, 100_000), (80, 40_000)])
    #expect([0, 19].map { curve.power(inStep: $0).watts } == [100_000, 100_000])
    #expect([80, 99].map { curve.power(inStep: $0).watts } == [40_000, 40_000])
  }

  @Test func `a step has the value in its middle`() {
    let curve = Self.curve([(0, 0), (50, 50_000), (100, 0)])
    #expect(
      [0, 1, 49, 50, 99].map { curve.power(inStep: $0).watts } == [500, 1_500, 49_500, 49_500, 500])
  }

  @Test func `a value is floored to the watt where the curve rises and where it falls`() {
    // In the middles of steps 0 to 2: 1/6, 3/6 and 5/6 of the way.
    let rising = Self.curve([(0, 10), (3, 20)])
    #expect((0...2).map { rising.power(inStep: $0).watts } == [11, 15, 18])
    let falling = Self.curve([(0, 20), (3, 10)])
    #expect((0...2).map { falling.power(inStep: $0).watts } == [18, 15, 11])
  }

  @Test func `one point is the same everywhere`() {
    let curve = Self.curve([(50, 7_000)])
    #expect((0...99).allSatisfy { curve.power(inStep: $0).watts == 7_000 })
  }
}
