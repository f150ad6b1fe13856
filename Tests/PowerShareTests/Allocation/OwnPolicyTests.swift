import PowerShare
import Testing

/// A policy written with nothing but the public library.
@Suite struct OwnPolicyTests {
  /// Serves the vehicles in the order of the request.
  private struct AsListed: AllocationPolicy {
    static let name = "as-listed"
    static let meaning = "in the order of the request"

    func allocate(_ request: AllocationRequest, into allocated: inout [Power]) -> StopReason? {
      var remaining = RemainingPower(request)
      allocated = []
      for vehicle in request.vehicles.indices {
        let power = min(request.vehicles[vehicle].maximum, remaining.power(above: vehicle))
        remaining.take(power, above: vehicle)
        allocated.append(power)
      }
      return StopReason(request, allocated)
    }
  }

  private static var request: AllocationRequest {
    var request = AllocationRequest(gridCapacity: .kW(50), step: .kW(1))
    for (order, (maximum, charger)) in [(20, 0), (30, 0), (40, 1)].enumerated() {
      request.insert(
        AllocationRequest.VehicleDemand(
          maximum: .kW(maximum), startOrder: order, session: order),
        charger: charger, maxPower: .kW(35))
    }
    return request
  }

  @Test func `a policy needs a name, a meaning and an allocation`() {
    var allocated: [Power] = []
    #expect(AsListed().allocate(Self.request, into: &allocated) == .gridCapacity)
    #expect(allocated == [.kW(20), .kW(15), .kW(15)])
    #expect(AsListed.keepsGridCapacity && !AsListed.goesByTime && !AsListed.sharesWholeSteps)
  }

  @Test func `a policy without a reasoning is explained in one round`() {
    var policy = AsListed()
    guard case .rounds(let rounds) = policy.reasoning(Self.request) else {
      Issue.record("no rounds")
      return
    }
    #expect(rounds.map(\.remainingPower) == [.kW(50)])
    #expect(rounds.map(\.share) == [nil])
    #expect(rounds[0].grants.map(\.addedPower) == [.kW(20), .kW(15), .kW(15)])
    #expect(rounds[0].grants.map(\.closedBy) == [.maximum, .charger, nil])
  }
}
