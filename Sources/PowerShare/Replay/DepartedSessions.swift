/// The ids of sessions that ended by themselves and whose `stop` may still come.
///
/// An id is remembered until its stop, its reuse, or 100,000 later departures, so that memory does
/// not grow with the timeline.
struct DepartedSessions {
  private static let limit = 100_000
  private var departureByID: [Identifier: Int] = [:]
  private var recent: [Identifier] = []
  private var departures = 0

  /// Remembers a session that has just ended by itself.
  mutating func insert(_ id: Identifier) {
    let place = departures % Self.limit
    if place < recent.count {
      // Forgotten only if the id has not departed again since.
      if departureByID[recent[place]] == departures - Self.limit {
        departureByID[recent[place]] = nil
      }
      recent[place] = id
    } else {
      recent.append(id)
    }
    departureByID[id] = departures
    departures += 1
  }

  /// Forgets an id; true where it was remembered.
  mutating func remove(_ id: Identifier) -> Bool {
    !departureByID.isEmpty && departureByID.removeValue(forKey: id) != nil
  }
}
