import PowerShare

/// A file with one requirement per line.
struct RequirementFile {
  private let path: String
  private let text: [UInt8]

  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// Reads a file.
  init(_ path: String, _ streams: Streams) throws(Failure) {
    self.path = path
    let text = try streams.readAll(path)
    self.text = text.starts(with: Self.byteOrderMark) ? Array(text.dropFirst(3)) : text
  }

  /// Returns the file's requirements, or reports all bad ones and returns nil.
  func requirements(isOnUpdate: Bool, _ reporter: Reporter) -> [Requirement]? {
    var isBad = false
    var requirements: [Requirement] = []
    let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for line in lines {
      let rule = Self.trimmed(line.prefix { $0 != UInt8(ascii: "#") })
      guard !rule.isEmpty else { continue }
      do throws(Requirement.Problem) {
        let text = String(decoding: rule, as: UTF8.self)
        requirements.append(try Requirement(text, isOnUpdate: isOnUpdate))
      } catch {
        reporter.report(diagnostic(error, in: rule))
        isBad = true
      }
    }
    return isBad ? nil : requirements
  }

  private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let start = line.drop { $0 <= 0x20 }
    let end = start.lastIndex { $0 > 0x20 }
    return end.map { start[...$0] } ?? []
  }

  private func diagnostic(
    _ problem: Requirement.Problem, in rule: ArraySlice<UInt8>
  ) -> Diagnostic {
    let (message, hint) = problem.explanation(of: String(decoding: rule, as: UTF8.self))
    var source = SourceText(name: path, text: text)
    return source.diagnostic(
      Self.place(of: problem, in: rule), code: problem.code, message: message, hint: hint)
  }

  /// Returns the range of a problem in its rule: the path at the start, or the number or unit at
  /// the end.
  private static func place(
    of problem: Requirement.Problem, in rule: ArraySlice<UInt8>
  ) -> Range<Int> {
    switch problem {
    case .noComparison, .wrongComparison: return rule.indices
    case .unknownPath(let path, _):
      return rule.startIndex..<min(rule.startIndex + max(path.utf8.count, 1), rule.endIndex)
    case .notNumeric(let path):
      return rule.startIndex..<(rule.startIndex + path.utf8.count)
    case .notANumber(let end), .wrongUnit(let end), .aboveOne(let end):
      return max(rule.endIndex - max(end.utf8.count, 1), rule.startIndex)..<rule.endIndex
    }
  }
}

extension Requirement.Problem {
  /// The code of the diagnostic.
  fileprivate var code: DiagnosticCode {
    switch self {
    case .noComparison, .wrongComparison: .missingField
    case .notANumber: .notANumber
    case .wrongUnit, .notNumeric: .wrongType
    case .aboveOne: .outOfRange
    case .unknownPath: .unknownKey
    }
  }

  /// Returns the message and the hint for a rule.
  func explanation(of text: String) -> (message: String, hint: String?) {
    let rule = "the requirement \"\(Suggestion.printable(text))\""
    switch self {
    case .noComparison:
      return (
        "\(rule) has no comparison",
        "Write it like servedShare>=0.95; the comparisons are < <= > >= == !=."
      )
    case .wrongComparison(let sign, let meant):
      return (
        "\(rule) has \"\(sign)\" for a comparison",
        "Write \(meant); the comparisons are < <= > >= == !=."
      )
    case .notANumber(let number):
      let hint = number.contains(",") ? Failure.numberHint(number) : nil
      return (
        "\(rule) needs a number, not \"\(Suggestion.printable(number))\"",
        hint ?? "A number may have its unit: kW, kWh, min or %."
      )
    case .notNumeric:
      return (
        "\(rule) names a date, and only numbers can be required",
        "Name a figure of that day, such as worstDay.servedShare."
      )
    case .wrongUnit(let unit):
      return ("\(rule) has the unit \(unit), which the figure does not have", nil)
    case .aboveOne(let number):
      return (
        "\(rule) is about a share, which is never above 1: \(Suggestion.printable(number))",
        "A share of 95 % is 0.95 or 95%."
      )
    case .unknownPath(let path, let suggestions):
      let names = suggestions.map { "\"\($0)\"" }
      let guess =
        names.count < 2
        ? names.first : names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
      return (
        "\(rule) names no figure of the summary: \(Suggestion.printable(path))",
        (guess.map { "did you mean \($0)? " } ?? "")
          + "\"sems-plan help figures\" lists all figures."
      )
    }
  }
}
