/// A builder that turns recorded sessions into a timeline and counts the rules it applies.
struct ImportedTimeline {
  /// The sessions, in order of arrival.
  private(set) var sessions: [RecordedSession]
  private(set) var leftOut: ImportTally
  var assumed: ImportTally
  var implausible: ImportTally
  private(set) var ratings: ConnectorRatings
  let options: ImportOptions
  /// The clock of times in notes.
  let clock: LocalClock

  /// Stays longer than this are remarked.
  static let longStay = TimeSpan(milliseconds: 7 * 86_400_000)

  /// Builds the timeline.
  ///
  /// - Parameter text: The text of the file, to compare records without an id.
  /// - Complexity: O(n log n) for n sessions.
  init(_ reading: inout RecordReading, _ options: ImportOptions, text: Span<UInt8>) {
    sessions = reading.sessions
    reading.sessions = []  // so that the array is changed in place
    leftOut = reading.leftOut
    assumed = reading.assumed
    implausible = reading.implausible
    self.options = options
    clock = options.outputClock ?? options.clock ?? LocalClock(.zulu)
    ratings = ConnectorRatings()
    leaveOutUnusable()
    numberConnectors()
    sortSessions(text)
    leaveOutDuplicates(text)
    findConnectors()
    ratings = ConnectorRatings(
      sessions, addsMinute: reading.times.areWholeMinutes, implausible: &implausible,
      assumed: &assumed,
      describe: describe)
    if !options.anyConnector { separateOverlaps() }
    nameApart()
    countRules()
  }

  // MARK: Sessions

  /// Leaves out sessions that no timeline can hold.
  private mutating func leaveOutUnusable() {
    leaveOut("gave back more energy than it received") { $0.delivered < .zero }
    leaveOut("ends before it begins") { $0.departure < $0.arrival }
    leaveOut("ends when it begins") { $0.departure == $0.arrival }
    leaveOut("outside of the years 1970 to 9999 on the clock of the time zone") { [clock] in
      !clock.canState($0.arrival) || !clock.canState($0.departure)
    }
  }

  private mutating func leaveOut(_ reason: String, where isBad: (RecordedSession) -> Bool) {
    var tally = ImportTally()
    sessions.removeAll { session in
      guard isBad(session) else { return false }
      tally.count(reason, energy: session.delivered)
      return true
    }
    if let entry = tally.entries.first {
      leftOut.count(reason, entry.count, energy: entry.energy)
    }
  }

  /// Numbers the connectors that have names, after the numbered ones of their charger, in the order
  /// of the names.
  private mutating func numberConnectors() {
    var names: [Identifier: Set<Identifier>] = [:]
    var highest: [Identifier: Int] = [:]
    for session in sessions {
      if let name = session.connectorName { names[session.charger, default: []].insert(name) }
      highest[session.charger] = max(highest[session.charger] ?? 0, Int(session.connector ?? 0))
    }
    guard !names.isEmpty else { return }
    var numbers: [Identifier: [Identifier: Int]] = [:]
    for (charger, own) in names {
      for (index, name) in own.sorted(by: Self.isBefore).enumerated() {
        numbers[charger, default: [:]][name] = (highest[charger] ?? 0) + 1 + index
      }
    }
    for index in sessions.indices {
      guard let name = sessions[index].connectorName else { continue }
      sessions[index].connector = numbers[sessions[index].charger]?[name].map { Int32($0) }
      assumed.count("at a connector with a name, numbered in the order of the names")
    }
    leaveOut("at a charger with more than \(Charger.maximumConnectors) connectors") {
      $0.connector ?? 1 > Charger.maximumConnectors
    }
  }

  /// Sorts sessions by arrival, then by all that tells them apart, so that the order of the records
  /// does not matter and equal ones follow each other.
  private mutating func sortSessions(_ text: Span<UInt8>) {
    // Moving indices is cheaper than moving sessions, and needs less memory.
    var order = sessions.indices.map { Int32($0) }
    order.sort { left, right in
      let (a, b) = (sessions[Int(left)].arrival, sessions[Int(right)].arrival)
      if a != b { return a < b }
      return Self.isBefore(sessions[Int(left)], sessions[Int(right)], text) ?? (left < right)
    }
    Self.apply(order, to: &sessions)
  }

