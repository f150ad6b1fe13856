/// Writing of summaries.
extension Summary {
  /// The summary as a JSON object with a line end.
  public var json: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(json: self)
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }
}

extension [UInt8] {
  /// Appends a summary as a JSON object: the parts of a figure's path are nested keys.
  mutating func append(json summary: Summary) {
    append(UInt8(ascii: "{"))
    if let bound = summary.bound {
      let figures = summary.figures.split { $0.path.hasPrefix("bound.") }
      append(jsonFigures: [Summary.Figure](figures[0]))
      append(",\"bound\":")
      append(bound, hasShare: true)
      append(UInt8(ascii: ","))
      append(jsonFigures: figures.dropFirst().flatMap(\.self))
    } else {
      append(jsonFigures: summary.figures)
    }
    for group in FigureTable.lists {
      let parts = summary.parts(of: group)
      // The station always has chargers.
      if parts.isEmpty, group.repetition != .eachCharger { continue }
      append(UInt8(ascii: ","))
      append(key: group.key[...])
      appendArray(parts) { bytes, part in bytes.append(part, of: group) }
    }
    append(UInt8(ascii: "}"))
  }

  private mutating func append(_ part: Summary.Part, of group: FigureGroup) {
    append(UInt8(ascii: "{"))
    append(key: group.nameKey[...])
    if group.repetition == .eachPriority {
      append(contentsOf: part.name.utf8)
    } else {
      append(jsonString: part.name)
    }
    for figure in part.figures {
      append(UInt8(ascii: ","))
      append(key: figure.path[...])
      append(jsonFigure: figure)
    }
    append(UInt8(ascii: "}"))
  }

  /// Appends figures as the members of a JSON object, without its braces.
  mutating func append(jsonFigures figures: [Summary.Figure]) {
    var open: [Substring] = []
    var nullGroup = ""
    for (index, figure) in figures.enumerated() {
      if !nullGroup.isEmpty, figure.path.hasPrefix(nullGroup) { continue }
      let keys = figure.path.split(separator: ".")
      let groups = keys.dropLast()
      let common = zip(open, groups).prefix { $0 == $1 }.count
      append(contentsOf: repeatElement(UInt8(ascii: "}"), count: open.count - common))
      if index > 0 { append(UInt8(ascii: ",")) }
      open.removeLast(open.count - common)
      if let group = Self.nullGroup(figures[index...]) {
        append(key: group[...])
        append("null")
        nullGroup = group + "."
        continue
      }
      for group in groups.dropFirst(common) {
        append(key: group)
        append(UInt8(ascii: "{"))
        open.append(group)
      }
      append(key: keys[keys.count - 1])
      append(jsonFigure: figure)
    }
    append(contentsOf: repeatElement(UInt8(ascii: "}"), count: open.count))
  }

  /// Returns the key of the object that begins with the first figure and is null, because all its
  /// figures are; nil if there is none.
  ///
  /// Over several seeds only its date is null.
  private static func nullGroup(_ figures: ArraySlice<Summary.Figure>) -> String? {
    guard let first = figures.first, first.isNull else { return nil }
    let group = FigureTable.nullableGroups.first { group in
      first.path == "\(group.key).\(group.figures[0].path)"
    }
    guard let group else { return nil }
    let isNull = figures.prefix { $0.path.hasPrefix("\(group.key).") }.allSatisfy(\.isNull)
    return isNull ? group.key : nil
  }

  private mutating func append(key: Substring) {
    append(jsonString: Array(key.utf8))
    append(UInt8(ascii: ":"))
  }

  private mutating func append(jsonFigure figure: Summary.Figure) {
    if let number = figure.value {
      append(number, decimals: figure.decimals)
    } else if let text = figure.text {
      append(jsonString: Array(text.utf8))
    } else {
      append("null")
    }
  }

