/// The conclusions from a search, in words.
extension Sizing {
  /// The greatest number of values that a message names.
  private static let most = 8

  /// The conclusion in the lines above the curve.
  ///
  /// - Parameter hasSeeds: Whether several timelines were run for each value.
  package func verdict(hasSeeds: Bool) -> [String] {
    guard let answer else { return [failure] + shortfall(hasSeeds: hasSeeds) }
    var lines = [headline(answer, share: rules.share(of: points[answer], hasSeeds: hasSeeds))]
    if answer + 1 < points.count { lines += [step(behind: answer, hasSeeds: hasSeeds)] }
    if let limit = points[answer].limit { lines.append("what limits it most: \(limit.name)") }
    return lines + [exceptionsText, overloadText].compactMap { $0 }
  }

  /// The first line of a verdict with an answer.
  ///
  /// - Parameter share: What is known of the share of timelines; empty for one timeline.
  private func headline(_ answer: Int, share: String) -> String {
    let value = text(answer)
    if findsLargest, answer + 1 == points.count {
      return "\(value), the highest that was tried, meets every requirement\(share): "
        + "try higher ones"
    }
    if findsLargest {
      return "\(value) is the largest of those tried up to which every requirement is met\(share)"
    }
    if !axis.isRanked {
      return points.count == 1
        ? "\(value) meets every requirement\(share)"
        : "\(value) is the first of those tried that meets every requirement\(share)"
    }
    if answer > 0 {
      return "\(value) is the smallest of those tried that meets every requirement\(share)"
    }
    return isLowestPossible
      ? "\(value) meets every requirement\(share)"
      : "\(value), the lowest that was tried, meets every requirement\(share): try lower ones"
  }

  /// The gain of the value behind the answer, or its shortfall where the answer is the largest.
  private func step(behind answer: Int, hasSeeds: Bool) -> String {
    let next = text(answer + 1)
    if findsLargest {
      return "at \(next), the next, " + facts(answer + 1, hasSeeds: hasSeeds)
    }
    let gain = gain(behind: answer) ?? 0
    let energy = decimalText(thousandths: Int128(gain.magnitude))
    return "\(next) would deliver \(energy) kWh " + (gain < 0 ? "less" : "more")
  }

  /// The values that are against the trend, and later stations that meet every requirement.
  private var exceptionsText: String? {
    if !axis.isRanked {
      let others = points.drop { !$0.isMet }.dropFirst().filter(\.isMet).map(\.scenario)
      return others.isEmpty
        ? nil : "later ones that meet every requirement, too: \(axis.text(of: others))"
    }
    guard !exceptions.isEmpty else { return nil }
    let what = findsLargest ? "meet" : "do not meet"
    return "larger ones that \(what) every requirement: \(axis.text(of: exceptions))"
  }

  /// The values at which loads drive the import above its limit.
  private var overloadText: String? {
    let values = points.filter { $0.overloaded > 0 && !rules.namesOverload }.map(\.scenario)
    guard !values.isEmpty else { return nil }
    return "the site with its loads imports more than its limit at "
      + "\(axis.text(of: values, most: Self.most)), so nothing counts as met there"
  }

  private func text(_ place: Int) -> String { axis.text(of: [points[place].scenario]) }

  /// True if the lowest value that was tried is the lowest that there is.
  private var isLowestPossible: Bool {
    guard let first = points.first?.scenario else { return true }
    return first.text(on: axis) == (axis == .chargers ? "1" : "0")
  }

  // MARK: No answer

  /// The statement that there is no answer.
  package var failure: String {
    if findsLargest, !exceptions.isEmpty {
      return "the lowest scale of the range does not meet every requirement"
    }
    return axis.isRanked
      ? "no \(axis.noun) of the range meets every requirement"
      : "no \(axis.noun) meets every requirement"
  }

  /// Returns what is missing if there is no answer, and what would help.
  ///
  /// - Parameter hasSeeds: Whether several timelines were run for each value.
  package func shortfall(hasSeeds: Bool) -> [String] {
    guard answer == nil, !points.isEmpty else { return [] }
    guard axis.isRanked else { return stationShortfalls(hasSeeds: hasSeeds) }
    let end = findsLargest ? "lowest" : "highest"
    let place = findsLargest ? 0 : points.count - 1
    var lines = [
      "at \(text(place)), the \(end) that was tried, " + facts(place, hasSeeds: hasSeeds)
    ]
    if findsLargest, let exceptionsText { lines.append(exceptionsText) }
    return lines + outlook
  }

  private func stationShortfalls(hasSeeds: Bool) -> [String] {
    var lines = points.indices.prefix(Self.most).map {
      "with \(text($0)), " + facts($0, hasSeeds: hasSeeds)
    }
    if points.count > Self.most { lines.append("and \(points.count - Self.most) more") }
    return lines
  }

  /// Returns the requirements that are not met at a value.
  private func facts(_ place: Int, hasSeeds: Bool) -> String {
    let point = points[place]
    var facts: [String] = []
    if hasSeeds {
      facts.append(
        "\(point.met) of \(point.timelines) timelines meet every requirement"
          + rules.doubt(of: point))
    }
    if point.overloaded > 0, !rules.namesOverload {
      let count = hasSeeds ? " in \(point.overloaded)" : ""
      facts.append("the site with its loads imports more than its limit\(count)")
    }
    for index in unmet(point) {
      let (requirement, result) = (rules.requirements[index], point.results[index])
      let text = Suggestion.printable(requirement.text)
      let value = result.mean.map { decimalText($0, decimals: result.decimals) }
      if hasSeeds {
        let mean = value.map { ", with a mean of \($0)" } ?? ", and has no data"
        facts.append("\(text) is met in \(result.met)\(mean)")
      } else {
        facts.append("\(text) is not met: it \(value.map { "is \($0)" } ?? "has no data")")
      }
    }
    return facts.joined(separator: "; ")
  }

  /// Returns the indices of the requirements that some timeline does not meet.
  private func unmet(_ point: SizingPoint) -> [Int] {
    rules.requirements.indices.filter { point.results[$0].met < point.timelines }
  }
}

extension SizingRules {
  /// True if a requirement is about the import above its limit, so that a run above it may meet
  /// every requirement.
  var namesOverload: Bool { requirements.contains { $0.path == "power.overload" } }

  /// Returns the bound that is below the share, in parentheses; empty where no confidence is asked
  /// for.
  func doubt(of point: SizingPoint) -> String {
    guard let confidence, !point.isMet else { return "" }
    return " (\(confidence.rawValue) % sure: a share of at least "
      + "\(decimalText(thousandths: Int128(point.lowerBound))), not "
      + "\(decimalText(thousandths: Int128(seedShare))))"
  }

  /// Returns what is known of the share of timelines that meet every requirement, as the end of a
  /// sentence; empty for one timeline.
  func share(of point: SizingPoint, hasSeeds: Bool) -> String {
    guard hasSeeds else { return "" }
    return ", in \(point.met) of \(point.timelines) timelines "
      + "(\((confidence ?? .percent95).rawValue) % sure: a share of at least "
      + "\(decimalText(thousandths: Int128(point.lowerBound))))"
  }
}
