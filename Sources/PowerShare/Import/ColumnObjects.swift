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
  init(
    _ bytes: Span<UInt8>, end: Int, _ map: ColumnMap, into reading: inout RecordReading
  ) {
    let candidates = candidates(map)
    readValues(bytes, end: end, into: &reading)
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
    guard let first = records.first else { return }
    let names = names(bytes)
    for name in missing {
      let guess = Suggestion.nearest(to: name, among: names)
      reading.refuse(
        RangedProblem(
          range: first.range.lowerBound..<first.range.lowerBound + 1, code: .missingField,
          message: "no record has \(Identifier(name).quoted)",
          hint: guess.map { "did you mean \(Identifier($0).quoted)?" }
            ?? "Records have "
            + names.prefix(8).map { Identifier($0).quoted }.joined(separator: ", ")
            + (names.count > 8 ? " and others." : ".")))
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
    cells.removeAll(keepingCapacity: true)
    cells.append(contentsOf: repeatElement(RawValue(), count: paths.count))
    let all = paths.enumerated().map { (index: $0.offset, rest: $0.element) }
    Self.find(bytes, record, all, into: &cells)
  }

  /// Each level uses up a part of the paths, so that these limit the depth.
  private static func find(
    _ bytes: Span<UInt8>, _ value: RawValue, _ wanted: [(index: Int, rest: ArraySlice<UInt8>)],
    into cells: inout [RawValue]
  ) {
    var scanner = JSONScanner(checked: value.range)
    func take(_ key: [UInt8], _ value: RawValue) {
      var inner: [(index: Int, rest: ArraySlice<UInt8>)] = []
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
    switch value.kind {
    case .object:
      try? scanner.members(bytes) { scanner throws(JSONStop) in
        let key = JSONText.decoded(bytes, scanner.key)
        take(key, try scanner.value(bytes))
      }
    case .array:
      var number = 0
      try? scanner.elements(bytes) { scanner throws(JSONStop) in
        let element = try scanner.value(bytes)
        take(Array("\(number)".utf8), element)
        number += 1
      }
    default: break
    }
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

  // MARK: Values

  /// Reads the text; of an array that is cut off, the complete records are kept.
  private mutating func readValues(
    _ bytes: Span<UInt8>, end: Int, into reading: inout RecordReading
  ) {
    var scanner = JSONScanner(position: 0, end: end, isComplete: true)
    var isInArray = false
    do throws(JSONStop) {
      repeat {
        isInArray = try scanner.nextByte(bytes) == UInt8(ascii: "[")
        if isInArray {
          try scanner.elements(bytes) { scanner throws(JSONStop) in
            records.append(try scanner.value(bytes))
          }
          isInArray = false
        } else {
          let value = try scanner.value(bytes)
          if let array = inner(bytes, value) {
            RecordText.forEachElement(bytes, array) { records.append($0) }
          } else {
            records.append(value)
          }
        }
      } while try !scanner.isAtEnd(bytes)
    } catch {
      guard case .invalid(let problem) = error else { return }
      if isInArray, !records.isEmpty, problem.range.upperBound == end {
        reading.records += 1
        reading.leaveOut([problem])
      } else {
        reading.refuse(problem)
      }
    }
    scanner.problems.forEach { reading.refuse($0) }
  }

  /// Returns the array of records that an object holds; nil if the object is a record itself.
  ///
  /// Of several arrays of objects it is the first one whose first object has a member of the map.
  private func inner(_ bytes: Span<UInt8>, _ object: RawValue) -> RawValue? {
    var cells: [RawValue] = []
    func isRecord(_ value: RawValue) -> Bool {
      find(bytes, value, into: &cells)
      return cells.contains { $0.kind != .absent }
    }
    if isRecord(object) { return nil }
    var arrays: [(array: RawValue, isOfRecords: Bool)] = []
    RecordText.forEachMember(bytes, object) { _, value in
      guard value.kind == .array, let first = RecordText.firstElement(bytes, value),
        first.kind == .object
      else { return }
      arrays.append((value, isRecord(first)))
    }
    return (arrays.first { $0.isOfRecords } ?? arrays.first)?.array
  }
}
