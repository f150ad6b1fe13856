/// A builder that turns recorded sessions into events and counts the rules it applies.
struct ImportedTimeline {
  private(set) var sessions: [RecordedSession]
  private(set) var leftOut: ImportTally
  private(set) var rules: ImportTally
  private(set) var events: [SessionEvent] = []
  private let options: ImportOptions
  private var ratings: [ConnectorID: Power] = [:]

  /// The usual ratings of connectors, in watts.
  static let usualRatings = [
    3_700, 7_400, 11_000, 22_000, 50_000, 75_000, 100_000, 150_000, 200_000, 300_000, 350_000,
    400_000,
  ]

  init(_ reading: RecordReading, _ options: ImportOptions) {
    sessions = reading.sessions
    leftOut = reading.leftOut
    rules = reading.remarks
    self.options = options
  }

  mutating func build() {
    leaveOutEmptyStays()
    leaveOutDistantTimes()
    numberConnectors()
    sortSessions()
    leaveOutDuplicates()
    findConnectors()
    rate()
    if !options.anyConnector { separateOverlaps() }
    nameApart()
    makeEvents()
  }

  // MARK: Sessions

  private mutating func leaveOutEmptyStays() {
    let count = sessions.count
    sessions.removeAll { $0.departure <= $0.arrival }
    leftOut.count("ends when or before it begins", count - sessions.count)
  }

  /// Leaves out sessions with times that a timeline cannot state.
  private mutating func leaveOutDistantTimes() {
    let clock = options.clock ?? LocalClock(.zulu)
    let count = sessions.count
    sessions.removeAll { !clock.canState($0.arrival) || !clock.canState($0.departure) }
    leftOut.count(
      "outside of the years 1970 to 9999 on the clock of the time zone", count - sessions.count)
  }

  /// Numbers the connectors that have names, after the numbered ones of their charger, in the order
  /// of the names.
  private mutating func numberConnectors() {
    var names: [Identifier: Set<Identifier>] = [:]
    var highest: [Identifier: Int] = [:]
    for session in sessions {
      if let name = session.connectorName { names[session.charger, default: []].insert(name) }
      highest[session.charger] = max(highest[session.charger] ?? 0, session.connector ?? 0)
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
      sessions[index].connector = numbers[sessions[index].charger]?[name]
      rules.count("at a connector with a name, numbered in the order of the names")
    }
    let count = sessions.count
    sessions.removeAll { $0.connector ?? 1 > Charger.maximumConnectors }
    leftOut.count(
      "at a charger with more than \(Charger.maximumConnectors) connectors", count - sessions.count)
  }

  /// Sorts sessions by arrival, then by charger, connector and departure, so that the order of the
  /// records matters only for equal ones.
  private mutating func sortSessions() {
    sessions = sessions.enumerated().sorted { left, right in
      let (a, b) = (left.element, right.element)
      if a.arrival != b.arrival { return a.arrival < b.arrival }
      if a.charger != b.charger { return Self.isBefore(a.charger, b.charger) }
      if a.connector != b.connector { return a.connector ?? 0 < b.connector ?? 0 }
      if a.departure != b.departure { return a.departure < b.departure }
      return left.offset < right.offset
    }.map(\.element)
  }

  private mutating func leaveOutDuplicates() {
    var seen: Set<DuplicateKey> = []
    let count = sessions.count
    sessions.removeAll { session in
      guard let id = session.id else { return false }
      let key = DuplicateKey(
        id: id, charger: session.charger, connector: session.connector, arrival: session.arrival,
        departure: session.departure)
      return !seen.insert(key).inserted
    }
    leftOut.count("recorded twice", count - sessions.count)
  }

  private struct DuplicateKey: Hashable {
    let id: Identifier
    let charger: Identifier
    let connector: Int?
    let arrival: Instant
    let departure: Instant
  }

  /// Puts sessions without a connector at the first free one of their charger.
  private mutating func findConnectors() {
    var ends: [Identifier: [Instant]] = [:]
    var others = 0
    for index in sessions.indices where sessions[index].connector == nil {
      let session = sessions[index]
      var own = ends[session.charger] ?? []
      let place =
        own.firstIndex { $0 <= session.arrival }
        // A charger cannot have more connectors: the last one gets an overlap.
        ?? min(own.count, Charger.maximumConnectors - 1)
      if place < own.count { own[place] = session.departure } else { own.append(session.departure) }
      ends[session.charger] = own
      sessions[index].connector = place + 1
      if place > 0 { others += 1 }
    }
    rules.count("put at another connector, because those before it were in use", others)
  }

