import AsyncHTTPClient
import Customs
import Foundation
import NIOCore
import NIOHTTP1
import SimulatorKit
import Testing

extension EndToEnd {
    @Suite("Webhooks")
    struct WebhookTests {
        /// The receiver that the guide for receivers shows, run as it stands there.
        final class GuideReceiver {
            let port: Int
            private let output: URL
            private let process: ChildProcess

            init(_ directory: URL, secret: URL, port: Int) async throws {
                let guide = try String(
                    contentsOf: Programs.packageRoot.appending(path: "Hardware/webhooks.md"), encoding: .utf8)
                let program = try #require(guide.firstMatch(of: #/```python\n(.*?)```/#.dotMatchesNewlines())?.1)
                let file = directory.appending(path: "receiver.py")
                try Data(program.utf8).write(to: file)
                self.port = port
                output = directory.appending(path: "received")
                process = try ChildProcess(
                    try Programs.installed(Programs.python), [file.path, "\(port)", secret.path], output: output,
                    errors: directory.appending(path: "receiver.log"))
                try await eventually("the receiver listens") { LoopbackPort.isListening(port) }
            }

            var url: String { "http://127.0.0.1:\(port)/vasscm" }

            /// What it found genuine: ids and messages in the order in which they came.
            var received: [(id: String, message: [String: Any])] {
                get throws {
                    try String(contentsOf: output, encoding: .utf8).split(separator: "\n").map { line in
                        let parts = line.split(separator: " ", maxSplits: 1)
                        let message = try JSONSerialization.jsonObject(with: Data(parts[1].utf8)) as? [String: Any]
                        return (String(parts[0]), try #require(message))
                    }
                }
            }

            func stop() { process.kill() }
        }

        private static func configuration(_ port: Int) -> [String] {
            [
                "webhooks:",
                "  - name: board",
                "    url: http://127.0.0.1:\(port)/vasscm",
                "    events: [gate-event, alert]",
                "    secretFile: secret",
            ]
        }

        @Test(
            "What is published arrives signed at a receiver made as the guide says, also what came while it was away",
            .timeLimit(.minutes(1)))
        func signed() async throws {
            var options = Deployment.Options()
            let port = try LoopbackPort.free()
            options.configuration = Self.configuration(port)
            try await Deployment.run(options, startsServer: false) { deployment in
                let secret = deployment.directory.appending(path: "secret")
                try Data("whsec_\(Data((0..<32).map { UInt8($0) }).base64EncodedString())\n".utf8).write(to: secret)
                try await deployment.startServer()
                let stream = try await EventStream(deployment.centre)
                defer { stream.close() }

                // Nobody listens yet.
                let first = PortSide.event("w-1", containerNumber(1))
                #expect(try await deployment.centre.post(first).status == 201)
                try await eventually("the failure is counted") {
                    try await deployment.centre.metrics().value("vasscm_webhook_failed_total{name=\"board\"}") > 0
                }
                #expect(try await deployment.centre.metrics().value("vasscm_webhook_waiting{name=\"board\"}") > 0)

                let receiver = try await GuideReceiver(deployment.directory, secret: secret, port: port)
                defer { receiver.stop() }
                // A gate-out without a release, so that there is an alert as well.
                let second = PortSide.event("w-2", containerNumber(2), .gateOut)
                #expect(try await deployment.centre.post(second).status == 201)
                try await eventually("both events and the alert arrive") { try receiver.received.count >= 3 }
                try await eventually("all is delivered") {
                    try await deployment.centre.metrics().value("vasscm_webhook_waiting{name=\"board\"}") == 0
                }

                // The same as on the stream, one for one.
                var told: [EventStream.Event] = []
                try await eventually("the stream tells as much") {
                    told = stream.events.filter { ["gate-event", "alert"].contains($0.name) }
                    return try receiver.received.count == told.count
                }
                let received = try receiver.received
                #expect(received.map(\.id) == told.compactMap { $0.id.map { "evt_\($0)" } })
                for (one, event) in zip(received, told) {
                    #expect(one.message["type"] as? String == event.name)
                    let data = try #require(one.message["data"] as? NSDictionary)
                    let streamed = try JSONSerialization.jsonObject(with: Data(event.data.utf8)) as? NSDictionary
                    #expect(data == streamed)
                    #expect(one.message["timestamp"] as? String == data["at"] as? String)
                }
                #expect(
                    received.compactMap { ($0.message["data"] as? [String: Any])?["eventId"] as? String } == [
                        "w-1", "w-2",
                    ])

                try await refusesForgery(receiver)

                // After a restart nothing comes again.
                deployment.stopServer()
                try await deployment.startServer()
                #expect(try await deployment.centre.post(PortSide.event("w-3", containerNumber(3))).status == 201)
                try await eventually("the next event arrives") { try receiver.received.count == told.count + 1 }
                // The receiver would drop what it has, so the server is asked.
                try await eventually("one is delivered") {
                    let counts = try await deployment.centre.metrics()
                    return counts.value("vasscm_webhook_waiting{name=\"board\"}") == 0
                        && counts.value("vasscm_webhook_delivered_total{name=\"board\"}") == 1
                }
                let log = try String(contentsOf: deployment.serverLog, encoding: .utf8)
                #expect(!log.contains("whsec_") && !log.contains("AAECAwQFBgc"))
            }
        }

        /// What is not signed with the secret is no message.
        private func refusesForgery(_ receiver: GuideReceiver) async throws {
            let before = try receiver.received.count
            var request = HTTPClientRequest(url: receiver.url)
            request.method = .POST
            request.headers.add(name: "webhook-id", value: "evt_999")
            request.headers.add(name: "webhook-timestamp", value: "\(Int(Date().timeIntervalSince1970))")
            request.headers.add(
                name: "webhook-signature", value: "v1,\(Data(repeating: 7, count: 32).base64EncodedString())")
            request.body = .bytes(ByteBuffer(string: "{}"))
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
            #expect(response.status.code == 401)
            #expect(try receiver.received.count == before)
        }
    }
}
