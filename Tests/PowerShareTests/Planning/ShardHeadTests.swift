import Testing

@testable import PowerShare

@Suite struct ShardHeadTests {
  private static let shard = ShardHead(
    part: .shard(3), count: 7, rows: 12, version: "0.1.0", sweep: 0xAB_CDEF)
  private static let partial = ShardHead(
    part: .partial(missing: [3, 7]), count: 7, rows: 60, version: "0.1.0-rc.1+x", sweep: .max)

  /// A form of heads: its writing and its reading.
  struct Form: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let line: @Sendable (ShardHead) -> [UInt8]
    let read: @Sendable ([UInt8]) -> ShardHead?
  }

  static let forms = [
    Form(testDescription: "CSV", line: { $0.csvLine }, read: { ShardHead(csvLine: $0) }),
    Form(testDescription: "NDJSON", line: { $0.ndjsonLine }, read: { ShardHead(ndjsonLine: $0) }),
    Form(testDescription: "JSON", line: { $0.jsonLine }, read: { ShardHead(jsonLine: $0) }),
  ]

  @Test func `heads are written in three forms`() {
    let texts = Self.forms.flatMap { form in
      [
        Self.shard,
        .init(
          part: .partial(missing: [3, 7]), count: 7, rows: 60, version: "1", sweep: 15),
      ].map {
        String(decoding: form.line($0), as: UTF8.self)
      }
    }
    #expect(
      texts == [
        "# shard 3/7 rows 12 version 0.1.0 sweep 0000000000abcdef",
        "# partial of 7 rows 60 version 1 sweep 000000000000000f missing 3,7",
        #"{"shard":3,"of":7,"rows":12,"version":"0.1.0","sweep":"0000000000abcdef"}"#,
        #"{"of":7,"rows":60,"version":"1","sweep":"000000000000000f","missing":[3,7]}"#,
        #"{"shard":{"shard":3,"of":7,"rows":12,"version":"0.1.0","sweep":"0000000000abcdef"},"rows":["#,
        #"{"shard":{"of":7,"rows":60,"version":"1","sweep":"000000000000000f","missing":[3,7]},"rows":["#,
      ])
  }

  @Test(arguments: forms)
  func `a head is read as it was written`(form: Form) {
    for head in [Self.shard, Self.partial] { #expect(form.read(form.line(head)) == head) }
  }

  @Test(arguments: forms)
  func `a head in another form is refused`(form: Form) {
    for other in Self.forms where other.testDescription != form.testDescription {
      #expect(form.read(other.line(Self.shard)) == nil)
      #expect(form.read(other.line(Self.partial)) == nil)
    }
  }

  /// A changed digit is another head; every line that is read is written in the same way.
  @Test(arguments: forms)
  func `a line with any byte removed, doubled or replaced is read strictly`(form: Form) {
    for head in [Self.shard, Self.partial] {
      let line = form.line(head)
      var refused = 0
      for place in line.indices {
        var changed = [line, line, line]
        changed[0].remove(at: place)
        changed[1].insert(line[place], at: place)
        changed[2][place] = UInt8(ascii: "*")
        changed.append(Array(line[..<place]))
        for text in changed {
          if let read = form.read(text) {
            #expect(form.line(read) == text)
            #expect(read != head)
          } else {
            refused += 1
          }
        }
      }
      #expect(refused > 2 * line.count)
    }
  }

  @Test(arguments: [
    "# shard 0/7 rows 1 version 1 sweep 0000000000000000",
    "# shard 8/7 rows 1 version 1 sweep 0000000000000000",
    "# shard 1/1000001 rows 1 version 1 sweep 0000000000000000",
    "# shard 1/7 rows 1000000000000 version 1 sweep 0000000000000000",
    "# shard 1/7 rows 99999999999999999999 version 1 sweep 0000000000000000",
    "# shard 1/7 rows 01 version 1 sweep 0000000000000000",
    "# shard 1/7 rows 1 version  sweep 0000000000000000",
    "# shard 1/7 rows 1 version 1 sweep 000000000000000A",
    "# shard 1/7 rows 1 version 1 sweep 00000000000000000",
    "# shard 1/7 rows 1 version 1 sweep 0000000000000000 missing 2",
    "# partial of 7 rows 1 version 1 sweep 0000000000000000 missing ",
    "# partial of 7 rows 1 version 1 sweep 0000000000000000 missing 3,3",
    "# partial of 7 rows 1 version 1 sweep 0000000000000000 missing 3,2",
    "# partial of 7 rows 1 version 1 sweep 0000000000000000 missing 8",
    "# partial of 2 rows 1 version 1 sweep 0000000000000000 missing 1,2",
    "# partial of 7 rows 1 version 1 sweep 0000000000000000 missing 3,",
    "",
  ])
  func `a line that no program writes is refused`(line: String) {
    #expect(ShardHead(csvLine: Array(line.utf8)) == nil)
  }
}

