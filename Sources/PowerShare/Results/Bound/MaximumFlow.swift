/// A network of arcs with capacities, and the most that can flow through it from its source to its
/// sink.
///
/// Source: Y. Dinitz, *Algorithm for solution of a problem of maximum flow in a network with power
/// estimation*, Soviet Mathematics Doklady 11, 1970. Each phase finds the distance of every node
/// from the sink, and sends flow along shortest paths until each of them has a full arc.
///
/// - Complexity: O(nodes² × arcs) at most; in the networks of stations a few phases, each about
///   O(arcs).
struct MaximumFlow {
  /// The node at which flow begins.
  static let source = 0
  /// The node at which flow ends.
  static let sink = 1

  /// An arc, whose opposite has the same index with the last bit changed.
  private struct Arc {
    let target: Int32
    /// The next arc that leaves the same node, or −1.
    let next: Int32
    /// The flow that the arc can still take; of an opposite, the flow that can be taken back.
    var room: Int128
  }

  private var arcs: [Arc] = []
  /// The first arc that leaves each node, or −1.
  private var firstArcs: [Int32]
  /// The number of arcs on the shortest path from each node to the sink; −1 if there is none.
  private var distances: [Int32] = []
  /// The arc of each node at which the present phase goes on.
  private var presentArcs: [Int32] = []

  /// Creates a network of nodes without arcs.
  ///
  /// - Parameter nodes: The number of nodes, at least the source and the sink.
  init(nodes: Int) {
    precondition(nodes >= 2, "a network without a source or a sink")
    firstArcs = Array(repeating: -1, count: nodes)
  }

  /// Adds a node and returns its number.
  mutating func addNode() -> Int {
    firstArcs.append(-1)
    return firstArcs.count - 1
  }

  /// Adds an arc and returns its index.
  ///
  /// - Parameter capacity: Not negative.
  @discardableResult
  mutating func addArc(from start: Int, to end: Int, capacity: Int128) -> Int {
    precondition(capacity >= 0, "a negative capacity")
    let index = arcs.count
    arcs.append(Arc(target: Int32(end), next: firstArcs[start], room: capacity))
    firstArcs[start] = Int32(index)
    arcs.append(Arc(target: Int32(start), next: firstArcs[end], room: 0))
    firstArcs[end] = Int32(index + 1)
    return index
  }

  /// Returns the flow through an arc.
  func flow(through arc: Int) -> Int128 { arcs[arc ^ 1].room }

  /// Returns the node at which an arc ends.
  func target(of arc: Int) -> Int { Int(arcs[arc].target) }

  /// Adds as much flow as possible, and returns what was added.
  mutating func fill() -> Int128 {
    var total: Int128 = 0
    while findDistances() { total += sendFlow() }
    return total
  }

  /// Returns for each node whether more flow could reach it.
  ///
  /// After ``fill()`` these are the nodes on the source's side of the minimum cut that is nearest
  /// to the source. That cut is the same for each maximum flow.
  func reachableNodes() -> [Bool] {
    var isReached = Array(repeating: false, count: firstArcs.count)
    var queue = [Self.source]
    isReached[Self.source] = true
    var next = 0
    while next < queue.count {
      forEachArc(from: queue[next]) { arc in
        let target = Int(arcs[arc].target)
        guard arcs[arc].room > 0, !isReached[target] else { return }
        isReached[target] = true
        queue.append(target)
      }
      next += 1
    }
    return isReached
  }

  @inline(__always)
  private func forEachArc(from node: Int, _ body: (Int) -> Void) {
    var arc = firstArcs[node]
    while arc >= 0 {
      body(Int(arc))
      arc = arcs[Int(arc)].next
    }
  }

  // MARK: Phases

  /// Finds the distances from the sink, and returns whether more flow can leave the source.
  private mutating func findDistances() -> Bool {
    distances = Array(repeating: -1, count: firstArcs.count)
    distances[Self.sink] = 0
    var queue: [Int32] = [Int32(Self.sink)]
    var next = 0
    while next < queue.count {
      let node = Int(queue[next])
      next += 1
      var arc = firstArcs[node]
      while arc >= 0 {
        let target = Int(arcs[Int(arc)].target)
        if distances[target] < 0, arcs[Int(arc) ^ 1].room > 0 {
          distances[target] = distances[node] + 1
          queue.append(Int32(target))
        }
        arc = arcs[Int(arc)].next
      }
    }
    presentArcs = firstArcs
    return distances[Self.source] >= 0
  }

  /// Sends flow along shortest paths, and returns how much.
  private mutating func sendFlow() -> Int128 {
    var total: Int128 = 0
    var path: [Int32] = []
    var node = Self.source
    while true {
      if node == Self.sink {
        total += fillPath(&path, &node)
        continue
      }
      if let arc = nextArc(from: node) {
        path.append(arc)
        node = Int(arcs[Int(arc)].target)
      } else {
        // Nothing can reach the sink through the node any more.
        distances[node] = -1
        guard let last = path.popLast() else { return total }
        node = Int(arcs[Int(last) ^ 1].target)
      }
    }
  }

  /// Returns the next arc of a node on a shortest path that can take flow; nil if there is none.
  private mutating func nextArc(from node: Int) -> Int32? {
    var arc = presentArcs[node]
    while arc >= 0 {
      let place = Int(arc)
      if arcs[place].room > 0, distances[Int(arcs[place].target)] == distances[node] - 1 { break }
      arc = arcs[place].next
    }
    presentArcs[node] = arc
    return arc < 0 ? nil : arc
  }

  /// Sends as much flow along a path as it can take, and goes back to the first arc that is full.
  private mutating func fillPath(_ path: inout [Int32], _ node: inout Int) -> Int128 {
    var amount = Int128.max
    for arc in path { amount = min(amount, arcs[Int(arc)].room) }
    var firstFull = path.count
    for (place, arc) in path.enumerated().reversed() {
      arcs[Int(arc)].room -= amount
      arcs[Int(arc) ^ 1].room += amount
      if arcs[Int(arc)].room == 0 { firstFull = place }
    }
    node = Int(arcs[Int(path[firstFull]) ^ 1].target)
    path.removeSubrange(firstFull...)
    return amount
  }
}
