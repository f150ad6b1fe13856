/// Receives the ticks of a simulation: writes them, measures them, or keeps one of them.
///
/// A run has one observer; ``TickObserverPair`` makes one of two.
public protocol TickObserver {
  /// The error that ends the run; `Never` where nothing can fail.
  associatedtype ObserverFailure: Error

  /// Called once, before the first tick.
  ///
  /// - Parameter scale: The scale of the timeline's times; nil where it has no event.
  mutating func begin(_ replay: borrowing Replay, scale: TimeScale?) throws(ObserverFailure)

  /// Called at each tick, with the replay at that tick.
  mutating func take(_ replay: borrowing Replay) throws(ObserverFailure)

  /// Called where a run goes on after its vehicles' part, at the end of that part; by default it
  /// does nothing.
  mutating func endVehicles(_ replay: borrowing Replay) throws(ObserverFailure)

  /// Called once, after the last tick.
  ///
  /// - Parameter summary: The summary of the run; nil where none was measured.
  mutating func end(_ replay: borrowing Replay, _ summary: Summary?) throws(ObserverFailure)
}

extension TickObserver {
  /// Does nothing.
  public mutating func endVehicles(_ replay: borrowing Replay) throws(ObserverFailure) {}
}

/// Two observers of one run, of which the first is called first.
///
/// Its calls are inlinable: through the protocol, they would cost each tick more than most
/// observers do.
public struct TickObserverPair<First, Second> {
  /// The observer that is called first.
  public var first: First
  /// The observer that is called second.
  public var second: Second

  /// Creates a pair.
  @inlinable
  public init(_ first: First, _ second: Second) {
    self.first = first
    self.second = second
  }
}

extension TickObserverPair: TickObserver
where
  First: TickObserver, Second: TickObserver, First.ObserverFailure == Second.ObserverFailure
{
  /// The error of both observers.
  public typealias ObserverFailure = First.ObserverFailure

  /// Begins both.
  @inlinable
  public mutating func begin(
    _ replay: borrowing Replay, scale: TimeScale?
  ) throws(ObserverFailure) {
    try first.begin(replay, scale: scale)
    try second.begin(replay, scale: scale)
  }

  /// Gives a tick to both.
  @inlinable
  public mutating func take(_ replay: borrowing Replay) throws(ObserverFailure) {
    try first.take(replay)
    try second.take(replay)
  }

  /// Tells both the end of the vehicles' part.
  @inlinable
  public mutating func endVehicles(_ replay: borrowing Replay) throws(ObserverFailure) {
    try first.endVehicles(replay)
    try second.endVehicles(replay)
  }

  /// Ends both.
  @inlinable
  public mutating func end(
    _ replay: borrowing Replay, _ summary: Summary?
  ) throws(ObserverFailure) {
    try first.end(replay, summary)
    try second.end(replay, summary)
  }
}
