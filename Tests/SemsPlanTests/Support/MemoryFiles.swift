@testable import sems_plan

/// Files in memory, with faults where a test wants them.
final class MemoryFiles: FileSystem {
  /// The texts by path.
  private(set) var texts: [String: String]
  /// Sources that are handed out instead of those texts.
  var sources: [String: MemorySource] = [:]
  /// Why nothing can be created, if so.
  var createFailure: SystemFailure?
  /// Why nothing can be put in place, if so.
  var commitFailure: SystemFailure?
  /// At which write of a new file what happens.
  var writeFault: MemoryTarget.Fault?
  /// The same for one new file alone, by its path.
  var writeFaults: [String: MemoryTarget.Fault] = [:]
  /// The new files that cannot be put in place, by path, and why.
  var commitFailures: [String: SystemFailure] = [:]
  /// The new files, in the order they were created.
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
      commitFailure: commitFailures[path] ?? commitFailure
    ) { [unowned self] text in texts[path] = text }
    replacements.append(file)
    return file
  }

  func file(at path: String) -> FileIdentity? {
    guard texts[path] != nil || sources[path] != nil else { return nil }
    return FileIdentity(device: 0, inode: number(of: path))
  }

  func place(of path: String) -> FilePlace? {
    FilePlace(folder: FileIdentity(device: 0, inode: 0), name: path)
  }

  /// A number for each path that is asked for.
  private func number(of path: String) -> UInt64 {
    let number = numbers[path] ?? UInt64(numbers.count + 1)
    numbers[path] = number
    return number
  }
}

/// A file in memory that takes its target's place when it is whole.
final class MemoryReplacement: ReplacementFile {
  let path: String
  private let target = MemoryTarget()
  private let commitFailure: SystemFailure?
  private let place: (String) -> Void
  private(set) var isCommitted = false
  private(set) var isDiscarded = false

  init(
    path: String, fault: MemoryTarget.Fault?, commitFailure: SystemFailure?,
    place: @escaping (String) -> Void
  ) {
    self.path = path
    target.fault = fault
    self.commitFailure = commitFailure
    self.place = place
  }

  /// How often it was written to.
  var writes: Int { target.writes }

  // So that large results are made and written on threads, as those of files are.
  var isSlow: Bool { true }

  func write(_ bytes: [UInt8]) throws(SystemFailure) { try target.write(bytes) }

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

  /// What goes wrong, and at which write, from 1 on.
  struct Fault {
    let write: Int
    let failure: SystemFailure
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  var isSlow: Bool { true }

  func write(_ bytes: [UInt8]) throws(SystemFailure) {
    writes += 1
    if let fault, writes >= fault.write {
      // A full disk takes what it can.
      self.bytes += bytes.prefix(bytes.count / 2)
      throw fault.failure
    }
    self.bytes += bytes
  }
}

/// A source in memory that may come in pieces, make its reader wait, or fail.
final class MemorySource: ByteSource {
  let size: Int?
  private var pieces: [[UInt8]]
  /// The next piece, and how much of it has been read.
  private var position = (piece: 0, byte: 0)
  private(set) var reads = 0
  /// At which read, from 1 on, it fails.
  var failingRead: Int?
  /// What to do before a read that has to wait: nil where none has to.
  var waiting: (() -> Void)?

  init(_ text: String, size: Int? = nil) {
    pieces = [Array(text.utf8)]
    self.size = size
  }

  /// A source of which each read gets one piece.
  init(pieces: [String]) {
    self.pieces = pieces.map { Array($0.utf8) }
    size = nil
  }

  /// A source of which each read gets so many bytes.
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
