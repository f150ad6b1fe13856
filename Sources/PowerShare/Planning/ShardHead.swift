/// The head of a shard's file, which says what part of what sweep its rows are.
///
/// The file of a partial merge has a head, too, which names the missing shards.
package struct ShardHead: Equatable, Sendable {
  /// The part of the sweep.
  package let part: Part
  /// The number of shards of the sweep.
  package let count: Int
  /// The number of rows in the file.
  package let rows: Int
  /// The version of the program that wrote the rows.
  package let version: String
  /// The hash of the sweep's options and inputs.
  package let sweep: UInt64

  /// The part of a sweep that a file has.
  package enum Part: Equatable, Sendable {
    /// The shard of that number, from 1.
    case shard(Int)
    /// All shards but the missing ones, whose numbers rise.
    case partial(missing: [Int])
  }

  /// The greatest number of digits of a number in a head; no sum of such numbers overflows.
  private static let digits = 12

  package init(part: Part, count: Int, rows: Int, version: String, sweep: UInt64) {
    self.part = part
    self.count = count
    self.rows = rows
    self.version = version
    self.sweep = sweep
  }

  /// The number of the shard; nil for a partial merge.
  package var number: Int? { if case .shard(let number) = part { number } else { nil } }

  /// The hash of the sweep in hexadecimal digits.
  private var hash: String {
    let digits = String(sweep, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  // MARK: Writing

  /// The texts between the values of a head.
  private struct Form {
    /// The beginning of a shard's head, and what follows its number.
    let shard: (String, String)
    /// The beginning of a partial merge's head.
    let partial: String
    let rows: String
    let version: String
    let sweep: String
    /// The text before the missing shards.
    let missing: String
    /// The ends of a shard's head and of a partial merge's head.
    let end: (shard: String, partial: String)

    static let csv = Form(
      shard: ("# shard ", "/"), partial: "# partial of ", rows: " rows ", version: " version ",
      sweep: " sweep ", missing: " missing ", end: ("", ""))
    static let json = Form(
      shard: ("{\"shard\":", ",\"of\":"), partial: "{\"of\":", rows: ",\"rows\":",
      version: ",\"version\":\"", sweep: "\",\"sweep\":\"", missing: "\",\"missing\":[",
      end: ("\"}", "]}"))
  }

  /// The first line of a CSV file, without its line end.
  package var csvLine: [UInt8] { line(.csv) }

  /// The first line of an NDJSON file, without its line end.
  package var ndjsonLine: [UInt8] { line(.json) }

  /// The first line of a JSON file, without its line end; the rows follow, and then `]}`.
  package var jsonLine: [UInt8] { Self.jsonBeginning + line(.json) + Self.jsonEnd }

  /// The beginning of the first line of a JSON file.
  private static let jsonBeginning = Array("{\"shard\":".utf8)
  private static let jsonEnd = Array(",\"rows\":[".utf8)

  private func line(_ form: Form) -> [UInt8] {
    var line =
      switch part {
      case .shard(let number): "\(form.shard.0)\(number)\(form.shard.1)\(count)"
      case .partial: "\(form.partial)\(count)"
      }
    line += "\(form.rows)\(rows)\(form.version)\(version)\(form.sweep)\(hash)"
    switch part {
    case .shard: line += form.end.shard
    case .partial(let missing):
      line += form.missing + missing.map(String.init).joined(separator: ",") + form.end.partial
    }
    return Array(line.utf8)
  }

  // MARK: Reading

  /// Reads the first line of a CSV file; nil if it is not exactly a head.
  package init?(csvLine line: [UInt8]) { self.init(line[...], .csv) }

  /// Reads the first line of an NDJSON file; nil if it is not exactly a head.
  package init?(ndjsonLine line: [UInt8]) { self.init(line[...], .json) }

  /// Reads the first line of a JSON file; nil if it is not exactly a head.
  package init?(jsonLine line: [UInt8]) {
    let (beginning, end) = (Self.jsonBeginning, Self.jsonEnd)
    guard line.count >= beginning.count + end.count, line.starts(with: beginning),
      line.suffix(end.count) == end[...]
    else { return nil }
    self.init(line[beginning.count..<(line.count - end.count)], .json)
  }

  private init?(_ line: ArraySlice<UInt8>, _ form: Form) {
    var rest = HeadText(rest: line)
    var number: Int?
    if rest.take(form.shard.0) {
      number = rest.number()
      guard number != nil, rest.take(form.shard.1) else { return nil }
    } else if !rest.take(form.partial) {
      return nil
    }
    guard let count = rest.number(), rest.take(form.rows), let rows = rest.number(),
      rest.take(form.version), let version = rest.version(), rest.take(form.sweep),
      let sweep = rest.hash(), 1...Shard.limit ~= count, 1...count ~= number ?? 1
    else { return nil }
    var part = Part.partial(missing: [])
    if let number {
      part = .shard(number)
    } else {
      guard rest.take(form.missing), let missing = rest.numbers(to: count) else { return nil }
      part = .partial(missing: missing)
    }
    self.init(part: part, count: count, rows: rows, version: version, sweep: sweep)
    // Every other spelling of the same values, such as zeros before a number, is refused.
    guard self.line(form)[...] == line else { return nil }
  }

  /// The part of a head that is still to be read.
  private struct HeadText {
    var rest: ArraySlice<UInt8>

    mutating func take(_ text: String) -> Bool {
      guard rest.starts(with: text.utf8) else { return false }
      rest = rest.dropFirst(text.utf8.count)
      return true
    }

    private mutating func text(_ isPart: (UInt8) -> Bool) -> String {
      let text = rest.prefix(while: isPart)
      rest = rest.dropFirst(text.count)
      return String(decoding: text, as: UTF8.self)
    }

    mutating func number() -> Int? {
      let digits = text { 48...57 ~= $0 }
      return digits.utf8.count > ShardHead.digits ? nil : Int(digits)
    }

    /// Reads the rising numbers of some of the shards, but not of all.
    mutating func numbers(to limit: Int) -> [Int]? {
      var numbers: [Int] = []
      repeat {
        guard let number = number(), number > numbers.last ?? 0, number <= limit else {
          return nil
        }
        numbers.append(number)
      } while take(",")
      return numbers.count < limit ? numbers : nil
    }

    mutating func version() -> String? {
      let version = text { byte in
        48...57 ~= byte || 65...90 ~= byte || 97...122 ~= byte || [43, 45, 46].contains(byte)
      }
      return 1...64 ~= version.utf8.count ? version : nil
    }

    mutating func hash() -> UInt64? {
      let digits = text { 48...57 ~= $0 || 97...102 ~= $0 }
      return digits.utf8.count == 16 ? UInt64(digits, radix: 16) : nil
    }
  }
}
