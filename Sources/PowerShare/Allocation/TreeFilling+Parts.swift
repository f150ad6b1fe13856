/// The limits, chargers and vehicles of the rounds, and what these pass on.
extension TreeFilling {
  /// The vehicles of one weight at a charger.
  struct Cell: Sendable {
    let weight: Int
    /// The place in `maxima` of the first vehicle.
    let first: Int
    let end: Int
    /// The place of the first vehicle below its maximum.
    var begin: Int
    /// The power of the open vehicles.
    var level = 0

    /// The number of open vehicles.
    var count: Int { end &- begin }

    /// Gives the open vehicles what they are offered of a share.
    ///
    /// - Returns: The power that they take.
    @inline(__always)
    mutating func take(_ share: Share, _ maxima: Span<Int>) -> Int {
      var taken = 0 &- level &* count
      level &+= share.offer(weight)
      while begin < end, maxima[begin] <= level {
        taken &+= maxima[begin]
        begin &+= 1
      }
      return taken &+ level &* count
    }
  }

  /// A charger with open vehicles.
  struct Charger: Sendable {
    /// Its index in the config.
    let index: Int
    /// The places of its cells, in rising order of their weights.
    let firstCell: Int
    let endOfCells: Int
    /// The power that it has left.
    var left: Int
    /// The weights of its open vehicles.
    var weights: Weights
    /// The level of the limit above it for which its power and its cells are up to date.
    var seenLevel = 0
    /// It follows while the level of the limit above it is lower.
    var endOfFollowing: Int
    /// True if it cannot give a step to each open vehicle, so that it gives nothing more.
    var isStuck = false
  }

  /// The grid or a group.
  struct Limit: Sendable {
    /// Its index in ``AllocationRequest/sharedLimits``.
    let index: Int
    /// The place of the limit above it; 0 for the grid.
    let parent: Int
    /// The end of the places of the groups below it, which begin after its own.
    let end: Int
    /// The places of the open chargers directly below it.
    var chargers: Range<Int>
    /// The power that it has left.
    var left: Int
    /// The power that the vehicles below it have taken in this round.
    var taken = 0
    /// The sum of what it has passed on to a vehicle of weight 1.
    var level = 0
    /// All chargers directly below it follow while its level is lower.
    var endOfFollowing = 0
    /// The weights of the open vehicles of the chargers directly below it.
    var ownWeights = Weights()
    /// The weights of all open vehicles below it.
    var weights = Weights()
    /// The power that it passes on in this round.
    var share = Share()
    /// True if it passes on the grid's share.
    var isGrids = true
    /// True if it has passed on nothing of what was passed to it.
    var isClosed = false
    /// True for a group that is closed, has nothing left, or is below such a group.
    var isShut = false
  }

  /// The weights of some vehicles.
  struct Weights: Sendable {
    var sum = 0
    var highest = 0

    @inline(__always)
    static func += (weights: inout Self, others: Self) {
      weights.sum &+= others.sum
      weights.highest = max(weights.highest, others.highest)
    }
  }

  /// A power for a sum of weights, which is passed on as a fraction.
  struct Share: Sendable {
    var power = 0
    var weights = 1
    var step = 1
    /// The offer to a vehicle of weight 1.
    var unit = 0

    init() {}

    init(_ power: Int, _ weights: Int, _ step: Int) {
      self.power = power
      self.weights = weights
      self.step = step
      unit = power / (weights &* step) &* step
    }

    /// Returns the offer to a vehicle.
    ///
    /// Powers are at most 2³¹ W, a weight is at most 100, and the sum of weights at most 10⁸.
    @inline(__always)
    func offer(_ weight: Int) -> Int {
      weight == 1 ? unit : power &* weight / (weights &* step) &* step
    }

    /// Returns the sum of the offers to vehicles of some weights, or more.
    @inline(__always)
    func most(_ weights: Weights) -> Int {
      weights.highest == 1 ? unit &* weights.sum : (perWeight &+ 1) &* weights.sum
    }

    /// The fraction, rounded down to the watt.
    var perWeight: Int { power / weights }
  }

  /// A limit that has passed on less than the grid's share in a round.
  struct Passed: Sendable {
    let limit: AllocationRound.Limit
    let share: Share
    /// True if the limit above it has passed on more.
    let isReduced: Bool
  }
}
