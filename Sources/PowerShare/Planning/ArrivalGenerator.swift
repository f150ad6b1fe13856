/// A sequence of random arrivals that follow a plan, in order of time.
///
/// The same plan and seed give the same arrivals on every machine;
/// `Sources/sems-plan/Manual/Generating.md` has the rules.
/// Only the arrivals of one day are in memory at a time.
public struct ArrivalGenerator: Sequence, IteratorProtocol, Sendable {
  private let plan: ArrivalPlan
  private var random: Xoshiro256
  private let energy: Spread.Source?
  private let dwell: Spread.Source?
  private let totalWeight: UInt64
  /// The distributions of a day's number of arrivals, by mean.
  ///
  /// A week has at most seven means.
  private var counts: [Int: CountDistribution] = [:]
  private var day = 0
  /// The arrivals of the day that are still to come, in seconds since 1970, the next one last.
  private var pending: [Int] = []
  /// The start of the first day, in seconds since 1970.
  private let first: Int
  /// The time of the last arrival, in seconds since 1970: no arrival is earlier than the one
  /// before.
  private var last: Int

  /// The longest stay, in seconds: 30 days.
  static let maximumStay = 30 * 86_400

  /// Creates a generator.
  ///
  /// - Parameters:
  ///   - plan: The arrivals to generate.
  ///   - seed: Any number; another seed gives other arrivals.
  /// - Precondition: The plan keeps to its ranges.
  public init(_ plan: ArrivalPlan, seed: UInt64) {
    precondition(
      !plan.stays.isEmpty || !plan.vehicles.isEmpty && plan.energy != nil && plan.dwell != nil,
      "a plan has vehicles, energies and stays")
    self.plan = plan
    random = Xoshiro256(seed: seed)
    energy = plan.energy?.source
    dwell = plan.dwell?.source
    totalWeight = plan.vehicles.reduce(0) { $0 + UInt64($1.weight) }
    first = -floorDivide(-plan.from.milliseconds, by: 1_000)  // rounded up to the second
    last = first
  }

  /// Returns the next arrival, a `start` without connector and id; nil after the last one.
  ///
  /// - Complexity: O(1) on average over a day, O(arrivals × log arrivals) for the first of a day.
  public mutating func next() -> SessionEvent? {
    while pending.isEmpty {
      guard day < plan.days else { return nil }
      drawDay()
      day += 1
    }
    last = Swift.max(last, pending.removeLast())
    return SessionEvent(
      time: Instant(milliseconds: last * 1_000), kind: .start(drawVehicle(at: last)))
  }

  // MARK: Days

  /// A part of a day within one hour of the clock.
  private struct Piece {
    /// The start in local seconds since 1970-01-01T00:00.
    let start: Int
    let length: Int
    let weight: Int
  }

  /// Returns the hours of a day; the first and the last may be parts of an hour.
  private func pieces(ofDayFrom start: Int) -> [Piece] {
    var pieces: [Piece] = []
    var place = start
    while place < start + 86_400 {
      let hour = floorDivide(place, by: 3_600)
      let end = Swift.min((hour + 1) * 3_600, start + 86_400)
      // Hour 0 of 1970 was hour 72 of its week, counted from Monday 00:00.
      let hourOfWeek = ((hour + 72) % 168 + 168) % 168
      pieces.append(
        Piece(start: place, length: end - place, weight: plan.profile.weights[hourOfWeek]))
      place = end
    }
    return pieces
  }

  private mutating func drawDay() {
    let local = first + plan.clock.secondsEast(at: first) + day * 86_400
    let pieces = pieces(ofDayFrom: local)
    let weight = pieces.reduce(0) { $0 + $1.length * $1.weight }
    let count = drawCount(weight: weight)
    guard count > 0 else { return }
    pending.reserveCapacity(count)
    for _ in 0..<count { pending.append(drawTime(pieces, weight: UInt64(weight))) }
    pending.sort(by: >)
  }

  /// Draws the number of arrivals of a day.
  private mutating func drawCount(weight: Int) -> Int {
    let week = plan.profile.weights.reduce(0, +) * 3_600
    // In millionths; `sessionsPerDay` is in thousandths.
    let mean = Int(
      divideRoundingToEven(
        Int128(plan.sessionsPerDay) * 1_000 * 7 * Int128(weight), by: Int128(week)))
    guard mean > 0 else { return 0 }
    let table =
      counts[mean] ?? CountDistribution(meanMillionths: mean, dispersion: plan.dispersion)
    counts[mean] = table
    return table.draw(&random)
  }

