/// Turns results into bytes; it knows nothing of where they go.
public protocol ResultWriter: Sendable {
  /// Appends what stands before the first tick.
  mutating func begin(_ header: ResultHeader, into bytes: inout [UInt8])
  /// Appends a tick.
  mutating func write(_ tick: ResultTick, into bytes: inout [UInt8])
  /// An empty batch in the form that this writer takes, or nil if it takes ticks one by one.
  var emptyFastBatch: FastTickBatch? { get }
  /// Appends the sessions at several ticks, with the same bytes as tick by tick.
  ///
  /// - Precondition: ``emptyFastBatch`` is not nil.
  mutating func write(_ batch: FastTickBatch, into bytes: inout [UInt8])
  /// Appends what stands after the last tick.
  ///
  /// - Parameter summary: What the run has come to; nil where nobody asked for it.
  mutating func end(_ summary: Summary?, into bytes: inout [UInt8])
  /// A connector of the station that the form of what has been written has no room for, or nil.
  func connectorWithoutRoom(in station: StationConfig) -> ConnectorID?
}

extension ResultWriter {
  /// Nil: a writer without a fast path takes ticks one by one.
  public var emptyFastBatch: FastTickBatch? { nil }
  /// Traps, because a writer without a fast path has no batch to write.
  public mutating func write(_ batch: FastTickBatch, into bytes: inout [UInt8]) {
    preconditionFailure("a batch for a writer that takes ticks one by one")
  }
  /// Nil: most forms have room for any connector.
  public func connectorWithoutRoom(in station: StationConfig) -> ConnectorID? { nil }
}
