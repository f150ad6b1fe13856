/// A Swift file, parsed far enough to find words in its code.
struct SwiftSource: Sendable {
  let path: String
  /// The lines without comments and without the contents of string literals.
  let code: [String]

  init(_ path: String) throws {
    self.path = path
    var isInsideText = false
    code = try Tree.text(path).split(separator: "\n", omittingEmptySubsequences: false).map {
      Self.code(in: $0, &isInsideText)
    }
  }

  /// Returns the numbers, from 1, of the lines whose code has a word.
  func lines(withWord word: String) -> [Int] {
    code.indices.filter { index in
      code[index].split { !$0.isLetter && !$0.isNumber && $0 != "_" }.contains(Substring(word))
    }.map { $0 + 1 }
  }

  /// Returns the code of one line; the lines of a multi-line literal have none.
  private static func code(in line: Substring, _ isInsideText: inout Bool) -> String {
    if line.contains("\"\"\"") {
      isInsideText.toggle()
      return String(line.prefix { $0 != "\"" })
    }
    if isInsideText { return "" }
    var code = ""
    var isQuoted = false
    var isEscaped = false
    var last: Character = " "
    for character in line {
      if isQuoted {
        isQuoted = isEscaped || character != "\""
        isEscaped = !isEscaped && character == "\\"
      } else if character == "\"" {
        isQuoted = true
      } else if character == "/", last == "/" {
        return String(code.dropLast())
      } else {
        code.append(character)
      }
      last = character
    }
    return code
  }
}
