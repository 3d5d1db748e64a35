import Customs
import Foundation
import MonitoringCentre
import Server
import Testing

@Suite("A configuration of the port side")
struct PortConfigurationTests {
    @Test("takes partners, whose entries are added to the usual ones and go before them")
    func partners() throws {
        let folder = try ConfigurationFolder(
            mainExtra: """
                partners:
                  - name: tos
                    account: port
                    senders: [TOS, TOS2]
                    timeZone: Asia/Tokyo
                    documents: {"34": discharge, "900": scan}
                    facilities: {QUAY1: PORT}
                    issuers: {HQ: customs}
                    conditions: {"9": broken}
                    noSeal: [none here, unknown]
                    unknownSeal: [none]
                    folder: drop/tos
                  - {name: plain, account: chief}
                """)
        let partners = try folder.read().partners
        #expect(partners.map(\.name) == ["tos", "plain"])
        let tos = try #require(partners.first)
        let usual = EDIPartner(timeZone: "")
        #expect(tos.account == Account(name: "port", role: .operator, facilities: ["PORT"]))
        #expect(tos.senders == ["TOS", "TOS2"] && tos.folder == folder.path("drop/tos"))
        #expect(tos.edi.timeZone == "Asia/Tokyo")
        #expect(tos.edi.documents["34"] == .discharge && tos.edi.documents["900"] == .scan)
        #expect(tos.edi.documents["36"] == usual.documents["36"])
        #expect(tos.edi.facilities == ["QUAY1": "PORT"])
        #expect(tos.edi.issuers["HQ"] == .customs && tos.edi.issuers["CA"] == .carrier)
        #expect(tos.edi.conditions["9"] == .broken && tos.edi.conditions["1"] == .intact)
        // What a partner means by a word replaces what it usually means.
        #expect(tos.edi.noSeal == usual.noSeal.subtracting(["NONE"]).union(["NONE HERE", "UNKNOWN"]))
        #expect(tos.edi.unknownSeal == usual.unknownSeal.subtracting(["UNKNOWN"]).union(["NONE"]))
        #expect(partners[1].edi == EDIPartner(name: "plain", timeZone: "Asia/Ho_Chi_Minh"))
        #expect(partners[1].folder == nil && partners[1].senders.isEmpty)
    }

    @Test("takes deadlines for all facilities and for one, whose own goes first")
    func deadlines() throws {
        let folder = try ConfigurationFolder(
            mainExtra: """
                reporting:
                  deadlines: {gate-in: 900, default: 7200}
                  facilities: {PORT: {gate-out: 600, default: 1800}}
                """)
        let deadlines = try folder.read().rules.reportingDeadlines
        #expect(deadlines.seconds(facility: "GATE", type: .gateIn, usual: 1) == 900)
        #expect(deadlines.seconds(facility: "GATE", type: .gateOut, usual: 1) == 7200)
        #expect(deadlines.seconds(facility: "PORT", type: .gateOut, usual: 1) == 600)
        #expect(deadlines.seconds(facility: "PORT", type: .gateIn, usual: 1) == 1800)
        #expect(try ConfigurationFolder().read().rules.reportingDeadlines == ReportingDeadlines())
    }

    @Test("keeps its deadlines where other rules are tried")
    func alternative() throws {
        let folder = try ConfigurationFolder(mainExtra: "reporting: {deadlines: {default: 60}}")
        try folder.write("new.yaml", "overspeed: {enabled: false}")
        let configuration = try folder.read()
        #expect(configuration.rules.reportingDeadlines.seconds(facility: "PORT", type: .scan, usual: 1) == 60)
        // It is what `vasscm replay --rules` does; the difference of a recording without events is empty.
        _ = try ReplayAlternative(rules: folder.path("new.yaml"), zones: nil, insteadOf: configuration)
    }

    @Test(
        "that is wrong names file, line, key and reason",
        arguments: [
            ("partners: {}", "vasscm.yaml:3: partners: must be a list"),
            ("partners: [{account: port}]", "vasscm.yaml:3: partners[0].name: is missing"),
            ("partners: [{name: a b, account: port}]", "partners[0].name: “a b” cannot name a partner"),
            ("partners: [{name: a}]", "partners[0].account: is missing"),
            ("partners: [{name: a, account: nobody}]", "partners[0].account: there is no account “nobody”"),
            (
                "partners: [{name: a, account: looker}]",
                "“looker” is of the role viewer, which may not post gate events"
            ),
            ("partners: [{name: a, account: port}, {name: a, account: port}]", "there are two partners “a”"),
            (
                "partners: [{name: a, account: port, timeZone: Asia/Nowhere}]",
                "partners[0].timeZone: “Asia/Nowhere” is not"
            ),
            (
                "partners: [{name: a, account: port, documents: {'34': gone}}]",
                "partners[0].documents.34: must be one of"
            ),
            (
                "partners: [{name: a, account: port, issuers: {X: king}}]",
                "partners[0].issuers.X: must be one of carrier"
            ),
            ("partners: [{name: a, account: port, conditions: {'1': }}]", "partners[0].conditions.1: is missing"),
            ("partners: [{name: a, account: port, facilities: {Q: NOPE}}]", "no zone has the facility code “NOPE”"),
            ("partners: [{name: a, account: port, noSeal: NONE}]", "partners[0].noSeal: must be a list of texts"),
            ("partners: [{name: a, account: port, noSeal: [x], unknownSeal: [X]}]", "“X” stands under noSeal too"),
            ("partners: [{name: a, account: port, senders: ['']}]", "“” is no sender of an interchange"),
            ("partners: [{name: a, account: port, zone: x}]", "partners[0].zone: is not a known key"),
            ("partners: [{name: a, account: port, folder: data}]", "holds the server's own files"),
            ("partners: [{name: a, account: port, folder: ./}]", "holds the server's own files"),
            (
                "partners: [{name: a, account: port, folder: x}, {name: b, account: port, folder: ./y/../x/}]",
                "partners[1].folder"
            ),
            (
                "partners: [{name: a, account: port, senders: [S]}, {name: b, account: port, senders: [S]}]",
                "the account “port” has two partners with the sender “S”"
            ),
            ("reporting: {deadline: 1}", "vasscm.yaml:3: reporting.deadline: is not a known key"),
            ("reporting: {deadlines: {gate-in: soon}}", "reporting.deadlines.gate-in: must be a number from 0 to"),
            ("reporting: {deadlines: {gate: 5}}", "reporting.deadlines.gate: is not a known key"),
            ("reporting: {facilities: {NOPE: {default: 5}}}", "no zone has the facility code “NOPE”"),
            ("reporting: {facilities: {PORT: {default: -5}}}", "reporting.facilities.PORT.default: must be a number"),
            ("http: {publicURL: vasscm.example}", "http.publicURL: “vasscm.example” is not an address such as"),
        ])
    func faults(extra: String, complaint: String) throws {
        let folder = try ConfigurationFolder(mainExtra: extra)
        let key = String(repeating: "c", count: 64)
        try folder.write(
            "accounts.yaml",
            """
            - {name: port, role: operator, facilities: [PORT], keySHA256: \(String(repeating: "b", count: 64))}
            - {name: looker, role: viewer, keySHA256: \(key)}
            """)
        #expect(folder.complaint().contains(complaint), "\(folder.complaint())")
    }

    @Test("of the demonstration and the default one are good")
    func delivered() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        for name in ["vasscm.yaml", "demo.yaml"] {
            let configuration = try Configuration(file: root.appending(path: "Config/\(name)").path)
            #expect(configuration.summary.contains("partners:"))
        }
    }
}
