import Foundation
import Testing

@testable import sems_plan

@Suite struct MergeTests {
  static let formats = ["csv", "ndjson", "json"]

  /// Returns the files of shards that `sweep` has written, and the whole sweep.
  private static func sweep(
    _ format: String, count: Int, _ options: String = ""
  ) -> (files: [String: String], whole: String) {
    let line =
      "sweep -q -c station.json -t timeline.csv --grid-capacity 100:300:50 -f \(format) \(options)"
    var files: [String: String] = [:]
    for number in 1...count {
      let outcome = CapturedStreams(files: Sample.files).run("\(line) --shard \(number)/\(count)")
      #expect(outcome.code == .done)
      files["\(number).\(format)"] = outcome.out
    }
    return (files, CapturedStreams(files: Sample.files).run(line).out)
  }

  @Test(arguments: formats, 1...7)
  func `merged shards equal the whole sweep`(format: String, count: Int) {
    let (files, whole) = Self.sweep(format, count: count)
    let names = (1...count).map { "\($0).\(format)" }
    for order in [names, names.reversed(), names.filter { $0 > "3" } + names.filter { $0 <= "3" }] {
      let merged = CapturedStreams(files: files).run(["merge"] + order)
      #expect(merged == .init(code: .done, out: whole, err: ""))
    }
    let partial = CapturedStreams(files: files).run(["merge", "--partial"] + names)
    #expect(partial == .init(code: .done, out: whole, err: ""))
  }

  @Test(arguments: [";", "\t"])
  func `shards with another delimiter are merged`(delimiter: String) {
    let (files, whole) = Self.sweep("csv", count: 3, "--delimiter=\(delimiter)")
    #expect(whole.contains(delimiter))
    let merged = CapturedStreams(files: files).run("merge 2.csv 3.csv 1.csv")
    #expect(merged == .init(code: .done, out: whole, err: ""))
  }

  @Test(arguments: formats)
  func `a thousand shards in any order are merged`(format: String) {
    let shards = SampleShards(format, count: 1_000, rows: 1_500)
    var random = SplitMix64(seed: 7)
    let streams = CapturedStreams(files: shards.files)
    let outcome = streams.run("merge \(shards.names((1...1_000).shuffled(using: &random)))")
    #expect(outcome == .init(code: .done, out: shards.whole, err: ""))
  }

  @Test(arguments: formats, 1...6)
  func `the rows of a site stay together`(format: String, count: Int) {
    let sites = ["a", "a b", "c,d", "e\"f", "\"", "g\\", "Ü,\"\""]
    let shards = SampleShards(format, count: count, sites: sites, seeds: 3)
    let streams = CapturedStreams(files: shards.files)
    let outcome = streams.run("merge \(shards.names((1...count).reversed()))")
    #expect(outcome == .init(code: .done, out: shards.whole, err: ""))
    for missing in 1...count where count > 1 {
      let names = shards.names((1...count).filter { $0 != missing })
      let partial = CapturedStreams(files: shards.files).run("merge -q --partial \(names)")
      #expect(partial == .init(code: .done, out: shards.partial(missing: [missing]), err: ""))
    }
  }

  @Test(arguments: formats)
  func `each missing shard is named, and a partial merge lacks its rows`(format: String) {
    let shards = SampleShards(format, count: 5, rows: 13)
    for missing in (1...5).map({ [$0] }) + [[1, 2], [2, 4], [1, 2, 3, 5]] {
      let names = shards.names((1...5).filter { !missing.contains($0) })
      let outcome = CapturedStreams(files: shards.files).run("merge \(names)")
      #expect(outcome.code == .badInput)
      #expect(outcome.out.isEmpty)
      let list =
        switch missing {
        case [1, 2]: "1-2"
        case [1, 2, 3, 5]: "1-3,5"
        default: missing.map(String.init).joined(separator: ",")
        }
      let text = missing.count == 1 ? "shard \(list) of 5 is" : "shards \(list) of 5 are"
      #expect(outcome.err.hasPrefix("sems-plan: error: \(text) missing\n"))
      let partial = CapturedStreams(files: shards.files).run("merge --partial \(names)")
      #expect(partial.code == .done)
      #expect(partial.out == shards.partial(missing: missing))
      #expect(partial.err.hasPrefix("sems-plan: warning: \(text) missing\n"))
    }
  }

