/// Recognises files of other kinds than UTF-8 text by their first bytes.
enum ForeignFile {
  /// The number of bytes that are looked at.
  static let length = 4

  /// Returns the problem of a file that is no UTF-8 text, or nil.
  ///
  /// - Parameters:
  ///   - name: The file's name, whose extension tells workbooks from other archives.
  ///   - command: The command that reads such a file from standard input, for hints.
  static func problem(
    _ bytes: Span<UInt8>, end: Int, name: String, command: String = "sems-plan ... -t -"
  ) -> RangedProblem? {
    var start: [UInt8] = []
    for place in 0..<min(end, length) { start.append(bytes[place]) }
    guard let (message, hint) = kind(start, name.lowercased(), command) else { return nil }
    return RangedProblem(range: 0..<0, code: .notText, message: message, hint: hint)
  }

  private static let unpack = "Decompress it first, or read it from a pipe: "
  private static let toUTF8 = "Save it as UTF-8, or convert it: "

  private static func kind(
    _ start: [UInt8], _ name: String, _ command: String
  ) -> (message: String, hint: String)? {
    if start.starts(with: [0x1F, 0x8B]) {
      return ("the file is compressed (gzip)", unpack + "gunzip -c FILE | \(command)")
    }
    if start.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
      return ("the file is compressed (zstd)", unpack + "zstdcat FILE | \(command)")
    }
    if start.starts(with: [0xFD, 0x37, 0x7A, 0x58]) {
      return ("the file is compressed (xz)", unpack + "xzcat FILE | \(command)")
    }
    if start.starts(with: "PK\u{3}\u{4}".utf8) {
      return archive(name)
    }
    if start.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
      return ("the file is an Excel workbook (xls)", saveSheet)
    }
    if start.starts(with: "%PDF".utf8) {
      return ("the file is a PDF document", "Export the data as CSV or JSON.")
    }
    // A line of syslog begins with a number in the same brackets.
    if start.first == UInt8(ascii: "<"), start.count < 2 || start[1] &- UInt8(ascii: "0") > 9 {
      return ("the file is HTML or XML", "Was an error page saved in place of the data?")
    }
    if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF]) || isUTF16(start) {
      return ("the file is UTF-16 text", toUTF8 + "iconv -f UTF-16 -t UTF-8 FILE")
    }
    return nil
  }

  private static let saveSheet = "Save the sheet as \"CSV UTF-8\" and read that file."

  private static func archive(_ name: String) -> (message: String, hint: String) {
    if name.hasSuffix(".xlsx") || name.hasSuffix(".xlsm") {
      return ("the file is an Excel workbook (xlsx)", saveSheet)
    }
    if name.hasSuffix(".ods") {
      return ("the file is an OpenDocument spreadsheet", saveSheet)
    }
    return (
      "the file is a zip archive or an Excel workbook (xlsx)",
      "Unpack the archive, or save the sheet as \"CSV UTF-8\"."
    )
  }

  /// True for two ASCII characters of two bytes each, without a byte order mark.
  private static func isUTF16(_ start: [UInt8]) -> Bool {
    guard start.count == 4 else { return false }
    let even = start[0] | start[2]
    let odd = start[1] | start[3]
    return odd == 0 && start[0] > 0 && start[2] > 0 && even < 0x80
      || even == 0 && start[1] > 0 && start[3] > 0 && odd < 0x80
  }
}
