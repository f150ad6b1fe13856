/// The value of a figure in a file or of a run.
package enum FigureValue: Hashable, Sendable {
  case number(ExactDecimal)
  /// A text, such as a date; compared byte for byte.
  case text(Identifier)
  /// No value, because there was nothing to measure.
  case null

  /// The number; nil for any other value.
  package var number: ExactDecimal? { if case .number(let number) = self { number } else { nil } }

  /// The value as it is shown, a hyphen where there is none.
  package var shown: String {
    switch self {
    case .number(let number): number.text
    case .text(let text): text.text
    case .null: "-"
    }
  }
}

/// A figure of a file or of a run: its path and its value.
package struct NamedValue: Hashable, Sendable {
  /// The path: the keys that lead to the figure, joined by full stops.
  package var name: Identifier
  package var value: FigureValue

  package init(_ name: Identifier, _ value: FigureValue) {
    self.name = name
    self.value = value
  }
}
