/// The limits of a request in the order of a walk from the top, in which everything below a limit
/// follows it directly.
///
/// Built for each allocation, in memory that is kept. It replaces recursion, so that the depth of
/// the tree does not matter.
struct LimitTree: Sendable {
  /// The grid or a group.
  struct Node: Sendable {
    /// The index of the limit in ``AllocationRequest/sharedLimits``.
    var limit = 0
    /// The place of the limit above it; 0 for the grid.
    var parent = 0
    /// The end of the places of the groups below it, which begin after its own.
    var end = 0
    /// The places in ``chargers`` of the chargers below it.
    var chargers = 0..<0
    /// The most that all vehicles below it may have together, in watts.
    var maxPower = 0
  }

  /// The grid, then the groups.
  private(set) var nodes: [Node] = []
  /// The chargers, by their places in the request, in the order of the nodes above them.
  private(set) var chargers: [Int] = []
  /// The place of the node above each of ``chargers``.
  private(set) var parents: [Int] = []
  private var places: [Int] = []
  private var next: [Int] = []

  /// Lists the limits of a request.
  ///
  /// - Parameter hasGroups: False to leave out the groups, so that all chargers are directly below
  ///   the grid.
  /// - Complexity: O(limits).
  mutating func reset(_ request: AllocationRequest, hasGroups: Bool = true) {
    listNodes(
      request.sharedLimits.span.extracting(0..<(hasGroups ? request.sharedLimits.count : 1)))
    let count = request.chargers.count
    chargers.resize(to: count, 0)
    parents.resize(to: count, 0)
    // Counts the chargers of each node, then turns the counts into places.
    for node in next.indices { next[node] = 0 }
    Self.count(request.chargers.span, places, hasGroups: hasGroups, &next)
    var first = 0
    for node in nodes.indices {
      let own = next[node]
      next[node] = first
      nodes[node].chargers = first..<count
      first += own
    }
    for node in nodes.indices where nodes[node].end < nodes.count {
      nodes[node].chargers = next[node]..<next[nodes[node].end]
    }
    Self.sort(
      request.chargers.span, places, hasGroups: hasGroups, &next, into: &chargers, &parents)
  }

  /// Counts the chargers directly below each node.
  private static func count(
    _ chargers: Span<AllocationRequest.ChargerDemand>, _ places: [Int], hasGroups: Bool,
    _ counts: inout [Int]
  ) {
    let places = places.span
    var counts = counts.mutableSpan
    for place in chargers.indices {
      counts[hasGroups ? places[chargers[place].parent] : 0] &+= 1
    }
  }

  /// Lists the chargers by the nodes above them.
  ///
  /// - Parameter next: The place of the first charger of each node.
  private static func sort(
    _ chargers: Span<AllocationRequest.ChargerDemand>, _ places: [Int], hasGroups: Bool,
    _ next: inout [Int], into sorted: inout [Int], _ parents: inout [Int]
  ) {
    let places = places.span
    var next = next.mutableSpan
    var sorted = sorted.mutableSpan
    var parents = parents.mutableSpan
    for place in chargers.indices {
      let node = hasGroups ? places[chargers[place].parent] : 0
      let target = next[node]
      sorted[target] = place
      parents[target] = node
      next[node] = target &+ 1
    }
  }

  /// Lists the nodes without their chargers.
  private mutating func listNodes(_ limits: Span<AllocationRequest.SharedLimit>) {
    nodes.resize(to: limits.count, Node())
    places.resize(to: limits.count, 0)
    next.resize(to: limits.count, 0)
    // Every limit comes after the one above it. `next` has the size of each subtree at first.
    for limit in limits.indices { next[limit] = 1 }
    for limit in limits.indices.reversed() {
      if let parent = limits[limit].parent { next[parent] += next[limit] }
    }
    Self.place(limits, &next, into: &nodes, &places)
  }

  /// Gives each limit its place.
  ///
  /// - Parameter next: The size of each subtree; then the next place below each limit.
  private static func place(
    _ limits: Span<AllocationRequest.SharedLimit>, _ next: inout [Int], into nodes: inout [Node],
    _ places: inout [Int]
  ) {
    var next = next.mutableSpan
    var nodes = nodes.mutableSpan
    var places = places.mutableSpan
    for limit in limits.indices {
      let size = next[limit]
      var (place, above) = (0, 0)
      if let parent = limits[limit].parent {
        above = places[parent]
        place = next[parent]
        next[parent] = place &+ size
      }
      places[limit] = place
      next[limit] = place &+ 1
      nodes[place].limit = limit
      nodes[place].parent = above
      nodes[place].end = place &+ size
      nodes[place].maxPower = limits[limit].maxPower.watts
    }
  }
}
