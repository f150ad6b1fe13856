import Foundation
import PowerShare
import Testing

@testable import sems_plan

/// Checks `size --from-sweep`, whose bytes are those of the same question asked directly.
@Suite struct SizeFromSweepTests {
  private static let station = """
    {"stationId": "S", "gridCapacity": 60, "chargers": [
      {"id": "C1", "maxPower": 50, "connectors": 1}, {"id": "C2", "maxPower": 50, "connectors": 1},
      {"id": "C3", "maxPower": 50, "connectors": 1}]}
    """
  private static let demand =
    "-c station.json --profile highway --from 2026-03-06T00:00:00Z --sessions-per-day 30 "
    + "--vehicles 50:1"

  private static let loads = "time,power\n00:00,10\n17:00,80\n18:00,10\n"

  /// Axes, and the rest of the question.
  static let questions: [(axes: String, question: String)] = [
    ("--grid-capacity 20:120:20", "--require servedShare>=0.9"),
    ("--grid-capacity 20:120:20", "--require power.gridUtilisation>=0.3"),
    ("--grid-capacity 9,10,100 --seed 1:5", "--require servedShare>=0.9 --seed-share 0.6"),
    (
      "--chargers 1:3 --seed 1:12",
      "--require servedShare>=0.5 --require wait.p95<=60 --seed-share 0.5 --sure 90%"
    ),
    (
      "--battery-capacity 0:60:20 --battery-power 30",
      "--require servedShare>=0.95 --require power.overload==0"
    ),
    ("--battery-power 10,50 --battery-capacity 50", "--require battery.cycles<=1"),
    ("--scale 0.5:3:0.5 --seed 1,2", "--require servedShare>=0.9"),
    ("--grid-capacity 20:120:20 --load site.csv", "--require servedShare>=0.5"),
    ("--chargers 1:3 --load site.csv", "--require servedShare>=0.5"),
    (
      "--grid-capacity 20:60:20 --reallocation on-update --report-every 5m",
      "--require curtailment.pending.minutes<=10000"
    ),
    (
      "--grid-capacity 20:120:20 --chargers 1:3 --policy fair,max-min,first-come --seed 1:3",
      "--require servedShare>=0.6 --minimise energy.unserved --seed-share 0.5"
    ),
    (
      "--grid-capacity 20:120:20 --policy unmanaged,fair",
      "--require servedShare>=0.99 --maximise power.loadFactor"
    ),
    ("--grid-capacity 20:40:20 --chargers 2", "--require servedShare>=2% --minimise power.peak"),
  ]

  private static let formats: [(name: String, options: String)] = [
    ("rows.csv", "-f csv"), ("semicolons.csv", "-f csv --delimiter ;"), ("tabs.tsv", "-f csv"),
    ("rows.ndjson", "-f ndjson"), ("rows.json", "-f json"),
  ]

  private static func sweep(
    _ axes: String, _ options: String, files: [String: String]
  ) -> String {
    let outcome = CapturedStreams(files: files).run("sweep -q \(demand) \(axes) \(options)")
    #expect(outcome.code == .done, "\(outcome.err)")
    return outcome.out
  }

  private static let files = ["station.json": station, "site.csv": loads]

  @Test(arguments: questions)
  func `the bytes are those of the direct answer`(axes: String, question: String) {
    var files = Self.files
    for (name, options) in Self.formats where name != "tabs.tsv" {
      files[name] = Self.sweep(axes, options, files: Self.files)
    }
    files["tabs.tsv"] =
      CapturedStreams(files: Self.files)
      .run(
        "sweep -q \(Self.demand) \(axes) -f csv --delimiter".split(separator: " ").map(String.init)
          + ["\t"]
      ).out
    for format in ["table", "json", "csv"] {
      let direct = CapturedStreams(files: Self.files).run(
        "size -q \(Self.demand) \(axes) \(question) -f \(format)")
      #expect(direct.code == .done || direct.code == .expectationNotMet, "\(direct.err)")
      for (name, _) in Self.formats {
        let asked = CapturedStreams(files: files).run(
          "size -q --from-sweep \(name) \(question) -f \(format)")
        #expect(asked == direct, "\(name), \(format)")
      }
    }
  }

