/// The power that the vehicles may get from the station's grid connection, and the power that flows
/// through it.
///
/// For now that is the grid capacity alone. A replay asks a supply wherever the limit of all
/// vehicles together counts, so that loads, generation, limits over time and a battery behind the
/// same connection only have to change this type.
struct Supply: Sendable {
  /// The grid limit in force, from the config or from a `grid-capacity` event.
  var gridCapacity: Power

  /// Returns the most that all vehicles may be offered together.
  @inline(__always)
  var limit: Power { gridCapacity }

  /// Returns the power drawn through the grid connection while vehicles draw `power`.
  @inline(__always)
  func gridPower(drawing power: Power) -> Power { power }
}
