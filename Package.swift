// swift-tools-version: 6.2
import PackageDescription

let common: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]
let shipped = common + [.strictMemorySafety()]

// A release build is static, but the tests of `make test-release` link XCTest, which is not.
let isStatic = Context.environment["SEMS_PLAN_LINK"] != "dynamic"

let package = Package(
  name: "sems-plan",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "PowerShare", targets: ["PowerShare"]),
    .executable(name: "sems-plan", targets: ["sems-plan"]),
  ],
  targets: [
    .target(name: "PowerShare", swiftSettings: shipped),
    .executableTarget(
      name: "sems-plan", dependencies: ["PowerShare"], exclude: ["Manual"], swiftSettings: shipped,
      // Half the memory of a program that loads Swift's libraries, and it needs none installed.
      // The default linker would warn of a `dlopen` in the runtime, which is never called.
      linkerSettings: isStatic
        ? [
          .unsafeFlags(
            ["-static-executable", "-use-ld=lld"],
            .when(platforms: [.linux], configuration: .release))
        ] : []),
    .testTarget(name: "PowerShareTests", dependencies: ["PowerShare"], swiftSettings: common),
    .testTarget(
      name: "SemsPlanTests", dependencies: ["sems-plan", "PowerShare"], swiftSettings: common),
    .testTarget(
      name: "GoldenTests", dependencies: ["sems-plan", "PowerShare"], swiftSettings: common),
    // What the fuzzers enter, with as many inputs as take seconds; see Tests/Fuzz/README.md.
    .testTarget(
      name: "FuzzTests", dependencies: ["PowerShare"], path: "Tests/Fuzz",
      exclude: ["README.md", "Package.swift", "Driver", "run"], sources: ["Entries", "Tests"],
      swiftSettings: common),
    .testTarget(
      name: "TidyTests", dependencies: ["sems-plan", "PowerShare"], swiftSettings: common),
  ]
)