  /// Returns true if the first of two sessions of one arrival is before the other, nil if they are
  /// equal.
  private static func isBefore(
    _ a: RecordedSession, _ b: RecordedSession, _ text: Span<UInt8>
  ) -> Bool? {
    if a.charger != b.charger { return isBefore(a.charger, b.charger) }
    if a.connector != b.connector { return a.connector ?? 0 < b.connector ?? 0 }
    if a.departure != b.departure { return a.departure < b.departure }
    if a.delivered != b.delivered { return a.delivered < b.delivered }
    if let a = a.id, let b = b.id, a != b { return isBefore(a, b) }
    if (a.id == nil) != (b.id == nil) { return a.id == nil }
    if a.id == nil {
      guard let a = a.record?.range, let b = b.record?.range else { return nil }
      return isBefore(text, a, b)
    }
    let (left, right) = (a.otherNumbers, b.otherNumbers)
    return left == right ? nil : left.lexicographicallyPrecedes(right)
  }

  /// Moves the elements of an array in place, so that the one at `order[n]` comes to n.
  private static func apply(_ order: [Int32], to sessions: inout [RecordedSession]) {
    var order = order
    for start in order.indices where order[start] >= 0 {
      var place = start
      while Int(order[place]) != start {
        let next = Int(order[place])
        sessions.swapAt(place, next)
        order[place] = -1
        place = next
      }
      order[place] = -1
    }
  }

  /// Returns true if the first of two ranges of bytes is before the other, nil if they are equal.
  private static func isBefore(
    _ text: Span<UInt8>, _ left: Range<Int>, _ right: Range<Int>
  ) -> Bool? {
    for index in 0..<min(left.count, right.count) {
      let (a, b) = (text[left.lowerBound + index], text[right.lowerBound + index])
      if a != b { return a < b }
    }
    return left.count == right.count ? nil : left.count < right.count
  }

  /// Leaves out sessions that are recorded twice: of those with an id, equal ones; of those without
  /// one, only those whose records are equal byte for byte.
  private mutating func leaveOutDuplicates(_ text: Span<UInt8>) {
    var kept = 0
    for index in sessions.indices {
      if kept > 0, Self.areEqual(sessions[kept - 1], sessions[index], text) {
        leftOut.count("recorded twice", energy: sessions[index].delivered)
      } else {
        if kept < index { sessions[kept] = sessions[index] }
        kept += 1
      }
    }
    sessions.removeLast(sessions.count - kept)
  }

  private static func areEqual(
    _ left: RecordedSession, _ right: RecordedSession, _ text: Span<UInt8>
  ) -> Bool {
    guard left.id == nil else {
      // What was assumed is not part of a record's content.
      var left = left
      left.notes = right.notes
      return left == right
    }
    guard right.id == nil, let a = left.record?.range, let b = right.record?.range,
      left.arrival == right.arrival
    else { return false }
    return isBefore(text, a, b) == nil
  }

  /// Puts sessions without a connector at the first free one of their charger.
  private mutating func findConnectors() {
    guard sessions.contains(where: { $0.connector == nil }) else { return }
    var ends: [Identifier: [Instant]] = [:]
    var others = 0
    var first = 0
    while first < sessions.count {
      let arrival = sessions[first].arrival
      let end = sessions[first...].firstIndex { $0.arrival != arrival } ?? sessions.count
      // Of sessions that begin at one moment those with a connector come first, so that no other
      // is put at theirs.
      for index in first..<end where sessions[index].connector != nil {
        occupy(index, &ends)
      }
      for index in first..<end where sessions[index].connector == nil {
        let own = ends[sessions[index].charger] ?? []
        // A charger cannot have more connectors: the last one gets an overlap.
        let place =
          own.firstIndex { $0 <= arrival } ?? min(own.count, Charger.maximumConnectors - 1)
        sessions[index].connector = Int32(place + 1)
        if place > 0 { others += 1 }
        occupy(index, &ends)
      }
      first = end
    }
    assumed.count("put at another connector, because those before it were in use", others)
  }

  /// Notes until when a session has its connector.
  private func occupy(_ index: Int, _ ends: inout [Identifier: [Instant]]) {
    let session = sessions[index]
    guard let connector = session.connector else { return }
    var own = ends.removeValue(forKey: session.charger) ?? []
    let place = Int(connector) - 1
    while own.count <= place { own.append(Instant(milliseconds: 0)) }
    own[place] = max(own[place], session.departure)
    ends[session.charger] = own
  }

