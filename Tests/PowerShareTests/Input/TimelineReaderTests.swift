import Testing

@testable import PowerShare

@Suite struct TimelineReaderTests {
  private static let formats: [TimelineFormat] = [.json, .ndjson, .csv]

  @Test(.tags(.property), arguments: formats)
  func `a timeline that is written is read again`(format: TimelineFormat) throws {
    for seed in PropertyCases.seeds(60) {
      var random = SplitMix64(seed: seed)
      let timeline = try RandomTimeline(using: &random, count: 15, hasConfigs: format != .csv)
      let text = TimelineText.random(timeline.events, format, using: &random)
      let outcome = TimelineOutcome(bytes: text, format)
      #expect(outcome.events == timeline.events, "seed \(seed)")
      #expect(outcome.diagnostics.isEmpty && outcome.hasEnded, "seed \(seed)")
    }
  }

  @Test(.tags(.property), arguments: formats)
  func `bytes that arrive one by one give the same events, problems and places`(
    format: TimelineFormat
  ) throws {
    for seed in PropertyCases.seeds(25) {
      var random = SplitMix64(seed: seed)
      let timeline = try RandomTimeline(using: &random, count: 12, hasConfigs: format != .csv)
      var text = TimelineText.random(timeline.events, format, using: &random)
      if random.chance(percent: 60) { text = Damage.apply(to: text, using: &random) }
      let whole = TimelineOutcome(bytes: text, format).withoutRestOfLine
      #expect(whole.hasEnded, "seed \(seed)")
      for chunk in [1, 2, 3, 7, random.int(8...200)] {
        let pieces = TimelineOutcome(bytes: text, format, chunk: chunk).withoutRestOfLine
        let isSame = pieces == whole
        #expect(isSame, "seed \(seed), \(chunk) bytes at a time")
      }
    }
  }

  @Test(.tags(.property), arguments: formats)
  func `the first bytes tell the format`(format: TimelineFormat) throws {
    for seed in PropertyCases.seeds(30) {
      var random = SplitMix64(seed: seed)
      let timeline = try RandomTimeline(using: &random, count: 5, hasConfigs: false)
      let text = TimelineText.random(timeline.events, format, using: &random)
      let told = TimelineOutcome(bytes: text, format)
      let whole = TimelineOutcome(bytes: text, nil)
      let pieces = TimelineOutcome(bytes: text, nil, chunk: 1)
      let isSame = whole == told && pieces.withoutRestOfLine == told.withoutRestOfLine
      #expect(isSame, "seed \(seed)")
    }
  }

  @Test(
    arguments: [
      ("a.json", TimelineFormat.json), ("a.ndjson", .ndjson), ("a.JSONL", .ndjson), ("b.csv", .csv),
      ("c.d.TSV", .csv), ("-", nil), ("json", nil), ("a.txt", nil),
    ] as [(String, TimelineFormat?)])
  func `the format follows the extension`(name: String, format: TimelineFormat?) {
    #expect(TimelineFormat(fileName: name) == format)
  }

  @Test(arguments: [
    ("{\"config\": 1}", DiagnosticCode.wrongType), (" {\"events\" : 1}", .wrongType),
    ("{\"\\u0065vents\": 1}", .wrongType), ("{\"$schema\": 1}", .missingField), ("[1]", .wrongType),
    ("{\"other\": 1}", .missingField), ("{", .invalidJSON), ("{1", .invalidJSON), ("", .invalidCSV),
    ("7", .invalidCSV),
  ])
  func `the first bytes tell the format of a text without an extension`(
    text: String, code: DiagnosticCode
  ) {
    #expect(TimelineOutcome(text, nil).codes.first == code)
  }

  @Test func `a config is read before the events, and not behind them`() throws {
    let station = try StationConfig(gridKilowatts: 5, [("A", 4, 2)])
    let config = StationText.json(station)
    #expect(TimelineOutcome("{\"config\": \(config), \"events\": []}", .json).config == station)
    let outcome = TimelineOutcome("{\"events\": [], \"config\": \(config)}", .json)
    #expect(outcome.config == nil)
    #expect(outcome.codes == [.misplacedKey])
  }

  @Test func `a config that is not wanted is skipped without being read`() {
    var reader = TimelineReader(
      source: SourceText(name: "t", text: Array("{\"config\": 5, \"events\": []}".utf8)),
      format: .json, readsConfig: false)
    guard case .end = reader.next() else {
      Issue.record("the config was read")
      return
    }
    #expect(reader.embeddedConfig == nil)
  }

  @Test func `a timeline in memory is read by its name`() {
    var reader = TimelineReader(name: "a.csv", text: Array("event,time,sessionId\nstop,0,a".utf8))
    guard case .event(let event) = reader.next() else {
      Issue.record("no event")
      return
    }
    #expect(event == .stop(0, "a"))
  }

  @Test func `events may be empty, and NDJSON as well`() {
    for (text, format) in [
      ("[]", TimelineFormat.json), ("{\"events\":[]}", .json), ("", .ndjson), ("\n\r\n ", .ndjson),
      ("time,event", .csv), ("\u{FEFF}event,time\r\n\r\n", .csv),
    ] {
      let outcome = TimelineOutcome(text, format)
      #expect(outcome.entries.isEmpty && outcome.hasEnded && outcome.scale == nil)
    }
  }

