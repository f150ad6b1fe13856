import PowerShare

/// Prints the sessions at many ticks, on a thread of its own where the target is slow, while the
/// replay goes on.
struct FastBatchPrinter {
  private let shared: SharedPrinter
  private let work: BackgroundWork<FastTickBatch, Failure>
  private let isSlow: Bool

  /// The printer, which both threads know.
  ///
  /// Unchecked, because it is used by the working thread alone while there is work, and by the
  /// replay's when all is done.
  private final class SharedPrinter: @unchecked Sendable {
    var printer: ResultPrinter

    init(_ printer: ResultPrinter) { self.printer = printer }
  }

  /// Takes a printer that has begun.
  init(_ printer: ResultPrinter, _ target: ResultTarget) {
    let shared = SharedPrinter(printer)
    self.shared = shared
    isSlow = target.isSlow
    work = BackgroundWork(empty: printer.emptySessions) { (ticks) throws(Failure) in
      defer { ticks.begin(after: ticks.lastTick) }
      try shared.printer.write(ticks)
    }
  }

  /// Hands ticks over, and leaves room for those that follow them.
  func take(_ ticks: inout FastTickBatch) throws(Failure) {
    let last = ticks.lastTick
    // A comparison is not slow: it must have looked at a tick when it is told of the next.
    try work.take(&ticks, isLarge: ticks.isFull && isSlow)
    ticks.begin(after: last)
  }

  /// Waits until everything is printed.
  func flush() throws(Failure) {
    try work.finish()
    try shared.printer.flush()
  }

  /// Gives the printer back.
  ///
  /// - Precondition: Everything is printed.
  func end() -> ResultPrinter { shared.printer }
}
