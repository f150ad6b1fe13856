/// A reader of compared files in JSON and NDJSON.
struct ComparedJSON {
  /// Reads values, and gathers the problems.
  private(set) var fields = FieldReader(style: .json)
  private let names: ComparedFile.Names

  /// The most bytes of a figure's path, because a long key is repeated for each value below it.
  private static let longestPath = 600
  /// The deepest nesting of figures, because each level is scanned again.
  private static let deepest = 8

  init(_ names: ComparedFile.Names) { self.names = names }

  /// Reads a text.
  mutating func read(_ source: SourceText) -> ComparedFile.Content? {
    let bytes = source.storage.span
    var scanner = JSONScanner(position: source.start, end: source.end, isComplete: true)
    var values: [RawValue] = []
    do throws(JSONStop) {
      // NDJSON is a series of values, of which JSON has one.
      var isAtEnd = false
      while !isAtEnd {
        values.append(try scanner.value(bytes))
        isAtEnd = try scanner.isAtEnd(bytes)
        if values[0].kind != .object, !isAtEnd {
          throw scanner.unexpected(bytes, expected: "the end of the text")
        }
      }
    } catch {
      fields.problems += scanner.problems
      if case .invalid(let problem) = error { fields.problems.note(problem) }
      return nil
    }
    fields.problems += scanner.problems
    guard fields.problems.isEmpty else { return nil }
    if values[0].kind == .array { return rows(bytes, elements(bytes, values[0]), values[0]) }
    guard values.count == 1, kind(bytes, values[0]) == .summary else {
      return rows(bytes, values, values[0])
    }
    return summary(bytes, values[0])
  }

  private func elements(_ bytes: Span<UInt8>, _ array: RawValue) -> [RawValue] {
    var values: [RawValue] = []
    var scanner = JSONScanner(checked: array.range)
    try? scanner.elements(bytes) { scanner throws(JSONStop) in
      values.append(try scanner.value(bytes))
    }
    return values
  }

  /// Returns the kind of file that an object belongs to, or nil.
  private func kind(_ bytes: Span<UInt8>, _ object: RawValue) -> ComparedFile.Kind? {
    guard object.kind == .object else { return nil }
    var keys: Set<String> = []
    forEachMember(bytes, object) { key, _ in
      keys.insert(String(decoding: JSONText.decoded(bytes, key), as: UTF8.self))
    }
    if keys.isSuperset(of: ["sessionId", "arrivalTime"]) { return .sessions }
    if keys.isSuperset(of: ["date", "servedShare"]) { return .days }
    return keys.isSuperset(of: ["servedShare", "energy"]) ? .summary : nil
  }

  private func forEachMember(
    _ bytes: Span<UInt8>, _ object: RawValue, body: (RawValue, RawValue) -> Void
  ) {
    var scanner = JSONScanner(checked: object.range)
    try? scanner.members(bytes) { scanner throws(JSONStop) in
      let key = scanner.key
      body(key, try scanner.value(bytes))
    }
  }

  // MARK: Rows

  private mutating func rows(
    _ bytes: Span<UInt8>, _ rows: [RawValue], _ whole: RawValue
  ) -> ComparedFile.Content? {
    guard let first = rows.first else { return .noRows }
    switch kind(bytes, first) {
    case .sessions: return sessions(bytes, rows)
    case .days: return days(bytes, rows)
    case .summary, nil:
      let start = whole.range.lowerBound
      fields.report(
        start..<(start + 1), .notComparable,
        "the file is neither a summary, nor sessions, nor days", hint: ComparedFile.hint)
      return nil
    }
  }

  /// Returns true if a row is an object, and reports any other.
  private mutating func isObject(_ row: RawValue) -> Bool {
    if row.kind == .object { return true }
    fields.report(row.range, .wrongType, "a row must be an object, not \(row.typeName)")
    return false
  }

