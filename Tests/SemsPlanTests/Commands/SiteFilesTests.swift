import PowerShare
import Testing

@testable import sems_plan

/// The options that name profiles, and the feed of their events.
@Suite struct SiteFilesTests {
  private static let options = SiteFiles.options

  private static func files(_ line: String) throws -> SiteFiles {
    try SiteFiles(
      ParsedArguments(line.split(separator: " ").map(String.init), known: options))
  }

  private static func shown(_ files: SiteFiles) -> [String] {
    files.files.map { "\($0.option.name) \($0.id?.text ?? "none") \($0.path)" }
  }

  /// A feed of files in memory, and what it reports.
  private final class Site {
    let streams: CapturedStreams
    let reporter: Reporter

    init(_ files: [String: String], input: String = "") {
      streams = CapturedStreams(input: input, files: files)
      reporter = Reporter(
        target: streams.errors, style: .json, isQuiet: false, usesColor: false)
    }

    var io: Streams {
      Streams(
        input: streams.input, output: streams.output, errors: streams.errors,
        files: streams.files, terminal: TerminalFacts(), clock: { 0 })
    }

    /// The codes of the problems reported.
    var codes: [String] {
      streams.errors.text.split(separator: "\n").compactMap { line in
        line.split(separator: "\"code\":\"").last?.split(separator: "\"").first.map(String.init)
      }
    }

    func open(
      _ line: String, isStrict: Bool = false, findsAllProblems: Bool = false
    ) throws -> SiteFeed {
      var feed = try SiteFilesTests.files(line).open(
        io, reporter, isStrict: isStrict, findsAllProblems: findsAllProblems)
      feed.begin(at: Instant(milliseconds: 0), scale: .seconds, clock: LocalClock(.zulu))
      return feed
    }
  }

