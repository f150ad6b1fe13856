extension Int {
  /// The number with its noun, `1 tick`, `2 ticks`.
  func counted(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}
