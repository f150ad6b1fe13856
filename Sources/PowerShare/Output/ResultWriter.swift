/// A format of results: turns ticks into bytes and appends them to a buffer of the caller.
public protocol ResultWriter: Sendable {
  /// Appends the part before the first tick.
  mutating func begin(_ header: ResultHeader, into bytes: inout [UInt8])
  /// Appends a tick or an interval.
  mutating func write(_ tick: ResultTick, into bytes: inout [UInt8])
  /// An empty batch in the form that this writer takes, or nil if it takes ticks one by one.
  ///
  /// The writer takes ticks one by one from the first that the batch cannot take.
  var emptyFastBatch: FastTickBatch? { get }
  /// Appends the sessions at several ticks, with the same bytes as tick by tick.
  ///
  /// - Precondition: ``emptyFastBatch`` is not nil.
  mutating func write(_ batch: FastTickBatch, into bytes: inout [UInt8])
  /// Appends the part after the last tick.
  ///
  /// - Parameter summary: The summary of the run; nil where it was not measured.
  mutating func end(_ summary: Summary?, into bytes: inout [UInt8])
  /// Returns a connector of the station for which the columns written so far have no room, or nil.
  func connectorWithoutRoom(in station: StationConfig) -> ConnectorID?
}

extension ResultWriter {
  /// Nil: a writer without a fast path takes ticks one by one.
  public var emptyFastBatch: FastTickBatch? { nil }
  /// Traps, because a writer without a fast path has no batch to write.
  public mutating func write(_ batch: FastTickBatch, into bytes: inout [UInt8]) {
    preconditionFailure("a batch for a writer that takes ticks one by one")
  }
  /// Returns nil: most formats have room for any connector.
  public func connectorWithoutRoom(in station: StationConfig) -> ConnectorID? { nil }
}
