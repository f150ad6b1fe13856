// swift-tools-version: 6.2
import PackageDescription

// A separate package, so that building and testing the program does not build it.
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
