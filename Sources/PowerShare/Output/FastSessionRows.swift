/// Writes the rows of a batch of ticks, in CSV and in JSON: the hottest loop of a replay.
///
/// A row consists of its beginning, the allocated power, the limit, the delivered energy and a
/// separator.
///
/// Part of the fast path (``FastPath/batches``); may be deleted in favour of the cells of each row,
/// ``ResultRow``.
struct FastSessionRows: Sendable {
  private var beginnings = FastRowBeginnings()
  private let limits: LimitTexts
  let numbers: NumberTexts

  /// The most bytes that a row takes after its beginning.
  private static var rowCapacity: Int { LimitTexts.room + 2 * ByteCursor.numberCapacity + 32 }

  /// Creates the writer.
  ///
  /// - Parameter limits: The limits with the bytes around them.
  init(_ limits: LimitTexts, _ numbers: NumberTexts) {
    self.limits = limits
    self.numbers = numbers
  }

  /// Forgets all beginnings, because the next tick comes from another replay.
  mutating func begin() { beginnings = FastRowBeginnings() }

  /// Appends the sessions at several ticks.
  @inline(__always)
  mutating func write<Form: FastRowForm>(
    _ batch: FastTickBatch, _ form: inout Form, into bytes: inout [UInt8]
  ) {
    let (list, labels) = (batch.ticks.span, batch.labels.span)
    let rows = batch.rows.span.extracting(..<batch.rowCount)
    let (limits, numbers) = (limits, numbers)
    let (limitTexts, numberTexts) = (limits.bytes.span, numbers.texts.span)
    // Checked here, so that no row checks it.
    precondition(numberTexts.count == NumberTexts.entryCount, "a number without its text")
    precondition(limitTexts.count == LimitTexts.byteCount, "a limit without its text")
    var (tick, row, label) = (0, 0, 0)
    while tick < list.count {
      // Enough for all rows unless new long texts come; the outer loop then makes more room.
      let room = capacity(rows: rows.count - row) + (list.count - tick) * Form.tickRoom
      bytes.append(rowsUpTo: room) { (cursor: consuming ByteCursor) in
        var out = cursor
        while tick < list.count {
          while label < list[tick].labelsEnd {
            beginnings.set(slot: labels[label].slot) { out in
              form.append(short: labels[label], to: &out)
            } any: { bytes in
              form.append(
                batch.name(ofLabel: label), labels[label].vehicleMaxPower, to: &bytes)
            }
            label += 1
          }
          let end = list[tick].rowsEnd
          guard out.hasRoom(for: capacity(rows: end - row) + Form.tickRoom) else { break }
          let between = form.begin(tick, list[tick].time, hasRows: row < end, to: &out)
          if row < end {
            while row < end {
              let texts = beginnings.bytes.span
              precondition(texts.count >= ByteCursor.countedTextRoom, "no room behind the texts")
              // An inner loop without calls, so that its values stay in registers.
              var left = rows.extracting(row..<end)
              while !left.isEmpty {
                let power = left[0].allocatedPower.watts
                let energy = left[0].deliveredEnergy.lowWattHours
                guard NumberTexts.knows(thousandths: power),
                  NumberTexts.knows(thousandths: energy),
                  out.appendFastRow(
                    texts, from: left[0].slot &* beginnings.room, thousandths: power,
                    limitTexts, from: LimitTexts.start(of: left[0].limitedBy),
                    thousandths: energy, between, numberTexts)
                else { break }
                left = left.extracting(droppingFirst: 1)
              }
              row = end - left.count
              if row < end {
                out = Self.append(
                  rows[row], texts, from: rows[row].slot * beginnings.room, beginnings.longTexts,
                  limits, between, numbers, to: out)
                row += 1
              }
            }
            out.remove(last: between.count - 1)
          }
          form.finish(to: &out)
          tick += 1
        }
        return out
      }
    }
  }

  /// Returns the room that the rows of a tick need.
  @inline(__always)
  private func capacity(rows: Int) -> Int {
    beginnings.capacity(rows: rows, besides: Self.rowCapacity) + ByteCursor.fastRowRoom
  }

  /// Appends a row of any form; out of line, so that the loop keeps its cursor in registers.
  @inline(never)
  private static func append(
    _ row: SessionState, _ texts: Span<UInt8>, from start: Int,
    _ longTexts: borrowing [Int: [UInt8]], _ limits: borrowing LimitTexts,
    _ end: ShortText, _ numbers: borrowing NumberTexts, to out: consuming ByteCursor
  ) -> ByteCursor {
    if texts[start] == ByteCursor.noCount {
      if let text = longTexts[row.slot] { out.append(text.span) }
    } else {
      out.append(texts.extracting((start + 1)..<(start + 1 + Int(texts[start]))))
    }
    numbers.append(thousandths: row.allocatedPower.watts, to: &out)
    limits.append(row.limitedBy, to: &out)
    // The energy of one session fits into 64 bits.
    numbers.append(thousandths: Int(row.deliveredEnergy.roundedWattHours), to: &out)
    out.append(end)
    return out
  }
}

/// The parts of a batch that differ between the forms of results.
protocol FastRowForm {
  /// The most bytes that `begin` and `finish` append together.
  static var tickRoom: Int { get }
  /// Appends the beginning of a session's rows, up to the allocated power, if it takes at most
  /// ``FastRowBeginnings/shortRoom`` bytes; otherwise appends nothing and returns false.
  func append(short label: FastTickBatch.Label, to out: inout ByteCursor) -> Bool
  /// Appends the beginning of a session's rows, of any length.
  func append(_ name: SessionName, _ maximum: Power, to bytes: inout [UInt8])
  /// Appends the bytes before the rows of a tick.
  ///
  /// - Parameter tick: The index of the tick in the batch.
  /// - Returns: The end of a row, one byte, followed by the bytes between two rows.
  mutating func begin(
    _ tick: Int, _ time: Instant, hasRows: Bool, to out: inout ByteCursor
  ) -> ShortText
  /// Appends the bytes after the rows of a tick.
  func finish(to out: inout ByteCursor)
}
