import Foundation
import Testing

@testable import sems_plan

/// Generated demand does not depend on the chargers and the grid of the station.
@Suite struct DemandTests {
  private static let types = """
    [{"id":"compact","maxPower":100,"batteryCapacity":52,\
    "chargingCurve":[[0,90],[50,90],[80,45],[100,5]]},\
    {"id":"family","maxPower":170,"batteryCapacity":77,\
    "chargingCurve":[[0,135],[10,170],[35,160],[60,105],[80,70],[100,8]]},{"id":"van","maxPower":11}]
    """

  private static func station(_ chargers: String, grid: Int) -> String {
    """
    {"stationId":"S","gridCapacity":\(grid),"chargers":[\(chargers)],"vehicles":\(types)}
    """
  }

  /// Returns chargers `A1` to `AN`, all alike.
  private static func chargers(_ count: Int, maxPower: Int, connectors: Int) -> String {
    (1...count).map {
      "{\"id\":\"A\($0)\",\"maxPower\":\(maxPower),\"connectors\":\(connectors)}"
    }.joined(separator: ",")
  }

  @Test func `the same options give the same bytes for any chargers and any grid`() {
    for seed in UInt64(1)...40 {
      var random = SplitMix64(seed: seed)
      let profile = random.pick(["highway", "urban", "workplace", "depot"])
      let line =
        "--profile \(profile) --from 2026-03-06T00:00:00+01:00 --days 2 --sessions-per-day 40 "
        + "--seed \(seed)"
      let texts = (0..<3).map { _ in
        let chargers = Self.chargers(
          random.int(1...9), maxPower: random.int(0...400), connectors: random.int(1...4))
        let station = Self.station(chargers, grid: random.int(0...900))
        return CapturedStreams(files: ["s.json": station]).run("generate -q -c s.json \(line)").out
      }
      #expect(texts[0] == texts[1] && texts[1] == texts[2], "seed \(seed)")
      #expect(texts[0].utf8.count > 1_000, "seed \(seed)")
    }
  }

  @Test func `two layouts of one power rank alike by sweep and by hand`() throws {
    let site = "--profile highway --from 2026-03-06T00:00:00+01:00"
    let files = [
      "shared.json": Self.station(Self.chargers(4, maxPower: 150, connectors: 2), grid: 600),
      "single.json": Self.station(Self.chargers(8, maxPower: 75, connectors: 1), grid: 600),
    ]
    for seed in 1...4 {
      // Generated once, for one of the layouts, and replayed at both.
      let day = "\(site) --sessions-per-day 90 --seed \(seed)"
      let cars = CapturedStreams(files: files).run("generate -q -c shared.json \(day)").out
      let delivered = try ["shared", "single"].map { layout in
        let hand = CapturedStreams(files: files.merging(["cars.csv": cars]) { $1 }).run(
          "simulate -q -c \(layout).json -t cars.csv --per station -o out.txt --summary -"
        ).out
        let swept = CapturedStreams(files: files).run(
          "sweep -q -c \(layout).json \(day) -f ndjson"
        ).out
        let figures = try #require(hand.components(separatedBy: ",\"chargers\":").first)
        #expect(swept == "{\"seed\":\(seed)," + figures.dropFirst() + "}\n")
        let text = try #require(swept.firstMatch(of: /"delivered":([0-9.]+)/)).1
        return try #require(Double(text))
      }
      // A vehicle that charges alone at its charger has 150 kW instead of 75.
      #expect(delivered[0] > delivered[1], "seed \(seed)")
    }
  }
}
