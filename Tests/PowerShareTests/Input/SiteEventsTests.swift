import Testing

@testable import PowerShare

/// The events of several profiles, merged by time.
@Suite struct SiteEventsTests {
  private static func profile(
    _ text: String, _ kind: SiteProfileKind, name: String = "p.csv"
  ) -> SiteProfileReader {
    SiteProfileReader(source: SourceText(name: name, text: Array(text.utf8)), kind: kind)
  }

  private static func begin(
    _ profiles: [SiteProfileReader], at start: String = "0"
  ) throws -> SiteEvents {
    let (start, scale) = try #require(TimeScale.read(start))
    var events = SiteEvents(profiles)
    events.begin(at: start, scale: scale, clock: try #require(LocalClock(rule: "UTC0")))
    return events
  }

  private static func text(_ step: SiteEvents.Step) -> String {
    switch step {
    case .event(let event):
      let change =
        switch event.kind {
        case .load(let id, let power): "\(id.text) \(power.kilowatts)"
        case .limit(let target, let power): "\(target) \(power?.kilowatts ?? "none")"
        }
      return "\(event.time.milliseconds / 1_000) #\(event.source) \(change)"
    case .problems(let problems): return "\(problems.map(\.code.rawValue))"
    case .needsInput(let source): return "needs #\(source)"
    case .end: return "end"
    }
  }

  /// Returns the next events as texts, the last step included.
  private static func all(_ events: inout SiteEvents, until time: Int? = nil) -> [String] {
    var texts: [String] = []
    repeat {
      texts.append(text(events.next(until: time.map { Instant(milliseconds: $0 * 1_000) })))
    } while texts.last != "end" && texts.count < 20
    return texts
  }

  @Test func `events come by time, those of one time in the order of the profiles`() throws {
    var events = try Self.begin([
      Self.profile("time,power\n5,1\n20,2\n", .load("a")),
      Self.profile("time,power\n0,3\n20,none\n", .limit(.grid)),
      Self.profile("time,power\n5,4\n10,5\n", .generation("pv")),
    ])
    #expect(
      Self.all(&events) == [
        "0 #1 grid 3", "5 #0 a 1", "5 #2 pv -4", "10 #2 pv -5", "20 #0 a 2", "20 #1 grid none",
        "end",
      ])
    #expect(Self.all(&events) == ["end"])
  }

  @Test func `events are given until a time, which is included`() throws {
    var events = try Self.begin([
      Self.profile("time,power\n0,1\n10,2\n", .load("a")),
      Self.profile("time,power\n10,3\n11,4\n", .load("b")),
    ])
    #expect(Self.all(&events, until: 9) == ["0 #0 a 1", "end"])
    #expect(Self.all(&events, until: 9) == ["end"])
    #expect(Self.all(&events, until: 10) == ["10 #0 a 2", "10 #1 b 3", "end"])
    #expect(Self.all(&events) == ["11 #1 b 4", "end"])
  }

  @Test func `changes before the beginning are one at the beginning`() throws {
    var events = try Self.begin(
      [
        Self.profile("time,power\n0,1\n10,2\n20,3\n", .load("a")),
        Self.profile("time,power\n15,9\n", .load("b")),
      ], at: "12")
    #expect(Self.all(&events) == ["12 #0 a 2", "15 #1 b 9", "20 #0 a 3", "end"])
  }

