/// The words for the limits in rows, each with the constant bytes around it.
struct LimitTexts: Sendable {
  /// The counted texts, which begin with a byte for their length, at multiples of ``room``.
  private(set) var bytes: [UInt8] = []

  static let room = 64

  /// Creates the texts.
  ///
  /// - Precondition: `before` and `after` have at most 48 bytes together.
  init(before: String, after: String) {
    for (place, limit) in LimitedBy.allCases.enumerated() {
      precondition(Self.start(of: limit) == place * Self.room, "a limit at the place of another")
      var text: [UInt8] = []
      text.append(text: before)
      text.append(limit.word)
      text.append(text: after)
      precondition(text.count < Self.room, "no room for the text of a limit")
      bytes.append(UInt8(text.count))
      bytes += text
      bytes.resize(to: bytes.count + Self.room - 1 - text.count, 0)
    }
    bytes.resize(to: Self.byteCount, 0)
    precondition(bytes.count == Self.byteCount, "more limits than there is room for")
  }

  /// The number of ``bytes``.
  static let byteCount = LimitedBy.allCases.count * room + ByteCursor.countedTextRoom

  /// Returns the index of a limit's counted text in ``bytes``.
  @inline(__always)
  static func start(of limit: LimitedBy) -> Int { limit.place &* room }

  /// Appends the word for a limit and the bytes around it.
  func append(_ limit: LimitedBy, to out: inout ByteCursor) {
    let start = Self.start(of: limit)
    out.append(bytes.span.extracting((start + 1)..<(start + 1 + Int(bytes[start]))))
  }
}

/// The words of results as static strings, so that the hot writers create no string.
extension LimitedBy {
  /// Its index among all cases.
  @inline(__always)
  fileprivate var place: Int {
    switch self {
    case .vehicle: 0
    case .connector: 1
    case .charger: 2
    case .group: 3
    case .grid: 4
    case .limit: 5
    case .pending: 6
    case .minimum: 7
    case .energy: 8
    }
  }

  /// The raw value.
  var word: StaticString {
    switch self {
    case .vehicle: "vehicle"
    case .connector: "connector"
    case .charger: "charger"
    case .group: "group"
    case .grid: "grid"
    case .limit: "limit"
    case .pending: "pending"
    case .minimum: "minimum"
    case .energy: "energy"
    }
  }
}

extension StopReason {
  /// The raw value.
  var word: StaticString {
    switch self {
    case .gridCapacity: "grid-capacity"
    case .vehiclesAtMaximum: "vehicles-at-maximum"
    case .chargersAtMaximum: "chargers-at-maximum"
    case .groupsAtMaximum: "groups-at-maximum"
    case .minimum: "minimum"
    case .indivisible: "indivisible"
    }
  }
}
