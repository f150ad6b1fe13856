/// A reader of logs of OCPP messages, 1.6 and 2.0.1: one or more messages a line, with any other
/// text around them.
///
/// Messages do not name the charger. A log belongs to one charger, or each line names one behind
/// the text of `--charger-after`.
struct OCPPReader {
  private let options: ImportOptions
  private var chargers: [State] = []
  /// The index of each charger in ``chargers``.
  private var indices: [Identifier: Int] = [:]
  /// The chargers at which a call of that message id has no reply yet, in a log of several.
  private var open: [Identifier: Set<Int>] = [:]
  private var hasFrames = false

  /// The state of a charger.
  private struct State {
    var transactions: OCPPCharger
    var events = OCPPEvents()
  }

  static func read(
    _ source: SourceText, _ options: ImportOptions, charger: Identifier,
    into reading: inout RecordReading
  ) {
    var reader = OCPPReader(options: options)
    if options.chargerAfter == nil { _ = reader.index(of: options.charger ?? charger) }
    let storage = source.storage
    let bytes = storage.span
    let marker = options.chargerAfter.map { Array($0.utf8) }
    var start = 0
    while start < source.end {
      var end = start
      while end < source.end, bytes[end] != UInt8(ascii: "\n") { end += 1 }
      reader.takeLine(bytes, start..<end, marker, into: &reading)
      start = end + 1
    }
    if !reader.hasFrames, reading.problemCounts.isEmpty,
      let problem = problem(of: source)
    {
      return reading.refuse(problem)
    }
    reader.finish(into: &reading)
  }

  private init(options: ImportOptions) { self.options = options }

  /// Returns the problem of a text without any message; nil if it is empty.
  private static func problem(of source: SourceText) -> RangedProblem? {
    let storage = source.storage
    let bytes = storage.span
    let text = source.start..<source.end
    guard let start = text.first(where: { bytes[$0] > UInt8(ascii: " ") }) else { return nil }
    let end = (start..<text.upperBound).first { bytes[$0] == UInt8(ascii: "\n") }
    let kind = RecordKind(source).flatMap { $0 == .log ? nil : $0 }
    let example = "A message has a line of its own: [2, \"1\", \"StartTransaction\", {…}]."
    return RangedProblem(
      range: start..<(end ?? text.upperBound), code: .invalidJSON,
      message: "no line of the file holds an OCPP message"
        + (kind.map { ": it looks like \($0.rawValue)" } ?? ""),
      hint: kind?.hint ?? example)
  }

  /// Returns the index of a charger, which may be a new one.
  private mutating func index(of id: Identifier) -> Int {
    if let index = indices[id] { return index }
    indices[id] = chargers.count
    chargers.append(State(transactions: OCPPCharger(id)))
    return chargers.count - 1
  }

  private func finish(into reading: inout RecordReading) {
    for charger in chargers {
      charger.transactions.countOpen(into: &reading)
      charger.events.makeSessions(at: charger.transactions.id, into: &reading)
    }
    guard let text = options.chargerAfter else {
      if reading.leftOut.entries.contains(where: { $0.text == OCPPCharger.followed })
        || chargers.contains(where: \.events.hasOverlap)
      {
        reading.advice.append(
          "use --charger-after TEXT if the log is of several chargers: TEXT is what comes before "
            + "the charger's id in each line")
      }
      return
    }
    if hasFrames, chargers.isEmpty {
      reading.advice.append(
        "check --charger-after: no line has a charger's id behind "
          + "\"\(Suggestion.printable(text))\"")
    }
  }

  // MARK: Lines

