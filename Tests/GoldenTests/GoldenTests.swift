import Foundation
import PowerShare
import Testing

extension Tag {
  @Tag static var golden: Self
}

@Suite(.tags(.golden)) struct GoldenTests {
  private static let isRecording = ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1"

  @Test func `there are golden cases`() {
    #expect(!GoldenCase.all.isEmpty)
  }

  @Test func `CI never records`() {
    #expect(!Self.isRecording || ProcessInfo.processInfo.environment["CI"] != "true")
  }

  @Test(arguments: GoldenCase.all)
  func `the results equal the golden files`(golden: GoldenCase) throws {
    let before = try golden.fileNames()
    let outcome = try golden.run()
    #expect(try golden.fileNames() == before, "the command leaves files behind")
    if Self.isRecording {
      try golden.record(outcome)
      Issue.record("recorded \(golden.name); run again without UPDATE_GOLDEN")
      return
    }
    for (name, text) in outcome.files {
      let expected = try golden.text(name)
      #expect(text == expected, "\(golden.name)/\(name)")
      // Swift compares characters, so equal texts may still differ in their bytes.
      #expect(text.utf8.elementsEqual(expected.utf8), "\(golden.name)/\(name)")
    }
  }

  @Test(arguments: DiagnosticCode.allCases)
  func `every diagnostic has a case`(code: DiagnosticCode) throws {
    let written = "\"code\":\"\(code.rawValue)\""
    #expect(try GoldenCase.all.contains { try $0.text("err").contains(written) })
  }

  @Test(arguments: ["0", "1", "64", "65", "66", "73", "74"])
  func `every exit code has a case`(code: String) throws {
    #expect(
      try GoldenCase.all.contains { golden in
        try golden.text("status") == code + "\n"
          || golden.text("out").split(separator: "\n").contains("exit \(code)")
      })
  }

  @Test(arguments: GoldenCase.all)
  func `golden files contain no path of the machine that recorded them`(
    golden: GoldenCase
  ) throws {
    for file in ["cmd", "out", "err"] {
      #expect(!(try golden.text(file).contains(Tree.root.path)))
    }
  }
}
