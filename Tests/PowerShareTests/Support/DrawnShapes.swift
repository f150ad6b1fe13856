@testable import PowerShare

/// The shapes of a drawing, read back from its bytes.
struct DrawnShapes {
  /// A shape, with its coordinates in tenths of a pixel.
  struct Shape: Equatable {
    var name = ""
    var attributes: [String: String] = [:]
    /// The text in it.
    var text = ""

    /// Returns an attribute in tenths of a pixel.
    func tenths(_ name: String) -> Int { DrawnShapes.tenths(attributes[name] ?? "") ?? .min }

    var style: String { attributes["class"] ?? "" }
  }

  let shapes: [Shape]

  /// Reads what a chart draws at a width.
  init(_ chart: some ReportChart, _ width: Int) {
    var markup = Markup()
    chart.draw(width, into: &markup)
    self.init(markup.bytes)
  }

  /// Reads markup.
  init(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    shapes = text.split(separator: "<").map { part in
      var shape = Shape()
      let inside = part.prefix { $0 != ">" }
      shape.text = String(part.dropFirst(inside.count + 1))
      shape.name = String(inside.prefix { $0 != " " && $0 != "/" })
      // Names of attributes are before an equals sign, values between quotes.
      let pieces = inside.dropFirst(shape.name.count).split(separator: "\"").map(String.init)
      for index in stride(from: 0, to: pieces.count - 1, by: 2) {
        let name = pieces[index].filter { $0 != " " && $0 != "=" }
        shape.attributes[name] = pieces[index + 1]
      }
      return shape
    }
  }

  /// Returns the shapes with a name and a class.
  func all(_ name: String, _ style: String) -> [Shape] {
    shapes.filter { $0.name == name && $0.style == style }
  }

  /// Returns the texts of labels.
  var labels: [String] { shapes.filter { $0.name == "text" }.map(\.text) }

  /// The labels of a page that are wider or lower than their drawings.
  var labelsOutside: [String] {
    var (width, height) = (0, 0)
    return shapes.filter { shape in
      if shape.name == "svg" {
        (width, height) = (shape.tenths("width"), shape.tenths("height"))
      }
      guard shape.name == "text" else { return false }
      let words = shape.style.split(separator: " ")
      // Most characters are narrower than the bound of the layout.
      let text = ["&gt;", "&lt;", "&quot;", "&amp;", "&#39;"].reduce(shape.text) {
        $0.replacing($1, with: "?")
      }
      let length = text.count * ChartText.cell * 9 / 10
      let start =
        shape.tenths("x")
        - (words.contains("end") ? length : words.contains("mid") ? length / 2 : 0)
      return start < -20 || start + length > width + 20 || shape.tenths("y") > height
    }.map(\.text)
  }

  /// Returns a decimal number in tenths; nil for any other text.
  static func tenths(_ text: some StringProtocol) -> Int? {
    let parts = text.split(separator: ".")
    guard let first = parts.first, let whole = Int(first), parts.count < 2 || parts[1].count == 1
    else { return nil }
    let tenths = parts.count == 2 ? Int(parts[1]) ?? 0 : 0
    return whole * 10 + (text.hasPrefix("-") ? -tenths : tenths)
  }

  /// A point in tenths of a pixel.
  struct Point: Hashable {
    let x: Int
    let y: Int
  }

  /// Returns the corners of a path of straight lines.
  static func points(_ path: String) -> [Point] {
    var points: [Point] = []
    var (x, y) = (0, 0)
    var rest = path[...]
    while let command = rest.popFirst() {
      let numbers = rest.prefix { !"MLHVZ".contains($0) }
      rest = rest.dropFirst(numbers.count)
      let values = numbers.split(separator: " ").compactMap { tenths($0) }
      switch command {
      case "M", "L": (x, y) = (values[0], values[1])
      case "H": x = values[0]
      case "V": y = values[0]
      default: continue
      }
      points.append(Point(x: x, y: y))
    }
    return points
  }
}
