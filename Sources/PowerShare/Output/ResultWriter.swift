/// Turns results into bytes; it knows nothing of where they go.
public protocol ResultWriter: Sendable {
  /// Appends what stands before the first tick.
  mutating func begin(_ header: ResultHeader, into bytes: inout [UInt8])
  /// Appends a tick.
  mutating func write(_ tick: ResultTick, into bytes: inout [UInt8])
  /// Appends the sessions at several ticks, as they would be appended tick by tick.
  mutating func write(_ ticks: FastTickBatch, into bytes: inout [UInt8])
  /// Whether the sessions at a tick are written with what is true of the station, so that ticks
  /// have to show it.
  var sessionsShowStation: Bool { get }
  /// Appends what stands after the last tick.
  ///
  /// - Parameter summary: What the run has come to; nil where nobody asked for it.
  mutating func end(_ summary: Summary?, into bytes: inout [UInt8])
  /// A connector of the station that the form of what has been written has no room for, or nil.
  func connectorWithoutRoom(in station: StationConfig) -> ConnectorID?
}

extension ResultWriter {
  /// True.
  public var sessionsShowStation: Bool { true }
  /// Nil: most forms have room for any connector.
  public func connectorWithoutRoom(in station: StationConfig) -> ConnectorID? { nil }
}
