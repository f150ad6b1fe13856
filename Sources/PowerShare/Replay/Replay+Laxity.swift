/// The time at which a policy that goes by the slack of the vehicles shares differently.
///
/// Between two moments at which a session changes, every session draws a constant power, so that
/// its slack at any time between is known. The policy is asked for its shares at such times. A
/// result that time has changed does not come back, so halving the time finds the first change, and
/// a replay makes no tick, and looks at no time, at which nothing changes.
extension Replay {
  /// Sets the slack of all vehicles in the request to that at a moment.
  ///
  /// - Parameter moment: Not before the present moment, and not after the next one at which a
  ///   session changes.
  mutating func setSlack(at moment: Instant) {
    guard let now = clock else { return }
    for place in request.vehicles.indices {
      let slot = request.vehicles[place].session
      request.setSlack(sessions.slack(slot: slot, at: moment, from: now), at: place)
    }
  }

  /// Returns the first of some moments at which the shares differ from the present ones, or may
  /// differ and have to be looked at; nil where there is none.
  ///
  /// - Parameters:
  ///   - first: The first of these moments, after `now`.
  ///   - interval: The time between two of them.
  ///   - end: The end of these moments, not after the next one at which a session changes.
  mutating func nextChangeOfShares(
    from now: Instant, first: Instant, every interval: TimeSpan, before end: Instant
  ) -> Instant? {
    guard first < end else { return nil }
    updateShares()
    if options.reallocation == .immediate, !isOfferedShares { return first }
    defer { setSlack(at: now) }
    let shares = sharesOfAllStages(at: now)
    func moment(_ number: Int) -> Instant {
      first + TimeSpan(milliseconds: number * interval.milliseconds)
    }
    let most = ((end - first).milliseconds - 1) / interval.milliseconds + 1
    var count = most
    if let meeting = nextMeeting(from: now), meeting < end {
      let passed = max(0, (meeting - first).milliseconds + interval.milliseconds - 1)
      count = min(most, passed / interval.milliseconds)
    }
    if count > 0, sharesOfAllStages(at: moment(count - 1)) != shares {
      var (same, other) = (-1, count - 1)
      while other - same > 1 {
        let middle = same + (other - same) / 2
        if sharesOfAllStages(at: moment(middle)) == shares { same = middle } else { other = middle }
      }
      return moment(other)
    }
    return count < most ? moment(count) : nil
  }

  /// Whether every session is offered its present share.
  private var isOfferedShares: Bool {
    request.vehicles.indices.allSatisfy { place in
      sessions[state: request.vehicles[place].session].allocatedPower == shares[place]
    }
  }

  /// Returns the shares at a moment, one after the other for each time that the policy is asked
  /// because of a charger's minimum, and the vehicles that are left out in between.
  private mutating func sharesOfAllStages(at moment: Instant) -> [Power] {
    setSlack(at: moment)
    var stages: [Power] = []
    _ = Self.share(request, by: &policy, &turns, into: &stages)
    guard hasMinimum else { return stages }
    var (reduced, shares) = (request, stages)
    while let (vehicle, charger) = lastBelowMinimum(reduced, shares) {
      reduced.remove(vehicle, charger: charger)
      _ = Self.share(reduced, by: &policy, &turns, into: &shares)
      stages.append(Power(watts: vehicle.session))
      stages += shares
    }
    return stages
  }

  /// Returns the earliest moment at which the slacks of two vehicles that draw a part of their
  /// maximum may be the same to within 2 ms; nil where there is none.
  ///
  /// Around it their order may change several times, because slacks are rounded.
  private func nextMeeting(from now: Instant) -> Instant? {
    let vehicles = request.vehicles.compactMap { vehicle in
      sessions.partlyCharging(slot: vehicle.session, slack: vehicle.slack)
    }
    .sorted { $0.slack < $1.slack }
    var least: Int?
    for (first, second) in zip(vehicles, vehicles.dropFirst()) {
      // Each slack is rounded by less than 1 ms.
      guard let time = first.time(to: second, gap: second.slack - first.slack - 2) else {
        continue
      }
      least = min(least ?? .max, time)
    }
    return least.map { now + TimeSpan(milliseconds: $0) }
  }
}

/// A vehicle whose slack shrinks more slowly than the time passes.
private struct PartlyCharging {
  let slack: Int
  let power: Int128
  let maximum: Int128

  /// Returns the milliseconds in which it makes up a gap of slack to another one, rounded down; nil
  /// if it never does.
  func time(to other: PartlyCharging, gap: Int) -> Int? {
    if gap <= 0 { return 0 }
    let speed = power * other.maximum - other.power * maximum
    guard speed > 0 else { return nil }
    return Int(min(Int128(gap) * maximum * other.maximum / speed, Int128(Int.max / 4)))
  }
}

extension SessionTable {
  /// Returns the slack of the session in a slot: the time to its departure less the time it still
  /// needs at its maximum, rounded up, in milliseconds; nil where it states no departure.
  ///
  /// - Parameters:
  ///   - moment: The time of the slack.
  ///   - now: The present time; until `moment` the session draws its present power.
  fileprivate func slack(slot: Int, at moment: Instant, from now: Instant) -> Int? {
    guard let departure = details[slot].arrival.departureTime else { return nil }
    let left = (departure - moment).milliseconds
    guard let target = details[slot].target, !details[slot].isDone else { return left }
    guard details[slot].maximum > .zero else { return .min / 2 }
    let power = Int128(details[slot].maximum.watts)
    let state = self[state: slot]
    let energy = state.deliveredEnergy + Energy(state.allocatedPower, over: moment - now)
    let missing = max(0, (target - energy).wattMilliseconds)
    return left - Int((missing + power - 1) / power)
  }

  /// Returns the session in a slot if it wants energy and draws a part of its maximum.
  fileprivate func partlyCharging(slot: Int, slack: Int?) -> PartlyCharging? {
    let (power, maximum) = (self[state: slot].allocatedPower, details[slot].maximum)
    guard let slack, details[slot].target != nil, power > .zero, power < maximum else {
      return nil
    }
    return PartlyCharging(
      slack: slack, power: Int128(power.watts), maximum: Int128(maximum.watts))
  }
}
