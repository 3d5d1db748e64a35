import Customs
import GPSDListener
import TestSupport
import Testing

@Suite("Receiving from a gpsd that does what gpsds should not", .serialized)
struct ScriptedDaemonTests {
    let daemon: ScriptedDaemon
    let intake = RecordingIntake()

    init() throws { daemon = try ScriptedDaemon() }

    @Test("It asks for JSON and hands over each TPV line as it came, of all devices, with daemon and seals")
    func handsOverReports() async throws {
        let seals = ["/dev/ttyUSB0": "A", "/dev/ttyUSB1": "B"]
        let listener = GPSDListener.make(port: daemon.port, intake: intake, seals: seals)
        listener.start()
        defer { listener.stop() }
        #expect(daemon.accept()?.contains(#"?WATCH={"enable":true,"json":true}"#) == true)
        let sent = [
            ScriptedDaemon.position("/dev/ttyUSB0", 1), ScriptedDaemon.position("/dev/ttyUSB1", 2),
            ScriptedDaemon.position("/dev/unmapped", 3), #"{ "class" : "TPV", "mode":0}"#,
        ]
        daemon.send(#"{"class":"DEVICES","devices":[{"class":"DEVICE","path":"/dev/ttyUSB0"}]}"# + "\r\n")
        daemon.send(sent[0] + "\r\n" + sent[1] + "\r\n" + #"{"class":"SKY","device":"/dev/ttyUSB0"}"# + "\r\n")
        daemon.send(#"{"class":"AIS","device":"/dev/ttyUSB0","type":1}"# + "\r\n\r\n" + sent[2] + "\n" + sent[3] + "\n")
        #expect(await eventually { intake.taken.count == 4 })
        #expect(intake.lines == sent)
        #expect(intake.taken.first?.source == .gpsd(daemon: "127.0.0.1:\(daemon.port)", seals: seals))
        #expect(intake.taken.first?.receivedAt == Timestamp(milliseconds: 1_772_413_323_000))
        let statistics = listener.statistics
        #expect(statistics.reports == 4 && statistics.ignored == 4 && statistics.garbage == 0)
        #expect(statistics.lines == 8)
        #expect(listener.isConnected)
    }

    @Test("A line that comes in pieces, byte by byte, is one line")
    func joinsPieces() async throws {
        let listener = GPSDListener.make(port: daemon.port, intake: intake)
        listener.start()
        defer { listener.stop() }
        daemon.accept()
        let line = ScriptedDaemon.position("/dev/a", 1)
        for byte in line.utf8 { daemon.send([byte]) }
        #expect(await eventually { listener.isConnected })
        #expect(intake.calls == 0)
        daemon.send("\r\n")
        #expect(await eventually { intake.lines == [line] })
    }

    @Test("Garbage is handed over to be rejected, never crashes, and does not disturb the lines around it")
    func survivesGarbage() async throws {
        let log = LogRecorder()
        let listener = GPSDListener.make(port: daemon.port, intake: intake, log: log)
        listener.start()
        defer { listener.stop() }
        daemon.accept()
        let first = ScriptedDaemon.position("/dev/a", 1)
        let last = ScriptedDaemon.position("/dev/a", 2)
        let garbage: [[UInt8]] = [
            Array("not json".utf8), [0xff, 0xfe, 0x80], Array(#"{"class":"TPV","mo"#.utf8),
            Array("{\"class\":\"TPV\",\u{0}\"mode\":3}".utf8), Array(#"{"class":}"#.utf8), Array("{}".utf8),
        ]
        daemon.send(first + "\n")
        for bytes in garbage { daemon.send(bytes + [10]) }
        daemon.send(last + "\n")
        #expect(await eventually { intake.taken.count == garbage.count + 2 })
        #expect(intake.taken.map(\.body) == [Array(first.utf8)] + garbage + [Array(last.utf8)])
        #expect(listener.statistics.garbage == garbage.count)
        #expect(log.contains("not json"))
    }

    @Test("Endless nonsense, with or without lines, ends the connection and is bounded")
    func givesUpOnNonsense() async throws {
        let log = LogRecorder()
        let listener = GPSDListener.make(port: daemon.port, intake: intake, log: log)
        listener.start()
        defer { listener.stop() }
        daemon.accept(greeting: "")
        daemon.send([UInt8](repeating: UInt8(ascii: "x"), count: 100_000))
        #expect(daemon.accept(greeting: "") != nil)
        #expect(log.contains("without a line's end"))
        for _ in 0..<150 { daemon.send("nonsense\n") }
        #expect(daemon.accept() != nil)
        #expect(await eventually { listener.isConnected })
        #expect(listener.statistics.garbage >= 100)
        #expect(listener.statistics.connects == 1)
    }

    @Test("A daemon that closes is connected to again; half a line from before is forgotten")
    func reconnects() async throws {
        let listener = GPSDListener.make(port: daemon.port, intake: intake)
        listener.start()
        defer { listener.stop() }
        daemon.accept()
        daemon.send(ScriptedDaemon.position("/dev/a", 1) + "\n" + #"{"class":"TPV","#)
        #expect(await eventually { intake.taken.count == 1 })
        daemon.hangUp()
        #expect(daemon.accept() != nil)
        daemon.send(ScriptedDaemon.position("/dev/a", 2) + "\n")
        #expect(await eventually { intake.taken.count == 2 })
        #expect(intake.lines.last == ScriptedDaemon.position("/dev/a", 2))
        #expect(listener.statistics.reconnects == 1)
        #expect(listener.statistics.disconnects == 1)
    }

    @Test("A connection on which nothing comes any more is given up after the silence time")
    func noticesSilence() async throws {
        let log = LogRecorder()
        let listener = GPSDListener.make(port: daemon.port, intake: intake, silenceSeconds: 0.3, log: log)
        listener.start()
        defer { listener.stop() }
        daemon.accept()
        #expect(await eventually { listener.isConnected })
        // The connection stays open, as one does whose other end has lost its power.
        #expect(daemon.accept() != nil)
        #expect(log.contains("silent for 0.3 s"))
    }

    @Test("A peer that accepts and never speaks is not connected")
    func mistrustsMutePeers() async throws {
        let listener = GPSDListener.make(port: daemon.port, intake: intake, silenceSeconds: 0.2)
        listener.start()
        defer { listener.stop() }
        #expect(daemon.accept(greeting: "") != nil)
        #expect(daemon.accept(greeting: "") != nil)
        #expect(!listener.isConnected)
        #expect(listener.statistics.connects == 0)
    }

    @Test("A batch that could not be stored is kept, in order, and offered until it is")
    func keepsRefusedBatches() async throws {
        intake.refuses = true
        let listener = GPSDListener.make(port: daemon.port, intake: intake)
        listener.start()
        defer { listener.stop() }
        daemon.accept()
        let sent = (0..<50).map { ScriptedDaemon.position("/dev/a", $0) }
        daemon.send(sent[..<25].joined(separator: "\n") + "\n")
        #expect(await eventually { intake.calls >= 2 })
        daemon.send(sent[25...].joined(separator: "\n") + "\n")
        #expect(await eventually { listener.statistics.reports == 50 })
        daemon.hangUp()
        let calls = intake.calls
        #expect(await eventually { intake.calls > calls })
        intake.refuses = false
        #expect(await eventually { intake.taken.count == 50 })
        #expect(intake.lines == sent)
        #expect(listener.statistics.intakeFailures >= 2)
    }

    @Test("When too much waits for the intake, the daemon is not read until it is stored")
    func holdsBack() async throws {
        intake.refuses = true
        let listener = GPSDListener.make(port: daemon.port, intake: intake, batchLimit: 100)
        listener.start()
        defer { listener.stop() }
        daemon.accept()
        let sent = (0..<1000).map { ScriptedDaemon.position("/dev/a", $0) }
        daemon.send(sent.joined(separator: "\n") + "\n")
        #expect(await eventually { intake.calls >= 3 })
        #expect(listener.statistics.reports < 500)
        intake.refuses = false
        #expect(await eventually { intake.taken.count == 1000 })
        #expect(intake.lines == sent)
    }

    @Test("A stop hands over what was received, and counts what cannot be stored")
    func stopsGracefully() async throws {
        let listener = GPSDListener.make(port: daemon.port, intake: intake)
        listener.start()
        daemon.accept()
        daemon.send(ScriptedDaemon.position("/dev/a", 1) + "\n")
        #expect(await eventually { listener.statistics.reports == 1 })
        #expect(listener.stop())
        #expect(intake.taken.count == 1)
        #expect(!listener.isConnected)

        intake.refuses = true
        let other = GPSDListener.make(port: daemon.port, intake: intake)
        other.start()
        daemon.accept()
        daemon.send(ScriptedDaemon.position("/dev/a", 1) + "\n")
        #expect(await eventually { other.statistics.reports == 1 })
        #expect(other.stop())
        #expect(other.statistics.lost == 1)
    }

    @Test("With nobody at the port it keeps trying; unstarted it stops at once")
    func keepsTrying() async throws {
        let port = try freePort()
        let log = LogRecorder()
        let listener = GPSDListener.make(port: port, intake: intake, log: log)
        listener.start()
        #expect(await eventually { listener.statistics.reconnects >= 3 })
        #expect(log.contains("can't connect to host/port pair"))
        #expect(listener.stop())
        let unstarted = GPSDListener.make(port: port, intake: intake)
        #expect(unstarted.stop())
        unstarted.start()
        #expect(unstarted.stop(timeoutSeconds: 1))
    }
}
