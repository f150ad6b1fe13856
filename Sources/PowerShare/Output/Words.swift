/// The limits of sessions as rows show them, with what stands around them in every row.
struct LimitTexts: Sendable {
  /// The texts, each with room for 64 bytes, of which the last is its length; and 32 bytes behind
  /// the last of them.
  private(set) var bytes: [UInt8] = []

  static let room = 64

  /// Creates the texts.
  ///
  /// - Precondition: What stands around a limit has at most 48 bytes.
  init(before: String, after: String) {
    for limit in LimitedBy.allCases {
      var text: [UInt8] = []
      text.append(text: before)
      text.append(limit.word)
      text.append(text: after)
      precondition(text.count < Self.room, "no room for the text of a limit")
      let count = UInt8(text.count)
      text.resize(to: Self.room, 0)
      text[Self.room - 1] = count
      bytes += text
    }
    bytes.resize(to: bytes.count + 32, 0)
  }

  /// Where the text of a limit begins in ``bytes``.
  @inline(__always)
  static func start(of limit: LimitedBy) -> Int { limit.place &* room }

  /// Where its length stands from there.
  static let countOffset = room - 1

  /// Appends a limit and what stands around it.
  func append(_ limit: LimitedBy, to out: inout ByteCursor) {
    let start = Self.start(of: limit)
    let count = Int(bytes[start + Self.countOffset])
    out.append(bytes.span.extracting(start..<(start + count)))
  }
}

/// The words of results as the hot writers need them: without a string to be made.
extension LimitedBy {
  /// Its place among all cases.
  fileprivate var place: Int {
    switch self {
    case .vehicle: 0
    case .connector: 1
    case .charger: 2
    case .grid: 3
    case .pending: 4
    case .minimum: 5
    case .energy: 6
    }
  }

  /// The raw value.
  var word: StaticString {
    switch self {
    case .vehicle: "vehicle"
    case .connector: "connector"
    case .charger: "charger"
    case .grid: "grid"
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
    case .indivisible: "indivisible"
    }
  }
}
