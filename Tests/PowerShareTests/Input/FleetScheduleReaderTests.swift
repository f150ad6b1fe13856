import Testing

@testable import PowerShare

@Suite struct FleetScheduleReaderTests {
  private static let types = [
    VehicleType(
      id: "articulated", maxPower: Power(watts: 150_000),
      batteryCapacity: Energy(wattHours: 350_000),
      chargingCurve: ChargingCurve(points: [
        .init(stateOfCharge: 0, power: Power(watts: 150_000)),
        .init(stateOfCharge: 100_000, power: Power(watts: 20_000)),
      ])), VehicleType(id: "van", maxPower: Power(watts: 11_000)),
  ]

  private static func read(
    _ text: String, types: [VehicleType]? = types, isStrict: Bool = false
  ) -> (schedule: FleetSchedule?, diagnostics: [Diagnostic]) {
    FleetScheduleReader.read(
      name: "fleet.csv", text: Array(text.utf8), types: types, isStrict: isStrict)
  }

  @Test func `every field is read`() throws {
    let (schedule, diagnostics) = Self.read(
      """
      priority,energySD,arrivalSD,days,targetSoc,soc,vehicleMaxPower,vehicle,energyRequested,departure,arrival,vehicleId
      -3,12.5,10.5,"Mon-Fri,Sun",95,40.5,120,articulated,180.25,05:00,18:30,bus 1
      ,,,,80,40,,articulated,,17:00,06:00,bus 1

      ,,0,,,,7.4,,0,23:59,00:00,"a ""b"
      """)
    #expect(diagnostics.isEmpty)
    var first = FleetSchedule.Stay(
      vehicleId: "bus 1", arrival: 1_110, departure: 300,
      energyRequested: Energy(wattHours: 180_250))
    first.days = try #require(Weekdays("Mon-Fri,Sun"))
    first.arrivalDeviation = 630
    first.energyDeviation = 12_500
    first.vehicle = "articulated"
    first.vehicleMaxPower = Power(watts: 120_000)
    first.stateOfCharge = 40_500
    first.targetStateOfCharge = 95_000
    first.priority = -3
    var second = FleetSchedule.Stay(
      vehicleId: "bus 1", arrival: 360, departure: 1_020, energyRequested: nil)
    second.vehicle = "articulated"
    second.stateOfCharge = 40_000
    second.targetStateOfCharge = 80_000
    var third = FleetSchedule.Stay(
      vehicleId: "a \"b", arrival: 0, departure: 1_439, energyRequested: .zero)
    third.vehicleMaxPower = Power(watts: 7_400)
    #expect(schedule == FleetSchedule([first, second, third]))
  }

  @Test func `semicolons have decimal commas`() {
    let (schedule, diagnostics) = Self.read(
      "sep=;\r\nvehicleId;arrival;departure;energyRequested;vehicleMaxPower\r\na;06:00;07:00;1,5;7,4\r\n"
    )
    #expect(diagnostics.isEmpty)
    #expect(schedule?.stays.first?.energyRequested == Energy(wattHours: 1_500))
    #expect(schedule?.stays.first?.vehicleMaxPower == Power(watts: 7_400))
  }

  private static let start = "vehicleId,arrival,departure,energyRequested"
  private static let row = "\na,18:30,05:00,100"

