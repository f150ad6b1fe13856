import Testing

@testable import sems_plan

@Suite struct BackgroundWorkTests {
  /// The pieces processed so far.
  private final class Record: @unchecked Sendable {
    var pieces: [[Int]] = []
  }

  @Test func `pieces are processed once, in order, and their memory is reused`() throws {
    let record = Record()
    let work = BackgroundWork<[Int], SystemFailure>(empty: []) { piece in
      record.pieces.append(piece)
      piece.removeAll(keepingCapacity: true)
    }
    var piece: [Int] = []
    for number in 0..<200 {
      #expect(piece.isEmpty)
      piece.append(number)
      // The first three are processed by the caller.
      try work.take(&piece, isLarge: number >= 3)
      if number < 3 { #expect(record.pieces.count == number + 1) }
    }
    try work.finish()
    #expect(record.pieces == (0..<200).map { [$0] })
  }

  @Test func `after a failure no piece is processed, and every call throws it`() throws {
    let failure = SystemFailure(reason: "No space left on device")
    let record = Record()
    let work = BackgroundWork<[Int], SystemFailure>(empty: []) { (piece) throws(SystemFailure) in
      defer { piece.removeAll() }
      record.pieces.append(piece)
      if piece == [1] { throw failure }
    }
    for number in 0..<5 {
      var piece = [number]
      if number < 2 {
        try work.take(&piece, isLarge: true)
      } else {
        #expect(throws: failure) { try work.take(&piece, isLarge: true) }
      }
    }
    #expect(throws: failure) { try work.finish() }
    #expect(record.pieces == [[0], [1]])
  }

  @Test func `finish without work does not fail`() throws {
    let work = BackgroundWork<[Int], SystemFailure>(empty: []) { _ in }
    try work.finish()
  }
}