  private mutating func sessions(
    _ bytes: Span<UInt8>, _ rows: [RawValue]
  ) -> ComparedFile.Content {
    var sessions = ComparedSessions()
    for row in rows where isObject(row) {
      var values = Array(repeating: RawValue(), count: ComparedSessionField.allCases.count)
      forEachMember(bytes, row) { key, value in
        guard let field = Self.field(bytes, key) else { return }
        values[field.rawValue] = value
      }
      let brace = row.range.lowerBound..<(row.range.lowerBound + 1)
      let session = fields.session(
        bytes, values, in: brace, id: { JSONText.decoded(bytes, $0) }, names)
      if let session { sessions.add(session, at: brace, &fields) }
    }
    return .sessions(sessions.sessions)
  }

  /// Returns the field of a key; nil for one that is not compared.
  private static func field(_ bytes: Span<UInt8>, _ key: RawValue) -> ComparedSessionField? {
    // The other keys of a row begin with other letters.
    guard let first = key.content.first.map({ bytes[$0] }), "sadwo\\".utf8.contains(first) else {
      return nil
    }
    return ComparedSessionField(
      String(decoding: JSONText.decoded(bytes, key), as: UTF8.self))
  }

  private mutating func days(_ bytes: Span<UInt8>, _ rows: [RawValue]) -> ComparedFile.Content {
    var days: [ComparedFile.Day] = []
    for row in rows where isObject(row) {
      var members: [(key: RawValue, value: RawValue)] = []
      forEachMember(bytes, row) { members.append(($0, $1)) }
      var date: FigureValue?
      var figures: [NamedValue] = []
      for (key, value) in members {
        guard let name = name(bytes, key, below: []) else { continue }
        if name.text == "date" {
          date = dateValue(bytes, value)
        } else if let value = figure(
          bytes, value, name.text, isNumeric: names.isNumericOfDay(name.text))
        {
          figures.append(NamedValue(name, value))
        }
      }
      if let date {
        days.append(ComparedFile.Day(date: date, figures: figures))
      } else if !members.contains(where: { Self.isDate(bytes, $0.key) }) {
        let brace = row.range.lowerBound..<(row.range.lowerBound + 1)
        fields.reportMissing("date", RawValue(), in: brace)
      }
    }
    return .days(days)
  }

  private static func isDate(_ bytes: Span<UInt8>, _ key: RawValue) -> Bool {
    JSONText.decoded(bytes, key) == Array("date".utf8)
  }

  private mutating func dateValue(_ bytes: Span<UInt8>, _ value: RawValue) -> FigureValue? {
    if value.kind == .text, !value.content.isEmpty {
      return .text(Identifier(validUTF8: fields.text(bytes, value)))
    }
    guard fields.isPresent(value) else {
      fields.reportMissing("date", value, in: value.range)
      return nil
    }
    return fields.exactNumber(bytes, value, "date").map(FigureValue.number)
  }

  // MARK: Summary

  private mutating func summary(
    _ bytes: Span<UInt8>, _ object: RawValue
  ) -> ComparedFile.Content {
    var figures: [NamedValue] = []
    addMembers(bytes, object, below: [], depth: 1, to: &figures)
    var seen: Set<Identifier> = []
    for figure in figures where !seen.insert(figure.name).inserted {
      let start = object.range.lowerBound
      fields.report(
        start..<(start + 1), .duplicateKey, "the summary has \(figure.name.quoted) twice")
    }
    return .summary(figures)
  }

