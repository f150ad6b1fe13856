extension ConnectorID {
  var quoted: String { "\"\(Suggestion.printable(chargerId.text)):\(idx)\"" }
}
