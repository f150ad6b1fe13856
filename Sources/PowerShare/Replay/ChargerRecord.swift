/// What a replay keeps of a charger; what its active sessions have is worked out when it is asked
/// for, which is less often than it changes.
struct ChargerRecord: Sendable {
  /// How many sessions are active there.
  var activeSessions = 0
  /// What it has delivered to sessions that have ended.
  var endedEnergy = Energy.zero
}
