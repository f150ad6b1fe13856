#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The calls of the operating system that the program makes.
///
/// Those for signals are in `POSIX+Signals.swift`. No other file of the program has `unsafe` in it.
/// Paths are texts as ``FileName`` makes them.
///
/// Contract: a pointer passed to the system is used during the call only, and its memory is at
/// least as long as the length passed with it. The contents of a returned pointer are copied at
/// once.
enum POSIX {
  static func open(_ path: String) throws(SystemFailure) -> Int32 {
    try check { Self.systemOpen(path, O_RDONLY | O_CLOEXEC, 0) }
  }

  /// Creates a file and returns its descriptor, or nil if there is a file of that name.
  static func create(_ path: String, mode: UInt32) throws(SystemFailure) -> Int32? {
    let descriptor = systemOpen(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode_t(mode))
    if descriptor >= 0 { return descriptor }
    if errno == EEXIST { return nil }
    throw lastFailure()
  }

  /// Opens an existing file for writing, without changing it.
  ///
  /// - Parameter appends: Whether all bytes go to the end of the file.
  static func openForWriting(
    _ path: String, appends: Bool = false
  ) throws(SystemFailure) -> Int32 {
    try check { Self.systemOpen(path, O_WRONLY | O_CLOEXEC | (appends ? O_APPEND : 0), 0) }
  }

  /// Returns a new descriptor for an open file, with the same position.
  static func duplicate(_ descriptor: Int32) throws(SystemFailure) -> Int32 {
    try check { fcntl(descriptor, F_DUPFD_CLOEXEC, 3) }
  }

  private static func systemOpen(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 {
    #if canImport(Darwin)
      unsafe Darwin.open(cString(path), flags, mode)
    #else
      unsafe Glibc.open(cString(path), flags, mode)
    #endif
  }

  /// Returns the bytes of a path, ended by 0.
  static func cString(_ path: String) -> [CChar] {
    FileName.bytes(path).map { CChar(bitPattern: $0) } + [0]
  }

  /// The arguments of the process, without the program's name.
  static var arguments: [[UInt8]] {
    (1..<max(1, Int(CommandLine.argc))).compactMap { index in
      guard let start = unsafe CommandLine.unsafeArgv[index] else { return nil }
      return unsafe Array(UnsafeRawBufferPointer(start: start, count: strlen(start)))
    }
  }

  static func close(_ descriptor: Int32) throws(SystemFailure) {
    #if canImport(Darwin)
      let result = Darwin.close(descriptor)
    #else
      let result = Glibc.close(descriptor)
    #endif
    // After an interrupt the descriptor is closed all the same.
    if result != 0, errno != EINTR { throw lastFailure() }
  }

  /// Reads bytes, and waits for them if there are none yet.
  static func read(
    _ descriptor: Int32, into buffer: inout [UInt8], _ room: Range<Int>
  ) throws(SystemFailure) -> Int {
    precondition(room.upperBound <= buffer.count, "no room for the bytes to read")
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { bytes in
        #if canImport(Darwin)
          unsafe Darwin.read(
            descriptor, bytes.baseAddress?.advanced(by: room.lowerBound), room.count)
        #else
          unsafe Glibc.read(
            descriptor, bytes.baseAddress?.advanced(by: room.lowerBound), room.count)
        #endif
      }
      if count >= 0 { return count }
      try waitAfterFailure(descriptor, for: POLLIN)
    }
  }

