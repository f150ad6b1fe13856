/// A value as it stands in a file, before anybody has asked what it means.
struct RawValue: Equatable {
  /// What it looks like.
  var kind = Kind.absent
  /// All its bytes, quotes and brackets included.
  var range = 0..<0
  /// Whether quotes stand around it.
  var isQuoted = false
  /// Whether it must be decoded: JSON escapes, or doubled quotes in CSV.
  var hasEscapes = false

  enum Kind: Equatable {
    case absent, null, text, number, `true`, `false`, object, array
  }

  /// The bytes between the quotes, if there are any.
  var content: Range<Int> {
    isQuoted ? (range.lowerBound + 1)..<(range.upperBound - 1) : range
  }

  /// How a message calls the value's type.
  var typeName: String {
    switch kind {
    case .absent: "nothing"
    case .null: "null"
    case .text: "text"
    case .number: "a number"
    case .true, .false: "true or false"
    case .object: "an object"
    case .array: "an array"
    }
  }
}
