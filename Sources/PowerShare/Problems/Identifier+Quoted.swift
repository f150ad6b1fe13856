extension Identifier {
  /// The name in quotes, fit for a message: nothing in it can act on a terminal.
  var quoted: String { "\"\(Suggestion.printable(text))\"" }
}
