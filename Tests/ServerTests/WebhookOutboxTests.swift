import Customs
import Foundation
import Ledger
import Server
import Synchronization
import Testing

@Suite("The outbox of webhooks")
struct WebhookOutboxTests {
    private let scene: WebhookScene

    init() throws { scene = try WebhookScene() }

    @Test("gives 1,000 words on congestion one by one, and of 1,001 the newest of each gate")
    func limit() async throws {
        let ledger = try scene.ledger()
        let selection = EventSelection(kinds: [.congestion])
        try scene.publish((1...1000).map { WebhookScene.congestion($0 % 2 == 0 ? "A" : "B") }, ledger)
        var page = try await ledger.outbox(selection, after: 0, coalescedThrough: 0, limit: 3)
        #expect(page.items.map(\.event.sequence) == [1, 2, 3] && page.items.allSatisfy { $0.skipped == 0 })
        #expect(page.through == 1000 && page.coalescedThrough == 0)

        try scene.publish([WebhookScene.congestion("A")], ledger)
        page = try await ledger.outbox(selection, after: 0, coalescedThrough: 0, limit: 3)
        #expect(page.items.map(\.event.sequence) == [999, 1001] && page.items.map(\.skipped) == [998, 1])
        #expect(page.coalescedThrough == 1001)
        // What was left out stays out, although less waits now.
        page = try await ledger.outbox(selection, after: 0, coalescedThrough: 1001, limit: 1)
        #expect(page.items.map(\.event.sequence) == [999] && page.coalescedThrough == 1001)
        try scene.publish([WebhookScene.congestion("A")], ledger)
        page = try await ledger.outbox(selection, after: 999, coalescedThrough: 1001, limit: 3)
        #expect(page.items.map(\.event.sequence) == [1001, 1002] && page.items.map(\.skipped) == [1, 0])
        page = try await ledger.outbox(selection, after: 1002, coalescedThrough: 1001, limit: 3)
        #expect(page.items.isEmpty && page.through == 1002)
    }

    @Test("holds the facilities that are wanted, in the ledger as in what the pipeline tells")
    func facilities() async throws {
        let ledger = try scene.ledger()
        let effects = [
            WebhookScene.congestion("HUUNGHI"), WebhookScene.congestion("MONGCAI"),
            WebhookScene.gateEvent("a", facility: "HUUNGHI"), WebhookScene.gateEvent("b"),
        ]
        try scene.publish(effects, ledger)
        let selections = [
            EventSelection(kinds: [.congestion]), EventSelection(kinds: [.congestion], facilities: ["MONGCAI"]),
            EventSelection(kinds: [.congestion, .gateEvent], facilities: ["HUUNGHI", "\"']"]),
            EventSelection(kinds: [.alert, .gateEvent]), EventSelection(kinds: [.transit]),
        ]
        let wanted: [[Int64]] = [[1, 2], [2], [1, 3], [3, 4], []]
        for (selection, wanted) in zip(selections, wanted) {
            let page = try await ledger.outbox(selection, after: 0, coalescedThrough: 0)
            #expect(page.items.map(\.event.sequence) == wanted)
            #expect(try await ledger.eventCount(selection, after: 0, through: 4) == wanted.count)
            #expect(effects.count { selection.contains($0) } == wanted.count)
        }
    }

    @Test("keeps a receiver's failure with its place")
    func cursors() async throws {
        let ledger = try scene.ledger()
        #expect(try ledger.openWebhooks(["a", "b"]).cursors.map(\.sequence) == [0, 0])
        let failing = WebhookCursor(
            name: "b", sequence: 0, failingSince: WebhookScene.start, attempts: 3, lastError: "answered 500")
        try await ledger.store([failing])
        try scene.publish([WebhookScene.congestion()], ledger)
        let (cursors, last) = try ledger.openWebhooks(["c", "b"])
        #expect(cursors == [WebhookCursor(name: "c", sequence: 1), failing] && last == 1)
        #expect(try ledger.column("SELECT name FROM webhook ORDER BY name") == ["b", "c"])
    }

    @Test("finds congestion by an index of its own, and everything else by its sequence")
    func plans() async throws {
        let heard = Mutex<[String]>([])
        let path = scene.directory.appending(path: "plans.sqlite").path
        let ledger = try Ledger(path: path) { sql in heard.withLock { $0.append(sql) } }
        try scene.publish([WebhookScene.congestion("A"), WebhookScene.congestion("B")], ledger)
        heard.withLock { $0 = [] }
        for selection in [
            EventSelection(kinds: [.congestion]), EventSelection(kinds: [.congestion, .alert]),
            EventSelection(kinds: [.congestion], facilities: ["A"]),
        ] {
            _ = try await ledger.outbox(selection, after: 0, coalescedThrough: 0, congestionLimit: 1)
            _ = try await ledger.outbox(selection, after: 0, coalescedThrough: 0)
        }
        let statements = heard.withLock { $0 }.filter { $0.contains("FROM event") }
        #expect(statements.count > 10)
        for sql in statements {
            let steps = try ledger.plan(of: sql)
            #expect(!steps.contains { $0.hasPrefix("SCAN event") }, "\(steps) in \(sql)")
            if sql.contains("WHERE kind = 'congestion'") {
                #expect(steps.contains { $0.contains("event_congestion_sequence (kind=? AND sequence>?") }, "\(steps)")
            }
        }
    }
}
