import Testing

@testable import PowerShare

/// Meter values: phases, units, and energies that contradict powers.
@Suite struct OCPPMeasurementTests {
  private static func powers(_ messages: String...) -> Imported {
    Imported(
      .ocpp,
      ([OCPPLog.start(), OCPPLog.reply()] + messages + [OCPPLog.stop()]).joined(separator: "\n")
    ) { $0.isOpenLoop = true }
  }

  private static func phase(_ name: String, _ watts: Int) -> String {
    OCPPLog.power("\(watts)", ", \"phase\": \"\(name)\"")
  }

  /// The power of one meter value.
  private static func power(_ samples: String...) -> String? {
    let value =
      "{\"timestamp\": \"\(OCPPLog.time(5))\", \"sampledValue\": ["
      + samples.map { "{\($0)}" }.joined(separator: ", ") + "]}"
    return powers(OCPPLog.values(1, value)).reports.first.map {
      String($0.split(separator: ",")[3])
    }
  }

  @Test func `values of one time belong together, however they are split`() {
    let parts = [
      Self.phase("L1", 3_000), Self.phase("L2", 3_100), Self.phase("L3", 3_200),
    ].map { OCPPLog.meter(5, $0) }
    let whole = ["2026-03-02T08:05:00Z,7,9.3,9.3"]
    #expect(Self.powers(OCPPLog.values(1, parts[0], parts[1], parts[2])).reports == whole)
    #expect(
      Self.powers(
        OCPPLog.values(1, parts[2]), OCPPLog.values(1, transaction: nil, parts[0], parts[1])
      ).reports == whole)
    // A value without a phase comes first, wherever it is.
    let total = OCPPLog.meter(5, OCPPLog.power("9000"))
    #expect(
      Self.powers(OCPPLog.values(1, total, parts[0]), OCPPLog.values(1, parts[1], parts[2])).reports
        == ["2026-03-02T08:05:00Z,7,9,9"])
    // A message that is sent again adds nothing.
    #expect(
      Self.powers(
        OCPPLog.values(1, parts[0], parts[1]), OCPPLog.values(1, parts[0], parts[1], parts[2])
      ).reports == whole)
    // Those of transactionData belong to them as well.
    let stop = OCPPLog.stop(more: "\"transactionData\": [\(parts[1]), \(parts[2])]")
    let data = Imported(
      .ocpp,
      OCPPLog.log(OCPPLog.start(), OCPPLog.reply(), OCPPLog.values(1, parts[0]), stop))
    #expect(data.starts[0].contains(",9.3,10,"))
  }

  @Test func `phases to neutral are phases, and the neutral conductor is none`() {
    #expect(Self.power(Self.phase("L1-N", 3_000), Self.phase("L2", 2_000)) == "5")
    #expect(Self.power(Self.phase("L1-N", 3_000), Self.phase("L1", 3_000)) == "3")
    #expect(Self.power(Self.phase("L1", 3_000), Self.phase("N", 50)) == "3")
    #expect(
      Self.power(
        Self.phase("L1-L2", 1_000), Self.phase("L2-L3", 1_100), Self.phase("L3-L1", 1_200)) == "3.3"
    )
    #expect(Self.power(Self.phase("L1-L2", 9_000), Self.phase("L1", 3_000)) == "3")
    #expect(Self.power(Self.phase("N", 50)) == nil)
    let unknown = Self.powers(OCPPLog.values(1, OCPPLog.meter(5, Self.phase("L4", 9))))
    #expect(unknown.ignored == ["1 value of the neutral conductor or an unknown phase"])
  }

  @Test func `values at the outlet come before those at other places`() {
    let inlet = OCPPLog.power("9000", ", \"location\": \"Inlet\"")
    #expect(Self.power(inlet, OCPPLog.power("8000", ", \"location\": \"Outlet\"")) == "8")
    #expect(Self.power(OCPPLog.power("8000"), inlet) == "8")
    #expect(Self.power(inlet) == "9")
  }

  @Test func `powers have units`() {
    #expect(Self.power(OCPPLog.power("11.04", ", \"unit\": \"kW\"")) == "11.04")
    #expect(
      Self.power(OCPPLog.power("69", ", \"unitOfMeasure\": {\"unit\": \"W\", \"multiplier\": 2}"))
        == "6.9")
    #expect(Self.power(OCPPLog.power("6.9004", ", \"unit\": \"kW\"")) == "6.9")
    for other in ["\"unit\": \"VA\"", "\"unitOfMeasure\": {\"multiplier\": 99}"] {
      let imported = Self.powers(
        OCPPLog.values(1, OCPPLog.meter(5, OCPPLog.power("5", ", " + other))))
      #expect(imported.ignored == ["1 power sample in an unknown unit"])
    }
    let signed = Self.powers(
      OCPPLog.values(1, OCPPLog.meter(5, OCPPLog.power("AB12", ", \"format\": \"SignedData\""))))
    #expect(signed.ignored == ["1 signed meter value"] && signed.problems.isEmpty)
    let negative = Self.powers(OCPPLog.values(1, OCPPLog.meter(5, OCPPLog.power("-5"))))
    #expect(negative.ignored == ["1 power sample below zero"])
  }

  // MARK: Contradictions

  /// Imports 10 kWh from 8:00 to 10:00 with powers in watts at minutes.
  private static func contradicted(
    meter: Int = 11_000, strict: Bool = false, _ samples: (Int, Int)...
  ) -> Imported {
    let values = samples.map { OCPPLog.meter($0.0, OCPPLog.power("\($0.1)")) }
    let more = "\"transactionData\": [\(values.joined(separator: ", "))]"
    return Imported(
      .ocpp,
      OCPPLog.log(OCPPLog.start(), OCPPLog.reply(), OCPPLog.stop(meter: meter, more: more))
    ) { $0.isStrict = strict }
  }

  @Test func `an energy that powers contradict is remarked`() {
    // 5 W for two hours are 10 Wh.
    let low = Self.contradicted((5, 5))
    #expect(low.problems == ["3:27 implausible"])
    #expect(
      low.result.problems[0].message == "the energy of transaction 7 is 10 kWh, its power samples "
        + "give 0.01 kWh, a factor of about 1000")
    #expect(low.result.problems[0].severity == .warning)
    // Powers that are too low are no maximum; those that are too high are used.
    #expect(low.starts[0].contains(",7.4,10,"))
    let high = Self.contradicted(meter: 1_010, (5, 5_000))
    #expect(high.problems == ["3:27 implausible"] && high.starts[0].contains(",5,0.01,"))
    let strict = Self.contradicted(strict: true, (5, 5))
    #expect(strict.result.problems[0].severity == .error)
  }

  @Test func `samples hold until the next, and the first from the start on`() {
    // 10 kWh: the powers give a 2,000th, and less, or a 500th, and more.
    #expect(Self.contradicted((30, 4), (60, 1)).problems.count == 1)
    #expect(Self.contradicted((30, 3), (60, 1)).problems.isEmpty)
    #expect(Self.contradicted((0, 20), (60, 0)).problems.count == 1)
    #expect(Self.contradicted((0, 20), (60, 1)).problems.isEmpty)
    #expect(Self.contradicted((119, 10)).problems.count == 1)
  }

  @Test func `without samples in its stay, or without energy, nothing is said of a session`() {
    #expect(Self.contradicted().problems.isEmpty)
    #expect(Self.contradicted((120, 5)).problems.isEmpty)
    #expect(Self.contradicted((5, 0)).problems.isEmpty)
    #expect(Self.contradicted(meter: 1_000, (5, 5)).problems.isEmpty)
    #expect(Self.contradicted(meter: 900, (5, 5)).problems.isEmpty)
  }
}
