@testable import sems_plan

/// Files in memory that can fail on demand.
final class MemoryFiles: FileSystem {
  /// The texts by path.
  private(set) var texts: [String: String]
  /// The sources to open instead of the texts, by path.
  var sources: [String: MemorySource] = [:]
  /// The failure when a file is created, or nil for none.
  var createFailure: SystemFailure?
  /// The failure when a file is committed, or nil for none.
  var commitFailure: SystemFailure?
  /// The fault in writing to any new file, or nil for none.
  var writeFault: MemoryTarget.Fault?
  /// The faults in writing to single files, by path.
  var writeFaults: [String: MemoryTarget.Fault] = [:]
  /// The failures when single files are committed, by path.
  var commitFailures: [String: SystemFailure] = [:]
  /// The failures when single files are written through to the disk, by path.
  var syncFailures: [String: SystemFailure] = [:]
  /// The new files, in the order of their creation.
  private(set) var replacements: [MemoryReplacement] = []
  private var numbers: [String: UInt64] = [:]

  init(_ texts: [String: String]) { self.texts = texts }

  func open(_ path: String) throws(SystemFailure) -> any ByteSource {
    if let source = sources[path] { return source }
    guard let text = texts[path] else { throw .noSuchFile }
    return MemorySource(text, size: text.utf8.count)
  }

  func replace(_ path: String) throws(SystemFailure) -> any ReplacementFile {
    if let createFailure { throw createFailure }
    let file = MemoryReplacement(
      path: path, fault: writeFaults[path] ?? writeFault,
      commitFailure: commitFailures[path] ?? commitFailure,
      syncFailure: syncFailures[path]
    ) { [unowned self] text in texts[path] = text }
    replacements.append(file)
    return file
  }

  func file(at path: String) -> FileIdentity? {
    guard texts[path] != nil || sources[path] != nil else { return nil }
    return FileIdentity(device: 0, inode: number(of: path))
  }

  func place(of path: String) -> FilePlace? {
    FilePlace(folder: FileIdentity(device: 0, inode: 0), name: Array(path.utf8))
  }

  func isStandardOutput(_ path: String) -> Bool { path == "/dev/stdout" }

  /// Returns a number that identifies a path, in place of an inode.
  private func number(of path: String) -> UInt64 {
    let number = numbers[path] ?? UInt64(numbers.count + 1)
    numbers[path] = number
    return number
  }
}

/// A file in memory that replaces its target when it is committed.
final class MemoryReplacement: ReplacementFile {
  let path: String
  private let target = MemoryTarget()
  private let commitFailure: SystemFailure?
  private let syncFailure: SystemFailure?
  private let place: (String) -> Void
  private(set) var isCommitted = false
  private(set) var isDiscarded = false

  init(
    path: String, fault: MemoryTarget.Fault?, commitFailure: SystemFailure?,
    syncFailure: SystemFailure?, place: @escaping (String) -> Void
  ) {
    self.path = path
    target.fault = fault
    self.commitFailure = commitFailure
    self.syncFailure = syncFailure
    self.place = place
  }

  /// The number of writes.
  var writes: Int { target.writes }

  // As with real files, large results are made and written on background threads.
  var isSlow: Bool { true }

  func write(_ bytes: [UInt8]) throws(SystemFailure) { try target.write(bytes) }

  func sync() throws(SystemFailure) {
    if let syncFailure { throw syncFailure }
  }

  func commit() throws(SystemFailure) {
    if let commitFailure { throw commitFailure }
    isCommitted = true
    place(target.text)
  }

  func discard() { isDiscarded = true }
}

/// A target in memory that may fail.
final class MemoryTarget: ByteTarget {
  private(set) var bytes: [UInt8] = []
  private(set) var writes = 0
  var fault: Fault?

  /// A failure at a write, counted from 1, and at all later ones.
  struct Fault {
    let write: Int
    let failure: SystemFailure
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  var isSlow: Bool { true }

  func write(_ bytes: [UInt8]) throws(SystemFailure) {
    writes += 1
    if let fault, writes >= fault.write {
      // A full disk takes a part of the bytes.
      self.bytes += bytes.prefix(bytes.count / 2)
      throw fault.failure
    }
    self.bytes += bytes
  }
}

/// A source in memory that can arrive in pieces, make its reader wait, or fail.
final class MemorySource: ByteSource {
  let size: Int?
  private var pieces: [[UInt8]]
  /// The current piece, and the number of its bytes already read.
  private var position = (piece: 0, byte: 0)
  private(set) var reads = 0
  /// The number of the read that fails, counted from 1; nil for none.
  var failingRead: Int?
  /// Called before each read, as if the reader had to wait; nil if reads return at once.
  var waiting: (() -> Void)?

  init(_ text: String, size: Int? = nil) {
    pieces = [Array(text.utf8)]
    self.size = size
  }

  /// Creates a source that gives one piece per read.
  init(pieces: [String]) {
    self.pieces = pieces.map { Array($0.utf8) }
    size = nil
  }

  /// Creates a source that gives at most `count` bytes per read.
  convenience init(_ text: String, bytesAtATime count: Int) {
    self.init("")
    let bytes = Array(text.utf8)
    pieces = stride(from: 0, to: bytes.count, by: count).map {
      Array(bytes[$0..<min($0 + count, bytes.count)])
    }
  }

  var isReady: Bool { waiting == nil }

  func read(into buffer: inout [UInt8], _ room: Range<Int>) throws(SystemFailure) -> Int {
    reads += 1
    if reads == failingRead { throw SystemFailure(reason: "Input/output error") }
    waiting?()
    while position.piece < pieces.count, position.byte == pieces[position.piece].count {
      position = (position.piece + 1, 0)
    }
    guard position.piece < pieces.count else { return 0 }
    let bytes = pieces[position.piece][position.byte...].prefix(room.count)
    buffer.replaceSubrange(room.lowerBound..<(room.lowerBound + bytes.count), with: bytes)
    position.byte += bytes.count
    return bytes.count
  }
}

extension SystemFailure {
  static let noSuchFile = SystemFailure(reason: "No such file or directory")
  static let diskFull = SystemFailure(reason: "No space left on device")
  static let closedPipe = SystemFailure(reason: "Broken pipe", isClosedPipe: true)
}
