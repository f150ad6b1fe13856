import Foundation
import PowerShare
import Testing

@testable import sems_plan

@Suite struct SweepTests {
  private static func example(_ path: String) throws -> String {
    let url = Tree.root.appending(path: "examples/\(path)")
    return String(decoding: try Data(contentsOf: url), as: UTF8.self)
  }

  /// A day on which vehicles wait, leave and charge along curves.
  private static func friday() throws -> [String: String] {
    [
      "station.json": try example("highway-friday/station-300.json"),
      "timeline.csv": try example("highway-friday/timeline.csv"),
    ]
  }

  /// Returns the summary of `simulate` without the figures of chargers.
  private static func simulated(
    _ files: [String: String], kW: Int, _ options: String
  ) throws -> String {
    var files = files
    files["station.json"] = try #require(files["station.json"])
      .replacing(/"gridCapacity": *[0-9]+/, with: "\"gridCapacity\": \(kW)")
    let outcome = CapturedStreams(files: files).run(
      "simulate -q -c station.json -t timeline.csv --summary - --per station -o /dev/null \(options)"
    )
    #expect(outcome.code == .done)
    return try #require(outcome.out.components(separatedBy: ",\"chargers\":").first) + "}"
  }

  @Test func `each row equals the summary of simulate`() throws {
    let files = try Self.friday()
    let outcome = CapturedStreams(files: files).run(
      "sweep -q -c station.json -t timeline.csv --grid-capacity 150:450:100 "
        + "--policy fair,least-laxity --until 2026-03-06T18:00:00+01:00 -f ndjson --jobs 3")
    #expect(outcome.code == .done)
    var rows = outcome.outLines.dropLast()[...]
    for kW in [150, 250, 350, 450] {
      for policy in ["fair", "least-laxity"] {
        let next = rows.popFirst()
        let row = try #require(next)
        let axes = "{\"gridCapacity\":\(kW),\"policy\":\"\(policy)\","
        #expect(row.hasPrefix(axes))
        let options = "--policy \(policy) --until 2026-03-06T18:00:00+01:00"
        let expected = try Self.simulated(files, kW: kW, options)
        #expect("{" + row.dropFirst(axes.count) == expected)
      }
    }
    #expect(rows.isEmpty)
  }

  @Test func `each row equals the summary of simulate with on-update`() throws {
    let files = try Self.friday()
    let options = "--reallocation on-update --report-every 10m"
    let outcome = CapturedStreams(files: files).run(
      "sweep -q -c station.json -t timeline.csv --grid-capacity 200 -f ndjson \(options)")
    let row = try #require(outcome.outLines.first)
    #expect(row.contains("\"pending\""))
    let expected = try Self.simulated(files, kW: 200, options)
    #expect("{" + row.dropFirst("{\"gridCapacity\":200,".count) == expected)
  }

  /// The day of the friday with a battery, two profiles and a limit.
  private static func site(battery: String?) throws -> [String: String] {
    var files = try friday()
    if let battery {
      files["station.json"] = try #require(files["station.json"])
        .replacing(/"gridCapacity":/, with: "\"battery\": \(battery), \"gridCapacity\":")
    }
    files["hall.csv"] = """
      time,power
      2026-03-06T00:00:00+01:00,20
      2026-03-06T07:00:00+01:00,90
      2026-03-06T18:30:00+01:00,30
      2026-03-06T23:45:00+01:00,10

      """
    files["pv.csv"] = "time,power\n00:00,0\n08:00,35.5\n12:15,80\n17:00,0\n"
    files["cap.csv"] = "time,power\n00:00,none\n16:00,120\n20:00,none\n"
    return files
  }

  private static let profiles = "--load hall.csv --generation pv.csv --limit cap.csv"

  @Test func `each row equals the summary of simulate with profiles and a battery`() throws {
    let files = try Self.site(battery: "{\"capacity\": 200, \"power\": 60}")
    let outcome = CapturedStreams(files: files).run(
      "sweep -q -c station.json -t timeline.csv --grid-capacity 150:350:100 "
        + "--policy fair,least-laxity \(Self.profiles) -f ndjson --jobs 3")
    #expect(outcome.code == .done)
    var rows = outcome.outLines.dropLast()[...]
    for kW in [150, 250, 350] {
      for policy in ["fair", "least-laxity"] {
        let next = rows.popFirst()
        let row = try #require(next)
        let axes = "{\"gridCapacity\":\(kW),\"policy\":\"\(policy)\","
        #expect(row.hasPrefix(axes))
        let expected = try Self.simulated(files, kW: kW, "--policy \(policy) \(Self.profiles)")
        #expect("{" + row.dropFirst(axes.count) == expected)
        #expect(row.contains("\"battery\":{"))
      }
    }
    #expect(rows.isEmpty)
  }