  /// Ends each session at a connector before the next one there begins.
  private mutating func separateOverlaps() {
    var last: [ConnectorID: Int] = [:]
    var isLeftOut = Array(repeating: false, count: sessions.count)
    var shortened = 0
    // By index, so that the array is changed in place.
    for index in sessions.indices {
      let session = sessions[index]
      let connector = session.connectorID
      if let previous = last[connector], sessions[previous].departure > session.arrival {
        if sessions[previous].arrival == session.arrival {
          isLeftOut[previous] = true  // it ends first
        } else {
          sessions[previous].departure = session.arrival
          shortened += 1
        }
      }
      last[connector] = index
    }
    var index = -1
    leaveOut("begins together with another at its connector") { _ in
      index += 1
      return isLeftOut[index]
    }
    assumed.count("cut short, because the next at the connector began before its end", shortened)
  }

  /// Makes the ids of sessions unique: of those with one id, the second and later ones get a
  /// number.
  private mutating func nameApart() {
    var order = sessions.indices.filter { sessions[$0].id != nil }.map { Int32($0) }
    order.sort { left, right in
      guard let a = sessions[Int(left)].id, let b = sessions[Int(right)].id, a != b else {
        return left < right
      }
      return Self.isBefore(a, b)
    }
    var repeated: [(index: Int, id: Identifier)] = []
    for place in order.indices.dropFirst() {
      let index = Int(order[place])
      if let id = sessions[index].id, sessions[Int(order[place - 1])].id == id {
        repeated.append((index, id))
      }
    }
    guard !repeated.isEmpty else { return }
    var names = Set(sessions.compactMap(\.id))
    var numbers: [Identifier: Int] = [:]
    for (index, id) in repeated.sorted(by: { $0.index < $1.index }) {
      var number = numbers[id] ?? 1
      var name: Identifier
      repeat {
        number += 1
        name = Identifier("\(id.text)-\(number)")
      } while !names.insert(name).inserted
      numbers[id] = number
      sessions[index].id = name
      assumed.count("id followed by a number, because another session has the same id")
    }
  }

  // MARK: Events

  /// The origin of a vehicle's maximum power.
  enum PowerSource: String {
    case recorded = "vehicleMaxPower is a recorded maximum"
    case option = "vehicleMaxPower is --max-power"
    case rating = "vehicleMaxPower is the rating of the connector"
  }

  /// Returns the most power of a session's vehicle.
  func power(of session: RecordedSession) -> (power: Power, source: PowerSource) {
    if let maximum = session.maxPower, maximum > .zero {
      return (min(maximum, .maximum), .recorded)
    }
    if let maximum = options.maxPower { return (maximum, .option) }
    return (ratings[session.connectorID] ?? .zero, .rating)
  }

  // MARK: Station

  /// Returns the station that the sessions imply; nil if there are no sessions.
  func station(id: Identifier) -> StationConfig? {
    var limits: [Identifier: [Int: Power]] = [:]
    for (connector, rating) in ratings.all {
      limits[connector.chargerId, default: [:]][connector.idx] = rating
    }
    let chargers = limits.keys.sorted { Self.isBefore($0, $1) }.map { id in
      let own = limits[id] ?? [:]
      let highest = own.values.max() ?? .zero
      let count = own.keys.max() ?? 1
      let sum = own.values.reduce(Power.zero) { $0 + $1 }
      // A connector that no session used gets the highest rating of its charger.
      let powers = (1...count).map { own[$0] ?? highest }
      return Charger(
        id: id, maxPower: min(sum, .maximum),
        connectors: count == 1 ? .alike(count: 1) : .individual(powers))
    }
    let sum = chargers.reduce(Power.zero) { $0 + $1.maxPower }
    return try? StationConfig(
      stationId: id, gridCapacity: min(sum, .maximum), chargers: chargers, vehicles: vehicles)
  }

  /// The vehicle types that sessions name, each with the highest power of its vehicles.
  private var vehicles: [VehicleType] {
    var powers: [Identifier: Power] = [:]
    for session in sessions {
      guard let name = session.vehicle else { continue }
      powers[name] = max(powers[name] ?? .zero, power(of: session).power)
    }
    return powers.keys.sorted { Self.isBefore($0, $1) }
      .map { VehicleType(id: $0, maxPower: powers[$0] ?? .zero) }
  }

  /// Compares bytes, so that the order is the same on every machine.
  private static func isBefore(_ left: Identifier, _ right: Identifier) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }
}
