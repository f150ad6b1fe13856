/// Computes numbered pieces on several threads and returns the results in their order.
///
/// The threads run only a few pieces ahead of the caller, so that memory does not grow with the
/// number of pieces. `@unchecked Sendable` is safe: threads access shared properties only with the
/// lock held.
final class OrderedWork<Result: Sendable>: @unchecked Sendable {
  private let count: Int
  private let window: Int
  private let work: @Sendable (Int) -> Result
  private let lock = POSIX.Monitor()
  /// The next piece that no thread has taken.
  private var nextPiece = 0
  /// The next piece whose result is returned.
  private var nextResult = 0
  private var results: [Int: Result] = [:]
  private var isCancelled = false
  /// The number of threads; with 0, `next` computes each piece itself.
  private var threads = 0

  /// Starts the threads.
  ///
  /// - Parameters:
  ///   - count: The number of pieces, which are numbered from 0.
  ///   - jobs: The number of threads; with 1 there is no thread. The system may grant fewer.
  ///   - work: Computes a piece; called on any thread.
  init(count: Int, jobs: Int, work: @escaping @Sendable (Int) -> Result) {
    self.count = count
    window = 4 * jobs
    self.work = work
    guard jobs > 1 else { return }
    for _ in 0..<min(jobs, count) {
      guard POSIX.startThread({ self.workAlong() }) else { break }
      threads += 1
    }
  }

  /// Returns the result of the next piece, or nil after the last one.
  func next() -> Result? {
    guard nextResult < count else { return nil }
    guard threads > 0 else {
      nextResult += 1
      return work(nextResult - 1)
    }
    lock.enter()
    defer { lock.leave() }
    while true {
      if let result = results.removeValue(forKey: nextResult) {
        nextResult += 1
        lock.wakeAll()
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

  /// Computes pieces until there are none left; the body of each thread.
  private func workAlong() {
    lock.enter()
    while !isCancelled, nextPiece < count {
      guard nextPiece < nextResult + window else {
        lock.wait()
        continue
      }
      let piece = nextPiece
      nextPiece += 1
      lock.leave()
      let result = work(piece)
      lock.enter()
      results[piece] = result
      lock.wakeAll()
    }
    lock.leave()
  }
}
