/// A CSV row without quotes and with ASCII alone, split into its columns eight bytes at a time.
///
/// It stores only where each column begins. It gives up on any other row, which ``CSVScanner`` then
/// reads from its beginning.
///
/// Part of the fast path (``FastPath/csvRows``); may be deleted in favour of ``EventRecord``.
struct FastCSVRow: FastFields {
  /// The start of each column, followed by the starts of two empty columns behind the last one.
  private var starts = InlineArray<256, Int>(repeating: 0)
  /// The number of bytes in fields that have not been taken.
  private var untakenBytes = 0
  private(set) var moment: Instant?
  private(set) var kind: FastEvent.Kind?

  /// The number of columns; 0 if no row is to be read, as with 255 columns or more.
  private let columnCount: UInt8
  /// The column of each field; a field without a column has the empty one behind the last.
  private var columns = InlineArray<25, UInt8>(repeating: 0)
  /// The field of each column, by its raw value; 255 for a column that has no field.
  private let fields: [UInt8]
  /// The columns that have a name, but no field.
  private let ignored: [UInt8]
  /// False while the decimal sign of a file with semicolons is unknown, or is a comma.
  var readsDecimals: Bool
  private let beginsWithTime: Bool
  private let continuesWithEvent: Bool
  private let delimiter: UInt8

  /// Creates a row that gives up on every text.
  init() { self.init([], delimiter: UInt8(ascii: ",")) }

  /// Creates a row for texts below a header.
  ///
  /// - Parameter named: The number of columns before unnamed ones at the end; nil for all.
  init(_ header: [EventField?], named: Int? = nil, delimiter: UInt8) {
    let count = UInt8(header.count < 255 ? header.count : 0)
    columnCount = count
    precondition(EventField.allCases.count == columns.count, "a field without a column")
    for field in EventField.allCases {
      columns[field.rawValue] = header.firstIndex(of: field).map { UInt8(clamping: $0) } ?? count
    }
    fields = header.map { UInt8($0?.rawValue ?? 255) }
    ignored = (0..<count).filter { header[Int($0)] == nil && Int($0) < named ?? header.count }
    readsDecimals = delimiter != UInt8(ascii: ";")
    beginsWithTime = header.first == .time
    continuesWithEvent = header.count > 2 && header[1] == .event
    self.delimiter = delimiter
  }

  // MARK: Finding

  /// Finds the columns of the row that begins at `start`.
  ///
  /// - Returns: The start of the next row, or nil if the row is incomplete or left to the general
  ///   path. The content of this value then has no meaning.
  @inline(__always)
  mutating func find(
    _ text: borrowing SourceText, from start: Int, _ lastDate: borrowing LastDate
  ) -> Int? {
    precondition(start >= 0, "a row before the text")
    let bytes = text.storage.span
    // A file that quotes the first field mostly does so in all rows: give up at once.
    if start < bytes.count, bytes[start] == UInt8(ascii: "\"") { return nil }
    let delimiters = UInt64(eight: delimiter)
    let columnCount = columnCount
    var known: UInt8 = 0
    var position = start
    moment = nil
    kind = nil
    if beginsWithTime,
      let (time, end) = lastDate.read(bytes, from: start, before: delimiter)
    {
      moment = time
      known = 1
      position = end &+ 1
    }
    // A known time and event need no search for their ends.
    let secondStart = position
    if known == 1, continuesWithEvent,
      let event = FastEvent.Kind(bytes, at: position, before: delimiter)
    {
      kind = event
      known = 2
      position &+= event.count &+ 1
    }
    let knownEnd = position
    var starts = starts.mutableSpan
    starts[0] = start
    starts[1] = secondStart
    starts[Int(known)] = position
    var column = known
    let end = text.end
    while position < end, position <= bytes.count &- 8 {
      let word = bytes.word(at: position)
      var matches = word.bytesEqual(to: delimiters)
      let stop = Self.stop(word, among: word.bytesOutsideASCII(from: UInt8(ascii: "#")) & ~matches)
      if stop != 0 { matches &= stop &- 1 }
      while matches != 0 {
        guard column < columnCount else { return nil }
        column &+= 1
        starts[Int(column)] = position &+ matches.firstMatch &+ 1
        matches &= matches &- 1
      }
      if stop != 0 {
        let place = position &+ stop.firstMatch
        guard column &+ 1 == columnCount, let next = Self.endOfLine(bytes, at: place),
          next <= end
        else { return nil }
        starts[Int(columnCount)] = place &+ 1
        starts[Int(columnCount &+ 1)] = place &+ 2
        untakenBytes = place &- knownEnd &- Int(column &- known)
        return next
      }
      position &+= 8
    }
    return nil
  }

