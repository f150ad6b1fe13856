/// The rounds of the fair share while they run, in watts, for groups of chargers and for vehicles
/// of different weights.
///
/// The open vehicles of a charger that have one weight have received the same offers from the first
/// round on. So they have one *level*, and each has the lower of its maximum and that level; they
/// are a *cell*. In a round every limit passes on power, from the grid down, and the chargers raise
/// the levels.
///
/// Most chargers give most shares in full and keep their open vehicles. Such a charger *follows*
/// the limit above it and is not looked at; its levels are raised later by what the limit has
/// passed on since.
///
/// A limit passes on a fraction of power for each unit of weight. A vehicle is offered its weight
/// times that fraction, rounded down to the step. With weights of 1 these are the rules of
/// ``FairShare`` as they read.
struct TreeFilling: Sendable {
  /// More than any vehicle takes: the share of an unlimited grid.
  private static let amplePower = 1 << 31

  var cells: [Cell] = []
  /// The chargers with open vehicles, in the order of a ``LimitTree``.
  var chargers: [Charger] = []
  /// The grid, then the groups, in the order of a ``LimitTree``.
  var limits: [Limit]
  /// The maxima of the vehicles, cell by cell, in rising order.
  var maxima: [Int] = []
  /// The places in the request of the same vehicles; empty if they are in the order of the request.
  var order: [Int] = []
  /// The limits that passed on less than the grid's share in the last round; nil if not recorded.
  var passed: [Passed]?
  let step: Int
  let isUnlimited: Bool
  let hasWeights: Bool
  /// True if an open vehicle of the last round had a weight other than 1.
  private var isWeighted = false
  /// True if a group, and not its charger, keeps a vehicle below its maximum.
  var isHeldByGroup = false

  /// Prepares the first round.
  ///
  /// - Parameters:
  ///   - isUnlimited: True for an unlimited grid and unlimited groups.
  ///   - recordsPassed: True to record what limits pass on.
  init(_ request: AllocationRequest, isUnlimited: Bool, recordsPassed: Bool = false) {
    step = request.step.watts
    self.isUnlimited = isUnlimited
    hasWeights = request.hasWeights
    if recordsPassed { passed = [] }
    let tree = LimitTree(request, hasGroups: !isUnlimited)
    limits = tree.nodes.map { node in
      Limit(
        index: node.limit, parent: node.parent, end: node.end, chargers: node.ownChargers,
        left: isUnlimited ? .max : node.maxPower)
    }
    if hasWeights { listCellsByWeight(request, tree) } else { listCells(request, tree) }
    for node in limits.indices { Self.keepOpen(&limits[node], &chargers) }
    settle()
  }

  // MARK: Rounds

  /// Runs one round.
  ///
  /// Rounds end, because each but the last gives at least one watt or closes a group.
  ///
  /// - Returns: The grid's share for a vehicle of weight 1: as offered or, if open vehicles have
  ///   other weights, rounded down to the watt. Nil after the last round that changes anything.
  mutating func nextRound() -> Int? {
    let (left, weights) = (limits[0].left, limits[0].weights)
    guard left > 0, weights.sum > 0 else { return nil }
    let share =
      isUnlimited ? Share(Self.amplePower, 1, step) : Share(left, weights.sum, step)
    if share.offer(weights.highest) == 0 { return nil }
    limits[0].share = share
    isWeighted = weights.highest > 1
    passed?.removeAll()
    let closes = Self.passOn(maxima, &limits, &chargers, &cells, &passed)
    settle()
    guard limits[0].left < left || closes else { return nil }
    return power(of: share)
  }

  /// Returns the power of a share of the last round for a vehicle of weight 1.
  func power(of share: Share) -> Int { isWeighted ? share.perWeight : share.unit }

