import PowerShare

/// Diagnostics for programs: one JSON object per line.
enum DiagnosticJSON {
  static func line(_ diagnostic: Diagnostic) -> String {
    line(
      file: diagnostic.file, line: diagnostic.place.line, column: diagnostic.place.column,
      severity: diagnostic.severity.rawValue, code: diagnostic.code.rawValue,
      message: diagnostic.message, hint: diagnostic.hint)
  }

  static func line(
    code: String, message: String, hint: String?, file: String?, line: Int? = nil,
    severity: String = "error"
  ) -> String {
    self.line(
      file: file, line: line, column: nil, severity: severity, code: code, message: message,
      hint: hint)
  }

  private static func line(
    file: String?, line: Int?, column: Int?, severity: String, code: String, message: String,
    hint: String?
  ) -> String {
    let members = [
      ("file", quoted(file)), ("line", number(line)), ("column", number(column)),
      ("severity", quoted(severity)), ("code", quoted(code)), ("message", quoted(message)),
      ("hint", quoted(hint)),
    ]
    return "{" + members.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}\n"
  }

  private static func number(_ value: Int?) -> String { value.map(String.init) ?? "null" }

  private static func quoted(_ text: String?) -> String {
    guard let text else { return "null" }
    return JSONText.quoted(text)
  }
}
