/// The ids and the number of the chargers of a station config that have been read.
struct ChargerNames {
  private var ids: Set<Identifier> = []
  /// The number of equal chargers of each entry with a count.
  private var counts: [Identifier: Int] = [:]
  private var chargers = 0
  private var connectors = 0

  /// Adds an entry, and reports an id that is taken and the first charger or connector too many.
  ///
  /// - Parameters:
  ///   - id: The id of the entry; nil if it cannot be read.
  ///   - count: The number of equal chargers; nil for a single one.
  ///   - connectors: The number of connectors of a charger; 0 if it cannot be read.
  ///   - place: The place of the id.
  ///   - entry: The place for a charger or connector too many.
  mutating func add(
    _ id: Identifier?, count: Int?, connectors: Int, at place: Range<Int>, entry: Range<Int>,
    _ reader: inout FieldReader
  ) {
    let number = count ?? 1
    let isFull = chargers > StationConfig.maximumChargers
    let hasAll = self.connectors > StationConfig.maximumConnectors
    chargers += number
    self.connectors += number * connectors
    if chargers > StationConfig.maximumChargers {
      // What follows is not listed, so that memory does not grow with a count.
      if !isFull {
        reader.report(
          entry, .outOfRange,
          "the station has more than \(StationConfig.maximumChargers) chargers")
      }
      return
    }
    if !hasAll, self.connectors > StationConfig.maximumConnectors {
      reader.report(
        entry, .outOfRange,
        "the station has more than \(StationConfig.maximumConnectors) connectors")
    }
    guard let id else { return }
    if !ids.insert(id).inserted { return report(duplicate: id, at: place, &reader) }
    guard let count else { return }
    counts[id] = count
    let length = ChargerEntry.id(id, number: count).utf8.count
    if length > FieldReader.maximumNameLength {
      reader.report(
        place, .nameTooLong,
        "the ids of \(count) chargers have \(length) bytes, more than "
          + "\(FieldReader.maximumNameLength)")
      return
    }
    for number in 1...count {
      let id = ChargerEntry.id(id, number: number)
      if !ids.insert(id).inserted { return report(duplicate: id, at: place, &reader) }
    }
  }

  /// Reports a charger id that an earlier charger has.
  private func report(
    duplicate id: Identifier, at place: Range<Int>, _ reader: inout FieldReader
  ) {
    var hint = "Charger ids are unique within a station."
    if let entry = ChargerEntry.entry(ofCharger: id), let count = counts[entry] {
      hint += " " + ChargerEntry.sentence(entry, count: count)
    }
    reader.report(
      place, .duplicateCharger, "charger \(id.quoted) is already in the station config", hint: hint)
  }
}

extension FieldReader {
  /// Reads the number of equal chargers of an entry.
  mutating func chargerCount(_ bytes: Span<UInt8>, _ value: RawValue) -> Int? {
    integer(bytes, value, "count", minimum: 1, maximum: StationConfig.maximumChargers)
  }
}
