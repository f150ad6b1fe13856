/// Processes pieces of work on a background thread while the caller makes the next piece.
///
/// One piece is processed at a time; `take` waits until the previous one is done. A failure is
/// thrown by the next call after it. `@unchecked Sendable` is safe: both threads access the stored
/// properties only with the lock held, and while there is a piece, only the background thread
/// accesses what `work` captures.
final class BackgroundWork<Piece, Problem: Error>: @unchecked Sendable {
  private let work: (inout Piece) throws(Problem) -> Void
  private let lock = POSIX.Monitor()
  /// The piece that the thread processes next.
  private var piece: Piece?
  /// Whether a piece is waiting or being processed.
  private var isBusy = false
  /// An empty piece for the caller to fill; it reuses the memory of the last processed piece.
  private var spare: Piece?
  private var failure: Problem?
  private var isRunning = false

  /// - Parameters:
  ///   - empty: An empty piece.
  ///   - work: Processes a piece and empties it.
  init(empty: Piece, _ work: @escaping (inout Piece) throws(Problem) -> Void) {
    spare = empty
    self.work = work
  }

  /// Hands a piece over and leaves an empty one in its place.
  ///
  /// - Parameter isLarge: Whether the piece is worth starting the thread.
  func take(_ piece: inout Piece, isLarge: Bool) throws(Problem) {
    if !isRunning {
      guard isLarge, startThread() else { return try work(&piece) }
      isRunning = true
    }
    lock.enter()
    while isBusy { lock.wait() }
    defer { lock.leave() }
    if let failure { throw failure }
    guard let empty = spare.take() else { preconditionFailure("work that has left no piece") }
    self.piece = piece
    piece = empty
    isBusy = true
    lock.wakeAll()
  }

  /// Waits until every piece is processed.
  func finish() throws(Problem) {
    guard isRunning else { return }
    lock.enter()
    while isBusy { lock.wait() }
    lock.leave()
    if let failure { throw failure }
  }

  /// Starts the thread; false when the system refuses, and then `take` does the work itself.
  private func startThread() -> Bool {
    POSIX.startThread { [self] in
      lock.enter()
      // The loop ends with the process. Without work, the thread waits here.
      while true {
        guard var piece = self.piece.take() else {
          lock.wait()
          continue
        }
        lock.leave()
        var failure: Problem?
        do throws(Problem) { try work(&piece) } catch { failure = error }
        lock.enter()
        self.failure = self.failure ?? failure
        spare = piece
        isBusy = false
        lock.wakeAll()
      }
    }
  }
}
