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
  /// How much room a row takes at most beside its beginning.
  private let rowCapacity: Int

  /// - Parameters:
  ///   - limits: What keeps a session from more, with what stands around it.
  ///   - between: What stands between the energy of an interval and all that was delivered.
  init(_ limits: LimitTexts, _ numbers: NumberTexts, between: String) {
    self.limits = limits
    self.numbers = numbers
    self.between = Array(between.utf8)
    rowCapacity = LimitTexts.room + between.utf8.count + 3 * ByteCursor.numberCapacity + 32
  }

  /// Forgets what was written before, because the next tick comes from another replay.
  mutating func begin() { beginnings = RowTexts() }

  /// Appends the rows of a tick's sessions.
  ///
  /// - Parameters:
  ///   - first: What stands before the first row.
  ///   - end: A byte that ends a row, and what stands between that and the next row.
  ///   - plain: Appends the beginning of the row at a place in the tick, up to what the session is
  ///     offered, where it takes at most ``RowTexts/plainRoom`` bytes; or appends nothing and
  ///     returns false.
  ///   - any: Appends the beginning of the row at a place in the tick.
  @inline(__always)
  mutating func write(
    _ tick: ResultTick, first: ShortText, end: ShortText, into bytes: inout [UInt8],
    plain: (Int, inout ByteCursor) -> Bool,
    any: (Int, inout [UInt8]) -> Void
  ) {
    if tick.states.isEmpty { return }
    beginnings.update(tick, plain: plain, any: any)
    if tick.energy == nil {
      writeRows(tick, first, end, into: &bytes)
    } else {
      writeIntervals(tick, first, end, into: &bytes)
    }
  }

  private func writeRows(
    _ tick: ResultTick, _ first: ShortText, _ end: ShortText, into bytes: inout [UInt8]
  ) {
    let states = tick.states.span
    let (texts, room) = (beginnings.bytes.span, beginnings.room)
    let (limits, numbers) = (limits.bytes.span, numbers.texts.span)
    // What is known here need not be looked at in every row.
    precondition(numbers.count == NumberTexts.entryCount, "a number without its text")
    precondition(limits.count == LimitTexts.byteCount, "a limit without its text")
    precondition(texts.count >= ByteCursor.countedTextRoom, "no room behind the texts")
    bytes.append(rowsUpTo: capacity(rows: states.count), without: end.count - 1) {
      (cursor: consuming ByteCursor) in
      var out = cursor
      out.append(first)
      var done = 0
      while done < states.count {
        // A loop of its own, so that what it uses stays in registers.
        let states = states.extracting(done...)
        var place = 0
        while place < states.count {
          let power = states[place].allocatedPower.watts
          let energy = states[place].deliveredEnergy.lowWattHours
          guard NumberTexts.knows(thousandths: power), NumberTexts.knows(thousandths: energy),
            out.appendRow(
              texts, from: states[place].slot &* room, thousandths: power,
              limits, from: LimitTexts.start(of: states[place].limitedBy), thousandths: energy,
              end, numbers)
          else { break }
          place += 1
        }
        done += place
        if place < states.count {
          out = append(tick, done, end, to: out)
          done += 1
        }
      }
      return out
    }
  }

  @inline(never)
  private func writeIntervals(
    _ tick: ResultTick, _ first: ShortText, _ end: ShortText, into bytes: inout [UInt8]
  ) {
    bytes.append(rowsUpTo: capacity(rows: tick.states.count), without: end.count - 1) {
      (cursor: consuming ByteCursor) in
      var out = cursor
      out.append(first)
      for place in tick.states.indices { out = append(tick, place, end, to: out) }
      return out
    }
  }

  /// How much room so many rows take at most to be appended.
  private func capacity(rows: Int) -> Int {
    beginnings.capacity(rows: rows) + rows * rowCapacity + ByteCursor.rowRoom
  }

  /// Appends any row; apart from the rest, so that the rest keeps its cursor in registers.
  @inline(never)
  private func append(
    _ tick: ResultTick, _ place: Int, _ end: ShortText, to out: consuming ByteCursor
  ) -> ByteCursor {
    let state = tick.states[place]
    out.append(beginnings.text(slot: state.slot).span)
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
