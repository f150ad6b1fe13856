/// The rounds of the fair share while they run, in watts, for groups of chargers and for vehicles
/// of different weights.
///
/// The open vehicles of a charger that have one weight have received the same offers from the first
/// round on. So they have one *level*, and each has the lower of its maximum and that level; they
/// are a *cell*. A round works out what every limit passes on, from the grid down, and raises the
/// levels.
///
/// A limit passes on a fraction of power for each unit of weight. A vehicle is offered its weight
/// times that fraction, rounded down to the step. With weights of 1 these are the rules of
/// ``FairShare`` as they read.
struct TreeFilling: Sendable {
  /// The vehicles of one weight at a charger.
  private struct Cell: Sendable {
    let weight: Int
    /// The place in `maxima` of the first vehicle.
    let first: Int
    /// The place of the first vehicle below its maximum.
    var begin: Int
    let end: Int
    /// The power of the open vehicles.
    var level = 0

    var count: Int { end &- begin }
  }

  /// A charger with the vehicles that are still open.
  private struct Charger: Sendable {
    /// The places of its cells.
    let cells: Range<Int>
    /// The power that it has left.
    var left: Int
    /// The sum of the weights of its open vehicles; 0 once it is closed.
    var weights = 0
    /// The power that its open vehicles would take of the grid's share.
    var wanted = 0
    /// What it has passed on in this round, if it was open.
    var share = Share()
    var isReduced = false
    var wasOpen = false
  }

  /// The grid or a group.
  private struct Limit: Sendable {
    /// The power that it has left.
    var left: Int
    /// The sum of the weights of the open vehicles below it.
    var weights = 0
    /// The highest of these weights.
    var highest = 0
    /// The power that these vehicles would take of the grid's share.
    var wanted = 0
    var taken = 0
    /// What it passes on in this round.
    var share = Share()
    /// True if it passes on the grid's share.
    var isGrids = false
    /// True if it passes on less than the limit above it.
    var isReduced = false
    /// True if it had open vehicles in this round.
    var wasOpen = false
    /// True if it has passed on nothing.
    var isClosed = false
    /// True if it has nothing left, and the chargers below it are closed.
    var isFull = false
  }

  /// A power for a sum of weights, which is passed on as a fraction.
  private struct Share: Sendable {
    var power = 0
    var weights = 1
    /// The offer to a vehicle of weight 1.
    var unit = 0

    init() {}

    init(_ power: Int, _ weights: Int, _ step: Int) {
      self.power = power
      self.weights = weights
      unit = power / (weights &* step) &* step
    }

    /// Returns the offer to a vehicle.
    ///
    /// Powers are at most 2³¹ W, a weight is at most 100, and the sum of weights at most 10⁸.
    @inline(__always)
    func offer(_ weight: Int, _ step: Int) -> Int {
      weight == 1 ? unit : power &* weight / (weights &* step) &* step
    }

    /// The fraction, rounded down to the watt.
    var perWeight: Int { power / weights }
  }

  /// More than any vehicle takes: the share of an unlimited grid.
  private static let amplePower = 1 << 31

  private(set) var tree = LimitTree()
  private var cells: [Cell] = []
  private var chargers: [Charger] = []
  private var limits: [Limit] = []
  /// The maxima of the vehicles, cell by cell, in rising order.
  private var maxima: [Int] = []
  /// The places in the request of the same vehicles; empty if they are in the order of the request.
  private var order: [Int] = []
  private var step = 1
  private var gridCapacity = 0
  private var isUnlimited = false
  private var hasWeights = false
  private var totalMaximum = 0

