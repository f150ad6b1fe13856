/// Holds the scenarios of a sweep, as they come, to the order that they have in one.
///
/// Every axis goes through the same values for each value of the axes before it, the last axis
/// fastest; numbers rise. The values themselves are learnt on the way: those of each axis but the
/// slowest from the first time that they come.
public struct ScenarioOrder: Sendable {
  private let axes: [ScenarioAxis]
  private var previous: [UInt64] = []
  /// The values of each axis so far.
  private var cycles: [Cycle]
  private var spacing: ScenarioSpacing

  private struct Cycle {
    /// In their order; of the slowest axis, where it has numbers, the last one alone.
    var values: [UInt64] = []
    /// Where in it the last scenario stands.
    var place = 0
    /// Whether all its values are known, because it has begun again.
    var isClosed = false
  }

  /// Why a scenario cannot come next.
  public struct Violation: Error, Equatable, Sendable {
    /// The axis that shows it.
    public let axis: ScenarioAxis
    /// What is wrong, in one line.
    public let message: String
  }

  /// Creates an order of which nothing is known yet.
  ///
  /// - Parameters:
  ///   - axes: What is swept; at least one.
  ///   - shards: How many files the scenarios are dealt from.
  public init(_ axes: [ScenarioAxis], shards: Int) {
    precondition(!axes.isEmpty, "a sweep has an axis")
    self.axes = axes
    cycles = Array(repeating: Cycle(), count: axes.count)
    spacing = ScenarioSpacing(shards: shards)
  }

  /// Takes the next scenario, or throws why it cannot be that.
  ///
  /// - Complexity: O(axes).
  public mutating func take(_ scenario: Scenario) throws(Violation) {
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

  /// Lets an axis begin again, because one before it goes on.
  private mutating func begin(
    _ axis: Int, again value: UInt64, as outer: Int, goesTo outerValue: UInt64
  ) throws(Violation) {
    if let next = next(axis) {
      throw violation(
        outer,
        "\(name(outer, outerValue)) comes where \(name(axis, next)) is due")
    }
    let first = cycles[axis].values[0]
    guard value == first else {
      throw violation(axis, "\(name(axis, value)) comes where \(name(axis, first)) is due")
    }
    cycles[axis].isClosed = true
    cycles[axis].place = 0
  }

  private mutating func moveOn(_ axis: Int, to value: UInt64) throws(Violation) {
    guard !cycles[axis].isClosed else {
      guard let next = next(axis) else {
        throw violation(
          axis, "\(name(axis, value)) comes behind the last, \(name(axis, previous[axis]))")
      }
      guard value == next else {
        throw violation(axis, "\(name(axis, value)) comes where \(name(axis, next)) is due")
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
        throw violation(axis, "\(name(axis, value)) comes behind \(name(axis, previous[axis]))")
      }
      if axis == 0 { cycles[axis].values.removeAll(keepingCapacity: true) }
      if axis == axes.count - 1 { spacing.take(value) }
    }
    cycles[axis].values.append(value)
    cycles[axis].place = cycles[axis].values.count - 1
  }

  /// The value behind the last one of an axis of which all are known; nil where it is the last.
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

  /// What must still come for the sweep to be whole, such as `seed 3`; nil where it may be.
  public var due: String? {
    for axis in axes.indices.reversed() {
      if let next = next(axis) { return name(axis, next) }
    }
    return nil
  }

  /// The axis whose values look as if a whole shard were missing; nil where none does.
  ///
  /// Those of each shard are evenly spaced, but together they are not.
  public var unevenAxis: ScenarioAxis? {
    guard let last = axes.last, last != .policy, spacing.isUneven else { return nil }
    return last
  }
}

/// How the values of the fastest axis are spaced, in each shard and together.
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

  /// Takes the next value, which is greater than the one before.
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

  /// Whether each shard is evenly spaced, judged by more than one of its steps, but not the whole.
  var isUneven: Bool { !hasOneGap && hasOneStride && strides > 1 }
}