  /// Takes the time out if it is a date-time in a column other than the first.
  @inline(never)
  mutating func takeMoment(_ text: borrowing SourceText, _ lastDate: borrowing LastDate) {
    let time = self.text(of: .time)
    moment = lastDate.read(text.storage.span, in: time.range)?.0
    if moment != nil { untakenBytes -= time.count }
  }

  /// Returns the highest bit of the first byte that ends a line or makes the row give up, or 0.
  ///
  /// - Parameter others: The candidates among the bytes of `word`, as a comparison returns them.
  @inline(__always)
  private static func stop(_ word: UInt64, among others: UInt64) -> UInt64 {
    var others = others
    while others != 0 {
      let shift = UInt64(truncatingIfNeeded: others.trailingZeroBitCount &- 7)
      let byte = UInt8(truncatingIfNeeded: word &>> shift)
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\"")
        || byte >= 0x80
      {
        return others & (0 &- others)
      }
      others &= others &- 1
    }
    return 0
  }

  /// Returns the start of the next line, or nil if this line does not end at `place`.
  @inline(__always)
  private static func endOfLine(_ bytes: Span<UInt8>, at place: Int) -> Int? {
    if bytes[place] == UInt8(ascii: "\n") { return place &+ 1 }
    guard bytes[place] == UInt8(ascii: "\r"), place &+ 1 < bytes.count,
      bytes[place &+ 1] == UInt8(ascii: "\n")
    else { return nil }
    return place &+ 2
  }

  // MARK: Fields

  /// The bytes of the row, without its line end.
  var range: Range<Int> {
    mutating get {
      let starts = starts.span
      return starts[0]..<(starts[Int(columnCount)] - 1)
    }
  }

  /// Returns the text of a column.
  @inline(__always)
  private static func text(_ starts: Span<Int>, column: UInt8) -> FastText {
    let start = starts[Int(column)]
    return FastText(start: start, count: starts[Int(column &+ 1)] &- 1 &- start)
  }

  /// Returns the text of the column of a field, empty if there is no such column.
  ///
  /// Mutating and through spans, because any other access copies the whole row.
  @inline(__always)
  private mutating func text(of field: EventField) -> FastText {
    Self.text(starts.span, column: columns.span[field.rawValue])
  }

  @inline(__always)
  mutating func take(text field: EventField) -> FastText {
    let text = text(of: field)
    untakenBytes &-= text.count
    return text
  }

  @inline(__always)
  mutating func take(number field: EventField) -> FastText { take(text: field) }

  @inline(__always)
  mutating func isEmpty() -> Bool {
    untakenBytes == (ignored.isEmpty ? 0 : ignoredBytes())
  }

  /// Returns the number of bytes in the columns that have no field; −1 if they are too long for a
  /// row, which is then left to the general path.
  @inline(never)
  private mutating func ignoredBytes() -> Int {
    let starts = starts.span
    let ignored = ignored.span
    var bytes = 0
    for place in ignored.indices { bytes &+= Self.text(starts, column: ignored[place]).count }
    return bytes <= EventRecord.maximumLength - 4096 ? bytes : -1
  }

  /// Copies all fields into a record, for the general path.
  ///
  /// - Parameter style: The way in which the file writes values.
  mutating func note(in record: inout EventRecord, style: FieldReader.Style) {
    let starts = starts.span
    let fields = fields.span
    record.clear()
    record.style = style
    record.range = starts[0]..<(starts[Int(columnCount)] - 1)
    var noted = EventFieldSet()
    var filled = EventFieldSet()
    var contents = record.contents.mutableSpan
    for column in 0..<columnCount {
      let place = Int(fields[Int(column)])
      if place == 255 { continue }
      let text = Self.text(starts, column: column)
      contents[place] = text.range
      noted.note(place: place, if: true)
      filled.note(place: place, if: !text.isEmpty)
    }
    record.noted = noted
    record.present = filled
    record.texts = filled
  }
}
