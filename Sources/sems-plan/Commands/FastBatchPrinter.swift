import PowerShare

/// Prints batches of ticks, on a background thread while the replay goes on if the target is slow.
///
/// Part of the fast path (``FastPath/batches``); may be deleted in favour of ``ResultPrinter``.
struct FastBatchPrinter {
  private let shared: SharedPrinter
  private let work: BackgroundWork<FastTickBatch, Failure>
  private let isSlow: Bool
  /// The ticks that have not been printed yet.
  private var batch: FastTickBatch

  /// The printer, which both threads use.
  ///
  /// `@unchecked Sendable` is safe: while there is work, only the background thread uses the
  /// printer; the replay's thread uses it only when all work is done.
  private final class SharedPrinter: @unchecked Sendable {
    var printer: ResultPrinter

    init(_ printer: ResultPrinter) { self.printer = printer }
  }

  /// Creates a batch printer from a printer that has written the header.
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

  /// Whether it can take the next ticks of a replay.
  func canTake(_ replay: borrowing Replay) -> Bool { batch.canTake(replay) }

  /// Takes the present tick of a replay.
  @inline(__always)
  mutating func take(_ replay: borrowing Replay) throws(Failure) {
    batch.take(replay)
    if batch.isFull { try printBatch() }
  }

  /// Prints the ticks and empties the batch for the next ones.
  @inline(never)
  private mutating func printBatch() throws(Failure) {
    let (last, limit) = (batch.lastTick, batch.limit)
    // A comparison is never slow, because it must get a tick's bytes before the next tick is set.
    try work.take(&batch, isLarge: batch.isFull && isSlow)
    batch.begin(after: last, limit: limit)
  }

  /// Prints all ticks and waits until that is done.
  mutating func flush() throws(Failure) {
    if !batch.isEmpty { try printBatch() }
    try work.finish()
    try shared.printer.flush()
  }

  /// Returns the printer.
  ///
  /// - Precondition: Everything is printed.
  func end() -> ResultPrinter { shared.printer }
}
