/// The energy that limits have kept from a vehicle.
public struct SessionLedger: Equatable, Sendable {
  /// The energy that was not offered at once, by the limit that held it back.
  public internal(set) var deferred = EnergyByLimit()
  /// Its charging as it would be alone at the station, from the beginning of its session.
  var alone = AloneRun()
  /// Its charging as it would be alone, limited by nothing but its own maximum, from its arrival.
  var unlimited = AloneRun(limit: Connection.unlimited)

  /// Adds the energy that limits kept from the vehicle for a time span.
  ///
  /// The power that its connector would keep from it even if it were alone there is booked to the
  /// connector. The power that its charger, then the groups above that, then the grid capacity,
  /// then temporary limits would keep beyond that is booked to these, and only the rest to the
  /// limit that binds.
  ///
  /// - Parameters:
  ///   - limit: The limit that binds.
  ///   - lacking: The powers that the limits keep from the vehicle.
  ///   - bound: Receives the limits that kept any energy from it.
  mutating func note(
    _ limit: Curtailment, _ lacking: LackingPower, for span: TimeSpan,
    _ bound: inout CurtailmentSet
  ) {
    note(.connector, lacking.atConnector, for: span, &bound)
    note(.charger, lacking.atCharger, for: span, &bound)
    note(.group, lacking.atGroups, for: span, &bound)
    note(.grid, lacking.atGrid, for: span, &bound)
    note(.limit, lacking.atTemporary, for: span, &bound)
    note(limit, lacking.rest, for: span, &bound)
  }

  /// Adds the energy of a power that a limit kept from the vehicle for a time span.
  @inline(__always)
  mutating func note(
    _ limit: Curtailment, _ power: Power, for span: TimeSpan, _ bound: inout CurtailmentSet
  ) {
    guard power > .zero else { return }
    deferred[limit] += Energy(power, over: span)
    bound.insert(limit)
  }

  /// Adds the energy that waiting kept from the vehicle.
  ///
  /// Waiting keeps nothing from a vehicle that wants no energy.
  mutating func noteWait(_ arrival: Arrival, until moment: Instant) {
    let span = moment - arrival.time
    guard span.milliseconds > 0, arrival.target != .zero else { return }
    let battery = arrival.battery?.maxPower(after: .zero) ?? arrival.vehicleMaxPower
    deferred[.queue] += Energy(min(arrival.vehicleMaxPower, battery), over: span)
  }
}

/// The power that a vehicle lacks to its own maximum, split by the limits that keep it from the
/// vehicle.
struct LackingPower {
  /// The power that its connector would keep from it even if it were alone there.
  let atConnector: Power
  /// The power that its charger would keep from it beyond that.
  let atCharger: Power
  /// The power that the groups above its charger would keep from it beyond that.
  let atGroups: Power
  /// The power that the grid capacity would keep from it beyond that.
  let atGrid: Power
  /// The power that temporary limits would keep from it beyond that.
  let atTemporary: Power
  /// The power that it lacks because it is not alone.
  let rest: Power

  /// Splits the power that a vehicle lacks.
  ///
  /// With a battery a vehicle may have more than the grid capacity, so that no part may be more
  /// than what it lacks.
  ///
  /// - Parameters:
  ///   - own: The vehicle's maximum.
  ///   - allocated: The power that it is offered.
  ///   - connector: The maximum of its connector.
  ///   - charger: The maximum of its charger.
  ///   - groups: The lowest maximum of the groups above its charger.
  ///   - grid: The grid capacity.
  ///   - temporary: The lowest temporary limit of its charger, the groups above it and the grid.
  init(
    own: Power, allocated: Power, connector: Power, charger: Power, groups: Power, grid: Power,
    temporary: Power
  ) {
    var alone = own
    func part(_ limit: Power) -> Power {
      let former = alone
      alone = min(alone, max(limit, allocated))
      return former - alone
    }
    atConnector = part(connector)
    atCharger = part(charger)
    atGroups = part(groups)
    atGrid = part(grid)
    atTemporary = part(temporary)
    rest = alone - allocated
  }
}

extension Arrival {
  /// Returns the energy that the vehicle has drawn after it has charged alone for a time span.
  ///
  /// The result for two spans, one after the other, is that for both together.
  ///
  /// - Parameters:
  ///   - start: The energy that it has drawn before.
  ///   - limit: A limit besides its own maximum.
  func drawnAlone(from start: Energy, for span: TimeSpan, limit: Power) -> Energy {
    let (target, battery) = (target, battery)
    let maximum = min(limit, vehicleMaxPower)
    guard let battery else {
      let energy = start + Energy(maximum, over: span)
      return target.map { min($0, energy) } ?? energy
    }
    var energy = start
    var left = span.milliseconds
    // Ends: each turn but the last passes a step of the charging curve.
    while left > 0 {
      if let target, energy >= target { return target }
      let accepted = battery.acceptance(after: energy, maximum: maximum)
      guard accepted.power > .zero else { return energy }
      var time = left
      if let end = accepted.end {
        time = min(time, (end - energy).time(at: accepted.power).milliseconds)
      }
      energy += Energy(accepted.power, over: TimeSpan(milliseconds: time))
      left -= time
    }
    return target.map { min($0, energy) } ?? energy
  }

  /// Returns the time the vehicle needs alone for the rest of its energy, or nil if it never gets
  /// it.
  ///
  /// - Parameters:
  ///   - start: The energy that it has drawn before.
  ///   - limit: A limit besides its own maximum.
  func timeAlone(
    from start: Energy = .zero, limit: Power = Connection.unlimited
  ) -> TimeSpan? {
    guard let target else { return nil }
    let battery = battery
    let maximum = min(limit, vehicleMaxPower)
    var energy = start
    var milliseconds = 0
    while energy < target {
      let accepted =
        battery?.acceptance(after: energy, maximum: maximum)
        ?? Acceptance(power: maximum, end: nil)
      guard accepted.power > .zero else { return nil }
      let next = accepted.end.map { min($0, target) } ?? target
      let time = (next - energy).time(at: accepted.power)
      energy += Energy(accepted.power, over: time)
      milliseconds += time.milliseconds
    }
    return TimeSpan(milliseconds: milliseconds)
  }
}
