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

  @Test(.tags(.property)) func `it remembers what a plain list of departures remembers`() {
    for seed in PropertyCases.seeds(200) {
      var random = SplitMix64(seed: seed)
      let limit = random.int(1...6)
      var departed = DepartedSessions(limit: limit)
      var departures: [Identifier?] = []
      let stops = random.pick([2, 20, 60])
      for step in 0..<60 {
        let id = Identifier(random.pick(["a", "b", "c", "d", "e", "f", "g", "h"]))
        if random.chance(percent: stops) {
          let isKnown = departures.suffix(limit).contains(id)
          #expect(departed.remove(id) == isKnown, "seed \(seed), step \(step)")
          for place in departures.indices where departures[place] == id {
            departures[place] = nil
          }
        } else {
          departed.insert(id)
          departures.append(id)
        }
        #expect(departed.isEmpty == departures.isEmpty, "seed \(seed)")
      }
    }
  }
}
