import Customs
import MQTTListener
import TestSupport
import Testing

/// What the packaged libmosquitto must do for an acknowledgement to be a promise, seen from the other end of the wire.
@Suite("A PUBACK leaves only after its message is stored", .serialized)
struct AcknowledgementContractTests {
    static let topic = "vasscm/v1/seals/A/reports"

    @Test("No byte leaves while the intake holds the batch, and all PUBACKs leave when it returns")
    func acknowledgesAfterTake() async throws {
        let broker = try ScriptedBroker()
        let intake = RecordingIntake()
        let listener = MQTTListener.make(port: broker.port, intake: intake)
        listener.start()
        defer { broker.endListener(listener) }
        #expect(broker.accept() != nil)
        #expect(broker.grantSubscription() != nil)

        intake.hold()
        broker.publish(topic: Self.topic, payload: "one", number: 7)
        #expect(await eventually { intake.calls == 1 })
        broker.publish(topic: Self.topic, payload: "two", number: 8)
        #expect(!broker.hearsAnything(milliseconds: 300))
        intake.release()

        #expect(broker.readPacket() == ScriptedBroker.Packet(type: 4, body: [0, 7]))
        #expect(broker.readPacket() == ScriptedBroker.Packet(type: 4, body: [0, 8]))
        #expect(intake.bodies == ["one", "two"])
    }

    @Test("When the intake throws, the connection ends without a single byte")
    func dropsWithoutAcknowledging() async throws {
        let broker = try ScriptedBroker()
        let intake = RecordingIntake { $0 == 1 }
        let listener = MQTTListener.make(port: broker.port, intake: intake)
        listener.start()
        defer { broker.endListener(listener) }
        #expect(broker.accept() != nil)
        #expect(broker.grantSubscription() != nil)

        broker.publish(topic: Self.topic, payload: "one", number: 7)
        #expect(broker.readPacket() == nil)
        #expect(intake.taken.isEmpty)

        // The next connection asks for the same session, and what was not acknowledged comes again.
        let connect = broker.accept()
        #expect(connect?.body[7] == 0, "clean session must be off")
        #expect(broker.grantSubscription() != nil)
        broker.publish(topic: Self.topic, payload: "one", number: 7)
        #expect(broker.readPacket() == ScriptedBroker.Packet(type: 4, body: [0, 7]))
        #expect(intake.bodies == ["one"])
        #expect(await eventually { listener.statistics.messages == 1 })
        #expect(listener.statistics.intakeFailures == 1)
        #expect(listener.statistics.reconnects == 1)
    }

    @Test("In a burst of which a middle part fails, no PUBACK names a message that is not stored")
    func acknowledgesOnlyStoredParts() async throws {
        let broker = try ScriptedBroker()
        let intake = RecordingIntake { $0 == 3 }
        let listener = MQTTListener.make(port: broker.port, intake: intake)
        listener.start()
        defer { broker.endListener(listener) }
        #expect(broker.accept() != nil)
        #expect(broker.grantSubscription() != nil)

        for number in UInt16(1)...5000 { broker.publish(topic: Self.topic, payload: "\(number)", number: number) }
        var acknowledged: [String] = []
        while let packet = broker.readPacket(), packet.type == 4 {
            acknowledged.append(String(Int(packet.body[0]) << 8 | Int(packet.body[1])))
        }
        #expect(!intake.refused.isEmpty)
        #expect(Set(acknowledged).isSubset(of: intake.bodies))
        #expect(Set(acknowledged).isDisjoint(with: intake.refused.map(\.text)))
    }

    @Test("What is left unsent on a dropped connection is not sent on the next one")
    func forgetsOldAcknowledgements() async throws {
        let broker = try ScriptedBroker()
        let intake = RecordingIntake { $0 == 1 }
        let listener = MQTTListener.make(port: broker.port, intake: intake)
        listener.start()
        defer { broker.endListener(listener) }
        #expect(broker.accept() != nil)
        #expect(broker.grantSubscription() != nil)
        broker.publish(topic: Self.topic, payload: "one", number: 7)
        #expect(broker.readPacket() == nil)

        #expect(broker.accept() != nil)
        // The SUBSCRIBE is the first packet after the CONNECT: no PUBACK of number 7 slipped in.
        #expect(broker.grantSubscription() != nil)
        #expect(!broker.hearsAnything(milliseconds: 200))
    }

    @Test("A stop in the middle of a batch stores it, acknowledges it and says good-bye")
    func stopsGracefully() async throws {
        let broker = try ScriptedBroker()
        let intake = RecordingIntake()
        let listener = MQTTListener.make(port: broker.port, intake: intake)
        listener.start()
        #expect(broker.accept() != nil)
        #expect(broker.grantSubscription() != nil)
        intake.hold()
        broker.publish(topic: Self.topic, payload: "one", number: 7)
        #expect(await eventually { intake.calls == 1 })
        #expect(!listener.stop(timeoutSeconds: 0.05))
        intake.release()
        #expect(listener.stop())
        #expect(broker.readPacket() == ScriptedBroker.Packet(type: 4, body: [0, 7]))
        #expect(broker.readPacket() == ScriptedBroker.Packet(type: 14, body: []))
        #expect(intake.bodies == ["one"])
        #expect(!listener.isConnected)
    }

    @Test("A refused connection is logged with the broker's reason and tried again")
    func retriesAfterRefusal() async throws {
        let broker = try ScriptedBroker()
        let log = LogRecorder()
        let listener = MQTTListener.make(port: broker.port, intake: RecordingIntake(), log: log)
        listener.start()
        defer { broker.endListener(listener) }
        #expect(broker.accept(returnCode: 5) != nil)
        #expect(broker.accept() != nil)
        #expect(await eventually { listener.isConnected })
        #expect(log.contains("not authorised"))
        #expect(listener.statistics.connects == 1)
    }

    @Test("A refused subscription is an error that names the topic")
    func namesRefusedSubscription() async throws {
        let broker = try ScriptedBroker()
        let log = LogRecorder()
        let listener = MQTTListener.make(port: broker.port, intake: RecordingIntake(), log: log)
        listener.start()
        defer { broker.endListener(listener) }
        #expect(broker.accept() != nil)
        #expect(broker.grantSubscription(0x80) != nil)
        #expect(await eventually { listener.statistics.refusedSubscriptions == 1 })
        #expect(log.all.contains { $0.hasPrefix("error") && $0.contains("vasscm/v1/seals/+/reports") })
    }

    @Test("A connection lost in the middle of a message is given up, and nothing of it is stored")
    func ignoresHalfMessages() async throws {
        let broker = try ScriptedBroker()
        let intake = RecordingIntake()
        let listener = MQTTListener.make(port: broker.port, intake: intake)
        listener.start()
        defer { broker.endListener(listener) }
        #expect(broker.accept() != nil)
        #expect(broker.grantSubscription() != nil)
        broker.publishHalf(topic: Self.topic)
        broker.hangUp()
        #expect(broker.accept() != nil)
        #expect(intake.calls == 0)
        #expect(await eventually { listener.statistics.disconnects == 1 })
    }
}
