import Foundation
import PowerShare
import Testing

@testable import sems_plan

/// Commands without parts of the fast path write the same bytes, messages and counts.
@Suite struct FastPathTests {
  /// All parts, and all but one; the runs are compared with the one without any part.
  private static let choices: [FastPath] =
    [.all]
    + [.csvRows, .jsonObjects, .events, .batches].map { FastPath.all.subtracting($0) }

  private static func compare(_ files: [String: String], _ command: String, _ shown: String) {
    let (general, written) = run(files, command, [])
    for choice in choices {
      let isSame = run(files, command, choice) == (general, written)
      #expect(isSame, "parts \(choice.rawValue): \(shown)")
    }
  }

  /// Runs a command, and returns its output and all files after it.
  private static func run(
    _ files: [String: String], _ command: String, _ fastPath: FastPath
  ) -> (CapturedStreams.Outcome, [String: String]) {
    let streams = CapturedStreams(files: files)
    streams.fastPath = fastPath
    let outcome = streams.run(command)
    return (outcome, streams.files.texts)
  }

  // MARK: Files of the repository

  private static let timelineNames = [".csv", ".json", ".ndjson", ".tsv"]

  /// The timelines of the golden cases and the examples, by topic.
  private static let topics: [String] =
    ["examples"]
    + ((try? FileManager.default.contentsOfDirectory(
      atPath: Tree.root.appending(path: "golden").path)) ?? [])
    .sorted().map { "golden/\($0)" }

  /// The texts of the small files of a folder by their names.
  private static func texts(in folder: URL) -> [String: String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    var texts: [String: String] = [:]
    for name in names where timelineNames.contains(where: { name.hasSuffix($0) }) {
      guard let data = try? Data(contentsOf: folder.appending(path: name)) else { continue }
      texts[name] = String(decoding: data, as: UTF8.self)
    }
    return texts
  }

  @Test func `the golden cases have timelines to compare`() {
    let folders = Self.topics.flatMap { topic in
      let folder = Tree.root.appending(path: topic)
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
      return names.map { Self.texts(in: folder.appending(path: $0)) }
    }
    #expect(folders.filter { !$0.isEmpty }.count > 100)
  }

  @Test(arguments: topics)
  func `every timeline of a topic comes to the same`(topic: String) throws {
    let folder = Tree.root.appending(path: topic)
    let station = try Example.files("worked-example")["station.json"]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() {
      let texts = Self.texts(in: folder.appending(path: name))
      let config = texts.keys.sorted().first { $0.hasPrefix("station.") }
      for (timeline, text) in texts where timeline != config {
        let files = [
          "timeline-\(timeline)": text,
          config ?? "station.json": config.flatMap { texts[$0] } ?? station ?? "",
        ]
        let inputs = "-c \(config ?? "station.json") -t timeline-\(timeline)"
        for command in [
          "simulate \(inputs) -f csv --on-error skip", "simulate \(inputs) -f json --sort",
          "validate \(inputs)",
        ] {
          Self.compare(files, command, "\(topic)/\(name): \(command)")
        }
      }
    }
  }

  // MARK: Generated and imported timelines

  @Test(arguments: ["csv", "ndjson", "json"], ["csv", "ndjson", "json", "table"])
  func `a generated timeline comes to the same`(input: String, output: String) {
    let name = "timeline.\(input)"
    let streams = CapturedStreams(files: Sample.files)
    streams.run(
      "generate -c station.json --from 2026-03-02T00:00:00Z --sessions-per-day 30 --days 2 "
        + "--vehicles 11:1,50:2,150:1 -f \(input) -q")
    let files = ["station.json": Sample.station, name: streams.output.text]
    #expect(streams.output.text.contains("departureTime"))
    for options in ["", " --reallocation on-update", " --sessions stays.csv --summary s.json"] {
      let command = "simulate -c station.json -t \(name) -f \(output)\(options)"
      Self.compare(files, command, command)
    }
  }

  @Test func `an imported timeline comes to the same`() {
    let streams = CapturedStreams(files: ["acn.json": Records.acn])
    streams.run("import acn acn.json -q -o timeline.csv --write-config station.json")
    let files = streams.files.texts
    #expect(files["timeline.csv"]?.contains("s1") == true && files["station.json"] != nil)
    let command = "simulate -c station.json -t timeline.csv -f csv"
    Self.compare(files, command, command)
  }

  @Test func `vehicles that state every wish come to the same`() {
    Self.compare(WishSample.files, WishSample.simulate, WishSample.simulate)
  }

  @Test func `a long timeline comes to the same, batch by batch`() {
    let files = [
      "station.json": Sample.station, "timeline.csv": Sample.longTimeline(stays: 9_000),
    ]
    Self.compare(files, "\(Sample.simulate) -f csv -o rows.csv", "rows in a file")
    Self.compare(files, "\(Sample.simulate) -f ndjson -o -", "rows on standard output")
  }
}