@Suite struct ShardSetTests {
  private func head(
    _ number: Int, of count: Int = 4, version: String = "1", sweep: UInt64 = 5
  ) -> ShardHead {
    ShardHead(part: .shard(number), count: count, rows: 1, version: version, sweep: sweep)
  }

  @Test func `files in any order are put in order`() {
    let set = ShardSet([3, 1, 4, 2].map { head($0) })
    #expect(set.order == [1, 3, 0, 2])
    #expect(set.missing.isEmpty)
    #expect(set.problems.isEmpty)
  }

  @Test func `all missing shards are found`() {
    let set = ShardSet([head(3)])
    #expect(set.order == [0])
    #expect(set.missing == [1, 2, 4])
    #expect(set.problems.isEmpty)
    #expect(ShardSet([head(1_000_000, of: 1_000_000)]).missing.count == 999_999)
  }

  @Test func `a shard given twice is found beside one that is missing`() {
    let set = ShardSet([1, 2, 4, 2, 2].map { head($0) })
    #expect(set.order.isEmpty)
    #expect(set.missing == [3])
    #expect(set.problems == [.isTwice(3, first: 1), .isTwice(4, first: 1)])
  }

  @Test func `what most files have in common is right`() {
    let other = head(1, sweep: 6)
    let set = ShardSet([other, head(2), head(3), head(4)])
    #expect(set.problems == [.differs(0, from: 1, in: .sweep)])
    #expect(set.missing.isEmpty && set.order.isEmpty)
    // Of two kinds with equally many files, the first is right.
    let tie = ShardSet([other, head(2)])
    #expect(tie.problems == [.differs(1, from: 0, in: .sweep)])
  }

  @Test func `a difference is named by its cause`() {
    let set = ShardSet([
      head(1), head(2), head(3, version: "2", sweep: 6), head(4, sweep: 6), head(4, of: 5),
      head(5, of: 5, sweep: 6),
    ])
    #expect(
      set.problems == [
        .differs(2, from: 0, in: .version), .differs(3, from: 0, in: .sweep),
        .differs(4, from: 0, in: .count), .differs(5, from: 0, in: .sweep),
      ])
  }

  @Test func `a partial merge is no shard`() {
    let partial = ShardHead(
      part: .partial(missing: [2]), count: 4, rows: 3, version: "1", sweep: 5)
    #expect(ShardSet([partial]).problems == [.isPartial(0)])
    #expect(ShardSet([head(2), partial]).problems == [.isPartial(1)])
    #expect(ShardSet([]).problems.isEmpty)
  }

  @Test(arguments: [
    ([3], "3"), ([3, 7], "3,7"), ([3, 4], "3-4"), ([1, 3, 4, 5, 9, 11, 12], "1,3-5,9,11-12"),
    ([], ""),
  ])
  func `numbers are listed as sbatch takes them`(numbers: [Int], text: String) {
    #expect(ShardSet.text(of: numbers) == text)
  }
}
