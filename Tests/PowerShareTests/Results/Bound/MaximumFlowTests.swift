import Testing

@testable import PowerShare

@Suite struct MaximumFlowTests {
  @Test func `flow is taken back where another path needs the arc`() {
    var flow = MaximumFlow(nodes: 4)
    let first = flow.addArc(from: 0, to: 2, capacity: 10)
    flow.addArc(from: 0, to: 3, capacity: 10)
    let cross = flow.addArc(from: 2, to: 3, capacity: 1)
    flow.addArc(from: 2, to: 1, capacity: 10)
    flow.addArc(from: 3, to: 1, capacity: 10)
    #expect(flow.fill() == 20)
    #expect(flow.flow(through: first) == 10)
    #expect(flow.flow(through: cross) == 0)
  }

  @Test func `without a path to the sink nothing flows`() {
    var flow = MaximumFlow(nodes: 3)
    flow.addArc(from: 0, to: 2, capacity: 10)
    flow.addArc(from: 2, to: 1, capacity: 0)
    #expect(flow.fill() == 0)
    #expect(flow.reachableNodes() == [true, false, true])
  }

  @Test func `the cut nearest to the source is the one of two equal ones`() {
    var flow = MaximumFlow(nodes: 4)
    flow.addArc(from: 0, to: 2, capacity: 5)
    flow.addArc(from: 2, to: 3, capacity: 5)
    flow.addArc(from: 3, to: 1, capacity: 5)
    #expect(flow.fill() == 5)
    #expect(flow.reachableNodes() == [true, false, false, false])
  }

  @Test(.tags(.property), arguments: PropertyCases.seeds(300))
  func `the flow is the capacity of the cut, and no node keeps any`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let nodes = random.int(2...12)
    var flow = MaximumFlow(nodes: nodes)
    var arcs: [(from: Int, to: Int, capacity: Int128, index: Int)] = []
    for _ in 0..<random.int(0...40) {
      let (from, to) = (random.int(0...(nodes - 1)), random.int(0...(nodes - 1)))
      let capacity = Int128(random.int(0...9))
      if from == to { continue }
      arcs.append((from, to, capacity, flow.addArc(from: from, to: to, capacity: capacity)))
    }
    let total = flow.fill()
    let isReached = flow.reachableNodes()
    var cut: Int128 = 0
    var kept = Array(repeating: Int128(0), count: nodes)
    for arc in arcs {
      if isReached[arc.from], !isReached[arc.to] { cut += arc.capacity }
      let amount = flow.flow(through: arc.index)
      #expect(0...arc.capacity ~= amount)
      kept[arc.from] -= amount
      kept[arc.to] += amount
    }
    #expect(!isReached[MaximumFlow.sink])
    #expect(total == cut)
    #expect(kept[MaximumFlow.sink] == total && kept[MaximumFlow.source] == 0 - total)
    #expect(kept.dropFirst(2).allSatisfy { $0 == 0 })
  }
}
