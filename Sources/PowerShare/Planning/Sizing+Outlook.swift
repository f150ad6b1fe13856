/// Advice where no value meets every requirement.
extension Sizing {
  /// The points from the last but two to the end at which the search for an answer ended: the
  /// highest value, or the lowest scale.
  private var lastSteps: [SizingPoint] {
    findsLargest ? Array(points.prefix(3).reversed()) : Array(points.suffix(3))
  }

  /// Sentences on whether other values would help, and which limit loses energy if none does.
  var outlook: [String] {
    guard let end = lastSteps.last else { return [] }
    let (onward, back) = findsLargest ? ("lower", "higher") : ("higher", "lower")
    if end.overloaded > 0, !rules.namesOverload { return overloadOutlook }
    if rules.confidence != nil, end.met * 1_000 >= rules.seedShare * end.timelines {
      return ["the share that was seen is large enough: more seeds may make it sure"]
    }
    if approach < 0 { return ["\(back) ones come nearer: try \(back) ones"] }
    guard let reason = reasonOfEnd(end) else {
      guard approach > 0 else { return [] }
      let gain = findsLargest ? 0 : gain(behind: points.count - 2) ?? 0
      let what = gain > 0 ? "brings \(decimalText(thousandths: gain)) kWh" : "comes nearer"
      return ["the last step still \(what): try \(onward) ones"]
    }
    let what = findsLargest ? "fewer vehicles" : axis.more
    return ["\(what) will not help: \(reason)"] + remedy(end)
  }

  /// The advice where loads drive the import above its limit.
  private var overloadOutlook: [String] {
    switch axis {
    case .gridCapacity: ["a larger grid connection would carry the loads: try higher ones"]
    // A larger battery may carry the loads, or not.
    case .batteryCapacity, .batteryPower: []
    case .site, .station, .chargers, .policy, .scale, .seed:
      ["no \(axis.noun) changes that: a larger grid connection would"]
    }
  }

  /// The limit that loses energy and what would make it hold back less.
  private func remedy(_ end: SizingPoint) -> [String] {
    // More of another limit does not lower the station's power.
    let isAboutPower = unmetAtEnd.allSatisfy { rules.requirements[$0].path.hasPrefix("power.") }
    guard let limit = end.limit, end.lost[limit.rawValue] > 0, !isAboutPower,
      let remedy = self.remedy(against: limit)
    else { return [] }
    let what = end.lost.count { $0 > 0 } == 1 ? "what" : "most of what"
    return ["\(what) is lost is lost to \(limit.name): \(remedy)"]
  }

  /// Returns what would make a limit hold back less; nil if it is more of what the axis varies.
  private func remedy(against limit: Curtailment) -> String? {
    switch (axis, limit) {
    case (.gridCapacity, .grid): nil
    // Chargers bring connectors, and more of them brought nothing.
    case (.chargers, .queue): nil
    case (.batteryCapacity, .grid): limit.remedy + ", or more battery power"
    case (.batteryPower, .grid): limit.remedy + ", or more battery capacity"
    default: limit.remedy
    }
  }

  /// The indices of the requirements that some timeline does not meet at the end of the search.
  private var unmetAtEnd: [Int] {
    guard let end = lastSteps.last else { return [] }
    return rules.requirements.indices.filter { end.results[$0].met < end.timelines }
  }

  /// The reason why values beyond the end would change nothing; nil where they may.
  private func reasonOfEnd(_ end: SizingPoint) -> String? {
    if axis == .gridCapacity, end.deferred[Curtailment.grid.rawValue] == 0,
      !dependsOnCapacityAlone
    {
      return "the grid holds nobody back at the highest"
    }
    let steps = lastSteps
    guard steps.count > 1, steps.allSatisfy({ $0.figures == end.figures }) else { return nil }
    if findsLargest { return "the last steps change nothing" }
    guard steps.allSatisfy({ $0.delivered == end.delivered }) else { return nil }
    switch axis {
    case .gridCapacity where end.lost[Curtailment.grid.rawValue] > 0: return nil
    // A battery that is too small for its power gives nothing. A larger one does.
    case .batteryCapacity, .batteryPower:
      guard end.given > 0, steps.allSatisfy({ $0.given == end.given }) else { return nil }
    default: break
    }
    return "the last steps bring nothing"
  }

  /// True if a required figure changes with the grid capacity even where that holds nobody back.
  private var dependsOnCapacityAlone: Bool {
    let hasSite = points.contains { $0.hasLoads || $0.hasBattery }
    return rules.requirements.contains { requirement in
      ["power.overload", "power.gridUtilisation"].contains(requirement.path)
        || ["battery.", "load.", "cost.", "bound."].contains { requirement.path.hasPrefix($0) }
        || hasSite && requirement.path.hasPrefix("grid.")
    }
  }

  /// 1 where the last step brings the figures nearer to the requirements that are not met, −1 where
  /// it takes them farther away, 0 where the curve does not tell.
  private var approach: Int {
    let steps = lastSteps
    guard let end = steps.last, let other = steps.dropLast().last else { return 0 }
    let changes = unmetAtEnd.compactMap { index -> Int? in
      guard let now = end.figures[index], let before = other.figures[index] else { return nil }
      let requirement = rules.requirements[index]
      let (near, far) = (requirement.distance(of: now), requirement.distance(of: before))
      return near < far ? 1 : near > far ? -1 : 0
    }
    if changes.contains(1) { return changes.contains(-1) ? 0 : 1 }
    return changes.contains(-1) ? -1 : 0
  }
}

extension Curtailment {
  /// A few words on what would make the limit hold back less.
  fileprivate var remedy: String {
    switch self {
    case .grid: "a larger grid connection"
    case .group: "more power for the group"
    case .charger: "more power at the chargers"
    case .connector: "connectors of more power"
    case .limit: "a higher temporary limit"
    case .minimum: "more power, or chargers with a lower minPower"
    case .queue: "more connectors"
    case .stay: "nothing at the site, because the vehicles leave too early"
    case .pending: "more frequent reports"
    }
  }
}