  @Test func `a CSV text that begins with a blank line is not called empty`() {
    func message(_ text: String) -> String? {
      TimelineOutcome(text, .csv).diagnostics.first?.message
    }
    #expect(message("\ntime,event\n") == "the CSV text has no header")
    #expect(message("") == "the CSV text is empty")
  }

  @Test func `a bad line of NDJSON or CSV affects no other line`() {
    let lines = """
      {"time":0,"event":"stop","sessionId":"a"}
      {"time":1,"event":"stop",}
      "{\\"time\\":1
      {"time":2,"event":"stop","sessionId":"b"}
      """
    #expect(TimelineOutcome(lines, .ndjson).events.count == 2)
    let rows = "time,event,sessionId\n0,stop,a\n0,stop\n0,stop,a,b\n0,st\"op,a\n1,stop,b\n"
    let outcome = TimelineOutcome(rows, .csv)
    #expect(outcome.events.count == 2)
    #expect(outcome.codes == [.tooFewFields, .tooManyFields, .invalidCSV])
  }

  @Test func `all problems of one event are named, in the order of their places`() {
    let outcome = TimelineOutcome(
      "time,event,vehicleMaxPower,chargerId,idx\n-1,start,x,,0.5\n", .csv)
    #expect(outcome.codes == [.negativeValue, .notANumber, .missingField, .notAnInteger])
    #expect(outcome.diagnostics.map(\.place.column) == [1, 10, 12, 13])
  }

  @Test func `problems after an unknown event and a duplicate key are still found`() {
    let outcome = TimelineOutcome(
      #"{"events": [{"time":0,"event":"halt"}, {"time":0,"time":1}, {"a" 1}]}"#, .json)
    #expect(
      outcome.codes == [.unknownEvent, .duplicateKey, .invalidJSON])
  }

  @Test func `the hints help`() {
    func hint(_ text: String, _ format: TimelineFormat) -> String? {
      TimelineOutcome(text, format).diagnostics.first?.hint
    }
    let row = "time,event,sessionId\n"
    #expect(hint(row + "0,stpo,a", .csv)?.hasPrefix("did you mean \"stop\"? The kinds") == true)
    #expect(hint(row + "0,config,a", .csv)?.contains("write the timeline as JSON") == true)
    #expect(hint(row + "5,stop,a\n4,stop,a", .csv) == "Use --sort to sort the events first.")
    #expect(
      hint(row + "0,\"stop,a", .csv) == "Its opening quote is at line 2, column 3.")
    #expect(
      hint(#"{"time":0,"event":"stop","sessionId":7}"#, .ndjson) == #"Write it in quotes: "7"."#)
    #expect(
      hint(#"{"time":0,"event":"grid-capacity","gridCapacity":"4"}"#, .ndjson)
        == "Write it without quotes: 4.")
    #expect(hint("{\"event\":\"stop\"}", .json)?.contains(".ndjson") == true)
  }

  @Test(arguments: [
    ("[", "]", "after the last item"), ("[", "'a']", "double quotes"), ("[", "// x", "no comments"),
    ("[", "+1]", "begin with a digit"), ("[", "NaN]", "no NaN"), ("[", "True]", "small letters"),
  ])
  func `a common slip of JSON has a hint`(start: String, slip: String, words: String) {
    let text = start + #"{"time":0,"event":"stop","sessionId":"a"},"# + slip
    let hint = TimelineOutcome(text, .json).diagnostics.last?.hint
    #expect(hint?.contains(words) == true)
  }

  @Test func `a sorted timeline is read again event by event`() {
    for (text, format) in [
      ("time,event,sessionId\n5,stop,a\n\n1,stop,\"b\"\n3,stop,c\n", TimelineFormat.csv),
      (
        """
        {"time":5,"event":"stop","sessionId":"a"}

          {"time":1,"event":"stop","sessionId":"b"}
        {"sessionId":"c","time":3,"event":"stop"}
        """, .ndjson
      ),
      (
        """
        {"events": [{"time":5,"event":"stop","sessionId":"a"},
        {"time":1,"event":"stop","sessionId":"b"},{"time":3,"event":"stop","sessionId":"c"}]}
        """, .json
      ),
    ] {
      var reader = TimelineReader(
        source: SourceText(name: "t", text: Array(text.utf8)), format: format)
      reader.allowAnyOrder()
      var starts: [(Int, Int)] = []
      while case .event(let event) = reader.next() {
        starts.append((event.time.milliseconds, reader.recordStart))
      }
      #expect(starts.map(\.0) == [5_000, 1_000, 3_000])
      let sorted = starts.sorted { $0 < $1 }.map { start -> SessionEvent.Kind? in
        var event = FastEventBuffer()
        return reader.readAgain(at: start.1, into: &event) ? event.event.kind : nil
      }
      #expect(sorted == ["b", "c", "a"].map { .stop(.session($0)) })
    }
  }

  @Test(arguments: [20_000, 100_000])
  func `the place of missing events does not depend on the window`(piece: Int) {
    func place(_ text: String) -> [Int] {
      let outcome = TimelineOutcome(bytes: Array(text.utf8), .json, chunk: piece)
      #expect(outcome.codes == [.missingField])
      return outcome.diagnostics.flatMap { [$0.place.line, $0.place.column] }
    }
    #expect(place("\n {}\n") == [2, 2])
    // The window has dropped the object's beginning before its end is read.
    let long = String(repeating: "x", count: 70_000)
    #expect(place("\n {\"$schema\": \"\(long)\",\n\"x\": null\n  }\n") == [4, 3])
  }
}