  /// Writes all of `bytes`, and waits where the reader of a pipe is slow.
  static func write(_ descriptor: Int32, _ bytes: [UInt8]) throws(SystemFailure) {
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { bytes in
        let start = unsafe bytes.baseAddress?.advanced(by: written)
        #if canImport(Darwin)
          return unsafe Darwin.write(descriptor, start, bytes.count - written)
        #else
          return unsafe Glibc.write(descriptor, start, bytes.count - written)
        #endif
      }
      if count < 0 {
        try waitAfterFailure(descriptor, for: POLLOUT)
      } else {
        written += count
      }
    }
  }

  /// Returns when a failed call may be tried again, or throws the failure.
  ///
  /// A pipe or a terminal may be non-blocking, because another process has made it so.
  private static func waitAfterFailure(
    _ descriptor: Int32, for events: Int32
  ) throws(SystemFailure) {
    if errno == EINTR { return }
    guard errno == EAGAIN || errno == EWOULDBLOCK else { throw lastFailure() }
    var request = pollfd(fd: descriptor, events: Int16(events), revents: 0)
    _ = unsafe poll(&request, 1, -1)
  }

  /// Whether a write may take long: true for files and pipes, false for devices.
  static func isSlow(_ descriptor: Int32) -> Bool {
    (try? status(descriptor))?.isDevice == false
  }

  /// Whether a read would return without waiting.
  static func isReady(_ descriptor: Int32) -> Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&request, 1, 0) != 0
  }

  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// Enlarges a pipe's buffer where the system can: fewer context switches between the program and
  /// its reader.
  static func widenPipe(_ descriptor: Int32) {
    #if os(Linux)
      let setPipeSize: Int32 = 1_031  // F_SETPIPE_SZ, which Glibc's module does not show
      _ = fcntl(descriptor, setPipeSize, 1 << 20)
    #endif
  }

  // MARK: Threads

  /// A mutex with a condition variable.
  ///
  /// A class, because neither may move in memory.
  @safe final class Monitor: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init() {
      unsafe pthread_mutex_init(mutex, nil)
      unsafe pthread_cond_init(condition, nil)
    }

    deinit {
      unsafe pthread_cond_destroy(condition)
      unsafe pthread_mutex_destroy(mutex)
      unsafe condition.deallocate()
      unsafe mutex.deallocate()
    }

    /// Acquires the lock.
    func enter() { unsafe pthread_mutex_lock(mutex) }

    /// Releases the lock.
    func leave() { unsafe pthread_mutex_unlock(mutex) }

    /// Releases the lock, waits for `wakeAll`, and acquires the lock again.
    ///
    /// It may return without a `wakeAll`.
    func wait() { unsafe pthread_cond_wait(condition, mutex) }

    /// Wakes all threads that wait.
    func wakeAll() { unsafe pthread_cond_broadcast(condition) }
  }

  /// The body of a thread, boxed to pass through the system's untyped pointer.
  private final class Work: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// Starts a detached thread; false when the system refuses.
  static func startThread(_ body: @escaping @Sendable () -> Void) -> Bool {
    let work = unsafe Unmanaged.passRetained(Work(body)).toOpaque()
    // The thread inherits the mask: only the main thread handles signals.
    let mask = blockEndingSignals()
    defer { restoreSignals(mask) }
    #if canImport(Darwin)
      var thread: pthread_t?
      let result = unsafe pthread_create(
        &thread, nil,
        { work in
          unsafe Unmanaged<Work>.fromOpaque(work).takeRetainedValue().body()
          return nil
        }, work)
    #else
      var thread = pthread_t()
      let result = unsafe pthread_create(
        &thread, nil,
        { work in
          if let work = unsafe work {
            unsafe Unmanaged<Work>.fromOpaque(work).takeRetainedValue().body()
          }
          return nil
        }, work)
    #endif
    guard result == 0 else {
      unsafe Unmanaged<Work>.fromOpaque(work).release()
      return false
    }
    // Otherwise the system would keep its stack until another thread joins it.
    #if canImport(Darwin)
      if let thread = unsafe thread { unsafe pthread_detach(thread) }
    #else
      pthread_detach(thread)
    #endif
    return true
  }

  /// Raises the limit of open files to `count`, or as far as the system allows.
  static func allowOpenFiles(_ count: Int) {
    #if canImport(Darwin)
      let resource = RLIMIT_NOFILE
    #else
      let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #endif
    var limit = rlimit()
    guard unsafe getrlimit(resource, &limit) == 0, limit.rlim_cur < rlim_t(count) else { return }
    limit.rlim_cur = min(limit.rlim_max, rlim_t(count))
    _ = unsafe setrlimit(resource, &limit)
  }

  /// The number of processors online; at least 1.
  static var processorCount: Int {
    max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  }

  // MARK: Files

  /// The kind, identity, size and mode of a file.
  struct Status {
    var isRegular: Bool
    /// Whether it is a character device, such as a terminal or `/dev/null`.
    var isDevice: Bool
    var isDirectory: Bool
    var identity: FileIdentity
    var size: Int
    var mode: UInt32
    var user: UInt32
    var group: UInt32
  }

  static func status(_ descriptor: Int32) throws(SystemFailure) -> Status {
    var status = stat()
    if unsafe fstat(descriptor, &status) != 0 { throw lastFailure() }
    return Status(status)
  }

  /// Returns the status of the file at a path, or nil if there is none.
  static func status(_ path: String) throws(SystemFailure) -> Status? {
    var status = stat()
    if unsafe stat(cString(path), &status) == 0 { return Status(status) }
    if errno == ENOENT { return nil }
    throw lastFailure()
  }

  /// Returns the identity of a symbolic link itself, or of the file at the path, or nil.
  static func linkIdentity(_ path: String) -> FileIdentity? {
    var status = stat()
    return unsafe lstat(cString(path), &status) == 0 ? Status(status).identity : nil
  }

  /// Returns the destination of a symbolic link, or nil if the path is not one.
  static func linkDestination(_ path: String) -> String? {
    var bytes = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = unsafe bytes.withUnsafeMutableBytes { buffer in
      guard let start = buffer.baseAddress else { return -1 }
      return unsafe readlink(
        cString(path), start.assumingMemoryBound(to: CChar.self), buffer.count)
    }
    return count < 0 ? nil : FileName.text(bytes.prefix(count))
  }

  /// Sets the mode of an open file, regardless of the user's umask.
  static func setMode(_ descriptor: Int32, _ mode: UInt32) throws(SystemFailure) {
    if fchmod(descriptor, mode_t(mode)) != 0 { throw lastFailure() }
  }

  /// Gives an open file to a user and a group, or only to the group, as far as that is permitted.
  static func setOwner(_ descriptor: Int32, user: UInt32, group: UInt32) {
    if fchown(descriptor, uid_t(user), gid_t(group)) != 0 {
      _ = fchown(descriptor, uid_t.max, gid_t(group))
    }
  }

  /// Writes a file through to the disk, where its file system can do that.
  static func sync(_ descriptor: Int32) throws(SystemFailure) {
    while fsync(descriptor) != 0 {
      if errno == EINVAL || errno == ENOTSUP { return }
      if errno != EINTR { throw lastFailure() }
    }
  }

  /// Writes the names in a folder through to the disk, as far as that is possible.
  static func syncFolder(_ path: String) {
    guard let descriptor = try? open(path) else { return }
    _ = fsync(descriptor)
    try? close(descriptor)
  }

  static func rename(_ from: String, to: String) throws(SystemFailure) {
    #if canImport(Darwin)
      let result = unsafe Darwin.rename(cString(from), cString(to))
    #else
      let result = unsafe Glibc.rename(cString(from), cString(to))
    #endif
    if result != 0 { throw lastFailure() }
  }

  static func unlink(_ path: String) {
    #if canImport(Darwin)
      _ = unsafe Darwin.unlink(cString(path))
    #else
      _ = unsafe Glibc.unlink(cString(path))
    #endif
  }

  /// Opens `/dev/null` for each of the three standard descriptors that is closed.
  ///
  /// Otherwise the first file to be opened would get its number, and a warning could end up in a
  /// result. The replacement is opened for the wrong direction, so that using it fails as on a
  /// closed descriptor.
  static func occupyStandardStreams() {
    for (descriptor, flags) in [(Int32(0), O_WRONLY), (1, O_RDONLY), (2, O_RDONLY)]
    where fcntl(descriptor, F_GETFD) < 0 {
      _ = systemOpen("/dev/null", flags, 0)
    }
  }

  /// Ends the program.
  static func end(_ code: Int32) -> Never { exit(code) }

  /// Returns the time of a monotonic clock in milliseconds.
  static func milliseconds() -> Int {
    var time = timespec()
    _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
  }

  static func environment(_ name: String) -> String? {
    guard let pointer = unsafe getenv(name) else { return nil }
    return unsafe String(cString: pointer)
  }

  // MARK: Failures

  private static func check(_ call: () -> Int32) throws(SystemFailure) -> Int32 {
    while true {
      let result = call()
      if result >= 0 { return result }
      if errno != EINTR { throw lastFailure() }
    }
  }

  private static func lastFailure() -> SystemFailure {
    let code = errno
    return SystemFailure(
      reason: unsafe String(cString: strerror(code)), isClosedPipe: code == EPIPE)
  }
}

extension POSIX.Status {
  fileprivate init(_ status: stat) {
    let kind = mode_t(status.st_mode) & S_IFMT
    isRegular = kind == S_IFREG
    isDevice = kind == S_IFCHR
    isDirectory = kind == S_IFDIR
    identity = FileIdentity(
      device: UInt64(truncatingIfNeeded: status.st_dev),
      inode: UInt64(truncatingIfNeeded: status.st_ino))
    size = Int(status.st_size)
    mode = UInt32(status.st_mode & 0o777)
    user = UInt32(status.st_uid)
    group = UInt32(status.st_gid)
  }
}
