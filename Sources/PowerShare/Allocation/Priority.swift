/// One vehicle after the other, each as much as it can take.
///
/// What the policies that go by an order have in common.
struct Priority: Sendable {
  private var order: [Int] = []
  private var leftAtCharger: [Int] = []
  private var chargerOfVehicle: [Int] = []
  /// What happened, turn by turn.
  private(set) var turns: [AllocationTurn] = []

  /// Serves the vehicles in the order given; `allocated` receives one power for each vehicle.
  ///
  /// - Complexity: O(vehicles × log vehicles).
  mutating func serve(
    _ request: AllocationRequest, into allocated: inout [Power],
    by areInOrder: (AllocationRequest.VehicleDemand, AllocationRequest.VehicleDemand) -> Bool
  ) {
    allocated.removeAll(keepingCapacity: true)
    allocated.append(contentsOf: repeatElement(.zero, count: request.vehicles.count))
    leftAtCharger.removeAll(keepingCapacity: true)
    chargerOfVehicle.removeAll(keepingCapacity: true)
    for (index, charger) in request.chargers.enumerated() {
      leftAtCharger.append(charger.maxPower.watts)
      chargerOfVehicle.append(contentsOf: repeatElement(index, count: charger.vehicles.count))
    }
    order.removeAll(keepingCapacity: true)
    order.append(contentsOf: request.vehicles.indices)
    order.sort { areInOrder(request.vehicles[$0], request.vehicles[$1]) }
    var left = request.gridCapacity.watts
    turns.removeAll(keepingCapacity: true)
    for place in order {
      let charger = chargerOfVehicle[place]
      let watts = min(request.vehicles[place].maximum.watts, leftAtCharger[charger], left)
      allocated[place] = Power(watts: watts)
      turns.append(
        AllocationTurn(
          vehicle: place, remainingPower: Power(watts: left),
          chargerPower: Power(watts: leftAtCharger[charger]), allocatedPower: Power(watts: watts)))
      leftAtCharger[charger] -= watts
      left -= watts
    }
  }
}
