@testable import PowerShare

/// The options of a replay, chosen by a few bytes.
struct FuzzOptions {
  /// The number of bytes that choose the options.
  static let length = 8

  let policy: PolicyChoice
  let replay: ReplayOptions
  let level: ResultLevel
  let format: Format
  let interval: TimeSpan?
  let sessionFormat: RowFormat

  /// The formats of a result.
  enum Format: CaseIterable {
    case table, json, ndjson, csv, semicolons
  }

  init(_ bytes: ArraySlice<UInt8>) {
    var bytes = bytes
    func pick<Item>(_ items: [Item]) -> Item { items[Int(bytes.popFirst() ?? 0) % items.count] }
    policy = pick(PolicyChoice.allCases)
    var replay = ReplayOptions()
    replay.reallocation = pick(Reallocation.allCases)
    replay.step = Power(watts: pick([1_000, 1, 7, 500, 5_000, 1_000_000_000]))
    let minute = 60_000
    let flags = bytes.popFirst() ?? 0
    replay.waitsForNamedConnector = flags & 1 != 0
    replay.replan.milliseconds = flags & 2 != 0 ? 5 * minute : 60 * minute
    let interval = pick([nil, nil, 1_000, minute, 15 * minute])
    replay.reportInterval = interval.map { TimeSpan(milliseconds: $0) }
    self.replay = replay
    level = pick(ResultLevel.allCases)
    format = pick(Format.allCases)
    let last = bytes.popFirst() ?? 0
    self.interval = [nil, nil, minute, 60 * minute][Int(last & 3)].map {
      TimeSpan(milliseconds: $0)
    }
    let semicolon = UInt8(ascii: ";")
    sessionFormat =
      [.json, .ndjson, .csv(delimiter: 44), .csv(delimiter: semicolon)][
        Int(last >> 2 & 3)]
  }

  var writer: any ResultWriter {
    switch format {
    case .table: return TableWriter()
    case .json: return JSONWriter(isLines: false)
    case .ndjson: return JSONWriter(isLines: true)
    case .csv: return CSVWriter()
    case .semicolons:
      var style = CSVWriter.Style()
      style.delimiter = UInt8(ascii: ";")
      style.usesLocalTime = true
      return CSVWriter(style: style)
    }
  }
}