  // MARK: Shards

  /// Deals the rows of CSV or NDJSON to shards with heads.
  private static func shards(_ text: String, _ count: Int, form: String) -> [String] {
    let lines = text.split(separator: "\n").map(String.init)
    let header = form == "csv" ? [lines[0]] : []
    var rows = form == "csv" ? Array(lines.dropFirst()) : lines
    if form == "json" {
      rows = rows.dropFirst().dropLast().map { $0.hasSuffix(",") ? String($0.dropLast()) : $0 }
    }
    return (1...count).map { number in
      let own = rows.indices.filter { $0 % count == number - 1 }.map { rows[$0] }
      let tail = "0.1.0 sweep 0123456789abcdef"
      let object =
        "{\"shard\":\(number),\"of\":\(count),\"rows\":\(own.count),\"version\":\"0.1.0\","
        + "\"sweep\":\"0123456789abcdef\"}"
      switch form {
      case "csv":
        return
          (["# shard \(number)/\(count) rows \(own.count) version \(tail)"] + header + own)
          .joined(separator: "\n") + "\n"
      case "json":
        return "{\"shard\":\(object),\"rows\":[\n" + own.joined(separator: ",\n") + "\n]}\n"
      default: return ([object] + own).joined(separator: "\n") + "\n"
      }
    }
  }

  private static let policies =
    "--grid-capacity 20:60:20 --policy max-min,fair,first-come --seed 1:2"
  private static let policyQuestion = "--require servedShare>=0.1 --minimise energy.unserved"

  @Test(arguments: ["csv", "ndjson", "json"], [1, 2, 3, 5, 18])
  func `a complete set of shards in any order gives the same bytes`(
    form: String, count: Int
  ) throws {
    let whole = Self.sweep(Self.policies, "-f \(form)", files: Self.files)
    let direct = CapturedStreams(files: Self.files).run(
      "size -q \(Self.demand) \(Self.policies) \(Self.policyQuestion) -f json")
    #expect(direct.code == .done, "\(direct.err)")
    var files: [String: String] = [:]
    for (index, text) in Self.shards(whole, count, form: form).enumerated() {
      files["\(index)"] = text
    }
    var random = SplitMix64(seed: UInt64(count))
    let names = (0..<count).map(String.init).shuffled(using: &random)
    func ask(_ names: [String]) -> CapturedStreams.Outcome {
      CapturedStreams(files: files).run(
        "size -q -f json \(Self.policyQuestion) "
          + names.map { "--from-sweep \($0)" }.joined(separator: " "))
    }
    #expect(ask(names) == direct)
    guard count > 1 else { return }
    for name in names {
      #expect(ask(names.filter { $0 != name }).code == .badInput, "\(name) is missing")
      #expect(ask(names + [name]).code == .badInput, "\(name) is given twice")
    }
  }

  @Test func `a shard of another sweep, and a plain file beside shards, are refused`() {
    let whole = Self.sweep(Self.policies, "-f csv", files: Self.files)
    let shards = Self.shards(whole, 2, form: "csv")
    let other = shards[1].replacingOccurrences(of: "0123456789abcdef", with: "1123456789abcdef")
    for second in [other, whole] {
      let outcome = CapturedStreams(files: ["1": shards[0], "2": second]).run(
        "size -q \(Self.policyQuestion) --from-sweep 1 --from-sweep 2")
      #expect(outcome.code == .badInput && outcome.out.isEmpty)
    }
  }

  // MARK: Bad rows

  @Test(arguments: ["csv", "ndjson", "json"])
  func `a file cut off anywhere is refused or has fewer seeds`(form: String) {
    let whole = Self.sweep("--grid-capacity 20:60:20 --seed 1:2", "-f \(form)", files: Self.files)
    let bytes = Array(whole.utf8)
    for count in stride(from: 0, to: bytes.count, by: 41) {
      let text = String(decoding: bytes[..<count], as: UTF8.self)
      let outcome = CapturedStreams(files: ["rows": text]).run(
        "size -q --from-sweep rows --require servedShare>=0")
      // Without a head, rows that happen to be complete are taken for complete.
      let rows = text.split(separator: "\n").count - (form == "csv" ? 1 : 0)
      let isWholeSlice = form != "json" && text.hasSuffix("\n") && rows > 0 && rows % 2 == 0
      #expect(outcome.code == (isWholeSlice ? .done : .badInput), "\(count): \(outcome.err)")
    }
  }