  /// Draws the time of an arrival, in seconds since 1970.
  private mutating func drawTime(_ pieces: [Piece], weight: UInt64) -> Int {
    var place = Int(random.below(weight))
    var index = 0
    while place >= pieces[index].length * pieces[index].weight {
      place -= pieces[index].length * pieces[index].weight
      index += 1
    }
    let local = pieces[index].start + place / pieces[index].weight
    switch plan.clock.moments(ofLocal: local) {
    case .one(let moment), .none(let moment): return moment
    case .two(let first, let second): return random.below(2) == 0 ? first : second
    }
  }

  // MARK: Vehicles

  private mutating func drawVehicle(at second: Int) -> SessionEvent.Start {
    let measured = drawStay()
    let kind = drawKind() ?? .power(measured.vehicleMaxPower)
    var wattHours = energy?.draw(&random) ?? Int(clamping: measured.energy.roundedWattHours)
    let stay =
      dwell?.draw(&random) ?? divideRoundingToEven(measured.length.milliseconds, by: 1_000)
    var start = SessionEvent.Start(sessionId: nil, connector: .any, vehicleMaxPower: nil)
    var battery: Battery?
    let maxPower: Power
    switch kind {
    case .power(let power):
      start.vehicleMaxPower = power
      maxPower = power
    case .type(let type):
      start.vehicle = type.id
      maxPower = type.maxPower
      if let capacity = type.batteryCapacity, capacity > .zero {
        wattHours = Swift.min(wattHours, Int(capacity.roundedWattHours))
        let state = stateOfCharge(wanting: wattHours, of: capacity)
        start.stateOfCharge = state
        battery = Battery(capacity: capacity, stateOfCharge: state, curve: type.chargingCurve)
      }
    }
    start.energyRequested = Energy(wattHours: wattHours)
    let alone = timeAlone(start, maxPower, battery)
    // A measured stay may be shorter than a second, and no departure is at its arrival.
    let departure = second + Swift.min(Swift.max(stay, alone, 1), Self.maximumStay)
    start.departureTime = Instant(milliseconds: departure * 1_000)
    if plan.leavesWhenDone { start.leavesWhenDone = true }
    return start
  }

  /// Draws a measured stay; without a measured profile it is empty and takes no random number.
  private mutating func drawStay() -> MeasuredProfile.Stay {
    guard !plan.stays.isEmpty else {
      return MeasuredProfile.Stay(
        energy: .zero, length: TimeSpan(milliseconds: 0), vehicleMaxPower: .zero)
    }
    return plan.stays[Int(random.below(UInt64(plan.stays.count)))]
  }

  /// Draws a kind of vehicle; nil if the plan has none.
  private mutating func drawKind() -> VehicleShare.Kind? {
    guard totalWeight > 0 else { return nil }
    var place = random.below(totalWeight)
    var index = 0
    while place >= UInt64(plan.vehicles[index].weight) {
      place -= UInt64(plan.vehicles[index].weight)
      index += 1
    }
    return plan.vehicles[index].kind
  }

  /// Returns the state of charge on arrival, in thousandths of a percent.
  ///
  /// Vehicles that leave when they are done charge to 80 %, others to 100 %; a vehicle that wants
  /// more than that allows arrives empty.
  private func stateOfCharge(wanting wattHours: Int, of capacity: Energy) -> Int {
    let capacityInWattHours = Swift.max(Int(capacity.roundedWattHours), 1)
    let gain = (wattHours * 100_000 + capacityInWattHours - 1) / capacityInWattHours
    return Swift.max(0, (plan.leavesWhenDone ? 80_000 : 100_000) - gain)
  }

  /// Returns the seconds that the vehicle needs at its own maximum, rounded up; 0 if it never
  /// receives its energy.
  ///
  /// The station does not count: drivers who need longer at slower chargers would make the slower
  /// station look better.
  private func timeAlone(
    _ start: SessionEvent.Start, _ maxPower: Power, _ battery: Battery?
  ) -> Int {
    let arrival = Arrival(
      vehicleMaxPower: maxPower, energyRequested: start.energyRequested, battery: battery)
    guard let time = arrival.timeAlone() else { return 0 }
    return -floorDivide(-Swift.min(time.milliseconds, Self.maximumStay * 1_000), by: 1_000)
  }
}
