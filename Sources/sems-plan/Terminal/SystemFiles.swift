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
    switch try Destination(path) {
    case .descriptor(let descriptor):
      return PassThroughFile(try POSIX.duplicate(descriptor))
    case .inPlace(let path, let appends):
      return PassThroughFile(try POSIX.openForWriting(path, appends: appends))
    case .file(let path, let status):
      return try TemporaryFile(replacing: path, status)
    }
  }

  func file(at path: String) -> FileIdentity? {
    let status = path == "-" ? try? POSIX.status(0) : try? POSIX.status(path)
    guard let status, status.isRegular else { return nil }
    return status.identity
  }

  func place(of path: String) -> FilePlace? {
    guard case .file(let target, _)? = try? Destination(path) else { return nil }
    let (folder, name) = TemporaryFile.parts(of: target)
    guard let status = try? POSIX.status(folder) else { return nil }
    return FilePlace(folder: status.identity, name: FileName.bytes(name))
  }

  func isStandardOutput(_ path: String) -> Bool {
    if case .descriptor(1)? = try? Destination(path) { true } else { false }
  }
}

/// The kind of an output file, by what is at its path.
enum Destination {
  /// A descriptor of this process, such as `/dev/stdout`; it has a position, which a file that is
  /// opened again would not have.
  case descriptor(Int32)
  /// A file that can only be written in place: a device or a pipe, or a file that another process
  /// has open.
  case inPlace(String, appends: Bool)
  /// A file, with its status if it exists; the path is no symbolic link.
  case file(String, POSIX.Status?)

  /// The largest number of symbolic links to follow; the system refuses a longer chain.
  private static let linkLimit = 40

  /// The folders of this process's descriptors.
  private static let descriptorFolders = ["/proc/self/fd", "/proc/thread-self/fd", "/dev/fd"]

  init(_ path: String) throws(SystemFailure) {
    var path = path
    for _ in 0..<Self.linkLimit {
      if let descriptor = Self.descriptor(path) {
        self = .descriptor(descriptor)
        return
      }
      // The text of a link in /proc is only a description of the open file.
      guard let destination = POSIX.linkDestination(path), !Self.isInProc(path) else { break }
      let isAbsolute = destination.utf8.first == UInt8(ascii: "/")
      path = isAbsolute ? destination : TemporaryFile.parts(of: path).folder + destination
    }
    let status = try POSIX.status(path)
    if status?.isDirectory == true { throw SystemFailure(reason: "Is a directory") }
    if let status, !status.isRegular || Self.isInProc(path) {
      self = .inPlace(path, appends: status.isRegular)
    } else {
      self = .file(path, status)
    }
  }

  /// Returns the descriptor that a path such as `/dev/fd/3` names, or nil.
  private static func descriptor(_ path: String) -> Int32? {
    let (folder, name) = TemporaryFile.parts(of: path)
    guard let number = Int32(name), number >= 0, let status = try? POSIX.status(folder) else {
      return nil
    }
    let isOwn = descriptorFolders.contains {
      (try? POSIX.status($0))?.identity == status.identity
    }
    return isOwn ? number : nil
  }

  private static func isInProc(_ path: String) -> Bool {
    guard let proc = try? POSIX.status("/proc") else { return false }
    return POSIX.linkIdentity(path)?.device == proc.identity.device
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

/// An output that is written in place, without a rename: a device, a pipe or a descriptor.
final class PassThroughFile: ReplacementFile {
  private let descriptor: Int32

  /// Takes an open descriptor, and closes it in the end.
  init(_ descriptor: Int32) { self.descriptor = descriptor }

  var isSlow: Bool { POSIX.isSlow(descriptor) }

  func write(_ bytes: [UInt8]) throws(SystemFailure) { try POSIX.write(descriptor, bytes) }

  func sync() {}

  func commit() throws(SystemFailure) { try POSIX.close(descriptor) }

  func discard() { try? POSIX.close(descriptor) }
}
