/// A row under a header that begins as the manual lists the columns, read in one go.
///
/// It knows starts at a named connector, reports and stops, with nothing in them but what each of
/// these needs. Anything else is left to ``PlainRow``, which looks at the row again.
struct UsualRow: Sendable {
  /// The delimiter, eight times.
  private let delimiters: UInt64
  /// The names of the events between delimiters.
  private let start: UInt64
  private let stop: UInt64
  private let report: UInt64
  private let reportEnd: UInt64
  /// What a row ends with behind the power that is drawn: the delimiters of columns in which
  /// nothing stands, and the end of the line.
  private let rowEnd: UInt64
  /// Which bits of eight bytes that has.
  private let rowEndBits: UInt64
  /// How long it is; 0 where the columns are others.
  private let rowEndCount: Int

  /// The columns that the header begins with.
  private static let columns: [EventField?] = [
    .time, .event, .sessionId, .chargerId, .idx, .vehicleMaxPower, .consumedPower,
  ]
  /// More bytes than are looked at: at most 45 of a date-time and an event, 17 of each of two
  /// names, 8 of each of two numbers, and a word at the end.
  private static let window = 128

  /// Before the header: no row is usual.
  init() {
    (delimiters, start, stop, report, reportEnd) = (0, 0, 0, 0, 0)
    (rowEnd, rowEndBits, rowEndCount) = (0, 0, 0)
  }

  /// Below a header.
  ///
  /// - Parameter lineEnd: What ends its line, and most likely the others.
  init(_ header: [EventField?], delimiter: UInt8, lineEnd: [UInt8]) {
    let byte = UInt64(delimiter)
    delimiters = UInt64(eight: delimiter)
    start = byte | PlainEvent.Kind.startName &<< 8 | byte &<< 48
    stop = byte | PlainEvent.Kind.stopName &<< 8 | byte &<< 40
    let (report, reportEnd) = PlainEvent.Kind.powerUpdateName
    self.report = byte | report &<< 8
    self.reportEnd = report &>> 56 | reportEnd &<< 8 | byte &<< 40
    let others = header.count - Self.columns.count
    var end: [UInt8] = []
    if header.starts(with: Self.columns), others + lineEnd.count <= 8 {
      end = Array(repeating: delimiter, count: others) + lineEnd
    }
    rowEnd = end.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    rowEndBits = UInt64.max.prefix(end.count)
    rowEndCount = end.count
  }

  /// Whether the header is such that rows may be usual.
  var isExpected: Bool { rowEndCount > 0 }

  /// Reads the event in the row that begins at a place.
  ///
  /// - Parameter event: Receives it; left as it is where there is none.
  /// - Returns: Where the next row begins; nil where the row is not usual, has another date than
  ///   the last one, or stands close to the end of the text.
  @inline(__always)
  func read(
    _ text: borrowing SourceText, from start: Int, _ lastDate: borrowing LastDate,
    into event: inout ReadEvent
  ) -> Int? {
    let bytes = text.storage.span
    // What is found here lies before the end of the text, and needs no further look at that.
    guard isExpected, start >= 0, start <= bytes.count &- Self.window,
      start <= text.end &- Self.window
    else { return nil }
    let row = bytes.extracting(start..<(start &+ Self.window))
    guard let (time, place) = lastDate.read(row, from: 0, before: nil) else { return nil }
    let word = row.word(at: place)
    let end: Int?
    if word.prefix(7) == self.start {
      end = readStart(row, from: place &+ 7, time, into: &event)
    } else if word.prefix(6) == stop {
      end = readStop(row, from: place &+ 6, time, into: &event)
    } else if word == report, row.word(at: place &+ 8).prefix(6) == reportEnd {
      end = readReport(row, from: place &+ 14, time, into: &event)
    } else {
      return nil
    }
    return end.map { start &+ $0 }
  }

  // MARK: Events

  @inline(__always)
  private func readStart(
    _ row: Span<UInt8>, from start: Int, _ time: Instant, into event: inout ReadEvent
  ) -> Int? {
    var place = start
    guard let sessionId = name(row, at: place) else { return nil }
    place &+= sessionId.count &+ 1
    guard let chargerId = name(row, at: place) else { return nil }
    place &+= chargerId.count &+ 1
    let delimiter = UInt8(truncatingIfNeeded: delimiters)
    let word = row.word(at: place)
    guard let (idx, idxCount) = word.leadingNumber, idx <= 1_000,
      word.byte(at: idxCount) == delimiter
    else { return nil }
    place &+= idxCount &+ 1
    guard let (maximum, count) = Self.power(row.word(at: place), before: delimiter) else {
      return nil
    }
    place &+= count &+ 1
    guard endsRow(row, at: place) else { return nil }
    event.note(
      PlainEvent(
        time: time, kind: .start, sessionId: sessionId, chargerId: chargerId, idx: idx,
        vehicleMaxPower: maximum, consumedPower: .zero))
    return place &+ rowEndCount
  }