  /// Prepares the first round.
  ///
  /// - Parameter isUnlimited: True for an unlimited grid and unlimited groups.
  mutating func begin(_ request: AllocationRequest, isUnlimited: Bool) {
    tree.reset(request, hasGroups: !isUnlimited)
    step = request.step.watts
    self.isUnlimited = isUnlimited
    hasWeights = request.hasWeights
    totalMaximum = request.totalMaximum.watts
    gridCapacity = isUnlimited ? .max : request.gridCapacity.watts
    listCells(request)
    limits.removeAll(keepingCapacity: true)
    for node in tree.nodes.indices {
      limits.append(Limit(left: isUnlimited ? .max : tree.nodes[node].maxPower))
    }
    closeFull()
    sumWeights()
  }

  /// Lists the chargers in the order of the tree, with their vehicles by weight.
  private mutating func listCells(_ request: AllocationRequest) {
    let vehicles = request.vehicles.span
    cells.removeAll(keepingCapacity: true)
    chargers.removeAll(keepingCapacity: true)
    maxima.resize(to: vehicles.count, 0)
    order.removeAll(keepingCapacity: true)
    if !hasWeights {
      for place in vehicles.indices { maxima[place] = vehicles[place].maximum.watts }
    }
    for place in tree.chargers {
      let charger = request.chargers[place]
      let first = cells.count
      if hasWeights {
        let start = order.count
        order += charger.vehicles
        // The vehicles of a weight stay in order of their maximum.
        order[start...].sort { left, right in
          (request.vehicles[left].weight, left) < (request.vehicles[right].weight, right)
        }
        var next = start
        while next < order.count {
          let (begin, weight) = (next, vehicles[order[next]].weight)
          while next < order.count, vehicles[order[next]].weight == weight {
            maxima[next] = vehicles[order[next]].maximum.watts
            next += 1
          }
          cells.append(Cell(weight: weight, first: begin, begin: begin, end: next))
        }
      } else {
        let places = charger.vehicles
        cells.append(
          Cell(
            weight: 1, first: places.lowerBound, begin: places.lowerBound, end: places.upperBound)
        )
      }
      chargers.append(Charger(cells: first..<cells.count, left: charger.maxPower.watts))
    }
    for cell in cells.indices {
      while cells[cell].count > 0, maxima[cells[cell].begin] <= 0 { cells[cell].begin += 1 }
    }
    for place in chargers.indices { countWeights(place) }
  }

  private mutating func countWeights(_ charger: Int) {
    chargers[charger].weights = chargers[charger].cells.reduce(0) {
      $0 + cells[$1].weight * cells[$1].count
    }
  }

  // MARK: Rounds

  /// What a round has done.
  struct Round {
    /// The grid's share for a vehicle of weight 1: as offered or, with weights, rounded down to the
    /// watt.
    let share: Int
    /// True if it has given any power.
    let hasGranted: Bool
  }

  /// Runs one round.
  ///
  /// Rounds end, because each but the last gives at least one watt or closes a group.
  ///
  /// - Returns: Nil after the last round that changes anything.
  mutating func nextRound() -> Round? {
    guard limits[0].left > 0, limits[0].weights > 0 else { return nil }
    let share =
      isUnlimited
      ? Share(Self.amplePower, 1, step) : Share(limits[0].left, limits[0].weights, step)
    if share.offer(limits[0].highest, step) == 0 { return nil }
    sumWanted(share)
    let closes = passOn(share)
    grant()
    let granted = limits[0].taken
    if closes { closeGroups() }
    closeFull()
    sumWeights()
    guard granted > 0 || closes else { return nil }
    return Round(share: hasWeights ? share.perWeight : share.unit, hasGranted: granted > 0)
  }

  /// Sums up what the open vehicles below each limit would take of the grid's share.
  private mutating func sumWanted(_ share: Share) {
    for node in limits.indices { limits[node].wanted = 0 }
    for place in chargers.indices where chargers[place].weights > 0 {
      let wanted = wanted(place, share)
      chargers[place].wanted = wanted
      limits[tree.parents[place]].wanted &+= wanted
    }
    for node in limits.indices.dropFirst().reversed() {
      limits[tree.nodes[node].parent].wanted &+= limits[node].wanted
    }
  }

