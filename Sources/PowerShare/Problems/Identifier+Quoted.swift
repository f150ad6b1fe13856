extension Identifier {
  /// The id in quotes, safe to show on a terminal; see ``Suggestion/printable(_:limit:)``.
  var quoted: String { "\"\(Suggestion.printable(text))\"" }
}
