/// The sessions at many ticks as JSON and NDJSON.
///
/// Part of the fast path (``FastPath/batches``); may be deleted.
extension JSONWriter {
  /// An empty batch with the station, which every tick shows.
  public var emptyFastBatch: FastTickBatch? { FastTickBatch(isForJSON: true) }

  /// Appends the sessions at several ticks.
  public mutating func write(_ batch: FastTickBatch, into bytes: inout [UInt8]) {
    var form = FastForm(
      beginnings: beginnings, stations: batch.stations,
      rowEnd: ShortText(Self.fastRowEnd.span, from: 0, count: 2))
    fastRows.write(batch, &form, into: &bytes)
    beginnings = form.beginnings
  }

  private struct FastForm: FastRowForm {
    var beginnings: TickBeginnings
    let stations: [ResultTick.StationRow]
    let rowEnd: ShortText

    static var tickRoom: Int { TickBeginnings.room + 8 }

    func append(short label: FastTickBatch.Label, to out: inout ByteCursor) -> Bool { false }

    func append(_ name: SessionName, _ maximum: Power, to bytes: inout [UInt8]) {
      bytes.append(beginning: name, maximum)
    }

    mutating func begin(
      _ tick: Int, _ time: Instant, hasRows: Bool, to out: inout ByteCursor
    ) -> ShortText {
      beginnings.begin(at: time, stations[tick], to: &out)
      out.append("\"sessions\":[")
      return rowEnd
    }

    func finish(to out: inout ByteCursor) { out.append(beginnings.isLines ? "]}\n" : "]}") }
  }

  /// The end of a row and the separator after it, filled up to the 32 bytes that are copied.
  private static let fastRowEnd = Array("},".utf8) + Array(repeating: 0, count: 30)
}
