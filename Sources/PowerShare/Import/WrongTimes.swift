/// The texts of a file that are no times.
///
/// A few are reported one by one. More are reported once, because then `--date-format` is wrong.
struct WrongTimes {
  private(set) var count = 0
  /// The first problems, with the texts.
  private var first: [(problem: RangedProblem, text: String)] = []
  /// The columns, by their names in quotes.
  private var columns: [String] = []
  /// The patterns of numbers that every text may have, with what they read.
  private var numbers = Self.numbers

  private static let numbers = [
    ("excel", "the dates of a spreadsheet"), ("%s", "seconds since 1970"),
    ("%Q", "milliseconds since 1970"),
  ]

  /// The number of problems that are reported one by one.
  private static let shown = 3

  /// Adds a text.
  ///
  /// - Parameter column: The name of its column in quotes.
  mutating func add(_ cell: ColumnRow.Cell, column: String, hint: String) {
    count += 1
    if !numbers.isEmpty { numbers.removeAll { !DatePattern.mayBe($0.0, cell.text) } }
    if !columns.contains(column) { columns.append(column) }
    guard first.count < Self.shown else { return }
    let problem = RangedProblem(
      range: cell.range, code: .invalidTime, message: "\(column) is not a time: \(cell.shown)",
      hint: hint)
    first.append((problem, cell.shown))
  }

  /// Returns the problems.
  func problems(_ bytes: Span<UInt8>) -> [RangedProblem] {
    var problems = first.map(\.problem)
    if let (pattern, meaning) = numbers.first {
      for index in problems.indices {
        problems[index].hint = "Use --date-format \(pattern) for \(meaning)."
      }
    }
    guard count > Self.shown else { return problems }
    var line = 1
    var place = 0
    let examples = first.map { problem, text in
      while place < problem.range.lowerBound {
        if bytes[place] == UInt8(ascii: "\n") { line += 1 }
        place += 1
      }
      return "\(text) in line \(line)"
    }
    problems[0].message =
      "\(count) texts are not times, in \(columns.joined(separator: ", ")): "
      + examples.joined(separator: ", ")
    return [problems[0]]
  }
}
