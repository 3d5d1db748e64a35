import Customs
import MonitoringCentre
import Testing

@Suite("The event hub")
struct EventHubTests {
    private func text(_ frames: [[UInt8]]?) -> [String]? { frames?.map { String(decoding: $0, as: UTF8.self) } }

    private func ids(_ frames: [[UInt8]]?) -> [String]? {
        text(frames)?.map { String($0.prefix { $0 != "\n" }) }
    }

    @Test("Events have the contract's names and payloads")
    func frames() throws {
        let hub = EventHub()
        let stream = try hub.subscribe()
        hub.publish([.report(5), .zone(6)])
        #expect(
            text(stream.take()) == [
                """
                id: 5\nevent: position\ndata: {"seal":"VNSEAL0001","container":"MSKU9070323",\
                "time":"2026-03-02T07:59:30Z","speed":12.5,"track":271,"state":"locked","battery":0.87,\
                "lat":21,"lon":106}\n\n
                """,
                """
                id: 6\nevent: zone\ndata: {"at":"2026-03-02T07:30:00Z","change":"entered","seal":"S1",\
                "zone":"cat-lai-port"}\n\n
                """,
            ])
        hub.publish([
            .alert(7),
            Effect(sequence: 8, at: .make("2026-03-02T06:00:00Z"), kind: .transit(.make())),
            Effect(sequence: 9, at: .make("2026-03-02T07:00:00Z"), kind: .gateEvent(.make())),
        ])
        let rest = try #require(text(stream.take()))
        #expect(
            rest[0].hasPrefix(
                """
                id: 7\nevent: alert\ndata: {"at":"2026-03-02T07:30:00Z","change":"raised","alert":{"acknowledged":false
                """))
        #expect(rest[0].hasSuffix("}}\n\n"))
        #expect(rest[1].hasPrefix("id: 8\nevent: transit\ndata: {\"at\":\"2026-03-02T06:00:00Z\",\"container\""))
        #expect(rest[1].contains("\"status\":\"open\",\"transit\":\"T1\"}\n\n"))
        #expect(rest[2].hasPrefix("id: 9\nevent: gate-event\ndata: {\"at\":\"2026-03-02T07:00:00Z\",\"account\""))
    }

    @Test("A report without a fix carries the last known place, and none where there never was one")
    func withoutFix() throws {
        let hub = EventHub()
        let stream = try hub.subscribe()
        hub.publish([.report(1, seal: "new", at: nil), .report(2), .report(3, at: nil, state: .tampered)])
        let frames = try #require(text(stream.take()))
        #expect(frames.count == 2)
        #expect(frames[1].contains("\"fixTime\":\"2026-03-02T07:59:30Z\",\"speed\":null,"))
        #expect(frames[1].contains("\"lat\":21,\"lon\":106"))
        hub.remember([.make(.make(seal: "new", at: Coordinate(latitude: 10, longitude: 107)))])
        hub.publish([.report(4, seal: "new", at: nil)])
        #expect(text(stream.take())?.first?.contains("\"lat\":10,\"lon\":107") == true)
    }

    @Test("A stream that resumes within the ring gets exactly what it missed")
    func exactResume() throws {
        let hub = EventHub(after: 10)
        hub.publish((11...20).map { .zone(Int64($0)) })
        for (last, expected) in [(Int64(10), 11...20), (15, 16...20), (19, 20...20)] {
            let stream = try hub.subscribe(after: last)
            #expect(stream.start == .exact)
            #expect(ids(stream.take()) == expected.map { "id: \($0)" })
        }
        let upToDate = try hub.subscribe(after: 20)
        #expect(upToDate.start == .exact)
        #expect(upToDate.take() == [])
        #expect(try hub.subscribe(after: 9).start == .behind(after: 9, through: 20))
    }

    @Test("What the ring has lost is asked of the ledger, and the stream goes on with what comes next")
    func lostResume() throws {
        var limits = EventHub.Limits()
        limits.capacity = 4
        let hub = EventHub(limits: limits)
        hub.publish((1...10).map { .zone(Int64($0)) })
        #expect(try hub.subscribe(after: 6).start == .exact)
        let stream = try hub.subscribe(after: 5)
        #expect(stream.start == .behind(after: 5, through: 10))
        #expect(stream.take() == [])
        hub.publish([.zone(11)])
        #expect(ids(stream.take()) == ["id: 11"])
    }

    @Test("A subscriber that falls too far behind is dropped, and the others are not")
    func dropped() throws {
        var limits = EventHub.Limits()
        limits.maximumLag = 8
        let hub = EventHub(limits: limits)
        let slow = try hub.subscribe()
        let quick = try hub.subscribe()
        for sequence in 1...9 {
            hub.publish([.zone(Int64(sequence))])
            #expect(quick.take()?.count == 1)
        }
        #expect(slow.take() == nil)
        #expect(hub.subscriberCount == 1)
        #expect(quick.take() == [])
    }

    @Test("What a stream resumes from does not count as being behind")
    func resumeIsNoLag() throws {
        var limits = EventHub.Limits()
        limits.maximumLag = 8
        let hub = EventHub(limits: limits)
        hub.publish((1...100).map { .zone(Int64($0)) })
        let stream = try hub.subscribe(after: 0)
        hub.publish([.zone(101)])
        var count = 0
        while let frames = stream.take(limit: 10), !frames.isEmpty { count += frames.count }
        #expect(count == 101)
    }

    @Test("The signal of a stream finishes when it is dropped, ended or the hub closes")
    func signals() async throws {
        let hub = EventHub()
        let stream = try hub.subscribe()
        hub.close()
        for await _ in stream.signals {}
        #expect(stream.take() == nil)
        #expect(throws: Unavailable.self) { try hub.subscribe() }
    }

    @Test("There are only so many streams")
    func tooMany() throws {
        var limits = EventHub.Limits()
        limits.subscribers = 2
        let hub = EventHub(limits: limits)
        let first = try hub.subscribe()
        let second = try hub.subscribe()
        #expect(throws: Unavailable.self) { try hub.subscribe() }
        first.end()
        let third = try hub.subscribe()
        #expect(hub.subscriberCount == 2)
        withExtendedLifetime((second, third)) {}
    }

    @Test("With a pace the streams are woken together, once for all that came meanwhile, and lose nothing")
    func paced() async throws {
        let (waits, continuation) = AsyncStream.makeStream(of: Duration.self)
        let (releases, release) = AsyncStream.makeStream(of: Void.self)
        let hub = EventHub(limits: .paced) { duration in
            continuation.yield(duration)
            for await _ in releases { break }
        }
        let first = try hub.subscribe()
        let second = try hub.subscribe()
        var waited = waits.makeAsyncIterator()
        hub.publish([.zone(1)])
        #expect(first.take() == [])
        hub.publish([.zone(2), .zone(3)])
        #expect(try #require(await waited.next()) < .milliseconds(110))
        release.yield()
        for stream in [first, second] {
            var seen: [String] = []
            while seen.count < 3 {
                seen += ids(stream.take()) ?? []
                await Task.yield()
            }
            #expect(seen == ["id: 1", "id: 2", "id: 3"])
        }
        hub.publish([.zone(4)])
        _ = await waited.next()
        let late = try hub.subscribe(after: 1)
        release.yield()
        var seen: [String] = []
        while seen.count < 3 {
            seen += ids(late.take()) ?? []
            await Task.yield()
        }
        #expect(seen == ["id: 2", "id: 3", "id: 4"])
    }
}
