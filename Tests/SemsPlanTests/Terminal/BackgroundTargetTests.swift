import Testing

@testable import sems_plan

@Suite struct BackgroundTargetTests {
  private static func piece(_ number: Int, count: Int = 100_000) -> [UInt8] {
    [UInt8](repeating: UInt8(number), count: count)
  }

  @Test func `everything is written in order`() throws {
    let memory = MemoryTarget()
    let target = BackgroundTarget(memory)
    var expected: [UInt8] = []
    for number in 0..<100 {
      var piece = Self.piece(number, count: number % 3 == 0 ? 10 : 100_000)
      expected += piece
      try target.take(&piece)
      #expect(piece.isEmpty)
    }
    try target.finish()
    #expect(memory.bytes == expected)
  }

  @Test func `a small output is written at once`() throws {
    let memory = MemoryTarget()
    try BackgroundTarget(memory).write([1, 2, 3])
    #expect(memory.bytes == [1, 2, 3])
  }

  @Test func `a failure is thrown by finish at the latest, and by every later call`() throws {
    let memory = MemoryTarget()
    let failure = SystemFailure(reason: "No space left on device")
    memory.fault = MemoryTarget.Fault(write: 2, failure: failure)
    let target = BackgroundTarget(memory)
    try target.write(Self.piece(1))
    try? target.write(Self.piece(2))
    #expect(throws: failure) { try target.finish() }
    #expect(throws: failure) { try target.write(Self.piece(3)) }
    #expect(memory.bytes == Self.piece(1) + Self.piece(2, count: 50_000))
  }
}
