@testable import PowerShare

/// An entry point of the library for untrusted bytes.
///
/// Fuzzing calls it with millions of inputs, the test suite with a few thousand.
enum FuzzEntry: String, CaseIterable, Sendable {
  case stationJSON = "station-json"
  case stationCSV = "station-csv"
  case timelineJSON = "timeline-json"
  case timelineCSV = "timeline-csv"
  case replay

  /// Processes an input as the program does, and checks the properties that must always hold.
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

/// A violated property.
struct Finding: Error {
  let message: String
}

/// Throws a finding if a condition is false.
func require(_ isRight: Bool, _ message: @autoclosure () -> String) throws(Finding) {
  guard isRight else { throw Finding(message: message()) }
}
