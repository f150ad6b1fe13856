/// The stays of a fleet, whose vehicles come back and leave at stated times of day.
///
/// `Sources/sems-plan/Manual/Generating.md` has the rules.
public struct FleetSchedule: Equatable, Sendable {
  /// The stays, in the order in which they are stated.
  public var stays: [Stay]

  /// Creates a schedule.
  public init(_ stays: [Stay]) { self.stays = stays }

  /// A stay of a vehicle, on each of its days.
  public struct Stay: Equatable, Sendable {
    /// The id of the vehicle, from which its sessions are named; at most 239 bytes.
    public var vehicleId: Identifier
    /// The days of the week on which it arrives.
    public var days = Weekdays.all
    /// The local time of the arrival, in minutes from 00:00, 0 to 1,439.
    public var arrival: Int
    /// The local time of the departure, in minutes from 00:00, 0 to 1,439.
    ///
    /// It is on the next day unless it is later than the arrival.
    public var departure: Int
    /// The standard deviation of the arrival in seconds, 0 to 14,400.
    public var arrivalDeviation = 0
    /// The energy that it wants, or the mean of it; nil takes it from the states of charge.
    public var energyRequested: Energy?
    /// The standard deviation of the energy in watt-hours, at most 200,000 and twice the mean.
    ///
    /// Above 0, the mean is from 200 Wh to 5 MWh.
    public var energyDeviation = 0
    /// The id of a vehicle type in the config.
    public var vehicle: Identifier?
    /// The most power that the vehicle accepts; nil takes that of its vehicle type.
    public var vehicleMaxPower: Power?
    /// The state of charge on arrival, in thousandths of a percent.
    public var stateOfCharge: Int?
    /// The state of charge that it wants, in thousandths of a percent.
    public var targetStateOfCharge: Int?
    /// The priority, one of ``SessionEvent/Start/priorities``.
    public var priority = 0

    /// Creates a stay on every day.
    ///
    /// - Parameters:
    ///   - vehicleId: The id of the vehicle.
    ///   - arrival: The local time of the arrival, in minutes from 00:00.
    ///   - departure: The local time of the departure, in minutes from 00:00.
    ///   - energyRequested: The energy that it wants.
    public init(vehicleId: Identifier, arrival: Int, departure: Int, energyRequested: Energy?) {
      self.vehicleId = vehicleId
      self.arrival = arrival
      self.departure = departure
      self.energyRequested = energyRequested
    }

    /// True if it ends on the day after its arrival.
    var isOvernight: Bool { departure <= arrival }
    /// The time from the arrival to the departure as they are stated, in minutes, 1 to 1,440.
    var length: Int { departure - arrival + (isOvernight ? FleetSchedule.minutesOfDay : 0) }
  }

  /// The greatest length of a vehicle's id in bytes: a session's name adds a date and a number.
  static let maximumIdLength = 239
  /// The highest standard deviation of an arrival.
  static let maximumArrivalDeviation = TimeSpan(milliseconds: 240 * 60_000)
  /// The highest standard deviation of an energy, in watt-hours.
  static let maximumEnergyDeviation = 200_000
  /// The means that an energy with a standard deviation may have, in watt-hours.
  static let energyRange = 200...5_000_000
  /// The power of vehicles of which a file states neither the power nor the type.
  static let assumedPower = Power(watts: 150_000)
  private static let minutesOfDay = 1_440

  /// True if another seed gives other stays.
  package var varies: Bool {
    stays.contains { $0.arrivalDeviation > 0 || $0.energyDeviation > 0 }
  }

  // MARK: Overlaps

  /// Two stays of one vehicle that overlap, by their indices; `stay` is stated later.
  struct Overlap: Equatable {
    var stay: Int
    var other: Int
  }

  /// A stay in the week, in minutes from Monday 00:00.
  private struct Span {
    var vehicle: Int32
    var start: Int32
    var end: Int32
    var stay: Int32
  }

  /// The stays that overlap another one of their vehicle by the times that are stated, each once.
  ///
  /// - Complexity: O(n log n) for n stays.
  var overlaps: [Overlap] {
    var found: [Int: Int] = [:]
    var latest: Span?
    for span in spans {
      guard let before = latest, before.vehicle == span.vehicle else {
        latest = span
        continue
      }
      if span.start < before.end {
        let pair = [Int(span.stay), Int(before.stay)].sorted()
        if found[pair[1]] == nil { found[pair[1]] = pair[0] }
      }
      if span.end > before.end { latest = span }
    }
    return found.map { Overlap(stay: $0.key, other: $0.value) }.sorted { $0.stay < $1.stay }
  }

  /// The stays of a week by vehicle and time; one that goes past Sunday is at its beginning, too.
  private var spans: [Span] {
    let week = Int32(7 * Self.minutesOfDay)
    let vehicles = vehicles
    var spans: [Span] = []
    for (index, stay) in stays.enumerated() {
      for day in 0..<7 where stay.days.contains(day: day) {
        let start = Int32(day * Self.minutesOfDay + stay.arrival)
        var span = Span(
          vehicle: Int32(vehicles[index]), start: start, end: start + Int32(stay.length),
          stay: Int32(index))
        spans.append(span)
        guard span.end > week else { continue }
        span.start -= week
        span.end -= week
        spans.append(span)
      }
    }
    return spans.sorted { ($0.vehicle, $0.start, $0.stay) < ($1.vehicle, $1.start, $1.stay) }
  }

  /// The number of the vehicle of each stay, from 0, in the order in which they are first stated.
  var vehicles: [Int] {
    var numbers: [Identifier: Int] = [:]
    return stays.map { stay in
      let number = numbers[stay.vehicleId] ?? numbers.count
      numbers[stay.vehicleId] = number
      return number
    }
  }
}
