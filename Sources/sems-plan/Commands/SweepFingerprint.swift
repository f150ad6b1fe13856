import PowerShare

/// The hash of the options and the inputs of a sweep, by which `merge` knows its shards.
///
/// Options and inputs that change no row are left out. Of an input only the length and the bytes
/// count, because each machine may have it at another path.
struct SweepFingerprint {
  /// Streams that hash the inputs as commands read them.
  let streams: Streams
  private let arguments: ParsedArguments
  private let inputs: [[UInt8]: HashedSource]

  /// The options that change no row.
  private static let ignored: [Option] = [.shard, .jobs, .scenarioFormat, .output, .report]

  /// Prepares to hash the inputs that a command line names.
  init(_ arguments: ParsedArguments, _ streams: Streams) {
    self.arguments = arguments
    var inputs: [[UInt8]: HashedSource] = [:]
    for (option, value) in Self.values(arguments) {
      if let path = option.file(in: value) { inputs[Array(path.utf8)] = HashedSource() }
    }
    self.inputs = inputs
    var hashing = streams
    hashing.files = HashedFiles(streams.files, inputs)
    if let input = inputs[Array("-".utf8)] {
      input.begin(streams.input)
      hashing.input = input
    }
    self.streams = hashing
  }

  /// Returns the hash, after reading the rest of the inputs.
  func value() throws(Failure) -> UInt64 {
    var hash = FNV1a()
    for (option, value) in Self.values(arguments) {
      hash.take(text: option.name)
      guard let path = option.file(in: value) else {
        hash.take(text: value)
        continue
      }
      // The name of a profile's file may be the id of its load.
      if SiteFiles.options.contains(option) {
        hash.take(text: try SiteFiles.file(value, option).id?.text ?? "")
      }
      guard let input = inputs[Array(path.utf8)] else {
        preconditionFailure("an input is not hashed")
      }
      if !input.hasBegun { _ = try streams.open(path) }
      do throws(SystemFailure) {
        try input.readToEnd()
      } catch {
        throw .readOrWriteFailed(path: path, reason: "cannot read: \(error.reason)")
      }
      hash.take(number: input.count)
      hash.take(number: input.hash.value)
    }
    return hash.value
  }

  /// Returns the values of the options that count, in the order of help.
  private static func values(_ arguments: ParsedArguments) -> [(option: Option, value: String)] {
    SweepCommand.definition.options.filter { !ignored.contains($0) }.flatMap { option in
      let values =
        option.isRepeatable ? arguments.all(option) : [arguments[option]].compactMap(\.self)
      return values.map { (option, $0) }
    }
  }
}

/// An input whose bytes are hashed as they are read.
///
/// A class, because it is one open file.
final class HashedSource: ByteSource {
  private var source: (any ByteSource)?
  private var isAtEnd = false
  /// The number of bytes read.
  private(set) var count: UInt64 = 0
  private(set) var hash = FNV1a()

  /// Whether the input has been opened.
  var hasBegun: Bool { source != nil }

  /// Sets the open file to read from.
  func begin(_ source: any ByteSource) { self.source = source }

  var size: Int? { source?.size }

  var isReady: Bool { source?.isReady ?? true }

  func read(into buffer: inout [UInt8], _ room: Range<Int>) throws(SystemFailure) -> Int {
    guard let source, !isAtEnd else { return 0 }
    let read = try source.read(into: &buffer, room)
    isAtEnd = read == 0 && !room.isEmpty
    hash.take(buffer.span.extracting(room.lowerBound..<(room.lowerBound + read)))
    count += UInt64(read)
    return read
  }

  /// Reads what nobody has read, such as the events after `--until`.
  func readToEnd() throws(SystemFailure) {
    var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    while try read(into: &buffer, 0..<buffer.count) > 0 {}
  }
}

/// Files of which some are hashed as they are read.
private struct HashedFiles: FileSystem {
  private let files: any FileSystem
  /// The inputs by the bytes of their paths, because equal texts need not be equal names.
  private let inputs: [[UInt8]: HashedSource]

  init(_ files: any FileSystem, _ inputs: [[UInt8]: HashedSource]) {
    self.files = files
    self.inputs = inputs
  }

  func open(_ path: String) throws(SystemFailure) -> any ByteSource {
    let source = try files.open(path)
    // A file that is opened again is not hashed again.
    guard let input = inputs[Array(path.utf8)], !input.hasBegun else { return source }
    input.begin(source)
    return input
  }

  func replace(_ path: String) throws(SystemFailure) -> any ReplacementFile {
    try files.replace(path)
  }

  func file(at path: String) -> FileIdentity? { files.file(at: path) }

  func place(of path: String) -> FilePlace? { files.place(of: path) }

  func isStandardOutput(_ path: String) -> Bool { files.isStandardOutput(path) }
}
