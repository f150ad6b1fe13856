/// The rows of a sweep, in any order, as the runs of a search.
///
/// It learns the values of the axes from the rows. Memory: the sums of each combination, and a bit
/// for each row.
package struct ScenarioTable: Sendable {
  /// The axes of the rows, in their order.
  package let axes: [ScenarioAxis]
  private let rules: SizingRules
  /// The axes other than the seed.
  private let outer: [ScenarioAxis]
  /// The values of each of `outer`, and of the seed last.
  private var values: [AxisMembers]
  /// The index in `points` of a combination, by the indices of its values.
  private var places: [[Int]: Int] = [:]
  private var points: [SizingPoint] = []
  /// The indices of the seeds of each point.
  private var seeds: [BitSet] = []

  /// The reason why rows are not those of a complete sweep.
  package enum Problem: Error, Equatable, Sendable {
    /// A combination is there twice.
    case duplicate(String)
    /// There is no row of a combination.
    case missing(String)
    /// There is no row.
    case noRows
  }

  /// Creates a table without rows.
  ///
  /// - Parameters:
  ///   - axes: The axes of the rows, in the order of ``ScenarioAxis``.
  ///   - rules: The conditions by which runs are judged.
  package init(_ axes: [ScenarioAxis], _ rules: SizingRules) {
    self.axes = axes
    self.rules = rules
    outer = axes.filter { $0 != .seed }
    values = Array(repeating: AxisMembers(), count: outer.count + 1)
  }

  /// Takes a row.
  ///
  /// - Parameters:
  ///   - scenario: The values of the row on the axes.
  ///   - figures: A value for each of ``SizingRules/paths``, in thousandths; nil where it is null.
  ///   - place: The place of the row in the whole sweep, which decides about the order of names.
  /// - Throws: ``Problem`` if there has been a row of that scenario.
  /// - Complexity: O(axes + requirements).
  package mutating func take(
    _ scenario: Scenario, _ figures: [Int128?], place: Int
  ) throws(Problem) {
    var key: [Int] = []
    for (index, axis) in outer.enumerated() {
      key.append(values[index].index(of: scenario, on: axis, place: place))
    }
    let seed = values[outer.count].index(of: scenario, on: .seed, place: place)
    let point: Int
    if let known = places[key] {
      point = known
    } else {
      point = points.count
      places[key] = point
      var scenario = scenario
      scenario.seed = nil
      points.append(SizingPoint(scenario, rules))
      seeds.append(BitSet())
    }
    guard seeds[point].insert(seed) else { throw .duplicate(name(scenario)) }
    points[point].take(figures)
  }

  /// Returns the runs in the order of a sweep.
  ///
  /// - Throws: ``Problem`` if the row of a combination is missing.
  package func runs() throws(Problem) -> SizingRuns {
    guard !points.isEmpty else { throw .noRows }
    let orders = zip(outer + [.seed], values).map { $0.1.order(on: $0.0) }
    var sorted: [SizingPoint] = []
    sorted.reserveCapacity(points.count)
    // As many steps as there are combinations, or one more than there are points.
    var digits = [Int](repeating: 0, count: outer.count)
    var isDone = false
    while !isDone {
      let key = outer.indices.map { orders[$0][digits[$0]] }
      let seed = orders[outer.count].first { index in
        places[key].map { !seeds[$0].contains(index) } ?? true
      }
      if let seed { throw .missing(name(scenario(key, seed: seed))) }
      if let place = places[key] { sorted.append(points[place]) }
      isDone = !Self.advance(&digits, orders)
    }
    return SizingRuns(rules, points: sorted)
  }

  /// The axes other than the seed that have several values.
  package var varied: [ScenarioAxis] {
    outer.indices.filter { values[$0].count > 1 }.map { outer[$0] }
  }

  /// Returns the number of values of an axis; 0 if it is none of the rows.
  package func count(of axis: ScenarioAxis) -> Int {
    guard axes.contains(axis) else { return 0 }
    return outer.firstIndex(of: axis).map { values[$0].count } ?? values[outer.count].count
  }

  private static func advance(_ digits: inout [Int], _ orders: [[Int]]) -> Bool {
    for index in digits.indices.reversed() {
      digits[index] += 1
      if digits[index] < orders[index].count { return true }
      digits[index] = 0
    }
    return false
  }

  private func name(_ scenario: Scenario) -> String {
    axes.isEmpty ? "the only scenario" : scenario.text(axes)
  }

  /// Returns a scenario with the values at some indices.
  private func scenario(_ key: [Int], seed: Int) -> Scenario {
    var result = Scenario()
    for (index, axis) in outer.enumerated() {
      result.copy(axis, from: values[index].scenarios[key[index]])
    }
    result.copy(.seed, from: values[outer.count].scenarios[seed])
    return result
  }
}

