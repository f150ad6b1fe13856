/// The problems of events that name parts which the station does not have.
extension EventProblem {
  static func unknownCharger(_ id: Identifier, in station: StationConfig) -> EventProblem {
    EventProblem(
      field: .chargerId, code: .unknownCharger,
      message: "charger \(id.quoted) is not in the station config",
      hint: hint(unknownCharger: id, in: station))
  }

  private static func hint(unknownCharger id: Identifier, in station: StationConfig) -> String {
    if station.index(ofGroup: id) != nil {
      return "\(id.quoted) is a group of chargers. Name one of its chargers."
    }
    if let sentence = station.sentence(ofEntry: id) { return sentence + " Name one of them." }
    let names = station.chargers.prefix(Suggestion.candidateLimit).map(\.id.text)
    var list = names.prefix(8).map { Suggestion.printable($0) }.joined(separator: ", ")
    if station.chargers.count > 8 { list += " and \(station.chargers.count - 8) more" }
    let guess = Suggestion.nearest(to: id.text, among: names)
    return (guess.map { "did you mean \(Identifier($0).quoted)? " } ?? "")
      + "The station has \(list)."
  }

  static func unknownVehicle(_ name: Identifier, in vehicles: [VehicleType]) -> EventProblem {
    let names = vehicles.prefix(Suggestion.candidateLimit).map(\.id.text)
    let guess = Suggestion.nearest(to: name.text, among: names)
    let list = names.prefix(8).joined(separator: ", ")
    return EventProblem(
      field: .vehicle, code: .unknownVehicle,
      message: "vehicle type \(name.quoted) is not in the station config",
      hint: (guess.map { "did you mean \(Identifier($0).quoted)? " } ?? "")
        + (names.isEmpty
          ? "The station config has no vehicle types."
          : "The station config has \(Suggestion.printable(list))."))
  }

  static func unknownGroup(_ id: Identifier, in station: StationConfig) -> EventProblem {
    let names = station.groups.prefix(Suggestion.candidateLimit).map(\.id.text)
    var list = names.prefix(8).map { Suggestion.printable($0) }.joined(separator: ", ")
    if station.groups.count > 8 { list += " and \(station.groups.count - 8) more" }
    let guess = Suggestion.nearest(to: id.text, among: names)
    let isCharger = station.chargers(named: id) != nil
    return EventProblem(
      field: .groupId, code: .unknownGroup,
      message: "group \(id.quoted) is not in the station config",
      hint: isCharger
        ? "It is a charger: name it in \"chargerId\"."
        : (guess.map { "did you mean \(Identifier($0).quoted)? " } ?? "")
          + (names.isEmpty ? "The station has no groups." : "The station has \(list)."))
  }

  /// Returns the problem of a limit whose id names neither a charger nor a group.
  static func unknownTarget(_ id: Identifier, in station: StationConfig) -> EventProblem {
    let entries = station.entries
    let names =
      (entries.lazy.map(\.charger.id.text) + station.groups.lazy.map(\.id.text))
      .prefix(Suggestion.candidateLimit)
    var list = names.prefix(8).map { Suggestion.printable($0) }.joined(separator: ", ")
    let count = entries.count + station.groups.count
    if count > 8 { list += " and \(count - 8) more" }
    let guess = Suggestion.nearest(to: id.text, among: names)
    let hasGroups = !station.groups.isEmpty
    return EventProblem(
      field: hasGroups ? .groupId : .chargerId, code: hasGroups ? .unknownGroup : .unknownCharger,
      message: "\(id.quoted) is neither a charger nor a group of the station config",
      hint: (guess.map { "did you mean \(Identifier($0).quoted)? " } ?? "")
        + "The station has \(list).")
  }

  /// Returns the problem of a `load` event whose id a profile has.
  package static func duplicateLoad(_ id: Identifier) -> EventProblem {
    EventProblem(
      field: .loadId, code: .duplicateLoad, message: "load \(id.quoted) has a profile",
      hint: "Leave out its events, or give the profile another id: ID=FILE.")
  }
}
