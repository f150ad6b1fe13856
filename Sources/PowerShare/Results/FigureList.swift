/// Figures as they are shown, in thousandths.
struct FigureList {
  private(set) var figures: [Summary.Figure] = []

  /// Adds a power in watts, an energy in watt-hours, or anything else in thousandths.
  mutating func add(_ path: String, _ thousandths: Int?) {
    figures.append(Summary.Figure(path: path, thousandths: thousandths))
  }

  mutating func add(_ path: String, count: Int) { add(path, count * 1_000) }

  /// Adds a quotient of energies; null where there is nothing to divide by.
  mutating func add(_ path: String, share: Energy, of whole: Energy) {
    guard whole > .zero else { return add(path, nil) }
    let thousandths = divideRoundingToEven(
      share.wattMilliseconds * 1_000, by: whole.wattMilliseconds)
    add(path, Int(thousandths))
  }

  /// Adds a quotient of times.
  mutating func add(_ path: String, part: Int, of whole: Int) {
    add(path, whole > 0 ? divideRoundingToEven(part * 1_000, by: whole) : nil)
  }

  /// Adds a mean of times in minutes, shown with one decimal.
  mutating func add(_ path: String, minutes milliseconds: Int, over count: Int) {
    guard count > 0 else { return add(path, nil) }
    add(path, divideRoundingToEven(milliseconds, by: 6_000 * count) * 100)
  }
}
