import Foundation
import Testing

@testable import sems_plan

/// Checks pipes that are non-blocking, as another process may have made them.
@Suite struct WaitingTests {
  private let pipe = Pipe()

  private func makeNonBlocking(_ descriptor: Int32) {
    #expect(fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0)
  }

  @Test func `a write waits until the reader has made room`() throws {
    let descriptor = pipe.fileHandleForWriting.fileDescriptor
    makeNonBlocking(descriptor)
    // Fills the pipe, so that the next write finds no room.
    let filler = [UInt8](repeating: 1, count: 4_096)
    var filled = 0
    while true {
      let count = write(descriptor, filler, filler.count)
      if count < 0 { break }
      filled += count
    }
    let handle = pipe.fileHandleForReading
    let more = [UInt8](repeating: 2, count: 1_000_000)
    let total = filled + more.count
    let reader = Thread {
      var left = total
      while left > 0, let piece = try? handle.read(upToCount: min(left, 65_536)) {
        left -= piece.count
      }
    }
    reader.start()
    try POSIX.write(descriptor, more)
  }

  @Test func `a read waits until there are bytes`() throws {
    let descriptor = pipe.fileHandleForReading.fileDescriptor
    makeNonBlocking(descriptor)
    let handle = pipe.fileHandleForWriting
    let writer = Thread { try? handle.write(contentsOf: Data([7])) }
    writer.start()
    var buffer: [UInt8] = [0]
    #expect(try POSIX.read(descriptor, into: &buffer, 0..<1) == 1)
    #expect(buffer == [7])
  }
}
