/// The limits of a request in the order of a walk from the top, in which everything below a limit
/// follows it directly.
///
/// Built for each allocation. It replaces recursion, so that the depth of the tree does not matter.
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
    /// The places in ``chargers`` of the chargers directly below it, which are the first of these.
    var ownChargers = 0..<0
    /// The most that all vehicles below it may have together, in watts.
    var maxPower = 0
  }

  /// The grid, then the groups.
  private(set) var nodes: [Node] = []
  /// The chargers, by their places in the request, in the order of the nodes above them.
  private(set) var chargers: [Int] = []
  /// The place of the node above each of ``chargers``.
  private(set) var parents: [Int] = []

  /// Creates a tree without limits.
  init() {}

  /// Lists the limits of a request.
  ///
  /// - Parameter hasGroups: False to leave out the groups, so that all chargers are directly below
  ///   the grid.
  /// - Complexity: O(limits).
  init(_ request: AllocationRequest, hasGroups: Bool = true) {
    var places = [Int](repeating: 0, count: request.sharedLimits.count)
    listNodes(
      request.sharedLimits.span.extracting(0..<(hasGroups ? places.count : 1)), &places)
    listChargers(request.chargers.span, places.span)
  }

  /// Lists the nodes without their chargers.
  ///
  /// - Parameter places: Receives the place of each limit.
  private mutating func listNodes(
    _ limits: Span<AllocationRequest.SharedLimit>, _ places: inout [Int]
  ) {
    // The size of each subtree; then the next place below each limit.
    var next = [Int](repeating: 1, count: limits.count)
    // Every limit comes after the one above it.
    for limit in limits.indices.reversed() {
      if let parent = limits[limit].parent { next[parent] += next[limit] }
    }
    nodes = [Node](repeating: Node(), count: limits.count)
    for limit in limits.indices {
      let size = next[limit]
      var node = Node(limit: limit, maxPower: limits[limit].maxPower.watts)
      var place = 0
      if let parent = limits[limit].parent {
        node.parent = places[parent]
        place = next[parent]
        next[parent] = place + size
      }
      node.end = place + size
      nodes[place] = node
      places[limit] = place
      next[limit] = place + 1
    }
  }

  /// Lists the chargers by the nodes above them.
  ///
  /// - Parameter places: The place of each limit.
  private mutating func listChargers(
    _ listed: Span<AllocationRequest.ChargerDemand>, _ places: Span<Int>
  ) {
    // The number of chargers directly below each node; then the place of the next one.
    var nextPlaces = [Int](repeating: 0, count: nodes.count + 1)
    var next = nextPlaces.mutableSpan
    for charger in listed.indices { next[places[listed[charger].parent] &+ 1] &+= 1 }
    for node in nodes.indices { next[node &+ 1] &+= next[node] }
    for node in nodes.indices {
      nodes[node].chargers = next[node]..<next[nodes[node].end]
      nodes[node].ownChargers = next[node]..<next[node &+ 1]
    }
    var chargers = [Int](repeating: 0, count: listed.count)
    var parents = chargers
    var sorted = chargers.mutableSpan
    var above = parents.mutableSpan
    for charger in listed.indices {
      let node = places[listed[charger].parent]
      let place = next[node]
      sorted[place] = charger
      above[place] = node
      next[node] = place &+ 1
    }
    (self.chargers, self.parents) = (chargers, parents)
  }
}
