import Testing

@testable import PowerShare

/// The rule that rates connectors.
@Suite struct ConnectorRatingsTests {
  /// A session at a connector, from a minute on, for some minutes.
  private static func session(
    _ charger: String = "A", _ idx: Int = 1, wattHours: Int, minutes: Int, at start: Int = 0,
    maximum: Int? = nil, rating: Int? = nil, least: Int? = nil
  ) -> RecordedSession {
    let arrival = Instant(milliseconds: 1_772_438_400_000 + start * 60_000)
    var session = RecordedSession(
      id: nil, charger: Identifier(charger), connector: idx, arrival: arrival,
      departure: Instant(milliseconds: arrival.milliseconds + minutes * 60_000),
      delivered: Energy(wattHours: wattHours), maxPower: maximum.map(Power.init(watts:)))
    session.rating = rating.map(Power.init(watts:))
    session.leastRating = least.map(Power.init(watts:))
    return session
  }

  private struct Rated {
    var ratings: ConnectorRatings
    var implausible = ImportTally()
    var assumed = ImportTally()

    init(_ sessions: [RecordedSession], addsMinute: Bool = false) {
      ratings = ConnectorRatings(
        sessions, addsMinute: addsMinute, implausible: &implausible, assumed: &assumed
      ) { "\($0.connectorID.quoted)" }
    }

    func watts(_ charger: String = "A", _ idx: Int = 1) -> Int? {
      ratings[ConnectorID(chargerId: Identifier(charger), idx: idx)]?.watts
    }

    var notes: [String] {
      (implausible.entries + assumed.entries).map { "\($0.count) \($0.text)" }
    }
  }

  @Test(arguments: [
    (0, 3_700), (4_070, 3_700), (4_071, 7_400), (8_140, 7_400), (8_141, 11_000), (12_100, 11_000),
    (12_101, 22_000), (24_200, 22_000), (24_201, 50_000), (55_000, 50_000), (55_001, 75_000),
    (82_500, 75_000), (110_000, 100_000), (165_000, 150_000), (220_000, 200_000),
    (330_000, 300_000), (385_000, 350_000), (440_000, 400_000), (440_001, 450_000),
    (450_000, 450_000), (450_001, 500_000), (1_000_000_000, 1_000_000_000),
  ])
  func `a rating is the lowest usual one whose 110 % is not below the power`(
    watts: Int, rating: Int
  ) {
    #expect(ConnectorRatings.SeenPower(Power(watts: watts)).rating == Power(watts: rating))
  }

  @Test func `means are exact: one watt-hour more in an hour is the next rating`() {
    #expect(Rated([Self.session(wattHours: 12_100, minutes: 60)]).watts() == 11_000)
    #expect(Rated([Self.session(wattHours: 12_101, minutes: 60)]).watts() == 22_000)
    // 8,066 2/3 Wh in 40 minutes are 12.1 kW.
    #expect(Rated([Self.session(wattHours: 8_066, minutes: 40)]).watts() == 11_000)
    #expect(Rated([Self.session(wattHours: 8_067, minutes: 40)]).watts() == 22_000)
  }

  @Test func `a file of whole minutes adds a minute to each charging time`() {
    // 7.03 kWh in 18 minutes are 23.43 kW, in 19 minutes 22.2 kW; both below 24.2.
    let session = Self.session(wattHours: 7_400, minutes: 18)
    #expect(Rated([session]).watts() == 50_000)  // 24.67 kW
    #expect(Rated([session], addsMinute: true).watts() == 22_000)  // 23.37 kW
    // The ten minutes are those that the file states.
    let short = Self.session(wattHours: 2_000, minutes: 9)
    let long = Self.session("B", wattHours: 1_000, minutes: 60)
    #expect(Rated([short, long], addsMinute: true).watts() == 3_700)
  }

