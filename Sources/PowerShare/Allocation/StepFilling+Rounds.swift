extension StepFilling {
  /// Returns the rounds between the moments at which something closes: a vehicle at its maximum, a
  /// full charger or group, or the grid with nothing left.
  ///
  /// Within a round all open vehicles rise alike. The last round gives a rest that is less than a
  /// step for each.
  ///
  /// - Complexity: O(vehicles² × log vehicles) at the worst, because each round lists all vehicles.
  mutating func rounds(_ request: AllocationRequest) -> [AllocationRound] {
    var final: [Power] = []
    fill(request, into: &final)
    let step = request.step.watts
    var rounds: [AllocationRound] = []
    var before = final.map { _ in Power.zero }
    var threshold = 0
    for next in closingThresholds(request) {
      let after = allocations(request, step, at: next, final: final)
      let share = grants(from: threshold, to: next).map { Power(watts: $0 * step) }
      append(AllocationRound(request, from: before, to: after, share: share), to: &rounds)
      before = after
      threshold = next
    }
    let share = key == .fractionOfMaximum ? nil : request.step
    append(AllocationRound(request, from: before, to: final, share: share), to: &rounds)
    return rounds
  }

  /// Returns the number of grants between two thresholds of a vehicle of weight 1, or nil if it
  /// depends on the vehicle's maximum.
  private func grants(from threshold: Int, to next: Int) -> Int? {
    switch key {
    case .allocation: next - threshold
    case .allocationByWeight:
      Self.grants(ofWeight: 1, below: next) - Self.grants(ofWeight: 1, below: threshold)
    case .fractionOfMaximum: nil
    }
  }

  private func append(_ round: AllocationRound, to rounds: inout [AllocationRound]) {
    if round.grants.contains(where: { $0.addedPower > .zero }) { rounds.append(round) }
  }

  /// Returns the thresholds at which something closes, up to the grid's threshold.
  private func closingThresholds(_ request: AllocationRequest) -> [Int] {
    var thresholds: Set = [gridThreshold]
    for (charger, threshold) in zip(request.chargers, chargerThresholds) {
      thresholds.insert(threshold)
      for vehicle in request.vehicles[charger.vehicles] {
        let closing = closingThreshold(vehicle, request.step.watts)
        if closing <= threshold { thresholds.insert(closing) }
      }
    }
    return thresholds.sorted()
  }

  /// Returns the power of every vehicle at a threshold; the final power at chargers whose threshold
  /// is lower.
  private func allocations(
    _ request: AllocationRequest, _ step: Int, at threshold: Int, final: [Power]
  ) -> [Power] {
    var allocations: [Power] = []
    for (charger, chargerThreshold) in zip(request.chargers, chargerThresholds) {
      for place in charger.vehicles {
        let vehicle = request.vehicles[place]
        allocations.append(
          threshold > chargerThreshold
            ? final[place] : Power(watts: allocation(vehicle, step, at: threshold)))
      }
    }
    return allocations
  }
}
