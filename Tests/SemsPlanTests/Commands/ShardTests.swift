import Foundation
import Testing

@testable import sems_plan

@Suite struct ShardTests {
  private static let line = "sweep -q -c station.json -t timeline.csv --grid-capacity 100:300:50"

  /// Returns the hash that the head of a shard states.
  private func hash(
    _ line: String, files: [String: String] = Sample.files, input: String = ""
  ) throws -> String {
    let outcome = CapturedStreams(input: input, files: files).run("\(line) -f csv --shard 1/2")
    #expect(outcome.code == .done, "\(outcome.err)")
    let head = try #require(outcome.outLines.first)
    let pattern = /# shard 1\/2 rows [0-9]+ version [^ ]+ sweep ([0-9a-f]{16})/
    return String(try #require(try pattern.wholeMatch(in: head)).1)
  }

  // MARK: Heads

  @Test(arguments: ["csv", "ndjson", "json"], [1, 3, 7])
  func `a head says the number of rows, and the rows are those of the sweep`(
    format: String, count: Int
  ) throws {
    let whole = CapturedStreams(files: Sample.files).run("\(Self.line) -f ndjson").outLines
    for number in 1...count {
      let outcome = CapturedStreams(files: Sample.files).run(
        "\(Self.line) -f \(format) --shard \(number)/\(count)")
      let rows = whole.dropLast().enumerated().filter { $0.offset % count == number - 1 }
      let head = try #require(outcome.outLines.first)
      let start: String
      switch format {
      case "csv": start = "# shard \(number)/\(count) rows \(rows.count) version "
      case "json": start = "{\"shard\":{\"shard\":\(number),\"of\":\(count),\"rows\":\(rows.count),"
      default: start = "{\"shard\":\(number),\"of\":\(count),\"rows\":\(rows.count),\"version\":"
      }
      #expect(head.hasPrefix(start))
      if format == "ndjson" {
        #expect(outcome.outLines.dropFirst().dropLast().elementsEqual(rows.map(\.element)))
      }
      if format == "json" {
        let middle = rows.map { String($0.element) }.joined(separator: ",\n")
        #expect(
          outcome.out == head + "\n" + middle + (rows.isEmpty ? "" : "\n") + "]}\n")
      }
    }
  }

  @Test func `a table of a shard is refused`() {
    for format in ["", " -f table", " -o shard.txt"] {
      let outcome = CapturedStreams(files: Sample.files).run("\(Self.line) --shard 1/2\(format)")
      #expect(outcome.code == .usage)
      #expect(outcome.err.contains("--shard is for CSV, NDJSON and JSON"))
    }
    let outcome = CapturedStreams(files: Sample.files).run("\(Self.line) --shard 1/2 -o 1.csv")
    #expect(outcome.code == .done)
  }

  // MARK: Hashes