  private mutating func takeLine(
    _ bytes: Span<UInt8>, _ line: Range<Int>, _ marker: [UInt8]?,
    into reading: inout RecordReading
  ) {
    var own: Int? = marker == nil ? 0 : nil
    if let marker, let id = Self.charger(bytes, line, after: marker) { own = index(of: id) }
    var unread = 0
    let found = OCPPLine(bytes, line) { bytes, frame, place in
      guard let charger = own ?? only(frame) else {
        unread += 1
        return
      }
      reading.placeOfCopy = place
      take(bytes, frame, charger, into: &reading)
      reading.placeOfCopy = nil
    }
    if found.frames > 0 { hasFrames = true }
    if own == nil, unread > 0 || found.problem != nil {
      reading.ignored.count(
        "lines without the text of --charger-after", one: "line without the text of --charger-after"
      )
    } else if let problem = found.problem {
      reading.passOver([problem])
    } else if found.frames == 0, line.contains(where: { bytes[$0] > UInt8(ascii: " ") }) {
      reading.ignored.count("lines without a message", one: "line without a message")
    }
  }

  /// The quotes, slashes and brackets that end a charger's id.
  private static let idEnds = Array("\"'`/\\()[]{}<>".utf8)

  /// Returns the charger's id in a line: what follows `marker` up to a blank, a quote, a slash or a
  /// bracket; nil if there is none.
  private static func charger(
    _ bytes: Span<UInt8>, _ line: Range<Int>, after marker: [UInt8]
  ) -> Identifier? {
    var start = line.lowerBound
    while start + marker.count <= line.upperBound {
      guard marker.indices.allSatisfy({ bytes[start + $0] == marker[$0] }) else {
        start += 1
        continue
      }
      var id: [UInt8] = []
      for place in (start + marker.count)..<line.upperBound {
        guard bytes[place] > UInt8(ascii: " "), !idEnds.contains(bytes[place]) else { break }
        id.append(bytes[place])
      }
      if 1...FieldReader.maximumNameLength ~= id.count {
        return Identifier(String(decoding: id, as: UTF8.self))
      }
      start += marker.count
    }
    return nil
  }

  /// Returns the charger of a reply in a line that names none: the only one at which a call of its
  /// id is open.
  private func only(_ frame: OCPPFrame) -> Int? {
    switch frame.kind {
    case .call: return nil
    case .reply, .refusal:
      guard let chargers = open[frame.id], chargers.count == 1 else { return nil }
      return chargers.first
    }
  }

  // MARK: Messages

  private mutating func take(
    _ bytes: Span<UInt8>, _ frame: OCPPFrame, _ index: Int, into reading: inout RecordReading
  ) {
    switch frame.kind {
    case .call(let action):
      if options.chargerAfter != nil { open[frame.id, default: []].insert(index) }
      readCall(bytes, action, frame, index, into: &reading)
    case .reply:
      chargers[index].transactions.readReply(bytes, frame.id, frame.payload, into: &reading)
      noteReply(frame.id, index)
    case .refusal:
      chargers[index].transactions.readRefusal(frame.id, into: &reading)
      noteReply(frame.id, index)
    }
  }

  private mutating func noteReply(_ id: Identifier, _ index: Int) {
    guard !chargers[index].transactions.isPending(id) else { return }
    open[id]?.remove(index)
    if open[id]?.isEmpty ?? false { open[id] = nil }
  }

  private mutating func readCall(
    _ bytes: Span<UInt8>, _ action: String, _ frame: OCPPFrame, _ index: Int,
    into reading: inout RecordReading
  ) {
    var record = JSONRecord(bytes, frame.payload, kind: "the payload")
    let place = reading.placeOfCopy ?? frame.payload.range
    switch action {
    case "StartTransaction":
      chargers[index].transactions.readStart(bytes, frame.id, &record, into: &reading)
    case "StopTransaction":
      chargers[index].transactions.readStop(bytes, &record, at: place, into: &reading)
    case "MeterValues":
      if record["evseId"] == nil {
        chargers[index].transactions.readValues(bytes, &record, into: &reading)
      } else {
        chargers[index].events.readValues(bytes, &record, into: &reading)
      }
    case "TransactionEvent":
      chargers[index].events.readEvent(bytes, &record, at: place, into: &reading)
    default: reading.ignored.count("messages of other kinds", one: "message of another kind")
    }
    if action != "StartTransaction" { chargers[index].transactions.noteOtherCall(frame.id) }
  }
}
