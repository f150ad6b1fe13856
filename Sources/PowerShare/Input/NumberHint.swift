/// Hints for texts that are no number or time, in places that need one.
enum NumberHint {
  /// Returns a hint for a text that is not a number, or nil.
  ///
  /// - Parameters:
  ///   - unit: The unit of the field; nil for a count.
  ///   - decimalComma: True in a CSV file with semicolons.
  static func hint(for text: String, unit: String?, isCSV: Bool, decimalComma: Bool) -> String? {
    let trimmed = text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
    if isCSV, trimmed.count < text.count, !trimmed.isEmpty {
      return "Spaces are part of a CSV field: remove them."
    }
    if let hint = hintForNothing(text, isCSV: isCSV) { return hint }
    if text.hasPrefix("=") || text.hasPrefix("#") {
      return "It is a formula or an error of a spreadsheet: write the value."
    }
    guard let first = text.unicodeScalars.first, "0"..."9" ~= first || first == "-" else {
      return nil
    }
    let separators = ",.' \u{A0}\u{202F}\u{2019}"
    guard
      text.unicodeScalars.allSatisfy({ "0"..."9" ~= $0 || separators.unicodeScalars.contains($0) })
    else {
      return text.unicodeScalars.contains { "0"..."9" ~= $0 } && first != "-"
        ? "Write the number alone" + (unit.map { ", in \($0)." } ?? ".") : nil
    }
    let commas = "Decimal commas are read in files whose fields are separated by semicolons."
    let hasComma = text.contains(",") && !decimalComma
    return "Write numbers without separators of thousands." + (hasComma ? " " + commas : "")
  }

  /// Returns a hint for a text that says that there is no value, or for a byte order mark; nil for
  /// others.
  static func hintForNothing(_ text: String, isCSV: Bool) -> String? {
    if text.unicodeScalars.first == "\u{FEFF}" || text.hasPrefix("\\ufeff") {
      return "A byte order mark is inside the file, as where two files are joined: remove it."
    }
    let words = ["null", "none", "n/a", "na", "nan", "nil", "-", "--", "?", "unknown"]
    guard words.contains(text.lowercased()) else { return nil }
    return isCSV
      ? "Leave the cell empty where there is no value." : "Write null where there is no value."
  }
}
