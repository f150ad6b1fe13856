import PowerShare

/// Generated timelines that several scenarios replay, each generated once.
///
/// The first timelines of a sweep are kept, as many as a number of events allows, so that memory is
/// bounded. `@unchecked Sendable` is safe: threads access the timelines only with the lock held.
final class TimelineCache: @unchecked Sendable {
  /// The greatest number of timelines that are kept.
  private let limit: Int
  private let lock = POSIX.Monitor()
  private var timelines: [Key: [SessionEvent]] = [:]

  /// What distinguishes the timelines of a sweep.
  private struct Key: Hashable {
    let scale: Int
    let seed: UInt64
  }

  /// The greatest number of events that are kept in memory, as expected.
  private static let events = 200_000

  /// Creates an empty cache.
  ///
  /// - Parameter expected: The number of events that a timeline is expected to have.
  init(expectedEvents expected: Int) { limit = Self.events / max(expected, 1) }

  /// Returns a timeline, if it is in memory or can be kept there; nil where it has to be generated
  /// as it is replayed.
  ///
  /// - Parameter generate: Generates it. Two threads may do so at once; both get the same.
  func timeline(
    scale: Int, seed: UInt64, generate: () -> some Sequence<SessionEvent>
  ) -> [SessionEvent]? {
    let key = Key(scale: scale, seed: seed)
    lock.enter()
    let (known, isFull) = (timelines[key], timelines.count >= limit)
    lock.leave()
    if known != nil || isFull { return known }
    let timeline = Array(generate())
    lock.enter()
    timelines[key] = timeline
    lock.leave()
    return timeline
  }
}