  @Test func `short sessions rate nothing, and their connector is rated like most of the file`() {
    let rated = Rated([
      Self.session("A", wattHours: 6_312, minutes: 1),
      Self.session("B", wattHours: 7_000, minutes: 60),
      Self.session("C", wattHours: 7_000, minutes: 60),
      Self.session("D", wattHours: 20_000, minutes: 60),
    ])
    #expect(rated.watts("A") == 7_400 && rated.watts("D") == 22_000)
    #expect(
      rated.notes == [
        "1 connector without a recorded power or ten minutes of charging, rated by 7.4 kW, the most "
          + "frequent rating of the file"
      ])
    // Of equally frequent ratings the lower one.
    let equal = Rated([
      Self.session("A", wattHours: 1, minutes: 1),
      Self.session("B", wattHours: 40_000, minutes: 60),
      Self.session("C", wattHours: 10_000, minutes: 60),
    ])
    #expect(equal.watts("A") == 11_000)
  }

  @Test func `without any rating of the file the longest session counts`() {
    let rated = Rated([
      Self.session(wattHours: 6_312, minutes: 1), Self.session(wattHours: 1_000, minutes: 5),
      Self.session(wattHours: 1_500, minutes: 5), Self.session("B", wattHours: 60_000, minutes: 5),
    ])
    #expect(rated.watts() == 22_000)  // 18 kW
    #expect(rated.watts("B") == 400_000)  // 720 kW
  }

  @Test func `a mean above 440 kW rates nothing, and a recorded maximum does`() {
    let rated = Rated([
      Self.session(wattHours: 74_000, minutes: 10), Self.session(wattHours: 7_000, minutes: 60),
      Self.session("B", wattHours: 73_333, minutes: 10),
      Self.session("C", wattHours: 1, minutes: 5, maximum: 441_000),
    ])
    #expect(rated.watts() == 7_400 && rated.watts("B") == 400_000 && rated.watts("C") == 450_000)
    #expect(
      rated.notes == [
        "1 mean power above 440 kW, which rates no connector: 444 kW, \"A:1\""
      ])
  }

  @Test func `one session with more than five times the power of all others does not rate`() {
    func rated(_ wattHours: Int...) -> Rated {
      Rated(wattHours.map { Self.session(wattHours: $0, minutes: 60) })
    }
    #expect(rated(7_000, 7_100, 35_500).watts() == 50_000)  // exactly five times
    #expect(rated(7_000, 7_100, 35_501).watts() == 7_400)
    #expect(rated(35_501, 7_000, 7_100).watts() == 7_400)
    #expect(rated(7_100, 35_501).watts() == 50_000)  // only two
    #expect(rated(7_100, 35_501, 0).watts() == 50_000)  // a session of 0 kWh did not charge
    #expect(
      rated(7_000, 7_100, 35_501).notes == [
        "1 connector where one session has more than five times the power of all others, so that the "
          + "second highest power rates it: \"A:1\", 35.501 kW after 7.1 kW"
      ])
    // A recorded maximum takes the place of a lower mean, also of a short session.
    let maxima = Rated([
      Self.session(wattHours: 1_000, minutes: 60, maximum: 50_000),
      Self.session(wattHours: 1, minutes: 1, maximum: 7_000),
      Self.session(wattHours: 6_000, minutes: 60),
    ])
    #expect(maxima.watts() == 7_400)
  }

  @Test func `a stated rating comes before the rule, and the least rating is a lower bound`() {
    let rated = Rated([
      Self.session("A", wattHours: 30_000, minutes: 60, rating: 7_000),
      Self.session("A", wattHours: 30_000, minutes: 60, rating: 7_200),
      Self.session("B", wattHours: 7_700, minutes: 60, least: 14_720),
      Self.session("C", wattHours: 30_000, minutes: 60, least: 14_720),
      Self.session("D", wattHours: 1, minutes: 1, least: 14_720),
    ])
    #expect(rated.watts("A") == 7_200 && rated.watts("B") == 14_720)
    #expect(rated.watts("C") == 50_000 && rated.watts("D") == 14_720)
  }

  @Test func `charging ends when the vehicle is done`() {
    var session = Self.session(wattHours: 10_000, minutes: 600)
    session.done = Instant(milliseconds: session.arrival.milliseconds + 3_600_000)
    #expect(Rated([session]).watts() == 11_000)
  }

  /// The rule as it is written, with fractions of whole numbers and a list of all powers.
  private static func plainRating(_ sessions: [RecordedSession], addsMinute: Bool) -> Int? {
    typealias Fraction = (over: Int, under: Int)  // watts
    func isLess(_ a: Fraction, _ b: Fraction) -> Bool { a.over * b.under < b.over * a.under }
    var seen: [Fraction] = []
    for session in sessions {
      let minutes = (session.departure - session.arrival).milliseconds / 60_000
      let wattHours = Int(session.delivered.roundedWattHours)
      var own: [Fraction] = session.maxPower.map { [($0.watts, 1)] } ?? []
      let mean = (over: wattHours * 60, under: minutes + (addsMinute ? 1 : 0))
      if minutes >= 10, wattHours > 0, mean.over <= 440_000 * mean.under { own.append(mean) }
      if let most = own.max(by: isLess) { seen.append(most) }
    }
    seen.sort(by: isLess)
    guard var power = seen.last else { return nil }
    if seen.count >= 3 {
      let second = seen[seen.count - 2]
      if isLess((second.over * 5, second.under), power) { power = second }
    }
    return ConnectorRatings.usualRatings.first { power.over * 10 <= $0 * 11 * power.under }
      ?? (power.over + 50_000 * power.under - 1) / (50_000 * power.under) * 50_000
  }

  @Test(.tags(.property), arguments: PropertyCases.seeds(300))
  func `ratings are those of the plain rule`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let addsMinute = random.chance(percent: 50)
    let power = random.pick([3_000, 7_400, 12_100, 24_200, 150_000, 450_000])
    let sessions = (0..<random.int(1...6)).map { _ in
      let minutes = random.int(5...40)
      let factor = random.pick([0, 10, 90, 99, 100, 101, 500, 501])
      return Self.session(
        wattHours: power * minutes / 60 * factor / 100, minutes: minutes,
        maximum: random.chance(percent: 30) ? power * factor / 100 + 1 : nil)
    }
    let plain = Self.plainRating(sessions, addsMinute: addsMinute)
    let rated = Rated(sessions, addsMinute: addsMinute)
    if let plain {
      #expect(rated.watts() == plain, "seed \(seed)")
    } else {
      #expect(rated.notes.contains { $0.contains("longest session") }, "seed \(seed)")
    }
  }
}
