/// The limit that keeps a session from a higher allocation.
public enum LimitedBy: String, CaseIterable, Sendable {
  /// The session has its vehicle's maximum.
  case vehicle
  /// The session has its connector's maximum.
  case connector
  /// The charger has less left than one step for each of its vehicles below their maximum.
  ///
  /// If the policy does not keep the grid capacity: no other limit holds the session back.
  case charger
  /// A group of chargers has less left than one step for each vehicle below it that is below its
  /// maximum, and no more than any limit above it.
  case group
  /// The grid capacity, if the policy keeps it.
  case grid
  /// A temporary limit of the charger, of the group or of the grid connection, below the config's.
  case limit
  /// The session holds less than its present fair share until its own next update (`on-update`
  /// only).
  case pending
  /// The session would get less than its charger's minimum, so it gets nothing.
  case minimum
  /// The session has all its energy and stays plugged in.
  case energy
}
