/// The name of a session, a charger or a station: any text, compared byte for byte.
///
/// Swift's own strings compare by canonical equivalence, which would take two ids that differ in
/// their bytes for one.
public struct Identifier: Hashable, Sendable {
  /// The name in UTF-8; always valid.
  let utf8: [UInt8]

  /// Creates a name from a text.
  public init(_ text: String) { utf8 = Array(text.utf8) }

  /// Creates a name from bytes that are known to be valid UTF-8.
  init(validUTF8 bytes: [UInt8]) { utf8 = bytes }

  /// The name as a text.
  public var text: String { String(decoding: utf8, as: UTF8.self) }
}

extension Identifier: ExpressibleByStringLiteral {
  /// Creates a name from a literal.
  public init(stringLiteral text: String) { self.init(text) }
}
