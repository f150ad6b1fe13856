import PowerShare
import Testing

@testable import sems_plan

/// Checks that results are written while the timeline is still being read.
@Suite struct StreamingTests {
  private static let header = """
    time,sessionId,chargerId,idx,vehicleMaxPower,allocatedPower,limitedBy,deliveredEnergy

    """

  /// Returns the output before each read of a timeline that arrives in the given pieces.
  private func written(_ lines: [String], _ options: String) throws -> [String] {
    let streams = CapturedStreams(files: Sample.files)
    let source = MemorySource(pieces: lines)
    var written: [String] = []
    source.waiting = { [output = streams.output] in written.append(output.text) }
    streams.files.sources["timeline.csv"] = source
    #expect(streams.run("\(Sample.simulate) \(options)").code == .done)
    return written
  }

  @Test func `a tick is written before the program waits for more input`() throws {
    let lines = Sample.timeline.split(separator: "\n").map { "\($0)\n" }
    let written = try written(lines, "-f csv")
    let rows = Sample.rows.split(separator: "\n").map { "\($0)\n" }
    // A tick is complete when an event of a later time has been read. Before the first event, the
    // kind of the timeline's times is unknown, so nothing is written.
    #expect(
      written == [
        "", "", Self.header, Self.header, rows[0...2].joined(), rows[0...5].joined(),
      ])
  }

  @Test func `output is written in large pieces if reads never wait`() {
    let streams = CapturedStreams(files: Sample.files)
    #expect(streams.run("\(Sample.simulate) -f csv").out == Sample.rows)
    #expect(streams.output.writes == 1)
  }

  /// A sample timeline in each format.
  private static let timelines =
    ["six-charger-day/timeline.csv", "worked-example/timeline.json"]
    + ["power-sharing-2/timeline.ndjson"]

  @Test(arguments: timelines, [1, 2, 3, 7, 4_096])
  func `cutting the input into pieces does not change the result`(path: String, count: Int) throws {
    let parts = path.split(separator: "/").map(String.init)
    let files = try Example.files(parts[0])
    let text = try #require(files[parts[1]])
    let line = "simulate -c station.json -t \(parts[1]) -f ndjson"
    let whole = CapturedStreams(files: files).run(line)
    #expect(whole.code == .done)

    let streams = CapturedStreams(files: files)
    let timeline = MemorySource(text, bytesAtATime: count)
    timeline.waiting = {}
    streams.files.sources[parts[1]] = timeline
    let station = try #require(files["station.json"])
    streams.files.sources["station.json"] = MemorySource(station, bytesAtATime: count)
    #expect(streams.run(line) == whole)
  }

  @Test(arguments: [1, 3])
  func `a problem has the same place if the input is cut into pieces`(count: Int) {
    let text =
      "\u{FEFF}time,event,sessionId,chargerId,idx,vehicleMaxPower\r\n"
      + "0,start,\"über\r\n2\",CP001,1,80\r\n9,start,ev,CP009,1,80\r\n"
    let files = ["station.json": Sample.station, "timeline.csv": text]
    let whole = CapturedStreams(files: files).run("validate -c station.json -t timeline.csv")
    #expect(whole.err.hasPrefix("timeline.csv:4:12: error: charger \"CP009\""))

    let streams = CapturedStreams(files: files)
    streams.files.sources["timeline.csv"] = MemorySource(text, bytesAtATime: count)
    #expect(streams.run("validate -c station.json -t timeline.csv") == whole)
  }

  private static let longId = String(repeating: "x", count: 100_000)

  /// Timelines of one long line, by format.
  private static let longLines: [(TimelineFormat, String)] = [
    (.csv, "time,event,sessionId\n0,stop,\(longId)\n"),
    (.ndjson, "{\"time\": 0, \"event\": \"stop\", \"sessionId\": \"\(longId)\"}\n"),
    (.json, "[{\"time\": 0, \"event\": \"stop\", \"sessionId\": \"\(longId)\"}]"),
  ]

  @Test(arguments: longLines)
  func `a long line in small pieces is not scanned again for each piece`(
    format: TimelineFormat, text: String
  ) throws {
    let source = MemorySource(text, bytesAtATime: 16)
    var reader = TimelineReader(source: SourceText(name: "long"), format: format)
    var looks = 0
    while !reader.source.isComplete {
      try reader.fill { (buffer, room) throws(SystemFailure) in
        try source.read(into: &buffer, room)
      }
      if reader.source.mayHoldRecord { looks += 1 }
    }
    #expect(source.reads > 6_000)
    // 16 bytes doubled 13 times are more than 100,000; the rest are the heading and the ends of the
    // line and the file.
    #expect(looks <= 18)

    let name = "timeline.\(format.rawValue)"
    let streams = CapturedStreams(files: Sample.files)
    streams.files.sources[name] = MemorySource(text, bytesAtATime: 16)
    let outcome = streams.run("validate -c station.json -t \(name)")
    #expect(outcome.code == .badInput)
    #expect(outcome.err.contains("\"sessionId\" must have at most 255 bytes, not 100000"))
  }
}
