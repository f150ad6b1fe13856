/// Writes the elements of a page, HTML and SVG alike, with everything that comes from a file
/// escaped.
///
/// Coordinates are whole numbers of tenths of a pixel, so that the bytes are the same everywhere.
struct Markup {
  private(set) var bytes: [UInt8] = []

  /// An attribute of an element.
  struct Attribute {
    fileprivate let name: StaticString
    fileprivate let value: Value

    fileprivate enum Value {
      case word(StaticString)
      case text(String)
      case tenths(Int)
      case path(SVGPath)
    }

    /// An attribute with a constant value.
    static func word(_ name: StaticString, _ value: StaticString) -> Attribute {
      Attribute(name: name, value: .word(value))
    }

    /// An attribute with any text.
    static func text(_ name: StaticString, _ value: String) -> Attribute {
      Attribute(name: name, value: .text(value))
    }

    /// An attribute with a length or a coordinate in tenths of a pixel.
    static func tenths(_ name: StaticString, _ value: Int) -> Attribute {
      Attribute(name: name, value: .tenths(value))
    }

    static func style(_ value: StaticString) -> Attribute { .word("class", value) }
    static func x(_ value: Int) -> Attribute { .tenths("x", value) }
    static func y(_ value: Int) -> Attribute { .tenths("y", value) }
    static func width(_ value: Int) -> Attribute { .tenths("width", value) }
    static func height(_ value: Int) -> Attribute { .tenths("height", value) }
    static func path(_ value: SVGPath) -> Attribute { Attribute(name: "d", value: .path(value)) }
  }

  /// Appends an element with its content.
  mutating func element(
    _ name: StaticString, _ attributes: Attribute..., content: (inout Markup) -> Void
  ) {
    open(name, attributes)
    bytes.append(UInt8(ascii: ">"))
    content(&self)
    bytes.append("</")
    bytes.append(name)
    bytes.append(UInt8(ascii: ">"))
  }

  /// Appends an element with a text.
  mutating func element(_ name: StaticString, _ attributes: Attribute..., text: String) {
    open(name, attributes)
    bytes.append(UInt8(ascii: ">"))
    self.text(text)
    bytes.append("</")
    bytes.append(name)
    bytes.append(UInt8(ascii: ">"))
  }

  /// Appends an element of SVG without content.
  mutating func shape(_ name: StaticString, _ attributes: Attribute...) {
    open(name, attributes)
    bytes.append("/>")
  }

  /// Appends an element of HTML that never has content, such as `meta`.
  mutating func void(_ name: StaticString, _ attributes: Attribute...) {
    open(name, attributes)
    bytes.append(UInt8(ascii: ">"))
  }

  private mutating func open(_ name: StaticString, _ attributes: [Attribute]) {
    bytes.append(UInt8(ascii: "<"))
    bytes.append(name)
    for attribute in attributes {
      bytes.append(UInt8(ascii: " "))
      bytes.append(attribute.name)
      bytes.append("=\"")
      switch attribute.value {
      case .word(let word): bytes.append(word)
      case .text(let text): self.text(text)
      case .tenths(let tenths): bytes.append(tenths: tenths)
      case .path(let path): bytes += path.bytes
      }
      bytes.append(UInt8(ascii: "\""))
    }
  }

  /// Appends constant bytes as they are.
  mutating func raw(_ text: StaticString) { bytes.append(text) }

  /// Appends a text, with every character escaped that HTML or SVG takes for markup, refuses, or
  /// that would change how the text around it reads.
  mutating func text(_ text: String) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": bytes.append("&amp;")
      case "<": bytes.append("&lt;")
      case ">": bytes.append("&gt;")
      case "\"": bytes.append("&quot;")
      case "'": bytes.append("&#39;")
      case let scalar where Self.isHidden(scalar): bytes.append(text: Self.code(of: scalar))
      default: bytes += UTF8.encode(scalar).map(Array.init) ?? []
      }
    }
  }

  /// Returns a text as it is seen in a page.
  static func visible(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isHidden) else { return text }
    return text.unicodeScalars.reduce(into: "") { result, scalar in
      if isHidden(scalar) {
        result += code(of: scalar)
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
  }

  /// Returns the code point of a character: `\u202e`.
  private static func code(of scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16)
    return "\\u" + String(repeating: "0", count: max(4 - digits.count, 0)) + digits
  }

  /// Returns true for characters that a page must not contain or that cannot be seen in it: control
  /// characters, marks that change the direction of writing, and code points that are no
  /// characters.
  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    Suggestion.isControl(scalar) || scalar.value == 0x061C || scalar.value & 0xFFFE == 0xFFFE
      || 0xFDD0...0xFDEF ~= scalar.value
  }
}

/// The outline of a shape of SVG, of horizontal, vertical and straight lines, in tenths of a pixel.
struct SVGPath {
  fileprivate(set) var bytes: [UInt8] = []

  /// Begins a line at a point.
  mutating func move(_ x: Int, _ y: Int) { append("M", x, y) }

  /// Draws a line to a point.
  mutating func line(_ x: Int, _ y: Int) { append("L", x, y) }

  /// Draws a horizontal line.
  mutating func horizontal(to x: Int) {
    bytes.append("H")
    bytes.append(tenths: x)
  }

  /// Draws a vertical line.
  mutating func vertical(to y: Int) {
    bytes.append("V")
    bytes.append(tenths: y)
  }

  /// Draws a line back to the beginning.
  mutating func close() { bytes.append("Z") }

  private mutating func append(_ command: StaticString, _ x: Int, _ y: Int) {
    bytes.append(command)
    bytes.append(tenths: x)
    bytes.append(UInt8(ascii: " "))
    bytes.append(tenths: y)
  }
}

extension [UInt8] {
  /// Appends a number of tenths as a decimal: `52`, `-0.5`.
  mutating func append(tenths: Int) { append(thousandths: tenths * 100) }
}
