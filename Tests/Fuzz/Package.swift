// swift-tools-version: 6.2
import PackageDescription

// Built by `run`, which gives the flags that libFuzzer needs to every module, the library included.
let package = Package(
  name: "sems-plan-fuzz",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "sems-plan", path: "../..")],
  targets: [
    .executableTarget(
      name: "fuzz", dependencies: [.product(name: "PowerShare", package: "sems-plan")],
      path: ".", exclude: ["README.md", "Tests", "run"], sources: ["Entries", "Driver"],
      swiftSettings: [
        .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
      ],
      // gold fails on libFuzzer's own main function, which the driver's takes the place of.
      linkerSettings: [.unsafeFlags(["-use-ld=lld"], .when(platforms: [.linux]))])
  ]
)
