import PowerShare

/// The form of a file with rows of a sweep.
enum ShardForm: Equatable {
  /// CSV with a header, which begins with the axes.
  case csv(header: [UInt8], delimiter: UInt8, axes: [ScenarioAxis])
  /// One object per line.
  case ndjson
  /// An array with one object per line.
  case json
  /// An empty file: an NDJSON shard without scenarios.
  case empty

  /// The bytes before the rows.
  var beginning: [UInt8] {
    switch self {
    case .csv(let header, _, _): header + [10]
    case .json: Array("[\n".utf8)
    case .ndjson, .empty: []
    }
  }

  /// The bytes between two rows.
  var separator: [UInt8] { Array((self == .json ? ",\n" : "\n").utf8) }

  /// Returns the bytes after the rows.
  func end(hasRows: Bool) -> [UInt8] {
    switch self {
    case .json: Array((hasRows ? "\n]\n" : "]\n").utf8)
    case .csv, .ndjson, .empty: hasRows ? [10] : []
    }
  }

  /// The name of the first figure in every row.
  ///
  /// A table shows it under another name, so a table is not taken for CSV.
  static let firstFigure = "servedShare"

  /// The form of a file with a CSV header, or nil if it is not the header of a sweep.
  init?(header: [UInt8]) {
    guard let delimiter = header.first(where: { [44, 59, 9].contains($0) }) else { return nil }
    var axes: [ScenarioAxis] = []
    for cell in header.split(separator: delimiter, omittingEmptySubsequences: false) {
      let name = String(decoding: cell, as: UTF8.self)
      if name == Self.firstFigure {
        guard !axes.isEmpty else { return nil }
        self = .csv(header: header, delimiter: delimiter, axes: axes)
        return
      }
      guard let axis = ScenarioAxis(rawValue: name), !axes.contains(axis) else { return nil }
      axes.append(axis)
    }
    return nil
  }
}

/// A row of a sweep: its bytes, and the scenario at its beginning.
struct ShardRow {
  let bytes: [UInt8]
  private(set) var scenario = Scenario()
  /// The axes, each with the range of its value in the row.
  private(set) var cells: [(axis: ScenarioAxis, place: Range<Int>)] = []

  /// The reason why a row cannot be one of a sweep.
  struct Problem: Error {
    let place: Range<Int>
    let message: String
  }

  /// Reads a row.
  init(_ bytes: [UInt8], _ form: ShardForm) throws(Problem) {
    self.bytes = bytes
    if case .csv(let header, let delimiter, let axes) = form {
      try readCells(header, delimiter, axes)
    } else {
      try readMembers()
    }
  }

  /// The range of the values of all axes.
  var key: Range<Int> {
    guard let first = cells.first, let last = cells.last else { return 0..<bytes.count }
    return first.place.lowerBound..<last.place.upperBound
  }

  // MARK: CSV

  private mutating func readCells(
    _ header: [UInt8], _ delimiter: UInt8, _ axes: [ScenarioAxis]
  ) throws(Problem) {
    let count = bytes.count { $0 == delimiter } + 1
    let expected = header.count { $0 == delimiter } + 1
    guard count == expected else {
      throw Problem(
        place: 0..<bytes.count, message: "the row has \(count) fields, the header \(expected)")
    }
    var start = 0
    for axis in axes {
      let end = bytes[start...].firstIndex(of: delimiter) ?? bytes.count
      let text = String(decoding: bytes[start..<end], as: UTF8.self)
      let plain = delimiter == 59 ? String(text.map { $0 == "," ? "." : $0 }) : text
      try take(plain, axis, start..<end)
      start = end + 1
    }
  }

  private mutating func take(
    _ text: String, _ axis: ScenarioAxis, _ place: Range<Int>
  ) throws(Problem) {
    switch axis {
    case .site, .station: break
    case .chargers: scenario.chargers = Int(text)
    case .batteryCapacity:
      scenario.batteryCapacity =
        NumberText.thousandths(text, maximum: 1_000_000_000).map(Energy.init(wattHours:))
    case .batteryPower: scenario.batteryPower = Power(kilowatts: text)
    case .gridCapacity: scenario.gridCapacity = Power(kilowatts: text)
    case .policy: scenario.policy = PolicyChoice(rawValue: text)
    case .seed: scenario.seed = UInt64(text)
    case .scale: scenario.scale = NumberText.thousandths(text, maximum: 1_000_000)
    }
    let isRead: Bool =
      switch axis {
      case .site, .station: true
      case .chargers: scenario.chargers != nil
      case .batteryCapacity: scenario.batteryCapacity != nil
      case .batteryPower: scenario.batteryPower != nil
      case .gridCapacity: scenario.gridCapacity != nil
      case .policy: scenario.policy != nil
      case .seed: scenario.seed != nil
      case .scale: scenario.scale != nil
      }
    guard isRead else {
      throw Problem(
        place: place, message: "\"\(Suggestion.printable(text))\" is not a \(axis.rawValue)")
    }
    cells.append((axis, place))
  }

  // MARK: JSON

  /// Reads the members before the first figure.
  ///
  /// They must be as the sweep wrote them, because the result must have the same bytes.
  private mutating func readMembers() throws(Problem) {
    let noRow = "this is not a row of a sweep"
    guard bytes.first == UInt8(ascii: "{") else {
      throw Problem(place: 0..<min(bytes.count, 1), message: noRow)
    }
    var start = 1
    for axis in ScenarioAxis.allCases {
      let name = Array("\"\(axis.rawValue)\":".utf8)
      guard bytes[start...].starts(with: name) else { continue }
      start += name.count
      let end = bytes[start...].firstIndex(of: UInt8(ascii: ",")) ?? bytes.count
      var value = bytes[start..<end]
      if axis == .policy, value.count > 1, value.first == UInt8(ascii: "\"") {
        value = value.dropFirst().dropLast()
      }
      try take(String(decoding: value, as: UTF8.self), axis, start..<end)
      start = min(end + 1, bytes.count)
    }
    guard !cells.isEmpty, bytes[start...].starts(with: "\"\(ShardForm.firstFigure)\":".utf8) else {
      throw Problem(place: start..<bytes.count, message: noRow)
    }
    guard bytes.last == UInt8(ascii: "}") else {
      throw Problem(
        place: (bytes.count - 1)..<bytes.count, message: "the row ends too early")
    }
  }
}