  /// Adds the figures of an object, in their order.
  ///
  /// - Parameters:
  ///   - path: The keys that lead to the object, each with a full stop.
  ///   - nameKey: The key of the name of an element of a list, which is part of the path.
  private mutating func addMembers(
    _ bytes: Span<UInt8>, _ object: RawValue, below path: [UInt8], without nameKey: String? = nil,
    depth: Int, to figures: inout [NamedValue]
  ) {
    guard depth <= Self.deepest else {
      let start = object.range.lowerBound
      fields.report(
        start..<(start + 1), .notComparable,
        "the figures are nested deeper than \(Self.deepest) levels", hint: ComparedFile.hint)
      return
    }
    var members: [(key: RawValue, value: RawValue)] = []
    forEachMember(bytes, object) { members.append(($0, $1)) }
    for (key, value) in members {
      guard let name = name(bytes, key, below: path) else { continue }
      if let nameKey, name.utf8 == path + Array(nameKey.utf8) { continue }
      if names.ignored.contains(name.text) { continue }
      switch value.kind {
      case .object:
        addMembers(bytes, value, below: name.utf8 + [0x2E], depth: depth + 1, to: &figures)
      case .array: addElements(bytes, value, of: name, depth: depth + 1, to: &figures)
      default:
        let numeric = names.isNumeric(name.text)
        if let value = figure(bytes, value, name.text, isNumeric: numeric) {
          figures.append(NamedValue(name, value))
        }
      }
    }
  }

  /// Adds the figures of the elements of a list, which have names, or else numbers from 1.
  private mutating func addElements(
    _ bytes: Span<UInt8>, _ array: RawValue, of list: Identifier, depth: Int,
    to figures: inout [NamedValue]
  ) {
    let nameKey = names.lists[list.text]
    for (index, element) in elements(bytes, array).enumerated() {
      guard let nameKey else {
        let path = list.utf8 + Array(".\(index + 1)".utf8)
        if element.kind == .object {
          addMembers(bytes, element, below: path + [0x2E], depth: depth, to: &figures)
        } else if element.kind != .array,
          let value = figure(bytes, element, list.text, isNumeric: false)
        {
          figures.append(NamedValue(Identifier(validUTF8: path), value))
        }
        continue
      }
      guard isObject(element) else { continue }
      var id: RawValue?
      forEachMember(bytes, element) { key, value in
        if JSONText.decoded(bytes, key) == Array(nameKey.utf8) { id = value }
      }
      guard let id = fields.required(nameKey, id, in: element),
        let name = elementName(bytes, id, nameKey)
      else { continue }
      let path = list.utf8 + [0x2E] + name + [0x2E]
      addMembers(bytes, element, below: path, without: nameKey, depth: depth, to: &figures)
    }
  }

  private mutating func elementName(
    _ bytes: Span<UInt8>, _ value: RawValue, _ field: String
  ) -> [UInt8]? {
    if value.kind == .number {
      return fields.exactNumber(bytes, value, field).map { Array($0.text.utf8) }
    }
    return fields.name(bytes, value, field)?.utf8
  }

  /// Returns the path of a key, or nil where it is too long.
  private mutating func name(
    _ bytes: Span<UInt8>, _ key: RawValue, below path: [UInt8]
  ) -> Identifier? {
    guard path.count + key.content.count <= Self.longestPath else {
      fields.report(
        key.range, .nameTooLong,
        "the path of a figure must have at most \(Self.longestPath) bytes")
      return nil
    }
    return Identifier(validUTF8: path + JSONText.decoded(bytes, key))
  }

  private mutating func figure(
    _ bytes: Span<UInt8>, _ value: RawValue, _ name: String, isNumeric: Bool
  ) -> FigureValue? {
    switch value.kind {
    case .null, .absent: return .null
    case .number:
      return fields.exactNumber(bytes, value, Suggestion.printable(name)).map(FigureValue.number)
    case .text where !isNumeric: return .text(Identifier(validUTF8: fields.text(bytes, value)))
    case .true where !isNumeric: return .text("true")
    case .false where !isNumeric: return .text("false")
    case .text, .true, .false, .object, .array:
      fields.report(
        value.range, .wrongType,
        "\"\(Suggestion.printable(name))\" must be a number, not \(value.typeName)")
      return nil
    }
  }
}
