// swift-tools-version: 6.2
import PackageDescription

// Built by `run`, which passes the flags for libFuzzer to every module, including the library.
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
      // The linker gold fails because both libFuzzer and the driver have a main function.
      linkerSettings: [.unsafeFlags(["-use-ld=lld"], .when(platforms: [.linux]))])
  ]
)
