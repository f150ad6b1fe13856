import PowerShare
import Testing

/// The example on the documentation's landing page.
@Suite struct DocumentationExampleTests {
  @Test func `the first vehicle of the worked example gets what it can take`() throws {
    let station = try StationConfig(
      stationId: "ELECTRA_PARIS_15", gridCapacity: Power(watts: 330_000),
      chargers: [
        Charger(id: "CP001", maxPower: Power(watts: 200_000), connectors: .alike(count: 2)),
        Charger(id: "CP002", maxPower: Power(watts: 200_000), connectors: .alike(count: 2)),
      ])
    let start = SessionEvent.Start(
      sessionId: "ev-1", connectorId: ConnectorID(chargerId: "CP001", idx: 1),
      vehicleMaxPower: Power(watts: 80_000))
    let events = [SessionEvent(time: Instant(milliseconds: 0), kind: .start(start))]
    var lines: [String] = []

    var simulation = Simulation(station: station, policy: FairShare())
    try simulation.run(events) { replay in
      for session in replay.activeSessions {
        lines.append("\(session.id.text) \(session.allocatedPower.kilowatts)")
      }
    }
    let summary = simulation.end()

    #expect(lines == ["ev-1 80"])
    #expect(summary?.figure("power.peak")?.thousandths == 80_000)
  }
}
