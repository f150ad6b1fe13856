/// The values of figures while they are measured, one for each definition.
///
/// A figure that has a definition and no value, or a value and no definition, is a defect and ends
/// the program. So is a value that cannot be shown as the definition says.
struct FigureList {
  private let definitions: [FigureDefinition]
  /// The values in thousandths, by the indices of the definitions: nil where there is no value yet,
  /// `.some(nil)` where there was nothing to measure.
  private var values: [Int??]
  /// The index of the definition after the one that got the last value; most values come in order.
  private var next = 0

  /// Creates a list without values.
  init(_ definitions: [FigureDefinition]) {
    self.definitions = definitions
    values = Array(repeating: nil, count: definitions.count)
  }

  /// Returns the value of a figure in thousandths: nil where it has none, or is null.
  subscript(path: String) -> Int? {
    definitions.firstIndex { $0.path == path }.flatMap { values[$0] ?? nil }
  }

  /// The figures in the order of their definitions.
  ///
  /// - Precondition: Each has a value.
  var figures: [Summary.Figure] {
    zip(definitions, values).map { definition, value in
      guard let value else { preconditionFailure("no value of \(definition.path)") }
      return Summary.Figure(path: definition.path, thousandths: value)
    }
  }

  private mutating func index(of path: String) -> Int {
    if next < definitions.count, definitions[next].path == path { return next }
    guard let index = definitions.firstIndex(where: { $0.path == path }) else {
      preconditionFailure("no definition of \(path)")
    }
    return index
  }

  // MARK: Values

  /// Sets a power in watts, an energy in watt-hours, or another value in thousandths.
  mutating func set(_ path: String, _ thousandths: Int?) {
    let index = index(of: path)
    let definition = definitions[index]
    precondition(values[index] == nil, "two values of \(path)")
    if let thousandths {
      let unit = [1_000, 100, 10, 1][definition.unit.decimals]
      precondition(thousandths % unit == 0, "too many decimals in \(path)")
    } else {
      precondition(definition.isNullable, "null in \(path)")
    }
    values[index] = .some(thousandths)
    next = index + 1
  }

  /// Sets a count.
  mutating func set(_ path: String, count: Int) { set(path, count * 1_000) }

  /// Sets a quotient of energies; null where the whole is zero.
  mutating func set(_ path: String, share: Energy, of whole: Energy) {
    guard whole > .zero else { return set(path, nil) }
    let thousandths = divideRoundingToEven(
      share.wattMilliseconds * 1_000, by: whole.wattMilliseconds)
    set(path, Int(thousandths))
  }

  /// Sets a quotient of times; null where the whole is zero.
  mutating func set(_ path: String, part: Int, of whole: Int) {
    set(path, whole > 0 ? divideRoundingToEven(part * 1_000, by: whole) : nil)
  }

  /// Sets a mean of times in minutes, rounded to a tenth; null where there are none.
  mutating func set(_ path: String, minutes milliseconds: Int, over count: Int) {
    guard count > 0 else { return set(path, nil) }
    set(path, divideRoundingToEven(milliseconds, by: 6_000 * count) * 100)
  }
}
