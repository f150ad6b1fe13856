import Testing

@testable import PowerShare

@Suite struct DepartedSessionsTests {
  @Test func `an id is remembered until its stop`() {
    var departed = DepartedSessions()
    departed.insert("a")
    #expect(departed.remove("a") == true)
    #expect(departed.remove("a") == false)
    #expect(departed.remove("b") == false)
  }

  @Test func `an id is forgotten after 100,000 later departures`() {
    var departed = DepartedSessions()
    departed.insert("first")
    departed.insert("second")
    for number in 2..<100_000 { departed.insert(Identifier("\(number)")) }
    var copy = departed
    #expect(copy.remove("first") == true, "99,999 others have departed since")
    departed.insert("one more")
    #expect(departed.remove("first") == false)
    #expect(departed.remove("second") == true)
    #expect(departed.remove("one more") == true)
  }

  @Test func `an id that departs again is remembered from its last departure on`() {
    var departed = DepartedSessions()
    departed.insert("often")
    departed.insert("once")
    departed.insert("often")
    for number in 0..<99_999 { departed.insert(Identifier("\(number)")) }
    #expect(departed.remove("once") == false)
    #expect(departed.remove("often") == true)
  }
}
