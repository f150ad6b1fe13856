/// The properties of a run that a result has before its ticks.
public struct ResultHeader: Equatable, Sendable {
  /// The version of the format of results.
  public static let formatVersion = 1
  /// The station at the start of the run.
  public var station: StationConfig
  /// The name of the policy.
  public var policy: String
  /// The unit in which power is shared.
  public var step: Power
  /// The rule that says when a new allocation takes effect.
  public var reallocation: Reallocation
  /// The way in which the timeline states times.
  public var scale: TimeScale
  /// The zone in which date-times are stated; nil for the timeline's own offset.
  public var zone: LocalClock?
  /// The level of the rows.
  public var level: ResultLevel
  /// The length of the intervals; nil where rows are ticks.
  public var interval: TimeSpan?
  /// Whether results have the loads and the battery.
  public var hasSite = false

  /// Creates a header.
  public init(
    station: StationConfig, policy: String, options: ReplayOptions, scale: TimeScale,
    zone: LocalClock? = nil, level: ResultLevel, interval: TimeSpan? = nil
  ) {
    self.station = station
    self.policy = policy
    step = options.step
    reallocation = options.reallocation
    self.scale = scale
    self.zone = zone
    self.level = level
    self.interval = interval
  }

  /// The way in which results state times.
  public var clock: OutputClock { OutputClock(scale, zone: zone) }
}