  @Test(arguments: [
    (DiagnosticCode.missingField, "⟦vehicleId,arrival,departure⟧\na,1,2\n"),
    (.invalidTime, "\(start),vehicle\na,⟦24:00⟧,05:00,100,van\n"),
    (.invalidTime, "\(start),vehicle\na,18:30,⟦5:00⟧,100,van\n"),
    (.invalidTime, "\(start),vehicle\na,18:30,⟦Mon 05:00⟧,100,van\n"),
    (.invalidTime, "\(start),vehicle\na,⟦\"18:30:00\"⟧,05:00,100,van\n"),
    (.missingField, "\(start),vehicle\n⟦⟧,18:30,05:00,100,van\n"),
    (.missingField, "\(start),vehicle\na,⟦⟧,05:00,100,van\n"),
    (.missingField, "\(start),vehicle\na,18:30,05:00,⟦⟧,van\n"),
    (.missingField, "\(start),vehicle,targetSoc,soc\na,18:30,05:00,,articulated,80,⟦⟧\n"),
    (.missingField, "\(start),targetSoc,soc,vehicle\na,18:30,05:00,,80,20,⟦⟧\n"),
    (.missingField, "\(start),targetSoc,soc,vehicle\na,18:30,05:00,,80,20,⟦van⟧\n"),
    (.unknownVehicle, "\(start),vehicle\na,18:30,05:00,100,⟦vans⟧\n"),
    (.invalidDays, "\(start),vehicle,days\na,18:30,05:00,100,van,⟦Mo-Fr⟧\n"),
    (.tooManyFields, "\(start),vehicle,days\na,18:30,05:00,100,van,Sat,⟦Sun⟧\n"),
    (.outOfRange, "\(start),vehicle,arrivalSD\na,18:30,05:00,100,van,⟦240.1⟧\n"),
    (.negativeValue, "\(start),vehicle,arrivalSD\na,18:30,05:00,100,van,⟦-1⟧\n"),
    (.outOfRange, "\(start),vehicle,energySD\na,18:30,05:00,100,van,⟦200.1⟧\n"),
    (.outOfRange, "\(start),vehicle,energySD\na,18:30,05:00,10,van,⟦20.1⟧\n"),
    (.outOfRange, "\(start),vehicle,energySD\na,18:30,05:00,⟦0.1⟧,van,0.1\n"),
    (
      .missingField, "\(start),vehicle,energySD,soc,targetSoc\na,18:30,05:00,,articulated,⟦1⟧,5,9\n"
    ),
    (.notAnInteger, "\(start),vehicle,priority\na,18:30,05:00,100,van,⟦1.5⟧\n"),
    (.outOfRange, "\(start),vehicle,soc\na,18:30,05:00,100,van,⟦101⟧\n"),
    (.notANumber, "\(start),vehicle\na,18:30,05:00,⟦lots⟧,van\n"),
    (.emptySchedule, "\(start)⟦\n⟧"), (.invalidCSV, "⟦{⟧\"vehicleId\": 1}"),
    (.swappedFiles, "⟦time,event,sessionId⟧\n0,start,a\n"),
    (.swappedFiles, "⟦stationId,gridCapacity,chargerId,maxPower,connectors⟧\n"),
    (.unknownColumn, "\(start),⟦vehicle_max_power⟧\na,18:30,05:00,100,11\n"),
    (.overlappingStays, "\(start),vehicle\(row),van\na,⟦04:59⟧,06:00,9,van\n"),
    (
      .overlappingStays,
      "\(start),vehicle\(row),van\(row.replacing("18:30", with: "⟦18:30⟧")),van\n"
    ),
    (.nameTooLong, "\(start),vehicle\n⟦\(String(repeating: "é", count: 120))⟧,18:30,05:00,9,van\n"),
  ])
  func `a problem has its code and its place`(code: DiagnosticCode, text: String) throws {
    let marked = MarkedText(text)
    let (schedule, diagnostics) = Self.read(marked.text)
    #expect(schedule == nil)
    let errors = diagnostics.filter { $0.severity == .error }
    #expect(errors.map(\.code) == [code])
    let place = try #require(errors.first?.place)
    #expect([place.line, place.column] == [marked.line, marked.column])
  }

  @Test func `stays that touch, or are on other days or of other vehicles, do not overlap`() {
    let rows = [
      "a,18:30,05:00,9,11,Mon-Fri", "a,05:00,06:00,9,11,", "a,18:30,06:00,9,11,\"Sat\"",
      "b,18:30,05:00,9,11,",
    ]
    let text = "\(Self.start),vehicleMaxPower,days\n" + rows.joined(separator: "\n")
    #expect(Self.read(text).diagnostics.map(\.code) == [.overlappingStays])
    let without = text.replacing("18:30,06:00", with: "18:30,05:00")
    #expect(Self.read(without).diagnostics.isEmpty)
  }

  @Test func `a power that is assumed is a warning with a count`() {
    let (schedule, diagnostics) = Self.read("\(Self.start)\(Self.row)\nb,18:00,04:00,9\n")
    #expect(
      schedule?.stays.map(\.vehicleMaxPower) == [Power(watts: 150_000), Power(watts: 150_000)])
    #expect(diagnostics.map(\.code) == [.assumedPower])
    #expect(diagnostics[0].severity == .warning && diagnostics[0].message.hasSuffix("(2 rows)"))
    #expect(Self.read("\(Self.start)\(Self.row)\n", isStrict: true).schedule == nil)
  }

  @Test func `a charging curve without a state of charge is a warning`() {
    let text = "\(Self.start),vehicle,soc\(Self.row),articulated,\nb,18:00,04:00,9,articulated,50\n"
    #expect(Self.read(text).diagnostics.map(\.code) == [.unusedCurve])
    // Without a station config the types are not known, and every name is accepted.
    #expect(Self.read(text, types: nil).diagnostics.isEmpty)
  }

  @Test func `a damaged schedule is read to its end`() {
    let whole =
      "\(Self.start);vehicle;vehicleMaxPower;soc;targetSoc;days;arrivalSD;energySD;priority\n"
      .replacing(",", with: ";")
      + "a;18:30;05:00;100,5;van;11;20;80;Mon-Fri;15;10;1\n"
      + "b;06:00;06:30;;articulated;;20;80;\"Sat,Sun\";;;\n"
    for seed in PropertyCases.seeds(400) {
      var random = SplitMix64(seed: seed)
      let text = Damage.apply(to: Array(whole.utf8), using: &random)
      let (schedule, diagnostics) = FleetScheduleReader.read(
        name: "s", text: text, types: random.pick([nil, Self.types]))
      let hasErrors = diagnostics.contains { $0.severity == .error }
      #expect((schedule == nil) == hasErrors, "seed \(seed)")
      guard let schedule else { continue }
      let plan = FleetPlan(
        schedule, clock: LocalClock(.zulu), from: Instant(milliseconds: 0), days: 3)
      var last = 0
      for event in FleetGenerator(plan, seed: seed) {
        #expect(event.time.milliseconds >= last, "seed \(seed)")
        last = event.time.milliseconds
      }
    }
  }
}
