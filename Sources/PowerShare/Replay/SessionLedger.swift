/// What a vehicle has been offered less than it could have taken.
public struct SessionLedger: Equatable, Sendable {
  /// What was not offered at once, by the limit that held it back.
  public internal(set) var deferred = EnergyByLimit()
  /// What it would have taken so far, alone and unlimited but by its own maximum.
  public internal(set) var attainable = Energy.zero
  /// How it would charge alone.
  var alone = AloneRun()

  /// Notes a while in which a limit kept a power from the vehicle.
  mutating func note(_ limit: LimitedBy, lacking power: Power, for span: TimeSpan) {
    if let limit = Curtailment(limit) { deferred[limit] += Energy(power, over: span) }
  }

  /// Notes that a vehicle has waited.
  ///
  /// One that would take nothing at a connector was not held back from anything.
  mutating func noteWait(_ arrival: Arrival, until moment: Instant) {
    let span = moment - arrival.time
    guard span.milliseconds > 0, arrival.target != .zero else { return }
    advance(arrival, for: span)
    let battery = arrival.battery?.maxPower(after: .zero) ?? arrival.vehicleMaxPower
    deferred[.queue] += Energy(min(arrival.vehicleMaxPower, battery), over: span)
  }

  /// Lets the vehicle draw alone until it has all it takes.
  mutating func takeAll(_ arrival: Arrival) {
    if let target = arrival.target, arrival.timeAlone(limit: nil) != nil { attainable = target }
  }

  /// Lets the vehicle draw alone for a while.
  mutating func advance(_ arrival: Arrival, for span: TimeSpan) {
    guard let target = arrival.target, attainable < target else { return }
    attainable = arrival.drawnAlone(from: attainable, for: span, limit: nil)
  }
}

extension Arrival {
  /// What the vehicle has drawn if it draws alone for a while.
  ///
  /// - Parameters:
  ///   - start: What it has drawn before.
  ///   - limit: A power that holds it back; nil is none but its own.
  func drawnAlone(from start: Energy, for span: TimeSpan, limit: Power?) -> Energy {
    let target = self.target
    if battery == nil {
      let energy = start + Energy(capped(limit), over: span)
      return target.map { min($0, energy) } ?? energy
    }
    var energy = start
    var left = span.milliseconds
    // Ends: each turn but the last passes a step of the charging curve.
    while left > 0 {
      if let target, energy >= target { return target }
      let power = powerAlone(after: energy, limit)
      guard power > .zero else { return energy }
      var time = left
      if let battery, let change = battery.nextChange(after: energy, vehicleMaxPower: capped(limit))
      {
        time = min(time, (change - energy).milliseconds(at: power))
      }
      energy += Energy(power, over: TimeSpan(milliseconds: time))
      left -= time
    }
    return target.map { min($0, energy) } ?? energy
  }

  /// How long the vehicle takes for the rest of its energy if it draws alone; nil where it never
  /// gets it.
  ///
  /// - Parameters:
  ///   - start: What it has drawn before.
  ///   - limit: A power that holds it back; nil is none but its own.
  func timeAlone(from start: Energy = .zero, limit: Power?) -> TimeSpan? {
    guard let target else { return nil }
    var energy = start
    var milliseconds = 0
    while energy < target {
      let power = powerAlone(after: energy, limit)
      guard power > .zero else { return nil }
      var time = (target - energy).milliseconds(at: power)
      if let battery, let change = battery.nextChange(after: energy, vehicleMaxPower: capped(limit))
      {
        time = min(time, (change - energy).milliseconds(at: power))
      }
      energy += Energy(power, over: TimeSpan(milliseconds: time))
      milliseconds += time
    }
    return TimeSpan(milliseconds: milliseconds)
  }

  private func capped(_ limit: Power?) -> Power {
    limit.map { min($0, vehicleMaxPower) } ?? vehicleMaxPower
  }

  private func powerAlone(after energy: Energy, _ limit: Power?) -> Power {
    let own = capped(limit)
    return battery?.maxPower(after: energy).map { min($0, own) } ?? own
  }
}

extension Energy {
  /// The time in which a power delivers the energy, rounded up to the millisecond.
  fileprivate func milliseconds(at power: Power) -> Int {
    let watts = Int128(power.watts)
    return Int(min((wattMilliseconds + watts - 1) / watts, Int128(Int.max / 4)))
  }
}
