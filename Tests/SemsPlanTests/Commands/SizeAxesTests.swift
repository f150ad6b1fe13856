import Foundation
import PowerShare
import Testing

@testable import sems_plan

/// Checks `size` on each axis against one `simulate` for each value.
@Suite struct SizeAxesTests {
  /// Four chargers with a battery; a value of the station is replaced by its key.
  private static func station(_ changes: [String: String] = [:]) -> String {
    var values = [
      "gridCapacity": "60", "chargers": "4", "batteryCapacity": "40", "batteryPower": "30",
    ]
    values.merge(changes) { $1 }
    let chargers = (1...(Int(values["chargers"] ?? "") ?? 1)).map {
      "{\"id\": \"C\($0)\", \"maxPower\": 50, \"connectors\": 1}"
    }
    return """
      {"stationId": "S", "gridCapacity": \(values["gridCapacity"] ?? ""),
       "chargers": [\(chargers.joined(separator: ", "))],
       "battery": {"capacity": \(values["batteryCapacity"] ?? ""),
         "power": \(values["batteryPower"] ?? "")}}
      """
  }

  /// Vehicles that arrive within two hours and drive on after ten minutes of waiting.
  private static let timeline =
    "time,event,vehicleMaxPower,energyRequested,departureTime,maxWait\n"
    + (0..<14).map { index in
      "\(index * 500),start,\(50 + index % 3 * 20),\(12 + index * 7 % 11),"
        + "\(index * 500 + 3_000),600\n"
    }.joined()

  /// Returns the summary of `simulate`.
  private static func summary(_ files: [String: String]) throws -> [String: Any] {
    let outcome = CapturedStreams(files: files).run(
      "simulate -q -c station.json -t timeline.csv -f json")
    #expect(outcome.code == .done, "\(outcome.err)")
    let result = try JSONSerialization.jsonObject(with: Data(outcome.out.utf8)) as? [String: Any]
    return try #require(result?["summary"] as? [String: Any])
  }

