/// A condition on a figure of the summary, such as `servedShare>=0.95`.
public struct Requirement: Equatable, Sendable {
  /// The text from which it was read, without spaces around it.
  public let text: String
  /// The path of the figure.
  public let path: String
  /// The comparison and the number, without spaces before them: `>=0.95`.
  let condition: String
  private let comparison: Comparison
  /// The threshold in units of 10⁻⁹.
  let threshold: Int128
  /// The factor by which values of the figure become units of 10⁻⁹.
  private let factor: Int128

  private enum Comparison: String, CaseIterable {
    // Longer ones first, because `<=` begins with `<`.
    case atMost = "<="
    case atLeast = ">="
    case equal = "=="
    case different = "!="
    case below = "<"
    case above = ">"
  }

  /// The reason why a text is no requirement.
  public enum Problem: Error, Equatable, Sendable {
    /// It has no comparison.
    case noComparison
    /// The text after the comparison is no number.
    case notANumber(String)
    /// It has a sign that is no comparison, but close to one: `meant`.
    case wrongComparison(String, meant: String)
    /// There is no such figure; the nearest ones are suggested.
    case unknownPath(String, suggestions: [String])
    /// The figure is a date, which no number can be compared with.
    case notNumeric(String)
    /// The figure has another unit.
    case wrongUnit(String)
    /// The number is above 1, but the figure is a share that never exceeds 1.
    case aboveOne(String)
  }

  /// Reads a requirement: a path, one of `< <= > >= == !=`, and a number, with or without the unit
  /// `kW`, `kWh`, `min` or `%`.
  ///
  /// - Parameter isOnUpdate: Whether the replay is in `on-update` mode, which has more figures.
  /// - Throws: The reason why the text is no requirement.
  public init(_ text: String, isOnUpdate: Bool) throws(Problem) {
    let bytes = Array(text.utf8)
    // The wrong signs that begin with a comparison, or contain one, come first.
    for (sign, meant) in [("=>", ">="), ("=<", "<="), ("===", "=="), ("<>", "!=")]
    where bytes.contains(sign.utf8) { throw .wrongComparison(sign, meant: meant) }
    self.text = Self.trimmed(bytes[...])
    guard
      let place = bytes.firstIndex(where: { "<>=!".utf8.contains($0) }),
      let comparison = Comparison.allCases.first(where: {
        bytes[place...].starts(with: $0.rawValue.utf8)
      })
    else {
      guard bytes.contains(UInt8(ascii: "=")) else { throw .noComparison }
      throw .wrongComparison("=", meant: "==")
    }
    self.comparison = comparison
    path = Self.trimmed(bytes[..<place])
    let rest = Self.trimmed(bytes[(place + comparison.rawValue.utf8.count)...])
    condition = comparison.rawValue + rest
    guard let figure = FigureTable.figure(path, isOnUpdate: isOnUpdate) else {
      let paths = FigureTable.requirable(isOnUpdate: isOnUpdate)
      throw .unknownPath(path, suggestions: Self.suggestions(for: path, among: paths))
    }
    guard figure.unit.isNumeric else { throw .notNumeric(path) }
    let (number, unit) = Self.split(rest)
    guard unit.isEmpty || unit == figure.unit.suffix else { throw .wrongUnit(unit) }
    let isNegative = figure.unit.mayBeNegative && number.hasPrefix("-")
    let numberBytes = Array(number.utf8.dropFirst(isNegative ? 1 : 0))
    guard
      case .thousandths(let billionths) = DecimalNumber.read(
        numberBytes.span, in: 0..<numberBytes.count, maximum: 1_000_000_000_000_000_000,
        decimals: 9)
    else { throw .notANumber(rest) }
    let magnitude = unit == "%" ? Int128(billionths) / 100 : Int128(billionths)
    threshold = isNegative ? -magnitude : magnitude
    factor = figure.unit.heldDecimals == 4 ? 100_000 : 1_000_000
    if figure.isAtMostOne, threshold > 1_000_000_000 { throw .aboveOne(rest) }
  }

  /// Whether a summary meets it; a null figure fails every requirement.
  public func isMet(by summary: Summary) -> Bool { isMet(by: summary.value(path)) }

  /// Whether a value in the unit in which the figure is held, thousandths for most, meets it; nil
  /// fails every requirement.
  public func isMet(by held: Int128?) -> Bool {
    guard let held else { return false }
    let value = held * factor
    switch comparison {
    case .atMost: return value <= threshold
    case .atLeast: return value >= threshold
    case .equal: return value == threshold
    case .different: return value != threshold
    case .below: return value < threshold
    case .above: return value > threshold
    }
  }

  /// Returns up to three figures that a path may mean: those that are spelled nearly the same, and
  /// those that have it as a part.
  static func suggestions(for path: String, among paths: [String]) -> [String] {
    let near = Suggestion.several(near: path, among: paths)
    let named = paths.filter { known in
      known.split(separator: ".").contains { $0.utf8.elementsEqual(path.utf8) }
        && !near.contains(known)
    }
    return Array((near + named).prefix(3))
  }

  /// Returns how far a value is from meeting it; 0 where it meets it.
  func distance(of held: Int128) -> Int128 {
    if isMet(by: held) { return 0 }
    return max(Int128((held * factor - threshold).magnitude), 1)
  }

  // MARK: Parts

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
    var bytes = bytes
    while let first = bytes.first, first == 0x20 || first == 0x09 { bytes.removeFirst() }
    while let last = bytes.last, last == 0x20 || last == 0x09 || last == 0x0D {
      bytes.removeLast()
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Returns the number at the start of a text and the unit at its end, which may be empty.
  private static func split(_ text: String) -> (number: String, unit: String) {
    for unit in ["kWh", "kW", "min", "%"] where text.hasSuffix(unit) {
      return (trimmed(ArraySlice(text.utf8.dropLast(unit.utf8.count))), unit)
    }
    return (text, "")
  }
}
