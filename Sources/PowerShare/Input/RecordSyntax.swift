/// A syntax of timelines, which reads one event after the other.
protocol RecordSyntax: Sendable {
  /// Reads the next event.
  ///
  /// - Parameters:
  ///   - text: The window with the text.
  ///   - position: The position to read from; moved past the bytes used, and unchanged if more
  ///     bytes are needed.
  ///   - record: Receives the fields.
  mutating func next(
    _ text: SourceText, at position: inout Int, into record: inout EventRecord
  ) -> RecordStep

  /// Reads the event at `position` again, where it has been read before.
  mutating func again(_ text: SourceText, at position: Int, into record: inout EventRecord)
}

/// The result of reading an event.
enum RecordStep: Equatable {
  /// An event.
  case record
  /// The station config before the events.
  case config(RawValue)
  /// Input that cannot be used.
  case problems([RangedProblem], TimelineReader.Extent)
  /// Input that can be used, but may not be meant.
  case warnings([RangedProblem])
  /// More bytes are needed.
  case needsInput
  /// There are no more events.
  case end
}