  private static func answer(_ line: String, _ files: [String: String]) throws -> [String: Any] {
    let outcome = CapturedStreams(files: files).run("size -q -f json " + line)
    #expect(outcome.code == .done || outcome.code == .expectationNotMet, "\(outcome.err)")
    return try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.out.utf8)) as? [String: Any])
  }

  @Test(
    arguments: [
      ("gridCapacity", "--grid-capacity", ["20", "60", "90", "120", "200"]),
      ("chargers", "--chargers", ["1", "2", "3", "4"]),
      ("batteryCapacity", "--battery-capacity", ["0", "10", "20", "80"]),
      ("batteryPower", "--battery-power", ["0", "10", "30", "60"]),
    ], [0.5, 0.8, 0.95, 1])
  func `the answer and the curve are those of simulate`(
    axis: (key: String, option: String, values: [String]), least: Double
  ) throws {
    var delivered: [Double] = []
    var shares: [Double] = []
    for value in axis.values {
      let summary = try Self.summary([
        "station.json": Self.station([axis.key: value]), "timeline.csv": Self.timeline,
      ])
      shares.append(try #require(summary["servedShare"] as? Double))
      delivered.append(
        try #require((summary["energy"] as? [String: Any])?["delivered"] as? Double))
    }
    let answer = try Self.answer(
      "-c station.json -t timeline.csv \(axis.option) \(axis.values.joined(separator: ",")) "
        + "--require servedShare>=\(least)",
      ["station.json": Self.station(), "timeline.csv": Self.timeline])
    let curve = try #require(answer["curve"] as? [[String: Any]])
    #expect(curve.map { $0[axis.key] as? Double } == axis.values.map(Double.init))
    #expect(curve.map { $0["servedShare"] as? Double } == shares)
    #expect(curve.map { $0["delivered"] as? Double } == delivered)
    let first = shares.firstIndex { $0 >= least }
    #expect(answer[axis.key] as? Double == first.flatMap { Double(axis.values[$0]) })
    #expect(
      answer["exceptions"] as? [Double]
        == (first.map { first in axis.values.indices.filter { $0 > first && shares[$0] < least } }
        ?? []).compactMap { Double(axis.values[$0]) })
  }

  @Test(arguments: [0.5, 0.9, 0.97, 1])
  func `the scale is judged as simulate judges its timelines`(least: Double) throws {
    let demand =
      "--profile highway --from 2026-03-06T00:00:00Z --sessions-per-day 40 --vehicles 50:1"
    let scales = ["0.5", "1", "1.5", "3"]
    var counts: [Int] = []
    for scale in scales {
      var met = 0
      for seed in 1...3 {
        let sessions = 40 * (Double(scale) ?? 0)
        let timeline = CapturedStreams().run(
          "generate -q --profile highway --from 2026-03-06T00:00:00Z --vehicles 50:1 "
            + "--sessions-per-day \(sessions) --seed \(seed)")
        let summary = try Self.summary([
          "station.json": Self.station(), "timeline.csv": timeline.out,
        ])
        if try #require(summary["servedShare"] as? Double) >= least { met += 1 }
      }
      counts.append(met)
    }
    let answer = try Self.answer(
      "-c station.json \(demand) --scale \(scales.joined(separator: ",")) --seed 1:3 "
        + "--seed-share 0.6 --require servedShare>=\(least)",
      ["station.json": Self.station()])
    let curve = try #require(answer["curve"] as? [[String: Any]])
    #expect(curve.map { $0["seedsMet"] as? Int } == counts)
    let failing = counts.firstIndex { $0 < 2 } ?? counts.count
    #expect(answer["scale"] as? Double == (failing > 0 ? Double(scales[failing - 1]) : nil))
    #expect(
      answer["exceptions"] as? [Double]
        == counts.indices.filter { $0 > failing && counts[$0] >= 2 }.compactMap {
          Double(scales[$0])
        })
  }

  // MARK: Combinations

  /// Returns the rows of a sweep.
  private static func rows(_ line: String, _ files: [String: String]) throws -> [[String: Any]] {
    let outcome = CapturedStreams(files: files).run("sweep -q -f json " + line)
    #expect(outcome.code == .done, "\(outcome.err)")
    return try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.out.utf8)) as? [[String: Any]])
  }

  private static func value(_ path: String, _ row: [String: Any]) -> Double? {
    var value: Any? = row
    for key in path.split(separator: ".") { value = (value as? [String: Any])?[String(key)] }
    return value as? Double
  }

  @Test(
    arguments: [
      ("--minimise", "grid.peak15min"), ("--minimise", "energy.unserved"),
      ("--maximise", "fairness.jain"), ("--maximise", "power.loadFactor"),
      ("--minimise", "stretch.mean"), ("--minimise", "sessions.abandoned"),
    ], [0.5, 0.9, 0.999])
  func `the best combinations are those of a sweep`(
    goal: (option: String, path: String), least: Double
  ) throws {
    let files = ["station.json": Self.station(), "timeline.csv": Self.timeline]
    let line =
      "-c station.json -t timeline.csv --grid-capacity 20,60,90,200 --chargers 2:4 "
      + "--policy fair,first-come --battery-power 0,30"
    let axes = ["chargers", "batteryPower", "gridCapacity", "policy"]
    let rows = try Self.rows(line, files)
    #expect(rows.count == 48)
    let meeting = rows.indices.filter {
      Self.value("servedShare", rows[$0]) ?? -1 >= least && Self.value(goal.path, rows[$0]) != nil
    }
    let sorted = meeting.sorted { left, right in
      let values = [left, right].map { Self.value(goal.path, rows[$0]) ?? 0 }
      if values[0] == values[1] { return left < right }
      return (values[0] < values[1]) == (goal.option == "--minimise")
    }
    let answer = try Self.answer(
      "\(line) \(goal.option) \(goal.path) --require servedShare>=\(least)", files)
    let best = (answer["best"] as? [[String: Any]] ?? []).map { row in
      axes.map { "\(row[$0] ?? "")" } + ["\(Self.value("value", row) ?? -1)"]
    }
    #expect(
      best
        == sorted.prefix(10).map { index in
          axes.map { "\(rows[index][$0] ?? "")" }
            + ["\(Self.value(goal.path, rows[index]) ?? -1)"]
        })
    #expect(
      axes.map { "\(answer[$0] ?? "")" }
        == (sorted.first.map { index in axes.map { "\(rows[index][$0] ?? "")" } }
          ?? axes.map { _ in "<null>" }))
    #expect(answer["figure"] as? String == (sorted.isEmpty ? nil : goal.path))
  }
}
