/// A search for the combination of values that meets requirements and has the lowest or highest
/// value of a figure.
package struct BestScenarios: Sendable {
  /// The axes whose values are combined.
  package let axes: [ScenarioAxis]
  /// The conditions by which runs are judged.
  package let rules: SizingRules
  /// The figure that decides.
  package let goal: SizingRules.Goal
  /// All combinations, in the order of the axes.
  package let points: [SizingPoint]
  /// The combinations that meet every requirement and have a value of the figure: the best ones, at
  /// most ten, the best first.
  package let best: [SizingPoint]
  /// The greatest number of events that a run left out.
  package let skippedEvents: Int
  /// The number of combinations that meet every requirement.
  package let meeting: Int
  /// The number of combinations that are as good as the best.
  private let equals: Int

  /// The greatest number of combinations that are kept as the best.
  package static let most = 10

  /// Creates a search from its runs.
  ///
  /// Means are compared exactly, not as they are shown; of equal combinations the first is better.
  ///
  /// - Parameters:
  ///   - axes: The axes that are searched.
  ///   - goal: The figure that decides.
  ///   - runs: The runs of every combination, in the order of the axes.
  package init(_ axes: [ScenarioAxis], _ goal: SizingRules.Goal, _ runs: SizingRuns) {
    self.axes = axes
    self.goal = goal
    rules = runs.rules
    points = runs.points
    skippedEvents = runs.skippedEvents
    let meeting = points.filter(\.isMet)
    self.meeting = meeting.count
    let measured = meeting.filter { $0.goal?.mean != nil }
    let order = measured.indices.sorted { left, right in
      let (left, right) = ((measured[left], left), (measured[right], right))
      if Self.isBetter(left.0, right.0, goal) { return true }
      return !Self.isBetter(right.0, left.0, goal) && left.1 < right.1
    }
    best = order.prefix(Self.most).map { measured[$0] }
    equals = order.prefix { !Self.isBetter(measured[order[0]], measured[$0], goal) }.count
  }

  private static func isBetter(
    _ left: SizingPoint, _ right: SizingPoint, _ goal: SizingRules.Goal
  ) -> Bool {
    guard let left = left.goal, let right = right.goal else { return false }
    return goal.isHighest ? right.isLess(than: left) : left.isLess(than: right)
  }

  // MARK: Words

  /// The conclusion in the lines above the table.
  ///
  /// - Parameter hasSeeds: Whether several timelines were run for each combination.
  package func verdict(hasSeeds: Bool) -> [String] {
    guard let first = best.first, let mean = first.goal?.mean else {
      return [failure] + shortfall(hasSeeds: hasSeeds)
    }
    let share = rules.share(of: first, hasSeeds: hasSeeds)
    let what = (goal.isHighest ? "highest " : "lowest ") + (hasSeeds ? "mean " : "")
    var lines = [
      "\(what)\(Suggestion.printable(goal.path)): \(text(of: mean)) with \(name(first))\(share)",
      "\(meeting) of \(points.count) combinations meet every requirement",
    ]
    if equals > 1 {
      let others = equals == 2 ? "1 other" : "\(equals - 1) others"
      lines.append("equally good: \(others); the first in the order of the axes is named")
    }
    return lines + [overloadText, limitsText(first)].compactMap { $0 }
  }

  /// The combinations at which loads drive the import above its limit.
  private var overloadText: String? {
    let count = points.count { $0.overloaded > 0 }
    guard count > 0, !rules.namesOverload else { return nil }
    return "the site with its loads imports more than its limit in \(count) combinations, so "
      + "nothing counts as met there"
  }

  /// The axes on which a combination has the lowest or the highest value that was tried.
  private func limitsText(_ point: SizingPoint) -> String? {
    let ends = axes.filter(\.isRanked).compactMap { axis -> String? in
      let value = point.scenario.text(on: axis)
      guard let first = points.first?.scenario.text(on: axis),
        let last = points.last?.scenario.text(on: axis), first != last
      else { return nil }
      let name = "\(axis.rawValue) \(value)"
      if value == last { return "\(name) is the highest" }
      // There is nothing below zero and no fewer than one charger.
      return value == first && value != "0" && (axis != .chargers || value != "1")
        ? "\(name) is the lowest" : nil
    }
    return ends.isEmpty
      ? nil : "at the end of what was tried: " + ends.joined(separator: ", ")
  }

  private func name(_ point: SizingPoint) -> String {
    Suggestion.printable(point.scenario.text(axes), limit: 400)
  }

  private func text(of value: Int128) -> String {
    let unit = FigureTable.figure(goal.path, isOnUpdate: true)?.unit
    let number = decimalText(value, decimals: unit?.heldDecimals ?? 3)
    return unit.map { $0.isPhysical ? "\(number) \($0.name)" : number } ?? number
  }

  /// The statement that there is no answer.
  package var failure: String {
    meeting > 0
      ? "no combination that meets every requirement has data for "
        + Suggestion.printable(goal.path)
      : "no combination of the range meets every requirement"
  }

  /// Returns how near the combinations come to each requirement if none meets them all.
  ///
  /// - Parameter hasSeeds: Whether several timelines were run for each combination.
  package func shortfall(hasSeeds: Bool) -> [String] {
    guard meeting == 0 else { return [] }
    let lines = rules.requirements.indices.map { index in
      let text = Suggestion.printable(rules.requirements[index].text)
      let count = points.count { $0.isMet(index) }
      if count > 0 { return "\(count) of \(points.count) combinations meet \(text)" }
      guard let (point, value) = nearest(to: index) else { return "none has data for \(text)" }
      let what = hasSeeds ? "the nearest mean" : "the nearest"
      let decimals = point.results[index].decimals
      return "none meets \(text): \(what) is \(decimalText(value, decimals: decimals)), with "
        + name(point)
    }
    return lines + [overloadText].compactMap { $0 }
  }

  /// Returns the first combination whose mean is nearest to a requirement, and that mean.
  private func nearest(to index: Int) -> (SizingPoint, Int128)? {
    var nearest: (point: SizingPoint, value: Int128, distance: Int128)?
    for point in points {
      guard let value = point.figures[index] else { continue }
      let distance = rules.requirements[index].distance(of: value)
      if distance < nearest?.distance ?? .max { nearest = (point, value, distance) }
    }
    return nearest.map { ($0.point, $0.value) }
  }
}
