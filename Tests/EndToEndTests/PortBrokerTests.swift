import Customs
import Foundation
import Testing

extension EndToEnd {
    @Suite("The broker's access list")
    struct PortBrokerTests {
        /// A broker with the delivered access list; names are believed, as behind TLS with a certificate each.
        private static var options: Deployment.Options {
            var options = Deployment.Options()
            options.broker = ["acl_file \(Programs.configFolder.path)/mosquitto.acl"]
            options.username = "vasscm"
            return options
        }

        private static func publish(
            _ text: String, to topic: String, as user: String, _ deployment: Deployment
        ) async throws {
            let publisher = try ChildProcess(
                try Programs.installed(Programs.mosquittoPub),
                [
                    "-h", "127.0.0.1", "-p", "\(deployment.broker.port)", "-q", "1", "-u", user, "-t", topic, "-m",
                    text,
                ])
            _ = try await publisher.wait(seconds: 10)
        }

        @Test(
            "lets an operator's system post for its own facility and read its own answers, and nobody else",
            .timeLimit(.minutes(1)))
        func operators() async throws {
            try await Deployment.run(Self.options) { deployment in
                let heard = deployment.directory.appending(path: "heard.txt")
                let listener = try ChildProcess(
                    try Programs.installed(Programs.mosquittoSub),
                    [
                        "-h", "127.0.0.1", "-p", "\(deployment.broker.port)", "-u", "operator-hph", "-F", "%t", "-t",
                        // Not `#`: what everybody may read of queues is another matter.
                        "vasscm/v1/facilities/#", "-t", "vasscm/v1/seals/#",
                    ], output: heard)
                defer { listener.terminate() }
                func topic(_ facility: String) -> String { "vasscm/v1/facilities/\(facility)/gate-events" }
                func event(_ number: Int, _ facility: String) throws -> String {
                    try CanonicalJSON.string(
                        PortSide.event("acl-\(number)", containerNumber(number), facility: facility))
                }
                let (own, other) = (PortSide.facility, PortSide.otherFacility)
                try await Self.publish(event(1, other), to: topic(other), as: "operator-hph", deployment)
                try await Self.publish(event(2, own), to: topic(own), as: "VNSEAL0001", deployment)
                try await Self.publish(event(3, own), to: topic(own), as: "monitor", deployment)
                try await Self.publish(event(4, own), to: "\(topic(own))/results", as: "operator-hph", deployment)
                try await Self.publish(
                    "{\"seq\":1,\"time\":\"\(now().rfc3339)\"}", to: reportsTopic("VNSEAL0001"), as: "operator-hph",
                    deployment)
                // The last one is the one that may: once it is answered, whatever was let through before it is here too.
                try await eventually("the operator is answered", every: 100) {
                    try await Self.publish(event(5, own), to: topic(own), as: "operator-hph", deployment)
                    return (try? String(contentsOf: heard, encoding: .utf8))?.contains("results") ?? false
                }
                let events: [GateEventRecord] = try await deployment.centre.list("/v1/gate-events?history=true")
                #expect(events.map(\.event.eventId) == ["acl-5"])
                let counts = try await deployment.centre.metrics()
                #expect(counts.gateEvents.isBalanced && counts.gateEvents.rejectedInAll == 0, "\(counts.gateEvents)")
                #expect(counts.reports.received == 0, "\(counts.reports)")
                let topics = Set(try String(contentsOf: heard, encoding: .utf8).split(separator: "\n").map(String.init))
                #expect(topics == ["\(topic(own))/results"], "\(topics)")
            }
        }
    }
}
