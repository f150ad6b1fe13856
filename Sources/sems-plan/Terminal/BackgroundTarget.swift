/// Writes to another target on a thread of its own, so that the next ticks are worked out while the
/// last ones are on their way.
///
/// One piece is on its way at a time; whoever hands over the next waits for it. A failure is
/// thrown at the next call after it. Unchecked, because everything that both threads touch is
/// touched with the lock held, and the target by the thread alone once it runs.
final class BackgroundTarget: ByteTarget, @unchecked Sendable {
  private let target: any ByteTarget
  private let lock = POSIX.Monitor()
  /// The piece on its way; nil where the thread has nothing to do.
  private var piece: [UInt8]?
  /// A buffer that has been written and may be filled again.
  private var spare: [UInt8] = []
  private var failure: SystemFailure?
  private var isRunning = false

  /// Smaller outputs are not worth a thread.
  private static let smallest = 64 * 1024

  init(_ target: any ByteTarget) { self.target = target }

  func write(_ bytes: [UInt8]) throws(SystemFailure) {
    var bytes = bytes
    try take(&bytes)
  }

  func take(_ bytes: inout [UInt8]) throws(SystemFailure) {
    if !isRunning {
      guard bytes.count >= Self.smallest, startThread() else {
        try target.write(bytes)
        bytes.removeAll(keepingCapacity: true)
        return
      }
      isRunning = true
    }
    lock.enter()
    while piece != nil { lock.wait() }
    defer { lock.leave() }
    if let failure { throw failure }
    swap(&spare, &bytes)
    piece = spare
    spare = []
    lock.wakeAll()
  }

  /// Waits until everything has been written.
  func finish() throws(SystemFailure) {
    guard isRunning else { return }
    lock.enter()
    while piece != nil { lock.wait() }
    lock.leave()
    if let failure { throw failure }
  }

  /// False where the system has no thread left, and writing goes on without one.
  private func startThread() -> Bool {
    POSIX.startThread { [self] in
      lock.enter()
      // Ends with the program: it waits here while there is nothing to write.
      while true {
        guard let piece else {
          lock.wait()
          continue
        }
        lock.leave()
        var failure: SystemFailure?
        do throws(SystemFailure) { try target.write(piece) } catch { failure = error }
        lock.enter()
        self.failure = self.failure ?? failure
        self.piece = nil
        spare = piece
        spare.removeAll(keepingCapacity: true)
        lock.wakeAll()
      }
    }
  }
}
