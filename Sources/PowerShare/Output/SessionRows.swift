/// Writes the rows of sessions, in CSV as in JSON: the loop that most of the time of a replay goes
/// into.
///
/// A row is a separator, its beginning, what the session is offered, what keeps it from more, and
/// what it has drawn.
struct SessionRows: Sendable {
  private var beginnings = RowTexts()
  private let limits: LimitTexts
  private let numbers: NumberTexts
  /// What stands between the energy of an interval and all that was delivered.
  private let between: [UInt8]
  /// What ends a row.
  private let end: UInt8

  /// - Parameters:
  ///   - limits: What keeps a session from more, with what stands around it.
  ///   - between: What stands between the energy of an interval and all that was delivered.
  ///   - end: What ends a row.
  init(_ limits: LimitTexts, _ numbers: NumberTexts, between: String, end: UInt8) {
    self.limits = limits
    self.numbers = numbers
    self.between = Array(between.utf8)
    self.end = end
  }

  /// Appends the rows of a tick's sessions.
  ///
  /// - Parameters:
  ///   - separator: What stands before each row, and 32 bytes behind it.
  ///   - separatorCount: How long that is without those.
  ///   - separatesFirst: Whether it stands before the first row as well.
  ///   - beginning: Appends a row's beginning, up to what the session is offered.
  mutating func write(
    _ tick: ResultTick, _ separator: [UInt8], _ separatorCount: Int, separatesFirst: Bool,
    into bytes: inout [UInt8], beginning: (SessionState, SessionName, inout [UInt8]) -> Void
  ) {
    beginnings.update(tick, beginning)
    if tick.energy != nil {
      return writeIntervals(
        tick, separator.span.extracting(first: separatorCount), separatesFirst: separatesFirst,
        into: &bytes)
    }
    let states = tick.states.span
    let capacity = capacity(rows: states.count, separatorCount)
    let separator = separator.span
    let (texts, keys) = (beginnings.bytes.span, beginnings.keys.span)
    let (limits, numbers) = (limits.bytes.span, numbers.texts.span)
    let end = end
    precondition(numbers.count == 1_000, "a number without its text")
    bytes.append(rowsUpTo: capacity) { (cursor: consuming ByteCursor) in
      var out = cursor
      var count = separatesFirst ? separatorCount : 0
      for place in states.indices {
        let slot = states[place].slot
        let power = states[place].allocatedPower.watts
        let energy = states[place].deliveredEnergy.roundedWattHours
        let textCount = Int(keys[slot].count)
        if NumberTexts.knows(thousandths: power), NumberTexts.knows(thousandths: energy),
          textCount >= 0
        {
          let limit = LimitTexts.start(of: states[place].limitedBy)
          out.appendRow(
            separator, count, texts, from: Int(keys[slot].start), textCount,
            NumberTexts.text(thousandths: power, numbers),
            limits, from: limit, Int(limits[limit &+ LimitTexts.countOffset]),
            NumberTexts.text(thousandths: energy, numbers), end: end)
        } else {
          out = append(tick, place, separator.extracting(first: count), to: out)
        }
        count = separatorCount
      }
      return out
    }
  }

  private func writeIntervals(
    _ tick: ResultTick, _ separator: Span<UInt8>, separatesFirst: Bool, into bytes: inout [UInt8]
  ) {
    let capacity = capacity(rows: tick.states.count, separator.count)
    bytes.append(rowsUpTo: capacity) { (cursor: consuming ByteCursor) in
      var out = cursor
      for place in tick.states.indices {
        let count = place > 0 || separatesFirst ? separator.count : 0
        out = append(tick, place, separator.extracting(first: count), to: out)
      }
      return out
    }
  }

  /// How much room so many rows take at most to be appended.
  private func capacity(rows: Int, _ separatorCount: Int) -> Int {
    let rest =
      separatorCount + LimitTexts.room + between.count + 3 * ByteCursor.numberCapacity
      + ByteCursor.rowMargin
    return beginnings.capacity(rows: rows) + rows * rest
  }

  /// Appends any row; apart from the rest, so that the rest keeps its cursor in registers.
  @inline(never)
  private func append(
    _ tick: ResultTick, _ place: Int, _ separator: Span<UInt8>, to out: consuming ByteCursor
  ) -> ByteCursor {
    let state = tick.states[place]
    out.append(separator)
    let count = Int(beginnings.keys[state.slot].count)
    if count < 0 {
      out.append(beginnings.longText(slot: state.slot).span)
    } else {
      let start = Int(beginnings.keys[state.slot].start)
      out.append(beginnings.bytes.span.extracting(start..<(start + count)))
    }
    numbers.append(thousandths: state.allocatedPower.watts, to: &out)
    limits.append(state.limitedBy, to: &out)
    if tick.energy != nil {
      numbers.append(thousandths: tick.energies[place].roundedWattHours, to: &out)
      out.append(between.span)
    }
    numbers.append(thousandths: state.deliveredEnergy.roundedWattHours, to: &out)
    out.append(end)
    return out
  }
}