  @Test(arguments: [true, false])
  func `rows of battery axes equal the summaries of simulate`(hasBattery: Bool) throws {
    let other = hasBattery ? ", \"initialSoc\": 50" : ""
    let files = try Self.site(
      battery: hasBattery ? "{\"capacity\": 7, \"power\": 1\(other)}" : nil)
    let outcome = CapturedStreams(files: files).run(
      "sweep -q -c station.json -t timeline.csv --battery-capacity 0,150.5 "
        + "--battery-power 20:60:40 \(Self.profiles) -f ndjson --jobs 3")
    #expect(outcome.code == .done)
    var rows = outcome.outLines.dropLast()[...]
    for capacity in ["0", "150.5"] {
      for power in [20, 60] {
        let next = rows.popFirst()
        let row = try #require(next)
        let axes = "{\"batteryCapacity\":\(capacity),\"batteryPower\":\(power),"
        #expect(row.hasPrefix(axes))
        let same = try Self.site(
          battery: "{\"capacity\": \(capacity), \"power\": \(power)\(other)}")
        let expected = try Self.simulated(same, kW: 300, Self.profiles)
        if capacity == "0" {
          let figures = try #require(
            try JSONSerialization.jsonObject(with: Data(expected.utf8)) as? [String: Any])
          let values = try #require(
            try JSONSerialization.jsonObject(with: Data(row.utf8)) as? [String: Any])
          #expect(figures["battery"] == nil)
          #expect(figures.count > 5)
          for (name, figure) in figures {
            #expect((values[name] as? NSObject) == (figure as? NSObject), "\(name)")
          }
        } else {
          #expect("{" + row.dropFirst(axes.count) == expected)
        }
      }
    }
    #expect(rows.isEmpty)
  }

  @Test func `generated rows with profiles equal those of generate and simulate`() throws {
    var files = try Self.site(battery: "{\"capacity\": 200, \"power\": 60}")
    let plan = "--profile highway --from 2026-03-06T00:00:00+01:00 --sessions-per-day 40 --seed 7"
    let outcome = CapturedStreams(files: files).run(
      "sweep -q -c station.json \(plan) \(Self.profiles) -f ndjson")
    files["timeline.csv"] =
      CapturedStreams(files: files).run("generate -q -c station.json \(plan)").out
    let expected = try Self.simulated(files, kW: 300, Self.profiles)
    #expect(outcome.out == "{\"seed\":7," + expected.dropFirst() + "\n")
  }

  @Test func `warnings about profiles and drained batteries come once`() throws {
    var files = try Self.site(battery: "{\"capacity\": 200, \"power\": 60}")
    files["hall.csv"] = "time,power\n2026-03-06T23:00:00+01:00,90\n"
    files["night.csv"] = "time,power\n00:00,0\n"
    let line = "sweep -c station.json -t timeline.csv --grid-capacity 100,130 -f csv"
    let outcome = CapturedStreams(files: files).run("\(line) --load hall.csv --limit night.csv")
    #expect(outcome.code == .done)
    #expect(
      outcome.err.components(separatedBy: "the profile begins after the first event").count == 2)
    #expect(outcome.err.components(separatedBy: "in 2 of 2 scenarios the battery ends").count == 2)
    let strict = CapturedStreams(files: files).run("\(line) --load hall.csv --strict")
    #expect(strict.code == .badInput)
    files["night.csv"] = "time,power\n00:00,x\n"
    let bad = CapturedStreams(files: files).run("\(line) --limit night.csv")
    #expect(bad.code == .badInput)
    #expect(bad.err.hasPrefix("night.csv:2:7: error: "))
    #expect(bad.outLines.count == 1)
  }

  @Test func `a load event of a load with a profile is refused, and the profile is used`() throws {
    var files = Sample.files
    files["t.ndjson"] = """
      {"time": 0, "event": "load", "loadId": "hall", "power": 5}
      {"time": 0, "event": "start", "connectorId": {"chargerId": "CP001", "idx": 1}, \
      "vehicleMaxPower": 150, "energyRequested": 30}

      """
    files["hall.csv"] = "time,power\n0,40\n"
    let line = "sweep -c station.json -t t.ndjson --grid-capacity 100 --load hall.csv -f csv"
    let stopped = CapturedStreams(files: files).run(line)
    #expect(stopped.code == .badInput)
    #expect(stopped.err.contains("load \"hall\" has a profile"))
    let skipped = CapturedStreams(files: files).run("\(line) --on-error skip")
    #expect(skipped.code == .done)
    #expect(skipped.outLines[1].contains(",60,"))
  }

  @Test(arguments: [
    ("--battery-capacity 10", "--battery-capacity alone needs a battery in the station"),
    ("--battery-power 10", "--battery-power alone needs a battery in the station"),
  ])
  func `one axis of a battery needs a battery`(axis: String, message: String) throws {
    let outcome = CapturedStreams(files: try Self.friday()).run(
      "sweep -c station.json -t timeline.csv \(axis)")
    #expect(outcome.code == .usage)
    #expect(outcome.err.hasPrefix("sems-plan: error: \(message)\n"))
    let files = try Self.site(battery: "{\"capacity\": 200, \"power\": 60}")
    let other = CapturedStreams(files: files).run(
      "sweep -q -c station.json -t timeline.csv \(axis) -f csv")
    #expect(other.code == .done)
  }

  @Test func `generated rows equal the results of generate and simulate`() throws {
    var files = try Self.friday()
    let site = "--profile highway --from 2026-03-06T00:00:00+01:00 --days 2"
    let outcome = CapturedStreams(files: files).run(
      "sweep -q -c station.json \(site) --sessions-per-day 40 --seed 7:8 --scale 0.5:1.5:1 "
        + "-f ndjson --jobs 2")
    var rows = outcome.outLines.dropLast()[...]
    for (scale, sessions) in [("0.5", 20), ("1.5", 60)] {
      for seed in 7...8 {
        files["timeline.csv"] =
          CapturedStreams(files: files).run(
            "generate -q -c station.json \(site) --sessions-per-day \(sessions) --seed \(seed)"
          ).out
        let next = rows.popFirst()
        let row = try #require(next)
        let axes = "{\"scale\":\(scale),\"seed\":\(seed),"
        #expect(row.hasPrefix(axes))
        let expected = try Self.simulated(files, kW: 300, "")
        #expect("{" + row.dropFirst(axes.count) == expected)
      }
    }
    #expect(rows.isEmpty)
  }

  @Test(arguments: ["csv", "json", "ndjson", "table"])
  func `the bytes do not depend on the number of jobs`(format: String) throws {
    let files = try Self.friday()
    let line =
      "sweep -c station.json -t timeline.csv --grid-capacity 100:400:25 --policy fair,unmanaged "
      + "-f \(format)"
    let one = CapturedStreams(files: files).run("\(line) --jobs 1")
    #expect(one.code == .done)
    #expect(one.out.utf8.count > 1_000)
    #expect(CapturedStreams(files: files).run("\(line) --jobs 8") == one)
    #expect(CapturedStreams(files: files).run(line) == one)
  }

  @Test func `the timeline is read once`() {
    // Standard input cannot be read twice.
    let streams = CapturedStreams(input: Sample.timeline, files: Sample.files)
    let outcome = streams.run(
      "sweep -q -c station.json -t - --grid-capacity 100:300:10 -f csv --jobs 4")
    #expect(outcome.code == .done)
    #expect(outcome.outLines.count == 1 + 21 + 1)
  }

  @Test func `a sweep can use the station in the timeline`() throws {
    let config = Sample.station.replacing("\n", with: " ")
    let events = """
      {"time": 0, "event": "start", "connectorId": {"chargerId": "CP001", "idx": 1}, \
      "vehicleMaxPower": 150, "energyRequested": 30}
      """
    let asEvent = "{\"time\": 0, \"event\": \"config\", \"config\": \(config)}\n\(events)\n"
    let asKey = "{\"config\": \(config), \"events\": [\(events)]}"
    for (name, text) in [("t.ndjson", asEvent), ("t.json", asKey)] {
      let outcome = CapturedStreams(files: [name: text]).run(
        "sweep -q -t \(name) --grid-capacity 50:150:50 -f ndjson")
      #expect(
        outcome.outLines.map { $0.firstMatch(of: /"peak":([0-9]+)/)?.1 } == [
          "50", "100", "150", nil,
        ])
    }
  }

  @Test func `an event that cannot be applied is reported once, with its place`() throws {
    var files = Sample.files
    files["timeline.csv"]? += "180,stop,ev-9,,,\n"
    let line = "sweep -c station.json -t timeline.csv --grid-capacity 100:300:50 -f csv"
    let stopped = CapturedStreams(files: files).run(line)
    #expect(stopped.code == .badInput)
    #expect(stopped.err.hasPrefix("timeline.csv:6:10: error: "))
    #expect(stopped.err.contains("\n180,stop,ev-9,,,\n         ^~~~\n"))
    let skipped = CapturedStreams(files: files).run("\(line) --on-error skip")
    #expect(skipped.code == .done)
    #expect(skipped.err.components(separatedBy: "error:").count == 2)
    let rows = skipped.outLines.dropLast().map { $0.components(separatedBy: ",") }
    let applied = try #require(rows[0].firstIndex(of: "events.applied"))
    #expect(rows.count == 6)
    #expect(rows.dropFirst().allSatisfy { $0[applied...(applied + 1)] == ["4", "1"] })
  }

  /// Returns a timeline with events out of order and starts at connectors in use.
  ///
  /// Vehicles leave when they are done, so the set of bad events depends on the grid capacity.
  private static func troubled(_ random: inout SplitMix64) -> String {
    var lines = ["time,event,sessionId,chargerId,idx,vehicleMaxPower,energyRequested"]
    var time = 0
    for _ in 0..<12 {
      time = max(0, time + Int.random(in: -60..<180, using: &random))
      let session = "ev-\(Int.random(in: 0..<4, using: &random))"
      let charger = Int.random(in: 1...2, using: &random)
      let idx = Int.random(in: 1...2, using: &random)
      let energy = Int.random(in: 1...4, using: &random)
      lines.append(
        energy < 4
          ? "\(time),start,\(session),CP00\(charger),\(idx),150,\(energy)"
          : "\(time),stop,\(session),,,,")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  @Test(arguments: UInt64(1)...60)
  func `a sweep skips the same events as simulate`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let timeline = Self.troubled(&random)
    let axis = "sweep -q -c station.json -t timeline.csv --on-error skip -f ndjson --grid-capacity"
    for kW in [20, 60, 300] {
      let station = Sample.station.replacing("330", with: "\(kW)")
      let files = ["station.json": station, "timeline.csv": timeline]
      let expected = CapturedStreams(files: files).run(
        "simulate -q -c station.json -t timeline.csv --on-error skip --summary - -f csv "
          + "-o /dev/null")
      #expect(expected.code == .done, "seed \(seed)")
      let summary = try #require(expected.out.components(separatedBy: ",\"chargers\":").first)
      let row = "{\"gridCapacity\":\(kW)," + summary.dropFirst() + "}\n"
      let sweep = CapturedStreams(files: files).run("\(axis) \(kW)")
      #expect(sweep == .init(code: .done, out: row, err: expected.err), "seed \(seed)")
    }
  }

  @Test func `progress shows the time left, on a terminal and after a second`() throws {
    let streams = CapturedStreams(files: Sample.files)
    streams.terminal.errorsAreTerminal = true
    streams.clock.advance(eachTimeBy: 400)
    let outcome = streams.run(
      "sweep -c station.json -t timeline.csv --grid-capacity 1:200:1 -o out.csv --jobs 1")
    let shown = outcome.err.split(separator: "\r\u{1B}[K")
    #expect(shown.count > 2)
    #expect(shown.first?.wholeMatch(of: /[0-9]+ of 200 scenarios, about [0-9hms]+ left/) != nil)
    #expect(outcome.err.hasSuffix("\r\u{1B}[K200 scenarios\n"))
  }

  @Test func `a wrong option leaves the target untouched`() {
    let streams = CapturedStreams(files: Sample.files.merging(["out.csv": "old"]) { $1 })
    let outcome = streams.run(
      "sweep -c station.json -t timeline.csv --grid-capacity 100:300:50 --policy fair,x -o out.csv")
    #expect(outcome.code == .usage)
    #expect(streams.files.texts["out.csv"] == "old")
  }
}
