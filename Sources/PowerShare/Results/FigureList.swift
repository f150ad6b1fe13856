/// The values of figures while they are measured, one for each definition.
///
/// A figure that has a definition and no value, or a value and no definition, is a defect and ends
/// the program. So is a value that cannot be shown as the definition says.
struct FigureList {
  private let definitions: [FigureDefinition]
  /// The values in the units in which they are held, by the indices of the definitions: nil where
  /// there is no value yet, `.some(nil)` where there was nothing to measure, and where the value is
  /// a text.
  private var values: [Int128??]
  /// The texts, by the indices of the definitions.
  private var texts: [Int: String] = [:]
  /// The index of the definition after the one that got the last value; most values come in order.
  private var next = 0

  /// Creates a list without values.
  init(_ definitions: [FigureDefinition]) {
    self.definitions = definitions
    values = Array(repeating: nil, count: definitions.count)
  }

  /// Returns the value of a figure in thousandths: nil where it has none, or is null.
  subscript(path: String) -> Int128? {
    definitions.firstIndex { $0.path == path }.flatMap { values[$0] ?? nil }
  }

  /// The figures in the order of their definitions.
  ///
  /// - Precondition: Each has a value.
  var figures: [Summary.Figure] {
    definitions.indices.map { index in
      let path = definitions[index].path
      guard let value = values[index] else { preconditionFailure("no value of \(path)") }
      return Summary.Figure(
        path: path, value: value, decimals: definitions[index].unit.heldDecimals,
        text: texts[index])
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

  /// Sets a power; null where there is none.
  mutating func set(_ path: String, _ power: Power?) {
    set(path, thousandths: power.map { Int128($0.watts) })
  }

  /// Sets an energy.
  mutating func set(_ path: String, _ energy: Energy) {
    set(path, thousandths: energy.roundedWattHours)
  }

  /// Sets an amount of money, rounded to what is shown; null where there is none.
  mutating func set(_ path: String, _ amount: Money?) {
    let unit = definitions[index(of: path)].unit
    set(path, thousandths: amount.map { $0.rounded(decimals: unit.decimals) * unit.step })
  }

  /// Sets a value in thousandths of the unit, or in the unit of its last decimal if it has more;
  /// null where it is nil.
  mutating func set(_ path: String, thousandths: Int128?) {
    let index = index(of: path)
    let definition = definitions[index]
    precondition(values[index] == nil, "two values of \(path)")
    if let thousandths {
      precondition(thousandths % definition.unit.step == 0, "too many decimals in \(path)")
    } else {
      precondition(definition.isNullable, "null in \(path)")
    }
    values[index] = .some(thousandths)
    next = index + 1
  }

  /// Sets a day; null where there is none.
  mutating func set(_ path: String, _ day: DayName?) {
    let index = index(of: path)
    precondition(definitions[index].unit == .date, "a date in \(path)")
    switch day {
    case nil: set(path, thousandths: nil)
    case .second(let second): set(path, thousandths: Int128(second) * 1_000)
    case .date?:
      precondition(values[index] == nil, "two values of \(path)")
      values[index] = .some(nil)
      texts[index] = day?.text
      next = index + 1
    }
  }

  /// Sets a count.
  mutating func set(_ path: String, count: Int) {
    set(path, thousandths: Int128(count) * 1_000)
  }

  /// Sets a value in units of its last decimal, as a histogram counts them; null where it is nil.
  mutating func set(_ path: String, bin: Int?) {
    let step = definitions[index(of: path)].unit.step
    set(path, thousandths: bin.map { Int128($0) * step })
  }

  /// Sets a quotient of energies; null where the whole is zero.
  mutating func set(_ path: String, share: Energy, of whole: Energy) {
    set(path, thousandths: share.thousandths(of: whole))
  }

  /// Sets a quotient of times; null where the whole is zero.
  mutating func set(_ path: String, part: TimeSpan, of whole: TimeSpan) {
    let (part, whole) = (Int128(part.milliseconds), Int128(whole.milliseconds))
    set(path, thousandths: whole > 0 ? divideRoundingToEven(part * 1_000, by: whole) : nil)
  }

  /// Sets a mean of times in minutes, rounded to a tenth; null where there are none.
  mutating func set(_ path: String, minutes milliseconds: Int128, over count: Int) {
    let tenths =
      count > 0 ? divideRoundingToEven(milliseconds, by: 6_000 * Int128(count)) : nil
    set(path, thousandths: tenths.map { $0 * 100 })
  }
}
