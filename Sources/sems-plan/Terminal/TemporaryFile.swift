/// A file that is written beside its target and renamed when it is complete.
///
/// The rename is atomic: at every moment the target is either complete or untouched, however the
/// program ends. A program that is killed leaves the hidden file behind, never half a target.
final class TemporaryFile: ReplacementFile {
  private let target: String
  private let path: String
  private var state: State

  private enum State {
    case open(Int32)
    /// Closed, with all its bytes on the disk.
    case complete
    /// In place of the target, or removed.
    case gone
  }

  /// Creates the file.
  ///
  /// - Parameters:
  ///   - target: The path of the target, which is no symbolic link.
  ///   - status: The status of the file to replace; nil for a new one.
  ///   - names: Returns a name that no other process has.
  init(
    replacing target: String, _ status: POSIX.Status?, names: () -> String = randomName
  ) throws(SystemFailure) {
    self.target = target
    let (folder, name) = Self.parts(of: target)
    // A file for an empty name could be written, but not renamed.
    if name.isEmpty { throw SystemFailure(reason: "No such file or directory") }
    // A file that may not be written must not be replaced either.
    if status != nil { try POSIX.close(try POSIX.openForWriting(target)) }
    // The mode of the file that is replaced, or read and write for all minus the user's umask.
    let mode = status?.mode ?? 0o666
    var (path, descriptor) = (folder + names(), Int32?.none)
    while true {
      descriptor = try POSIX.createTemporary(path, mode: mode)
      if descriptor != nil { break }
      path = folder + names()
    }
    guard let descriptor else { preconditionFailure("no file and no failure") }
    self.path = path
    state = .open(descriptor)
    guard let status else { return }
    do throws(SystemFailure) {
      POSIX.setOwner(descriptor, user: status.user, group: status.group)
      try POSIX.setMode(descriptor, mode)
    } catch {
      discard()
      throw error
    }
  }

  /// Returns a hidden name with 64 random bits from the system.
  ///
  /// The number of the process would not do: processes in two containers may have the same.
  static func randomName() -> String {
    ".sems-plan-\(String(UInt64.random(in: 0 ... .max), radix: 16)).tmp"
  }

  /// Returns the folder of a path, ready to be put before a name, and the name.
  static func parts(of path: String) -> (folder: String, name: String) {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return ("./", path) }
    return (String(path[...slash]), String(path[path.utf8.index(after: slash)...]))
  }

  var isSlow: Bool { true }

  func write(_ bytes: [UInt8]) throws(SystemFailure) {
    guard case .open(let descriptor) = state else {
      preconditionFailure("a write to a file that is complete")
    }
    try POSIX.write(descriptor, bytes)
  }

  func sync() throws(SystemFailure) {
    guard case .open(let descriptor) = state else { return }
    try POSIX.sync(descriptor)
    state = .complete
    try POSIX.close(descriptor)
  }

  func commit() throws(SystemFailure) {
    try sync()
    try POSIX.rename(path, to: target)
    state = .gone
    POSIX.keepOnSignal(path)
    POSIX.syncFolder(Self.parts(of: target).folder)
  }

  func discard() {
    switch state {
    case .open(let descriptor): try? POSIX.close(descriptor)
    case .complete: break
    case .gone: return
    }
    state = .gone
    POSIX.unlink(path)
    POSIX.keepOnSignal(path)
  }
}