  /// Lets each limit pass on power, from the top, and gives it to the vehicles.
  ///
  /// - Returns: True if a group passes on nothing.
  private static func passOn(
    _ maxima: [Int], _ limits: inout [Limit], _ chargers: inout [Charger],
    _ cells: inout [Cell], _ passed: inout [Passed]?
  ) -> Bool {
    let maxima = maxima.span
    var limits = limits.mutableSpan
    var chargers = chargers.mutableSpan
    var cells = cells.mutableSpan
    var closes = false
    for node in limits.indices where limits[node].weights.sum > 0 {
      if node > 0 {
        let above = limits[limits[node].parent]
        (limits[node].share, limits[node].isGrids) = (above.share, above.isGrids)
        let isReduced = isReduced(node, limits.span, chargers.span, cells.span, maxima)
        if isReduced {
          limits[node].share = Share(
            limits[node].left, limits[node].weights.sum, above.share.step)
          limits[node].isGrids = false
        }
        // A group to which nothing is passed on is closed with the one above it.
        if above.share.offer(above.weights.highest) > 0,
          limits[node].share.offer(limits[node].weights.highest) == 0
        {
          limits[node].isClosed = true
          closes = true
        }
        if !limits[node].isGrids {
          passed?.append(
            Passed(
              limit: .group(limits[node].index), share: limits[node].share, isReduced: isReduced))
        }
      }
      let unit = limits[node].share.unit
      if limits[node].level &+ unit < limits[node].endOfFollowing, passed == nil {
        limits[node].taken = unit &* limits[node].ownWeights.sum
      } else {
        grant(&limits[node], &chargers, &cells, maxima, &passed)
      }
      limits[node].level &+= unit
    }
    return closes
  }

  /// True if the open vehicles below a group would take more of its share than it has left.
  private static func isReduced(
    _ node: Int, _ limits: Span<Limit>, _ chargers: Span<Charger>, _ cells: Span<Cell>,
    _ maxima: Span<Int>
  ) -> Bool {
    let (left, share) = (limits[node].left, limits[node].share)
    if share.most(limits[node].weights) <= left { return false }
    var wanted = 0
    for below in node..<limits[node].end where limits[below].ownWeights.sum > 0 {
      let level = limits[below].level
      if level &+ share.unit < limits[below].endOfFollowing {
        wanted &+= share.unit &* limits[below].ownWeights.sum
      } else {
        for place in limits[below].chargers {
          wanted &+= self.wanted(chargers[place], share, level, cells, maxima)
          if wanted > left { return true }
        }
      }
      if wanted > left { return true }
    }
    return false
  }

  /// Returns what the open vehicles of a charger would take of a share.
  ///
  /// - Parameter level: The level of the limit above it.
  @inline(__always)
  private static func wanted(
    _ charger: Charger, _ share: Share, _ level: Int, _ cells: Span<Cell>, _ maxima: Span<Int>
  ) -> Int {
    if level &+ share.unit < charger.endOfFollowing { return share.unit &* charger.weights.sum }
    var wanted = 0
    for index in charger.firstCell..<charger.endOfCells {
      var cell = cells[index]
      cell.level &+= level &- charger.seenLevel
      wanted &+= cell.take(share, maxima)
    }
    return wanted
  }

  /// Gives the open vehicles of the chargers directly below a limit what these pass on, and removes
  /// the chargers that are closed then.
  private static func grant(
    _ limit: inout Limit, _ chargers: inout MutableSpan<Charger>,
    _ cells: inout MutableSpan<Cell>, _ maxima: Span<Int>, _ passed: inout [Passed]?
  ) {
    let (share, next) = (limit.share, limit.level &+ limit.share.unit)
    var (taken, weights, endOfFollowing) = (0, Weights(), Int.max)
    var end = limit.chargers.lowerBound
    for place in limit.chargers {
      if chargers[place].endOfFollowing > next, passed == nil {
        taken &+= share.unit &* chargers[place].weights.sum
      } else if chargers[place].isStuck, passed == nil {
        chargers[place].seenLevel = next
      } else {
        catchUp(&chargers[place], limit.level, &cells)
        taken &+= grant(
          share, isGrids: limit.isGrids, &chargers[place], &cells, maxima, &passed)
      }
      if chargers[place].weights.sum == 0 { continue }
      weights += chargers[place].weights
      endOfFollowing = min(endOfFollowing, chargers[place].endOfFollowing)
      if end < place { chargers[end] = chargers[place] }
      end &+= 1
    }
    limit.taken = taken
    limit.ownWeights = weights
    limit.endOfFollowing = endOfFollowing
    limit.chargers = limit.chargers.lowerBound..<end
  }