  /// Works out what each limit passes on, from the top.
  ///
  /// - Returns: True if a group passes on nothing.
  private mutating func passOn(_ share: Share) -> Bool {
    limits[0].share = share
    limits[0].isGrids = true
    var closes = false
    for node in limits.indices.dropFirst() {
      let parent = tree.nodes[node].parent
      limits[node].share = limits[parent].share
      limits[node].isGrids = limits[parent].isGrids
      limits[node].isReduced = false
      limits[node].wasOpen = limits[node].weights > 0
      guard limits[node].wasOpen else { continue }
      let wanted =
        limits[node].isGrids
        ? limits[node].wanted : wanted(below: tree.nodes[node].chargers, limits[node].share)
      if wanted > limits[node].left {
        limits[node].share = Share(limits[node].left, limits[node].weights, step)
        limits[node].isGrids = false
        limits[node].isReduced = true
      }
      if limits[node].share.offer(limits[node].highest, step) == 0 {
        limits[node].isClosed = true
        closes = true
      }
    }
    return closes
  }

  /// Returns what the open vehicles of some chargers would take of a share.
  private func wanted(below places: Range<Int>, _ share: Share) -> Int {
    var sum = 0
    for place in places where chargers[place].weights > 0 { sum &+= wanted(place, share) }
    return sum
  }

  /// Returns what the open vehicles of a charger would take of a share.
  @inline(__always)
  private func wanted(_ charger: Int, _ share: Share) -> Int {
    var sum = 0
    for cell in chargers[charger].cells {
      sum &+= taken(cell, share.offer(cells[cell].weight, step))
    }
    return sum
  }

  /// Returns what the open vehicles of a cell would take together of an offer to each.
  @inline(__always)
  private func taken(_ cell: Int, _ offer: Int) -> Int {
    let (begin, end, level) = (cells[cell].begin, cells[cell].end, cells[cell].level)
    if begin == end { return 0 }
    if offer <= maxima[begin] &- level { return offer &* (end &- begin) }
    var sum = 0
    for place in begin..<end { sum &+= min(offer, maxima[place] &- level) }
    return sum
  }

  /// Offers the open vehicles of each charger what the charger passes on.
  private mutating func grant() {
    for node in limits.indices { limits[node].taken = 0 }
    for place in chargers.indices {
      chargers[place].wasOpen = chargers[place].weights > 0
      guard chargers[place].wasOpen else { continue }
      let parent = tree.parents[place]
      let taken = grant(place, limits[parent].share, isGrids: limits[parent].isGrids)
      limits[parent].taken &+= taken
    }
    for node in limits.indices.dropFirst().reversed() {
      limits[node].left &-= limits[node].taken
      limits[tree.nodes[node].parent].taken &+= limits[node].taken
    }
    limits[0].left &-= limits[0].taken
  }

  /// - Returns: The power that the vehicles of the charger take.
  @inline(__always)
  private mutating func grant(_ place: Int, _ passed: Share, isGrids: Bool) -> Int {
    var share = passed
    var sum = isGrids ? chargers[place].wanted : wanted(place, share)
    let isReduced = sum > chargers[place].left
    if isReduced {
      share = Share(chargers[place].left, chargers[place].weights, step)
      sum = wanted(place, share)
    }
    chargers[place].share = share
    chargers[place].isReduced = isReduced
    if sum == 0 { return 0 }
    var weights = 0
    for cell in chargers[place].cells {
      let level = cells[cell].level &+ share.offer(cells[cell].weight, step)
      var begin = cells[cell].begin
      while begin < cells[cell].end, maxima[begin] <= level { begin &+= 1 }
      cells[cell].level = level
      cells[cell].begin = begin
      weights &+= cells[cell].weight &* cells[cell].count
    }
    chargers[place].left &-= sum
    chargers[place].weights = weights
    return sum
  }

  // MARK: Closing

