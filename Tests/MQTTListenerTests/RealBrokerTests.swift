import Customs
import MQTTListener
import TestSupport
import Testing

/// Against a real mosquitto.
@Suite(
    "Receiving from mosquitto", .serialized,
    .enabled(
        if: isInstalled(MosquittoBroker.program) && isInstalled("/usr/bin/mosquitto_pub"),
        "mosquitto and mosquitto-clients are not installed"))
struct RealBrokerTests {
    static func topic(_ seal: String) -> String { "vasscm/v1/seals/\(seal)/reports" }

    static func lines(_ range: Range<Int>) -> [String] { range.map { "{\"seq\":\($0)}" } }

    @Test("Every published message arrives once, in order, with its topic, broker and time")
    func receivesAll() async throws {
        let broker = try await MosquittoBroker()
        defer { broker.remove() }
        let intake = RecordingIntake()
        let listener = MQTTListener.make(port: broker.port, intake: intake)
        listener.start()
        #expect(await eventually { listener.isSubscribed })
        let sent = Self.lines(0..<3000)
        try broker.publish(topic: Self.topic("A"), sent)
        try broker.publish(topic: Self.topic("B"), ["last"])
        #expect(await eventually { intake.taken.count == 3001 })
        #expect(listener.stop())
        #expect(intake.bodies == sent + ["last"])
        let first = try #require(intake.taken.first)
        #expect(first.source == .mqtt(broker: "127.0.0.1:\(broker.port)", topic: Self.topic("A")))
        #expect(first.receivedAt == Timestamp(milliseconds: 1_772_413_323_000))
        #expect(intake.taken.last?.topic == Self.topic("B"))
        #expect(listener.statistics.messages == 3001)
        #expect(listener.statistics.bytes == intake.taken.reduce(0) { $0 + $1.body.count })
    }

    @Test("Messages published while we were away arrive after we come back, also across a restart of the broker")
    func resumesSession() async throws {
        let broker = try await MosquittoBroker()
        defer { broker.remove() }
        let first = RecordingIntake()
        var listener = MQTTListener.make(port: broker.port, intake: first)
        listener.start()
        #expect(await eventually { listener.isSubscribed })
        try broker.publish(topic: Self.topic("A"), Self.lines(0..<10))
        #expect(await eventually { first.taken.count == 10 })
        #expect(listener.stop())

        try broker.publish(topic: Self.topic("A"), Self.lines(10..<500))
        broker.stop()
        try await broker.start()
        let second = RecordingIntake()
        listener = MQTTListener.make(port: broker.port, intake: second)
        listener.start()
        #expect(await eventually { second.taken.count == 490 })
        #expect(second.bodies == Self.lines(10..<500))

        // The broker goes away under a connected listener.
        broker.stop()
        #expect(await eventually { !listener.isConnected })
        try await broker.start()
        #expect(await eventually { listener.isSubscribed })
        try broker.publish(topic: Self.topic("A"), Self.lines(500..<510))
        #expect(await eventually { second.bodies.last == Self.lines(509..<510)[0] })
        #expect(Set(second.bodies) == Set(Self.lines(10..<510)))
        #expect(listener.stop())
        #expect(listener.statistics.reconnects > 0)
    }

    @Test("A batch that could not be stored is delivered again until it is")
    func redeliversRefusedBatches() async throws {
        let broker = try await MosquittoBroker()
        defer { broker.remove() }
        let intake = RecordingIntake { $0 <= 3 }
        let listener = MQTTListener.make(port: broker.port, intake: intake)
        listener.start()
        #expect(await eventually { listener.isSubscribed })
        let sent = Self.lines(0..<1000)
        try broker.publish(topic: Self.topic("A"), sent)
        #expect(await eventually { Set(intake.bodies).count == 1000 })
        #expect(listener.stop())
        #expect(Set(intake.bodies) == Set(sent))
        #expect(!intake.refused.isEmpty)
        // One failure a turn, in which several parts may have been refused.
        #expect((1...3).contains(listener.statistics.intakeFailures))
    }

    @Test("A crash between commit and acknowledgement delivers again and loses nothing")
    func redeliversAfterCrashBeforeFlush() async throws {
        let broker = try await MosquittoBroker()
        defer { broker.remove() }
        // It stores, and then fails as a process would that dies before its PUBACKs leave.
        let store = RecordingIntake()
        let crashing = CommittingThenCrashing(store: store, crashes: 5)
        let listener = MQTTListener.make(port: broker.port, intake: crashing, batchMessages: 100)
        listener.start()
        #expect(await eventually { listener.isSubscribed })
        let sent = Self.lines(0..<2000)
        try broker.publish(topic: Self.topic("A"), sent)
        #expect(await eventually { Set(store.bodies).count == 2000 && crashing.isHealthy })
        // All was acknowledged in the end: a new connection of the same session gets nothing.
        #expect(listener.stop())
        #expect(Set(store.bodies) == Set(sent))
        #expect(store.taken.count > sent.count)
        let after = RecordingIntake()
        let next = MQTTListener.make(port: broker.port, intake: after)
        next.start()
        #expect(await eventually { next.isSubscribed })
        try broker.publish(topic: Self.topic("A"), ["marker"])
        #expect(await eventually { !after.taken.isEmpty })
        #expect(next.stop())
        #expect(after.bodies.count == 1 && after.bodies.first == "marker")
    }

