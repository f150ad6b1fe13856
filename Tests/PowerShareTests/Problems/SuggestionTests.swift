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

  @Test(
    arguments: [
      ("gridCapcity", "gridCapacity"), ("Grid Capacity", "gridCapacity"),
      ("grid-capacity", "gridCapacity"), ("grd_capcity", "gridCapacity"), ("grid", "gridCapacity"),
      ("departure", "departureTime"), ("vehicleMax", "vehicleMaxPower"),
      ("vehicle_max", "vehicleMaxPower"),
      ("depature", nil), ("depatureTime", "departureTime"), ("Time", "time"), ("tims", nil),
      ("events", "event"), ("evnets", nil), ("MAXWAIT", "maxWait"), ("mxaWait", "maxWait"),
      ("ids", nil), ("max", "maxWait"), ("power", nil), ("vehicleM", nil), ("", nil), ("-", nil),
    ] as [(String, String?)])
  func `a misspelt name is told from an unknown one`(word: String, meant: String?) {
    let names = [
      "time", "event", "id", "gridCapacity", "departureTime", "vehicleMaxPower", "maxWait",
    ]
    #expect(Suggestion.misspelt(word, among: names) == meant)
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
    ("::error::x", "\\u003a:error::x"), ("  ::x", "  \\u003a:x"), (":x", ":x"), ("a::", "a::"),
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
