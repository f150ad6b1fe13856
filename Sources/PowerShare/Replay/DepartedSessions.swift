/// The ids of sessions that ended by themselves and whose `stop` may still come.
///
/// An id is remembered until its stop, or a number of later departures, so that memory does not
/// grow with the timeline. An id that is used again is remembered as well: a session comes before a
/// departure, and its own stop makes the id forgotten.
///
/// A departure is noted without hashing. It enters the dictionary when the next stop asks, which in
/// timelines without stops never happens.
struct DepartedSessions {
  /// The last departures; that with number *n* is at *n* modulo the limit.
  private var recent: [Identifier] = []
  private var departures = 0
  /// The number of departures that are in the dictionary, or have been forgotten.
  private var indexed = 0
  /// The number of the last departure of each id.
  private var departureByID: [Identifier: Int] = [:]
  /// The number of departures that are remembered at most.
  private let limit: Int

  init(limit: Int = 100_000) { self.limit = limit }

  /// True if no session has ended by itself so far.
  var isEmpty: Bool { departures == 0 }

  /// Remembers a session that has just ended by itself.
  mutating func insert(_ id: Identifier) {
    let place = departures % limit
    if place < recent.count {
      let oldest = departures - limit
      if oldest == indexed {
        indexed += 1
      } else if departureByID[recent[place]] == oldest {
        // Otherwise the id has been stopped, or has departed again since.
        departureByID[recent[place]] = nil
      }
      recent[place] = id
    } else {
      recent.append(id)
    }
    departures += 1
  }

  /// Forgets an id.
  ///
  /// - Returns: True if it was remembered.
  @discardableResult
  mutating func remove(_ id: Identifier) -> Bool {
    while indexed < departures {
      departureByID[recent[indexed % limit]] = indexed
      indexed += 1
    }
    return !departureByID.isEmpty && departureByID.removeValue(forKey: id) != nil
  }
}
