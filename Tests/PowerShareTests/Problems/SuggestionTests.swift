import Testing

@testable import PowerShare

@Suite struct SuggestionTests {
  @Test(
    arguments: [
      ("gridCapcity", "gridCapacity"), ("gridcapacity", "gridCapacity"), ("stpo", "stop"),
      ("strat", "start"), ("CP009", "CP001"), ("sessionid", "sessionId"), ("xxxxxxx", nil),
      ("", nil),
      ("t", nil), ("stop", "stop"),
    ] as [(String, String?)])
  func `the nearest name is guessed`(word: String, guess: String?) {
    let names = ["start", "stop", "gridCapacity", "sessionId", "CP001", "CP002"]
    #expect(Suggestion.nearest(to: word, among: names) == guess)
  }

  @Test func `of equally near names the first is guessed`() {
    #expect(Suggestion.nearest(to: "CP00", among: ["CP001", "CP002"]) == "CP001")
    #expect(Suggestion.nearest(to: "abcdef", among: ["abcdxx", "abcdex", "abcdey"]) == "abcdex")
  }

  @Test func `long words are compared by their beginnings`() {
    let long = String(repeating: "a", count: 100_000)
    #expect(Suggestion.nearest(to: long, among: ["b", long]) == long)
  }

  @Test(arguments: [
    ("plain é 𝄞", "plain é 𝄞"), ("a\u{1B}[31mb", "a\\u001b[31mb"),
    ("\u{0}\u{7F}", "\\u0000\\u007f"),
    ("a\nb\tc", "a\\u000ab\\u0009c"),
    ("\u{85}\u{202E}\u{2066}\u{2028}", "\\u0085\\u202e\\u2066\\u2028"),
  ])
  func `a text in a message cannot act on a terminal`(text: String, printable: String) {
    #expect(Suggestion.printable(text) == printable)
  }

  @Test func `a long text is shortened`() {
    #expect(Suggestion.printable("abcdef", limit: 6) == "abcdef")
    #expect(Suggestion.printable("abcdefg", limit: 6) == "abcdef…")
  }
}
