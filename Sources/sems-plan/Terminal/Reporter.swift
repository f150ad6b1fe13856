import PowerShare

/// Writes diagnostics and notes to standard error.
///
/// A class, because there is one standard error.
final class Reporter {
  private let target: any ByteTarget
  private let style: Style
  let isQuiet: Bool
  private let usesColor: Bool
  /// How many errors have been reported.
  private(set) var errors = 0
  /// How many warnings have been reported or kept quiet.
  private(set) var warnings = 0
  /// Whether a line of progress stands there, to be cleared before anything else is written.
  private var clearsLine = false

  /// How diagnostics are written.
  enum Style: String, CaseIterable {
    case text, json
  }

  init(target: any ByteTarget, style: Style, isQuiet: Bool, usesColor: Bool) {
    self.target = target
    self.style = style
    self.isQuiet = isQuiet
    self.usesColor = usesColor
  }

  /// Reports a problem in a file.
  func report(_ diagnostic: Diagnostic) {
    switch diagnostic.severity {
    case .error: errors += 1
    case .warning:
      warnings += 1
      if isQuiet { return }
    }
    write(
      style == .json
        ? DiagnosticJSON.line(diagnostic)
        : DiagnosticText.lines(diagnostic, usesColor: usesColor))
  }

  /// Reports a problem that has no place in a file.
  func report(
    code: String, message: String, hint: String?, file: String? = nil, details: [String] = []
  ) {
    errors += 1
    switch style {
    case .json:
      let message = ([message] + details).joined(separator: "; ")
      write(DiagnosticJSON.line(code: code, message: message, hint: hint, file: file))
    case .text:
      let message = ([message] + details).joined(separator: "\n")
      write(
        DiagnosticText.lines(message: message, hint: hint, file: file, usesColor: usesColor))
    }
  }

  /// Warns of something that has no place in a file.
  func warn(code: String, message: String, hint: String) {
    warnings += 1
    if isQuiet { return }
    write(
      style == .json
        ? DiagnosticJSON.line(
          code: code, message: message, hint: hint, file: nil, severity: "warning")
        : DiagnosticText.lines(warning: message, hint: hint, usesColor: usesColor))
  }

  /// Says what became of a file, for programs as well.
  func note(_ text: String, code: String, file: String) {
    guard style == .json, !isQuiet else { return note(text) }
    let message = String(text.drop { $0 == " " })
    write(
      DiagnosticJSON.line(code: code, message: message, hint: nil, file: file, severity: "note"))
  }

  /// Says something that is neither a result nor a problem.
  func note(_ text: String) {
    if !isQuiet, style == .text { write(text + "\n") }
  }

  /// Writes a line of progress, which the next line replaces.
  func progress(_ text: String) {
    write("\r\u{1B}[K" + text)
    clearsLine = true
  }

  /// Clears the line of progress, if there is one.
  func clearProgress() {
    if clearsLine { write("") }
  }

  /// Writes a text; where standard error itself fails there is nobody left to tell.
  private func write(_ text: String) {
    let prefix = clearsLine ? "\r\u{1B}[K" : ""
    clearsLine = false
    try? target.write(Array((prefix + text).utf8))
  }
}
