import PowerShare

/// The policies as schemas list them.
enum PolicySchema {
  /// The names as JSON texts with commas between them.
  static let names = PolicyChoice.allCases.map { "\"\($0.rawValue)\"" }
    .joined(separator: ", ")

  /// The names, each with its meaning, as a sentence of a description.
  static let meanings =
    PolicyChoice.allCases.map { "\($0.rawValue): \($0.meaning)" }
    .joined(separator: "; ") + "."
}
