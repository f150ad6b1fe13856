import Foundation
import Testing

@testable import sems_plan

/// Checks the cheapest combination of `size` against one `simulate` for each, and annuities by decimals.
@Suite struct SizeCostTests {
  /// A combination of values on the axes.
  private struct Combination {
    var gridCapacity, capacity, power, chargers: Int

    /// The station as given has 60 kW, 2 chargers and no battery.
    var station: String {
      let list = (1...chargers).map {
        "{\"id\": \"C\($0)\", \"maxPower\": 50, \"connectors\": 2}"
      }
      return """
        {"stationId": "\(chargers)", "gridCapacity": \(gridCapacity),
         "chargers": [\(list.joined(separator: ", "))],
         "battery": {"capacity": \(capacity), "power": \(power)}}
        """
    }
  }

  private static let tariff = """
    {"currency": "EUR", "tz": "+01:00", "value": 0.6,
     "energy": [{"price": 0.2}, {"price": 0.45, "from": "16:00", "to": "20:00"}],
     "demand": [{"price": 12.5, "per": "month"}, {"price": 30, "per": "year", "window": "30m"}],
     "capacity": {"price": 40, "per": "year"}, "fixed": {"price": 10, "per": "month"}}
    """

  /// Two days of vehicles, which the seed moves and sizes.
  private static func timeline(_ seed: Int) -> String {
    var lines = "time,event,vehicleMaxPower,energyRequested,departureTime\n"
    for index in 0..<24 {
      let minute = index * 110 + index * seed % 60
      func time(_ minute: Int) -> String {
        String(
          format: "2026-03-%02dT%02d:%02d:00+01:00", 2 + minute / 1_440, minute / 60 % 24,
          minute % 60)
      }
      lines +=
        "\(time(minute)),start,\(40 + index * seed % 4 * 20),\(10 + index * 7 % 23),"
        + "\(time(minute + 50 + index % 3 * 30))\n"
    }
    return lines
  }

  /// Returns the equal yearly payments that pay off a cost at 5 %.
  private static func annuity(_ cost: Decimal, years: Int) -> Decimal {
    let grown = pow(Decimal(string: "1.05") ?? 0, years)
    return cost * Decimal(5) / 100 * grown / (grown - 1)
  }

  private static func invested(_ built: Combination) -> Decimal {
    let hasBattery = built.capacity > 0 && built.power > 0
    return annuity(Decimal(max(built.gridCapacity - 60, 0) * 300), years: 40)
      + annuity(
        hasBattery ? Decimal(built.capacity * 400 + built.power * 120) : 0, years: 12)
      + annuity(Decimal(max(built.chargers - 2, 0) * 5_000), years: 10)
  }

  private static func object(_ line: String, _ files: [String: String]) throws -> [String: Any] {
    let outcome = CapturedStreams(files: files).run(line)
    #expect(outcome.code == .done || outcome.code == .expectationNotMet, "\(outcome.err)")
    return try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.out.utf8)) as? [String: Any])
  }

  @Test(arguments: [1, 7, 13], ["0.5", "0.85", "0.97"])
  func `the cheapest combination is that of every simulate`(seed: Int, least: String) throws {
    let timeline = Self.timeline(seed)
    var combinations: [(built: Combination, perYear: Decimal)] = []
    for chargers in [2, 3] {
      for capacity in [0, 40, 120] {
        for power in [25, 50] {
          for gridCapacity in [40, 60, 90, 150] {
            let built = Combination(
              gridCapacity: gridCapacity, capacity: capacity, power: power, chargers: chargers)
            let summary = try Self.object(
              "simulate -q --tz +01:00 -c station.json -t timeline.csv --tariff tariff.json "
                + "-f csv -o /dev/null --summary -",
              ["station.json": built.station, "timeline.csv": timeline, "tariff.json": Self.tariff])
            let share = try #require(summary["servedShare"] as? NSNumber).decimalValue
            let cost = try #require(summary["cost"] as? [String: Any])
            let perYear = try #require(cost["perYear"] as? NSNumber).decimalValue
            guard share >= Decimal(string: least) ?? 0 else { continue }
            combinations.append((built, perYear + Self.invested(built)))
          }
        }
      }
    }
    let answer = try Self.object(
      "size -q --tz +01:00 -c two.json -c three.json -t timeline.csv --tariff tariff.json -f json "
        + "--grid-capacity 40,60,90,150 --battery-capacity 0,40,120 --battery-power 25,50 "
        + "--require servedShare>=\(least) --minimise cost.perYear "
        + "--invest gridCapacity=300/kW@40,battery=400/kWh+120/kW@12,chargers=5000@10 --rate 5%",
      [
        "two.json": Combination(gridCapacity: 60, capacity: 0, power: 25, chargers: 2).station,
        "three.json": Combination(gridCapacity: 60, capacity: 0, power: 25, chargers: 3).station,
        "timeline.csv": timeline, "tariff.json": Self.tariff,
      ])
    let best = try #require(answer["best"] as? [[String: Any]])
    try #require(!combinations.isEmpty && best.count == min(combinations.count, 10))
    let cheapest = combinations.map(\.perYear).sorted()
    for (row, expected) in zip(best, cheapest) {
      let value = try #require(row["value"] as? NSNumber).decimalValue
      // The figures of `simulate` are rounded to a hundredth, and each sum in `size` once more.
      #expect(abs(value - expected) <= Decimal(string: "0.02") ?? 0, "\(row)")
      let same = try #require(
        combinations.first {
          $0.built.gridCapacity == row["gridCapacity"] as? Int
            && $0.built.capacity == row["batteryCapacity"] as? Int
            && $0.built.power == row["batteryPower"] as? Int
            && "\($0.built.chargers)" == row["station"] as? String
        })
      #expect(abs(same.perYear - value) <= Decimal(string: "0.02") ?? 0, "\(row)")
    }
  }
}