  @Test func `equal sweeps have equal hashes`() throws {
    let hash = try hash(Self.line)
    var files = Sample.files
    files["other/s.json"] = files["station.json"]
    files["other/t.csv"] = files["timeline.csv"]
    for same in [
      "sweep --grid-capacity=100:300:50 -t timeline.csv --quiet --config station.json",
      "\(Self.line) --jobs 1", "\(Self.line) --errors json --color never",
      "sweep -q -c other/s.json -t other/t.csv --grid-capacity 100:300:50",
      "sweep -q -c ./station.json -t timeline.csv --grid-capacity 100:300:50",
    ] {
      var files = files
      files["./station.json"] = files["station.json"]
      #expect(try self.hash(same, files: files) == hash, "\(same)")
    }
    let input = try #require(files["timeline.csv"])
    #expect(
      try self.hash("sweep -q -c station.json -t - --grid-capacity 100:300:50", input: input)
        == hash)
    for shard in ["2/2", "1/3"] {
      for format in ["csv", "ndjson", "json"] {
        let outcome = CapturedStreams(files: Sample.files).run(
          "\(Self.line) -f \(format) --shard \(shard) -o out.\(format)")
        #expect(outcome.code == .done)
        let streams = CapturedStreams(files: Sample.files)
        streams.run("\(Self.line) -f \(format) --shard \(shard) -o out")
        #expect(streams.files.texts["out"]?.contains(hash) == true)
      }
    }
  }

  @Test(arguments: [
    "sweep -q -c station.json -t timeline.csv --grid-capacity 100:300:100",
    "\(line) --policy fair", "\(line) --policy max-min", "\(line) --step 2", "\(line) --strict",
    "\(line) --sort", "\(line) --delimiter ;", "\(line) --until 100", "\(line) --on-busy wait",
    "\(line) --load a=load.csv", "\(line) --load b=load.csv", "\(line) --generation a=load.csv",
    "\(line) --limit load.csv", "\(line) --limit CP001=load.csv", "\(line) --load load.csv",
  ])
  func `one other option gives another hash`(other: String) throws {
    var files = Sample.files
    files["load.csv"] = "time,power\n0,1\n"
    let own = try hash(other, files: files)
    #expect(own != (try hash(Self.line)))
    #expect(own == (try hash(other, files: files)))
  }

  @Test func `the id of a load counts, and its path does not`() throws {
    var files = Sample.files
    for name in ["a.csv", "b.csv", "f/a.csv"] { files[name] = "time,power\n0,1\n" }
    let loads = try ["a.csv", "f/a.csv", "a=b.csv", "b.csv"].map {
      try hash("\(Self.line) --load \($0)", files: files)
    }
    #expect(loads[0] == loads[1])
    #expect(loads[0] == loads[2])
    #expect(loads[0] != loads[3])
  }

  /// Every bit of a byte of each input, and its length.
  @Test func `one bit of an input gives another hash`() throws {
    var files = Sample.files
    files["load.csv"] = "time,power\n0,14\n"
    files["weights"] = Array(repeating: "10", count: 24).joined(separator: ",") + "\n"
    let timeline = "\(Self.line) --load load.csv"
    let generated =
      "sweep -q -c station.json --profile weights --from 2026-03-02T00:00:00Z "
      + "--sessions-per-day 4 --seed 1:2"
    // A change that leaves each input valid: a digit or a space at its end.
    let changes = [
      (timeline, "station.json", "\n", "\n "), (timeline, "timeline.csv", "150\n", "151\n"),
      (timeline, "load.csv", "14\n", "15\n"), (timeline, "load.csv", "14\n", "14\n\n"),
      (generated, "weights", "10\n", "11\n"), (generated, "station.json", "\n", "\n "),
    ]
    for (line, name, part, change) in changes {
      var other = files
      let text = try #require(files[name])
      let range = try #require(text.ranges(of: part).last)
      other[name] = text.replacingCharacters(in: range, with: change)
      #expect(other[name] != text)
      #expect(try hash(line, files: other) != (try hash(line, files: files)), "\(name)")
    }
  }

  @Test func `an input is hashed to its end, though the run ends earlier`() throws {
    let line = "\(Self.line) --until 1"
    let hash = try hash(line)
    var files = Sample.files
    let timeline = try #require(files["timeline.csv"])
    files["timeline.csv"]? += String(repeating: "900,stop,x,,,\n", count: 30_000)
    let longer = try self.hash(line, files: files)
    #expect(longer != hash)
    let input = try #require(files["timeline.csv"])
    let piped = "sweep -q -c station.json -t - --grid-capacity 100:300:50 --until 1"
    #expect(try self.hash(piped, input: input) == longer)
    #expect(try self.hash(piped, input: timeline) == hash)
  }

  @Test func `an input that fails after the run's end gives 74`() throws {
    let streams = CapturedStreams(files: Sample.files)
    let text = Sample.timeline + String(repeating: "900,stop,x,,,\n", count: 30_000)
    let source = MemorySource(text, bytesAtATime: 300_000)
    source.failingRead = 2
    streams.files.sources["timeline.csv"] = source
    let outcome = streams.run("\(Self.line) --until 1 -f csv --shard 1/2")
    #expect(outcome.code == .readOrWriteFailed)
    #expect(outcome.out.isEmpty)
    #expect(outcome.err == "timeline.csv: error: cannot read: Input/output error\n")
  }

  // MARK: Numbers from the environment

  @Test(arguments: [
    (TaskNumbers(kubernetes: "0"), "1/4"), (TaskNumbers(kubernetes: "3"), "4/4"),
    (TaskNumbers(slurm: "1"), "1/4"), (TaskNumbers(slurm: "4"), "4/4"),
  ])
  func `a shard takes its number from the task`(tasks: TaskNumbers, shard: String) {
    let streams = CapturedStreams(files: Sample.files)
    streams.tasks = tasks
    let line = "\(Self.line) -f csv --shard"
    let outcome = streams.run("\(line) auto/4")
    #expect(outcome == CapturedStreams(files: Sample.files).run("\(line) \(shard)"))
    #expect(outcome.out.hasPrefix("# shard \(shard) rows "))
  }

  @Test(arguments: [
    (TaskNumbers(), "needs JOB_COMPLETION_INDEX or SLURM_ARRAY_TASK_ID, and neither is set"),
    (
      TaskNumbers(kubernetes: "1", slurm: "1"),
      "finds both JOB_COMPLETION_INDEX and SLURM_ARRAY_TASK_ID set"
    ),
    (TaskNumbers(kubernetes: "x"), "JOB_COMPLETION_INDEX is \"x\", which is not a whole number"),
    (TaskNumbers(slurm: "-1"), "SLURM_ARRAY_TASK_ID is \"-1\", which is not a whole number"),
    (TaskNumbers(slurm: "1.0"), "is not a whole number"),
    (TaskNumbers(slurm: "99999999999999999999"), "is not a whole number"),
    (TaskNumbers(kubernetes: "4"), "JOB_COMPLETION_INDEX is 4, but --shard auto/4 needs 0 to 3"),
    (
      TaskNumbers(kubernetes: "9223372036854775807"),
      "JOB_COMPLETION_INDEX is 9223372036854775807, but"
    ),
    (TaskNumbers(slurm: "0"), "SLURM_ARRAY_TASK_ID is 0, but --shard auto/4 needs 1 to 4"),
    (TaskNumbers(slurm: "5"), "SLURM_ARRAY_TASK_ID is 5, but --shard auto/4 needs 1 to 4"),
  ])
  func `a task whose number is unclear is refused`(tasks: TaskNumbers, message: String) {
    let streams = CapturedStreams(files: Sample.files)
    streams.tasks = tasks
    let outcome = streams.run("\(Self.line) -f csv --shard auto/4")
    #expect(outcome.code == .usage)
    #expect(outcome.out.isEmpty)
    #expect(outcome.err.contains(message), "\(outcome.err)")
    #expect(outcome.err.contains("\nhint: "))
  }

  @Test(arguments: [
    "auto", "auto/", "auto/0", "auto/x", "auto/1000001", "auto/4/4", "Auto/4", "auto/-4", "auto/ 4",
    "0/4", "5/4", "4",
  ])
  func `a text that is no shard is refused`(text: String) {
    let streams = CapturedStreams(files: Sample.files)
    streams.tasks.slurm = "1"
    let words = Self.line.split(separator: " ").map(String.init)
    let outcome = streams.run(words + ["-f", "csv", "--shard", text])
    #expect(outcome.code == .usage)
    #expect(outcome.err.contains("the option --shard cannot be "))
  }

  @Test func `the task's number is not looked at where the shard is stated`() {
    let streams = CapturedStreams(files: Sample.files)
    streams.tasks = TaskNumbers(kubernetes: "x", slurm: "y")
    #expect(streams.run("\(Self.line) -f csv --shard 2/2").code == .done)
  }
}
