import Customs
import Foundation
import Ledger
import Server
import Synchronization
import Testing

@Suite("A drop folder")
struct DropFolderTests {
    private static let at = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970) * 1000 - 600_000)

    /// A server with a partner's folder, and what a test looks at there.
    private final class Scene: Sendable {
        let folder: ConfigurationFolder
        let server: PortServer
        let drop: String

        init() throws {
            folder = try ConfigurationFolder()
            server = try PortServer(try PortServer.configuration(folder))
            drop = server.configuration.partners[0].folder ?? ""
            try FileManager.default.createDirectory(atPath: drop, withIntermediateDirectories: true)
        }

        func put(_ name: String, _ text: String) throws {
            try Data(text.utf8).write(to: URL(fileURLWithPath: "\(drop)/\(name)"))
        }

        /// Names in a folder, sorted, without the time before them.
        func names(_ place: String = "") throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: "\(drop)/\(place)").sorted()
                .filter { !["done", "rejected"].contains($0) }
                .map { $0.first == "2" && $0.contains("Z-") ? String($0.split(separator: "-", maxSplits: 1)[1]) : $0 }
        }

        func text(endingIn suffix: String, in place: String) throws -> String {
            let names = try FileManager.default.contentsOfDirectory(atPath: "\(drop)/\(place)")
            let name = try #require(names.first { $0.hasSuffix(suffix) })
            return try String(contentsOfFile: "\(drop)/\(place)/\(name)", encoding: .utf8)
        }

        func events() async throws -> [GateEventRecord] {
            try await server.ledger.gateEvents(GateEventQuery()).items.sorted { $0.event.eventId < $1.event.eventId }
        }
    }

    private struct Results: Decodable {
        struct Result: Decodable {
            var eventId: String?
            var status: String
            var receipt: Receipt?
        }
        var results: [Result]
    }

    @Test("takes a file once nobody writes to it any more, and moves it with its answer after the commit")
    func taken() async throws {
        let scene = try Scene()
        var watch = try scene.server.watch()
        try scene.put("one.json", Posted.json("one", Posted.container(1), at: Self.at))
        await watch.turn()
        #expect(try scene.names() == ["one.json"], "it may still be written to")
        try scene.put("one.json", Posted.json("one-b", Posted.container(1), at: Self.at))
        await watch.turn()
        #expect(try scene.names() == ["one.json"], "it was")
        await watch.turn()
        #expect(try scene.names().isEmpty)
        #expect(try scene.names("done") == ["one.json", "one.json.answer.json"])
        let answer = try JSONDecoder().decode(
            Results.self, from: Data(try scene.text(endingIn: ".answer.json", in: "done").utf8))
        #expect(answer.results.map(\.eventId) == ["one-b"] && answer.results.map(\.status) == ["accepted"])
        let events = try await scene.events()
        #expect(events.map(\.event.eventId) == ["one-b"])
        #expect(events.map(\.account) == ["port"])
        #expect(answer.results.first?.receipt == events.first?.receipt)
        await scene.server.stop()
    }

    @Test("takes EDIFACT by its content, and moves to rejected what nothing was taken of")
    func kinds() async throws {
        let scene = try Scene()
        var watch = try scene.server.watch()
        try scene.put("a.txt", Posted.edifact([Posted.container(1), Posted.container(2)], interchange: 7, at: Self.at))
        try scene.put("b.edi", "[\(Posted.json("b", Posted.container(3), at: Self.at)), {}]")
        try scene.put("c.json", "{\"eventId\":")
        try scene.put("d.edi", "UNB+UNOA:2+PORTTOS+VASSCM+260303:0702+8'UNH+1+CODECO:D:95B:UN'EQD+CN'")
        try scene.put("e.json", Posted.json("e", Posted.container(4), at: Self.at, facility: "YARD"))
        await watch.turn()
        await watch.turn()
        #expect(try scene.names().isEmpty)
        #expect(try scene.names("done") == ["a.txt", "a.txt.answer.edi", "b.edi", "b.edi.answer.json"])
        #expect(
            try scene.names("rejected") == [
                "c.json", "c.json.answer.json", "d.edi", "d.edi.answer.edi", "e.json", "e.json.answer.json",
            ])
        #expect(try scene.text(endingIn: "a.txt.answer.edi", in: "done").contains("CONTRL"))
        let events = try await scene.events()
        #expect(Set(events.map(\.event.container)) == Set((1...3).map(Posted.container)))
        #expect(events.allSatisfy { $0.event.time == Self.at || $0.event.eventId.hasPrefix("edi:") })
        let rejections = try await scene.server.ledger.rejections(RejectionQuery()).items
        #expect(rejections.count == 4)
        #expect(rejections.allSatisfy { $0.account == "port" && $0.source.hasPrefix("folder tos/") })
        #expect(rejections.first { $0.rejection.reason == .forbidden }?.facility == nil, "the yard is not theirs")
        await scene.server.stop()
    }

    @Test("leaves alone what is still being written, what is empty, folders, and links to what is not the partner's")
    func leftAlone() async throws {
        let scene = try Scene()
        var watch = try scene.server.watch()
        let event = Posted.json("x", Posted.container(1), at: Self.at)
        for name in ["a.tmp", "b.part", ".hidden.json"] { try scene.put(name, event) }
        try scene.put("empty.json", "")
        try FileManager.default.createDirectory(atPath: "\(scene.drop)/folder.json", withIntermediateDirectories: false)
        try FileManager.default.createSymbolicLink(
            atPath: "\(scene.drop)/link.json", withDestinationPath: scene.folder.path("accounts.yaml"))
        for _ in 1...3 { await watch.turn() }
        #expect(
            try scene.names() == [".hidden.json", "a.tmp", "b.part", "empty.json", "folder.json", "link.json"])
        #expect(try scene.names("done").isEmpty && scene.names("rejected").isEmpty)
        #expect(try await scene.events().isEmpty)
        await scene.server.stop()
    }

    @Test("reads a file again that was stored and not moved when the server died, and doubles nothing")
    func crash() async throws {
        let scene = try Scene()
        try scene.put("a.json", "[\(Posted.json("a", Posted.container(1), at: Self.at))]")
        try scene.put("b.edi", Posted.edifact([Posted.container(2)], interchange: 9, at: Self.at))
        // Dies after the commit: of what follows it nothing is done.
        let stored = Mutex(0)
        let died = try scene.server.watch { envelopes in
            let outcomes = await scene.server.take(envelopes)
            stored.withLock { $0 += 1 }
            return outcomes.flatMap { _ in .failure(.stopped) }
        }
        var watch = died
        await watch.turn()
        await watch.turn()
        #expect(stored.withLock { $0 } == 1)
        #expect(try scene.names() == ["a.json", "b.edi"])
        let first = try await scene.events()
        #expect(first.count == 2)
        await scene.server.stop()
        try scene.server.ledger.close()

        let again = try PortServer(scene.server.configuration)
        watch = try again.watch()
        await watch.turn()
        await watch.turn()
        #expect(try scene.names().isEmpty)
        #expect(try scene.names("done") == ["a.json", "a.json.answer.json", "b.edi", "b.edi.answer.edi"])
        let events = try await again.ledger.gateEvents(GateEventQuery()).items
        #expect(Set(events) == Set(first), "the same events with their first receipts")
        let answer = try JSONDecoder().decode(
            Results.self, from: Data(try scene.text(endingIn: "a.json.answer.json", in: "done").utf8))
        #expect(answer.results.map(\.status) == ["duplicate"])
        #expect(answer.results.first?.receipt == first.first { $0.event.eventId == "a" }?.receipt)
        await again.stop()
    }

    @Test("keeps a file that could not be stored, and takes it at a later look")
    func retried() async throws {
        let scene = try Scene()
        let isBusy = Mutex(true)
        var watch = try scene.server.watch { envelopes in
            isBusy.withLock { $0 } ? .failure(.busy) : await scene.server.take(envelopes)
        }
        try scene.put("a.json", Posted.json("a", Posted.container(1), at: Self.at))
        for _ in 1...3 { await watch.turn() }
        #expect(try scene.names() == ["a.json"] && scene.names("done").isEmpty)
        isBusy.withLock { $0 = false }
        await watch.turn()
        #expect(try scene.names().isEmpty && scene.names("done").count == 2)
        await scene.server.stop()
    }

    @Test("moves a file that is too large to rejected, unread, with a note")
    func tooLarge() async throws {
        let scene = try Scene()
        var watch = try scene.server.watch()
        try scene.put("large.json", "[" + String(repeating: " ", count: 200_000))
        await watch.turn()
        await watch.turn()
        #expect(try scene.names("rejected") == ["large.json", "large.json.answer.json"])
        #expect(try scene.text(endingIn: ".answer.json", in: "rejected").contains("200001 bytes; at most 200000"))
        #expect(try await scene.server.ledger.rejections(RejectionQuery()).items.isEmpty)
        await scene.server.stop()
    }

    @Test("puts back what somebody wrote under the name of a file while that one was stored")
    func replacedMeanwhile() async throws {
        let scene = try Scene()
        let drop = scene.drop
        let isFirst = Mutex(true)
        let second = Posted.json("second", Posted.container(2), at: Self.at)
        var watch = try scene.server.watch { envelopes in
            let outcomes = await scene.server.take(envelopes)
            if isFirst.withLock({ first in
                defer { first = false }
                return first
            }) {
                try? Data(second.utf8).write(to: URL(fileURLWithPath: "\(drop)/other.tmp"))
                rename("\(drop)/other.tmp", "\(drop)/a.json")
            }
            return outcomes
        }
        try scene.put("a.json", Posted.json("first", Posted.container(1), at: Self.at))
        for _ in 1...4 { await watch.turn() }
        #expect(try scene.names().isEmpty)
        #expect(try await scene.events().map(\.event.eventId) == ["first", "second"])
        await scene.server.stop()
    }

    @Test("keeps files of one name apart, and is made again when it was taken away")
    func names() async throws {
        let scene = try Scene()
        var watch = try scene.server.watch()
        for number in 1...3 {
            try scene.put("same.json", Posted.json("n\(number)", Posted.container(number), at: Self.at))
            await watch.turn()
            await watch.turn()
        }
        #expect(try scene.names("done").filter { $0.hasSuffix("same.json") }.count == 3)
        try FileManager.default.removeItem(atPath: scene.drop)
        await watch.turn()
        #expect(try scene.names().isEmpty && scene.names("done").isEmpty)
        #expect(try await scene.events().count == 3)
        await scene.server.stop()
    }

    @Test("that cannot be made is said to be so, and one that cannot be written to loses nothing")
    func obstacles() async throws {
        let scene = try Scene()
        let inTheWay = scene.folder.path("accounts.yaml")
        #expect(throws: StartFailure.self) { try DropFolder(path: "\(inTheWay)/drop", maximumBytes: 1000) }
        // A file stands where the answers go: stored once, and moved as soon as that is out of the way.
        let stored = Mutex(0)
        var watch = try scene.server.watch { envelopes in
            stored.withLock { $0 += 1 }
            return await scene.server.take(envelopes)
        }
        let done = "\(scene.drop)/done"
        try FileManager.default.removeItem(atPath: done)
        try Data().write(to: URL(fileURLWithPath: done))
        try scene.put("a.json", Posted.json("a", Posted.container(1), at: Self.at))
        for _ in 1...4 { await watch.turn() }
        #expect(try scene.names() == ["a.json"] && stored.withLock { $0 } == 1)
        try FileManager.default.removeItem(atPath: done)
        try FileManager.default.createDirectory(atPath: done, withIntermediateDirectories: false)
        await watch.turn()
        #expect(try scene.names().isEmpty && scene.names("done").count == 2 && stored.withLock { $0 } == 1)
        await scene.server.stop()
    }
}
