/// The fair share as its rules read, for groups of chargers and for weights, with dictionaries and
/// without regard to speed.
///
/// It is the oracle of the policy under test and shares no code with it. ``SlowFairShare`` is the
/// same without groups and weights.
struct SlowTreeShare {
  /// A limit and the limit above it; nil for one directly below the grid.
  struct Limit {
    var maximum: Int
    var parent: String?
  }

  /// A power ÷ a sum of weights.
  private struct Fraction {
    var power: Int
    var weights: Int
  }

  private(set) var allocation: [String: Int] = [:]
  /// The rounds that allocate something or close a group.
  private(set) var rounds: [SlowFairShare.Round] = []
  private(set) var remaining = 0
  private(set) var stopReason: String?
  /// The groups that have passed on 0.
  private(set) var closedGroups: Set<String> = []

  private let step: Int
  private let limits: [String: Limit]
  private let maximum: [String: Int]
  private let charger: [String: String]
  private let weight: [String: Int]
  /// The limits above each vehicle, from its charger up.
  private var chains: [String: [String]] = [:]
  /// The power that each limit has left before a round.
  private var left: [String: Int] = [:]

  /// - Parameters:
  ///   - limits: The chargers and the groups.
  ///   - weightOfVehicle: The weights other than 1.
  init(
    grid: Int, step: Int, limits: [String: Limit], maximumOfVehicle: [String: Int],
    chargerOfVehicle: [String: String], weightOfVehicle: [String: Int] = [:]
  ) {
    self.step = step
    self.limits = limits
    maximum = maximumOfVehicle
    charger = chargerOfVehicle
    weight = maximumOfVehicle.keys.reduce(into: [:]) { $0[$1] = weightOfVehicle[$1] ?? 1 }
    allocation = maximumOfVehicle.mapValues { _ in 0 }
    for (vehicle, charger) in charger {
      var chain = [charger]
      while let parent = limits[known: chain[chain.count - 1]].parent { chain.append(parent) }
      chains[vehicle] = chain
    }
    let groups = Set(limits.values.compactMap(\.parent))
    var open: [String] = []
    while true {
      // Rule 1.
      remaining = grid - allocation.values.reduce(0, +)
      left = limits.mapValues(\.maximum)
      for (vehicle, power) in allocation {
        for limit in chains[known: vehicle] { left[known: limit] -= power }
      }
      // Rule 2.
      open = allocation.keys.filter(isOpen).sorted()
      if remaining == 0 || open.isEmpty { break }
      // Rule 3.
      let share = Fraction(
        power: remaining, weights: open.reduce(0) { $0 + weight[known: $1] })
      if open.allSatisfy({ offer(to: $0, share) == 0 }) { break }
      // Rule 4.
      var passed: [String: Fraction] = [:]
      var next = allocation
      for vehicle in open {
        let fraction = passedOn(charger[known: vehicle], share, open, &passed)
        let lack = maximum[known: vehicle] - allocation[known: vehicle]
        next[vehicle] = allocation[known: vehicle] + min(offer(to: vehicle, fraction), lack)
      }
      let closing = groups.subtracting(closedGroups).filter { group in
        let below = open.filter { chains[known: $0].contains(group) }
        guard !below.isEmpty else { return false }
        let fraction = passedOn(group, share, open, &passed)
        return below.allSatisfy { offer(to: $0, fraction) == 0 }
      }
      closedGroups.formUnion(closing)
      // Rule 5.
      if next == allocation, closing.isEmpty { break }
      let hasWeights = open.contains { weight[known: $0] != 1 }
      let perWeight = share.power / share.weights
      var round = SlowFairShare.Round(
        remaining: remaining, openVehicles: open.count,
        share: hasWeights ? perWeight : perWeight / step * step, added: [:], allocated: [:])
      for vehicle in open {
        round.added[vehicle] = next[known: vehicle] - allocation[known: vehicle]
        round.allocated[vehicle] = next[known: vehicle]
      }
      rounds.append(round)
      allocation = next
    }
    stopReason = reason(open)
  }

  private func reason(_ open: [String]) -> String? {
    if allocation.isEmpty { return nil }
    if remaining == 0 { return "grid-capacity" }
    if allocation == maximum { return "vehicles-at-maximum" }
    if !open.isEmpty { return "indivisible" }
    let isHeldByGroup = allocation.keys.contains { vehicle in
      allocation[known: vehicle] < maximum[known: vehicle]
        && left[known: charger[known: vehicle]] > 0
    }
    return isHeldByGroup ? "groups-at-maximum" : "chargers-at-maximum"
  }

  private func isOpen(_ vehicle: String) -> Bool {
    allocation[known: vehicle] < maximum[known: vehicle]
      && chains[known: vehicle].allSatisfy { left[known: $0] > 0 && !closedGroups.contains($0) }
  }

  /// Returns the offer to a vehicle, its weight times a fraction, rounded down to the step.
  private func offer(to vehicle: String, _ fraction: Fraction) -> Int {
    fraction.power * weight[known: vehicle] / fraction.weights / step * step
  }

  /// Returns what a limit passes on.
  private func passedOn(
    _ limit: String, _ share: Fraction, _ open: [String], _ passed: inout [String: Fraction]
  ) -> Fraction {
    if let known = passed[limit] { return known }
    let parent = limits[known: limit].parent
    let above = parent.map { passedOn($0, share, open, &passed) } ?? share
    let below = open.filter { chains[known: $0].contains(limit) }
    let wouldTake = below.reduce(0) { sum, vehicle in
      sum + min(offer(to: vehicle, above), maximum[known: vehicle] - allocation[known: vehicle])
    }
    let fraction =
      wouldTake > left[known: limit]
      ? Fraction(power: left[known: limit], weights: below.reduce(0) { $0 + weight[known: $1] })
      : above
    passed[limit] = fraction
    return fraction
  }
}
