/// The records of a JSON file by a ``ColumnMap``: an array, an object that holds one, or one object
/// after the other.
struct ColumnObjects {
  private(set) var records: [RawValue] = []
  private(set) var places = ColumnPlaces()
  /// The path of each cell.
  private var paths: [ArraySlice<UInt8>] = []

  /// True if a text begins with an array or an object.
  static func isJSON(_ source: SourceText) -> Bool {
    let first = source.storage[..<source.end].first { $0 > UInt8(ascii: " ") }
    return first == UInt8(ascii: "[") || first == UInt8(ascii: "{")
  }

  /// Finds the records, and reports members that none of them has.
  init(_ source: SourceText, _ map: ColumnMap, into reading: inout RecordReading) {
    let storage = source.storage
    let bytes = storage.span
    let candidates = candidates(map)
    let paths = paths
    var records: [RawValue] = []
    RecordText.forEachRecord(
      source, kind: "Records", unwrap: { Self.unwrapped($0, $1, paths) }, into: &reading
    ) { _, value, _ in records.append(value) }
    self.records = records
    guard !reading.isUnreadable else { return }
    let isFound = findPaths(bytes)
    var missing: [String] = []
    for (field, column, whole, parts) in candidates {
      if isFound[whole] {
        places.add(field, column, [whole])
      } else if !parts.isEmpty, parts.allSatisfy({ isFound[$0] }) {
        places.add(field, column, parts)
      } else {
        missing.append(column.name)
      }
    }
    // Values that are no objects are reported one by one.
    guard let first = records.first(where: { $0.kind == .object }) else { return }
    let names = names(bytes)
    let list =
      names.isEmpty
      ? "Records have no members."
      : "Records have " + names.prefix(8).map { Identifier($0).quoted }.joined(separator: ", ")
        + (names.count > 8 ? " and others." : ".")
    for name in missing {
      let guess = Suggestion.nearest(to: name, among: names)
      reading.refuse(
        RangedProblem(
          range: first.range.lowerBound..<first.range.lowerBound + 1, code: .missingField,
          message: "no record has \(Identifier(name).quoted)",
          hint: guess.map { "did you mean \(Identifier($0).quoted)?" } ?? list))
    }
  }

  // MARK: Paths

  /// Adds the paths of a map; returns for each field the index of its path, and those of the parts
  /// of a joined one.
  private mutating func candidates(
    _ map: ColumnMap
  ) -> [(ColumnMap.Field, ColumnMap.Column, whole: Int, parts: [Int])] {
    func add(_ name: some StringProtocol) -> Int {
      paths.append(Array(name.utf8)[...])
      return paths.count - 1
    }
    return ColumnMap.Field.allCases.compactMap { field in
      guard let column = map.columns[field] else { return nil }
      let parts = column.name.split(separator: "+")
      let whole = add(column.name)
      return (field, column, whole, field.joinsColumns && parts.count > 1 ? parts.map(add) : [])
    }
  }

  /// Returns for each path whether a record has it.
  private func findPaths(_ bytes: Span<UInt8>) -> [Bool] {
    var isFound = Array(repeating: false, count: paths.count)
    var cells: [RawValue] = []
    for record in records {
      find(bytes, record, into: &cells)
      for index in cells.indices where cells[index].kind != .absent { isFound[index] = true }
      if isFound.allSatisfy(\.self) { break }
    }
    return isFound
  }

  /// Finds the values of all paths in a record; those that it does not have are absent.
  func find(_ bytes: Span<UInt8>, _ record: RawValue, into cells: inout [RawValue]) {
    Self.find(bytes, record, paths, into: &cells)
  }

  private typealias Wanted = [(index: Int, rest: ArraySlice<UInt8>)]

  private static func find(
    _ bytes: Span<UInt8>, _ record: RawValue, _ paths: [ArraySlice<UInt8>],
    into cells: inout [RawValue]
  ) {
    cells.removeAll(keepingCapacity: true)
    cells.append(contentsOf: repeatElement(RawValue(), count: paths.count))
    find(bytes, record, wanted(paths), into: &cells)
  }

  private static func wanted(_ paths: [ArraySlice<UInt8>]) -> Wanted {
    paths.enumerated().map { ($0.offset, $0.element) }
  }

  /// Each level uses up a part of the paths, so that these limit the depth.
  private static func find(
    _ bytes: Span<UInt8>, _ value: RawValue, _ wanted: Wanted, into cells: inout [RawValue]
  ) {
    var scanner = JSONScanner(checked: value.range)
    switch value.kind {
    case .object:
      try? scanner.members(bytes) { scanner throws(JSONStop) in
        let key = JSONText.decoded(bytes, scanner.key)
        take(bytes, key, try scanner.value(bytes), wanted, into: &cells)
      }
    case .array:
      var number = 0
      try? scanner.elements(bytes) { scanner throws(JSONStop) in
        take(bytes, Array("\(number)".utf8), try scanner.value(bytes), wanted, into: &cells)
        number += 1
      }
    default: break
    }
  }

  /// Takes the value of a member, or the values in it, for the paths that begin with its key.
  private static func take(
    _ bytes: Span<UInt8>, _ key: [UInt8], _ value: RawValue, _ wanted: Wanted,
    into cells: inout [RawValue]
  ) {
    var inner: Wanted = []
    for (index, rest) in wanted where rest.starts(with: key) {
      let behind = rest.dropFirst(key.count)
      if behind.isEmpty {
        if cells[index].kind == .absent { cells[index] = value }
      } else if behind.first == UInt8(ascii: ".") {
        inner.append((index, behind.dropFirst()))
      }
    }
    if !inner.isEmpty { find(bytes, value, inner, into: &cells) }
  }

  /// Returns the array of records that an object holds; nil if the object is a record itself.
  ///
  /// That is the first array whose first object has more members of the map than the object, or
  /// the first array of objects if neither has any.
  private static func unwrapped(
    _ bytes: Span<UInt8>, _ members: [RecordText.Member], _ paths: [ArraySlice<UInt8>]
  ) -> RawValue? {
    var cells = Array(repeating: RawValue(), count: paths.count)
    let wanted = wanted(paths)
    for member in members {
      take(bytes, Array(member.name.utf8), member.value, wanted, into: &cells)
    }
    let own = cells.count { $0.kind != .absent }
    var other: RawValue?
    for member in members where member.value.kind == .array {
      guard let first = RecordText.firstElement(bytes, member.value), first.kind == .object else {
        continue
      }
      find(bytes, first, paths, into: &cells)
      if cells.count(where: { $0.kind != .absent }) > own { return member.value }
      if other == nil { other = member.value }
    }
    return own == 0 ? other : nil
  }

  /// Returns the names of the members of the first records, `a.b` for those of inner objects.
  private func names(_ bytes: Span<UInt8>) -> [String] {
    var names: [String] = []
    var seen: Set<String> = []
    func add(_ name: String) {
      if names.count < Suggestion.candidateLimit, seen.insert(name).inserted { names.append(name) }
    }
    for record in records.prefix(20) {
      RecordText.forEachMember(bytes, record) { key, value in
        add(key)
        RecordText.forEachMember(bytes, value) { inner, _ in add(key + "." + inner) }
      }
    }
    return names
  }
}