/// The values of an axis that rows have, in the order in which they were read.
private struct AxisMembers: Sendable {
  /// A scenario with each value.
  private(set) var scenarios: [Scenario] = []
  /// The first place of each value in the whole sweep.
  private var places: [Int] = []
  /// The index of each value, by its text.
  private var indices: [String: Int] = [:]

  var count: Int { scenarios.count }

  /// Returns the index of a scenario's value, which is added if it is new.
  mutating func index(of scenario: Scenario, on axis: ScenarioAxis, place: Int) -> Int {
    let text = scenario.text(on: axis)
    if let index = indices[text] {
      places[index] = min(places[index], place)
      return index
    }
    indices[text] = scenarios.count
    scenarios.append(scenario)
    places.append(place)
    return scenarios.count - 1
  }

  /// Returns the indices in the order of a sweep: numbers rise, names come as in the first rows.
  func order(on axis: ScenarioAxis) -> [Int] {
    scenarios.indices.sorted { left, right in
      axis.isRanked
        ? scenarios[left].number(on: axis) < scenarios[right].number(on: axis)
        : places[left] < places[right]
    }
  }
}

/// A set of small numbers, a bit for each up to the greatest.
private struct BitSet: Sendable {
  private var words: [UInt64] = []

  /// Adds a number, and returns false if it was there.
  mutating func insert(_ number: Int) -> Bool {
    let (word, bit) = (number / 64, UInt64(1) << UInt64(number % 64))
    while words.count <= word { words.append(0) }
    defer { words[word] |= bit }
    return words[word] & bit == 0
  }

  func contains(_ number: Int) -> Bool {
    number / 64 < words.count && words[number / 64] & (1 << UInt64(number % 64)) != 0
  }
}

extension Scenario {
  /// Copies the value on an axis from another scenario.
  fileprivate mutating func copy(_ axis: ScenarioAxis, from other: Scenario) {
    switch axis {
    case .site: site = other.site
    case .station: station = other.station
    case .chargers: chargers = other.chargers
    case .batteryCapacity: batteryCapacity = other.batteryCapacity
    case .batteryPower: batteryPower = other.batteryPower
    case .gridCapacity: gridCapacity = other.gridCapacity
    case .policy: policy = other.policy
    case .scale: scale = other.scale
    case .seed: seed = other.seed
    }
  }

  /// Returns the value on an axis of numbers.
  fileprivate func number(on axis: ScenarioAxis) -> Int128 {
    switch axis {
    case .site, .station, .policy: 0
    case .chargers: Int128(chargers ?? 0)
    case .batteryCapacity: batteryCapacity?.wattMilliseconds ?? 0
    case .batteryPower: Int128(batteryPower?.watts ?? 0)
    case .gridCapacity: Int128(gridCapacity?.watts ?? 0)
    case .scale: Int128(scale ?? 0)
    case .seed: Int128(seed ?? 0)
    }
  }

  /// Sets the value on an axis to the one that a row states.
  ///
  /// - Returns: False if the text is no value of the axis.
  package mutating func set(_ axis: ScenarioAxis, to text: String) -> Bool {
    switch axis {
    case .site: site = text.isEmpty ? nil : Choice(index: 0, name: text)
    case .station: station = text.isEmpty ? nil : Choice(index: 0, name: text)
    case .chargers: chargers = Self.whole(text).flatMap { Int(exactly: $0) }
    case .batteryCapacity:
      batteryCapacity = ExactNumber.thousandths(text, maximum: 1_000_000_000).map {
        Energy(wattHours: $0)
      }
    case .batteryPower:
      batteryPower = ExactNumber.thousandths(text, maximum: 1_000_000_000).map {
        Power(watts: $0)
      }
    case .gridCapacity:
      gridCapacity = ExactNumber.thousandths(text, maximum: 1_000_000_000).map {
        Power(watts: $0)
      }
    case .policy: policy = PolicyChoice(rawValue: text)
    case .scale: scale = ExactNumber.thousandths(text, maximum: 1_000_000)
    case .seed: seed = Self.whole(text)
    }
    return !self.text(on: axis).isEmpty
  }

  private static func whole(_ text: String) -> UInt64? {
    text.utf8.allSatisfy { 48...57 ~= $0 } ? UInt64(text) : nil
  }
}
