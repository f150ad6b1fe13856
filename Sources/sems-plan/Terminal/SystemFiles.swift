/// The files of the operating system.
struct SystemFiles: FileSystem {
  func open(_ path: String) throws(SystemFailure) -> any ByteSource {
    let descriptor = try POSIX.open(path)
    if try POSIX.status(descriptor).isDirectory {
      try POSIX.close(descriptor)
      throw SystemFailure(reason: "Is a directory")
    }
    return DescriptorSource(descriptor)
  }

  func replace(_ path: String) throws(SystemFailure) -> any ReplacementFile {
    // The system would refuse an empty name only when the finished file is renamed.
    if path.isEmpty { throw SystemFailure(reason: "No such file or directory") }
    let status = try POSIX.status(path)
    if status?.isDirectory == true { throw SystemFailure(reason: "Is a directory") }
    // A device or a pipe cannot be replaced, only written to.
    if let status, !status.isRegular { return try PassThroughFile(path) }
    return try TemporaryFile(replacing: Self.target(of: path), mode: status?.mode)
  }

  func file(at path: String) -> FileIdentity? {
    let status = path == "-" ? try? POSIX.status(0) : try? POSIX.status(path)
    guard let status, status.isRegular else { return nil }
    return status.identity
  }

  func place(of path: String) -> FilePlace? {
    if let status = try? POSIX.status(path), !status.isRegular { return nil }
    let (folder, name) = TemporaryFile.parts(of: Self.target(of: path))
    guard let status = try? POSIX.status(folder.isEmpty ? "." : String(folder)) else { return nil }
    return FilePlace(folder: status.identity, name: String(name))
  }

  /// The largest number of symbolic links to follow; the system refuses a longer chain.
  private static let linkLimit = 40

  /// Returns the path with symbolic links followed, even if it leads to no existing file.
  private static func target(of path: String) -> String {
    var path = path
    for _ in 0..<linkLimit {
      guard let destination = POSIX.linkDestination(path) else { break }
      let folder = TemporaryFile.parts(of: path).folder
      path = destination.hasPrefix("/") ? destination : folder + destination
    }
    return path
  }
}

/// An open file, pipe or terminal to read from.
final class DescriptorSource: ByteSource {
  private let descriptor: Int32
  let size: Int?

  init(_ descriptor: Int32) {
    self.descriptor = descriptor
    let status = try? POSIX.status(descriptor)
    size = status?.isRegular == true ? status?.size : nil
  }

  var isReady: Bool { POSIX.isReady(descriptor) }

  func read(into buffer: inout [UInt8], _ room: Range<Int>) throws(SystemFailure) -> Int {
    try POSIX.read(descriptor, into: &buffer, room)
  }
}

/// An open file, pipe or terminal to write to.
final class DescriptorTarget: ByteTarget {
  private let descriptor: Int32

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  var isSlow: Bool { POSIX.isSlow(descriptor) }

  func write(_ bytes: [UInt8]) throws(SystemFailure) { try POSIX.write(descriptor, bytes) }
}

/// A device or a pipe that is named as an output; it is written directly, without a rename.
final class PassThroughFile: ReplacementFile {
  private let descriptor: Int32

  init(_ path: String) throws(SystemFailure) { descriptor = try POSIX.openForWriting(path) }

  var isSlow: Bool { POSIX.isSlow(descriptor) }

  func write(_ bytes: [UInt8]) throws(SystemFailure) { try POSIX.write(descriptor, bytes) }

  func commit() throws(SystemFailure) { try POSIX.close(descriptor) }

  func discard() { try? POSIX.close(descriptor) }
}

/// A file that is written beside its target and renamed when it is complete.
///
/// The rename is atomic: at every moment the target is either complete or untouched, however the
/// program ends. A program that is killed leaves the hidden file behind, never half a target.
final class TemporaryFile: ReplacementFile {
  private let target: String
  private let path: String
  private let descriptor: Int32

  init(replacing target: String, mode: UInt32?) throws(SystemFailure) {
    self.target = target
    let (folder, name) = Self.parts(of: target)
    // A file for an empty name could be written, but not renamed.
    if name.isEmpty { throw SystemFailure(reason: "No such file or directory") }
    path = "\(folder).\(name).\(POSIX.processID).tmp"
    POSIX.unlink(path)  // left behind by a killed program with the same process id
    // The mode of the file that is replaced, or read and write for all minus the user's umask.
    descriptor = try POSIX.create(path, mode: mode ?? 0o666)
    POSIX.removeOnSignal(path)
    do throws(SystemFailure) {
      if let mode { try POSIX.setMode(descriptor, mode) }
    } catch {
      discard()
      throw error
    }
  }

  var isSlow: Bool { true }

  /// Returns the folder of a path, including its slash, and the name.
  static func parts(of path: String) -> (folder: Substring, name: Substring) {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return ("", path[...]) }
    return (path[...slash], path[path.index(after: slash)...])
  }

  func write(_ bytes: [UInt8]) throws(SystemFailure) { try POSIX.write(descriptor, bytes) }

  func commit() throws(SystemFailure) {
    do {
      try POSIX.close(descriptor)
      try POSIX.rename(path, to: target)
    } catch {
      POSIX.unlink(path)
      throw error
    }
    POSIX.keepOnSignal(path)
  }

  func discard() {
    try? POSIX.close(descriptor)
    POSIX.unlink(path)
    POSIX.keepOnSignal(path)
  }
}
