extension Identifier {
  /// The id in quotes, safe to show on a terminal; see ``Suggestion/printable(_:limit:)``.
  package var quoted: String { "\"\(Suggestion.printable(text))\"" }
}
