/// A value in a file, before it is interpreted.
struct RawValue: Equatable {
  /// The kind, as far as the syntax shows it.
  var kind = Kind.absent
  /// The range of all its bytes, with quotes and brackets.
  var range = 0..<0
  /// True if it is in quotes.
  var isQuoted = false
  /// True if it must be decoded: JSON escapes, or doubled quotes in CSV.
  var hasEscapes = false

  enum Kind: Equatable {
    case absent, null, text, number, `true`, `false`, object, array
  }

  /// The range without quotes.
  var content: Range<Int> {
    isQuoted ? (range.lowerBound + 1)..<(range.upperBound - 1) : range
  }

  /// The name of the value's type in a message.
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