  @Test func `a copy of events in memory is another run`() throws {
    let shared = SiteEvents([Self.profile("time,power\n07:00,1\n19:00,2\n", .load("a"))])
    for (start, first) in [("2026-03-02T00:00Z", "a 2"), ("2026-03-03T08:00Z", "a 1")] {
      let (time, scale) = try #require(TimeScale.read(start))
      var events = shared
      events.begin(at: time, scale: scale, clock: try #require(LocalClock(rule: "UTC0")))
      #expect(Self.text(events.next(until: nil)).hasSuffix(first))
    }
  }

  @Test func `a profile says that it needs bytes, and the others wait`() throws {
    let text = Array("time,power\n0,1\n5,2\n".utf8)
    var read = 0
    var events = try Self.begin([
      Self.profile("time,power\n3,9\n", .load("a")),
      SiteProfileReader(source: SourceText(name: "b.csv", capacity: 16), kind: .load("b")),
    ])
    var texts: [String] = []
    var requests = 0
    while texts.last != "end" {
      let step = events.next(until: nil)
      if case .needsInput(let source) = step {
        #expect(source == 1)
        requests += 1
        events.profiles[source].fill { (buffer: inout [UInt8], room: Range<Int>) in
          let count = min(3, room.count, text.count - read)
          for offset in 0..<count { buffer[room.lowerBound + offset] = text[read + offset] }
          read += count
          return count
        }
      } else {
        texts.append(Self.text(step))
      }
    }
    #expect(texts == ["0 #1 b 1", "3 #0 a 9", "5 #1 b 2", "end"])
    #expect(requests > 4)
  }

  @Test func `the problems of each row are found if the caller goes on`() throws {
    var events = try Self.begin([
      Self.profile("time,power\n0,x\n5,1\n4,2\n9,3\n", .load("a")),
      Self.profile("time,energy\n6,1\n", .load("b")),
    ])
    #expect(
      Self.all(&events) == [
        "[\"not-a-number\"]", "[\"profile-rows\"]", "5 #0 a 1", "[\"profile-order\"]", "9 #0 a 3",
        "end",
      ])
    let none = Instant(milliseconds: 0)
    #expect(events.takeClosingWarnings(first: none, last: none).isEmpty)
  }

  @Test func `rows that no event has needed are checked when the rest is passed`() throws {
    var events = try Self.begin([
      Self.profile("time,power\n0,1\n10,2\n20,3\n30,x\n40,y\n50,6\n", .load("a")),
      Self.profile("time,power\n0,1\n", .load("b")),
    ])
    #expect(Self.all(&events, until: 0) == ["0 #0 a 1", "0 #1 b 1", "end"])
    var texts: [String] = []
    repeat { texts.append(Self.text(events.passRest())) } while texts.last != "end"
    #expect(texts == ["[\"not-a-number\"]", "[\"not-a-number\"]", "end"])
  }

  // MARK: Limits

  @Test func `of the limits from several sources the lowest holds`() {
    var limits = SourceLimits()
    #expect(limits.lowest == nil)
    limits.set(.kW(50), source: 2)
    limits.set(.kW(80), source: 0)
    #expect(limits.lowest == .kW(50))
    limits.set(.kW(90), source: 2)
    #expect(limits.lowest == .kW(80))
  }

  @Test func `none ends only the limit of its own source`() {
    var limits = SourceLimits()
    limits.set(.kW(50), source: 0)
    limits.set(.kW(80), source: 1)
    limits.set(nil, source: 0)
    #expect(limits.lowest == .kW(80))
    limits.set(nil, source: 0)
    #expect(limits.lowest == .kW(80))
    limits.set(nil, source: 1)
    #expect(limits.lowest == nil && limits == SourceLimits())
  }

  @Test func `a limit may be named by its id when the station is known`() throws {
    let station = try StationConfig(
      stationId: "S", gridCapacity: .kW(1),
      entries: [
        ChargerEntry(
          Charger(id: "AC", maxPower: .kW(1), connectors: .alike(count: 1)), count: 2)
      ], groups: [ChargerGroup(id: "left", maxPower: .kW(1), members: ["AC-1"])])
    #expect(try LimitTarget(named: "left", in: station) == .group("left"))
    #expect(try LimitTarget(named: "AC", in: station) == .charger("AC"))
    #expect(try LimitTarget(named: "AC-2", in: station) == .charger("AC-2"))
    let problem = #expect(throws: EventProblem.self) {
      try LimitTarget(named: "Left", in: station)
    }
    #expect(problem?.code == .unknownGroup)
    #expect(problem?.hint == "did you mean \"left\"? The station has AC, left.")
  }
}
