/// All that a command knows of the world: its streams, its files, and what its terminal can do.
///
/// It is handed in as one value, so that tests run commands on streams of their own, and so that
/// faults can be put in.
struct Streams {
  /// Standard input.
  let input: any ByteSource
  /// Standard output: results and nothing else.
  let output: any ByteTarget
  /// Standard error: everything else.
  let errors: any ByteTarget
  /// The files.
  let files: any FileSystem
  /// What the terminal can do.
  let terminal: TerminalFacts
  /// Milliseconds of a clock that never goes back; for progress only.
  let clock: @Sendable () -> Int
}

/// What the environment says about the terminal.
struct TerminalFacts {
  var outputIsTerminal = false
  var errorsAreTerminal = false
  /// `NO_COLOR` is set (see no-color.org), or `TERM` is `dumb`.
  var refusesColor = false
}

/// Something that bytes are read from.
///
/// A class, because it is one open file.
protocol ByteSource: AnyObject {
  /// How many bytes there are in all, where that is known.
  var size: Int? { get }
  /// Whether the next read returns at once.
  var isReady: Bool { get }
  /// Puts bytes into `buffer` at the front of `room` and returns how many; 0 at the end.
  ///
  func read(into buffer: inout [UInt8], _ room: Range<Int>) throws(SystemFailure) -> Int
}

/// Something that bytes are written to.
///
/// A class, because it is one open file.
protocol ByteTarget: AnyObject {
  /// Writes all of `bytes`.
  func write(_ bytes: [UInt8]) throws(SystemFailure)
  /// Writes all of `bytes` and leaves an empty buffer in their place, to be filled again.
  func take(_ bytes: inout [UInt8]) throws(SystemFailure)
  /// The same, on no other thread than the caller's.
  func takeAtOnce(_ bytes: inout [UInt8]) throws(SystemFailure)
  /// Waits until everything is written.
  func finish() throws(SystemFailure)
  /// Whether a write may take as long as the work between two writes, so that work on other threads
  /// is worth what it costs.
  var isSlow: Bool { get }
}

extension ByteTarget {
  func take(_ bytes: inout [UInt8]) throws(SystemFailure) {
    try write(bytes)
    bytes.removeAll(keepingCapacity: true)
  }

  func takeAtOnce(_ bytes: inout [UInt8]) throws(SystemFailure) { try take(&bytes) }

  func finish() throws(SystemFailure) {}

  var isSlow: Bool { false }
}

/// A file that is written beside its target and takes its place only when all is well.
protocol ReplacementFile: ByteTarget {
  /// Puts what was written in the target's place.
  func commit() throws(SystemFailure)
  /// Leaves the target as it was.
  func discard()
}

/// Where files are opened and created.
protocol FileSystem {
  func open(_ path: String) throws(SystemFailure) -> any ByteSource
  func replace(_ path: String) throws(SystemFailure) -> any ReplacementFile
  /// Which file a path leads to, `-` to standard input; nil where it is not a regular file.
  func file(at path: String) -> FileIdentity?
  /// Where a file that is written to a path would stand; nil where that is a device or a pipe, or
  /// cannot be told.
  func place(of path: String) -> FilePlace?
}

/// What tells one file or folder from another, whatever names lead to it.
struct FileIdentity: Equatable {
  let device: UInt64
  let inode: UInt64
}

/// A folder and a name in it, whether or not a file is there.
struct FilePlace: Equatable {
  let folder: FileIdentity
  let name: String
}

/// What the system said when it refused something.
struct SystemFailure: Error, Equatable {
  /// The reason in the system's words.
  var reason: String
  /// Whether the reader of a pipe has gone.
  var isClosedPipe = false
}
