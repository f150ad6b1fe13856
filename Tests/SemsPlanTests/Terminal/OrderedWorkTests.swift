import Testing

@testable import sems_plan

@Suite struct OrderedWorkTests {
  @Test(arguments: [1, 2, 3, 16], [0, 1, 2, 100])
  func `results are in order, even if later pieces are done first`(jobs: Int, count: Int) {
    let work = OrderedWork<Int>(jobs: jobs)
    defer { work.cancel() }
    var pieces: [Int] = []
    var added = 0
    while pieces.count < count {
      while added < count, !work.isFull {
        let piece = added
        work.add {
          // Earlier pieces take longer, so that later ones overtake them.
          var sum = 0
          for number in 0..<(count - piece) * 1_000 { sum &+= number & piece }
          return sum < 0 ? -1 : piece
        }
        added += 1
      }
      if let piece = work.next() { pieces.append(piece) }
    }
    #expect(pieces == Array(0..<count))
    #expect(work.next() == nil)
  }

  @Test(arguments: [1, 3]) func `it is full some pieces ahead of the results taken`(jobs: Int) {
    let work = OrderedWork<Int>(jobs: jobs)
    defer { work.cancel() }
    let most = jobs == 1 ? 1 : 12
    for taken in 0..<10 {
      while !work.isFull { work.add { taken } }
      for _ in 0..<most { #expect(work.next() != nil) }
      #expect(work.next() == nil)
    }
  }

  @Test func `pieces that are added after the threads waited are run`() {
    let work = OrderedWork<Int>(jobs: 2)
    defer { work.cancel() }
    for number in 0..<100 {
      work.add { number }
      #expect(work.next() == number)
      #expect(work.next() == nil)
    }
  }
}
