import Customs
import Foundation
import SimulatorKit
import Testing

extension EndToEnd {
    @Suite("Three ways in")
    struct PortWaysTests {
        /// An event without what differs by how it came: its interchange's number.
        private static func content(_ record: GateEventRecord) -> GateEvent {
            var event = record.event
            event.eventId = event.eventId.replacing(#/^edi:HPHTOS:[0-9]+:/#, with: "")
            return event
        }

        private static func drop(_ text: String, _ name: String, _ deployment: Deployment) throws {
            let folder = deployment.directory.appending(path: PortSide.dropFolder)
            try Data(text.utf8).write(to: folder.appending(path: "\(name).tmp"))
            try FileManager.default.moveItem(
                at: folder.appending(path: "\(name).tmp"), to: folder.appending(path: name))
        }

        private static func files(_ place: String, _ deployment: Deployment) throws -> [String] {
            try FileManager.default.contentsOfDirectory(
                atPath: deployment.directory.appending(path: "\(PortSide.dropFolder)/\(place)").path)
        }

        @Test(
            "The same CODECO over HTTP, MQTT and a folder gives the same gate events, and each is answered",
            .timeLimit(.minutes(1)))
        func codeco() async throws {
            try await Deployment.run(PortSide.options) { deployment in
                let system = try await OperatorConnection(deployment.broker)
                defer { system.stop() }
                let containers = (1...30).map { containerNumber($0) }
                let time = Timestamp(milliseconds: now(before: 300).milliseconds / 60_000 * 60_000)
                let texts = (1...3).map { PortSide.codeco(containers, interchange: $0, at: time) }

                let posted = try await deployment.centre.postEDIFACT(texts[0], accept: "application/edifact")
                #expect(posted.status == 201 && posted.text.contains("CONTRL"))
                try system.post(texts[1], to: "codeco")
                try Self.drop(texts[2], "three.edi", deployment)
                try await eventually("all of it is stored") {
                    try await deployment.centre.metrics().gateEvents.stored == 90
                }
                try await eventually("the message is answered") { system.answers("codeco/answers").count == 1 }
                #expect(system.answers("codeco/answers")[0].contains("CONTRL"))
                try await eventually("the file is moved") { try Self.files("done", deployment).count == 2 }
                #expect(try Self.files("done", deployment).contains { $0.hasSuffix("-three.edi.answer.edi") })

                let records: [GateEventRecord] = try await deployment.centre.list("/v1/gate-events")
                let byInterchange = Dictionary(grouping: records) { $0.event.eventId.split(separator: ":")[2] }
                #expect(byInterchange.count == 3)
                let contents = byInterchange.mapValues { Set($0.map(Self.content)) }
                #expect(contents["1"]?.count == 30)
                #expect(contents["2"] == contents["1"] && contents["3"] == contents["1"])
                #expect(records.allSatisfy { $0.account == PortSide.operatorAccount && $0.event.time == time })
                #expect(records.allSatisfy { $0.event.facility == PortSide.facility })

                // What comes again by another way is a duplicate.
                try system.post(texts[0], to: "codeco")
                try Self.drop(texts[1], "again.edi", deployment)
                #expect(try await deployment.centre.postEDIFACT(texts[2]).status == 201)
                try await eventually("the duplicates are counted") {
                    try await deployment.centre.metrics().gateEvents.duplicate == 90
                }
                let metrics = try await deployment.centre.metrics()
                #expect(metrics.gateEvents.isBalanced && metrics.gateEvents.stored == 90, "\(metrics.gateEvents)")
                for source in ["http", "mqtt", "folder"] {
                    let name = "vasscm_gate_events_by_way_total{form=\"edifact\",source=\"\(source)\"}"
                    #expect(metrics.value(name) == 60, "\(source)")
                }
                try await eventually("the second file is moved") { try Self.files("done", deployment).count == 4 }
                #expect(metrics.value("vasscm_drop_folder_errors_total{partner=\"tos\"}") == 0)
            }
        }

        @Test("What is posted as JSON over MQTT is answered there, event by event", .timeLimit(.minutes(1)))
        func answers() async throws {
            try await Deployment.run(PortSide.options) { deployment in
                let system = try await OperatorConnection(deployment.broker)
                defer { system.stop() }
                let good = PortSide.event("m-1", containerNumber(1))
                let foreign = PortSide.event("m-2", containerNumber(2), facility: PortSide.otherFacility)
                let batch = try [good, foreign].map { try CanonicalJSON.string($0) }.joined(separator: ",")
                try system.post("[\(batch),{\"eventId\":\"m-3\"}]", to: "gate-events")
                try system.post(try CanonicalJSON.string(good), to: "gate-events")
                try system.post("{", to: "gate-events")
                try await eventually("everything is answered") { try system.results().count == 5 }
                let results = try system.results()
                #expect(results.map(\.status) == ["accepted", "rejected", "rejected", "duplicate", "rejected"])
                #expect(results.map(\.reason) == [nil, "forbidden", "missing-field", nil, "malformed-json"])
                #expect(results[3].receipt != nil && results[3].receipt == results[0].receipt)

                // A facility that nobody knows: kept as refused, and said so.
                let nowhere = PortSide.event("m-4", containerNumber(3), facility: "NOWHERE")
                try system.post(try CanonicalJSON.string(nowhere), to: "gate-events", of: "NOWHERE")
                try await eventually("it is refused") {
                    try system.results(of: "NOWHERE").map(\.status) == ["rejected"]
                }
                #expect(try system.results(of: "NOWHERE").first?.reason == "unknown-facility")
                let counts = try await deployment.centre.metrics().gateEvents
                #expect(counts.isBalanced && counts.stored == 1 && counts.duplicate == 1, "\(counts)")
                #expect(counts.rejectedInAll == 4, "\(counts)")
            }
        }
    }
}
