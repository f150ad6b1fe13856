/// Writes the summary as it is under a table, and no ticks.
public struct SummaryTextWriter: ResultWriter {
  /// Creates a writer.
  public init() {}

  /// Appends nothing.
  public mutating func begin(_ header: ResultHeader, into bytes: inout [UInt8]) {}

  /// Appends nothing.
  public mutating func write(_ tick: ResultTick, into bytes: inout [UInt8]) {}

  /// Appends the summary.
  public mutating func end(_ summary: Summary?, into bytes: inout [UInt8]) {
    if let summary { bytes.append(table: summary) }
  }
}
