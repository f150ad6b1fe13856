/// A set of days of the week.
public struct Weekdays: OptionSet, Hashable, Sendable {
  /// A bit for each day, that of Monday the lowest.
  public let rawValue: UInt8

  /// Creates a set from its bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Every day.
  public static let all = Weekdays(rawValue: 0x7F)

  /// The names in files, from Monday on.
  static let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

  /// Creates a set from names and ranges, such as `Mon-Fri` or `Mon-Thu,Sat`; nil for any other
  /// text.
  ///
  /// Commas or blanks separate the parts. A range may go past Sunday: `Sat-Mon`.
  init?(_ text: String) {
    var days: Weekdays = []
    for part in text.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "," }) {
      let words = part.split(separator: " ")
      if words.isEmpty { return nil }
      for word in words {
        let ends = word.split(separator: "-", omittingEmptySubsequences: false).map(Self.index)
        guard 1...2 ~= ends.count, let first = ends[0], let last = ends[ends.count - 1] else {
          return nil
        }
        let count = (last - first + 7) % 7
        for day in 0...count { days.insert(Weekdays(day: (first + day) % 7)) }
      }
    }
    self = days
  }

  /// Creates a set of one day, 0 for Monday to 6 for Sunday.
  init(day: Int) { self.init(rawValue: 1 << UInt8(day)) }

  /// Returns true if the set has a day, 0 for Monday to 6 for Sunday.
  func contains(day: Int) -> Bool { contains(Weekdays(day: day)) }

  private static func index(of name: some StringProtocol) -> Int? {
    let name = name.lowercased()
    return names.firstIndex { $0.lowercased() == name }
  }
}
