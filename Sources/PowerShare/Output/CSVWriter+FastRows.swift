/// The sessions at many ticks as CSV.
///
/// Part of the fast path (``FastPath/batches``); may be deleted.
extension CSVWriter {
  /// An empty batch without the station, which no row of a session shows.
  public var emptyFastBatch: FastTickBatch? { FastTickBatch(isForJSON: false) }

  /// Appends the rows of the sessions at several ticks.
  public mutating func write(_ batch: FastTickBatch, into bytes: inout [UInt8]) {
    var form = FastForm(style: style, numbers: fastRows.numbers, time: time)
    fastRows.write(batch, &form, into: &bytes)
    time = form.time
  }

  private struct FastForm: FastRowForm {
    let style: Style
    let numbers: NumberTexts
    var time: TickTime

    static var tickRoom: Int { TickTime.capacity }

    @inline(__always)
    func append(short label: FastTickBatch.Label, to out: inout ByteCursor) -> Bool {
      let (maximum, idx) = (label.vehicleMaxPower.watts, label.idx &* 1_000)
      guard label.hasShortNames, style.isPlain(label.sessionId), style.isPlain(label.chargerId),
        NumberTexts.knows(thousandths: maximum), NumberTexts.knows(thousandths: idx)
      else { return false }
      let texts = numbers.texts.span
      out.append(
        label.sessionId, label.chargerId, NumberTexts.text(thousandths: idx, texts),
        NumberTexts.text(thousandths: maximum, texts), between: style.delimiter)
      return true
    }

    func append(_ name: SessionName, _ maximum: Power, to bytes: inout [UInt8]) {
      style.append(name, maximum, to: &bytes)
    }

    @inline(__always)
    mutating func begin(
      _ tick: Int, _ time: Instant, hasRows: Bool, to out: inout ByteCursor
    ) -> ShortText {
      self.time.set(time)
      let next = self.time.textOnNewLine
      if hasRows {
        if out.isEmpty {
          out.append(self.time.text)
        } else {
          // `next` begins with the line feed that ends the last row.
          out.remove(last: 1)
          out.append(next)
        }
      }
      return next
    }

    @inline(__always)
    func finish(to out: inout ByteCursor) {}
  }
}
