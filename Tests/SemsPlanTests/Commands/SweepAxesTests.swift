import Foundation
import PowerShare
import Testing

@testable import sems_plan

/// Compares rows of `sweep` with one `simulate` for each scenario.
@Suite struct SweepAxesTests {
  private static let files = [
    "a.json": """
    {"stationId": "A", "gridCapacity": 300, "vehicles": [{"id": "van", "maxPower": 60}],
     "chargers": [{"id": "CP", "maxPower": 150, "connectors": 2, "count": 2}]}
    """,
    "b.json": """
    {"stationId": "B", "gridCapacity": 300, "vehicles": [{"id": "van", "maxPower": 60}],
     "chargers": [{"id": "CP", "maxPower": 75, "connectors": 1, "count": 4}]}
    """,
    "c.csv": """
    stationId,gridCapacity,chargerId,maxPower,connectors,count,groupId,groupMaxPower
    C,250,one,60,1,,left,80
    C,,row,50,1,3,left,80
    C,,last,100,2,,right,90

    """,
  ]

  private static let plan =
    "--from 2026-03-06T00:00:00+01:00 --profile highway --energy 30,10 --dwell 20m,10m "
    + "--vehicles 50:1,120:1"

  /// Returns the summary of `simulate` for a generated timeline, without the parts of lists.
  private static func simulated(
    _ config: String, perDay: Double, seed: Int, _ options: String = "",
    files: [String: String] = files
  ) throws -> String {
    let generated = CapturedStreams().run(
      "generate -q \(plan) --sessions-per-day \(perDay) --seed \(seed)")
    #expect(generated.code == .done)
    var files = files
    files["t.csv"] = generated.out
    let outcome = CapturedStreams(files: files).run(
      "simulate -q -c \(config) -t t.csv --summary - -o /dev/null \(options)")
    #expect(outcome.code == .done)
    return try #require(outcome.out.components(separatedBy: ",\"chargers\":").first) + "}"
  }

  /// Returns the rows of a sweep as NDJSON.
  private static func rows(
    _ options: String, files: [String: String] = files, code: ExitCode = .done
  ) -> [String] {
    let outcome = CapturedStreams(files: files).run("sweep -q \(options) -f ndjson --jobs 3")
    #expect(outcome.code == code)
    return outcome.outLines.dropLast().map(String.init)
  }

  @Test func `layouts, policies, scales and seeds equal one simulate each`() throws {
    var rows = Self.rows(
      "-c a.json -c b.json \(Self.plan) --sessions-per-day 40 --seed 3:4 --scale 0.5,2 "
        + "--policy fair,first-come")[...]
    for (station, config) in [("A", "a.json"), ("B", "b.json")] {
      for policy in ["fair", "first-come"] {
        for (scale, perDay) in [("0.5", 20.0), ("2", 80.0)] {
          for seed in 3...4 {
            let axes =
              "{\"station\":\"\(station)\",\"policy\":\"\(policy)\",\"scale\":\(scale),"
              + "\"seed\":\(seed),"
            let next = rows.popFirst()
            let row = try #require(next)
            #expect(row.hasPrefix(axes))
            let expected = try Self.simulated(
              config, perDay: perDay, seed: seed, "--policy \(policy)")
            #expect("{" + row.dropFirst(axes.count) == expected)
          }
        }
      }
    }
    #expect(rows.isEmpty)
  }

  @Test func `a number of chargers is the config with the first ones and their groups`() throws {
    var files = Self.files
    let all = try #require(files["c.csv"]).split(separator: "\n")
    // One row a charger, with the ids that "count" gives.
    let spread =
      [all[1]] + (1...3).map { "C,,row-\($0),50,1,,left,80" } + [Substring(all[3])]
    for count in 1...5 {
      files["\(count).csv"] =
        ([all[0]] + spread.prefix(count)).map { $0 + "\n" }.joined()
    }
    var rows = Self.rows(
      "-c c.csv --chargers 1:5 \(Self.plan) --sessions-per-day 50 --per-none", files: files,
      code: .usage)
    #expect(rows.isEmpty)
    rows = Self.rows("-c c.csv --chargers 1:5 \(Self.plan) --sessions-per-day 50", files: files)
    #expect(rows.count == 5)
    for (index, row) in rows.enumerated() {
      let axes = "{\"chargers\":\(index + 1),"
      #expect(row.hasPrefix(axes))
      let expected = try Self.simulated("\(index + 1).csv", perDay: 50, seed: 1, files: files)
      #expect("{" + row.dropFirst(axes.count) == expected)
    }
  }

  @Test func `a sweep without an axis is one row`() throws {
    let rows = Self.rows("-c a.json \(Self.plan) --sessions-per-day 40")
    #expect(rows == [try Self.simulated("a.json", perDay: 40, seed: 1)])
  }

