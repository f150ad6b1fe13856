import Foundation
import Testing

@testable import sems_plan

@Suite struct CompareTests {
  /// A station of one connector at which the second of two vehicles waits.
  private static func station(_ kilowatts: Int) -> String {
    """
    {"stationId": "S", "gridCapacity": \(kilowatts), "chargers": [
      {"id": "A", "maxPower": 100, "connectors": 1}]}
    """
  }

  private static let timeline = """
    time,event,sessionId,vehicleMaxPower,energyRequested,maxWait
    2026-03-02T08:00:00Z,start,a,100,50,
    2026-03-02T08:10:00Z,start,b,100,25,1200
    2026-03-03T08:10:00Z,start,c,100,25,1200

    """

  private static let files = [
    "a.json": station(100), "b.json": station(50), "t.csv": timeline,
  ]

  /// Returns the files of both stations with what simulate writes in addition: `a.sessions.csv`.
  private static func results(_ extension: String = "csv") -> [String: String] {
    var files = files
    for side in ["a", "b"] {
      let streams = CapturedStreams(files: files)
      let outcome = streams.run(
        "simulate -q -c \(side).json -t t.csv -o out.txt --summary \(side).summary.json "
          + "--sessions \(side).sessions.\(`extension`) --daily \(side).days.\(`extension`)")
      #expect(outcome.code == .done, "\(outcome.err)")
      files = streams.files.texts
    }
    return files
  }

  @Test func `two replays and their two files give the same bytes`() {
    let files = Self.results()
    for format in ["table", "csv", "json"] {
      for all in ["", " --all"] {
        let summaries = CapturedStreams(files: files).run(
          "compare -q a.summary.json b.summary.json -f \(format)\(all)")
        let replays = CapturedStreams(files: files).run(
          "compare -q -c a.json -c b.json -t t.csv -f \(format)\(all)")
        #expect(summaries == replays && replays.code == .done)
        let sessions = CapturedStreams(files: files).run(
          "compare -q a.sessions.csv b.sessions.csv -f \(format)\(all)")
        let stays = CapturedStreams(files: files).run(
          "compare -q -c a.json -c b.json -t t.csv --per session -f \(format)\(all)")
        #expect(sessions == stays && stays.code == .done)
      }
    }
  }

  @Test(arguments: ["csv", "tsv", "json", "ndjson"], ["sessions", "days"])
  func `rows compare alike in every format`(format: String, kind: String) {
    let files = Self.results("csv").merging(Self.results(format)) { $1 }
    let usual = CapturedStreams(files: files).run("compare a.\(kind).csv b.\(kind).csv --all")
    let other = CapturedStreams(files: files).run(
      "compare a.\(kind).\(format) b.\(kind).csv --all")
    #expect(usual == other && usual.code == .done)
  }

  @Test func `a worsening beyond a limit exits with 1 and is told, and the output is written`() {
    let streams = CapturedStreams(files: Self.results())
    let outcome = streams.run(
      "compare a.summary.json b.summary.json --worse-than 0.01 --worse-than 5min -o c.csv")
    #expect(outcome.code == .expectationNotMet && outcome.out.isEmpty)
    #expect(outcome.err.contains("error: servedShare is worse by "))
    #expect(streams.files.texts["c.csv"]?.hasPrefix("figure,before,after,change,percent\n") == true)
    let back = CapturedStreams(files: streams.files.texts).run(
      "compare b.summary.json a.summary.json --worse-than 5min")
    #expect(back.code == .done)
  }

  @Test func `equal files have nothing to list and are never worse`() {
    let files = Self.results()
    for kind in ["summary.json", "sessions.csv", "days.csv"] {
      let outcome = CapturedStreams(files: files).run(
        "compare a.\(kind) a.\(kind) -f csv --worse-than 0% --worse-than 0kWh")
      #expect(outcome.code == .done && outcome.err.isEmpty, "\(outcome.err)")
      #expect(outcome.out.split(separator: "\n").count == 1)
    }
  }

  @Test func `policies are compared at one station`() {
    let outcome = CapturedStreams(files: Self.files).run(
      "compare -c a.json --policy fair,max-min -t t.csv")
    #expect(outcome.code == .done)
    #expect(outcome.err.hasPrefix("fair: 3 events"))
    #expect(outcome.err.contains("\nmax-min: 3 events"))
  }

