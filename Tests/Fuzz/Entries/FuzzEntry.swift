@testable import PowerShare

/// A way into the library for bytes that somebody else has made.
///
/// Fuzzing calls it with inputs by the million, the test suite with a few thousand.
enum FuzzEntry: String, CaseIterable, Sendable {
  case stationJSON = "station-json"
  case stationCSV = "station-csv"
  case timelineJSON = "timeline-json"
  case timelineCSV = "timeline-csv"
  case replay

  /// Does with an input what the program would, and checks what must always be true.
  func run(_ input: [UInt8]) throws(Finding) {
    switch self {
    case .stationJSON: _ = try ReadingCheck.station(input, .json)
    case .stationCSV: _ = try ReadingCheck.station(input, .csv)
    case .timelineJSON: try ReadingCheck.timeline(input, .json)
    case .timelineCSV: try ReadingCheck.timeline(input, .csv)
    case .replay: try ReplayCheck.run(input)
    }
  }
}

/// Something that must not be so.
struct Finding: Error {
  let message: String
}

/// Reports a finding where something is not as it must be.
func require(_ isRight: Bool, _ message: @autoclosure () -> String) throws(Finding) {
  guard isRight else { throw Finding(message: message()) }
}
