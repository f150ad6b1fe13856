/// Vehicles at a station with few connectors: they name none, and drive on after an hour's wait.
///
/// 2,000 a day on average; see ``Timeline`` for the numbers.
struct Queue {
  struct Start {
    /// In milliseconds from the first moment.
    var time: Int
    var session: Int
    /// In tenths of a kW.
    var maximum: Int
    /// In tenths of a kWh.
    var energy: Int
  }

  private static let meanGap = 43_200
  private var random: SplitMix64
  private var time = 0
  private var sessions = 0

  init(_ shape: Shape) { random = SplitMix64(seed: shape.seed) }

  mutating func next() -> Start {
    sessions += 1
    time += (Self.meanGap / 3 + random.below(Self.meanGap * 4 / 3)) / 1_000 * 1_000
    return Start(
      time: time, session: sessions,
      maximum: Timeline.maxima[random.below(Timeline.maxima.count)],
      energy: 50 + random.below(400))
  }
}

extension EventText {
  mutating func beginQueue() {
    append("time,event,sessionId,vehicleMaxPower,energyRequested,maxWait\n")
  }

  mutating func append(_ start: Queue.Start) {
    append(time: start.time)
    append(",start,")
    append(session: start.session)
    append(",")
    append(tenths: start.maximum)
    append(",")
    append(tenths: start.energy)
    append(",3600\n")
  }
}

extension Shape {
  /// Four chargers of 150 kW with a connector each.
  var queueStation: String {
    let chargers = (1...4).map { "{\"id\":\"CP00\($0)\",\"maxPower\":150,\"connectors\":1}" }
    return """
      {"stationId": "queue", "gridCapacity": 400, "chargers": [\(chargers.joined(separator: ","))]}

      """
  }
}
