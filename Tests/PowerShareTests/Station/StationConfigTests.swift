import PowerShare
import Testing

@Suite struct StationConfigTests {
  @Test func `a station has at least one charger`() {
    #expect(throws: StationProblem.noChargers) { try StationConfig(gridKilowatts: 1, []) }
  }

  @Test func `two chargers of one id are refused`() {
    #expect(throws: StationProblem.duplicateCharger("A")) {
      try StationConfig(gridKilowatts: 1, [("A", 1, 1), ("B", 1, 1), ("A", 2, 1)])
    }
  }

  @Test func `ids are compared byte for byte`() throws {
    #expect(Identifier("\u{E9}") != Identifier("e\u{301}"))
    let station = try StationConfig(
      gridKilowatts: 1, [("\u{E9}", 1, 1), ("e\u{301}", 1, 1), ("a", 1, 1), ("A", 1, 1)])
    #expect(station.index(ofCharger: "e\u{301}") == 1)
    #expect(station.index(ofCharger: "A") == 3)
    #expect(station.index(ofCharger: "b") == nil)
  }
}
