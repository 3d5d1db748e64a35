import Customs
import Foundation
import SimulatorKit
import Testing

extension EndToEnd {
    @Suite("Serving")
    struct ServeTests {
        @Test("SIGTERM ends the server with 0 within seconds, streams and brokers or not", .timeLimit(.minutes(1)))
        func terminated() async throws {
            try await Deployment.run { deployment in
                let stream = try await EventStream(deployment.centre)
                let device = try await deployment.broker.connect()
                defer { device.stop() }
                for number in 1...200 {
                    try device.publish(topic: reportsTopic("TERM1"), payload: Self.report(number).payload)
                }
                let started = ContinuousClock.now
                #expect(deployment.stopServer() == 0)
                let lasted = ContinuousClock.now - started
                #expect(lasted < .seconds(5))
                try await eventually("the stream has ended") { stream.hasEnded }

                // What it had not taken by then the broker has kept.
                try await deployment.startServer()
                try await eventually("every report is there") {
                    let text = try? await deployment.centre.text("/v1/seals/TERM1/track?format=csv")
                    return try text.map(TrackRow.csv)?.count == 200
                }
                print("SIGTERM: ended with 0 after \(lasted)")
            }
        }

        @Test("A stream resumes after its last event, also when the server restarted", .timeLimit(.minutes(1)))
        func resumed() async throws {
            try await Deployment.run { deployment in
                let device = try await deployment.broker.connect()
                defer { device.stop() }
                for number in 1...4 { try await Self.openTransit(number, deployment) }
                let first = try await EventStream(deployment.centre)
                try device.publish(topic: reportsTopic("STREAM1"), payload: Self.report(1, .tampered).payload)
                try await eventually("the first alert is streamed") { first.alerts.count == 1 }
                let last = try #require(first.lastID)
                first.close()

                try device.publish(topic: reportsTopic("STREAM2"), payload: Self.report(1, .tampered).payload)
                let second = try await EventStream(deployment.centre, lastEventID: last)
                try await eventually("the alert that was missed is streamed") { second.alerts.count == 1 }
                #expect(second.alerts.first?.alertText("seal") == "STREAM2")
                second.close()

                try device.publish(topic: reportsTopic("STREAM3"), payload: Self.report(1, .unlocked).payload)
                try await eventually("the third alert is kept") {
                    let alerts: [Alert] = try await deployment.centre.list("/v1/alerts")
                    return alerts.count == 3
                }
                deployment.killServer()
                try await deployment.startServer()
                let third = try await EventStream(deployment.centre, lastEventID: last)
                try await eventually("both alerts are streamed again") { third.alerts.count == 2 }
                try device.publish(topic: reportsTopic("STREAM4"), payload: Self.report(1, .tampered).payload)
                try await eventually("and what is new") { third.alerts.count == 3 }
                #expect(third.alerts.map { $0.alertText("seal") } == ["STREAM2", "STREAM3", "STREAM4"])
                #expect(third.alerts.allSatisfy { $0.text("change") == "raised" })
                let ids = third.alerts.compactMap(\.id)
                #expect(ids.count == 3 && ids == ids.sorted() && ids.allSatisfy { $0 > last })
                third.close()
            }
        }

        @Test("Two brokers at once, and a report that comes by both is one", .timeLimit(.minutes(1)))
        func twoBrokers() async throws {
            var options = Deployment.Options()
            options.brokers = 2
            try await Deployment.run(options) { deployment in
                let north = try await deployment.brokers[0].connect()
                let south = try await deployment.brokers[1].connect()
                defer {
                    north.stop()
                    south.stop()
                }
                for number in 1...50 {
                    try north.publish(topic: reportsTopic("NORTH"), payload: Self.report(number).payload)
                    try south.publish(topic: reportsTopic("SOUTH"), payload: Self.report(number).payload)
                    try north.publish(topic: reportsTopic("BOTH"), payload: Self.report(number).payload)
                    try south.publish(topic: reportsTopic("BOTH"), payload: Self.report(number).payload)
                }
                try await eventually("everything is taken") {
                    try await deployment.centre.metrics().reports.received == 200
                }
                let counts = try await deployment.centre.metrics().reports
                #expect(counts.isBalanced && counts.stored == 150 && counts.duplicate == 50, "\(counts)")
                for seal in ["NORTH", "SOUTH", "BOTH"] {
                    let rows = try TrackRow.csv(try await deployment.centre.text("/v1/seals/\(seal)/track?format=csv"))
                    #expect(rows.map(\.sequence) == (1...50).map { Int64($0) }, "\(seal)")
                }
            }
        }

