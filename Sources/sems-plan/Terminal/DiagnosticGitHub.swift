import PowerShare

/// Diagnostics as workflow commands of GitHub Actions, which shows them beside the lines of files.
enum DiagnosticGitHub {
  static func line(_ diagnostic: Diagnostic) -> String {
    let place = diagnostic.place
    return line(
      diagnostic.severity,
      [("file", diagnostic.file), ("line", "\(place.line)"), ("col", "\(place.column)")],
      diagnostic.message, diagnostic.hint)
  }

  static func line(
    message: String, hint: String?, file: String?, line number: Int? = nil,
    severity: Diagnostic.Severity = .error
  ) -> String {
    let place = [("file", file), ("line", number.map(String.init))]
    let known = place.compactMap { name, value in value.map { (name, $0) } }
    return line(severity, known, message, hint)
  }

  private static func line(
    _ severity: Diagnostic.Severity, _ properties: [(name: String, value: String)],
    _ message: String, _ hint: String?
  ) -> String {
    let list = properties.map { "\($0.name)=\(escaped($0.value, isProperty: true))" }
      .joined(separator: ",")
    let text = message + (hint.map { "\n" + $0 } ?? "")
    return "::\(severity.rawValue)\(list.isEmpty ? "" : " ")\(list)::\(escaped(text))\n"
  }

  /// Returns a text with the escapes of workflow commands: for `%` and line ends, in properties
  /// also for colons and commas.
  private static func escaped(_ text: String, isProperty: Bool = false) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": result += "%25"
      case "\r": result += "%0D"
      case "\n": result += "%0A"
      case ":" where isProperty: result += "%3A"
      case "," where isProperty: result += "%2C"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
