extension StepFilling {
  /// The rounds between the moments at which somebody closes: a vehicle that has its maximum, a
  /// charger that is full, or the grid that has nothing left.
  ///
  /// Within a round all open vehicles rise alike; the last one gives out what is less than a step
  /// for each.
  ///
  /// - Complexity: O(vehicles² × log vehicles) at the worst, because everyone is listed each round.
  mutating func rounds(_ request: AllocationRequest) -> [AllocationRound] {
    var final: [Power] = []
    fill(request, into: &final)
    let step = request.step.watts
    var rounds: [AllocationRound] = []
    var before = final.map { _ in Power.zero }
    var threshold = 0
    for next in closingThresholds(request) {
      let after = allocations(request, step, at: next, final: final)
      let share = key == .allocation ? Power(watts: (next - threshold) * step) : nil
      append(AllocationRound(request, from: before, to: after, share: share), to: &rounds)
      before = after
      threshold = next
    }
    let share = key == .allocation ? request.step : nil
    append(AllocationRound(request, from: before, to: final, share: share), to: &rounds)
    return rounds
  }

  private func append(_ round: AllocationRound, to rounds: inout [AllocationRound]) {
    if round.grants.contains(where: { $0.addedPower > .zero }) { rounds.append(round) }
  }

  /// The thresholds at which somebody closes, up to the grid's.
  private func closingThresholds(_ request: AllocationRequest) -> [Int] {
    var thresholds: Set = [gridThreshold]
    for (charger, limit) in zip(request.chargers, limits) {
      thresholds.insert(limit.threshold)
      for vehicle in request.vehicles[charger.vehicles] {
        let closing = closingThreshold(vehicle.maximum.watts, request.step.watts)
        if closing <= limit.threshold { thresholds.insert(closing) }
      }
    }
    return thresholds.sorted()
  }

  /// What everyone has at a threshold; at a charger that has passed its own, what it has in the
  /// end.
  private func allocations(
    _ request: AllocationRequest, _ step: Int, at threshold: Int, final: [Power]
  ) -> [Power] {
    var allocations: [Power] = []
    for (charger, limit) in zip(request.chargers, limits) {
      for place in charger.vehicles {
        let maximum = request.vehicles[place].maximum.watts
        allocations.append(
          threshold > limit.threshold
            ? final[place] : Power(watts: allocation(maximum, step, at: threshold)))
      }
    }
    return allocations
  }
}
