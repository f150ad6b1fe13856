import Testing

@testable import PowerShare

@Suite struct ResultColumnTests {
  private static func names(_ columns: [TypedColumn]) -> [String] {
    columns.map { "\($0.column.name)" }
  }

  /// The columns of loads and the battery.
  private static let site = ["loadPower", "batteryPower", "batteryEnergy", "gridPower"]

  @Test(arguments: [false, true])
  func `loads and the battery are at the end of a row of the station`(isInterval: Bool) {
    let plain = Self.names(TypedColumn.rows(.station, isInterval: isInterval))
    let columns = TypedColumn.rows(.station, isInterval: isInterval, hasSite: true)
    #expect(Self.names(columns) == plain + Self.site)
    let tick = Self.names(TypedColumn.tickState(isWhole: true))
    #expect(Array(tick[2..<6]) == Self.site)
  }

  private static func lists(isInterval: Bool) -> [[TypedColumn]] {
    ResultLevel.allCases.map { TypedColumn.rows($0, isInterval: isInterval) }
      + [
        TypedColumn.tickState(isWhole: isInterval) + TypedColumn.tickTotals(isInterval: isInterval)
      ]
  }

  @Test(arguments: [false, true])
  func `a row has each column once, and each is described`(isInterval: Bool) {
    for columns in Self.lists(isInterval: isInterval) {
      let names = Self.names(columns)
      #expect(Set(names).count == names.count && !names.isEmpty)
      for column in columns.map(\.column) {
        let meaning = "\(column.meaning)"
        #expect(meaning.hasSuffix(".") && !meaning.contains("\""), "\(column.name)")
        #expect(!"\(column.heading)".isEmpty, "\(column.name)")
      }
    }
  }

  @Test func `intervals have all columns of ticks, in the same order, and energies`() {
    for (ticks, intervals) in zip(Self.lists(isInterval: false), Self.lists(isInterval: true)) {
      let onlyWhole = ["energy", "waitingSessions"] + Self.site
      let kept = Self.names(intervals).filter { !onlyWhole.contains($0) }
      #expect(kept == Self.names(ticks))
    }
    let energies = ResultLevel.allCases.map {
      Self.names(TypedColumn.rows($0, isInterval: true)).contains("energy")
    }
    #expect(energies == ResultLevel.allCases.map { $0 != .connector })
  }

  /// A row of ids that take as much room as ids can.
  private static func tick(_ id: Identifier) -> ResultTick {
    let highest = Energy(Power(watts: 1_000_000_000), over: TimeSpan(milliseconds: 1 << 48))
    let connector = ConnectorID(chargerId: id, idx: .max)
    var tick = ResultTick(level: .session)
    tick.sessions = [
      ResultTick.SessionRow(
        name: SessionName(startOrder: 1, id: id, connectorId: connector),
        vehicleMaxPower: Power(watts: .max), allocatedPower: Power(watts: .max),
        limitedBy: .connector, limitedAt: .some(id), energy: highest, deliveredEnergy: highest)
    ]
    return tick
  }

  @Test(arguments: ["", "a", "\u{1}", "\"", "=\"\""], [1, 16, 17, 255])
  func `a row has room for the longest cells`(piece: String, count: Int) throws {
    let id = Identifier(String(repeating: piece, count: count))
    let header = ResultHeader(
      station: try StationConfig(gridKilowatts: 1, [("A", 1, 1)]), policy: "fair",
      options: ReplayOptions(), scale: .seconds, level: .session,
      interval: TimeSpan(milliseconds: 1_000))
    for writer in [CSVWriter(), JSONWriter(isLines: true)] as [any ResultWriter] {
      var (writer, bytes) = (writer, [UInt8]())
      writer.begin(header, into: &bytes)
      writer.write(Self.tick(id), into: &bytes)
      #expect(bytes.count > 2 * id.count)
    }
  }
}