  @Test func `an id ends at the first sign of equality`() throws {
    #expect(
      Self.shown(
        try Self.files(
          "--limit a.csv --load site=x=y.csv --limit G=- --generation d.e/.pv --load ../b/hall.1.csv"
        )
      ) == [
        "load site x=y.csv", "load hall.1 ../b/hall.1.csv", "generation .pv d.e/.pv",
        "limit none a.csv", "limit G -",
      ])
    #expect(try Self.files("--load a=b --limit c=d --generation e").loadIds == ["a", "e"])
    #expect(try Self.files("").isEmpty)
  }

  @Test(arguments: ["--load =a.csv", "--load a=", "--limit =", "--generation ="])
  func `an id and a file have a name`(line: String) {
    #expect(throws: Failure.self) { try Self.files(line) }
  }

  @Test func `an id has at most 255 bytes of UTF-8`() throws {
    let long = String(repeating: "x", count: 256)
    #expect(throws: Failure.self) { try Self.files("--load \(long)=a") }
    #expect(try Self.files("--load \(long.dropLast())=a").files.count == 1)
    let raw = FileName.text([0xFF])
    #expect(throws: Failure.self) { try Self.files("--load \(raw).csv") }
    #expect(throws: Failure.self) { try Self.files("--limit \(raw)=a.csv") }
    #expect(try Self.files("--load a=\(raw).csv --limit \(raw).csv").files.count == 2)
  }

  @Test func `a load has one profile`() throws {
    let site = Site(["a.csv": "time,power\n0,1\n", "b/a.csv": "time,power\n0,2\n"])
    #expect(throws: Failure.self) { try site.open("--load a.csv --generation b/a.csv") }
    #expect(site.codes == ["duplicate-load"])
    // A limit is no load.
    #expect(try site.open("--load a.csv --limit a=b/a.csv").loadIds == ["a"])
    var feed = try site.open("--load a.csv --load b/a.csv", findsAllProblems: true)
    #expect(try feed.next(until: nil)?.kind == .load("a", Power(watts: 1_000)))
    #expect(try feed.next(until: nil) == nil)
    #expect(site.codes == ["duplicate-load", "duplicate-load"])
  }

  @Test(arguments: [
    "validate", "simulate", "simulate --until 2", "sweep --policy fair",
    "sweep --policy fair --until 2",
  ])
  func `a run without an event uses no profile`(command: String) {
    var files = Sample.files
    files["timeline.csv"] = "time,event,sessionId,chargerId,idx,vehicleMaxPower\n"
    if command.contains("--until") { files["timeline.csv"]? += "9,start,ev-1,CP001,1,50\n" }
    files["a.csv"] = "time,power\n0,1\n5,3\n"
    let outcome = CapturedStreams(files: files).run(
      "\(command) -q -c station.json -t timeline.csv --load a.csv --limit a.csv")
    #expect(outcome.code == .done)
  }

  @Test func `events are read from files and standard input as they are needed`() throws {
    let site = Site(["a.csv": "time,power\n0,1\n9,3\n"], input: "time,power\n5,2\n")
    site.streams.files.sources["b.csv"] = MemorySource("time,power\n9,4\n", bytesAtATime: 3)
    var feed = try site.open("--load a.csv --limit - --generation b.csv")
    var texts: [String] = []
    for until in [4, 5, 20] {
      while let event = try feed.next(until: Instant(milliseconds: until * 1_000)) {
        texts.append("\(until): \(event.time.milliseconds) #\(event.source)")
      }
    }
    #expect(texts == ["4: 0 #0", "5: 5000 #2", "20: 9000 #0", "20: 9000 #1"])
    #expect(site.codes.isEmpty)
  }

  @Test func `a bad row ends the run, or is reported with all others`() throws {
    let files = ["a.csv": "time,power\n0,1\n9,x\n10,y\n11,2\n"]
    let site = Site(files)
    var feed = try site.open("--load a.csv")
    #expect(throws: Failure.self) { while try feed.next(until: nil) != nil {} }
    #expect(site.codes == ["not-a-number"])
    let all = Site(files)
    feed = try all.open("--load a.csv", findsAllProblems: true)
    _ = try feed.next(until: Instant(milliseconds: 0))
    try feed.readToEnd()
    #expect(all.codes == ["not-a-number", "not-a-number"])
  }

  @Test func `a file that cannot be opened or read is an error`() throws {
    let site = Site([:])
    #expect(throws: Failure.self) { try site.open("--load a.csv") }
    let source = MemorySource("time,power\n0,1\n")
    source.failingRead = 1
    site.streams.files.sources["a.csv"] = source
    var feed = try site.open("--load a.csv")
    #expect(throws: Failure.self) { try feed.next(until: nil) }
  }

  @Test func `limits are for what the station has`() throws {
    let station = try StationConfig(
      stationId: "S", gridCapacity: Power(watts: 9_000),
      chargers: [Charger(id: "A", maxPower: Power(watts: 9_000), connectors: .alike(count: 1))],
      groups: [ChargerGroup(id: "G", maxPower: Power(watts: 9_000), members: ["A"])])
    let site = Site(["l.csv": "time,power\n0,1\n", "m.csv": "time,power\n0,none\n"])
    var feed = try site.open("--limit A=l.csv --limit G=m.csv --limit l.csv")
    try feed.resolve(in: station)
    let kinds = try (0..<3).map { _ in try feed.next(until: nil)?.kind }
    #expect(
      kinds == [
        .limit(.charger("A"), Power(watts: 1_000)), .limit(.group("G"), nil),
        .limit(.grid, Power(watts: 1_000)),
      ])
    feed = try site.open("--limit a=l.csv --limit B=m.csv")
    #expect(throws: Failure.self) { try feed.resolve(in: station) }
    #expect(site.codes == ["unknown-group", "unknown-group"])
  }

  @Test func `files in memory are checked once and copied for each run`() throws {
    let site = Site(["a.csv": "time,power\n07:00,1\n19:00,2\n", "b.csv": "time,power\n7,1\n"])
    let (start, scale) = try #require(TimeScale.read("2026-03-02T08:00Z"))
    let shared = try Self.files("--load a.csv").read(site.io, site.reporter, isStrict: false)
    try shared.check(for: scale)
    for _ in 1...2 {
      var feed = shared
      feed.begin(at: start, scale: scale, clock: LocalClock(.zulu))
      #expect(try feed.next(until: nil)?.kind == .load("a", Power(watts: 1_000)))
    }
    let bad = try Self.files("--load b.csv").read(site.io, site.reporter, isStrict: false)
    #expect(throws: Failure.self) { try bad.check(for: scale) }
    #expect(site.codes == ["mixed-times"])
  }

  @Test(arguments: [false, true]) func `warnings are errors where warnings are`(
    isStrict: Bool
  ) throws {
    let site = Site(["a.csv": "time,power,note\n5,1,\n"])
    var feed = try site.open("--load a.csv", isStrict: isStrict, findsAllProblems: isStrict)
    _ = try feed.next(until: nil)
    #expect(feed.hasWarnings != isStrict)
    let end = Instant(milliseconds: 9_000)
    let closing = feed.takeClosingWarnings(first: Instant(milliseconds: 0), last: end)
    #expect(closing.map(\.code) == (isStrict ? [] : [.unknownColumn, .profileShort]))
    #expect(site.codes == (isStrict ? ["unknown-column"] : []))
  }
}
