import Testing

@testable import PowerShare

@Suite struct CSVScannerTests {
  enum Row: Equatable {
    case fields([String])
    case problem(DiagnosticCode, at: Int)
  }

  private static func rows(_ text: String, delimiter: Unicode.Scalar = ",") -> [Row] {
    let bytes = Array(text.utf8)
    var scanner = CSVScanner(
      position: 0, end: bytes.count, isComplete: true, delimiter: UInt8(ascii: delimiter))
    var rows: [Row] = []
    var fields: [RawValue] = []
    while scanner.position < scanner.end {
      do throws(CSVStop) {
        try scanner.row(bytes.span, into: &fields)
        rows.append(
          .fields(
            fields.map { String(decoding: CSVScanner.decoded(bytes.span, $0), as: UTF8.self) }))
      } catch {
        guard case .invalid(let problem) = error else {
          Issue.record("more is asked for at the end")
          break
        }
        rows.append(.problem(problem.code, at: problem.range.lowerBound))
        if problem.code == .unclosedQuote { break }
        try? scanner.skipLine(bytes.span)
      }
    }
    return rows
  }

  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let text: String
    let rows: [Row]
  }

  @Test(arguments: [
    Case(testDescription: "plain", text: "a,b\n", rows: [.fields(["a", "b"])]),
    Case(testDescription: "no last newline", text: "a,b", rows: [.fields(["a", "b"])]),
    Case(
      testDescription: "CRLF", text: "a,b\r\nc,d\r\n",
      rows: [.fields(["a", "b"]), .fields(["c", "d"])]
    ),
    Case(
      testDescription: "CR before the end", text: "a,b\r", rows: [.fields(["a", "b"])]),
    Case(
      testDescription: "a CR within a field stays", text: "a\rb,c\n",
      rows: [.fields(["a\rb", "c"])]
    ),
    Case(testDescription: "empty fields", text: ",,\n", rows: [.fields(["", "", ""])]),
    Case(
      testDescription: "a delimiter at the end", text: "a,", rows: [.fields(["a", ""])]),
    Case(
      testDescription: "blank lines", text: "a\n\nb\n",
      rows: [.fields(["a"]), .fields([""]), .fields(["b"])]
    ),
    Case(
      testDescription: "quotes", text: "\"a\",\"b,c\"\n", rows: [.fields(["a", "b,c"])]),
    Case(
      testDescription: "quotes before CRLF", text: "\"a\",\"b\"\r\nc,d\r\n",
      rows: [.fields(["a", "b"]), .fields(["c", "d"])]),
    Case(
      testDescription: "quotes before a CR at the end", text: "\"a\"\r", rows: [.fields(["a"])]),
    Case(
      testDescription: "doubled quotes", text: "\"a\"\"b\",\"\"\"\"\n",
      rows: [.fields(["a\"b", "\""])]
    ),
    Case(testDescription: "empty quotes", text: "\"\",a\n", rows: [.fields(["", "a"])]),
    Case(
      testDescription: "newlines in quotes", text: "\"a\nb\",\"c\r\nd\"\ne,f\n",
      rows: [.fields(["a\nb", "c\r\nd"]), .fields(["e", "f"])]),
    Case(testDescription: "spaces stay", text: " a , b \n", rows: [.fields([" a ", " b "])]),
    Case(
      testDescription: "other delimiters are text", text: "a;b\tc\n", rows: [.fields(["a;b\tc"])]),
    Case(testDescription: "UTF-8", text: "é,\"𝄞\"\n", rows: [.fields(["é", "𝄞"])]),
    Case(
      testDescription: "a quote in a plain field", text: "a\"b,c\nd,e\n",
      rows: [.problem(.invalidCSV, at: 1), .fields(["d", "e"])]),
    Case(
      testDescription: "text behind a closing quote", text: "\"a\"b,c\nd,e\n",
      rows: [.problem(.invalidCSV, at: 3), .fields(["d", "e"])]),
    Case(
      testDescription: "a space behind a closing quote", text: "\"a\" ,c\n",
      rows: [.problem(.invalidCSV, at: 3)]),
    Case(
      testDescription: "a CR behind a closing quote", text: "\"a\"\rb\nc\n",
      rows: [.problem(.invalidCSV, at: 3), .fields(["c"])]),
    Case(
      testDescription: "a space before a quote", text: "a, \"b\"\n",
      rows: [.problem(.invalidCSV, at: 3)]),
    Case(
      testDescription: "an unclosed quote", text: "a,b\nc,\"d\ne,f\n",
      rows: [.fields(["a", "b"]), .problem(.unclosedQuote, at: 12)]),
    Case(
      testDescription: "an unclosed quote that ends in a doubled one", text: "\"a\"\"",
      rows: [.problem(.unclosedQuote, at: 3)]),
    Case(
      testDescription: "a quote alone", text: "\"", rows: [.problem(.unclosedQuote, at: 0)]),
  ])
  func `rows are read as RFC 4180 defines them`(example: Case) {
    #expect(Self.rows(example.text) == example.rows)
  }

  @Test(
    arguments: [
      (";", "a;\"b;c\";1,5\n", ["a", "b;c", "1,5"]), ("\t", "a\tb c\t\n", ["a", "b c", ""]),
    ] as [(Unicode.Scalar, String, [String])])
  func `other delimiters are used in the same way`(
    delimiter: Unicode.Scalar, text: String, fields: [String]
  ) {
    #expect(Self.rows(text, delimiter: delimiter) == [.fields(fields)])
  }

  @Test(arguments: JSONCases.notUTF8) func `a field that is not UTF-8 is refused`(bytes: [UInt8]) {
    for text in [[0x61, 0x2C] + bytes + [0x0A], [0x22] + bytes + [0x22, 0x0A]] {
      var scanner = CSVScanner(
        position: 0, end: text.count, isComplete: true, delimiter: UInt8(ascii: ","))
      var fields: [RawValue] = []
      let stop = #expect(throws: CSVStop.self) { try scanner.row(text.span, into: &fields) }
      guard case .invalid(let problem) = stop else {
        Issue.record("no problem")
        continue
      }
      #expect(problem.code == .invalidUTF8)
    }
  }

  @Test(
    arguments: [
      ("a,b;c\n", ","), ("a;b,c\n", ";"), ("a\tb\n", "\t"), ("\"a;b\",c\n", ","), ("a\nb;c\n", ","),
      ("a", ","), ("", ","), ("\"a,\n,\";b", ";"),
    ] as [(String, Unicode.Scalar)])
  func `the header tells the delimiter`(text: String, delimiter: Unicode.Scalar) {
    let bytes = Array(text.utf8)
    let found = CSVScanner.delimiter(bytes.span, from: 0, end: bytes.count, isComplete: true)
    #expect(found == UInt8(ascii: delimiter))
  }

  @Test func `a row that is cut off anywhere needs more input`() {
    let text = Array("é,\"b\"\"\n\",\"\"\r\n".utf8)
    for count in 0..<text.count {
      let cut = Array(text.prefix(count))
      var scanner = CSVScanner(
        position: 0, end: count, isComplete: false, delimiter: UInt8(ascii: ","))
      var fields: [RawValue] = []
      let stop = #expect(throws: CSVStop.self) { try scanner.row(cut.span, into: &fields) }
      #expect(stop == .needsMore, "\(count) bytes")
    }
  }

  @Test(.tags(.property)) func `a field that is written is read again`() {
    for seed in PropertyCases.seeds(1_000) {
      var random = SplitMix64(seed: seed)
      let delimiter: Unicode.Scalar = random.pick([",", ";", "\t"])
      let fields = (0..<random.int(1...4)).map { _ in
        // A separate test covers the apostrophe before a formula.
        "x"
          + (0..<random.int(0...6)).map { _ in
            random.pick(["a", "\"", ",", ";", "\t", "\n", "\r", "é", " ", "="])
          }.joined()
      }
      var bytes: [UInt8] = []
      for (place, field) in fields.enumerated() {
        if place > 0 { bytes.append(UInt8(ascii: delimiter)) }
        bytes.append(csvField: Array(field.utf8), delimiter: UInt8(ascii: delimiter))
      }
      bytes.append(UInt8(ascii: "\n"))
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(Self.rows(text, delimiter: delimiter) == [.fields(fields)], "seed \(seed): \(text)")
    }
  }
}