  /// Ends each session at a connector before the next one there begins.
  private mutating func separateOverlaps() {
    var last: [ConnectorID: Int] = [:]
    var isLeftOut = Array(repeating: false, count: sessions.count)
    var shortened = 0
    for (index, session) in sessions.enumerated() {
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
    leftOut.count(
      "begins together with another at its connector", isLeftOut.count { $0 })
    rules.count("cut short, because the next at the connector began before its end", shortened)
    sessions = zip(sessions, isLeftOut).filter { !$1 }.map(\.0)
  }

  /// Makes the ids of sessions unique.
  private mutating func nameApart() {
    var counts: [Identifier: Int] = [:]
    var names = Set(sessions.compactMap(\.id))
    for index in sessions.indices {
      guard let id = sessions[index].id else { continue }
      counts[id, default: 0] += 1
      guard var number = counts[id], number > 1 else { continue }
      var name = Identifier("\(id.text)-\(number)")
      while !names.insert(name).inserted {
        number += 1
        name = Identifier("\(id.text)-\(number)")
      }
      counts[id] = number
      sessions[index].id = name
      rules.count("id followed by a number, because another session has the same id")
    }
  }

  // MARK: Ratings

  /// Estimates the rating of each connector.
  private mutating func rate() {
    var means: [ConnectorID: Power] = [:]
    var shortMeans: [ConnectorID: Power] = [:]
    for session in sessions {
      let connector = session.connectorID
      let mean = session.delivered.meanPower(over: session.chargingTime)
      shortMeans[connector] = max(shortMeans[connector] ?? .zero, mean)
      if session.chargingTime.milliseconds >= 600_000 {
        means[connector] = max(means[connector] ?? .zero, mean)
      }
    }
    for session in sessions {
      let connector = session.connectorID
      var power = means[connector] ?? shortMeans[connector] ?? .zero
      // Meters show a little more than the rating: 11.04 kW at a connector of 11.
      if let maximum = session.maxPower {
        power = max(power, Power(watts: maximum.watts - maximum.watts / 50))
      }
      ratings[connector] = max(ratings[connector] ?? .zero, Self.rating(for: power))
    }
  }

  /// Returns the lowest usual rating that is not below `power`; above the highest, the next
  /// multiple of 50 kW.
  static func rating(for power: Power) -> Power {
    if let rating = usualRatings.first(where: { $0 >= power.watts }) {
      return Power(watts: rating)
    }
    return min(Power(watts: (power.watts + 49_999) / 50_000 * 50_000), .maximum)
  }

  // MARK: Events

  private mutating func makeEvents() {
    var events: [SessionEvent] = []
    for session in sessions {
      events.append(SessionEvent(time: session.arrival, kind: .start(start(of: session))))
      if options.isOpenLoop { appendReports(of: session, to: &events) }
    }
    self.events =
      events.enumerated().sorted {
        ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
      }.map(\.element)
  }

  private mutating func start(of session: RecordedSession) -> SessionEvent.Start {
    let connector = session.connectorID
    let power: Power
    if let maximum = session.maxPower, maximum > .zero {
      power = min(maximum, .maximum)
      rules.count("vehicleMaxPower is a recorded maximum")
    } else if let maximum = options.maxPower {
      power = maximum
      rules.count("vehicleMaxPower is --max-power")
    } else {
      power = ratings[connector] ?? .zero
      rules.count("vehicleMaxPower is the rating of the connector")
    }
    var start = SessionEvent.Start(
      sessionId: session.id, connector: options.anyConnector ? .any : .connector(connector),
      vehicleMaxPower: power)
    start.departureTime = session.departure
    if options.demand == .requested, let requested = session.requested {
      start.energyRequested = requested
      rules.count("energyRequested is the driver's own figure")
    } else {
      start.energyRequested = session.delivered
      rules.count("energyRequested is the delivered energy")
      // A difference of one watt-hour may be rounding.
      let most = Energy(power, over: session.departure - session.arrival)
      if session.delivered > most + Energy(wattHours: 1) {
        rules.count("received more than its vehicleMaxPower allows in its stay")
      }
    }
    return start
  }

  private mutating func appendReports(
    of session: RecordedSession, to events: inout [SessionEvent]
  ) {
    guard let id = session.id else { return }
    for sample in session.samples {
      guard session.arrival <= sample.time, sample.time < session.departure else {
        rules.count("power samples outside of their session, left out")
        continue
      }
      rules.count("power-update from a power sample")
      let update = SessionEvent.PowerUpdate(
        session: .session(id), consumedPower: sample.power, vehicleMaxPower: sample.power)
      events.append(SessionEvent(time: sample.time, kind: .powerUpdate(update)))
    }
  }

  // MARK: Station

  /// Returns the station that the sessions imply; nil if there are no sessions.
  func station(id: Identifier) -> StationConfig? {
    var limits: [Identifier: [Int: Power]] = [:]
    for (connector, rating) in ratings {
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
      stationId: id, gridCapacity: min(sum, .maximum), chargers: chargers)
  }

  /// Compares bytes, so that the order is the same on every machine.
  private static func isBefore(_ left: Identifier, _ right: Identifier) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }
}
