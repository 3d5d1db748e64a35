import CGPS
import Customs
import Foundation
import Logging

/// One daemon, on its own thread: connect, watch, collect lines, hand them over; again after each loss.
///
/// libgps opens and greets; the lines are then read from its socket as its own `gpspipe -w` does, and not through
/// `gps_read`, for four reasons found in version 3.22. `gps_waiting` stays true while half a line is buffered, so a loop
/// over it spins. `gps_read` cuts a line at a NUL byte, and answers -1 for ever once its 20,480-byte buffer is full
/// without a line's end. It decodes every line into one `gps_data_t` in which devices mix. And `gps_data` holds what
/// comes after the line that was read.
final class GPSDSession {
    private let configuration: GPSDConfiguration
    private let intake: any Intake
    private let now: () -> Timestamp
    private let logger: Logger
    private let shared: SharedState
    private let name: String
    private var backoff: Backoff
    private var batch: PendingBatch
    private var splitter = LineSplitter()
    private var isGreeted = false
    /// Lines of this connection that were no object of gpsd's.
    private var garbage = 0

    init(
        configuration: GPSDConfiguration, intake: any Intake, now: @escaping () -> Timestamp, logger: Logger,
        backoff: Backoff, shared: SharedState
    ) {
        self.configuration = configuration
        self.intake = intake
        self.now = now
        self.logger = logger
        self.shared = shared
        self.backoff = backoff
        batch = PendingBatch(windowSeconds: configuration.batchSeconds, backoff: backoff)
        name = "gpsd \(configuration.daemon)"
    }

    func run() {
        // libgps writes to its socket with write(2); a daemon that has gone must not end the process.
        signal(SIGPIPE, SIG_IGN)
        var attempts = 0
        while !shared.isStopping {
            if attempts > 0 { shared.count { $0.reconnects += 1 } }
            attempts += 1
            let started = Self.monotonicSeconds
            let reason = connectAndServe()
            // A daemon that greets and hangs up at once is no success.
            if isGreeted, Self.monotonicSeconds - started > Limits.provenSeconds { backoff.reset() }
            if isGreeted {
                shared.isConnected = false
                shared.count { $0.disconnects += 1 }
            }
            guard !shared.isStopping else { break }
            let delay = backoff.next()
            logger.warning("\(name): \(reason); next attempt in \(Int(delay * 1000)) ms")
            pause(seconds: delay)
        }
        handOverLast()
        logger.info("\(name): stopped")
    }

    // MARK: - One connection

    private func connectAndServe() -> String {
        isGreeted = false
        garbage = 0
        splitter.reset()
        var error: Int32 = 0
        guard let data = vasscm_gps_open(configuration.host, String(configuration.port), &error) else {
            return "cannot connect: \(String(cString: vasscm_gps_error(error)))"
        }
        defer { vasscm_gps_close(data) }
        guard vasscm_gps_watch(data) == 0 else { return "cannot ask for reports" }
        return serve(vasscm_gps_socket(data))
    }

    /// Reads until the connection ends; says why it did.
    private func serve(_ socket: Int32) -> String {
        var lastHeard = Self.monotonicSeconds
        while !shared.isStopping {
            let moment = Self.monotonicSeconds
            if batch.isDue(at: moment) { handOver() }
            guard batch.envelopes.count < configuration.batchLimit else {
                // What is not read waits at the daemon, which gives up on readers that stay away too long.
                usleep(UInt32(Limits.turnMilliseconds) * 1000)
                lastHeard = Self.monotonicSeconds
                continue
            }
            if moment - lastHeard > configuration.silenceSeconds {
                return "silent for \(configuration.silenceSeconds) s"
            }
            guard Self.isReadable(socket, milliseconds: waitMilliseconds(at: moment)) else { continue }
            switch receive(socket) {
            case .something: lastHeard = Self.monotonicSeconds
            case .nothing: break
            case .ended(let reason): return reason
            }
        }
        return "stopped"
    }

    private enum Reading {
        case something, nothing
        case ended(String)
    }

    private func receive(_ socket: Int32) -> Reading {
        withUnsafeTemporaryAllocation(byteCount: Limits.readBytes, alignment: 1) { buffer in
            let count = recv(socket, buffer.baseAddress, buffer.count, 0)
            if count == 0 { return .ended("the daemon closed the connection") }
            guard count > 0 else {
                if errno == EAGAIN || errno == EINTR { return .nothing }
                return .ended(String(cString: strerror(errno)))
            }
            let hadOnlyLines = splitter.feed(UnsafeRawBufferPointer(rebasing: buffer[..<count])) { take($0) }
            guard hadOnlyLines else {
                return .ended("more than \(LineSplitter.maximumLineLength) bytes without a line's end")
            }
            // What goes on talking nonsense is not a gpsd, and would fill the store with it.
            return garbage < Limits.garbageLines ? .something : .ended("\(garbage) lines that are not gpsd's")
        }
    }

    private func take(_ line: [UInt8]) {
        let kind = LineClass(line)
        shared.count { statistics in
            statistics.lines += 1
            switch kind {
            case .report: statistics.reports += 1
            case .garbage: statistics.garbage += 1
            default: statistics.ignored += 1
            }
        }
        if !isGreeted, kind != .garbage { noteGreeting() }
        switch kind {
        case .report: keep(line)
        case .garbage:
            garbage += 1
            keep(line)
            logger.warning("\(name): not a line of gpsd's: \(Self.excerpt(line))")
        case .version, .devices: logger.info("\(name): \(Self.excerpt(line))")
        case .error: logger.warning("\(name): the daemon reports an error: \(Self.excerpt(line))")
        case .other: break
        }
    }

    private func noteGreeting() {
        isGreeted = true
        shared.isConnected = true
        shared.count { $0.connects += 1 }
    }

    private func keep(_ line: [UInt8]) {
        batch.append(
            Envelope(
                source: .gpsd(daemon: configuration.daemon, seals: configuration.seals), receivedAt: now(), body: line),
            at: Self.monotonicSeconds)
    }

    // MARK: - Handing over

    private func handOver() {
        do {
            try intake.take(batch.envelopes)
            batch.stored()
            shared.count { $0.batches += 1 }
        } catch {
            let wait = batch.refused(at: Self.monotonicSeconds)
            shared.count { $0.intakeFailures += 1 }
            logger.error(
                """
                \(name): could not store \(batch.envelopes.count) lines, kept for another try in \
                \(Int(wait * 1000)) ms: \(error)
                """)
        }
    }

    private func handOverLast() {
        guard !batch.envelopes.isEmpty else { return }
        handOver()
        let lost = batch.envelopes.count
        guard lost > 0 else { return }
        shared.count { $0.lost += lost }
        logger.error("\(name): \(lost) lines are lost: they could not be stored before the stop")
    }

    /// Waits between connections, and goes on offering what waits.
    private func pause(seconds: Double) {
        let end = Self.monotonicSeconds + seconds
        while !shared.isStopping {
            let moment = Self.monotonicSeconds
            guard moment < end else { return }
            if batch.isDue(at: moment) { handOver() }
            usleep(UInt32(min(end - moment, Double(Limits.turnMilliseconds) / 1000) * 1_000_000))
        }
    }

    private func waitMilliseconds(at moment: Double) -> Int32 {
        guard let due = batch.dueAt else { return Limits.turnMilliseconds }
        return min(Int32(max((due - moment) * 1000, 0)) + 1, Limits.turnMilliseconds)
    }
}
