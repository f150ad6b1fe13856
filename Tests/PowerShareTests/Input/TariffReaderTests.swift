import Testing

@testable import PowerShare

@Suite struct TariffReaderTests {
  private static func read(_ text: String, hasPrices: Bool = false) -> TariffReader.Reading {
    TariffReader.read(name: "t", text: Array(text.utf8), hasPrices: hasPrices)
  }

  private static let whole = """
    {"currency": "EUR", "tz": "+01:00",
     "energy": [{"price": 0.21}, {"price": -0.34, "from": "17:00", "to": "24:00", "days": "Mon-Fri"}],
     "demand": [{"price": 15.51, "per": "month", "window": "30m", "minimum": 20.5, "months": "10-3",
                 "lookback": {"months": 11, "share": 80}},
                {"price": 120, "per": "month", "average": 12}],
     "capacity": {"price": 40, "per": "year"}, "fixed": {"price": 50, "per": "month"},
     "feedIn": 0.06, "value": 0.59}
    """

  @Test func `every field is read`() throws {
    let reading = Self.read(Self.whole)
    let tariff = try #require(reading.tariff)
    #expect(reading.diagnostics.isEmpty)
    #expect(tariff.currency == "EUR")
    #expect(tariff.timeZone == "+01:00")
    #expect(reading.unknownTimeZone?.code == .unknownTimeZone)
    #expect(tariff.energy.map(\.price.millionths) == [210_000, -340_000])
    #expect(
      tariff.energy[1].times
        == RuleTimes(from: 61_200_000, to: 86_400_000, days: Weekdays(rawValue: 31)))
    let demand = tariff.demand[0]
    #expect(demand.price.millionths == 15_510_000)
    #expect(demand.window.milliseconds == 1_800_000)
    #expect(demand.minimum == Power(watts: 20_500))
    #expect(demand.lookback == Tariff.Lookback(months: 11, share: 80))
    #expect(demand.times.months == Months("10-3"))
    #expect(tariff.demand[1].average == 12)
    #expect(
      tariff.capacity
        == Tariff.PeriodPrice(price: Money(millionths: 40_000_000), per: .year))
    #expect(tariff.fixed?.per == .month)
    #expect(tariff.feedIn?.millionths == 60_000)
    #expect(tariff.value?.millionths == 590_000)
  }

  @Test func `only prices from elsewhere may take the place of energy`() {
    #expect(Self.read("{}").tariff == nil)
    #expect(Self.read("{}", hasPrices: true).tariff == Tariff())
    #expect(Self.read(#"{"energy": []}"#, hasPrices: true).tariff == nil)
  }

  @Test func `a list has at most a hundred rules`() {
    func tariff(_ count: Int) -> String {
      let rules = Array(repeating: #"{"price": 1}"#, count: count).joined(separator: ",")
      return #"{"energy": ["# + rules + "]}"
    }
    #expect(Self.read(tariff(100)).tariff?.energy.count == 100)
    #expect(Self.read(tariff(101)).diagnostics.map(\.code) == [.outOfRange])
  }

  @Test(.tags(.property)) func `a damaged tariff is read to its end`() {
    for seed in PropertyCases.seeds(3_000) {
      var random = SplitMix64(seed: seed)
      let text = Damage.apply(to: Array(Self.whole.utf8), using: &random)
      let reading = TariffReader.read(name: "t", text: text)
      let hasErrors = reading.diagnostics.contains { $0.severity == .error }
      #expect((reading.tariff == nil) == hasErrors, "seed \(seed)")
      if let tariff = reading.tariff { #expect(!tariff.energy.isEmpty, "seed \(seed)") }
    }
  }
}

@Suite struct PriceReaderTests {
  private static func read(_ text: String) -> PriceReader.Reading {
    PriceReader.read(name: "p", text: Array(text.utf8))
  }

  @Test func `prices repeat or are those of moments`() {
    let daily = Self.read("time,price\n06:00,0.1\n17:30,-0.25\n").prices
    #expect(daily?.period == .day)
    #expect(daily?.rows.map(\.time) == [21_600_000, 63_000_000])
    #expect(daily?.rows.map(\.price.millionths) == [100_000, -250_000])
    #expect(Self.read("price;time\n0,1;Mon 06:00\n").prices?.period == .week)
    let moments = Self.read("time,price\n1970-01-01T00:00Z,1\n1970-01-01T01:00Z,2\n").prices
    #expect(moments?.bounds?.end.milliseconds == 7_200_000)
  }

  @Test(.tags(.property)) func `damaged prices are read to their end`() {
    let whole = Array(
      "time,price\n2026-03-02T00:00+01:00,0.1\n2026-03-02T01:00+01:00,-0.123456\n".utf8)
    for seed in PropertyCases.seeds(3_000) {
      var random = SplitMix64(seed: seed)
      let text = Damage.apply(to: whole, using: &random)
      let reading = PriceReader.read(name: "p", text: text)
      let hasErrors = reading.diagnostics.contains { $0.severity == .error }
      #expect((reading.prices == nil) == hasErrors, "seed \(seed)")
    }
  }
}
