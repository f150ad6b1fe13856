import PowerShare
import Testing

@testable import sems_plan

/// Whole runs with the smallest and the largest values that files may state.
@Suite struct ExtremeValueTests {
  @Test(arguments: UInt64(1)...24)
  func `extreme values are replayed, measured and written`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let usesSeconds = random.chance(percent: 50)
    let files = [
      "c.json": Self.station(&random), "t.ndjson": Self.timeline(&random, usesSeconds: usesSeconds),
    ]
    let policy = random.pick(["fair", "max-min", "first-come", "proportional", "unmanaged"])
    let mode = random.pick(["immediate", "on-update"])
    let step = random.pick(["0.001", "1", "1000000"])
    let common =
      "simulate -q -c c.json -t t.ndjson --on-error skip --policy \(policy) --reallocation \(mode)"
      + " --step \(step)"
    for format in ["table", "csv", "json", "ndjson"] {
      let level = random.pick(["session", "charger", "station", "connector"])
      let interval = random.chance(percent: 50) ? " --every 36500d" : ""
      let streams = CapturedStreams(files: files)
      let outcome = streams.run(
        "\(common) -f \(format) --per \(level)\(interval) --summary s.json --sessions s.csv "
          + "--daily d.csv -o out")
      #expect(outcome.code == .done, "seed \(seed): \(outcome.err.prefix(300))")
      guard let out = streams.files.texts["out"], let rows = streams.files.texts["s.csv"] else {
        Issue.record("seed \(seed): no output")
        return
      }
      if format == "csv" { Self.expectTimes(out, columns: [0], seed) }
      Self.expectTimes(rows, columns: [3, 4, 5, 6], seed)
      let days = streams.files.texts["d.csv"]?.split(separator: "\n").count ?? 0
      #expect(1...20_000 ~= days, "seed \(seed)")
    }
  }

  /// Expects that the program can read all times of a CSV file again.
  private static func expectTimes(_ text: String, columns: [Int], _ seed: UInt64) {
    for line in text.split(separator: "\n").dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      for column in columns where !cells[column].isEmpty {
        let time = String(cells[column])
        #expect(TimeScale.read(time) != nil, "seed \(seed): \(time)")
      }
    }
  }

  @Test func `a wait of 40,000 vehicles from 1970 to 9999 has a mean`() {
    let start = #"{"time":"1970-01-01T00:00:00Z","event":"start","vehicleMaxPower":1}"#
    let end = #"{"time":"9999-12-31T23:59:59Z","event":"grid-capacity","gridCapacity":1}"#
    let starts = String(repeating: start + "\n", count: 40_000)
    let streams = CapturedStreams(files: [
      "c.json": Self.station(connectors: 1), "t.ndjson": starts + end,
    ])
    let outcome = streams.run(
      "simulate -q -c c.json -t t.ndjson --per station -f csv -o out --require wait.mean>1000000")
    #expect(outcome.code == .done, "\(outcome.err)")
  }

  // MARK: Inputs

  private static func station(connectors: Int) -> String {
    """
    {"stationId":"S","gridCapacity":0,"chargers":[
    {"id":"A","maxPower":1000000,"connectors":\(connectors)}]}
    """
  }

  private static func station(_ random: inout SplitMix64) -> String {
    let powers = ["0", "0.001", "1", "999999", "1000000"]
    let chargers = ["A", "B", "C"].prefix(random.int(1...3)).map { id in
      let connectors = random.pick(["1", "2", "1000"])
      let minimum = random.pick(["0", "0", "0.001", "1000000"])
      return """
        {"id":"\(id)","maxPower":\(random.pick(powers)),"minPower":\(minimum),\
        "connectors":\(connectors)}
        """
    }
    return """
      {"stationId":"S","gridCapacity":\(random.pick(powers)),\
      "chargers":[\(chargers.joined(separator: ","))]}
      """
  }

  private static func timeline(_ random: inout SplitMix64, usesSeconds: Bool) -> String {
    // Each list is in order of time.
    let times =
      usesSeconds
      ? ["0", "0.001", "5000000000", "9999999999.999", "10000000000"]
      : [
        random.pick(["1970-01-01T00:00:00+14:00", "1970-01-01T00:00:00Z"]),
        "1970-01-01T23:00:00-00:00", "5000-06-30T12:00:00.5Z", "9999-12-31T23:59:59.999Z",
        "9999-12-31T23:59:59.999-12:00",
      ].map { "\"\($0)\"" }
    let powers = ["0", "0.001", "1000000"]
    var events: [(place: Int, text: String)] = []
    for number in 0..<random.pick([3, 30, 300]) {
      let place = random.pick([0, 0, 0, 1, 2, 3, 4])
      var fields = "\"time\":\(times[place])"
      switch random.int(1...10) {
      case 1:
        fields += ",\"event\":\"grid-capacity\",\"gridCapacity\":\(random.pick(powers))"
      case 2:
        fields += ",\"event\":\"stop\",\"sessionId\":\"s\(random.int(0...number))\""
      case 3:
        fields += ",\"event\":\"power-update\",\"sessionId\":\"s\(random.int(0...number))\""
        fields += ",\"consumedPower\":\(random.pick(powers))"
      default:
        fields += ",\"event\":\"start\",\"sessionId\":\"s\(number)\""
        fields += ",\"vehicleMaxPower\":\(random.pick(powers))" + wishes(&random, times, place)
      }
      events.append((place, "{\(fields)}"))
    }
    return events.sorted { $0.place < $1.place }.map { $0.text + "\n" }.joined()
  }

  private static func wishes(
    _ random: inout SplitMix64, _ times: [String], _ place: Int
  ) -> String {
    var fields = ""
    if random.chance(percent: 60) {
      fields += ",\"energyRequested\":\(random.pick(["0", "0.001", "1000000"]))"
    }
    if place < 4, random.chance(percent: 40) {
      fields += ",\"departureTime\":\(times[random.int((place + 1)...4)])"
      fields += ",\"leavesWhenDone\":\(random.pick(["true", "false"]))"
    }
    if random.chance(percent: 30) {
      fields += ",\"maxWait\":\(random.pick(["0", "0.001", "10000000000"]))"
    }
    if random.chance(percent: 30) {
      let curve = random.pick(["", ",\"chargingCurve\":[[0,1000000],[100,0.001]]"])
      fields += ",\"batteryCapacity\":\(random.pick(["0.001", "1000000"]))"
      fields += ",\"soc\":\(random.pick(["0", "99.999", "100"]))" + curve
    }
    if random.chance(percent: 30) {
      fields += ",\"priority\":\(random.pick(["-100", "0", "100"]))"
      fields += ",\"weight\":\(random.pick(["1", "99", "100"]))"
    }
    return fields
  }
}
