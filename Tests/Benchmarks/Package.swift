// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who builds or tests the program builds this.
let package = Package(
  name: "benchmarks",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "sems-plan", path: "../..")],
  targets: [
    .executableTarget(name: "workload"),
    .executableTarget(
      name: "reallocation", dependencies: [.product(name: "PowerShare", package: "sems-plan")]),
  ]
)
