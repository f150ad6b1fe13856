import Foundation
import PowerShare
import Testing

@testable import sems_plan

/// Profiles of records, from `import --write-profile` into `generate`, `sweep` and `size`.
@Suite struct ProfileTests {
  private static let station = """
    {"stationId": "S", "gridCapacity": 30, "chargers": [{"id": "A", "maxPower": 60, "connectors": 6}],
     "vehicles": [{"id": "van", "maxPower": 7.4}]}
    """

  /// Four weeks of records, more in the morning, each with another energy.
  private static let records: String = {
    var random = SplitMix64(seed: 1)
    let rows = (0..<28).flatMap { day in
      (0..<random.int(3...12)).map { number in
        let start = 1_772_409_600 + day * 86_400 + random.int(5...18) * 3_600 + number
        let minutes = random.int(10...300)
        let energy = random.int(1...9_999)
        return "\(start),\(start + minutes * 60),\(energy),\(random.pick([7, 11, 22]))"
      }
    }
    return "a,b,e,p\n" + rows.joined(separator: "\n") + "\n"
  }()

  private static let importing =
    "import csv r.csv -q --map startTime=a,endTime=b,deliveredEnergy:Wh=e,vehicleMaxPower=p "
    + "--date-format %s -o day.csv --write-profile p.json"

  /// Returns files with a profile of the records.
  private static func files(_ options: String = "") throws -> [String: String] {
    let streams = CapturedStreams(files: ["r.csv": records, "s.json": station])
    #expect(streams.run("\(importing) \(options)").code == .done)
    return streams.files.texts
  }

  private static let berlin = "CET-1CEST,M3.5.0,M10.5.0/3"

  @Test func `a timeline does not change because a profile is written beside it`() throws {
    let streams = CapturedStreams(files: ["r.csv": Self.records])
    let line = Self.importing.replacing(" --write-profile p.json", with: "")
    #expect(streams.run(line).code == .done)
    #expect(streams.files.texts["day.csv"] == (try Self.files())["day.csv"])
  }

  @Test func `every generated vehicle is one of the records`() throws {
    let files = try Self.files()
    /// Returns energy, seconds and power of each row.
    func stays(_ timeline: String, _ columns: [Int]) -> [[String]] {
      timeline.split(separator: "\n").dropFirst().map { row in
        let cells = row.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        return columns.map { cells[$0] }
      }
    }
    func seconds(_ text: String) -> Int {
      let parts = text.split { "-T:Z".contains($0) }.compactMap { Int($0) }
      return ((parts[1] * 31 + parts[2]) * 24 + parts[3]) * 3_600 + parts[4] * 60 + parts[5]
    }
    let outcome = CapturedStreams(files: files).run(
      "generate -q --profile p.json --from 2026-05-04T00:00:00Z --days 14")
    #expect(outcome.code == .done)
    let generated = stays(outcome.out, [0, 2, 3, 4])
    let recorded = try #require(files["day.csv"])
    let header = try #require(recorded.split(separator: "\n").first).split(separator: ",")
    let columns = try ["time", "vehicleMaxPower", "energyRequested", "departureTime"].map { name in
      try #require(header.firstIndex(of: name[...]))
    }
    let known = Set(
      stays(recorded, columns).map { [$0[1], $0[2], "\(seconds($0[3]) - seconds($0[0]))"] })
    #expect(generated.count > 60)
    // Slow vehicles stay until they have their energy, in the records not always.
    var same = 0
    for stay in generated {
      let length = seconds(stay[3]) - seconds(stay[0])
      if known.contains([stay[1], stay[2], "\(length)"]) {
        same += 1
      } else {
        #expect(known.contains { $0[0] == stay[1] && $0[1] == stay[2] && Int($0[2]) ?? 0 < length })
      }
    }
    #expect(same * 2 > generated.count)
  }

