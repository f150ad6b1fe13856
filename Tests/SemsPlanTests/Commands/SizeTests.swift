import Foundation
import Testing

@testable import sems_plan

@Suite struct SizeTests {
  private static func friday() throws -> [String: String] {
    let files = try Example.files("highway-friday")
    return [
      "station.json": try #require(files["station-300.json"]),
      "timeline.csv": try #require(files["timeline.csv"]),
    ]
  }

  /// Returns the rows of a CSV text as dictionaries by column.
  private static func rows(_ text: String) -> [[String: String]] {
    let lines = text.split(separator: "\n").map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    guard let header = lines.first else { return [] }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
  }

  // The expected answer is found by a search through the rows of a sweep.
  @Test(arguments: [("servedShare", 0.95), ("servedShare", 1), ("power.gridUtilisation", 0.75)])
  func `the answer agrees with a sweep`(path: String, least: Double) throws {
    let files = try Self.friday()
    let axis = "-c station.json -t timeline.csv --grid-capacity 200:500:60"
    let sweep = Self.rows(CapturedStreams(files: files).run("sweep -q \(axis) -f csv").out)
    #expect(sweep.count == 6)
    let meeting = sweep.filter { Double($0[path] ?? "") ?? -1 >= least }.map { $0["gridCapacity"] }
    let outcome = CapturedStreams(files: files).run(
      "size -q \(axis) --require \(path)>=\(least) -f json --jobs 3")
    let size = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.out.utf8)) as? [String: Any])
    let curve = try #require(size["curve"] as? [[String: Any]])
    let smallest = try #require(meeting.first ?? nil)
    #expect(size["gridCapacity"] as? Double == Double(smallest))
    #expect(
      curve.filter { $0["meets"] as? Bool == true }.compactMap { $0["gridCapacity"] as? Double }
        == meeting.compactMap { Double($0 ?? "") })
    #expect(
      curve.map { $0[path] as? Double } == sweep.map { Double($0[path] ?? "") })
    let place = try #require(sweep.firstIndex { $0["gridCapacity"] == smallest })
    let larger = sweep[place...].compactMap { $0["gridCapacity"] }
    #expect(
      size["exceptions"] as? [Double]
        == larger.filter { !meeting.contains($0) }.compactMap(Double.init))
    #expect(outcome.code == .done)
  }

  @Test func `the count of seeds agrees with a sweep`() throws {
    let files = try Self.friday()
    let axes =
      "-c station.json --profile highway --from 2026-03-06T00:00:00Z --sessions-per-day 60 "
      + "--grid-capacity 150:300:50 --seed 1:6"
    let sweep = Self.rows(CapturedStreams(files: files).run("sweep -q \(axes) -f csv").out)
    let size = Self.rows(
      CapturedStreams(files: files)
        .run("size -q \(axes) -f csv --require servedShare>=0.9 --seed-share 0.5").out)
    #expect(size.count == 4)
    for row in size {
      let shares = sweep.filter { $0["gridCapacity"] == row["gridCapacity"] }
        .compactMap { Double($0["servedShare"] ?? "") }
      let met = shares.count { $0 >= 0.9 }
      #expect(row["seeds"] == "6")
      #expect(row["seedsMet"] == String(met))
      #expect(row["meets"] == (met >= 3 ? "true" : "false"))
    }
  }

  @Test(arguments: ["1.0001", "1.00000000001", "0.9000001", "0.90000000000000001", "9000001e-7"])
  func `a share of the seeds that needs rounding is refused`(share: String) throws {
    let line =
      "size -c station.json --from 2026-03-06T00:00:00Z --sessions-per-day 20 --seed 1:2 "
      + "--grid-capacity 300:300:1 --require power.peak>=0 -q --seed-share"
    let files = try Self.friday()
    #expect(CapturedStreams(files: files).run("\(line) \(share)").code == .usage)
    for exact in ["1", "1.0000", "0.900", "9e-1"] {
      #expect(CapturedStreams(files: files).run("\(line) \(exact)").code == .done)
    }
  }

  @Test func `the bytes do not depend on the number of jobs`() throws {
    let line =
      "size -c station.json -t timeline.csv --grid-capacity 300:500:50 --require servedShare>=0.95"
    let one = CapturedStreams(files: try Self.friday()).run("\(line) --jobs 1")
    #expect(one.code == .done)
    #expect(CapturedStreams(files: try Self.friday()).run("\(line) --jobs 8") == one)
  }
}
