import Customs
import Ledger
import Testing

@Suite("Timelines and sealings")
struct TimelineTests {
    @Test("A transit's timeline has its own events, its seal's zones and its container's gate events in its time")
    func timeline() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        var transit = Transit.make(at: 100)
        transit.endedAt = time(1000)
        _ = try ledger.commit(
            .make([
                .transit(1, transit), .zone(2, at: time(50)), .zone(3, at: time(200)), .zone(4, at: time(1001)),
                .zone(5, seal: "other", at: time(200)), .gateEvent(6, .make("e", at: 150)),
                .gateEvent(7, .make("f", container: "other", at: 150)), .alert(8, .make("a", transit: "T1", at: 120)),
                .alert(9, .make("b", transit: "T2", at: 120)), .zone(10, at: time(1000)),
            ]))
        #expect(try await ledger.events(transit: "T1").map(\.sequence) == [1, 8, 6, 3, 10])
        #expect(try await ledger.events(transit: "T1", limit: 2).map(\.sequence) == [3, 10])
        #expect(try await ledger.events(transit: "none").isEmpty)
    }

    @Test("Events resume after a sequence, with their keys and JSON")
    func resume() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        let alert = Alert.make("a", container: "C1", transit: "T1")
        _ = try ledger.commit(
            .make([
                .report(1), .zone(2, at: time(5)), .alert(3, alert), .gateEvent(4, .make("e")), .transit(5, .make()),
            ]))
        let events = try await ledger.events(after: 1, limit: 3)
        #expect(events.map(\.sequence) == [2, 3, 4])
        #expect(events.map(\.kind) == [.zone, .alert, .gateEvent])
        #expect(events.map(\.change) == ["entered", "raised", "posted"])
        #expect(events[0].at == time(5))
        #expect(
            events[0].json == #"{"change":"entered","container":"MSKU1234565","seal":"VNSEAL0001","zone":"port-hph"}"#)
        #expect(events[1].json == (try CanonicalJSON.string(alert)))
        #expect(events[1].container == "C1")
        #expect(events[2].facility == "VNHPH")
        #expect(try await ledger.events(after: 5).isEmpty)
    }

    @Test("What devices declare makes stretches that end where the next begins, or a transit of another container does")
    func declarations() async throws {
        let scratch = try Scratch()
        var ledger = try Ledger(path: scratch.path)
        func sealings(_ container: String) async throws -> [[Double?]] {
            try await ledger.sealings(container: container).map { sealing in
                [sealing.from.seconds(since: start), sealing.to?.seconds(since: start)]
            }
        }
        _ = try ledger.commit(
            .make([
                .report(1, at: time(10), container: "A"), .report(2, at: time(20), container: "A"),
                .report(3, at: time(30), container: "B"), .report(4, at: time(40)),
                .report(5, at: time(50), container: "B"),
            ]))
        #expect(try await sealings("A") == [[10, 29.999]])
        #expect(try await sealings("B") == [[30, nil]])
        try ledger.close()

        // Also over a restart: nothing is written twice, late reports lengthen what they belong to.
        ledger = try Ledger(path: scratch.path)
        _ = try ledger.commit(
            .make([
                .report(6, at: time(60), container: "B"), .report(7, at: time(25), container: "B"),
                .report(8, at: time(5), container: "A"),
            ]))
        #expect(try await sealings("A") == [[5, 24.999]])
        #expect(try await sealings("B") == [[25, nil]])
        _ = try ledger.commit(
            .make([
                .report(9, at: time(70), container: "B", transit: "T1"),
                .report(10, at: time(80), container: "C", transit: "T2"),
                .report(11, at: time(90), container: "B"),
            ]))
        #expect(try await sealings("B") == [[25, 79.999], [90, nil]])
        #expect(try await sealings("C").isEmpty, "that one is the transit's")
    }

    @Test("Late contradicting evidence splits a stretch where it was seen before and after")
    func splitDeclaration() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        _ = try ledger.commit(
            .make([
                .report(1, at: time(10), container: "A"), .report(2, at: time(50), container: "A"),
                .report(3, at: time(30), container: "B"),
            ]))
        let a = try await ledger.sealings(container: "A")
        #expect(a.map(\.from) == [time(10), time(50)])
        #expect(a.map(\.to) == [time(29.999), nil])
        #expect(try await ledger.sealings(container: "B").map(\.to) == [time(49.999)])
    }

    @Test("A container's track joins all its seals, clipped to their stretches, each report once")
    func containerTrack() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path, blockPoints: 4)
        var first = Transit.make("T1", seal: "S1", container: "A", at: 10)
        first.endedAt = time(20)
        let second = Transit.make("T2", seal: "S2", container: "A", at: 15)
        var effects: [Effect] = [.transit(1, first), .transit(2, second)]
        for second in 0..<30 as Range<Int64> {
            effects.append(.report(100 + second * 2, seal: "S1", sequence: second, at: time(Double(second))))
            // S2's device declares the container too, which overlaps its transit.
            effects.append(
                .report(
                    101 + second * 2, seal: "S2", sequence: second, at: time(Double(second)),
                    container: second >= 13 && second < 18 ? "A" : nil))
        }
        _ = try ledger.commit(.make(effects))
        let track = try await ledger.containerTrack(number: "A")
        let expected = (0..<30).flatMap { second in
            (10...20 ~= second ? ["S1 \(second)"] : []) + (second >= 13 ? ["S2 \(second)"] : [])
        }
        #expect(track.map { "\($0.seal) \($0.point.sequence)" } == expected)
        let clipped = try await ledger.containerTrack(
            number: "A", TrackQuery(range: TimeRange(from: time(12), to: time(14))))
        #expect(clipped.map { "\($0.seal) \($0.point.sequence)" } == ["S1 12", "S1 13", "S2 13"])
        #expect(try await ledger.containerTrack(number: "none").isEmpty)
        // From the 13th second to the 20th the reports of two seals take turns, and each is a stretch of its own.
        let simplified = try await ledger.containerTrack(number: "A", TrackQuery(toleranceMeters: 5))
        let bends = expected.prefix(3 + 8 * 2).filter { !["S1 11", "S1 12"].contains($0) } + ["S2 29"]
        #expect(simplified.map { "\($0.seal) \($0.point.sequence)" } == Array(bends))
        let error = await #expect(throws: LedgerError.self) {
            try await ledger.containerTrack(number: "A", TrackQuery(limit: expected.count - 1))
        }
        #expect(error?.description.contains("container A has more than 27 points") == true)
    }
}
