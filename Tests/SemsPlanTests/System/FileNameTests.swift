import Foundation
import Testing

@testable import sems_plan

/// Checks names of files that are not UTF-8, and long ones.
@Suite struct FileNameTests {
  private static let simulate = "sems-plan simulate -q -c station.json"

  private let program: Program

  init() throws { program = try Program(files: Sample.files) }

  @Test(arguments: [
    [], [0x61], Array("größe-€-🔌".utf8), [0xFF, 0xFE], [0x61, 0xC3], [0xC3, 0x28, 0xA0],
    // An overlong form, a surrogate, and a value above the last character.
    [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
    // The characters that stand for single bytes, and that before them.
    [0xF4, 0x8F, 0xBE, 0x80], [0xF4, 0x8F, 0xBF, 0xBF], [0xF4, 0x8F, 0xBD, 0xBF],
  ])
  func `a name keeps its bytes`(bytes: [UInt8]) {
    #expect(FileName.bytes(FileName.text(bytes)) == bytes)
  }

  @Test func `names of random bytes keep them and stay different`() {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SplitMix64(seed: seed)
    var texts: [String: [UInt8]] = [:]
    for _ in 0..<5_000 {
      let bytes = (0..<random.int(0...6)).map { _ in
        random.pick([0x41, 0x80, 0xBE, 0xBF, 0x8F, 0xC3, 0xE2, 0xED, 0xF4, 0xFF] as [UInt8])
      }
      let text = FileName.text(bytes)
      #expect(FileName.bytes(text) == bytes, "seed \(seed)")
      #expect(texts.updateValue(bytes, forKey: text) ?? bytes == bytes, "seed \(seed)")
    }
  }

  @Test func `an output and inputs that are not UTF-8 are exactly these files`() throws {
    let outcome = try program.shell(
      #"""
      t=$(printf 't\377.csv'); c=$(printf '\300\257.json'); o=$(printf '\377\376.csv')
      l=$(printf 'l\377'); s=$(printf 's\375.json'); e=$(printf 'e\371.csv')
      cp timeline.csv "$t" && cp station.json "$c" && ln -s "$o" "$l" || exit 99
      sems-plan simulate -q -c "$c" -t "$t" -f csv -o "$l" --summary "$s" || exit 97
      cp "$o" "$e"
      sems-plan simulate -q -c "$c" -t "$t" --expect "$e" || exit 96
      printf 'power.peak>=0\n' >"$l.rules"
      sems-plan simulate -q -c "$c" -t "$t" -o /dev/null --require-file "$l.rules" -f csv || exit 95
      LC_ALL=C ls | LC_ALL=C cat -v
      """#)
    #expect(
      outcome.out == """
        eM-y.csv
        lM-^?
        lM-^?.rules
        station.json
        sM-}.json
        timeline.csv
        tM-^?.csv
        M-@M-/.json
        M-^?M-~.csv

        """)
  }

  @Test func `a name that is not UTF-8 is shown with replacement characters`() throws {
    let outcome = try program.shell(
      #"sems-plan simulate -c station.json -t "$(printf 'no\377.csv')" --errors json"#)
    #expect(outcome.status == 66)
    #expect(outcome.err.hasPrefix("{\"file\":\"no\u{FFFD}.csv\","))
  }

  @Test func `other values that are not UTF-8 are refused`() throws {
    let outcome = try program.shell(
      #"sems-plan simulate -c station.json -t timeline.csv --require "$(printf 'a\377>1')""#)
    #expect(outcome.status == 64)
    #expect(outcome.err.hasSuffix("error: the value of the option --require is not UTF-8\n"))
  }

  @Test func `a name of 255 bytes is written, and one of 256 is refused before the run`() throws {
    let outcome = try program.shell(
      """
      long=$(printf %0251d 0).csv
      \(Self.simulate) -t timeline.csv -o $long && cat $long
      \(Self.simulate) -t none -o 0$long
      """)
    #expect(outcome.out == Sample.rows)
    #expect(outcome.status == 73)
    #expect(outcome.err.hasSuffix("error: cannot create: File name too long\n"))
  }
}
