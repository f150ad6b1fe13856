#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The signals that end the program: temporary files are removed first.
extension POSIX {
  /// The signals that ask the program to end.
  private static let endingSignals = [
    SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGALRM, SIGUSR1, SIGUSR2, SIGXCPU,
  ]

  /// The signals of a defect of the program.
  private static let defectSignals = [SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE]

  /// The largest number of files that a command writes.
  private static let pathLimit = 16

  /// The files to remove when a signal ends the program, as C strings.
  ///
  /// They are never freed, because a signal may arrive at any moment.
  nonisolated(unsafe) private static let pathsToRemove = {
    let paths = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: pathLimit)
    unsafe paths.initialize(repeating: nil, count: pathLimit)
    return unsafe paths
  }()

  /// Makes signals end the program with 128 + their number, after its temporary files are removed.
  ///
  /// Process 1 of a container needs this: the system ignores signals that it does not handle. A
  /// signal that is already ignored is left alone, such as SIGHUP under `nohup`. So is the signal
  /// of a defect if Swift's runtime reports it.
  static func handleSignals() {
    // Made here, because a signal handler must not allocate memory.
    _ = unsafe pathsToRemove
    // A closed pipe and a file that is too large become errors of `write`.
    for number in [SIGPIPE, SIGXFSZ] { _ = signal(number, SIG_IGN) }
    let ignored = unsafe unsafeBitCast(SIG_IGN, to: Int.self)
    let byDefault = unsafe unsafeBitCast(SIG_DFL, to: Int.self)
    let numbers =
      endingSignals.filter { action(of: $0) != ignored }
      + defectSignals.filter { action(of: $0) == byDefault }
    for number in numbers {
      _ = signal(number) { number in
        // Only calls that are safe in a signal handler.
        for place in 0..<POSIX.pathLimit {
          guard let path = unsafe POSIX.pathsToRemove[place] else { continue }
          #if canImport(Darwin)
            _ = unsafe Darwin.unlink(path)
          #else
            _ = unsafe Glibc.unlink(path)
          #endif
        }
        _ = signal(number, SIG_DFL)
        var mask = sigset_t()
        unsafe sigemptyset(&mask)
        unsafe sigaddset(&mask, number)
        _ = unsafe pthread_sigmask(SIG_UNBLOCK, &mask, nil)
        _ = raise(number)
        // The default action does not end process 1.
        _exit(128 + number)
      }
    }
  }

  /// Returns the address of the function that handles a signal, or the number of an action.
  private static func action(of number: Int32) -> Int? {
    var action = sigaction()
    guard unsafe sigaction(number, nil, &action) == 0 else { return nil }
    #if canImport(Darwin)
      let handler = unsafe action.__sigaction_u.__sa_handler
    #else
      let handler = unsafe action.__sigaction_handler.sa_handler
    #endif
    return unsafe unsafeBitCast(handler, to: Int.self)
  }

  /// Creates a file that is removed when a signal ends the program, or returns nil if there is a
  /// file of that name.
  static func createTemporary(
    _ path: String, mode: UInt32
  ) throws(SystemFailure) -> Int32? {
    // No signal may come between the two steps.
    let mask = blockEndingSignals()
    defer { restoreSignals(mask) }
    guard let descriptor = try create(path, mode: mode) else { return nil }
    guard let place = (0..<pathLimit).first(where: { unsafe pathsToRemove[$0] == nil }) else {
      preconditionFailure("more files than a command writes")
    }
    unsafe pathsToRemove[place] = strdup(cString(path))
    return descriptor
  }

  /// Stops a temporary file from being removed when a signal ends the program.
  static func keepOnSignal(_ path: String) {
    for place in 0..<pathLimit {
      if let other = unsafe pathsToRemove[place], unsafe strcmp(other, cString(path)) == 0 {
        unsafe pathsToRemove[place] = nil
      }
    }
  }

  /// Keeps this thread from handling signals, and returns its mask before that.
  static func blockEndingSignals() -> sigset_t {
    var (mask, old) = (sigset_t(), sigset_t())
    unsafe sigemptyset(&mask)
    for number in endingSignals { unsafe sigaddset(&mask, number) }
    _ = unsafe pthread_sigmask(SIG_BLOCK, &mask, &old)
    return old
  }

  static func restoreSignals(_ mask: sigset_t) {
    var mask = mask
    _ = unsafe pthread_sigmask(SIG_SETMASK, &mask, nil)
  }
}
