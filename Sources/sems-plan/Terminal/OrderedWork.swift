/// Works out numbered pieces on several threads, and hands the results on in their order.
///
/// Threads run ahead of the one that takes results by a few pieces only, so that memory does not
/// grow with their number. Unchecked, because everything that threads share is touched with the
/// lock held.
final class OrderedWork<Result: Sendable>: @unchecked Sendable {
  private let count: Int
  private let window: Int
  private let work: @Sendable (Int) -> Result
  private let lock = POSIX.Monitor()
  /// The next piece that nobody works on.
  private var nextPiece = 0
  /// The next piece to be handed on.
  private var nextResult = 0
  private var results: [Int: Result] = [:]
  private var isCancelled = false
  /// How many threads work; where there are none, pieces are worked out as they are asked for.
  private var threads = 0

  /// Begins to work.
  ///
  /// - Parameters:
  ///   - count: How many pieces there are, numbered from 0.
  ///   - jobs: How many are worked on at once, where the system has as many threads left.
  ///   - work: Works out a piece; called on any thread.
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

  /// The result of the next piece, or nil after the last one.
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

  /// Lets no thread begin another piece.
  func cancel() {
    lock.enter()
    isCancelled = true
    lock.wakeAll()
    lock.leave()
  }

  /// What each thread does.
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
