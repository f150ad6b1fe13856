/// The rules about which CDRs and Sessions of a file are used.
enum OCPISelection {
  /// The id of an object, which is unique within its party.
  private struct Key: Hashable {
    let party: Identifier?
    let isCDR: Bool
    let id: Identifier
  }

  /// A stay that a CDR bills without naming its Session, as in OCPI 2.1.1.
  private struct Stay: Hashable {
    let party: Identifier?
    let charger: Identifier
    let arrival: Instant
  }

  private static func key(_ object: OCPIObject) -> Key {
    Key(party: object.party, isCDR: object.isCDR, id: object.id)
  }

  private static func stay(_ object: OCPIObject) -> Stay? {
    object.session.map { Stay(party: object.party, charger: $0.charger, arrival: $0.arrival) }
  }

  /// Adds the sessions that are used, and counts the other objects.
  ///
  /// - Complexity: O(n) for n objects.
  static func select(_ objects: [OCPIObject], into reading: inout RecordReading) {
    let latest = latestVersions(objects, into: &reading)
    let cdrs = latest.filter(\.isCDR)
    let present = Set(cdrs.map(key))
    let cancelled = Set(cdrs.compactMap { cancelledCDR($0) })
    let billed = Set(
      cdrs.compactMap { cdr in
        cdr.sessionID.map { Key(party: cdr.party, isCDR: false, id: $0) }
      })
    let billedStays = Set(cdrs.filter { $0.sessionID == nil }.compactMap(stay))
    var used: [OCPIObject] = []
    for object in latest {
      if object.isCredit {
        let isHere = cancelledCDR(object).map(present.contains) ?? false
        reading.leftOut.count(
          isHere ? "a credit CDR" : "a credit CDR for a CDR that is not in the file")
      } else if cancelled.contains(key(object)) {
        reading.leftOut.count("cancelled by a credit CDR", energy: object.energy)
      } else if !object.isCDR,
        billed.contains(key(object)) || stay(object).map(billedStays.contains) ?? false
      {
        reading.leftOut.count("a Session whose CDR is in the file", energy: object.energy)
      } else if let reason = object.reason {
        reading.leftOut.count(reason, energy: object.energy)
      } else if object.session != nil {
        used.append(object)
      }
    }
    add(used, to: &reading)
  }

  /// Returns the id of the CDR that a credit CDR cancels; nil for any other CDR.
  private static func cancelledCDR(_ cdr: OCPIObject) -> Key? {
    guard cdr.isCredit else { return nil }
    return cdr.creditReference.map { Key(party: cdr.party, isCDR: true, id: $0) }
  }

  /// Returns the objects of which no later version is in the file, by `last_updated`.
  private static func latestVersions(
    _ objects: [OCPIObject], into reading: inout RecordReading
  ) -> [OCPIObject] {
    var latest: [Key: Instant] = [:]
    for object in objects {
      guard let time = object.lastUpdated else { continue }
      latest[key(object)] = max(latest[key(object)] ?? time, time)
    }
    return objects.filter { object in
      guard let time = object.lastUpdated, let last = latest[key(object)], time < last else {
        return true
      }
      reading.leftOut.count("replaced by a later version", energy: object.energy)
      return false
    }
  }

  // MARK: Names

  private static func add(_ objects: [OCPIObject], to reading: inout RecordReading) {
    var sessions = PartyNames()
    var chargers = PartyNames()
    var locations = PartyNames()
    for object in objects {
      guard let session = object.session else { continue }
      sessions.note(object.id, of: object.party)
      chargers.note(session.charger, of: object.party)
      if let location = object.location { locations.note(location, of: object.party) }
    }
    for object in objects {
      guard var session = object.session else { continue }
      session.id = sessions.name(object.id, of: object.party)
      session.charger = chargers.name(session.charger, of: object.party)
      guard session.id?.utf8.count ?? 0 <= FieldReader.maximumNameLength,
        session.charger.utf8.count <= FieldReader.maximumNameLength
      else {
        reading.leftOut.count(
          "its name and that of its party have more than \(FieldReader.maximumNameLength) bytes",
          energy: object.energy)
        continue
      }
      if let location = object.location {
        reading.sites.insert(locations.name(location, of: object.party))
      }
      reading.sessions.append(session)
      count(object, into: &reading)
    }
    reading.assumed.count(
      "session ids of several parties, with the party before them",
      one: "session id of several parties, with the party before it", sessions.changed.count)
    reading.assumed.count(
      "EVSE ids of several parties, with the party before them",
      one: "EVSE id of several parties, with the party before it", chargers.changed.count)
  }

  /// Counts what was assumed about a session, and what looks wrong.
  private static func count(_ object: OCPIObject, into reading: inout RecordReading) {
    if object.hadReservation { reading.assumed.count("begins after a reservation") }
    if object.fedGrid {
      reading.assumed.count("fed the grid at times, counted as drawing nothing")
    }
    if let (place, figure) = object.contradiction {
      reading.remarks.add(.contradictedEnergy, at: place, detail: figure)
    }
    if let excess = object.excess {
      reading.implausible.count(
        "periods with more energy than their records",
        one: "periods with more energy than their record", energy: excess)
    }
    if object.hasLineVoltage {
      reading.implausible.count(
        "at a connector with three phases of more than 300 V, taken as the voltage to neutral: its"
          + " power may be 1.7 times too high")
    }
  }
}

/// Names that parties give, told apart where two parties give the same one.
struct PartyNames {
  private var owners: [Identifier: Identifier] = [:]
  /// The names that records without a party give.
  private var unowned: Set<Identifier> = []
  private var shared: Set<Identifier> = []
  /// The names that got a prefix.
  private(set) var changed: [Owned: Identifier] = [:]
  private var taken: Set<Identifier> = []

  /// A name within its party.
  struct Owned: Hashable {
    let party: Identifier?
    let name: Identifier
  }

  /// Notes a name that a party gives; nil if the party is unknown.
  mutating func note(_ name: Identifier, of party: Identifier?) {
    guard let party else {
      unowned.insert(name)
      return
    }
    if let owner = owners[name] {
      if owner != party { shared.insert(name) }
    } else {
      owners[name] = party
    }
  }

  /// Returns a name that no other party has: with the party before it if another party gives the
  /// same name.
  mutating func name(_ name: Identifier, of party: Identifier?) -> Identifier {
    guard shared.contains(name), let party else { return name }
    let owned = Owned(party: party, name: name)
    if let known = changed[owned] { return known }
    var result = Identifier("\(party.text)-\(name.text)")
    var number = 1
    while owners[result] != nil || unowned.contains(result) || taken.contains(result) {
      number += 1
      result = Identifier("\(party.text)-\(name.text)-\(number)")
    }
    taken.insert(result)
    changed[owned] = result
    return result
  }
}
