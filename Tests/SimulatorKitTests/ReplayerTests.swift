import Customs
import Foundation
import SimulatorKit
import Testing

/// Notes what a replay does, in order.
private final class Notebook: MessageOutlet, CallOutlet, @unchecked Sendable {
    private let lock = NSLock()
    private var notes: [String] = []
    var refusal: SimulatorError?
    var confirms = true

    var lines: [String] { lock.withLock { notes } }

    private func note(_ text: String) { lock.withLock { notes.append(text) } }

    func publish(topic: String, payload: [UInt8]) throws(SimulatorError) {
        note("\(topic == Replayer.clockTopic ? "clock" : topic) \(String(decoding: payload, as: UTF8.self))")
    }

    func drain(seconds: Double) -> Bool {
        note("drain")
        return true
    }

    func awaitClock(_ time: Timestamp, seconds: Double) -> Bool {
        note("await \(time.rfc3339)")
        return confirms
    }

    func post(_ call: HTTPCall, body: [UInt8]) throws(SimulatorError) {
        note("\(call.method) \(call.path) by \(call.account.name)")
        if let refusal { throw refusal }
    }
}

@Suite("A replay")
struct ReplayerTests {
    private func message(_ second: Double, _ body: String) -> Envelope {
        Envelope(
            source: .mqtt(broker: "recording", topic: "t"), receivedAt: Fixtures.start.advanced(bySeconds: second),
            body: Array(body.utf8))
    }

    private func call(_ second: Double) -> Envelope {
        let account = Account(name: "officer", role: .officer)
        return Envelope(
            source: .http(HTTPCall(method: "POST", path: "/v1/transits", account: account)),
            receivedAt: Fixtures.start.advanced(bySeconds: second))
    }

    private func put(_ second: Double) -> Envelope {
        let account = Account(name: "customs-system", role: .system)
        return Envelope(
            source: .http(HTTPCall(method: "PUT", path: "/v1/clearances/100000000001", account: account)),
            receivedAt: Fixtures.start.advanced(bySeconds: second))
    }

    @Test("A call keeps its method: a clearance is put")
    func method() throws {
        let notebook = Notebook()
        _ = try play([put(0)], on: notebook, wallClock: true)
        #expect(notebook.lines.contains("PUT /v1/clearances/100000000001 by customs-system"))
    }

    private func play(
        _ envelopes: [Envelope], on notebook: Notebook, wallClock: Bool = false, speed: Double? = nil,
        pace: Pace = Fixtures.pace()
    ) throws -> ReplaySummary {
        var survey = ReplaySurvey()
        for envelope in envelopes { survey.add(envelope) }
        var options = Replayer.Options()
        options.usesWallClock = wallClock
        options.speed = speed
        var replayer = Replayer(options: options, messages: notebook, calls: notebook, pace: pace)
        return try replayer.play(EnvelopeList(envelopes), survey: survey)
    }

    @Test("The clock goes before what happened at it, and a call waits until the server has confirmed it")
    func order() throws {
        let notebook = Notebook()
        let summary = try play([message(0, "a"), message(0, "b"), call(1), message(2, "c")], on: notebook)
        #expect(
            notebook.lines == [
                #"clock {"time":"2026-03-02T00:00:00Z"}"#, "t a", "t b",
                #"clock {"time":"2026-03-02T00:00:01Z"}"#, "await 2026-03-02T00:00:01Z",
                "POST /v1/transits by officer",
                #"clock {"time":"2026-03-02T00:00:02Z"}"#, "t c",
                // Ten seconds on, so that its confirmation covers the last line and what settles is settled.
                #"clock {"time":"2026-03-02T00:00:12Z"}"#, "await 2026-03-02T00:00:12Z", "drain",
            ])
        #expect(summary.published == 3)
        #expect(summary.posted == 1)
        #expect(summary.failed == 0)
    }

    @Test("In real time no clock is sent, and a call waits for the broker only")
    func wallClock() throws {
        let notebook = Notebook()
        _ = try play([message(0, "a"), call(1)], on: notebook, wallClock: true)
        #expect(notebook.lines == ["t a", "drain", "POST /v1/transits by officer", "drain", "drain"])
    }

    @Test("A refused call is counted with its reason, and the replay goes on")
    func refusal() throws {
        let notebook = Notebook()
        notebook.refusal = SimulatorError("409 Conflict")
        let summary = try play([call(0), call(1), message(2, "a")], on: notebook)
        #expect(summary.failures == ["POST /v1/transits: 409 Conflict": 2])
        #expect(summary.published == 1)
        #expect(summary.text.contains("failed 2"))
    }

    @Test("A server that does not confirm the time ends the replay with a hint")
    func unconfirmed() throws {
        let notebook = Notebook()
        notebook.confirms = false
        do {
            _ = try play([call(0)], on: notebook)
            Issue.record("it must fail")
        } catch let error as SimulatorError {
            #expect(error.description.contains("clock: simulated"))
            #expect(error.description.contains("2026-03-02T00:00:00Z"))
        }
    }

    @Test("At a speed of 60 a minute of the recording takes a second; at none it takes no time")
    func pacing() throws {
        let clock = FakeClock()
        let pace = Pace(now: { clock.seconds }, sleep: { clock.sleep($0) })
        let day = [message(0, "a"), message(600, "b")]
        #expect(try abs(play(day, on: Notebook(), speed: 60, pace: pace).elapsedSeconds - 10) < 0.01)
        #expect(try play(day, on: Notebook(), pace: pace).elapsedSeconds == 0)
    }

    @Test("gpsd's objects are skipped and counted")
    func gpsd() throws {
        let notebook = Notebook()
        let object = Envelope(source: .gpsd(daemon: "recording", seals: [:]), receivedAt: Fixtures.start)
        let summary = try play([object], on: notebook)
        #expect(summary.skippedGPSD == 1)
        #expect(summary.text.contains("gpsd"))
    }

    @Test("Several recordings are merged by their time, and an equal time keeps their order")
    func merging() throws {
        let merge = try RecordingMerge([
            EnvelopeList([message(0, "a"), message(5, "c"), message(9, "e")]),
            EnvelopeList([message(0, "b"), message(7, "d")]),
            EnvelopeList([]),
        ])
        var bodies: [String] = []
        while let envelope = try merge.next() { bodies.append(String(decoding: envelope.body, as: UTF8.self)) }
        #expect(bodies == ["a", "b", "c", "d", "e"])
    }

    @Test("Progress tells share, recorded time, rate and what is left")
    func progress() {
        var progress = ReplayProgress()
        progress.lines = 50
        progress.ofLines = 100
        progress.recordedTime = Fixtures.start.advanced(bySeconds: 60.5)
        progress.lastTime = Fixtures.start.advanced(bySeconds: 3660.5)
        progress.elapsedSeconds = 10
        progress.speed = 60
        #expect(
            progress.text == "[############------------]  50% 2026-03-02T00:01:00Z  5 lines/s  eta 1:00")
        progress.speed = nil
        #expect(progress.remainingSeconds == 10)
    }
}