  // MARK: Over seeds

  /// The values of a figure in thousandths.
  private static func thousandths(_ cell: Substring) -> Int? {
    if cell.isEmpty { return nil }
    let number = Decimal(string: String(cell)) ?? 0
    return NSDecimalNumber(decimal: number * 1_000).intValue
  }

  /// Returns the rounded mean, ties to even.
  private static func mean(_ values: [Int], decimals: Int) -> Int {
    let unit = [1_000, 100, 10, 1][decimals]
    let sum = values.reduce(0, +)
    let whole = unit * values.count
    var quotient = Int((Double(sum) / Double(whole)).rounded(.down)) - 2
    // The multiple of the unit that is nearest, by trying those around it.
    var best = quotient
    for candidate in quotient...(quotient + 4) {
      let (near, far) = (abs(sum - candidate * whole), abs(sum - best * whole))
      if near < far || near == far && candidate % 2 == 0 { best = candidate }
    }
    quotient = best
    return quotient * unit
  }

  @Test(arguments: ["mean", "p10", "p50", "p90"])
  func `a row over all seeds has the mean or a percentile of the rows of each`(
    over: String
  ) throws {
    let seeds = 7
    let options =
      "-c a.json -c b.json \(Self.plan) --sessions-per-day 6 --seed 1:\(seeds) "
      + "--grid-capacity 20,200 --jobs 2 -f csv"
    let single = CapturedStreams(files: Self.files).run("sweep -q \(options)")
    let joined = CapturedStreams(files: Self.files).run("sweep -q \(options) --over-seeds \(over)")
    let lines = single.outLines.dropLast().map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let rows = joined.outLines.dropLast().map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(rows.count == 1 + 4)
    #expect(rows[0].map(String.init) == lines[0].map { $0 == "seed" ? "seeds" : String($0) })
    for (place, row) in rows.dropFirst().enumerated() {
      let group = lines[(1 + place * seeds)..<(1 + place * seeds + seeds)]
      #expect(row[..<2].map(String.init) == group.first?[..<2].map(String.init))
      #expect(row[2] == "\(seeds)")
      for column in 3..<row.count {
        let path = String(rows[0][column])
        guard path != "worstDay.date" else {
          #expect(row[column].isEmpty)
          continue
        }
        let values = group.compactMap { Self.thousandths($0[column]) }
        guard !values.isEmpty else {
          #expect(row[column].isEmpty)
          continue
        }
        let isCount = path.hasPrefix("sessions.") || path.hasPrefix("events.")
        let isMinutes = path.hasSuffix("inutes") || path.hasPrefix("wait.")
        let decimals = isCount ? 0 : isMinutes ? 1 : path.hasPrefix("stretch.") ? 2 : 3
        let expected: Int
        if let percentage = ["p10": 10, "p50": 50, "p90": 90][over] {
          // The smallest value that is not below that percentage of them.
          expected = try #require(
            values.sorted().first { value in
              values.count { $0 <= value } * 100 >= percentage * values.count
            })
        } else {
          expected = Self.mean(values, decimals: decimals)
        }
        #expect(Self.thousandths(row[column]) == expected, "\(path)")
      }
    }
  }

  // MARK: Sites

  private static let sites = """
    site,config,timeline,sessionsPerDay,profile,tz,seedOffset
    north,a.json,,30,urban,,
    "south, east",b.json,,50,,+02:00,7
    west,c.csv,west.csv,,,,
    far,a.json,,30,urban,,

    """

  private static let west = """
    time,event,sessionId,vehicleMaxPower,energyRequested,departureTime
    2026-03-06T08:00:00Z,start,x,50,20,2026-03-06T09:00:00Z
    2026-03-06T08:10:00Z,start,y,150,60,2026-03-06T08:40:00Z

    """

  @Test func `rows of sites equal a sweep of each`() throws {
    var files = Self.files
    files["sites.csv"] = Self.sites.replacing("west,c.csv,west.csv,,,,\n", with: "")
    let common = "--from 2026-03-06 --days 2 --energy 20,5 --grid-capacity 100,200"
    let all = Self.rows(
      "--sites sites.csv \(common) --tz Z --seed 1:2", files: files)
    // The seeds of a site are those of the command line plus the offset of the list.
    let single: [(name: String, options: String, offset: Int)] = [
      ("north", "-c a.json --sessions-per-day 30 --profile urban --tz Z", 0),
      ("south, east", "-c b.json --sessions-per-day 50 --tz +02:00", 7),
      ("far", "-c a.json --sessions-per-day 30 --profile urban --tz Z", 2_000_000),
    ]
    var expected: [String] = []
    for site in single {
      let rows = Self.rows(
        "\(site.options) \(common) --seed \(site.offset + 1):\(site.offset + 2)", files: files)
      for (index, row) in rows.enumerated() {
        let seed = "\"seed\":\(site.offset + 1 + index % 2),"
        #expect(row.contains(seed))
        expected.append(
          "{\"site\":\"\(site.name)\","
            + row.dropFirst().replacing(
              seed, with: "\"seed\":\(1 + index % 2),", maxReplacements: 1)
        )
      }
    }
    // All figures are columns, also those that no site has.
    #expect(all.map(Self.withoutEmptyFigures) == expected.map(Self.withoutEmptyFigures))
    #expect(all.allSatisfy { $0.contains("\"battery\":{\"given\":null") })
  }

  /// Returns a row without the figures of runs with loads, a battery or on-update mode.
  private static func withoutEmptyFigures(_ row: String) -> String {
    row.replacing(/"(load|battery|pending|cost)":\{("[A-Za-z]+":null,?)+\},?/, with: "")
      .replacing(",}", with: "}")
  }

  @Test func `sites have their own timelines beside generated ones`() throws {
    var files = Self.files
    files["in/sites.csv"] = Self.sites
    for name in ["a.json", "b.json", "c.csv"] { files["in/\(name)"] = files[name] }
    files["in/west.csv"] = Self.west
    let rows = Self.rows(
      "--sites in/sites.csv --from 2026-03-06T00:00:00Z --policy fair,max-min", files: files)
    #expect(rows.count == 8)
    let alone = Self.rows("-c in/c.csv -t in/west.csv --policy fair,max-min", files: files)
    #expect(
      rows[4...5].map(Self.withoutEmptyFigures)
        == alone.map { Self.withoutEmptyFigures("{\"site\":\"west\"," + $0.dropFirst()) })
  }

  @Test(arguments: [1, 2, 3, 4, 5]) func `a shard has whole sites`(count: Int) throws {
    var files = Self.files
    files["sites.csv"] = Self.sites.replacing("west.csv", with: "")
      .replacing("c.csv,,,", with: "c.csv,,9,")
    let options = "--sites sites.csv --from 2026-03-06T00:00:00Z --seed 1:3 -f csv"
    let whole = CapturedStreams(files: files).run("sweep -q \(options)").outLines.dropLast()
    let sites = ["north", "\"south, east\"", "west", "far"]
    for number in 1...count {
      let shard = CapturedStreams(files: files).run(
        "sweep -q \(options) --shard \(number)/\(count)")
      let own = sites.indices.filter { $0 % count == number - 1 }
      let expected = whole.dropFirst().filter { row in
        own.contains { row.hasPrefix(sites[$0] + ",") }
      }
      let rows = shard.outLines.dropLast().filter { !$0.hasPrefix("#") }
      #expect(Array(rows.dropFirst()) == Array(expected))
    }
  }

  @Test func `a site that fails is reported in its place, whatever the number of jobs`() throws {
    var files = Self.files
    files["west.csv"] = Self.west.replacing("150,60", with: "150,sixty")
    files["bad.json"] = "{\"stationId\": 5}"
    files["replay.csv"] = """
      time,event,sessionId,chargerId,idx,vehicleMaxPower
      2026-03-06T08:00:00Z,start,x,CP-1,1,50
      2026-03-06T08:10:00Z,start,y,nowhere,1,50

      """
    files["sites.csv"] = """
      site,config,timeline,sessionsPerDay
      one,a.json,,5
      two,missing.json,,5
      three,bad.json,,5
      four,c.csv,west.csv,
      five,a.json,replay.csv,
      six,a.json,,many
      seven,b.json,,5

      """
    let options = "sweep --sites sites.csv --from 2026-03-06T00:00:00Z --policy fair,max-min -f csv"
    var texts: Set<String> = []
    for jobs in [1, 2, 5] {
      let skipping = CapturedStreams(files: files).run("\(options) --jobs \(jobs) --skip-sites")
      #expect(skipping.code == .badInput)
      let rows = skipping.outLines.dropLast().dropFirst()
      #expect(rows.count == 14)
      for row in rows {
        let cells = row.split(separator: ",", omittingEmptySubsequences: false)
        let isEmpty = cells[2...].allSatisfy(\.isEmpty)
        #expect(isEmpty == !["one", "seven"].contains(cells[0]))
      }
      texts.insert(skipping.out + skipping.err)
      #expect(skipping.err.contains("14 scenarios, 5 sites skipped, with empty figures"))
      let stopping = CapturedStreams(files: files).run("\(options) --jobs \(jobs)")
      #expect(stopping.code == .badInput)
      texts.insert(stopping.err)
      #expect(stopping.err.contains("sites.csv:3:5: error: cannot open missing.json"))
      #expect(!stopping.err.contains("bad.json"))
    }
    #expect(texts.count == 2)
  }
}
