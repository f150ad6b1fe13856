/// The counts that a replay keeps of a charger.
///
/// Sums over its active sessions are calculated on request, because they change more often than
/// they are read.
struct ChargerRecord: Sendable {
  /// The number of active sessions.
  var activeSessions = 0
  /// The energy that it has delivered to sessions that have ended.
  var endedEnergy = Energy.zero
}
