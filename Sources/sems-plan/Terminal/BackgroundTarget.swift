/// Writes to another target on a background thread, so that the next ticks are computed while the
/// last ones are being written.
///
/// A failure is thrown by the next call after it.
final class BackgroundTarget: ByteTarget {
  private let target: any ByteTarget
  private let writing: BackgroundWork<[UInt8], SystemFailure>

  /// The size in bytes of the smallest output that is worth a thread.
  private static let smallest = 64 * 1024

  init(_ target: any ByteTarget) {
    self.target = target
    writing = BackgroundWork(empty: []) { (bytes) throws(SystemFailure) in
      defer { bytes.removeAll(keepingCapacity: true) }
      try target.write(bytes)
    }
  }

  func write(_ bytes: [UInt8]) throws(SystemFailure) {
    var bytes = bytes
    try take(&bytes)
  }

  func take(_ bytes: inout [UInt8]) throws(SystemFailure) {
    try writing.take(&bytes, isLarge: bytes.count >= Self.smallest && isSlow)
  }

  func takeAtOnce(_ bytes: inout [UInt8]) throws(SystemFailure) {
    try writing.finish()
    try target.take(&bytes)
  }

  private(set) lazy var isSlow = target.isSlow

  /// Waits until everything has been written.
  func finish() throws(SystemFailure) { try writing.finish() }
}