  /// Gives the open vehicles of a charger that has caught up what it passes on.
  ///
  /// - Parameters:
  ///   - share: The share of the limit above it.
  ///   - isGrids: True if that is the grid's share.
  /// - Returns: The power that they take.
  private static func grant(
    _ share: Share, isGrids: Bool, _ charger: inout Charger, _ cells: inout MutableSpan<Cell>,
    _ maxima: Span<Int>, _ passed: inout [Passed]?
  ) -> Int {
    let next = charger.seenLevel &+ share.unit
    var share = share
    let isReduced =
      share.most(charger.weights) > charger.left
      && wanted(charger, share, charger.seenLevel, cells.span, maxima) > charger.left
    if isReduced {
      share = Share(charger.left, charger.weights.sum, share.step)
      if share.unit == 0, charger.weights.highest == 1 {
        // Neither the power that it has left nor its vehicles change until its group is closed.
        let least = Share(share.step, 1, share.step)
        charger.isStuck =
          wanted(charger, least, charger.seenLevel, cells.span, maxima) > charger.left
      }
    }
    if isReduced || !isGrids {
      passed?.append(Passed(limit: .charger(charger.index), share: share, isReduced: isReduced))
    }
    var (taken, weights) = (0, Weights())
    for index in charger.firstCell..<charger.endOfCells {
      taken &+= cells[index].take(share, maxima)
      let (weight, count) = (cells[index].weight, cells[index].count)
      if count > 0 { weights += Weights(sum: weight &* count, highest: weight) }
    }
    charger.left &-= taken
    charger.weights = charger.left > 0 ? weights : Weights()
    charger.seenLevel = next
    if charger.weights.highest == 1 {
      // Those of weight 1 are the first cell.
      let cell = cells[charger.firstCell]
      let lack = min(
        maxima[cell.begin] &- cell.level, (charger.left &- 1).dividedAmong(weights.sum) &+ 1)
      charger.endOfFollowing = next &+ lack
    }
    return taken
  }

  /// Gives the open vehicles of a charger what the limit above it has passed on while it followed.
  @inline(__always)
  private static func catchUp(
    _ charger: inout Charger, _ level: Int, _ cells: inout MutableSpan<Cell>
  ) {
    let passed = level &- charger.seenLevel
    if passed == 0 { return }
    cells[charger.firstCell].level &+= passed
    charger.left &-= passed &* charger.weights.sum
    charger.seenLevel = level
  }

  /// Gives the open vehicles of all chargers what they have not been given while these followed.
  mutating func catchUp() { Self.catchUp(limits, &chargers, &cells) }

  private static func catchUp(
    _ limits: [Limit], _ chargers: inout [Charger], _ cells: inout [Cell]
  ) {
    var chargers = chargers.mutableSpan
    var cells = cells.mutableSpan
    for limit in limits {
      for place in limit.chargers { catchUp(&chargers[place], limit.level, &cells) }
    }
  }

  // MARK: Closing

  /// Removes the closed chargers directly below a limit, and sums up the weights of the others.
  private static func keepOpen(_ limit: inout Limit, _ chargers: inout [Charger]) {
    var chargers = chargers.mutableSpan
    var end = limit.chargers.lowerBound
    for place in limit.chargers where chargers[place].weights.sum > 0 {
      limit.ownWeights += chargers[place].weights
      chargers[end] = chargers[place]
      end &+= 1
    }
    limit.chargers = limit.chargers.lowerBound..<end
  }

  /// Takes from each limit what the vehicles below it have taken, and finds what is still open.
  private mutating func settle() { isHeldByGroup = Self.settle(&limits) || isHeldByGroup }

  /// - Returns: True if a group closes a charger that has something left.
  private static func settle(_ limits: inout [Limit]) -> Bool {
    var limits = limits.mutableSpan
    for node in limits.indices.dropFirst().reversed() where limits[node].taken > 0 {
      limits[limits[node].parent].taken &+= limits[node].taken
    }
    var holds = false
    for node in limits.indices where !limits[node].isShut {
      limits[node].left &-= limits[node].taken
      limits[node].taken = 0
      limits[node].weights = limits[node].ownWeights
      limits[node].isShut =
        node > 0
        && (limits[node].isClosed || limits[node].left <= 0 || limits[limits[node].parent].isShut)
      if limits[node].isShut {
        holds = holds || limits[node].ownWeights.sum > 0
        limits[node].ownWeights = Weights()
        limits[node].weights = Weights()
      }
    }
    for node in limits.indices.dropFirst().reversed() where limits[node].weights.sum > 0 {
      limits[limits[node].parent].weights += limits[node].weights
    }
    return holds
  }
}
