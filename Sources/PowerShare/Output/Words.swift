/// The limits of sessions as rows show them, with what stands around them in every row.
struct LimitTexts: Sendable {
  /// The texts, each with room for 64 bytes, of which the last is its length.
  private var bytes: [UInt8] = []

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
  }

  /// Appends a limit and what stands around it.
  @inline(__always)
  func append(_ limit: LimitedBy, to out: inout ByteCursor) {
    let start = limit.place &* Self.room
    out.append(upTo64: bytes.span, from: start, count: Int(bytes[start &+ Self.room &- 1]))
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