  @Test(arguments: formats)
  func `a partial merge is refused, alone and beside shards`(format: String) {
    let shards = SampleShards(format, count: 3, rows: 8)
    var files = shards.files
    files["p"] = shards.partial(missing: [1, 3])
    for line in ["merge p", "merge 1.\(format) p", "merge --partial p 3.\(format)"] {
      let outcome = CapturedStreams(files: files).run(line)
      #expect(outcome.code == .badInput)
      let message = "error: the file is a partial merge without shards 1,3\n"
      #expect(outcome.err.hasPrefix("p:1:1: \(message)"))
    }
  }

  @Test(arguments: formats)
  func `each doubled shard is named with both files`(format: String) {
    let shards = SampleShards(format, count: 4, rows: 9)
    for number in 1...4 {
      var files = shards.files
      files["copy"] = shards.file(number)
      let all = CapturedStreams(files: files).run("merge copy \(shards.names(1...4))")
      #expect(all.code == .badInput)
      let message = "error: shard \(number) of 4 is given twice: copy has it, too\n"
      #expect(all.err.hasPrefix("\(number).\(format):1:1: \(message)"))
      let line = "merge 1.\(format) 1.\(format) --partial"
      #expect(CapturedStreams(files: files).run(line).code == .badInput)
    }
  }

  @Test(arguments: formats, [0, 2])
  func `a shard that is cut off at any byte is refused`(format: String, rows: Int) {
    let shards = SampleShards(format, count: 2, rows: 2 * rows + 1)
    for number in 1...2 {
      let text = shards.file(number)
      for length in 0..<text.utf8.count {
        var files = shards.files
        files["\(number).\(format)"] = String(text.prefix(length))
        let streams = CapturedStreams(files: files.merging(["out": "old"]) { $1 })
        let option = length % 2 == 0 ? "" : " --partial"
        let outcome = streams.run("merge \(shards.names(1...2)) -o out\(option)")
        #expect(outcome.code == .badInput, "\(length)")
        #expect(outcome.err.hasPrefix("\(number).\(format):"), "\(length): \(outcome.err)")
        #expect(streams.files.texts["out"] == "old")
      }
    }
  }

