import Testing

@testable import PowerShare

/// What the charging periods of a record say about powers and parking.
@Suite struct OCPIPeriodsTests {
  /// A CDR from 08:00:10 on with periods, each of its start in minutes and dimensions.
  private static func cdr(
    hours: Int = 10, energy: String = "30", more: String = "", _ periods: (Int, String)...
  ) -> String {
    func time(_ minutes: Int) -> String {
      let (hour, minute) = (8 + minutes / 60, minutes % 60)
      return "2026-03-02T\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute):10Z"
    }
    let list = periods.map { minutes, dimensions in
      let values = dimensions.split(separator: " ").map { dimension in
        let parts = dimension.split(separator: "=")
        return "{\"type\": \"\(parts[0])\", \"volume\": \(parts[1])}"
      }
      return
        "{\"start_date_time\": \"\(time(minutes))\", "
        + "\"dimensions\": [\(values.joined(separator: ", "))]}"
    }
    return """
      {"id": "c1", "start_date_time": "\(time(0))", "end_date_time": "\(time(hours * 60))", \
      "cdr_location": {"id": "L1", "evse_uid": "E1"}, "total_energy": \(energy), \
      "charging_periods": [\(list.joined(separator: ", "))]\(more)}
      """
  }

  private static func rating(_ text: String) -> Int? {
    Imported(.ocpi, text).result.station?.gridCapacity.watts
  }

  @Test func `parking is total_parking_time, else the sum of the periods`() {
    // 30 kWh in the first hour of ten are 30 kW.
    let parked = Self.cdr((0, "TIME=1"), (60, "PARKING_TIME=4"), (300, "Parking_Time=5"))
    #expect(Self.rating(parked) == 50_000)
    #expect(Self.rating(Self.cdr((0, "TIME=1"))) == 3_700)
    let total = Self.cdr(more: ", \"total_parking_time\": 5", (0, "PARKING_TIME=9"))
    #expect(Self.rating(total) == 7_400)
    #expect(Self.rating(Self.cdr((0, "PARKING_TIME=10"))) == 3_700)
    let bad = Imported(.ocpi, Self.cdr((0, "PARKING_TIME=\"1\"")))
    #expect(bad.result.problems.map(\.message) == ["\"volume\" must be a number of hours"])
  }

  @Test func `parking times cannot overflow`() {
    let hours = "PARKING_TIME=1000000"
    let imported = Imported(.ocpi, Self.cdr((0, hours), (1, hours), (2, hours)))
    #expect(imported.problems.isEmpty && imported.starts.count == 1)
  }

  @Test func `a period of ten minutes or more rates by its mean power`() {
    // 10 kWh in half an hour are 20 kW, and the rest of the day is slow.
    #expect(Self.rating(Self.cdr((0, "ENERGY=10"), (30, "ENERGY=20"))) == 22_000)
    #expect(Self.rating(Self.cdr((0, "energy=10"), (30, "Energy=20"))) == 22_000)
    // 20 kWh in nine minutes rate nothing, in ten minutes 120 kW.
    #expect(Self.rating(Self.cdr((0, "ENERGY=20"), (9, "ENERGY=10"))) == 3_700)
    #expect(Self.rating(Self.cdr((0, "ENERGY=20"), (10, "ENERGY=10"))) == 150_000)
    // 15 kWh in an hour of which a half is parking are 30 kW.
    #expect(
      Self.rating(Self.cdr((0, "ENERGY=15 PARKING_TIME=0.5"), (60, "ENERGY=15"))) == 50_000)
  }

  @Test func `a period above 440 kW rates nothing and is counted`() {
    let imported = Imported(.ocpi, Self.cdr(energy: "100", (0, "ENERGY=90"), (10, "ENERGY=10")))
    #expect(imported.result.station?.gridCapacity.watts == 11_000)
    #expect(
      imported.implausible == [
        "1 mean power above 440 kW, which rates no connector: 540 kW, session \"c1\" at "
          + "\"E1:1\" from 2026-03-02T08:00:10Z"
      ])
  }

  @Test func `periods in Wh give no powers, and the energy is remarked`() {
    for periods in ["ENERGY=29000", "ENERGY=0.0305"] {
      let imported = Imported(.ocpi, Self.cdr((0, periods), (60, "MAX_POWER=99"))) {
        $0.isOpenLoop = true
      }
      #expect(imported.starts == ["2026-03-02T08:00:10Z,c1,E1,1,3.7,30,2026-03-02T18:00:10Z"])
      #expect(imported.reports.isEmpty)
      #expect(imported.problems == ["1:162 implausible"])
      #expect(imported.result.problems.first?.severity == .warning)
    }
    let strict = Imported(.ocpi, Self.cdr((0, "ENERGY=30000"))) { $0.isStrict = true }
    #expect(strict.result.problems.map(\.severity) == [.error])
    #expect(
      strict.result.problems.first?.message
        == "the energy of the record is 30 kWh, that of its periods 30000 kWh, "
        + "a factor of about 1000"
    )
  }

  @Test func `powers in W give no powers either`() {
    let imported = Imported(.ocpi, Self.cdr(hours: 1, energy: "3", (0, "POWER=3000"))) {
      $0.isOpenLoop = true
    }
    #expect(imported.starts.map { $0.split(separator: ",")[4] } == ["3.7"])
    #expect(imported.reports.isEmpty)
    #expect(
      imported.result.problems.first?.message
        == "the energy of the record is 3 kWh, that of its powers 3000 kWh, a factor of about 1000")
  }

  @Test func `a factor below 500 or above 2000 is no mix of units`() {
    for (energy, isRemarked) in [
      ("14999.999", false), ("15000", true), ("60000", true), ("60000.001", false),
      ("0.06", true), ("0.061", false), ("0.015", true), ("0.014", false),
    ] {
      let imported = Imported(.ocpi, Self.cdr((0, "ENERGY=\(energy)")))
      #expect((imported.problems == ["1:162 implausible"]) == isRemarked, "\(energy)")
    }
  }

  @Test func `periods with more energy than their record are counted`() {
    let imported = Imported(.ocpi, Self.cdr((0, "ENERGY=20"), (60, "ENERGY=20")))
    #expect(imported.implausible == ["1 periods with more energy than their record"])
    #expect(imported.result.implausible.energy == Energy(wattHours: 10_000))
    #expect(Imported(.ocpi, Self.cdr((0, "ENERGY=30.3"))).implausible.isEmpty)
  }

  @Test func `a power in watts is remarked`() {
    let imported = Imported(.ocpi, Self.cdr((0, "MAX_POWER=7400")))
    #expect(
      imported.result.problems.map(\.message) == [
        "\"MAX_POWER\" is above 4000 kW: it is probably in watts"
      ])
  }

  @Test func `times without an offset on another clock get advice`() {
    let text = Self.cdr().replacing(":10Z", with: ":10")
    func advice(_ rule: String?) -> [String] {
      Imported(.ocpi, text) { options in
        options.clock = rule.flatMap { LocalClock(rule: $0) }
        options.clock?.name = rule
      }.result.advice
    }
    #expect(advice(nil).isEmpty && advice("UTC0").isEmpty)
    #expect(
      advice("CET-1") == [
        "check the times without an offset: those of OCPI are in UTC, which is --tz UTC "
          + "--output-tz CET-1"
      ])
  }
}
