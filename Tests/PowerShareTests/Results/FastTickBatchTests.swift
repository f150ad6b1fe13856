import Testing

@testable import PowerShare

/// Compares the bytes of several ticks written together with those of each tick written alone, for
/// sessions with names of many forms.
@Suite struct FastTickBatchTests {
  private static let writers: [@Sendable () -> any ResultWriter] = [
    { CSVWriter() }, { JSONWriter(isLines: true) }, { JSONWriter(isLines: false) },
    {
      var style = CSVWriter.Style()
      style.delimiter = UInt8(ascii: ";")
      style.usesLocalTime = true
      return CSVWriter(style: style)
    },
  ]

  private static func header(_ replay: borrowing Replay, _ scale: TimeScale) -> ResultHeader {
    ResultHeader(
      station: replay.station, policy: "fair", options: replay.options, scale: scale,
      level: .session)
  }

  /// Starts, reports and stops of sessions whose ids are long, quoted, or not ASCII.
  private static func events(_ random: inout SplitMix64) -> [SessionEvent] {
    var ids: [String] = []
    var events: [SessionEvent] = []
    // The timeline passes midnight and 1,000 kWh, and has fractions of seconds.
    var time = 86_390_000
    for number in 0..<60 {
      time += random.pick([1_000, 60_000, 250, 1, 90_000_000])
      if ids.count < 6, random.chance(percent: 50) {
        // Texts of 64, 128 and 255 bytes are the longest ones in their room.
        let length = random.pick([1, 8, 16, 17, 3_000, random.int(20...260)])
        let id = "\(number)" + String(repeating: random.pick(["x", "é", "\""]), count: length)
        let place = (0..<6).first { place in !ids.contains { $0.hasPrefix("\(place)|") } } ?? 0
        ids.append("\(place)|\(id)")
        events.append(
          .start(
            0, id, place < 3 ? "A" : "B, \"quoted\"", place % 3 + 1, kW: random.int(1...60)))
      } else if let place = ids.indices.randomElement(using: &random) {
        let id = String(ids[place].drop { $0 != "|" }.dropFirst())
        if random.chance(percent: 40) {
          events.append(.update(0, id, draws: random.int(0...30)))
        } else {
          ids.remove(at: place)
          events.append(.stop(0, id))
        }
      } else {
        continue
      }
      events[events.count - 1].time = Instant(milliseconds: time)
    }
    return events
  }

  @Test(.tags(.property), arguments: writers.indices)
  func `ticks written together are the same text as one by one`(which: Int) throws {
    let scales: [TimeScale] = [
      .seconds, .dateTime(.zulu), .dateTime(UTCOffset(minutes: -90)),
    ]
    for seed in PropertyCases.seeds(20) {
      var random = SplitMix64(seed: seed)
      let scale = random.pick(scales)
      var replay = Replay(
        try StationConfig(gridKilowatts: 100, [("A", 80, 3), ("B, \"quoted\"", 80, 3)]))
      var (together, alone) = (Self.writers[which](), Self.writers[which]())
      var (bytes, expected): ([UInt8], [UInt8]) = ([], [])
      together.begin(Self.header(replay, scale), into: &bytes)
      alone.begin(Self.header(replay, scale), into: &expected)
      var batch = try #require(together.emptyFastBatch)
      var tick = ResultTick(level: .session)
      try replay.run(Self.events(&random)) { replay in
        guard batch.take(replay), tick.take(replay) else { return }
        alone.write(tick, into: &expected)
        guard random.chance(percent: 20) else { return }
        together.write(batch, into: &bytes)
        batch.begin(after: batch.lastTick)
      }
      together.write(batch, into: &bytes)
      together.end(nil, into: &bytes)
      alone.end(nil, into: &expected)
      #expect(bytes == expected, "seed \(seed)")
    }
  }

  @Test func `a batch with long names is full sooner, and so is the next`() throws {
    func limit(_ id: String) throws -> Int {
      var replay = Replay(try StationConfig(gridKilowatts: 100, [("A", 80, 3)]))
      var batch = FastTickBatch()
      try replay.run([.start(0, id, "A", 1, kW: 10)]) { replay in batch.take(replay) }
      var next = FastTickBatch()
      next.begin(after: batch.lastTick, limit: batch.limit)
      #expect(next.limit == batch.limit)
      return batch.limit
    }
    #expect(try limit("a name of 16 b..") == 8_192)
    #expect(try limit(String(repeating: "x", count: 254)) == 8_192 / 8)
  }

  @Test func `a batch for JSON takes no tick from the first config with groups on`() throws {
    let plain = try StationConfig(gridKilowatts: 100, [("A", 80, 3)])
    let grouped = try StationConfig(
      stationId: "S", gridCapacity: .kW(100), chargers: plain.chargers,
      groups: [ChargerGroup(id: "G", maxPower: .kW(8), members: ["A"])])
    var replay = Replay(plain)
    let (json, csv) = (FastTickBatch(isForJSON: true), FastTickBatch(isForJSON: false))
    var (inJSON, inCSV): ([Bool], [Bool]) = ([], [])
    try replay.run([
      .start(0, "a", "A", 1, kW: 10), .config(1, grouped), .config(2, plain),
    ]) { replay in
      inJSON.append(json.canTake(replay))
      inCSV.append(csv.canTake(replay))
    }
    #expect(inJSON == [true, false, false])
    #expect(inCSV == [true, true, true])
  }

  @Test func `ticks may be left out`() throws {
    var replay = Replay(try StationConfig(gridKilowatts: 100, [("A", 80, 3)]))
    var writer = CSVWriter()
    var (bytes, ignored): ([UInt8], [UInt8]) = ([], [])
    writer.begin(Self.header(replay, .seconds), into: &ignored)
    var batch = FastTickBatch()
    let hasTick = batch.take(replay)
    #expect(!hasTick && batch.isEmpty && batch.lastTick == -1, "there is no tick yet")
    let events: [SessionEvent] = [
      .start(0, "a", "A", 1, kW: 10), .start(1, "b", "A", 2, kW: 10), .stop(2, "a"),
      .start(3, "c", "A", 1, kW: 20), .update(4, "b", draws: 5),
    ]
    try replay.run(events) { replay in
      if replay.tick % 2 == 1 { batch.take(replay) }
    }
    writer.write(batch, into: &bytes)
    #expect(
      String(decoding: bytes, as: UTF8.self) == """
        0,a,A,1,10,10,vehicle,0
        2,b,A,2,10,10,vehicle,0.003
        4,b,A,2,5,5,vehicle,0.008
        4,c,A,1,20,20,vehicle,0.006

        """)
  }
}
