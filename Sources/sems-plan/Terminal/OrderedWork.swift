/// Computes pieces of work on several threads and returns the results in the order of the pieces.
///
/// `@unchecked Sendable` is safe: threads access shared properties only with the lock held.
final class OrderedWork<Result: Sendable>: @unchecked Sendable {
  /// A piece of work, called on any thread.
  typealias Piece = @Sendable () -> Result

  private let jobs: Int
  private let lock = POSIX.Monitor()
  /// The pieces that no thread has taken, by their numbers.
  private var pieces: [Int: Piece] = [:]
  private var results: [Int: Result] = [:]
  /// The number of pieces that have been added.
  private var added = 0
  /// The next piece that a thread takes.
  private var nextPiece = 0
  /// The next piece whose result is returned.
  private var nextResult = 0
  private var isCancelled = false
  /// The number of threads; with 0, `next` computes each piece itself.
  private var threads = 0

  /// Creates a line of work without pieces.
  ///
  /// - Parameter jobs: The number of threads; with 1 there is no thread. The system may grant
  ///   fewer.
  init(jobs: Int) { self.jobs = jobs }

  /// Whether enough pieces wait for all threads, so that more would only cost memory.
  var isFull: Bool { added - nextResult >= (jobs > 1 ? 4 * jobs : 1) }

  /// Adds a piece.
  func add(_ piece: @escaping Piece) {
    lock.enter()
    pieces[added] = piece
    added += 1
    lock.wakeAll()
    lock.leave()
    if jobs > 1, threads < min(jobs, added), POSIX.startThread({ self.workAlong() }) {
      threads += 1
    }
  }

  /// Returns the result of the next piece, or nil if every piece that was added has been returned.
  func next() -> Result? {
    guard nextResult < added else { return nil }
    lock.enter()
    defer { lock.leave() }
    if threads == 0, let piece = pieces.removeValue(forKey: nextResult) {
      nextResult += 1
      nextPiece = nextResult
      return piece()
    }
    while true {
      if let result = results.removeValue(forKey: nextResult) {
        nextResult += 1
        return result
      }
      lock.wait()
    }
  }

  /// Stops the threads: each finishes its piece and begins no other.
  func cancel() {
    lock.enter()
    isCancelled = true
    lock.wakeAll()
    lock.leave()
  }

  /// Computes pieces until there is no more work to expect; the body of each thread.
  private func workAlong() {
    lock.enter()
    while !isCancelled {
      guard let piece = pieces.removeValue(forKey: nextPiece) else {
        lock.wait()
        continue
      }
      let number = nextPiece
      nextPiece += 1
      lock.leave()
      let result = piece()
      lock.enter()
      results[number] = result
      lock.wakeAll()
    }
    lock.leave()
  }
}
