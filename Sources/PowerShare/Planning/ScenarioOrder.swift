/// A check that the scenarios of a sweep come in its order.
///
/// Each axis repeats the same values for every value of the axis before it, the last axis fastest;
/// numbers rise. The check learns the values: those of each axis but the slowest when they first
/// occur.
package struct ScenarioOrder: Sendable {
  private let axes: [ScenarioAxis]
  private var previous: [UInt64] = []
  /// The values of each axis so far.
  private var cycles: [Cycle]
  private var spacing: ScenarioSpacing

  private struct Cycle {
    /// The values in their order.
    ///
    /// Of the slowest axis, if it has numbers, only the last one.
    var values: [UInt64] = []
    /// The index of the last scenario's value in ``values``.
    var place = 0
    /// True when all values are known, because the axis has started again.
    var isClosed = false
  }

  /// The reason why a scenario cannot be the next one.
  package struct Violation: Error, Equatable, Sendable {
    /// The axis at fault.
    package let axis: ScenarioAxis
    /// The message: one lower-case line without a full stop.
    package let message: String
  }

  /// Creates a check.
  ///
  /// - Parameters:
  ///   - axes: The axes that are swept; at least one.
  ///   - shards: The number of files from which the scenarios are dealt.
  package init(_ axes: [ScenarioAxis], shards: Int) {
    precondition(!axes.isEmpty, "a sweep has an axis")
    self.axes = axes
    cycles = Array(repeating: Cycle(), count: axes.count)
    spacing = ScenarioSpacing(shards: shards)
  }

  /// Takes the next scenario.
  ///
  /// - Throws: ``Violation`` if it cannot be the next one.
  /// - Complexity: O(axes).
  package mutating func take(_ scenario: Scenario) throws(Violation) {
    let values = axes.map { scenario.number(on: $0) }
    guard !previous.isEmpty else {
      for (axis, value) in values.enumerated() { cycles[axis].values = [value] }
      previous = values
      spacing.take(values[axes.count - 1])
      return
    }
    guard let moving = values.indices.first(where: { values[$0] != previous[$0] }) else {
      throw violation(axes.count - 1, "the same scenario comes twice")
    }
    for inner in (moving + 1)..<max(axes.count, moving + 1) {
      try begin(inner, again: values[inner], as: moving, goesTo: values[moving])
    }
    try moveOn(moving, to: values[moving])
    previous = values
  }

  /// Starts an axis again, because one before it moves on.
  private mutating func begin(
    _ axis: Int, again value: UInt64, as outer: Int, goesTo outerValue: UInt64
  ) throws(Violation) {
    if let next = next(axis) {
      throw violation(
        outer,
        "\(name(outer, outerValue)) comes where \(name(axis, next)) is expected")
    }
    let first = cycles[axis].values[0]
    guard value == first else {
      throw violation(axis, "\(name(axis, value)) comes where \(name(axis, first)) is expected")
    }
    cycles[axis].isClosed = true
    cycles[axis].place = 0
  }

  private mutating func moveOn(_ axis: Int, to value: UInt64) throws(Violation) {
    guard !cycles[axis].isClosed else {
      guard let next = next(axis) else {
        throw violation(
          axis, "\(name(axis, value)) comes after the last one, \(name(axis, previous[axis]))")
      }
      guard value == next else {
        throw violation(axis, "\(name(axis, value)) comes where \(name(axis, next)) is expected")
      }
      cycles[axis].place += 1
      return
    }
    if axes[axis] == .policy {
      guard !cycles[axis].values.contains(value) else {
        throw violation(axis, "\(name(axis, value)) comes twice")
      }
    } else {
      guard value > previous[axis] else {
        throw violation(axis, "\(name(axis, value)) comes after \(name(axis, previous[axis]))")
      }
      if axis == 0 { cycles[axis].values.removeAll(keepingCapacity: true) }
      if axis == axes.count - 1 { spacing.take(value) }
    }
    cycles[axis].values.append(value)
    cycles[axis].place = cycles[axis].values.count - 1
  }

  /// Returns the next value of an axis whose values are all known; nil after its last one.
  private func next(_ axis: Int) -> UInt64? {
    let cycle = cycles[axis]
    return cycle.isClosed && cycle.place + 1 < cycle.values.count
      ? cycle.values[cycle.place + 1] : nil
  }

  private func name(_ axis: Int, _ value: UInt64) -> String {
    "\(axes[axis].rawValue) \(axes[axis].text(of: value))"
  }

  private func violation(_ axis: Int, _ message: String) -> Violation {
    Violation(axis: axes[axis], message: message)
  }

  /// The value that must come next for the sweep to be complete, such as `seed 3`; nil if it may
  /// end here.
  package var due: String? {
    for axis in axes.indices.reversed() {
      if let next = next(axis) { return name(axis, next) }
    }
    return nil
  }

  /// The axis whose values look as if a whole shard were missing; nil if there is none.
  ///
  /// The values of each shard are evenly spaced, but those of all shards together are not.
  package var unevenAxis: ScenarioAxis? {
    guard let last = axes.last, last != .policy, spacing.isUneven else { return nil }
    return last
  }
}

/// The spacing of the fastest axis's values, in each shard and in all of them.
struct ScenarioSpacing: Sendable {
  private let shards: Int
  private var count = 0
  /// The last value of each shard.
  private var last: [UInt64] = []
  private var gap: UInt64?
  private var hasOneGap = true
  private var stride: UInt64?
  private var strides = 0
  private var hasOneStride = true

  init(shards: Int) { self.shards = max(shards, 1) }

  /// Takes the next value, which is greater than the one before it.
  mutating func take(_ value: UInt64) {
    if count > 0 {
      let gap = value - last[(count - 1) % shards]
      hasOneGap = hasOneGap && gap == self.gap ?? gap
      self.gap = gap
    }
    if count < shards {
      last.append(value)
    } else {
      let stride = value - last[count % shards]
      hasOneStride = hasOneStride && stride == self.stride ?? stride
      self.stride = stride
      strides += 1
      last[count % shards] = value
    }
    count += 1
  }

  /// True if each shard is evenly spaced, judged by more than one step, but the whole is not.
  var isUneven: Bool { !hasOneGap && hasOneStride && strides > 1 }
}

extension Scenario {
  /// Returns the value on an axis as a number: watt-hours, watts, the index of the policy, the
  /// seed, or thousandths.
  fileprivate func number(on axis: ScenarioAxis) -> UInt64 {
    switch axis {
    case .site, .station: 0
    case .chargers: UInt64(chargers ?? 0)
    case .batteryCapacity: UInt64(batteryCapacity?.roundedWattHours ?? 0)
    case .batteryPower: UInt64(batteryPower?.watts ?? 0)
    case .gridCapacity: UInt64(gridCapacity?.watts ?? 0)
    case .policy: UInt64(policy.flatMap(PolicyChoice.allCases.firstIndex) ?? 0)
    case .seed: seed ?? 0
    case .scale: UInt64(scale ?? 0)
    }
  }
}

extension ScenarioAxis {
  /// Returns a value on the axis as it is written in a row.
  fileprivate func text(of value: UInt64) -> String {
    switch self {
    case .batteryCapacity, .batteryPower, .gridCapacity, .scale:
      Power(watts: Int(value)).kilowatts
    case .policy: PolicyChoice.allCases[Int(value)].rawValue
    case .site, .station, .chargers, .seed: String(value)
    }
  }
}
