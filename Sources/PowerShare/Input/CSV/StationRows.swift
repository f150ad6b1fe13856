/// The rows of a station's CSV read so far.
struct StationRows {
  private var id: Identifier?
  private var capacity: Power?
  private var chargers: [ChargerEntry] = []
  private var names = ChargerNames()
  private var groups = StationGroups()
  /// The index of each group in `groups`.
  private var groupPlaces: [Identifier: Int] = [:]
  /// The maximum of each group; nil while no row has stated it.
  private var groupPowers: [Power?] = []
  private var isFirst = true

  /// Skips an unreadable row: its values are unknown, not missing.
  mutating func passUnreadable() { isFirst = false }

  /// Reads a row that has a cell, empty or not, for each column.
  mutating func read(
    _ bytes: Span<UInt8>, _ cells: [String: RawValue], at start: Int, _ reader: inout FieldReader
  ) {
    let cell = { (name: String) in cells[name] ?? RawValue() }
    if isFirst || reader.isPresent(cell("stationId")) {
      let value = required("stationId", cell("stationId"), start, &reader)
      let name = value.flatMap { reader.name(bytes, $0, "stationId") }
      agree(&id, name, "stationId", cell("stationId"), &reader)
    }
    if isFirst || reader.isPresent(cell("gridCapacity")) {
      let value = required("gridCapacity", cell("gridCapacity"), start, &reader)
      let power = value.flatMap { reader.gridCapacity(bytes, $0) }
      agree(&capacity, power, "gridCapacity", cell("gridCapacity"), &reader)
    }
    isFirst = false
    if let entry = entry(bytes, cell, start, &reader) { chargers.append(entry) }
  }

  private mutating func entry(
    _ bytes: Span<UInt8>, _ cell: (String) -> RawValue, _ start: Int, _ reader: inout FieldReader
  ) -> ChargerEntry? {
    let id = required("chargerId", cell("chargerId"), start, &reader)
      .flatMap { reader.name(bytes, $0, "chargerId") }
    let maxPower = required("maxPower", cell("maxPower"), start, &reader)
      .flatMap { reader.power(bytes, $0, "maxPower") }
    var minPower: Power? = .zero
    if reader.isPresent(cell("minPower")) {
      minPower = reader.power(bytes, cell("minPower"), "minPower")
    }
    let connectors = required("connectors", cell("connectors"), start, &reader)
      .flatMap {
        reader.integer(
          bytes, $0, "connectors", minimum: 1, maximum: Charger.maximumConnectors)
      }
    var count: Int? = 1
    let isCounted = reader.isPresent(cell("count"))
    if isCounted { count = reader.chargerCount(bytes, cell("count")) }
    let place = cell("chargerId").range
    names.add(
      id, count: isCounted ? count ?? 1 : nil, connectors: connectors ?? 0, at: place,
      entry: isCounted ? cell("count").range : place, &reader)
    readGroup(bytes, cell, of: id, &reader)
    guard let id, let maxPower, let minPower, let connectors, let count else { return nil }
    let charger = Charger(
      id: id, maxPower: maxPower, minPower: minPower, connectors: .alike(count: connectors))
    reader.remarks.judge(charger, count: count, at: cell("maxPower").range)
    return ChargerEntry(charger, count: isCounted ? count : nil)
  }

  /// Reads the group of a row, whose maximum one of its rows states.
  private mutating func readGroup(
    _ bytes: Span<UInt8>, _ cell: (String) -> RawValue, of charger: Identifier?,
    _ reader: inout FieldReader
  ) {
    let (name, power) = (cell("groupId"), cell("groupMaxPower"))
    guard reader.isPresent(name) else {
      if reader.isPresent(power) {
        reader.reportMissing("groupId", name, in: power.range)
      }
      return
    }
    guard let id = reader.name(bytes, name, "groupId") else { return }
    let place = groupPlaces[id] ?? groups.groups.count
    if place == groups.groups.count {
      groupPlaces[id] = place
      groupPowers.append(nil)
      groups.groups.append(.init(name: id, id: name.range, list: name.range))
    }
    if let charger { groups.groups[place].append(charger, at: cell("chargerId").range) }
    guard reader.isPresent(power) else { return }
    let stated = reader.power(bytes, power, "groupMaxPower")
    if groupPowers[place] == nil { groups.groups[place].power = power.range }
    agree(&groupPowers[place], stated, "groupMaxPower", power, &reader)
  }

  private func required(
    _ name: String, _ value: RawValue, _ start: Int, _ reader: inout FieldReader
  ) -> RawValue? {
    if reader.isPresent(value) { return value }
    reader.reportMissing(name, value, in: start..<start)
    return nil
  }

  /// Takes a value of the station or of a group, which must be the same in every row that states
  /// it.
  private func agree<Value: Equatable>(
    _ known: inout Value?, _ value: Value?, _ name: String, _ cell: RawValue,
    _ reader: inout FieldReader
  ) {
    if let known, let value, known != value {
      reader.report(
        cell.range, .conflictingValue, "\"\(name)\" has another value in a row above",
        hint: "Leave it empty after the first row.")
    }
    known = known ?? value
  }

  /// Returns the station, or nil if something is missing or wrong.
  func station(end: Int, _ reader: inout FieldReader) -> StationConfig? {
    // An unreadable row is the better message: it may have been the only charger.
    let isRead = !reader.problems.contains { $0.severity == .error }
    if isFirst, isRead {
      reader.report(max(end - 1, 0)..<end, .noChargers, "the station has no charger")
    }
    var complete = groups
    for (place, power) in groupPowers.enumerated() {
      if let power {
        complete.groups[place].maxPower = power
      } else if isRead {
        reader.report(
          groups.groups[place].id, .missingField,
          "no row states \"groupMaxPower\" of group \(groups.groups[place].name.quoted)",
          hint: "State it in the first row of the group.")
      }
    }
    guard isRead, let id, let capacity, !chargers.isEmpty else { return nil }
    complete.reportProblems(chargers, &reader)
    let station = try? StationConfig(
      stationId: id, gridCapacity: capacity, entries: chargers,
      groups: complete.groups.map(\.group))
    if let station { complete.judge(station, &reader) }
    return station
  }
}
