/// Does work on a thread of its own, piece by piece, while the next piece is made.
///
/// One piece is worked on at a time; whoever hands over the next waits for it. A failure is thrown
/// at the next call after it. Unchecked, because everything that both threads touch is touched with
/// the lock held, and what `work` touches by the thread alone while there is a piece.
final class BackgroundWork<Piece, Problem: Error>: @unchecked Sendable {
  private let work: (inout Piece) throws(Problem) -> Void
  private let lock = POSIX.Monitor()
  /// The piece that the thread is to take.
  private var piece: Piece?
  /// Whether a piece is waiting or worked on.
  private var isBusy = false
  /// What is left of a piece that is done, whose memory can be used again.
  private var spare: Piece?
  private var failure: Problem?
  private var isRunning = false

  /// - Parameters:
  ///   - empty: An empty piece.
  ///   - work: What is done with a piece, of which it leaves an empty one.
  init(empty: Piece, _ work: @escaping (inout Piece) throws(Problem) -> Void) {
    spare = empty
    self.work = work
  }

  /// Hands a piece over, and leaves an empty one in its place.
  ///
  /// - Parameter isLarge: Whether the piece is worth a thread, where there is none yet.
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

  /// Waits until everything is done.
  func finish() throws(Problem) {
    guard isRunning else { return }
    lock.enter()
    while isBusy { lock.wait() }
    lock.leave()
    if let failure { throw failure }
  }

  /// False where the system has no thread left, and the work is done without one.
  private func startThread() -> Bool {
    POSIX.startThread { [self] in
      lock.enter()
      // Ends with the program: it waits here while there is nothing to do.
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