  @Test(arguments: formats)
  func `a real shard that is cut off behind any line is refused`(format: String) {
    let (files, _) = Self.sweep(format, count: 2)
    let text = files["1.\(format)"] ?? ""
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count > 3)
    for count in 0..<(lines.count - 1) {
      var files = files
      files["1.\(format)"] = lines.prefix(count).map { $0 + "\n" }.joined()
      let outcome = CapturedStreams(files: files).run("merge 2.\(format) 1.\(format)")
      #expect(outcome.code == .badInput)
      #expect(outcome.err.contains(count == 0 ? "the file is empty" : "shard 1 of 2 is cut off: "))
    }
  }

  @Test(arguments: formats)
  func `a shard with more rows or other rows than it says is refused`(format: String) {
    let shards = SampleShards(format, count: 2, rows: 6)
    let lines = shards.file(1).split(separator: "\n").map(String.init)
    let first = format == "csv" ? 2 : 1
    var texts = [Array(lines[..<(first + 1)] + lines[first...]), lines + [lines[first]]]
    texts.append(lines.replacing([lines[first]], with: [String(lines[first].dropLast(4))]))
    for text in texts {
      var files = shards.files
      files["1.\(format)"] = text.map { $0 + "\n" }.joined()
      let outcome = CapturedStreams(files: files).run("merge \(shards.names(1...2))")
      #expect(outcome.code == .badInput)
      #expect(outcome.err.hasPrefix("1.\(format):"))
    }
  }

  @Test(arguments: formats)
  func `a shard of another sweep, version or number of shards is named`(format: String) {
    let shards = SampleShards(format, count: 3, rows: 7)
    var others = Array(repeating: shards, count: 2)
    others[0].sweep ^= 1
    others[1].version = "0.2.0"
    let more = SampleShards(format, count: 4, rows: 7)
    let messages = [
      (others[0].file(2), "shard 2 of 3 is of another sweep than 1.\(format)"),
      (
        others[1].file(2),
        "shard 2 of 3 was written by version 0.2.0, and 1.\(format) by version 0.1.0"
      ),
      (more.file(4), "the file is shard 4 of 4, and 1.\(format) is shard 1 of 3"),
    ]
    for (text, message) in messages {
      var files = shards.files
      files["2.\(format)"] = text
      for option in ["", " --partial"] {
        let outcome = CapturedStreams(files: files).run("merge \(shards.names(1...3))\(option)")
        #expect(outcome.code == .badInput)
        #expect(outcome.err.hasPrefix("2.\(format):1:1: error: \(message)\n"), "\(outcome.err)")
        #expect(!outcome.err.contains("missing"))
      }
    }
  }

  @Test func `shards that were made from another input are refused`() {
    var (files, _) = Self.sweep("csv", count: 3)
    var inputs = Sample.files
    inputs["timeline.csv"]? += "200,stop,ev-1,,,\n"
    let stale = CapturedStreams(files: inputs).run(
      "sweep -q -c station.json -t timeline.csv --grid-capacity 100:300:50 -f csv --shard 2/3 "
        + "--on-error skip")
    #expect(stale.code == .done)
    files["2.csv"] = stale.out
    let outcome = CapturedStreams(files: files).run("merge 1.csv 2.csv 3.csv")
    #expect(outcome.code == .badInput)
    #expect(outcome.err.contains("shard 2 of 3 is of another sweep than 1.csv"))
  }

  @Test func `shards of several formats are refused`() {
    var files = SampleShards("csv", count: 3, rows: 5).files
    files["2"] = SampleShards("ndjson", count: 3, rows: 5).file(2)
    files["3"] = SampleShards("json", count: 3, rows: 5).file(3)
    let outcome = CapturedStreams(files: files).run("merge 1.csv 2 3")
    #expect(outcome.code == .badInput)
    #expect(outcome.err.contains("2:1:1: error: shard 2 of 3 is NDJSON, but 1.csv is CSV\n"))
    #expect(outcome.err.contains("3:1:1: error: shard 3 of 3 is JSON, but 1.csv is CSV\n"))
  }

  @Test(arguments: formats)
  func `files without a head are refused, the first ten by name`(format: String) {
    let shards = SampleShards(format, count: 1, rows: 5)
    let files = Dictionary(uniqueKeysWithValues: (1...12).map { ("\($0)", shards.whole) })
    let outcome = CapturedStreams(files: files).run(
      ["merge"] + (1...12).map(String.init))
    #expect(outcome.code == .badInput)
    #expect(outcome.out.isEmpty)
    #expect(outcome.err.components(separatedBy: " does not say which shard it is\n").count == 11)
    #expect(outcome.err.hasSuffix("\nand 2 files more\n"))
  }

  @Test func `shards whose numbers of rows contradict each other are refused`() {
    let few = SampleShards("csv", count: 2, rows: 2)
    let many = SampleShards("csv", count: 2, rows: 6)
    let files = ["1.csv": few.file(1), "2.csv": many.file(2)]
    let outcome = CapturedStreams(files: files).run("merge 1.csv 2.csv")
    #expect(outcome.code == .badInput)
    #expect(
      outcome.err.hasPrefix(
        "2.csv:1:1: error: shard 2 of 2 has too many rows beside those of 1.csv\n"))
  }
}