  /// Closes the chargers below groups that have passed on nothing.
  private mutating func closeGroups() {
    var node = 1
    while node < limits.count {
      if limits[node].isClosed, limits[node].weights > 0 {
        for place in tree.nodes[node].chargers { chargers[place].weights = 0 }
        // The groups below are closed with it.
        node = tree.nodes[node].end
      } else {
        node += 1
      }
    }
  }

  /// Closes the chargers that have nothing left, or are below a group that has nothing left.
  private mutating func closeFull() {
    for place in chargers.indices where chargers[place].left <= 0 { chargers[place].weights = 0 }
    for node in limits.indices.dropFirst() where limits[node].left <= 0 && !limits[node].isFull {
      limits[node].isFull = true
      for place in tree.nodes[node].chargers { chargers[place].weights = 0 }
    }
  }

  /// Sums up the weights of the open vehicles below each limit.
  private mutating func sumWeights() {
    for node in limits.indices {
      limits[node].weights = 0
      limits[node].highest = 0
    }
    for place in chargers.indices where chargers[place].weights > 0 {
      let node = tree.parents[place]
      limits[node].weights &+= chargers[place].weights
      var highest = 1
      if hasWeights {
        for cell in chargers[place].cells where cells[cell].count > 0 {
          highest = max(highest, cells[cell].weight)
        }
      }
      limits[node].highest = max(limits[node].highest, highest)
    }
    for node in limits.indices.dropFirst().reversed() where limits[node].weights > 0 {
      let parent = tree.nodes[node].parent
      limits[parent].weights &+= limits[node].weights
      limits[parent].highest = max(limits[parent].highest, limits[node].highest)
    }
  }

  // MARK: Results

  /// Writes the power of every vehicle.
  func write(into allocated: inout [Power]) {
    var powers = allocated.mutableSpan
    for cell in cells.indices {
      let level = cells[cell].level
      for place in cells[cell].first..<cells[cell].end {
        powers[hasWeights ? order[place] : place].watts = min(maxima[place], level)
      }
    }
  }

  /// The shared limits of the request that are closed, because they have passed on nothing.
  var closedLimits: [Int] {
    limits.indices.filter { limits[$0].isClosed }.map { tree.nodes[$0].limit }.sorted()
  }

  /// Returns the limits that passed on less than the grid's share in the last round.
  func passedOn(_ request: AllocationRequest) -> [AllocationRound.PassedOn] {
    func power(_ share: Share) -> Power { Power(watts: hasWeights ? share.perWeight : share.unit) }
    var groups: [(index: Int, passed: AllocationRound.PassedOn)] = []
    for node in limits.indices.dropFirst() where limits[node].wasOpen && !limits[node].isGrids {
      let limit = tree.nodes[node].limit
      groups.append(
        (
          limit,
          .init(
            limit: .group(limit), power: power(limits[node].share),
            isReduced: limits[node].isReduced)
        ))
    }
    var others: [(index: Int, passed: AllocationRound.PassedOn)] = []
    for place in chargers.indices where chargers[place].wasOpen {
      if !chargers[place].isReduced, limits[tree.parents[place]].isGrids { continue }
      let charger = request.chargers[tree.chargers[place]].charger
      others.append(
        (
          charger,
          .init(
            limit: .charger(charger), power: power(chargers[place].share),
            isReduced: chargers[place].isReduced)
        ))
    }
    groups.sort { $0.index < $1.index }
    others.sort { $0.index < $1.index }
    return (groups + others).map(\.passed)
  }

  /// Returns why no vehicle gets more, if there is a vehicle.
  func stopReason() -> StopReason {
    let remaining = limits[0].left
    if remaining <= 0 { return .gridCapacity }
    if limits[0].weights > 0 { return .indivisible }
    if gridCapacity &- remaining >= totalMaximum { return .vehiclesAtMaximum }
    for place in chargers.indices where chargers[place].left > 0 {
      for cell in chargers[place].cells where cells[cell].count > 0 { return .groupsAtMaximum }
    }
    return .chargersAtMaximum
  }
}
