/// A reader of station configs in JSON or CSV.
public enum StationReader {
  /// The format of a config.
  public enum Format: String, Sendable {
    /// One object in the vocabulary of the station's API.
    case json
    /// One row a charger.
    case csv

    /// Chooses the format by the file's extension, else by its first character.
    public init(fileName: String, text: [UInt8]) {
      let name = fileName.lowercased()
      if name.hasSuffix(".json") {
        self = .json
      } else if name.hasSuffix(".csv") || name.hasSuffix(".tsv") {
        self = .csv
      } else {
        let first = text.first { byte in !" \t\r\n\u{FEFF}".utf8.contains(byte) }
        self = first == UInt8(ascii: "{") || first == UInt8(ascii: "[") ? .json : .csv
      }
    }
  }

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - name: The file's name, for messages.
  ///   - text: The bytes of the file.
  ///   - format: The format of the file.
  /// - Returns: The station, or nil with at least one error; and all errors and warnings.
  /// - Complexity: O(length of the text).
  public static func read(
    name: String, text: [UInt8], format: Format
  ) -> (station: StationConfig?, diagnostics: [Diagnostic]) {
    var source = SourceText(name: name, text: text)
    if let problem = ForeignFile.problem(source.storage.span, end: source.end, name: name) {
      return (nil, [source.diagnostic(problem)])
    }
    var reader: FieldReader
    let station: StationConfig?
    switch format {
    case .json:
      reader = FieldReader(style: .json)
      station = readJSON(source, &reader)
    case .csv:
      reader = FieldReader(style: .csv(decimalComma: false))
      station = readCSV(source, &reader)
    }
    if let problem = reader.decimals?.remark?.problem() { reader.problems.append(problem) }
    let problems = (reader.problems + reader.remarks.problems)
      .sorted { $0.range.lowerBound < $1.range.lowerBound }
    let diagnostics = problems.map { source.diagnostic($0) }
    let isRefused = diagnostics.contains { $0.severity == .error }
    return (isRefused ? nil : station, diagnostics)
  }

  private static func readJSON(_ source: SourceText, _ reader: inout FieldReader) -> StationConfig?
  {
    let bytes = source.storage.span
    var scanner = JSONScanner(position: 0, end: source.end, isComplete: true)
    do throws(JSONStop) {
      try scanner.refuseOtherFormat(bytes)
      let value = try scanner.value(bytes)
      if SwappedFiles.isTimeline(bytes, value) {
        let start = value.range.lowerBound
        reader.problems = [SwappedFiles.timeline(at: start..<(start + 1))]
        return nil
      }
      guard try scanner.isAtEnd(bytes) else {
        throw scanner.unexpected(bytes, expected: "the end of the text")
      }
      reader.problems += scanner.problems
      return station(bytes, value, &reader)
    } catch {
      reader.problems += scanner.problems
      if case .invalid(let problem) = error { reader.problems.append(problem) }
      return nil
    }
  }
}
