import PowerShare

/// Everything a command uses of the operating system: streams, files, facts about the terminal.
///
/// It is passed in as one value, so that tests can run commands on streams in memory and inject
/// faults.
struct Streams {
  /// Standard input.
  var input: any ByteSource
  /// Standard output: results and nothing else.
  let output: any ByteTarget
  /// Standard error: everything else.
  let errors: any ByteTarget
  var files: any FileSystem
  let terminal: TerminalFacts
  var tasks = TaskNumbers()
  /// Milliseconds of a monotonic clock; for progress only.
  let clock: @Sendable () -> Int
  /// The folder of the system's time zones.
  var zoneFolder = "/usr/share/zoneinfo"
  /// The parts of the fast path that commands use; tests turn parts off.
  var fastPath = FastPath.all
}

/// Facts about the terminal, from the streams and the environment.
struct TerminalFacts {
  var outputIsTerminal = false
  var errorsAreTerminal = false
  /// `NO_COLOR` is set (see no-color.org), or `TERM` is `dumb`.
  var refusesColor = false
}

/// The numbers of the process among the tasks of a job, as schedulers state them in the
/// environment; nil where a variable is not set or empty.
struct TaskNumbers {
  /// The value of `JOB_COMPLETION_INDEX`, from 0.
  var kubernetes: String?
  /// The value of `SLURM_ARRAY_TASK_ID`.
  var slurm: String?

  static let kubernetesName = "JOB_COMPLETION_INDEX"
  static let slurmName = "SLURM_ARRAY_TASK_ID"
}

/// A source of bytes, such as an open file or standard input.
///
/// A class, because it is one open file.
protocol ByteSource: AnyObject {
  /// The total number of bytes, or nil if unknown.
  var size: Int? { get }
  /// Whether the next read returns without waiting.
  var isReady: Bool { get }
  /// Reads bytes to the beginning of the range `room` of `buffer`, and returns their number; 0 at
  /// the end.
  func read(into buffer: inout [UInt8], _ room: Range<Int>) throws(SystemFailure) -> Int
}

/// A target of bytes, such as an open file or standard output.
///
/// A class, because it is one open file.
protocol ByteTarget: AnyObject {
  /// Writes all of `bytes`.
  func write(_ bytes: [UInt8]) throws(SystemFailure)
  /// Writes all of `bytes` and leaves an empty buffer in their place, to be filled again.
  ///
  /// The write may go on in the background.
  func take(_ bytes: inout [UInt8]) throws(SystemFailure)
  /// Writes like `take`, but on the caller's thread.
  func takeAtOnce(_ bytes: inout [UInt8]) throws(SystemFailure)
  /// Waits until everything is written.
  func finish() throws(SystemFailure)
  /// Whether a write may take as long as the work between two writes, so that a background thread
  /// pays off.
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

/// A file that is written beside its target and replaces it only when the run succeeds.
protocol ReplacementFile: ByteTarget {
  /// Writes everything through to the disk, so that nothing but the rename can fail afterwards.
  func sync() throws(SystemFailure)
  /// Replaces the target with what was written.
  func commit() throws(SystemFailure)
  /// Drops what was written; the target stays as it was.
  func discard()
}

/// Opens and creates files.
protocol FileSystem {
  func open(_ path: String) throws(SystemFailure) -> any ByteSource
  func replace(_ path: String) throws(SystemFailure) -> any ReplacementFile
  /// Returns the identity of the file at a path, or nil if it is not a regular file.
  ///
  /// The path `-` is standard input.
  func file(at path: String) -> FileIdentity?
  /// Returns the folder and name of the file that would be written for a path, or nil if the path
  /// is a device or a pipe, or its folder is unknown.
  func place(of path: String) -> FilePlace?
  /// Whether a path such as `/dev/stdout` leads to this process's standard output.
  func isStandardOutput(_ path: String) -> Bool
}

/// The identity of a file or folder: equal for all paths that lead to it.
struct FileIdentity: Equatable {
  let device: UInt64
  let inode: UInt64
}

/// A folder and a name in it, for a file that may or may not exist.
struct FilePlace: Equatable {
  let folder: FileIdentity
  /// The bytes, because equal texts need not be equal names.
  let name: [UInt8]
}

/// A failed system call.
struct SystemFailure: Error, Equatable {
  /// The reason in the system's words.
  var reason: String
  /// Whether the reader of a pipe has closed it.
  var isClosedPipe = false
}
