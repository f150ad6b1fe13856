import PowerShare

/// Reads the options that define the axes of a sweep.
extension ParsedArguments {
  /// Returns the values of an axis that has an option with them, or nil if it is not given.
  ///
  /// Sites and stations have files instead.
  func values(of axis: ScenarioAxis) throws(Failure) -> ScenarioGrid.Values? {
    switch axis {
    case .site, .station: nil
    case .policy: try policies().map(ScenarioGrid.Values.policies)
    case .chargers:
      try values(.chargers, usualStep: 1, of: "numbers of chargers from 1 to 100000", "4:12:2") {
        let isWhole = $0.utf8.allSatisfy { 48...57 ~= $0 }
        return isWhole ? UInt64($0).flatMap { 1...100_000 ~= $0 ? $0 : nil } : nil
      }
    case .batteryCapacity:
      try values(
        .batteryCapacity, usualStep: nil, of: "energies from 0 to 1000000 kWh", "0:400:100"
      ) { NumberText.thousandths($0, maximum: 1_000_000_000).map { UInt64($0) } }
    case .batteryPower:
      try values(
        .batteryPower, usualStep: nil, of: "powers from 0 to 1000000 kW", "50:200:50"
      ) { Power(kilowatts: $0).map { UInt64($0.watts) } }
    case .gridCapacity:
      try values(
        .gridCapacity, usualStep: nil, of: "powers from 0 to 1000000 kW", "100:1000:50"
      ) { Power(kilowatts: $0).map { UInt64($0.watts) } }
    case .scale:
      try values(.scale, usualStep: nil, of: "numbers from 0.001 to 1000", "0.5:2:0.25") {
        let number = NumberText.thousandths($0, maximum: 1_000_000)
        return number.flatMap { $0 > 0 ? UInt64($0) : nil }
      }
    case .seed:
      try values(.sweepSeed, usualStep: 1, of: "whole numbers from 0 to \(UInt64.max)", "1:20") {
        $0.utf8.allSatisfy { 48...57 ~= $0 } ? UInt64($0) : nil
      }
    }
  }

  /// Returns the policies in the order given, or nil if none are given.
  func policies() throws(Failure) -> [PolicyChoice]? {
    guard let text = self[.sweepPolicy] else { return nil }
    var policies: [PolicyChoice] = []
    for name in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let policy = PolicyChoice(rawValue: String(name)) else {
        throw .badChoice(String(name), for: .policy)
      }
      guard !policies.contains(policy) else {
        throw .usage(message: "the option --policy names \(name) twice")
      }
      policies.append(policy)
    }
    return policies
  }

  private func values(
    _ option: Option, usualStep: UInt64?, of numbers: String, _ example: String,
    number: (String) -> UInt64?
  ) throws(Failure) -> ScenarioGrid.Values? {
    guard let text = self[option] else { return nil }
    do throws(AxisValues.Problem) {
      return .numbers(try AxisValues(text, usualStep: usualStep, number: number))
    } catch {
      let needs = "\(numbers), as a range such as \(example) or a list with commas"
      let part: String
      switch error {
      case .malformed: throw .badNumber(text, for: option, needs: needs)
      case .noStep(let range): part = "the range \"\(range)\" has no step"
      case .stepIsZero(let range): part = "the step of \"\(range)\" is 0"
      case .isBackwards(let range): part = "the range \"\(range)\" ends before it begins"
      case .isNotAscending: part = "each value must be greater than the one before"
      case .isTooLong: part = "there are more than \(AxisValues.limit) values"
      }
      // A group of three digits that begins with 0 is part of a number, not a value.
      let isGrouped = text.split(separator: ",").dropFirst().contains { $0.hasPrefix("0") }
      throw .usage(
        message: "the option --\(option.name) cannot be \"\(Suggestion.printable(text))\": "
          + Suggestion.printable(part),
        hint: "It needs \(needs)."
          + (isGrouped ? Failure.numberHint(text).map { " " + $0 } ?? "" : ""))
    }
  }
}
