/// The conclusions from a search, in words.
extension Sizing {
  /// The conclusion in the lines above the curve.
  ///
  /// - Parameter hasSeeds: Whether several timelines were run for each capacity.
  package func verdict(hasSeeds: Bool) -> [String] {
    guard let answer else {
      return ["no grid capacity of the range meets every requirement"]
        + shortfall(hasSeeds: hasSeeds)
    }
    let point = points[answer]
    let capacity = "\(point.gridCapacity.kilowatts) kW"
    let share =
      hasSeeds
      ? ", in \(point.met) of \(point.timelines) timelines (95 % sure: a share of at least "
        + "\(decimalText(thousandths: Int128(point.lowerBound))))" : ""
    var lines: [String]
    if answer > 0 {
      lines = ["\(capacity) is the smallest of those tried that meets every requirement\(share)"]
    } else if point.gridCapacity > .zero {
      lines = [
        "\(capacity), the lowest that was tried, meets every requirement\(share): try lower ones"
      ]
    } else {
      lines = ["\(capacity) meets every requirement\(share)"]
    }
    if let gain = gain(behind: answer) {
      let next = points[answer + 1].gridCapacity.kilowatts
      lines.append("\(next) kW would deliver \(decimalText(thousandths: gain)) kWh more")
    }
    if let limit = point.limit { lines.append("what limits it most: \(limit.name)") }
    if !exceptions.isEmpty {
      let names = exceptions.map(\.kilowatts).joined(separator: ", ")
      lines.append("larger ones that do not meet every requirement: \(names) kW")
    }
    return lines
  }

  /// Returns what the highest capacity lacks if none meets the requirements, and what would help.
  ///
  /// - Parameter hasSeeds: Whether several timelines were run for each capacity.
  package func shortfall(hasSeeds: Bool) -> [String] {
    guard answer == nil, let last = points.last else { return [] }
    var facts: [String] = []
    if hasSeeds {
      facts.append("\(last.met) of \(last.timelines) timelines meet every requirement")
    }
    for index in unmet {
      let (requirement, result) = (requirements[index], last.results[index])
      let text = Suggestion.printable(requirement.text)
      let value = result.mean.map { decimalText(thousandths: $0) }
      if hasSeeds {
        let mean = value.map { ", with a mean of \($0)" } ?? ", and has no data"
        facts.append("\(text) is met in \(result.met)\(mean)")
      } else {
        facts.append("\(text) is not met: it \(value.map { "is \($0)" } ?? "has no data")")
      }
    }
    let capacity = "at \(last.gridCapacity.kilowatts) kW, the highest that was tried, "
    return [capacity + facts.joined(separator: "; ")] + outlook
  }

  /// The indices of the requirements that some timeline does not meet at the highest capacity.
  private var unmet: [Int] {
    guard let last = points.last else { return [] }
    return requirements.indices.filter { last.results[$0].met < last.timelines }
  }

  /// Whether another capacity would help, and which limit loses energy if none does.
  private var outlook: [String] {
    guard let last = points.last else { return [] }
    if approach < 0 { return ["lower ones come nearer: try lower ones"] }
    guard let reason = reasonOfEnd else {
      guard approach > 0 else { return [] }
      let gain = gain(behind: points.count - 2) ?? 0
      let what = gain > 0 ? "brings \(decimalText(thousandths: gain)) kWh" : "comes nearer"
      return ["the last step still \(what): try higher ones"]
    }
    var lines = ["more grid capacity will not help: \(reason)"]
    // More of another limit does not lower the station's power.
    let isAboutPower = unmet.allSatisfy { requirements[$0].path.hasPrefix("power.") }
    if let limit = last.limit, limit != .grid, last.lost[limit.rawValue] > 0, !isAboutPower {
      let what = last.lost.count { $0 > 0 } == 1 ? "what" : "most of what"
      lines.append("\(what) is lost is lost to \(limit.name): \(limit.remedy)")
    }
    return lines
  }

  /// The reason why higher capacities than the last would change nothing; nil where they may.
  private var reasonOfEnd: String? {
    guard let last = points.last else { return nil }
    let grid = Curtailment.grid.rawValue
    // These two change with the capacity even where it holds nobody back.
    let ownFigures = ["power.overload", "power.gridUtilisation"]
    if last.deferred[grid] == 0, !requirements.contains(where: { ownFigures.contains($0.path) }) {
      return "the grid holds nobody back at the highest"
    }
    let steps = points.suffix(3)
    let isFlat =
      steps.count > 1
      && steps.allSatisfy { $0.delivered == last.delivered && $0.figures == last.figures }
    return isFlat && last.lost[grid] == 0 ? "the last steps bring nothing" : nil
  }

  /// 1 where the last step brings the figures nearer to the requirements that are not met, −1 where
  /// it takes them farther away, 0 where the curve does not tell.
  private var approach: Int {
    guard let last = points.last, let other = points.dropLast().last else { return 0 }
    let changes = unmet.compactMap { index -> Int? in
      guard let now = last.figures[index], let before = other.figures[index] else { return nil }
      let requirement = requirements[index]
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
