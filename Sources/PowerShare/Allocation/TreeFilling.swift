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
  struct Cell: Sendable {
    let weight: Int
    /// The place in `maxima` of the first vehicle.
    let first: Int
    /// The place of the first vehicle below its maximum.
    var begin: Int
    var end: Int
    /// The power of the open vehicles.
    var level = 0

    var count: Int { end &- begin }
  }

  /// A charger with the vehicles that are still open.
  struct Charger: Sendable {
    /// The places of its cells.
    let firstCell: Int
    let endOfCells: Int
    /// The place of the limit above it.
    let parent: Int
    /// The power that it has left.
    var left: Int
    /// The sum of the weights of its open vehicles; 0 once it is closed.
    var weights: Int
    /// True if it cannot give a step to each open vehicle, so that it gives nothing more.
    var isStuck = false
  }

  /// The power that a charger has passed on in a round.
  struct Passed: Sendable {
    let charger: Int
    let share: Share
    let isReduced: Bool
  }

  /// The grid or a group.
  struct Limit: Sendable {
    /// The power that it has left.
    var left: Int
    /// The sum of the weights of the open vehicles below it.
    var weights = 0
    /// The highest of these weights.
    var highest = 0
    /// The power that these vehicles would take of the grid's share.
    var wanted = 0
    var taken = 0
    /// The power that it passes on in this round.
    var share = Share()
    /// True if it passes on the grid's share.
    var isGrids = false
    /// True if it passes on less than the limit above it.
    var isReduced = false
    /// True if it had open vehicles in this round.
    var wasOpen = false
    /// True if it has passed on nothing of what was passed to it.
    var isClosed = false
    /// True if it has nothing left, and the chargers below it are closed.
    var isFull = false
  }

  /// A power for a sum of weights, which is passed on as a fraction.
  struct Share: Sendable {
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

    /// Returns the most that vehicles of some weights together take.
    @inline(__always)
    func most(_ weights: Int, _ step: Int) -> Int {
      // Rounded up for weights, whose offers are each rounded down.
      self.weights == weights ? power : power / self.weights &* weights &+ weights
    }

    /// The fraction, rounded down to the watt.
    var perWeight: Int { power / weights }
  }

  /// More than any vehicle takes: the share of an unlimited grid.
  private static let amplePower = 1 << 31

  var tree = LimitTree()
  var cells: [Cell] = []
  var chargers: [Charger] = []
  /// The places of the open chargers, in rising order.
  var open: [Int] = []
  var limits: [Limit] = []
  /// The maxima of the vehicles, cell by cell, in rising order.
  var maxima: [Int] = []
  /// The places in the request of the same vehicles; empty if they are in the order of the request.
  var order: [Int] = []
  /// The power that each open charger has passed on in the last round; empty if not recorded.
  var passed: [Passed] = []
  private var recordsPassed = false
  private var step = 1
  var gridCapacity = 0
  private var isUnlimited = false
  var hasWeights = false
  /// True if an open vehicle of the last round had a weight other than 1.
  private(set) var isWeighted = false
  var totalMaximum = 0

  /// Prepares the first round.
  ///
  /// - Parameters:
  ///   - isUnlimited: True for an unlimited grid and unlimited groups.
  ///   - recordsPassed: True to record what chargers pass on.
  mutating func begin(
    _ request: AllocationRequest, isUnlimited: Bool, recordsPassed: Bool = false
  ) {
    self.recordsPassed = recordsPassed
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

  // MARK: Rounds

  /// Runs one round.
  ///
  /// Rounds end, because each but the last gives at least one watt or closes a group.
  ///
  /// - Returns: The grid's share for a vehicle of weight 1: as offered or, if open vehicles have
  ///   other weights, rounded down to the watt. Nil after the last round that changes anything.
  mutating func nextRound() -> Int? {
    guard limits[0].left > 0, limits[0].weights > 0 else { return nil }
    let share =
      isUnlimited
      ? Share(Self.amplePower, 1, step) : Share(limits[0].left, limits[0].weights, step)
    if share.offer(limits[0].highest, step) == 0 { return nil }
    limits[0].share = share
    limits[0].isGrids = true
    isWeighted = limits[0].highest > 1
    if mayReduce(share) { sumWanted(share) }
    let closes = passOn()
    grant()
    let granted = limits[0].taken
    if closes { closeGroups() }
    closeFull()
    sumWeights()
    guard granted > 0 || closes else { return nil }
    return isWeighted ? share.perWeight : share.unit
  }

  /// True unless every group can certainly give the grid's share to all its open vehicles.
  private func mayReduce(_ share: Share) -> Bool {
    limits.indices.dropFirst().contains { node in
      limits[node].weights > 0 && limits[node].left < share.most(limits[node].weights, step)
    }
  }

  /// Sums up what the open vehicles below each limit would take of the grid's share.
  private mutating func sumWanted(_ share: Share) {
    for node in limits.indices { limits[node].wanted = 0 }
    Self.sumWanted(share, step, open, chargers, cells, maxima, &limits)
    for node in limits.indices.dropFirst().reversed() {
      limits[tree.nodes[node].parent].wanted &+= limits[node].wanted
    }
  }

  private static func sumWanted(
    _ share: Share, _ step: Int, _ open: [Int], _ chargers: [Charger], _ cells: [Cell],
    _ maxima: [Int], _ limits: inout [Limit]
  ) {
    let (open, chargers) = (open.span, chargers.span)
    let (cells, maxima) = (cells.span, maxima.span)
    var limits = limits.mutableSpan
    for index in open.indices {
      let place = open[index]
      limits[chargers[place].parent].wanted &+= wanted(
        chargers[place], share, step, cells, maxima)
    }
  }

  /// Works out what each group passes on, from the top.
  ///
  /// - Returns: True if a group passes on nothing.
  private mutating func passOn() -> Bool {
    var closes = false
    for node in limits.indices.dropFirst() {
      let parent = tree.nodes[node].parent
      limits[node].share = limits[parent].share
      limits[node].isGrids = limits[parent].isGrids
      limits[node].isReduced = false
      limits[node].wasOpen = limits[node].weights > 0
      guard limits[node].wasOpen else { continue }
      if isReduced(node) {
        limits[node].share = Share(limits[node].left, limits[node].weights, step)
        limits[node].isGrids = false
        limits[node].isReduced = true
      }
      // A group to which nothing is passed on is closed with the one above it.
      if limits[parent].share.offer(limits[parent].highest, step) > 0,
        limits[node].share.offer(limits[node].highest, step) == 0
      {
        limits[node].isClosed = true
        closes = true
      }
    }
    return closes
  }

  /// True if the open vehicles below a group would take more of the share passed to it than it has
  /// left.
  private func isReduced(_ node: Int) -> Bool {
    let limit = limits[node]
    if limit.left >= limit.share.most(limit.weights, step) { return false }
    // What they would take of the grid's share is known then; see `mayReduce`.
    if limit.isGrids { return limit.wanted > limit.left }
    if !hasWeights {
      // What they would take grows ever more slowly with the share, from 0. So of a part of the
      // grid's share they would take at least that part, and no more than of all of it.
      if limit.wanted <= limit.left { return false }
      let least = Int128(limit.wanted) * Int128(limit.share.unit)
      if least > Int128(limit.left) * Int128(limits[0].share.unit) { return true }
    }
    var sum = 0
    let (chargers, cells, maxima) = (chargers.span, cells.span, maxima.span)
    for place in tree.nodes[node].chargers where chargers[place].weights > 0 {
      sum &+= Self.wanted(chargers[place], limit.share, step, cells, maxima)
    }
    return sum > limit.left
  }

  /// Returns what the open vehicles of a charger would take of a share.
  @inline(__always)
  private static func wanted(
    _ charger: Charger, _ share: Share, _ step: Int, _ cells: Span<Cell>, _ maxima: Span<Int>
  ) -> Int {
    var sum = 0
    var place = charger.firstCell
    repeat {
      sum &+= taken(cells[place], share.offer(cells[place].weight, step), maxima)
      place &+= 1
    } while place < charger.endOfCells
    return sum
  }

  /// Returns what the open vehicles of a cell would take together of an offer to each.
  @inline(__always)
  private static func taken(_ cell: Cell, _ offer: Int, _ maxima: Span<Int>) -> Int {
    let (begin, end, level) = (cell.begin, cell.end, cell.level)
    if begin == end { return 0 }
    let highest = level &+ offer
    if highest <= maxima[begin] { return offer &* (end &- begin) }
    var sum = 0
    for place in begin..<end { sum &+= min(highest, maxima[place]) }
    return sum &- level &* (end &- begin)
  }

  /// Offers the open vehicles of each charger what the charger passes on.
  private mutating func grant() {
    for node in limits.indices { limits[node].taken = 0 }
    if recordsPassed {
      passed.removeAll()
      for place in open {
        let share = limits[chargers[place].parent].share
        let wanted = Self.wanted(chargers[place], share, step, cells.span, maxima.span)
        let isReduced = wanted > chargers[place].left
        passed.append(
          Passed(
            charger: place,
            share: isReduced ? Share(chargers[place].left, chargers[place].weights, step) : share,
            isReduced: isReduced))
      }
    }
    Self.grant(
      step, hasWeights: hasWeights, open, &chargers, &cells, maxima, &limits)
    for node in limits.indices.dropFirst().reversed() {
      limits[node].left &-= limits[node].taken
      limits[tree.nodes[node].parent].taken &+= limits[node].taken
    }
    limits[0].left &-= limits[0].taken
  }

  private static func grant(
    _ step: Int, hasWeights: Bool, _ open: [Int], _ chargers: inout [Charger],
    _ cells: inout [Cell], _ maxima: [Int], _ limits: inout [Limit]
  ) {
    let (open, maxima) = (open.span, maxima.span)
    var chargers = chargers.mutableSpan
    var cells = cells.mutableSpan
    var limits = limits.mutableSpan
    for index in open.indices {
      let place = open[index]
      let charger = chargers[place]
      if charger.isStuck { continue }
      var share = limits[charger.parent].share
      var sum = wanted(charger, share, step, cells.span, maxima)
      if sum > charger.left {
        share = Share(charger.left, charger.weights, step)
        sum = wanted(charger, share, step, cells.span, maxima)
        if sum == 0, !hasWeights {
          // Neither the power that it has left nor its vehicles change until its group is closed.
          let least = Share(step, 1, step)
          chargers[place].isStuck = wanted(charger, least, step, cells.span, maxima) > charger.left
        }
      }
      if sum == 0 { continue }
      var weights = 0
      for cell in charger.firstCell..<charger.endOfCells {
        let level = cells[cell].level &+ share.offer(cells[cell].weight, step)
        var begin = cells[cell].begin
        while begin < cells[cell].end, maxima[begin] <= level { begin &+= 1 }
        cells[cell].level = level
        cells[cell].begin = begin
        weights &+= cells[cell].weight &* (cells[cell].end &- begin)
      }
      chargers[place].left = charger.left &- sum
      chargers[place].weights = weights
      limits[charger.parent].taken &+= sum
    }
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
    for node in limits.indices.dropFirst() where limits[node].left <= 0 && !limits[node].isFull {
      limits[node].isFull = true
      for place in tree.nodes[node].chargers { chargers[place].weights = 0 }
    }
  }

  /// Sums up the weights of the open vehicles below each limit, and closes the chargers that have
  /// nothing left.
  private mutating func sumWeights() {
    for node in limits.indices {
      limits[node].weights = 0
      limits[node].highest = 0
    }
    Self.sumWeights(&open, &chargers, &limits)
    if hasWeights { findHighest() }
    for node in limits.indices.dropFirst().reversed() where limits[node].weights > 0 {
      let parent = tree.nodes[node].parent
      limits[parent].weights &+= limits[node].weights
      limits[parent].highest = max(limits[parent].highest, limits[node].highest)
    }
  }

  private static func sumWeights(
    _ open: inout [Int], _ chargers: inout [Charger], _ limits: inout [Limit]
  ) {
    open.removeLast(open.count - keepOpen(&open, &chargers, &limits))
  }

  /// Moves the chargers that stay open to the beginning of the list.
  ///
  /// - Returns: The number of chargers that stay open.
  private static func keepOpen(
    _ open: inout [Int], _ chargers: inout [Charger], _ limits: inout [Limit]
  ) -> Int {
    var open = open.mutableSpan
    var chargers = chargers.mutableSpan
    var limits = limits.mutableSpan
    var kept = 0
    for index in open.indices {
      let place = open[index]
      guard chargers[place].weights > 0 else { continue }
      if chargers[place].left <= 0 {
        chargers[place].weights = 0
        continue
      }
      let node = chargers[place].parent
      limits[node].weights &+= chargers[place].weights
      limits[node].highest = 1
      open[kept] = place
      kept &+= 1
    }
    return kept
  }

  /// Finds the highest weight of the open vehicles directly below each limit.
  private mutating func findHighest() {
    for place in open {
      let charger = chargers[place]
      for cell in charger.firstCell..<charger.endOfCells where cells[cell].count > 0 {
        limits[charger.parent].highest = max(limits[charger.parent].highest, cells[cell].weight)
      }
    }
  }
}
