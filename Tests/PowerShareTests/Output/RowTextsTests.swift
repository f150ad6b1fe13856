import Testing

@testable import PowerShare

/// The rows of a session are made from what was written of it before, so sessions of many shapes
/// come and go here, and every tick is compared with one written by a new writer.
@Suite struct RowTextsTests {
  private static let writers: [@Sendable () -> any ResultWriter] = [
    { CSVWriter() }, { JSONWriter(isLines: true) },
  ]

  private static func header(_ replay: borrowing Replay) -> ResultHeader {
    ResultHeader(
      station: replay.station, policy: "fair", options: replay.options, scale: .dateTime(.zulu),
      level: .session)
  }

  @Test(.tags(.property), arguments: writers.indices)
  func `a tick reads the same whatever was written before it`(which: Int) throws {
    for seed in PropertyCases.seeds(20) {
      var random = SplitMix64(seed: seed)
      var replay = Replay(
        try StationConfig(gridKilowatts: 100, [("A", 80, 3), ("B, \"quoted\"", 80, 3)]))
      var writer = Self.writers[which]()
      var tick = ResultTick(level: .session)
      var ignored: [UInt8] = []
      writer.begin(Self.header(replay), into: &ignored)
      var ids: [String] = []
      var events: [SessionEvent] = []
      for number in 0..<60 {
        if ids.count < 6, random.chance(percent: 60) {
          // Texts of 64, 128 and 255 bytes are where their room ends.
          let length = random.pick([1, 8, 16, 17, 3_000, random.int(20...260)])
          let id = "\(number)" + String(repeating: random.pick(["x", "é", "\""]), count: length)
          let place = (0..<6).first { place in !ids.contains { $0.hasPrefix("\(place)|") } } ?? 0
          ids.append("\(place)|\(id)")
          events.append(
            .start(
              number, id, place < 3 ? "A" : "B, \"quoted\"", place % 3 + 1,
              kW: random.int(1...60)))
        } else if let gone = ids.indices.randomElement(using: &random) {
          let id = ids.remove(at: gone).split(separator: "|", maxSplits: 1)[1]
          events.append(.stop(number, String(id)))
        }
      }
      try replay.run(events) { replay in
        guard tick.take(replay) else { return }
        var bytes: [UInt8] = []
        writer.write(tick, into: &bytes)
        var fresh = Self.writers[which]()
        fresh.begin(Self.header(replay), into: &ignored)
        var freshTick = ResultTick(level: .session)
        _ = freshTick.take(replay)
        var expected: [UInt8] = []
        fresh.write(freshTick, into: &expected)
        #expect(bytes == expected, "tick \(replay.tick), seed \(seed)")
      }
    }
  }
}
