#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes a seeded timeline or its station to standard output.
@main struct Workload {
  static let usage = """
    usage: workload [--events N] [--seed N] [--format csv|ndjson|json] [--active N] [--numeric]
                    [--offset] [--milliseconds] [--quoted] [--escapes] [--spaced] [--queue] [--station]
    """

  static func main() {
    var shape = Shape()
    var writesStation = false
    var arguments = CommandLine.arguments.dropFirst()
    while let argument = arguments.popFirst() {
      switch argument {
      case "--events": shape.events = number(arguments.popFirst(), 1...100_000_000)
      case "--seed": shape.seed = UInt64(number(arguments.popFirst(), 0...Int.max))
      case "--active": shape.active = number(arguments.popFirst(), 1...1_000)
      case "--format":
        guard let format = arguments.popFirst().flatMap(Shape.Format.init) else { fail() }
        shape.format = format
      case "--numeric": shape.times = .numeric
      case "--offset": shape.times = .offset
      case "--milliseconds": shape.hasMilliseconds = true
      case "--quoted": shape.isQuoted = true
      case "--escapes": shape.hasEscapes = true
      case "--spaced": shape.isSpaced = true
      case "--queue": shape.isQueue = true
      case "--station": writesStation = true
      default: fail()
      }
    }
    if writesStation {
      return write(Array((shape.isQueue ? shape.queueStation : shape.station).utf8))
    }
    if shape.isQueue { return writeQueue(shape) }
    var timeline = Timeline(shape)
    var text = EventText(shape)
    text.begin()
    for _ in 0..<shape.events {
      text.append(timeline.next())
      if text.bytes.count > 1 << 18 {
        write(text.bytes)
        text.bytes.removeAll(keepingCapacity: true)
      }
    }
    text.end()
    write(text.bytes)
  }

  private static func writeQueue(_ shape: Shape) {
    guard shape.format == .csv, !shape.isQuoted else { fail() }
    var queue = Queue(shape)
    var text = EventText(shape)
    text.beginQueue()
    for _ in 0..<shape.events { text.append(queue.next()) }
    write(text.bytes)
  }

  private static func number(_ text: String?, _ range: ClosedRange<Int>) -> Int {
    guard let number = text.flatMap({ Int($0) }), range.contains(number) else { fail() }
    return number
  }

  private static func write(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write($0, to: STDOUT_FILENO) }
      guard count > 0 else {
        perror("workload")
        exit(74)
      }
      rest.removeFirst(count)
    }
  }

  private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int {
    #if canImport(Glibc)
      Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    #else
      Darwin.write(descriptor, bytes.baseAddress, bytes.count)
    #endif
  }

  private static func fail() -> Never {
    let text = Array("\(usage)\n".utf8)
    _ = text.withUnsafeBytes { write($0, to: STDERR_FILENO) }
    exit(64)
  }
}