  @Test func `each missing and each doubled row is named`() {
    let whole = Self.sweep("--grid-capacity 20:60:20 --seed 1:2", "-f csv", files: Self.files)
    let lines = whole.split(separator: "\n").map(String.init)
    for index in 1..<lines.count {
      let cells = lines[index].split(separator: ",", omittingEmptySubsequences: false)
      let name = "gridCapacity \(cells[0]), seed \(cells[1])"
      var without = lines
      without.remove(at: index)
      for (rows, message) in [
        (without, "there is no row of \(name)"),
        (lines + [lines[index]], "there is a row of \(name) already"),
      ] {
        let outcome = CapturedStreams(files: ["rows": rows.joined(separator: "\n") + "\n"]).run(
          "size -q --from-sweep rows --require servedShare>=0")
        #expect(outcome.code == .badInput)
        #expect(outcome.err.contains(message), "\(outcome.err)")
      }
    }
  }

  @Test func `the name of a station may be any text`() throws {
    let rows = """
      station,servedShare,energy.delivered,events.skipped,power.overload,\(Self.ledger)
      "'=A, ""1"" ",0.5,10,0,0,\(Self.zeros)
      B,0.9,20,0,0,\(Self.zeros)

      """
    let outcome = CapturedStreams(files: ["rows.csv": rows]).run(
      "size -q --from-sweep rows.csv --require servedShare>=0.5 -f json")
    #expect(outcome.code == .done, "\(outcome.err)")
    let answer = try JSONSerialization.jsonObject(with: Data(outcome.out.utf8)) as? [String: Any]
    #expect(answer?["station"] as? String == "=A, \"1\" ")
    let json = """
      {"station":"\\u003dA\\n\\ud83d\\ude97","servedShare":0.5,"energy":{"delivered":10},\
      "events":{"skipped":0},"power":{"overload":null},"curtailment":{\(
        Self.limits.map { "\"\($0)\":{\"lost\":0,\"deferred\":0}" }.joined(separator: ","))},\
      "worstDay":null}

      """
    let asked = CapturedStreams(files: ["rows": json]).run(
      "size -q --from-sweep rows --require servedShare>=0.5 -f json")
    let other = try JSONSerialization.jsonObject(with: Data(asked.out.utf8)) as? [String: Any]
    #expect(other?["station"] as? String == "=A\n🚗", "\(asked.err)")
  }

  private static let limits = [
    "grid", "group", "charger", "connector", "limit", "minimum", "queue", "stay",
  ]
  private static let ledger = limits.flatMap {
    ["curtailment.\($0).lost", "curtailment.\($0).deferred"]
  }.joined(separator: ",")
  private static let zeros = limits.map { _ in "0,0" }.joined(separator: ",")

  @Test func `random damage is refused and never crashes`() {
    for form in ["csv", "ndjson", "json"] {
      let whole = Self.sweep("--grid-capacity 20:60:20 --seed 1:2", "-f \(form)", files: Self.files)
      var random = SplitMix64(seed: 7)
      for _ in 0..<80 {
        var bytes = Array(whole.utf8)
        for _ in 0..<Int(random.next() % 3 + 1) {
          let place = Int(random.next() % UInt64(bytes.count))
          switch random.next() % 3 {
          case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
          case 1: bytes.remove(at: place)
          default: bytes.insert(Array("\"{}[]:,\n\\9".utf8)[Int(random.next() % 10)], at: place)
          }
        }
        let outcome = CapturedStreams(
          files: ["rows": String(decoding: bytes, as: UTF8.self)]
        ).run("size -q --from-sweep rows --require servedShare>=0")
        #expect([.done, .badInput, .usage, .expectationNotMet].contains(outcome.code))
      }
    }
  }
}
