/// The decimal signs in a CSV file with semicolons, of which the first is that of the file.
struct DecimalSigns: Equatable, Sendable {
  /// The decimal sign of the file; nil before the first.
  private(set) var sign: UInt8?
  /// False once a number cannot have a separator of thousands in the place of a decimal sign.
  private(set) var mayBeThousands = true
  /// The place of the first number with a decimal sign.
  private(set) var first: Range<Int>?
  /// The number of numbers with a decimal sign.
  private(set) var count = 0

  /// The name of the file's sign.
  var name: String { sign == UInt8(ascii: ",") ? "comma" : "point" }

  /// True if numbers with a point can be read without a look at their signs.
  var isSettledPoint: Bool { sign == UInt8(ascii: ".") && !mayBeThousands }

  /// Notes a number.
  ///
  /// - Parameter place: The place of the number in the file, if `bytes` is not the file.
  /// - Returns: False if its decimal sign is not that of the file.
  mutating func note(_ bytes: Span<UInt8>, _ number: Range<Int>, at place: Range<Int>? = nil)
    -> Bool
  {
    var point: Int?
    for place in number where bytes[place] == UInt8(ascii: ",") || bytes[place] == UInt8(ascii: ".")
    {
      point = place
      break
    }
    guard let point else { return true }
    if sign == nil { (sign, first) = (bytes[point], place ?? number) }
    guard bytes[point] == sign else { return false }
    count += 1
    if mayBeThousands { mayBeThousands = Self.mayBeThousands(bytes, number, point: point) }
    return true
  }

  private static func mayBeThousands(
    _ bytes: Span<UInt8>, _ number: Range<Int>, point: Int
  ) -> Bool {
    var start = number.lowerBound
    if bytes[start] == UInt8(ascii: "+") || bytes[start] == UInt8(ascii: "-") { start += 1 }
    guard 1...3 ~= point - start, number.upperBound - point == 4 else { return false }
    for place in (point + 1)..<number.upperBound where bytes[place] &- UInt8(ascii: "0") > 9 {
      return false
    }
    return true
  }
}

extension DecimalSigns {
  /// The remark that all numbers may be thousands; nil where one of them cannot be.
  var remark: Remarks.Remark? {
    guard let first, mayBeThousands else { return nil }
    return Remarks.Remark(kind: .ambiguousNumber, range: first, detail: name, count: count)
  }
}