  @Test func `options replace the parts of a profile`() throws {
    let files = try Self.files("--tz \(Self.berlin)")
    func run(_ options: String) -> String {
      let outcome = CapturedStreams(files: files).run("generate -q --profile p.json \(options)")
      #expect(outcome.code == .done, "\(outcome.err)")
      return outcome.out
    }
    // A date, because the profile has a time zone; times have its offset in summer.
    let plain = run("--from 2026-05-04 --days 7")
    #expect(plain.contains("+02:00,start,") && !plain.contains("Z,"))
    #expect(plain == run("--from 2026-05-04 --days 7 --tz \(Self.berlin)"))
    #expect(plain == run("--from 2026-05-03T22:00:00Z --days 7"))
    #expect(run("--from 2026-05-04 --tz UTC").contains("Z,start,"))
    let text = try #require(files["p.json"])
    func value(_ key: String) throws -> String {
      let start = try #require(text.firstRange(of: "\"\(key)\": ")).upperBound
      return String(text[start...].prefix { $0 != "," })
    }
    let rates = try
      "--sessions-per-day \(value("sessionsPerDay")) --dispersion \(value("dispersion"))"
    #expect(plain == run("--from 2026-05-04 --days 7 \(rates)"))
    #expect(plain != run("--from 2026-05-04 --days 7 --sessions-per-day 30"))
    #expect(plain != run("--from 2026-05-04 --days 7 --dispersion 900"))
    // The types of a config replace the powers only where --vehicles names them.
    #expect(plain == run("--from 2026-05-04 --days 7 -c s.json"))
    let vans = run("--from 2026-05-04 --days 7 -c s.json --vehicles van")
    #expect(vans.hasPrefix("time,event,vehicle,energyRequested,departureTime\n"))
    let constant = run("--from 2026-05-04 --days 7 --energy 5,0 --dwell 9h,0 --vehicles 22")
    let rows = constant.split(separator: "\n").dropFirst()
    #expect(!rows.isEmpty && rows.allSatisfy { $0.contains(",start,22,5,") })
  }

  @Test func `sweep and size run what generate writes, and --scale scales it`() throws {
    var files = try Self.files("--tz \(Self.berlin)")
    let plan = "--profile p.json --from 2026-05-04 --days 3"
    let sweep = CapturedStreams(files: files).run(
      "sweep -q -c s.json \(plan) --seed 3:4 --scale 0.4:2:1.6 -f ndjson --jobs 2")
    #expect(sweep.code == .done, "\(sweep.err)")
    let text = try #require(files["p.json"])
    let perDay = try #require(text.firstMatch(of: /"sessionsPerDay": ([0-9.]+)/)?.1)
    let thousandths = try #require(NumberText.thousandths(perDay, maximum: 1_000_000_000))
    var rows = sweep.outLines.dropLast()[...]
    for (scale, scaled) in [("0.4", thousandths * 400), ("2", thousandths * 2_000)] {
      let number = (scaled + 500) / 1_000
      let perDay = "\(number / 1_000).\(String(number % 1_000 + 1_000).dropFirst())"
      for seed in [3, 4] {
        let cars = CapturedStreams(files: files).run(
          "generate -q \(plan) --sessions-per-day \(perDay) --seed \(seed)")
        files["cars.csv"] = cars.out
        let hand = CapturedStreams(files: files).run(
          "simulate -q -c s.json -t cars.csv --tz \(Self.berlin) --per station -o out.txt"
            + " --summary -")
        let summary = try #require(hand.out.components(separatedBy: ",\"chargers\":").first)
        let next = rows.popFirst()
        let row = try #require(next)
        let axes = "{\"scale\":\(scale),\"seed\":\(seed),"
        #expect(row == axes + summary.dropFirst() + "}")
      }
    }
    #expect(rows.isEmpty)
    let size = CapturedStreams(files: files).run(
      "size -q -c s.json \(plan) --require servedShare>=0.01 --grid-capacity 20:60:20 -f csv")
    #expect(size.code == .done, "\(size.err)")
    #expect(size.outLines.count == 5)
  }

  @Test(arguments: ["-", "p.json"])
  func `without a profile nothing is written`(target: String) {
    let streams = CapturedStreams(files: [
      "r.csv": "a,b,e,p\n0,700000,1,11\n", "day.csv": "old", "p.json": "old",
    ])
    let outcome = streams.run(
      Self.importing.replacing("p.json", with: target))
    #expect(outcome.code == .badInput)
    #expect(
      outcome.err == """
        r.csv: error: there is no stay of at most 7 days, so there is no profile to write
        hint: Leave out --write-profile.

        """)
    #expect(outcome.out.isEmpty)
    #expect(streams.files.texts["day.csv"] == "old" && streams.files.texts["p.json"] == "old")
  }
}
