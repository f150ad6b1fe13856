import PowerShare

/// Diagnostics for people: file, line and column, the line itself, a caret, and a hint.
enum DiagnosticText {
  static func lines(_ diagnostic: Diagnostic, usesColor: Bool) -> String {
    let place = diagnostic.place
    let paint = Paint(isOn: usesColor)
    let severity = diagnostic.severity.rawValue
    let label = diagnostic.severity == .error ? paint.red(severity) : paint.yellow(severity)
    let file = Suggestion.printable(diagnostic.file)
    var text = paint.bold("\(file):\(place.line):\(place.column):")
    text += " \(label): \(diagnostic.message)\n"
    if !place.excerpt.isEmpty {
      let caret = "^" + String(repeating: "~", count: place.caretLength - 1)
      text += place.excerpt + "\n"
      text += String(repeating: " ", count: place.caretOffset) + paint.green(caret) + "\n"
    }
    return text + hint(diagnostic.hint)
  }

  static func lines(message: String, hint: String?, file: String?, usesColor: Bool) -> String {
    let paint = Paint(isOn: usesColor)
    let file = file == "" ? "\"\"" : Suggestion.printable(file ?? "sems-plan")
    return "\(paint.bold(file + ":")) \(paint.red("error")): \(message)\n" + self.hint(hint)
  }

  static func lines(warning: String, hint: String, usesColor: Bool) -> String {
    let paint = Paint(isOn: usesColor)
    return "\(paint.bold("sems-plan:")) \(paint.yellow("warning")): \(warning)\n"
      + self.hint(hint)
  }

  private static func hint(_ hint: String?) -> String { hint.map { "hint: \($0)\n" } ?? "" }
}

/// Colours for a terminal, or none.
struct Paint {
  let isOn: Bool

  func bold(_ text: String) -> String { mark(text, "1") }
  func red(_ text: String) -> String { mark(text, "31") }
  func yellow(_ text: String) -> String { mark(text, "33") }
  func green(_ text: String) -> String { mark(text, "32") }

  private func mark(_ text: String, _ code: String) -> String {
    isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
