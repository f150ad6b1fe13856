/// The cells in which the records of a file have the fields of a ``ColumnMap``.
struct ColumnPlaces {
  /// The cells of a field.
  struct Place {
    /// The index of its cell; several where columns are joined to one text.
    let cells: [Int]
    /// The name of its column in quotes, for messages.
    let name: String
    let unit: ColumnMap.Unit?
  }

  /// The place of each field, by the field's raw value.
  private var places: [Place?] = Array(repeating: nil, count: ColumnMap.Field.allCases.count)

  /// True if no field has a place.
  private(set) var isEmpty = true
  /// The names in quotes of optional columns that the file lacks.
  private(set) var lacking: [String] = []

  subscript(field: ColumnMap.Field) -> Place? { places[field.rawValue] }

  /// Creates the places of no field.
  init() {}

  /// Adds the cells of a field.
  mutating func add(_ field: ColumnMap.Field, _ column: ColumnMap.Column, _ cells: [Int]) {
    places[field.rawValue] = Place(
      cells: cells, name: Identifier(column.name).quoted, unit: column.unit)
    isEmpty = false
  }

  /// True if start and end have different columns, but one in common: their date.
  var sharesDate: Bool {
    guard let start = self[.startTime]?.cells, let end = self[.endTime]?.cells, start != end else {
      return false
    }
    return start.contains { end.contains($0) }
  }
}

// MARK: - Headers

extension ColumnPlaces {
  /// Finds the columns in a header, and reports those that are missing or not unique.
  init(
    _ map: ColumnMap, _ bytes: Span<UInt8>, _ header: [RawValue],
    problems: inout [RangedProblem]
  ) {
    let names = header.map { String(decoding: CSVScanner.decoded(bytes, $0), as: UTF8.self) }
    guard names.contains(where: { !$0.isEmpty }) else {
      problems.note(
        RangedProblem(range: 0..<0, code: .invalidCSV, message: "the CSV text has no header"))
      return
    }
    let whole = header[0].range.lowerBound..<header[header.count - 1].range.upperBound
    var missing: [(name: String, guess: String?)] = []
    let others = Array(
      names.filter { name in !map.columns.values.contains { $0.name == name } }
        .prefix(Suggestion.candidateLimit))
    for field in ColumnMap.Field.allCases {
      guard let column = map.columns[field] else { continue }
      let found = names.indices.filter { names[$0] == column.name }
      if found.count > 1 {
        problems.note(
          RangedProblem(
            range: header[found[1]].range, code: .duplicateColumn,
            message: "duplicate column \(Identifier(column.name).quoted)",
            hint: "Name it by its place: \(field.name)=#\(found[0] + 1)."))
      } else if let own = Self.places(named: column.name[...], names, joins: field.joinsColumns) {
        add(field, column, own)
      } else if map.optional.contains(field) {
        if let name = Suggestion.misspelt(column.name, among: others) {
          missing.append((column.name, name))
        } else {
          lacking.append(Identifier(column.name).quoted)
        }
      } else {
        missing.append((column.name, Suggestion.nearest(to: column.name, among: others)))
      }
    }
    guard !missing.isEmpty else { return }
    if isEmpty, problems.isEmpty, missing.allSatisfy({ $0.guess == nil }) {
      problems.note(Self.otherHeader(missing.map(\.name), names, at: whole))
      return
    }
    for (name, guess) in missing {
      problems.note(
        RangedProblem(
          range: whole, code: .missingField,
          message: "the header has no column \(Identifier(name).quoted)",
          hint: guess.map { "did you mean \(Identifier($0).quoted)?" }
            ?? Self.differenceHint(name, names)))
    }
  }

  /// Returns the problem that none of the columns is there, so that the row is hardly their header.
  private static func otherHeader(
    _ missing: [String], _ names: [String], at range: Range<Int>
  ) -> RangedProblem {
    let hint =
      names.count == 1
      ? "The first row names the columns, with a comma, a semicolon, a tab or | between them."
      : "The first row names the columns: here "
        + names.prefix(6).map { Identifier($0).quoted }.joined(separator: ", ")
        + (names.count > 6 ? " and others." : ".")
    let list = missing.prefix(3).map { Identifier($0).quoted }.joined(separator: ", ")
    return RangedProblem(
      range: range, code: .missingField,
      message: "the header has none of the columns \(list)\(missing.count > 3 ? ", …" : "")",
      hint: hint)
  }

  /// Returns the hint for two columns with a minus sign between them, or nil.
  private static func differenceHint(_ name: String, _ names: [String]) -> String? {
    for sign in name.indices where name[sign] == "-" {
      let (stop, start) = (name[..<sign], name[name.index(after: sign)...])
      if place(named: stop, names) != nil, place(named: start, names) != nil {
        return "The energy between two registers has fields: "
          + Suggestion.printable("meterStart:Wh=\(start),meterStop:Wh=\(stop).")
      }
    }
    return nil
  }

  /// Returns the index of the column of that name, or the indices for `Date+Time`.
  private static func places(
    named name: Substring, _ names: [String], joins: Bool
  ) -> [Int]? {
    if let place = place(named: name, names) { return [place] }
    guard joins else { return nil }
    for sign in name.indices where name[sign] == "+" {
      if let first = place(named: name[..<sign], names),
        let others = places(named: name[name.index(after: sign)...], names, joins: true)
      {
        return [first] + others
      }
    }
    return nil
  }

  /// Returns the index of a column given by its name, up to spaces around it, or by its number,
  /// `#3`.
  private static func place(named name: Substring, _ names: [String]) -> Int? {
    if let place = names.firstIndex(where: { $0 == name }) { return place }
    if name.hasPrefix("#"), let number = Int(name.dropFirst()), 1...names.count ~= number {
      return number - 1
    }
    let bare = bare(name)
    let places = names.indices.filter { Self.bare(names[$0][...]) == bare }
    return places.count == 1 ? places[0] : nil
  }

  private static func bare(_ name: Substring) -> Substring {
    var name = name.drop { $0 == " " }
    while name.last == " " { name.removeLast() }
    return name
  }
}
