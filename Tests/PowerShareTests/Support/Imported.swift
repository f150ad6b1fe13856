@testable import PowerShare

/// The result of importing a text, in short forms that tests compare.
struct Imported {
  let result: RecordImport

  init(
    _ format: RecordFormat, _ text: String, name: String = "records",
    _ configure: (inout ImportOptions) -> Void = { _ in }
  ) {
    self.init(format, bytes: Array(text.utf8), name: name, configure)
  }

  init(
    _ format: RecordFormat, bytes: [UInt8], name: String = "records",
    _ configure: (inout ImportOptions) -> Void = { _ in }
  ) {
    var options = ImportOptions()
    configure(&options)
    result = RecordImport(format, name: name, text: bytes, options: options)
  }

  /// The starts, each as `time,sessionId,chargerId,idx,vehicleMaxPower,energyRequested,departure`.
  var starts: [String] {
    rows([
      .time, .sessionId, .chargerId, .idx, .vehicleMaxPower, .energyRequested, .departureTime,
    ]) { if case .start = $0.kind { true } else { false } }
  }

  /// The reports, each as `time,sessionId,vehicleMaxPower,consumedPower`.
  var reports: [String] {
    rows([.time, .sessionId, .vehicleMaxPower, .consumedPower]) {
      if case .powerUpdate = $0.kind { true } else { false }
    }
  }

  private func rows(_ columns: [EventField], _ isWanted: (SessionEvent) -> Bool) -> [String] {
    var writer = TimelineWriter(
      .csv(delimiter: UInt8(ascii: ",")), clock: .zone(LocalClock(.zulu)))
    var bytes: [UInt8] = []
    for event in result.events.filter(isWanted) { writer.write(event, into: &bytes) }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { row in
      let cells = row.split(separator: ",", omittingEmptySubsequences: false)
      return zip(EventField.columns, cells).filter { columns.contains($0.0) }.map { $0.1 }
        .joined(separator: ",")
    }
  }

  /// The unused records, each as `2 reason`.
  var leftOut: [String] { result.leftOut.entries.map { "\($0.count) \($0.text)" } }

  /// The assumptions, each as `2 rule`, without those of ``rules`` and the zone of times.
  var assumed: [String] {
    result.assumed.entries.map { "\($0.count) \($0.text)" }
      .filter {
        !$0.contains("vehicleMaxPower is") && !$0.contains("energyRequested is")
          && !$0.contains("times without an offset")
      }
  }

  /// The rules for maxima and requested energies, each as `2 rule`.
  var rules: [String] {
    result.assumed.entries.map { "\($0.count) \($0.text)" }
      .filter { $0.contains("vehicleMaxPower is") || $0.contains("energyRequested is") }
  }

  /// What looks wrong, each as `2 kind`.
  var implausible: [String] { result.implausible.entries.map { "\($0.count) \($0.text)" } }

  /// The parts of the file that are not read, each as `2 kind`.
  var ignored: [String] { result.ignored.entries.map { "\($0.count) \($0.text)" } }

  /// The problems, each as `line:column code`.
  var problems: [String] {
    result.problems.map { "\($0.place.line):\($0.place.column) \($0.code.rawValue)" }
  }

  /// True if every record is used or counted.
  var isComplete: Bool { result.records == result.used + result.leftOut.total }
}