  /// Appends a summary for reading: first the limits that held sessions back and the priorities,
  /// then the lines of the table of figures.
  mutating func append(table summary: Summary) {
    appendLedger(of: summary)
    appendPriorities(of: summary)
    for line in FigureTable.lines where summary.meets(line.condition) {
      append(parts: summary.parts(of: line), heading: line.heading, indent: 10)
    }
  }

  /// Appends a row for each limit that held a session back.
  private mutating func appendLedger(of summary: Summary) {
    let definitions = FigureTable.limitFigures
    let rows = FigureTable.limits.compactMap { limit -> [String]? in
      let paths = definitions.map { $0.below("curtailment", limit.limit.name).path }
      guard paths.contains(where: { summary.value($0) ?? 0 > 0 }) else { return nil }
      return [limit.limit.name] + paths.map(summary.shown)
    }
    guard !rows.isEmpty else { return }
    let columns = definitions.map { TextTable.Column.number($0.heading ?? $0.path) }
    TextTable.write(rows, in: [.text("held back by")] + columns, into: &self)
    append(UInt8(ascii: "\n"))
  }

  /// Appends a row for each priority, where sessions of some priority have requested energy.
  private mutating func appendPriorities(of summary: Summary) {
    let parts = summary.priorities
    guard parts.contains(where: { $0.figures.contains { $0.thousandths != nil } }) else { return }
    let definitions = FigureTable.priorityFigures
    let rows = parts.map { part in
      [part.name.text] + part.figures.map { Summary.shown($0.thousandths) }
    }
    let columns = definitions.map { TextTable.Column.number($0.heading ?? $0.path) }
    TextTable.write(rows, in: [.number("priority")] + columns, into: &self)
    append(UInt8(ascii: "\n"))
  }
}

extension Summary {
  /// Returns the text of a figure, a hyphen where it is null.
  public func shown(_ path: String) -> String {
    let figure = figure(path)
    if let text = figure?.text { return text }
    guard let figure, let value = figure.value else { return "-" }
    return decimalText(value, decimals: figure.decimals)
  }

  /// Returns the text of a value in thousandths, a hyphen where it is null.
  static func shown(_ thousandths: Int128?) -> String {
    guard let thousandths else { return "-" }
    var bytes: [UInt8] = []
    bytes.append(thousandths: thousandths)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Returns the parts of a line under the table of a result, with their values.
  func parts(of line: SummaryLine) -> [String] {
    var parts = [filled(line.first)]
    for part in line.others where meets(part.condition) {
      parts[parts.count - 1] += parts.count == 1 ? line.separator : ","
      parts.append(filled(part.text))
    }
    return parts
  }

  /// Whether the condition of a line under the table of a result, or of a part of it, is met.
  fileprivate func meets(_ condition: SummaryLine.Condition) -> Bool {
    switch condition {
    case .always: true
    case .measured(let path): value(path) != nil
    case .missing(let path): value(path) == nil
    case .hasSite: hasSite
    case .severalDates(let path): hasSeveralDays && figure(path)?.text != nil
    case .severalDaysInSeconds(let path): hasSeveralDays && value(path) != nil
    case .positive(let path): value(path) ?? 0 > 0
    case .notZero(let path): value(path) ?? 0 != 0
    case .inexactBound: (bound ?? nil).map { !$0.isExact } ?? false
    }
  }

  /// The currency behind an amount, with a space before it; empty where none is stated.
  private var currency: String {
    costs?.currency.map { " " + Suggestion.printable($0) } ?? ""
  }

  /// Returns a text with the values of the figures whose paths are in braces.
  fileprivate func filled(_ text: String) -> String {
    let parts = text.split(separator: "{", omittingEmptySubsequences: false)
    return parts.dropFirst().reduce(into: String(parts[0])) { result, part in
      let path = part.prefix { $0 != "}" }
      let text =
        switch String(path) {
        case SummaryLine.currency: currency
        case SummaryLine.reasons: (bound ?? nil)?.reasons.text ?? ""
        default: shown(String(path))
        }
      result += text + part.dropFirst(path.count + 1)
    }
  }
}
