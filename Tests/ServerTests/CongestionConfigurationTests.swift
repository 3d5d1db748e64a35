import Customs
import Foundation
import Server
import Testing

@Suite("A configuration of the gates' queues")
struct CongestionConfigurationTests {
    @Test("has the public warning's levels where it says nothing, and Viet Nam's time")
    func defaults() throws {
        let rules = try ConfigurationFolder().read().rules
        #expect(rules.congestion == CongestionSettings())
        #expect(rules.congestion.limits(gate: "GATE").vehicles == [500, 1000, 5000])
        #expect(rules.congestion.limits(gate: "GATE").waitSeconds == nil)
        #expect(rules.congestion.staleAfterSeconds == 900 && rules.congestion.utcOffsetSeconds == 25_200)
        #expect(rules[.congestion] == RuleSettings(defaultsOf: .congestion))
    }

    @Test("takes levels for all gates, for one and for a province, where what is not named is as for all")
    func values() throws {
        let folder = try Self.folder(
            """
            rules: {congestion: {severity: warning}}
            congestion:
              vehicles: [10, 20.5, 30]
              wait: [60, 120, 180]
              staleAfter: 300
              enabled: false
              severity: critical
              gates: {GATE: {vehicles: [1, 2, 3]}, PORT: {wait: [5, 6, 7]}}
              provinces: {Lang Son: {vehicles: [100, 200, 300]}}
            """)
        let rules = try folder.read().rules
        let settings = rules.congestion
        #expect(settings.limits == CongestionLimits(vehicles: [10, 20.5, 30], waitSeconds: [60, 120, 180]))
        #expect(settings.limits(gate: "GATE") == CongestionLimits(vehicles: [1, 2, 3], waitSeconds: [60, 120, 180]))
        #expect(settings.limits(gate: "PORT") == CongestionLimits(vehicles: [10, 20.5, 30], waitSeconds: [5, 6, 7]))
        #expect(settings.limits(gate: "OTHER") == settings.limits)
        #expect(settings.limits(province: "Lang Son") == CongestionLimits(vehicles: [100, 200, 300]))
        #expect(settings.staleAfterSeconds == 300)
        #expect(!rules[.congestion].enabled && rules[.congestion].severity == .critical)
        let summary = try folder.read().summary
        #expect(
            summary.contains(
                "congestion: 2 gates, UTC+7, stale after 300 s, levels at 10, 20.5, 30 vehicles or 60, 120, 180 s; "
                    + "others at GATE, PORT, Lang Son"), "\(summary)")
    }

    @Test("takes the rule's own settings as before")
    func rule() throws {
        let rules = try Self.folder("rules: {congestion: {enabled: false, severity: major}}").read().rules
        #expect(!rules[.congestion].enabled && rules[.congestion].severity == .major)
        #expect(rules.congestion == CongestionSettings())
    }

    @Test(
        "takes the site's time zone without its summer time",
        arguments: [
            ("Asia/Ho_Chi_Minh", 25_200), ("UTC", 0), ("Europe/Paris", 3600), ("Asia/Kolkata", 19_800),
            ("America/New_York", -18_000), ("Australia/Sydney", 36_000),
        ])
    func timeZones(name: String, offset: Int) throws {
        let folder = try Self.folder("timeZone: \(name)")
        #expect(try folder.read().rules.congestion.utcOffsetSeconds == offset)
    }

    @Test(
        "that is wrong names file, line, key and reason",
        arguments: [
            ("congestion: {vehicles: [1, 2]}", "vasscm.yaml:3: congestion.vehicles: must be three numbers above 0"),
            ("congestion: {vehicles: [1, 2, 2]}", "congestion.vehicles: must be three numbers"),
            ("congestion: {vehicles: [0, 2, 3]}", "congestion.vehicles: must be three numbers"),
            ("congestion: {vehicles: [1, 2, .inf]}", "congestion.vehicles: must be three numbers"),
            ("congestion: {vehicles: [1, two, 3]}", "congestion.vehicles: must be three numbers"),
            ("congestion: {vehicles: 500}", "congestion.vehicles: must be three numbers above 0, each above the one"),
            ("congestion: {wait: [3, 2, 1]}", "congestion.wait: must be three numbers"),
            ("congestion: {staleAfter: 0}", "congestion.staleAfter: must be a number from 1 to 86400, not “0”"),
            ("congestion: {severity: bad}", "congestion.severity: must be one of warning, minor"),
            ("congestion: {enabled: maybe}", "congestion.enabled: must be true or false"),
            ("congestion: {vehicle: [1, 2, 3]}", "congestion.vehicle: is not a known key; known are enabled, gates"),
            ("congestion: 5", "congestion: must be a mapping"),
            (
                "congestion: {gates: {NOPE: {vehicles: [1, 2, 3]}}}",
                "vasscm.yaml:3: congestion.gates.NOPE: no zone has the facility code “NOPE”"
            ),
            (
                "congestion: {gates: {YARD: {vehicles: [1, 2, 3]}}}",
                "congestion.gates.YARD: “YARD” is no border gate, and no queue zone names it"
            ),
            ("congestion: {gates: {GATE: {vehicles: [1]}}}", "congestion.gates.GATE.vehicles: must be three numbers"),
            ("congestion: {gates: {GATE: {waits: [1]}}}", "congestion.gates.GATE.waits: is not a known key"),
            ("congestion: {gates: {GATE: }}", "congestion.gates.GATE: is missing"),
            (
                "congestion: {provinces: {Ha Noi: {vehicles: [1, 2, 3]}}}",
                "congestion.provinces.Ha Noi: no gate is of the province “Ha Noi”"
            ),
            (
                "congestion: {provinces: {Lang Son: {wait: [1, 2, 3]}}}",
                "congestion.provinces.Lang Son.wait: is not a known key; known are vehicles"
            ),
        ])
    func faults(extra: String, complaint: String) throws {
        let folder = try Self.folder(extra)
        #expect(folder.complaint().contains(complaint), "\(folder.complaint())")
    }

    @Test("keeps its levels where other rules are tried, unless their file has levels too")
    func alternative() throws {
        let folder = try Self.folder("congestion: {vehicles: [1, 2, 3], enabled: false}")
        let configuration = try folder.read()
        func rules(_ yaml: String) throws -> RuleBook {
            try folder.write("new.yaml", yaml)
            return try ReplayAlternative(rules: folder.path("new.yaml"), zones: nil, insteadOf: configuration).rules
        }
        for yaml in ["overspeed: {enabled: false}", "rules: {overspeed: {enabled: false}}"] {
            let other = try rules(yaml)
            #expect(other.congestion == configuration.rules.congestion)
            #expect(!other[.congestion].enabled && !other[.overspeed].enabled)
        }
        #expect(try rules("congestion: {severity: major}")[.congestion].enabled)
        let other = try rules("rules: {}\ncongestion: {vehicles: [4, 5, 6], gates: {GATE: {vehicles: [7, 8, 9]}}}")
        #expect(other.congestion.limits.vehicles == [4, 5, 6] && !other[.congestion].enabled)
        #expect(other.congestion.limits(gate: "GATE").vehicles == [7, 8, 9])
        #expect(throws: ConfigurationError.self) { try rules("rules: {}\ncongestion: {gates: {NOPE: {}}}") }
    }

    @Test("takes a gate's province, goods and hours, and a queue at any facility")
    func zones() throws {
        let zones = try Self.folder("").read().zones
        let gate = try #require(zones.first { $0.id == "gate" })
        #expect(gate.province == "Lang Son" && gate.goods == ["fruit-cn", "general"])
        #expect(gate.opens == "22:00" && gate.closes == "06:00")
        #expect(zones.first { $0.id == "queue" }?.gate == "PORT")
        #expect(zones.first { $0.id == "yard" }?.goods == [])
    }

    @Test(
        "with hours, a province or goods that mean nothing names the feature and the reason",
        arguments: [
            (#""kind":"queue","opens":"07:00""#, "z).opens: only a zone with a facility code, of a kind"),
            (#""kind":"border-gate","closes":"07:00""#, "z).closes: only a zone with a facility code"),
            (#""kind":"rest-area","province":"Lang Son""#, "z).province: only a zone with a facility code"),
            (#""kind":"route","facility":"F","goods":[]"#, "z).goods: only a zone with a facility code"),
            (#""kind":"seaport","facility":"F","opens":"7:00""#, "z).opens: must be HH:MM, not “7:00”"),
            (#""kind":"seaport","facility":"F","opens":"24:00""#, "z).opens: must be before 24:00"),
            (#""kind":"icd","facility":"F","opens":"07:00","closes":"07:00""#, "z).closes: is the same as opens"),
            (#""kind":"icd","facility":"F","province":"""#, "z).province: must be a name of 1 to 64 characters"),
            (#""kind":"icd","facility":"F","goods":["fresh fruit"]"#, "z).goods: “fresh fruit” is no word"),
            (#""kind":"icd","facility":"F","goods":["a","a"]"#, "z).goods: names a word twice"),
            (#""kind":"icd","facility":"F","goods":"fruit""#, "features[0].properties.goods: must be Array"),
            (#""kind":"queue","gate":"NOPE""#, "z).gate: no facility has the code “NOPE”"),
        ])
    func zoneFaults(properties: String, complaint: String) throws {
        let folder = try ConfigurationFolder()
        try folder.write(
            "zones.geojson",
            """
            {"type":"FeatureCollection","features":[{"type":"Feature",
            "properties":{"id":"z","name":"Z","radius":5,\(properties)},
            "geometry":{"type":"Point","coordinates":[106.6,20.8]}}]}
            """)
        #expect(folder.complaint().contains(complaint), "\(folder.complaint())")
    }

    @Test("of the default site lets Huu Nghi and Tan Thanh stand in for each other, and watches other facilities too")
    func delivered() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let configuration = try Configuration(file: root.appending(path: "Config/vasscm.yaml").path)
        let gates = configuration.zones.filter { $0.kind == .borderGate }
        #expect(gates.allSatisfy { $0.province != nil && !$0.goods.isEmpty })
        func goods(_ code: String) -> Set<String> { Set(gates.first { $0.facility == code }?.goods ?? []) }
        #expect(!goods("HUUNGHI").isDisjoint(with: goods("TANTHANH")))
        #expect(goods("HUUNGHI").isDisjoint(with: goods("MOCBAI")), "another country")
        let kinds = Dictionary(
            configuration.zones.compactMap { zone in zone.facility.map { ($0, zone.kind) } }, uniquingKeysWith: { $1 })
        let queues = configuration.zones.filter { $0.kind == .queue }.compactMap { $0.gate.flatMap { kinds[$0] } }
        #expect(Set(queues) == [.borderGate, .seaport, .icd, .airport])
        #expect(configuration.rules.congestion == CongestionSettings())
    }

    /// A border gate with all that it may have, a port with a queue, and a yard without one.
    private static func folder(_ extra: String) throws -> ConfigurationFolder {
        let folder = try ConfigurationFolder(mainExtra: extra)
        func circle(_ properties: String, _ longitude: Double) -> String {
            """
            {"type":"Feature","properties":{\(properties),"radius":500},
            "geometry":{"type":"Point","coordinates":[\(longitude),20.86]}}
            """
        }
        let features = [
            circle(
                #""id":"gate","kind":"border-gate","name":"Gate","facility":"GATE","province":"Lang Son","#
                    + #""goods":["fruit-cn","general"],"opens":"22:00","closes":"06:00""#, 106.1),
            circle(#""id":"port","kind":"seaport","name":"Port","facility":"PORT""#, 106.2),
            circle(#""id":"yard","kind":"icd","name":"Yard","facility":"YARD""#, 106.3),
            circle(#""id":"queue","kind":"queue","name":"Queue","gate":"PORT""#, 106.4),
        ]
        try folder.write(
            "zones.geojson", "{\"type\":\"FeatureCollection\",\"features\":[\(features.joined(separator: ","))]}")
        return folder
    }
}