    @Test("What one listener publishes another receives, also when it was queued before the connection")
    func publishes() async throws {
        let broker = try await MosquittoBroker()
        defer { broker.remove() }
        let received = RecordingIntake()
        let receiver = MQTTListener.make(
            port: broker.port, intake: received, clientId: "receiver", subscriptions: ["vasscm/v1/seals/+/acks"])
        receiver.start()
        #expect(await eventually { receiver.isSubscribed })
        let sender = MQTTListener.make(
            port: broker.port, intake: RecordingIntake(), clientId: "sender", subscriptions: [])
        for number in 0..<500 {
            sender.publish(
                topic: "vasscm/v1/seals/A/acks", payload: Array("\(number)".utf8),
                qos: number % 2 == 0 ? .atMostOnce : .atLeastOnce)
        }
        sender.start()
        #expect(await eventually { received.taken.count == 500 })
        #expect(received.bodies == (0..<500).map(String.init))
        sender.publish(topic: "not/+/allowed", payload: [])
        sender.publish(topic: "vasscm/v1/seals/A/acks", payload: Array("end".utf8))
        #expect(await eventually { received.taken.count == 501 })
        #expect(sender.stop())
        #expect(receiver.stop())
        #expect(sender.statistics.published == 501)
        #expect(sender.statistics.dropped == 1)
    }

    @Test("What is retained is there for who comes later, the newest of a topic alone, also after a restart")
    func retains() async throws {
        let broker = try await MosquittoBroker()
        defer { broker.remove() }
        let sender = MQTTListener.make(
            port: broker.port, intake: RecordingIntake(), clientId: "sender", subscriptions: [])
        func publish(_ gate: String, _ text: String, retained: Bool = true) {
            sender.publish(
                topic: "vasscm/v1/border-gates/\(gate)/congestion", payload: Array(text.utf8), qos: .atLeastOnce,
                retained: retained)
        }
        for text in ["one", "two", "three"] { publish("A", text) }
        publish("B", "other")
        publish("C", "passing", retained: false)
        publish("D", "gone")
        publish("D", "")
        sender.start()
        #expect(await eventually { sender.statistics.published == 7 })
        #expect(sender.stop())

        for client in ["first", "second"] {
            let received = RecordingIntake()
            let receiver = MQTTListener.make(
                port: broker.port, intake: received, clientId: client,
                subscriptions: ["vasscm/v1/border-gates/+/congestion"])
            receiver.start()
            #expect(await eventually { received.taken.count >= 2 })
            #expect(receiver.stop())
            #expect(Set(received.bodies) == ["three", "other"] && received.taken.count == 2)
            broker.stop()
            try await broker.start()
        }
    }

    @Test("A payload of a megabyte, an empty one and one that is not UTF-8 come as they are")
    func receivesOddPayloads() async throws {
        let broker = try await MosquittoBroker()
        defer { broker.remove() }
        let received = RecordingIntake()
        let receiver = MQTTListener.make(port: broker.port, intake: received, clientId: "receiver")
        let sender = MQTTListener.make(
            port: broker.port, intake: RecordingIntake(), clientId: "sender", subscriptions: [])
        receiver.start()
        sender.start()
        #expect(await eventually { receiver.isSubscribed && sender.isConnected })
        let payloads: [[UInt8]] = [
            Array(repeating: UInt8(ascii: "x"), count: 1 << 20), [], [0xff, 0x00, 0xfe],
        ]
        for payload in payloads { sender.publish(topic: Self.topic("A"), payload: payload, qos: .atLeastOnce) }
        #expect(await eventually { received.taken.count == 3 })
        #expect(received.taken.map(\.body) == payloads)
        #expect(receiver.stop())
        #expect(sender.stop())
    }

    @Test("With nobody at the port it keeps trying, and connects when the broker is there")
    func waitsForBroker() async throws {
        let broker = try await MosquittoBroker()
        defer { broker.remove() }
        broker.stop()
        let log = LogRecorder()
        let listener = MQTTListener.make(port: broker.port, intake: RecordingIntake(), log: log)
        listener.start()
        #expect(await eventually { listener.statistics.reconnects >= 3 })
        #expect(!listener.isConnected)
        #expect(log.contains("Connection refused"))
        try await broker.start()
        #expect(await eventually { listener.isSubscribed })
        #expect(listener.stop())
    }
}

/// Stores each batch; the first few times it then throws, which drops the connection before any PUBACK leaves.
private final class CommittingThenCrashing: Intake {
    private let store: RecordingIntake
    private let crashes: Int

    init(store: RecordingIntake, crashes: Int) {
        self.store = store
        self.crashes = crashes
    }

    var isHealthy: Bool { store.calls > crashes }

    func take(_ batch: [Envelope]) throws {
        try store.take(batch)
        if store.calls <= crashes { throw RecordingIntake.Refusal() }
    }
}
