import Customs
import Logging
import MQTTListener
import TestSupport
import Testing

@Suite("Parts of the MQTT listener")
struct PartsTests {
    @Test("Back-off doubles up to its limit, and starts again after a success")
    func backoffDoubles() {
        var backoff = Backoff(initialSeconds: 1, maximumSeconds: 6, jitter: { 0 })
        #expect((0..<5).map { _ in backoff.next() } == [1, 2, 4, 6, 6])
        #expect(backoff.failures == 5)
        backoff.reset()
        #expect(backoff.next() == 1)
    }

    @Test("Back-off is shortened by at most half, whatever the jitter says")
    func backoffJitter() {
        var half = Backoff(initialSeconds: 2, maximumSeconds: 30, jitter: { 1 })
        #expect(half.next() == 1)
        var wild = Backoff(initialSeconds: 2, maximumSeconds: 30, jitter: { 99 })
        #expect(wild.next() == 1)
        var long = Backoff(initialSeconds: 2, maximumSeconds: 30, jitter: { -1 })
        for _ in 0..<200 { #expect(long.next() <= 30) }
    }

    @Test("A full outgoing queue drops its oldest message and counts it")
    func outgoingQueueIsBounded() {
        let listener = MQTTListener.make(port: 1, intake: RecordingIntake(), outgoingLimit: 10)
        for number in 0..<25 { listener.publish(topic: "a", payload: [UInt8(number)]) }
        #expect(listener.statistics.dropped == 15)
        #expect(listener.stop())
    }

    @Test("A listener that was never started stops at once, and cannot be started after")
    func stopsUnstarted() {
        let listener = MQTTListener.make(port: 1, intake: RecordingIntake())
        #expect(listener.stop())
        listener.start()
        #expect(listener.stop(timeoutSeconds: 1))
        #expect(!listener.isConnected)
    }

    @Test("Unreadable TLS files are named")
    func namesUnreadableFiles() async {
        let log = LogRecorder()
        let listener = MQTTListener(
            configuration: MQTTConfiguration(
                host: "127.0.0.1", port: 1, clientId: "test", tls: .init(ca: "/nonexistent/ca.pem"), subscriptions: []),
            intake: RecordingIntake(), now: { .distantPast }, logger: .init(label: "test", factory: { _ in log }))
        listener.start()
        #expect(await eventually { log.contains("/nonexistent/ca.pem") })
        #expect(listener.stop())
    }
}