  @Test func `options of a replay hold for both`() {
    let outcome = CapturedStreams(files: Self.files).run(
      "compare -c a.json -c b.json -t t.csv --until 2026-03-02T08:05:00Z -f csv --all")
    #expect(outcome.code == .done)
    #expect(outcome.out.contains("\nsessions.started,1,1,0,0\n"))
  }

  @Test func `one of the files may be standard input`() {
    let files = Self.results()
    let streams = CapturedStreams(input: files["b.summary.json"] ?? "", files: files)
    let piped = streams.run("compare a.summary.json -")
    #expect(
      piped == CapturedStreams(files: files).run("compare a.summary.json b.summary.json"))
  }

  @Test func `local times compare with local times only`() {
    var files = Self.results()
    for side in ["a", "b"] {
      let streams = CapturedStreams(files: files)
      streams.run(
        "simulate -q -c \(side).json -t t.csv -f csv -o o --sessions \(side).local.csv "
          + "--time-format local --delimiter ;")
      files = streams.files.texts
    }
    let local = CapturedStreams(files: files).run("compare a.local.csv b.local.csv -f csv")
    #expect(local.code == .done && local.out.contains("a,2026-03-02 08:00:00,"), "\(local.err)")
    let mixed = CapturedStreams(files: files).run("compare a.sessions.csv b.local.csv")
    #expect(mixed.code == .badInput)
    #expect(mixed.err.contains("the times are local times"))
  }

  @Test func `two kinds of file are refused, and an empty list takes the other's kind`() {
    var files = Self.results()
    files["empty.json"] = "[]\n"
    let kinds = CapturedStreams(files: files).run("compare a.summary.json b.days.csv")
    #expect(kinds.code == .badInput)
    #expect(kinds.err.contains("b.days.csv:1:1: error: a file of days cannot be compared with"))
    let days = CapturedStreams(files: files).run("compare empty.json b.days.csv")
    #expect(days.code == .done && days.out.contains("days      0 on both sides, 2 only after"))
    let sessions = CapturedStreams(files: files).run("compare a.sessions.csv empty.json")
    #expect(sessions.code == .done && sessions.out.contains("3 only before"))
    let both = CapturedStreams(files: files).run("compare empty.json empty.json")
    #expect(both.code == .badInput)
  }

  @Test func `problems of both files are told`() {
    let outcome = CapturedStreams(files: ["x.json": "{", "y.json": "[1]"]).run(
      "compare x.json y.json")
    #expect(outcome.code == .badInput)
    #expect(outcome.err.contains("x.json:1:1") && outcome.err.contains("y.json:1:1"))
  }

  @Test(arguments: [
    "compare", "compare a.json", "compare a b c", "compare - -", "compare a b -t t.csv",
    "compare a b --per session", "compare a b --strict", "compare -t t.csv",
    "compare -c a.json -t t.csv", "compare -c a.json -t t.csv --policy fair",
    "compare -c a.json -c b.json -c a.json -t t.csv",
    "compare -c a.json -c b.json -t t.csv --policy fair,max-min",
    "compare -c a.json -t t.csv --policy fair,max-min,first-come",
    "compare -c a.json -c b.json -t -", "compare -c a.json -c b.json",
    "compare a b --worse-than 5", "compare a b --worse-than x",
    "compare a b --worse-than 5kVA", "compare a b -f ndjson", "compare a b -o c.ndjson",
  ])
  func `a command line that asks for no comparison is refused`(line: String) {
    let outcome = CapturedStreams(files: Self.files).run(line)
    let isFile = line.contains("--worse-than 5") && !line.contains("kVA")
    #expect(outcome.code == (isFile ? .inputNotOpened : .usage), "\(outcome.err)")
    #expect(outcome.out.isEmpty)
  }

  @Test func `a pipe is not read twice`() {
    let streams = CapturedStreams(files: Self.files)
    let outcome = streams.run("compare -c a.json -c b.json -t missing.csv")
    #expect(outcome.code == .inputNotOpened)
  }
}
