import Testing

@testable import PowerShare

@Suite struct LastDateTests {
  private static let dates = ["2026-03-02", "2026-03-03", "2024-02-29", "1970-01-01", "9999-12-31"]
  private static let times = [
    "00:00:00", "23:59:59", "08:15:07", "24:00:00", "08:60:00", "08:15:60", "08:15", "8:15:00",
    "08-15-07", "08:15:07.5", "08:15:07.25", "08:15:07.000", "08:15:07.125", "23:59:59.999",
    "08:15:07.0001", "08:15:07.1a5", "0a:15:07",
  ]
  private static let offsets = ["Z", "z", "+01:00", "-05:30", "-00:00", "", "+1:00", "+01:60"]

  @Test(.tags(.property))
  func `a date-time is read the same after another one as alone`() {
    for seed in PropertyCases.seeds(300) {
      var random = SplitMix64(seed: seed)
      var last = LastDate()
      for _ in 0..<20 {
        let separator = random.pick(["T", "T", "T", "t", " "])
        let text =
          random.pick(Self.dates) + separator + random.pick(Self.times)
          + random.pick(Self.offsets)
        let range = 0..<text.utf8.count
        let rest = random.pick(["", ",", ",start,ev-1\n", ",start,ev-1,and more\n"])
        let bytes = Array((text + rest).utf8)
        let value = RawValue(kind: .text, range: range)
        let alone = DateTime.read(bytes.span, in: range)
        if let (instant, end) = last.read(bytes.span, from: 0, before: UInt8(ascii: ",")) {
          #expect(end == range.upperBound && bytes[end] == UInt8(ascii: ","))
          #expect(last.scale == .dateTime(alone.offset ?? .zulu))
          #expect(alone.instant == instant, "\(text), seed \(seed)")
        }
        if let (instant, offset) = last.read(bytes.span, value) {
          #expect(alone == .moment(instant, offset), "\(text), seed \(seed)")
        } else {
          last.note(alone, bytes.span, value)
        }
      }
    }
  }

  @Test(arguments: [["08:15:00", "09:30:59"], ["08:15:00.000", "09:30:59.125"]])
  func `the second date-time of a day is read with the cached date`(times: [String]) {
    var last = LastDate()
    for (place, time) in times.enumerated() {
      // The offset is read as a word, although its text may be shorter.
      let bytes = Array("2026-03-02T\(time)+01:00,start,".utf8)
      let value = RawValue(kind: .text, range: 0..<(time.utf8.count + 17))
      let reading = last.read(bytes.span, value)
      #expect((reading != nil) == (place == 1))
      let row = last.read(bytes.span, from: 0, before: UInt8(ascii: ","))
      #expect(row?.0 == reading?.0 && row?.end == (place == 1 ? value.range.upperBound : nil))
      last.note(DateTime.read(bytes.span, in: value.range), bytes.span, value)
    }
  }

  @Test func `every time of day is read, and no other`() {
    var last = LastDate()
    let first = Array("2026-03-02T00:00:00Z,start,ev-1".utf8)
    let value = RawValue(kind: .text, range: 0..<20)
    last.note(DateTime.read(first.span, in: value.range), first.span, value)
    func digits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    // Each number takes all its values; the others are in range, at their limit or beyond it.
    let edges = [0, 7, 23, 24, 59, 60, 99]
    for hour in 0...99 {
      for minute in 0...99 where edges.contains(hour) || edges.contains(minute) {
        for second in 0...99
        where edges.contains(second) || edges.contains(hour) && edges.contains(minute) {
          let text = "2026-03-02T\(digits(hour)):\(digits(minute)):\(digits(second))Z"
          let bytes = Array((text + ",start,ev-1").utf8)
          let moment = last.read(bytes.span, in: 0..<20)?.0
          let isTime = hour < 24 && minute < 60 && second < 60
          let seconds = (hour * 60 + minute) * 60 + second
          let expected = 1_772_409_600_000 + seconds * 1_000
          guard moment?.milliseconds != (isTime ? expected : nil) else { continue }
          Issue.record("\(text)")
        }
      }
    }
  }
}

extension DateTime.Reading {
  fileprivate var instant: Instant? {
    if case .moment(let instant, _) = self { instant } else { nil }
  }

  fileprivate var offset: UTCOffset? {
    if case .moment(_, let offset) = self { offset } else { nil }
  }
}