  @inline(__always)
  private func readReport(
    _ row: Span<UInt8>, from start: Int, _ time: Instant, into event: inout ReadEvent
  ) -> Int? {
    var place = start
    guard let sessionId = name(row, at: place) else { return nil }
    place &+= sessionId.count
    guard namesNothingElse(row, at: place) else { return nil }
    place &+= 4
    let end = UInt8(truncatingIfNeeded: rowEnd)
    guard let (consumed, count) = Self.power(row.word(at: place), before: end) else { return nil }
    place &+= count
    guard endsRow(row, at: place) else { return nil }
    event.note(
      PlainEvent(
        time: time, kind: .powerUpdate, sessionId: sessionId, chargerId: .empty, idx: 0,
        vehicleMaxPower: nil, consumedPower: consumed))
    return place &+ rowEndCount
  }

  @inline(__always)
  private func readStop(
    _ row: Span<UInt8>, from start: Int, _ time: Instant, into event: inout ReadEvent
  ) -> Int? {
    var place = start
    guard let sessionId = name(row, at: place) else { return nil }
    place &+= sessionId.count
    guard namesNothingElse(row, at: place) else { return nil }
    place &+= 4
    guard endsRow(row, at: place) else { return nil }
    event.note(
      PlainEvent(
        time: time, kind: .stop, sessionId: sessionId, chargerId: .empty, idx: 0,
        vehicleMaxPower: nil, consumedPower: .zero))
    return place &+ rowEndCount
  }

  /// Whether nothing stands in the three columns behind the session's id.
  @inline(__always)
  private func namesNothingElse(_ row: Span<UInt8>, at place: Int) -> Bool {
    UInt32(truncatingIfNeeded: row.word(at: place) ^ delimiters) == 0
  }

  @inline(__always)
  private func endsRow(_ row: Span<UInt8>, at place: Int) -> Bool {
    row.word(at: place) & rowEndBits == rowEnd
  }

  // MARK: Values

  /// The name that stands before the next delimiter; nil where there is none, or one that is not
  /// plain or has more than fifteen bytes.
  @inline(__always)
  private func name(_ row: Span<UInt8>, at place: Int) -> ShortIdentifier? {
    let low = row.word(at: place)
    var ends = NameEnds(low, before: delimiters)
    if ends.matches != 0 {
      guard ends.beginWithDelimiter, ends.count > 0 else { return nil }
      return ShortIdentifier(low: low & ends.bitsBefore, high: 0, count: ends.count)
    }
    let high = row.word(at: place &+ 8)
    ends = NameEnds(high, before: delimiters)
    guard ends.beginWithDelimiter else { return nil }
    return ShortIdentifier(low: low, high: high & ends.bitsBefore, count: ends.count &+ 8)
  }

  /// The power in kW that the bytes before an end state, and how many they are; nil where they are
  /// none, or more than seven.
  @inline(__always)
  private static func power(_ word: UInt64, before end: UInt8) -> (Power, count: Int)? {
    guard let (number, count) = word.leadingNumber, word.byte(at: count) == end,
      number <= Power.maximum.watts / 1_000
    else { return fraction(word, before: end) }
    return (Power(watts: number &* 1_000), count)
  }

  /// The same of one with decimals.
  @inline(never)
  private static func fraction(_ word: UInt64, before end: UInt8) -> (Power, count: Int)? {
    let count = word.bytesEqual(to: UInt64(eight: end)).firstMatch
    guard 1...7 ~= count, let watts = word.thousandths(count: count),
      watts <= Power.maximum.watts
    else { return nil }
    return (Power(watts: watts), count)
  }
}

/// The bytes among eight that no plain name has, and the delimiters.
private struct NameEnds {
  /// As a comparison returns them.
  let matches: UInt64
  private let delimiters: UInt64

  @inline(__always)
  init(_ word: UInt64, before delimiters: UInt64) {
    self.delimiters = word.bytesEqual(to: delimiters)
    matches = self.delimiters | word.bytesOutsideASCII(from: UInt8(ascii: "#"))
  }

  /// Whether there is any, and the first one is a delimiter.
  @inline(__always)
  var beginWithDelimiter: Bool { (matches ^ (matches &- 1)) & delimiters != 0 }

  /// The place of the first one.
  @inline(__always)
  var count: Int { matches.firstMatch }

  /// All bits of the bytes before the first one.
  @inline(__always)
  var bitsBefore: UInt64 { (matches ^ (matches &- 1)) &>> 8 }
}
