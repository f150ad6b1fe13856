import Foundation
import Testing

@testable import sems_plan

/// Checks which targets are written on a background thread.
@Suite struct SlowTargetTests {
  @Test func `a device is not worth a thread`() throws {
    let null = try SystemFiles().replace("/dev/null")
    #expect(!null.isSlow && !BackgroundTarget(null).isSlow)
    try null.commit()
  }

  @Test func `a file is worth a thread`() throws {
    let program = try Program()
    let file = try SystemFiles().replace(program.folder.appending(path: "out").path)
    #expect(file.isSlow && BackgroundTarget(file).isSlow)
    file.discard()
  }

  @Test func `bytes written at once follow those handed over before`() throws {
    let memory = MemoryTarget()
    let target = BackgroundTarget(memory)
    var expected: [UInt8] = []
    for number in 0..<40 {
      var piece = [UInt8](repeating: UInt8(number), count: 100_000)
      expected += piece
      if number % 3 == 2 { try target.takeAtOnce(&piece) } else { try target.take(&piece) }
      #expect(piece.isEmpty)
    }
    try target.finish()
    #expect(memory.bytes == expected)
  }
}
