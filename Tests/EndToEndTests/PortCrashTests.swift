import Customs
import Foundation
import Testing

extension EndToEnd {
    @Suite("Crashes at the port")
    struct PortCrashTests {
        @Test("A SIGKILL in a burst of gate events loses none that was answered", .timeLimit(.minutes(2)))
        func burst() async throws {
            try await Deployment.run { deployment in
                let rounds = 4
                let eventsEach = 600
                var receipts: [String: Receipt] = [:]
                var sent: [GateEvent] = []
                for round in 0..<rounds {
                    let events = (0..<eventsEach).map { number in
                        PortSide.event("k\(round)-\(number)", containerNumber(round * eventsEach + number))
                    }
                    sent += events
                    receipts.merge(try await Self.post(events, killing: deployment, after: 60 + round * 130)) { $1 }
                    try await deployment.startServer()
                }
                #expect(receipts.count >= rounds * 60 && receipts.count < sent.count, "\(receipts.count) answered")
                let kept = Dictionary(
                    try await deployment.centre.list("/v1/gate-events?history=true", of: GateEventRecord.self)
                        .map { ($0.event.eventId, $0.receipt) }
                ) { first, _ in
                    Issue.record("an event is stored twice")
                    return first
                }
                let lost = receipts.filter { kept[$0.key] == nil }
                #expect(lost.isEmpty, "answered and lost: \(lost.keys.sorted())")
                #expect(receipts.allSatisfy { kept[$0.key] == $0.value }, "a receipt has changed")

                // Sent again, as an operator's system does with what it heard no answer of.
                let answer = try await deployment.centre.call(
                    "POST", "/v1/gate-events", body: try CanonicalJSON.encode(sent), as: PortSide.operatorAccount)
                let results = try answer.decoded(PortSide.Results.self).results
                #expect(results.count == sent.count && results.allSatisfy { $0.status != "rejected" })
                for result in results {
                    guard let id = result.eventId, let receipt = receipts[id] else { continue }
                    #expect(result.status == "duplicate" && result.receipt == receipt)
                }
                let all: [GateEventRecord] = try await deployment.centre.list("/v1/gate-events?history=true")
                #expect(all.count == sent.count)
                #expect(deployment.stopServer() == 0)
                #expect(try await LedgerFile.inspect(deployment.ledgerFile).integrity == "ok")
                print("gate events and \(rounds) kills: \(sent.count) sent, \(receipts.count) answered, none lost")
            }
        }

        /// Posts events side by side and kills the server after so many answers; what was answered.
        private static func post(
            _ events: [GateEvent], killing deployment: Deployment, after answers: Int
        ) async throws -> [String: Receipt] {
            let log = AnswerLog()
            try await deployment.centre.withConnections(32) { centre in
                await withTaskGroup(of: Void.self) { group in
                    for lane in 0..<32 {
                        group.addTask {
                            for event in stride(from: lane, to: events.count, by: 32).map({ events[$0] }) {
                                guard let answer = try? await centre.post(event), answer.status == 201,
                                    let results = try? answer.decoded(PortSide.Results.self).results
                                else { return }
                                log.note(results)
                            }
                        }
                    }
                    try? await eventually("\(answers) events are answered", within: 30, every: 1) {
                        log.count >= answers
                    }
                    deployment.killServer()
                }
            }
            #expect(log.count >= answers)
            return log.receipts
        }

        /// What was answered, from many tasks.
        private final class AnswerLog: @unchecked Sendable {
            private let lock = NSLock()
            private var known: [String: Receipt] = [:]

            var receipts: [String: Receipt] { lock.withLock { known } }
            var count: Int { lock.withLock { known.count } }

            func note(_ results: [PortSide.Results.Result]) {
                lock.withLock {
                    for result in results { if let id = result.eventId { known[id] = result.receipt } }
                }
            }
        }

        @Test(
            "A crash between the commit of a file and its move: it is read again, and its events are there once",
            .timeLimit(.minutes(1)))
        func folder() async throws {
            try await Deployment.run(PortSide.options, startsServer: false) { deployment in
                let folder = deployment.directory.appending(path: PortSide.dropFolder)
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                let containers = (1...40).map { containerNumber($0) }
                let text = PortSide.codeco(containers, interchange: 1, at: now(before: 120))
                try Data(text.utf8).write(to: folder.appending(path: "crash.edi"))
                try await deployment.startServer(environment: ["VASSCM_TEST_CRASH_AFTER_COMMIT": "1"])
                #expect(try await deployment.serverEnd(seconds: 20) == -SIGKILL)
                func names(_ place: String) throws -> [String] {
                    try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: place).path)
                }
                #expect(try names("").contains("crash.edi") && names("done").isEmpty)

                try await deployment.startServer()
                try await eventually("the file is moved") { try names("done").count == 2 }
                #expect(try !names("").contains("crash.edi"))
                let counts = try await deployment.centre.metrics().gateEvents
                #expect(counts.isBalanced && counts.duplicate == 40 && counts.stored == 0, "\(counts)")
                let events: [GateEventRecord] = try await deployment.centre.list("/v1/gate-events?history=true")
                #expect(Set(events.map(\.event.container)) == Set(containers) && events.count == 40)
            }
        }
    }
}
