import PowerShare

/// Writes diagnostics and notes to standard error.
///
/// A class, because all parts of a command share one standard error.
final class Reporter {
  private let target: any ByteTarget
  private let style: Style
  let isQuiet: Bool
  private let usesColor: Bool
  /// The number of errors reported.
  private(set) var errors = 0
  /// The number of warnings, including those that `--quiet` hides.
  private(set) var warnings = 0
  /// The messages of the first warnings, for a report.
  private(set) var warningMessages: [String] = []
  private static let mostMessages = 100
  /// Whether a progress line is shown, which must be cleared before anything else is written.
  private var clearsLine = false
  /// What is held back; nil where reports are written at once.
  private var held: String?

  /// The form of diagnostics.
  enum Style: String, CaseIterable {
    case text, json, github
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
      countWarning(diagnostic.message)
      if isQuiet { return }
    }
    switch style {
    case .text: write(DiagnosticText.lines(diagnostic, usesColor: usesColor))
    case .json: write(DiagnosticJSON.line(diagnostic))
    case .github: write(DiagnosticGitHub.line(diagnostic))
    }
  }

  /// Reports a problem that has no column in a file.
  ///
  /// - Parameter line: The line in the file, which text has in `message`.
  func report(
    code: String, message: String, hint: String?, file: String? = nil, line: Int? = nil,
    details: [String] = []
  ) {
    errors += 1
    switch style {
    case .json:
      let message = ([message] + details).joined(separator: "; ")
      write(
        DiagnosticJSON.line(code: code, message: message, hint: hint, file: file, line: line))
    case .github:
      let message = ([message] + details).joined(separator: "\n")
      write(DiagnosticGitHub.line(message: message, hint: hint, file: file, line: line))
    case .text:
      let message = ([message] + details).joined(separator: "\n")
      write(
        DiagnosticText.lines(message: message, hint: hint, file: file, usesColor: usesColor))
    }
  }

  /// Reports a warning that has no place in a file.
  func warn(code: String, message: String, hint: String) {
    countWarning(message)
    if isQuiet { return }
    switch style {
    case .text: write(DiagnosticText.lines(warning: message, hint: hint, usesColor: usesColor))
    case .json:
      write(
        DiagnosticJSON.line(
          code: code, message: message, hint: hint, file: nil, severity: "warning"))
    case .github:
      write(DiagnosticGitHub.line(message: message, hint: hint, file: nil, severity: .warning))
    }
  }

  private func countWarning(_ message: String) {
    warnings += 1
    if warningMessages.count < Self.mostMessages { warningMessages.append(message) }
  }

  /// Writes a note about a file; with `--errors json` too, as an object of severity `note`.
  func note(_ text: String, code: String, file: String) {
    guard style == .json, !isQuiet else { return note(text) }
    let message = String(text.drop { $0 == " " })
    write(
      DiagnosticJSON.line(code: code, message: message, hint: nil, file: file, severity: "note"))
  }

  /// Writes a note in plain text; with `--errors json`, nothing.
  func note(_ text: String) {
    if !isQuiet, style != .json { write(text + "\n") }
  }

  /// Runs `body` and returns what it reports, instead of writing it; see `write(held:)`.
  ///
  /// Used for work that is done ahead of its turn.
  func holding(_ body: () -> Void) -> String {
    held = ""
    defer { held = nil }
    body()
    return held ?? ""
  }

  /// Writes what was held back.
  func write(held text: String) {
    if !text.isEmpty { write(text) }
  }

  /// Writes a progress line, which the next line replaces.
  func progress(_ text: String) {
    write("\r\u{1B}[K" + text)
    clearsLine = true
  }

  /// Clears the progress line, if there is one.
  func clearProgress() {
    if clearsLine { write("") }
  }

  /// Writes a text; a failure is ignored, because there is no other place to report it.
  ///
  /// The text may contain names of files that are not UTF-8.
  private func write(_ text: String) {
    if held != nil {
      held? += text
      return
    }
    let prefix = clearsLine ? "\r\u{1B}[K" : ""
    clearsLine = false
    try? target.write(Array((prefix + FileName.shown(text)).utf8))
  }
}
