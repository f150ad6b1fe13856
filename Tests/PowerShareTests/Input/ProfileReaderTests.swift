import Testing

@testable import PowerShare

@Suite struct ProfileReaderTests {
  static func profile(
    timeZone: String = "Europe/Berlin", stays: Int = 3, using random: inout SplitMix64
  ) -> MeasuredProfile {
    var weights = (0..<168).map { _ in
      random.chance(percent: 5) ? MeasuredProfile.maximumWeight : random.int(0...5_000)
    }
    weights[random.int(0...167)] = 1
    return MeasuredProfile(
      timeZone: timeZone, firstDay: random.int(0...2_932_896), days: random.int(1...9_999_999),
      weights: weights, sessionsPerDay: random.int(1...1_000_000_000),
      dispersion: random.int(1_000...1_000_000),
      stays: (0..<stays).map { _ in
        MeasuredProfile.Stay(
          energy: Energy(wattHours: random.int(0...1_000_000_000)),
          length: TimeSpan(milliseconds: random.int(0...10_080_000) * 60),
          vehicleMaxPower: Power(watts: random.int(0...1_000_000_000)))
      })
  }

  private static func read(_ text: String) -> ProfileReader.Reading {
    ProfileReader.read(name: "p", text: Array(text.utf8))
  }

  private static let whole = """
    {"formatVersion": 1, "tz": "UTC", "from": "2018-09-01", "days": 365, "weights": [1\
    \(String(repeating: ", 0", count: 167))], "sessionsPerDay": 46.605, "dispersion": 1.43,\
     "stays": [[12.4, 95.5, 11]]}
    """

  @Test(.tags(.property), arguments: PropertyCases.seeds(100))
  func `a profile that is written is read as it was`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let zone = random.pick([
      "Europe/Berlin", "UTC", "+05:30", "CET-1CEST,M3.5.0,M10.5.0/3", "\u{1}\"\\ü",
      String(repeating: "x", count: 5_000),
    ])
    let profile = Self.profile(timeZone: zone, stays: random.int(1...20), using: &random)
    let text = ProfileWriter.json(profile)
    #expect(ProfileReader.isProfile(text))
    let reading = ProfileReader.read(name: "p", text: text)
    #expect(reading.profile == profile, "seed \(seed)")
    // Random energies and powers are mostly implausible.
    #expect(reading.diagnostics.allSatisfy { $0.code == .implausible }, "seed \(seed)")
  }

  @Test(.tags(.property)) func `a damaged profile is read to its end`() {
    for seed in PropertyCases.seeds(3_000) {
      var random = SplitMix64(seed: seed)
      let whole = ProfileWriter.json(Self.profile(using: &random))
      let text = Damage.apply(to: whole, using: &random)
      let reading = ProfileReader.read(name: "p", text: text)
      let hasErrors = reading.diagnostics.contains { $0.severity == .error }
      #expect((reading.profile == nil) == hasErrors, "seed \(seed)")
      #expect((reading.profile == nil) == (reading.unknownTimeZone == nil), "seed \(seed)")
      guard let profile = reading.profile else { continue }
      // What is accepted can be generated from.
      let plan = ArrivalPlan(
        profile, clock: LocalClock(.zulu), from: Instant(milliseconds: 0), days: 1)
      var generator = ArrivalGenerator(plan.scaled(by: 1), seed: seed)
      _ = generator.next()
    }
  }

  @Test func `a profile begins with a brace, after white space and a byte order mark`() {
    #expect(ProfileReader.isProfile(Array("\u{FEFF} \r\n\t{".utf8)))
    #expect(!ProfileReader.isProfile(Array("1 2 {".utf8)))
    #expect(!ProfileReader.isProfile([]))
    #expect(Self.read("\u{FEFF}" + Self.whole).profile?.days == 365)
  }

  @Test func `values at their limits are accepted, and those beyond are not`() throws {
    #expect(Self.read(Self.whole).diagnostics.isEmpty)
    let cases: [(key: String, old: String, accepted: [String], refused: [String])] = [
      ("days", "365", ["1", "10000000", "3.65e2"], ["0", "10000001", "-1", "1.5", "\"1\""]),
      (
        "sessionsPerDay", "46.605", ["0.001", "1000000", "0.0005001"],
        ["0", "0.0005", "1000001", "-1", "null"]
      ),
      ("dispersion", "1.43", ["1", "1000", "0.9999"], ["0.999", "1000.001", "[]"]),
      (
        "from", "\"2018-09-01\"", ["\"1970-01-01\"", "\"9999-12-31\"", "\"2018-09-0\\u0031\""],
        [
          "\"1969-12-31\"", "\"2018-02-29\"", "\"2018-9-1\"", "20180901",
          "\"2018-09-01T00:00:00Z\"",
          "\"\"",
        ]
      ),
      ("tz", "\"UTC\"", ["\"Mars\""], ["\"\"", "1", "null"]),
      ("formatVersion", "1", ["1.0"], ["0", "2", "1.5", "\"1\"", "null", "1000000001"]),
      (
        "stays", "[[12.4, 95.5, 11]]",
        ["[[0, 0, 0]]", "[[1000000, 10080, 1000000]]", "[[1, 2, 3], [1, 2, 3]]"],
        [
          "[]", "[[1, 2]]", "[[1, 2, 3, 4]]", "[1, 2, 3]", "[[1, 10080.001, 3]]", "[[-1, 2, 3]]",
          "[[1, 2, 1000001]]", "[[1000001, 2, 3]]", "[[1, \"2\", 3]]", "{}", "[null]",
        ]
      ),
    ]
    for (key, old, accepted, refused) in cases {
      for (values, isAccepted) in [(accepted, true), (refused, false)] {
        for value in values {
          let text = Self.whole.replacing("\"\(key)\": \(old)", with: "\"\(key)\": \(value)")
          try #require(text != Self.whole || value == old)
          #expect((Self.read(text).profile != nil) == isAccepted, "\(key): \(value)")
        }
      }
    }
  }

  @Test func `many bad stays are read in linear time, and at most 1,000 are reported`() {
    let text = Self.whole.replacing(
      "[[12.4, 95.5, 11]]", with: "[" + String(repeating: "7,", count: 200_000) + "7]")
    #expect(Self.read(text).diagnostics.count == 1_000)
  }
}
