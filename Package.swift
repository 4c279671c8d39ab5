// swift-tools-version: 6.2
import PackageDescription

let swiftSettings: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// Tests use the same language rules; memory safety is a matter of the code under test.
let testSettings: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let cSettings: [CSetting] = [
  .define("_GNU_SOURCE"),
  .enableWarning("all"),
  .enableWarning("extra"),
  .treatAllWarnings(as: .error),
]

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: swiftSettings)
}

func cLibrary(_ name: String) -> Target {
  .target(name: name, cSettings: cSettings)
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(name: name, dependencies: dependencies, swiftSettings: swiftSettings)
}

/// A program that tests start; it is not installed.
func testProgram(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(name: name, dependencies: dependencies, swiftSettings: testSettings)
}

/// A program of Examples/, which is built with everything else so that it keeps working.
func example(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(
    name: "example-\(name)", dependencies: dependencies, path: "Examples/\(name)",
    swiftSettings: testSettings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: name, dependencies: dependencies, swiftSettings: testSettings)
}

/// A program in C without shared libraries. A sandbox starts with each command, and the dynamic linker
/// would cost as much as everything its launcher does. Not for products that are libraries, where unsafe
/// flags are refused.
func staticProgram(_ name: String) -> Target {
  .executableTarget(
    name: name, cSettings: cSettings,
    linkerSettings: [.unsafeFlags(["-static-executable"])])
}

let targets: [Target] = [
  // From the bottom up: a target imports only what stands above it in this list.
  cLibrary("CLinuxSandbox"),
  cLibrary("CCurl"),
  cLibrary("CCrypto"),
  cLibrary("CFileSystem"),
  cLibrary("CSeccompNotify"),
  .systemLibrary(
    name: "CJavaScriptCore", pkgConfig: "javascriptcoregtk-4.1",
    providers: [.apt(["libjavascriptcoregtk-4.1-dev"])]),
  library("BulkheadSource"),
  library("BulkheadSyntax", ["BulkheadSource"]),
  library("BulkheadPolicy", ["BulkheadSource", yams]),
  library("BulkheadScanner", ["BulkheadSource", "BulkheadSyntax", "BulkheadPolicy"]),
  library("BulkheadLinux", ["CLinuxSandbox"]),
  library("BulkheadWire"),
  library("BulkheadBuiltins"),
  library(
    "BulkheadEngine",
    [
      "CJavaScriptCore", "BulkheadWire", "BulkheadLinux", "BulkheadSource", "BulkheadSyntax",
      "BulkheadBuiltins",
    ]),
  library(
    "BulkheadBroker",
    ["BulkheadSource", "BulkheadPolicy", "BulkheadWire", "BulkheadLinux", "CCurl"]),
  library(
    "BulkheadCommandSandbox",
    ["BulkheadSource", "BulkheadPolicy", "BulkheadBroker", "CSeccompNotify"]),
  staticProgram("bulkhead-launch"),
  library(
    "BulkheadRuntime",
    ["BulkheadSource", "BulkheadPolicy", "BulkheadWire", "BulkheadLinux", "BulkheadBroker"]),
  library(
    "BulkheadStore",
    ["BulkheadSource", "BulkheadPolicy", "CCrypto", "CFileSystem", grdb, grdbSQLite]),
  library(
    "BulkheadInstaller",
    ["BulkheadSource", "BulkheadPolicy", "BulkheadScanner", "BulkheadStore", "BulkheadLinux"]),
  library(
    "Bulkhead",
    [
      "BulkheadSource", "BulkheadPolicy", "BulkheadScanner", "BulkheadBroker", "BulkheadRuntime",
      "BulkheadStore", "BulkheadInstaller", "BulkheadLinux", "BulkheadCommandSandbox",
    ]),
  library("BulkheadCommands", ["Bulkhead", "BulkheadSource", "BulkheadSyntax", argumentParser]),
  program("bulkhead", ["BulkheadCommands"]),
  program("bulkhead-worker", ["BulkheadEngine"]),
  example("host", ["Bulkhead"]),
  example("agent", ["BulkheadCommands", argumentParser]),
  program("syntax-check", ["BulkheadSyntax", "BulkheadSource"]),
  testProgram(
    "worker-probe", ["BulkheadEngine", "BulkheadLinux", "BulkheadWire", "CLinuxSandbox"]),

  tests("BulkheadSourceTests", ["BulkheadSource"]),
  tests("BulkheadSyntaxTests", ["BulkheadSyntax", "BulkheadSource"]),
  tests("BulkheadPolicyTests", ["BulkheadPolicy", "BulkheadSource"]),
  tests(
    "BulkheadScannerTests",
    ["BulkheadScanner", "BulkheadPolicy", "BulkheadSyntax", "BulkheadSource"]),
  tests(
    "BulkheadLinuxTests",
    ["BulkheadLinux", "BulkheadWire", "CLinuxSandbox", "bulkhead-worker", "worker-probe"]),
  tests("BulkheadWireTests", ["BulkheadWire"]),
  tests(
    "BulkheadEngineTests",
    ["BulkheadEngine", "BulkheadWire", "BulkheadLinux", "BulkheadBuiltins", "bulkhead-worker"]),
  tests(
    "BulkheadBrokerTests", ["BulkheadBroker", "BulkheadPolicy", "BulkheadWire", "BulkheadLinux"]),
  tests(
    "BulkheadRuntimeTests",
    [
      "BulkheadRuntime", "BulkheadBroker", "BulkheadPolicy", "BulkheadWire", "BulkheadLinux",
      "bulkhead-worker",
    ]),
  program(
    "command-probe", ["BulkheadCommandSandbox", "BulkheadPolicy", "BulkheadBroker"]),
  staticProgram("command-escapes"),
  tests(
    "BulkheadCommandSandboxTests",
    [
      "BulkheadCommandSandbox", "BulkheadPolicy", "bulkhead-launch", "command-probe",
      "command-escapes",
    ]),
  tests("BulkheadStoreTests", ["BulkheadStore", grdb, "BulkheadPolicy", "BulkheadSource"]),
  tests(
    "BulkheadInstallerTests",
    ["BulkheadInstaller", "BulkheadStore", "BulkheadScanner", "BulkheadPolicy", "BulkheadSource"]),
  tests("BulkheadTests", ["Bulkhead", "bulkhead-worker"]),
  tests(
    "BulkheadCommandsTests", ["bulkhead", "bulkhead-worker", "bulkhead-launch", "BulkheadSource"]),
  tests(
    "EscapeTests",
    [
      "Bulkhead", "BulkheadRuntime", "BulkheadBroker", "BulkheadPolicy", "BulkheadSource",
      "bulkhead-worker", "worker-probe", "BulkheadLinux", "BulkheadWire",
    ]),
]

let package = Package(
  name: "Bulkhead",
  products: [
    .library(name: "Bulkhead", targets: ["Bulkhead"]),
    .library(name: "BulkheadCommands", targets: ["BulkheadCommands"]),
    .executable(name: "bulkhead", targets: ["bulkhead"]),
    .executable(name: "bulkhead-worker", targets: ["bulkhead-worker"]),
    .executable(name: "bulkhead-launch", targets: ["bulkhead-launch"]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: targets,
  swiftLanguageModes: [.v6]
)