        @Test("What is published while server or broker are away arrives", .timeLimit(.minutes(1)))
        func away() async throws {
            try await Deployment.run { deployment in
                // The server is away.
                deployment.killServer()
                let early = try await deployment.broker.connect()
                for number in 1...300 {
                    try early.publish(topic: reportsTopic("AWAY1"), payload: Self.report(number).payload)
                }
                let taken = try await Blocking.run { early.drain(seconds: 10) }
                #expect(taken)
                early.stop()
                // So is the broker, with what it keeps for the server.
                deployment.broker.stop()
                try await deployment.broker.start()
                try await deployment.startServer()
                try await eventually("what was published before is taken") {
                    try await deployment.centre.metrics().reports.stored == 300
                }

                // The broker restarts under the server.
                deployment.broker.stop()
                try await deployment.broker.start()
                let late = try await deployment.broker.connect()
                defer { late.stop() }
                for number in 301...600 {
                    try late.publish(topic: reportsTopic("AWAY1"), payload: Self.report(number).payload)
                }
                try await eventually("what was published before it came back is taken") {
                    try await deployment.centre.metrics().reports.stored == 600
                }
                let rows = try TrackRow.csv(try await deployment.centre.text("/v1/seals/AWAY1/track?format=csv"))
                #expect(rows.map(\.sequence) == (1...600).map { Int64($0) })
            }
        }

        @Test("Phones with OwnTracks and Traccar's devices leave tracks as seals do", .timeLimit(.minutes(1)))
        func trackers() async throws {
            var options = Deployment.Options()
            options.subscribe = ["owntracks/+/+", "traccar/positions"]
            try await Deployment.run(options) { deployment in
                let tracker = try await deployment.broker.connect()
                defer { tracker.stop() }
                let sent = (1...20).map { Self.report($0) }
                for report in sent {
                    let seconds = report.time.milliseconds / 1000
                    let phone = """
                        {"_type":"location","tid":"p1","tst":\(seconds),"lat":\(report.latitude),"lon":\(report.longitude),\
                        "vel":36,"batt":80,"acc":5}
                        """
                    try tracker.publish(topic: "owntracks/officer/PHONE1", payload: Array(phone.utf8))
                    let forwarded = """
                        {"position":{"id":\(report.sequence),"deviceId":3,"protocol":"osmand","valid":true,\
                        "fixTime":"\(report.time.rfc3339)","latitude":\(report.latitude),\
                        "longitude":\(report.longitude),"altitude":12.5,"speed":10,"course":90,"accuracy":0,\
                        "attributes":{"batteryLevel":55}},"device":{"id":3,"name":"lorry","uniqueId":"TRACCAR1"}}
                        """
                    try tracker.publish(topic: "traccar/positions", payload: Array(forwarded.utf8))
                }
                try await eventually("every position is stored") {
                    try await deployment.centre.metrics().reports.stored == 2 * sent.count
                }
                for (seal, speed) in [("PHONE1", 10.0), ("TRACCAR1", 5.144)] {
                    let rows = try TrackRow.csv(try await deployment.centre.text("/v1/seals/\(seal)/track?format=csv"))
                    #expect(rows.map(\.time) == sent.map(\.time), "\(seal)")
                    #expect(rows.map(\.latitude) == sent.map(\.latitude), "\(seal)")
                    #expect(rows.map(\.longitude) == sent.map(\.longitude), "\(seal)")
                    #expect(rows.allSatisfy { abs(($0.speed ?? 0) - speed) < 0.001 }, "\(seal)")
                }
            }
        }

        private static func openTransit(_ number: Int, _ deployment: Deployment) async throws {
            try await deployment.open(
                transit: "S-\(number)", container: containerNumber(number), seal: "STREAM\(number)",
                startsAt: now(before: 3600), deadline: now().advanced(bySeconds: 86_400))
        }

        /// A report of the last half hour.
        private static func report(_ number: Int, _ state: SealState = .locked) -> SentReport {
            SentReport(
                sequence: Int64(number), time: start.advanced(bySeconds: Double(number)),
                latitudeE7: 130_000_000 + number * 1000, longitudeE7: 1_080_000_000, state: state)
        }

        private static let start = now(before: 800)
    }
}
