import PowerShare

/// Prints batches of ticks while the replay goes on, on a thread of its own if the target is slow.
///
/// Part of the fast path (``FastPath/batches``); may be deleted in favour of ``ResultPrinter``.
struct FastBatchPrinter {
  private let shared: SharedPrinter
  private let work: BackgroundWork<FastTickBatch, Failure>
  private let isSlow: Bool
  /// The ticks that are yet to be printed.
  private var batch: FastTickBatch

  /// The printer, which both threads use.
  ///
  /// Unchecked, because the working thread alone uses it while there is work, and the replay's
  /// thread when all work is done.
  private final class SharedPrinter: @unchecked Sendable {
    var printer: ResultPrinter

    init(_ printer: ResultPrinter) { self.printer = printer }
  }

  /// Takes over a printer that has begun.
  ///
  /// - Parameter empty: An empty batch in the form that the printer takes.
  init(_ printer: ResultPrinter, empty: FastTickBatch, _ target: ResultTarget) {
    let shared = SharedPrinter(printer)
    self.shared = shared
    batch = empty
    isSlow = target.isSlow
    work = BackgroundWork(empty: empty) { (batch) throws(Failure) in
      defer { batch.begin(after: batch.lastTick) }
      try shared.printer.write(batch)
    }
  }

  /// Takes the present tick of a replay.
  @inline(__always)
  mutating func take(_ replay: borrowing Replay) throws(Failure) {
    batch.take(replay)
    if batch.isFull { try printBatch() }
  }

  /// Prints the ticks and empties the batch for those that follow.
  @inline(never)
  private mutating func printBatch() throws(Failure) {
    let last = batch.lastTick
    // A comparison is not slow: it has to see a tick before it is told of the next one.
    try work.take(&batch, isLarge: batch.isFull && isSlow)
    batch.begin(after: last)
  }

  /// Prints all ticks and waits until that is done.
  mutating func flush() throws(Failure) {
    if !batch.isEmpty { try printBatch() }
    try work.finish()
    try shared.printer.flush()
  }

  /// Gives the printer back.
  ///
  /// - Precondition: Everything is printed.
  func end() -> ResultPrinter { shared.printer }
}
