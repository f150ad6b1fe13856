import Testing

@testable import PowerShare

@Suite struct StationBatteryReaderTests {
  private static func read(
    _ text: String
  ) -> (station: StationConfig?, diagnostics: [Diagnostic]) {
    StationReader.read(name: "station", text: Array(text.utf8), format: .json)
  }

  /// Returns a station with a battery, which begins on the second line.
  private static func station(_ battery: String) -> String {
    #"{"stationId":"S","gridCapacity":1,"chargers":[{"id":"A","maxPower":1,"connectors":1}],"#
      + "\n\"battery\":\(battery)}"
  }

  private static let usual = StationBattery(capacity: Energy(wattHours: 200_000), power: .kW(100))

  @Test(arguments: [
    #"{"capacity":200,"power":100}"#, #"{"power":100,"initialCapacity":2e2}"#,
    #"{"capacity":200,"initialCapacity":null,"power":100,"efficiency":90.0,"initialSoc":100,"#
      + #""minSoc":10,"maxSoc":100,"chargePower":null,"shaveAbove":null,"rechargeBelow":null}"#,
  ])
  func `values that are not stated are the usual ones`(text: String) {
    let (station, diagnostics) = Self.read(Self.station(text))
    #expect(station?.battery == Self.usual)
    #expect(diagnostics.isEmpty)
  }

  @Test func `every value is read`() throws {
    let (station, diagnostics) = Self.read(
      Self.station(
        #"{"capacity":200.0005,"power":100,"chargePower":50.5,"efficiency":87.5,"initialSoc":60,"#
          + #""minSoc":0,"maxSoc":95.1,"shaveAbove":300,"rechargeBelow":0}"#))
    #expect(diagnostics.isEmpty)
    #expect(
      station?.battery
        == StationBattery(
          capacity: Energy(wattHours: 200_000), power: .kW(100), chargePower: Power(watts: 50_500),
          efficiency: 875, initialSoc: 600, minSoc: 0, maxSoc: 951, shaveAbove: .kW(300),
          rechargeBelow: .zero))
  }

  @Test(arguments: [#"{"capacity":0,"power":9}"#, #"{"capacity":9,"power":0,"initialSoc":0}"#])
  func `a battery of no energy or no power is kept, and is not usable`(text: String) {
    let (station, diagnostics) = Self.read(Self.station(text))
    #expect(station?.battery?.isUsable == false)
    #expect(diagnostics.isEmpty)
  }

  @Test(arguments: ["null", nil]) func `a station need not have a battery`(text: String?) {
    let (station, diagnostics) = Self.read(
      text.map(Self.station)
        ?? Self.station("0").replacing("\"battery\":0", with: "\"$schema\":\"\""))
    #expect(station != nil && station?.battery == nil)
    #expect(diagnostics.isEmpty)
  }

  @Test(
    arguments: [
      ([.wrongType], "⟦[]⟧"), ([.missingField, .missingField], "⟦{⟧}"),
      ([.missingField], #"{"power":1,"capacity":⟦null⟧}"#),
      ([.invalidBattery], #"{"capacity":1,"power":1,"initialCapacity":⟦1⟧}"#),
      ([.invalidBattery], #"{"initialCapacity":⟦1⟧,"power":1,"capacity":1}"#),
      ([.invalidBattery], #"{"capacity":1,"power":1,"minSoc":⟦50⟧,"maxSoc":50}"#),
      ([.invalidBattery], #"{"capacity":1,"power":1,"maxSoc":⟦10⟧}"#),
      ([.invalidBattery], #"{"capacity":1,"power":1,"minSoc":⟦12.25⟧}"#),
      ([.invalidBattery], #"{"capacity":1,"power":1,"initialSoc":⟦1e-2⟧}"#),
      ([.outOfRange], #"{"capacity":1,"power":1,"efficiency":⟦0.9⟧}"#),
      ([.outOfRange], #"{"capacity":1,"power":1,"efficiency":⟦100.1⟧}"#),
      ([.outOfRange], #"{"capacity":⟦1000000.001⟧,"power":1}"#),
      ([.outOfRange], #"{"capacity":1,"power":⟦1000001⟧}"#),
      ([.negativeValue], #"{"capacity":1,"power":1,"chargePower":⟦-1⟧}"#),
      ([.negativeValue], #"{"capacity":1,"power":1,"minSoc":⟦-0.1⟧}"#),
      ([.wrongType], #"{"capacity":1,"power":1,"shaveAbove":⟦"300"⟧}"#),
      ([.unknownKey], #"{"capacity":1,"power":1,⟦"recharge_below"⟧:1}"#),
      ([.unknownKey], #"{"capacity":1,"power":1,⟦"note"⟧:1}"#),
      ([.initialSoc], #"{"capacity":1,"power":1,"maxSoc":⟦90⟧}"#),
      ([.initialSoc], #"{"capacity":1,"power":1,"initialSoc":⟦9.9⟧,"maxSoc":90}"#),
      ([.implausible], #"{"capacity":1,"power":1,"initialSoc":1,"minSoc":0.1,"maxSoc":⟦1⟧}"#),
      ([.wrongType, .outOfRange], #"{"capacity":⟦"1"⟧,"power":1,"maxSoc":101}"#),
    ] as [([DiagnosticCode], String)])
  func `a problem has its code and its place`(codes: [DiagnosticCode], text: String) throws {
    let marked = MarkedText(Self.station(text))
    let (station, diagnostics) = Self.read(marked.text)
    #expect(diagnostics.map(\.code) == codes)
    let place = try #require(diagnostics.first?.place)
    #expect([place.line, place.column] == [marked.line, marked.column])
    #expect((station == nil) == diagnostics.contains { $0.severity == .error })
  }

  @Test(.tags(.property)) func `a battery that is written is read again`() throws {
    let plain = try #require(Self.read(Self.station("null")).station)
    for seed in PropertyCases.seeds(300) {
      var random = SplitMix64(seed: seed)
      func power(_ random: inout SplitMix64) -> Power? {
        random.chance(percent: 50) ? Power(watts: random.int(0...1_000_000_000)) : nil
      }
      let minimum = random.int(0...999)
      let battery = StationBattery(
        capacity: Energy(wattHours: random.int(0...1_000_000_000)),
        power: power(&random) ?? .zero, chargePower: power(&random),
        efficiency: random.chance(percent: 50) ? 900 : random.int(10...1_000),
        initialSoc: random.int(0...1_000), minSoc: minimum,
        maxSoc: random.int((minimum + 1)...1_000), shaveAbove: power(&random),
        rechargeBelow: power(&random))
      let station = plain.with(battery: battery)
      for text in [StationWriter.json(station), StationWriter.line(station)] {
        let text = String(decoding: text, as: UTF8.self)
        let (again, diagnostics) = Self.read(text)
        #expect(again == station, "seed \(seed): \(text)")
        #expect(diagnostics.allSatisfy { $0.severity == .warning }, "seed \(seed): \(text)")
      }
    }
  }

  @Test func `only values that are not the usual ones are written`() throws {
    let plain = try #require(Self.read(Self.station("null")).station)
    let text = String(
      decoding: StationWriter.line(plain.with(battery: Self.usual)), as: UTF8.self)
    #expect(text.hasSuffix(#","battery": {"capacity": 200, "power": 100}}"#))
  }
}
