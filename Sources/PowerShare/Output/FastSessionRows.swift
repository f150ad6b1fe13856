/// Writes the rows of sessions, in CSV as in JSON: the loop that most of the time of a replay goes
/// into.
///
/// A row is a separator, its beginning, what the session is offered, what keeps it from more, and
/// what it has drawn.
struct FastSessionRows: Sendable {
  private var beginnings = FastRowBeginnings()
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
  mutating func begin() { beginnings = FastRowBeginnings() }

  /// Appends the sessions at several ticks.
  @inline(__always)
  mutating func write<Form: FastRowForm>(
    _ ticks: FastTickBatch, _ form: inout Form, into bytes: inout [UInt8]
  ) {
    let (list, labels) = (ticks.ticks.span, ticks.labels.span)
    let rows = ticks.rows.span.extracting(..<ticks.rowCount)
    let (limits, numbers) = (limits, numbers)
    let (limitTexts, numberTexts) = (limits.bytes.span, numbers.texts.span)
    // What is known here need not be looked at in every row.
    precondition(numberTexts.count == NumberTexts.entryCount, "a number without its text")
    precondition(limitTexts.count == LimitTexts.byteCount, "a limit without its text")
    var (tick, row, label) = (0, 0, 0)
    while tick < list.count {
      // Enough for all the rows, unless long texts come along: then the rest follows in new room.
      let room = capacity(rows: rows.count - row) + (list.count - tick) * Form.tickRoom
      bytes.append(rowsUpTo: room) { (cursor: consuming ByteCursor) in
        var out = cursor
        while tick < list.count {
          while label < list[tick].labelsEnd {
            beginnings.set(slot: labels[label].slot) { out in
              form.append(plain: labels[label], to: &out)
            } any: { bytes in
              form.append(
                ticks.name(ofLabel: label), labels[label].vehicleMaxPower, to: &bytes)
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
              // A loop of its own, so that what it uses stays in registers.
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

  /// How much room so many rows of a tick take at most to be appended.
  @inline(__always)
  private func capacity(rows: Int) -> Int {
    beginnings.capacity(rows: rows, besides: rowCapacity) + ByteCursor.fastRowRoom
  }

  /// Appends any row; apart from the rest, so that the rest keeps its cursor in registers.
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
    numbers.append(thousandths: row.deliveredEnergy.roundedWattHours, to: &out)
    out.append(end)
    return out
  }

  /// Appends what follows the beginning of the row of a session in a tick or an interval, but for
  /// what ends it.
  func append(_ row: ResultTick.SessionRow, to bytes: inout [UInt8]) {
    bytes.append(upTo: rowCapacity) { out in
      numbers.append(thousandths: row.allocatedPower.watts, to: &out)
      limits.append(row.limitedBy, to: &out)
      if let energy = row.energy {
        numbers.append(thousandths: energy.roundedWattHours, to: &out)
        out.append(between.span)
      }
      numbers.append(thousandths: row.deliveredEnergy.roundedWattHours, to: &out)
    }
  }
}

/// How sessions are written in one form of results, but for what is alike in all of them.
protocol FastRowForm {
  /// The most that `begin` and `finish` append together.
  static var tickRoom: Int { get }
  /// Appends the beginning of a session's rows, up to what it is offered, where it takes at most
  /// ``FastRowBeginnings/shortRoom`` bytes; or appends nothing and returns false.
  func append(plain label: FastTickBatch.Label, to out: inout ByteCursor) -> Bool
  /// Appends the beginning of a session's rows.
  func append(_ name: SessionName, _ maximum: Power, to bytes: inout [UInt8])
  /// Appends what stands before the rows of a tick, and is told its place and whether it has any.
  ///
  /// - Returns: A byte that ends a row, and what stands between that and the next row.
  mutating func begin(
    _ tick: Int, _ time: Instant, hasRows: Bool, to out: inout ByteCursor
  ) -> ShortText
  /// Appends what stands behind the last row of a tick, or where it would.
  func finish(to out: inout ByteCursor)
}
