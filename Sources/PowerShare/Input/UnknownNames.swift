/// The unknown keys or columns of a file that have been reported, each once and at most 100.
struct UnknownNames: Sendable {
  /// The greatest number of different names that are reported.
  private static let limit = 100
  /// The greatest number of different names that are counted, so that memory is bounded.
  private static let countLimit = 10_000

  /// The hashes of the names so far.
  private var hashes: Set<UInt64> = []

  /// The step for an unknown name.
  enum Step {
    /// The name is to be reported.
    case report
    /// The name is only to be counted, because enough others have been reported.
    case count
    /// The name has been reported or counted before.
    case skip
  }

  /// Notes a name.
  mutating func note(_ name: some Sequence<UInt8>) -> Step {
    // The hashes of the standard library differ from run to run.
    var hash = FNV1a()
    for byte in name { hash.take(byte) }
    guard hashes.count < Self.countLimit, hashes.insert(hash.value).inserted else { return .skip }
    return hashes.count <= Self.limit ? .report : .count
  }
}

extension RangedProblem {
  /// The texts of problems with unknown names.
  enum NameKind: String, Sendable {
    case key, column

    var code: DiagnosticCode { self == .key ? .unknownKey : .unknownColumn }
  }

  /// Returns the problem of a name that nothing reads: an error where a known name that is absent
  /// is surely meant, else a warning.
  ///
  /// - Parameters:
  ///   - known: The names that its object or header may have.
  ///   - isPresent: Returns true for a known name that the object or header has.
  /// - Returns: The problem, and the known name that is meant if it is an error.
  static func unknown(
    _ kind: NameKind, _ name: String, at range: Range<Int>, known: [String],
    isPresent: (String) -> Bool
  ) -> (problem: RangedProblem, meant: String?) {
    // A key `$schema` states nothing, so that a misspelling of it loses nothing.
    let absent = known.filter { $0 != "$schema" && !isPresent($0) }
    let meant = Suggestion.misspelt(name, among: absent)
    // A known name in the wrong object is not a misspelling of itself.
    let guess = meant ?? Suggestion.nearest(to: name, among: known.filter { $0 != name })
    let problem = RangedProblem(
      range: range, code: kind.code,
      message: "unknown \(kind.rawValue) \(Identifier(name).quoted)"
        + (guess.map { "; did you mean \"\($0)\"?" } ?? ""),
      severity: meant == nil ? .warning : .error)
    return (problem, meant)
  }
}
