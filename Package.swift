// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "VASSCM",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "vasscm", targets: ["vasscm"]),
        .executable(name: "vasscm-sim", targets: ["vasscm-sim"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // The words of the field and the pure core: no IO, no clock, no randomness.
        .target(name: "Customs"),
        .target(name: "Geofencing", dependencies: ["Customs"]),
        .target(
            name: "Supervision",
            dependencies: ["Customs", "Geofencing", .product(name: "HeapModule", package: "swift-collections")]),

        // Adapters. None imports another.
        .target(name: "Wire", dependencies: ["Customs"]),
        .systemLibrary(name: "CMosquitto", pkgConfig: "libmosquitto", providers: [.apt(["libmosquitto-dev"])]),
        .systemLibrary(name: "CGPS", pkgConfig: "libgps", providers: [.apt(["libgps-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        .target(
            name: "MQTTListener",
            dependencies: ["Customs", "CMosquitto", .product(name: "Logging", package: "swift-log")]),
        .target(
            name: "GPSDListener",
            dependencies: ["Customs", "CGPS", .product(name: "Logging", package: "swift-log")]),
        .target(
            name: "Ledger",
            dependencies: ["Customs", "CZstd", .product(name: "GRDB", package: "GRDB.swift")]),
        .target(
            name: "MonitoringCentre",
            dependencies: [
                "Customs", "CQREncode", "CZlib",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
            ],
            resources: [.copy("Console")]),

        // Server alone knows them all.
        .target(
            name: "Server",
            dependencies: [
                "Customs", "Geofencing", "Supervision", "Wire", "MQTTListener", "GPSDListener", "Ledger",
                "MonitoringCentre", "CCurl", "CZlib",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Yams", package: "Yams"),
            ]),
        .executableTarget(
            name: "vasscm",
            dependencies: [
                "Customs", "MonitoringCentre", "Server",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"),
            ]),

        // Stand-ins for every device.
        .target(
            name: "SimulatorKit",
            dependencies: [
                "Customs", "Wire", "CMosquitto",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
            ],
            path: "Simulators/SimulatorKit"),
        .executableTarget(
            name: "vasscm-sim",
            dependencies: ["SimulatorKit", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            path: "Simulators/vasscm-sim"),

        // Side-by-side measurements, one command: make bench.
        .target(
            name: "BenchKit",
            dependencies: ["Customs", "SimulatorKit", .product(name: "Crypto", package: "swift-crypto")],
            path: "Benchmarks/Kit"),
        .executableTarget(
            name: "intake-benchmark",
            dependencies: [
                "BenchKit", "CMosquitto", "SimulatorKit",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/Intake"),

        .executableTarget(
            name: "port-benchmark",
            dependencies: [
                "BenchKit", "Customs", "SimulatorKit",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/Port"),

        .executableTarget(
            name: "centre-benchmark",
            dependencies: [
                "BenchKit", "Customs", "SimulatorKit",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/Centre"),

        .executableTarget(
            name: "zones-benchmark", dependencies: ["Customs", "Geofencing", "SimulatorKit"], path: "Benchmarks/Zones",
            exclude: ["run.sh", "shapely_zones.py"]),
        .executableTarget(
            name: "engine-benchmark", dependencies: ["Customs", "Geofencing", "Supervision"],
            path: "Benchmarks/Engine"),
        .executableTarget(
            name: "decode-benchmark",
            dependencies: [
                "Customs", "SimulatorKit", "Wire", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/Decode", exclude: ["run.sh", "yardstick.py"]),
        .target(
            name: "DetectionKit", dependencies: ["Customs", "Geofencing", "Supervision", "Wire", "SimulatorKit"],
            path: "Benchmarks/Detection/Kit"),
        .executableTarget(
            name: "detection-benchmark",
            dependencies: [
                "Customs", "DetectionKit", "SimulatorKit",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/Detection", exclude: ["Kit"]),
        .target(
            name: "CongestionKit", dependencies: ["Customs", "Geofencing", "Supervision", "Wire", "SimulatorKit"],
            path: "Benchmarks/Congestion/Kit"),
        .executableTarget(
            name: "congestion-benchmark",
            dependencies: [
                "Customs", "CongestionKit", "SimulatorKit",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/Congestion", exclude: ["Kit"]),

        .testTarget(name: "CustomsTests", dependencies: ["Customs"]),
        .testTarget(name: "GeofencingTests", dependencies: ["Customs", "Geofencing"]),
        .testTarget(
            name: "SupervisionTests", dependencies: ["Customs", "Geofencing", "SimulatorKit", "Supervision"]),
        .testTarget(name: "WireTests", dependencies: ["Customs", "SimulatorKit", "Wire"]),
        .target(
            name: "TestSupport", dependencies: [.product(name: "Logging", package: "swift-log")],
            path: "Tests/TestSupport"),
        .testTarget(
            name: "MQTTListenerTests",
            dependencies: [
                "Customs", "MQTTListener", "CMosquitto", "TestSupport",
                .product(name: "Logging", package: "swift-log"),
            ]),
        .testTarget(
            name: "GPSDListenerTests",
            dependencies: [
                "Customs", "GPSDListener", "TestSupport", .product(name: "Logging", package: "swift-log"),
            ]),
        .testTarget(name: "LedgerTests", dependencies: ["Customs", "Ledger", "SimulatorKit"]),
        .testTarget(
            name: "MonitoringCentreTests",
            dependencies: [
                "CZlib", "Customs", "MonitoringCentre", .product(name: "HummingbirdTesting", package: "hummingbird"),
            ]),
        .testTarget(
            name: "ServerTests",
            dependencies: [
                "Customs", "Geofencing", "GPSDListener", "Ledger", "MQTTListener", "MonitoringCentre", "Server",
                "Supervision", "TestSupport", "Wire", .product(name: "Logging", package: "swift-log"),
            ]),
        .testTarget(name: "vasscmTests", dependencies: ["vasscm"]),
        .testTarget(name: "SimulatorKitTests", dependencies: ["Customs", "Wire", "SimulatorKit"]),
        .testTarget(
            name: "DetectionTests",
            dependencies: ["Customs", "DetectionKit", "Geofencing", "SimulatorKit", "Supervision", "Wire"]),
        .testTarget(
            name: "CongestionTests", dependencies: ["CongestionKit", "Customs", "SimulatorKit"]),
        // Real mosquitto, real gpsd, the real programs.
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "Customs", "Wire", "SimulatorKit", "TestSupport",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
            ]),
    ],
    swiftLanguageModes: [.v6]
)

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]
for target in package.targets where target.type != .system {
    target.swiftSettings = (target.swiftSettings ?? []) + settings
}
