/// The facts about a run that results state before the first tick.
public struct ResultHeader: Equatable, Sendable {
  /// The version of the result's format.
  public static let formatVersion = 1
  /// The station that the run begins with.
  public var station: StationConfig
  /// The policy's name.
  public var policy: String
  /// The unit in which power is shared out.
  public var step: Power
  /// The rule for when a new allocation takes effect.
  public var reallocation: Reallocation
  /// The way in which the timeline states times.
  public var scale: TimeScale
  /// The subject of a row.
  public var level: ResultLevel
  /// The length of the intervals; nil where ticks are written.
  public var interval: TimeSpan?

  /// Creates a header.
  public init(
    station: StationConfig, policy: String, options: ReplayOptions, scale: TimeScale,
    level: ResultLevel, interval: TimeSpan? = nil
  ) {
    self.station = station
    self.policy = policy
    step = options.step
    reallocation = options.reallocation
    self.scale = scale
    self.level = level
    self.interval = interval
  }
}
