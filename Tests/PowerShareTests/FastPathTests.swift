import Testing

@testable import PowerShare

/// The promise that any part of the fast path may be deleted: with any parts turned off, bytes,
/// diagnostics and counts stay the same.
@Suite(.tags(.property)) struct FastPathTests {
  /// All parts, all but one, and each alone; the runs are compared with the one without any part.
  private static let choices: [FastPath] =
    [.all] + parts.map { FastPath.all.subtracting($0) } + parts

  private static let parts: [FastPath] = [.csvRows, .jsonObjects, .events, .batches]

  private static let formats: [TimelineFormat] = [.csv, .ndjson, .json]

  /// Runs a timeline with each choice of parts, and returns how many events were fast with all, and
  /// how many of them were starts with wishes.
  private static func compare(
    _ setup: FastPathRun.Setup, _ shown: String
  ) -> (events: Int, wishes: Int) {
    let general = FastPathRun(setup, [])
    #expect(general.outcome.hasEnded && general.fastEvents == 0, "\(shown)")
    var fast = (events: 0, wishes: 0)
    for choice in choices {
      let run = FastPathRun(setup, choice)
      let isSame = run.outcome == general.outcome
      #expect(isSame, "parts \(choice.rawValue), \(shown)")
      #expect(choice.contains(.events) || run.fastEvents == 0, "\(shown)")
      if choice == .all { fast = (run.fastEvents, run.fastWishes) }
    }
    return fast
  }

  /// A clock that is changed twice in the twenty minutes after 1970-01-01T00:00Z.
  private static let zone = LocalClock(rule: "AAA0BBB,0/0:05,0/1:12")

  private static func writer(_ random: inout SplitMix64) -> any ResultWriter {
    var style = CSVWriter.Style()
    style.delimiter = random.pick(Array(",;\t".utf8))
    style.usesLocalTime = random.chance(percent: 20)
    return random.pick([
      CSVWriter(style: style), JSONWriter(isLines: true), JSONWriter(isLines: false),
      TableWriter(),
    ])
  }

  // MARK: Timelines

  @Test(arguments: formats)
  func `events without wishes come to the same without any part`(format: TimelineFormat) throws {
    var fastEvents = 0
    for seed in PropertyCases.seeds(25) {
      var random = SplitMix64(seed: seed)
      let timeline = try RandomTimeline(
        using: &random, unit: random.pick([1, 1_000]), hasConfigs: format != .csv,
        hasGroups: random.chance(percent: 50))
      var text =
        random.chance(percent: 30)
        ? TimelineText.random(timeline.events, format, using: &random)
        : OddTimelineText.random(timeline.events, format, using: &random)
      if random.chance(percent: 30) { text = Damage.apply(to: text, using: &random) }
      var setup = FastPathRun.Setup(text: text, format: format, station: timeline.station)
      setup.chunk = random.pick([1, 50, 4_096])
      setup.options.step = Power(watts: timeline.step)
      setup.options.reallocation = random.pick(Reallocation.allCases)
      setup.options.recordsStays = random.chance(percent: 50)
      setup.writer = Self.writer(&random)
      setup.zone = random.chance(percent: 30) ? Self.zone : nil
      setup.level = random.pick([.session, .session, .session, .station])
      setup.sorts = random.chance(percent: 30)
      fastEvents += Self.compare(setup, "seed \(seed)").events
    }
    #expect(fastEvents > 100)
  }

  @Test(arguments: formats)
  func `vehicles with wishes come to the same without any part`(format: TimelineFormat) throws {
    var (fastEvents, fastWishes) = (0, 0)
    for seed in PropertyCases.seeds(25) {
      var random = SplitMix64(seed: seed)
      let timeline = try EnergyTimeline(using: &random, hasMinimum: random.chance(percent: 30))
      var text = OddTimelineText.random(
        timeline.events.map {
          $0.withFewerWishes(using: &random).withPriority(using: &random)
        }, format, using: &random)
      var setup = FastPathRun.Setup(text: [], format: format, station: timeline.station)
      setup.options = timeline.options
      setup.options.reallocation = random.pick(Reallocation.allCases)
      // An odd or damaged time may be years away, with a report at each interval until then.
      setup.options.reportInterval = nil
      if random.chance(percent: 20) { text = Damage.apply(to: text, using: &random) }
      setup.text = text
      setup.chunk = random.pick([1, 50, 4_096])
      setup.policy = random.pick(PolicyChoice.allCases.filter { $0 != .leastLaxity })
      setup.writer = Self.writer(&random)
      setup.zone = random.chance(percent: 30) ? Self.zone : nil
      setup.sorts = random.chance(percent: 30)
      let fast = Self.compare(setup, "seed \(seed)")
      fastEvents += fast.events
      fastWishes += fast.wishes
    }
    #expect(fastEvents > 100 && fastWishes > 25)
  }

  @Test(arguments: [1, 4_096])
  func `every known problem is reported the same without any part`(chunk: Int) throws {
    let station = try StationConfig(gridKilowatts: 50, [("A", 40, 2)])
    let cases =
      TimelineProblemTests.csv + TimelineProblemTests.lines + TimelineProblemTests.texts
      + TimelineProblemTests.applied
    for example in cases {
      var setup = FastPathRun.Setup(
        text: Array(MarkedText(example.text).text.utf8), format: example.format, station: station)
      setup.chunk = chunk
      _ = Self.compare(setup, example.testDescription)
    }
  }

  // MARK: The switch

  @Test func `a part that is turned off reads no row`() {
    let text = Array("time,event,sessionId\n0,stop,ev-1\n12,stop,ev-2 and more\n".utf8)
    let source = SourceText(name: "-", text: text)
    let cases: [(FastPath, Int?)] = [
      (.all, 33), (.csvRows, 33), (.all.subtracting(.csvRows), nil), ([], nil),
    ]
    for (fastPath, next) in cases {
      var syntax = CSVTimelineSyntax(fastPath)
      var record = EventRecord()
      var position = source.start
      #expect(syntax.next(source, at: &position, into: &record) == .warnings([]))
      #expect(syntax.fastRow.find(source, from: position, LastDate()) == next)
    }
  }

  @Test func `a writer without a fast path has no batch`() {
    #expect(TableWriter().emptyFastBatch == nil)
    #expect(CSVWriter().emptyFastBatch != nil && JSONWriter(isLines: true).emptyFastBatch != nil)
  }
}
