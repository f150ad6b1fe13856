/// A way of writing a timeline, which finds one event after the other.
protocol RecordSyntax: Sendable {
  /// Finds the next event.
  ///
  /// - Parameters:
  ///   - position: Where to go on; moved behind what has been used up, and left alone where more
  ///     bytes are needed.
  ///   - record: Receives the fields.
  mutating func next(
    _ text: SourceText, at position: inout Int, into record: inout EventRecord
  ) -> RecordStep

  /// Finds the event that begins at `position` again; it has been found there before.
  mutating func again(_ text: SourceText, at position: Int, into record: inout EventRecord)
}

/// What a syntax has found.
enum RecordStep: Equatable {
  /// An event.
  case record
  /// The station config that stands before the events.
  case config(RawValue)
  /// Something that cannot be used.
  case problems([RangedProblem], TimelineReader.Extent)
  /// Something that can be used, but may not be meant.
  case warnings([RangedProblem])
  /// More bytes are needed.
  case needsInput
  /// No more events.
  case end
}
