/// The bound beside the answer of a search, which is that of one run of the answer.
public struct AnswerBound: Sendable {
  /// The summary of the run, which has a bound; nil where there is no answer.
  let summary: Summary?
  /// The seed of the run's timeline; nil where one timeline was run for each value.
  let seed: UInt64?

  /// Creates the bound of an answer.
  ///
  /// - Parameters:
  ///   - summary: The summary of a run with a bound; nil where there is no answer.
  ///   - seed: The seed of the run's timeline; nil where one timeline was run for each value.
  package init(_ summary: Summary?, seed: UInt64?) {
    self.summary = summary
    self.seed = seed
  }
}
