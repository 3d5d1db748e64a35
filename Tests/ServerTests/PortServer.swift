import Customs
import Foundation
import Geofencing
import Ledger
import Logging
import MonitoringCentre
import Server
import Supervision
import Synchronization
import Wire

/// A pipeline on a ledger of its own, placed as the server places envelopes, without a network.
final class PortServer: Sendable {
    static let start = Timestamp(milliseconds: 1_772_409_600_000)

    let configuration: Configuration
    let desk: PartnerDesk
    let zones: ZonesInForce
    let ledger: Ledger
    let metrics = ServerMetrics()
    let clock = ServerClock(isSimulated: false, notBefore: .distantPast)
    let pipeline: Pipeline
    private let published = Published()
    private let ended = DispatchSemaphore(value: 0)

    /// Recovers from the ledger in the configuration's data folder, as a start does.
    init(_ configuration: Configuration) throws {
        self.configuration = configuration
        try FileManager.default.createDirectory(
            atPath: configuration.dataDirectory, withIntermediateDirectories: true)
        let logger = Logger(label: "test")
        ledger = try Ledger(path: configuration.ledgerPath)
        let supervisor = try Recovery.recover(
            ledger, zones: ZoneIndex(zones: configuration.zones), rules: configuration.rules, logger: logger)
        let zones = try ZonesInForce(configuration, edition: supervisor.edition)
        self.zones = zones
        let desk = PartnerDesk(configuration, zones: zones)
        self.desk = desk
        pipeline = Pipeline(
            supervisor: supervisor, ledger: ledger, clock: clock, metrics: metrics, logger: logger, place: desk.placed
        ) { [published] committed in
            zones.note(committed.effects)
            published.add(committed)
        }
        Thread.detachNewThread { [self] in
            _ = pipeline.run()
            ended.signal()
        }
    }

    /// Two facilities, three operators, officers and the customs system; one partner with a folder.
    static func configuration(_ folder: borrowing ConfigurationFolder) throws -> Configuration {
        try folder.write(
            "zones.geojson",
            """
            {"type":"FeatureCollection","features":[
            {"type":"Feature","properties":{"id":"port","kind":"seaport","name":"Port","facility":"PORT","radius":500},
            "geometry":{"type":"Point","coordinates":[106.68,20.86]}},
            {"type":"Feature","properties":{"id":"yard","kind":"icd","name":"Yard","facility":"YARD","radius":500},
            "geometry":{"type":"Point","coordinates":[106.5,20.9]}}]}
            """)
        let accounts = [
            "name: chief, role: supervisor", "name: port, role: operator, facilities: [PORT]",
            "name: yard, role: operator, facilities: [YARD]", "name: officer, role: officer",
            "name: customs, role: system",
        ]
        let digits = "abcdef"
        let lines = zip(accounts, digits).map { "- {\($0), keySHA256: \(String(repeating: $1, count: 64))}" }
        try folder.write("accounts.yaml", lines.joined(separator: "\n"))
        try folder.write(
            "vasscm.yaml",
            """
            zones: zones.geojson
            accounts: accounts.yaml
            http: {maxBodyBytes: 200000}
            partners:
              - {name: tos, account: port, senders: [PORTTOS], facilities: {QUAY: PORT}, folder: drop}
            """)
        return try folder.read()
    }

    func take(_ envelopes: [Envelope]) async -> Result<[[Outcome]], PipelineFailure> {
        await withCheckedContinuation { continuation in
            pipeline.enqueue(envelopes) { continuation.resume(returning: $0) }
        }
    }

    /// A watch of the partner's folder, as a start makes it.
    func watch(submit: DropFolderWatch.Submit? = nil) throws -> DropFolderWatch {
        let partner = configuration.partners[0]
        return DropFolderWatch(
            partner: partner,
            folder: try DropFolder(path: partner.folder ?? "", maximumBytes: configuration.http.maxBodyBytes),
            desk: desk, clock: clock, metrics: metrics, logger: Logger(label: "test"),
            submit: submit ?? { [self] in await take($0) })
    }

    var effects: [Effect] { published.effects }
    var answered: [AnsweredCall] { published.answered }
    /// What a replay must write.
    var lines: [String] { effects.compactMap(ReplayLine.line) }

    func stop() async {
        pipeline.queue.close()
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [self] in
                ended.wait()
                continuation.resume()
            }
        }
    }

    private final class Published: Sendable {
        private let state = Mutex<(effects: [Effect], answered: [AnsweredCall])>(([], []))

        var effects: [Effect] { state.withLock { $0.effects } }
        var answered: [AnsweredCall] { state.withLock { $0.answered } }

        func add(_ committed: Pipeline.Committed) {
            state.withLock { state in
                state.effects += committed.effects
                state.answered += committed.answered
            }
        }
    }
}

/// Gate events as partners write them.
enum Posted {
    /// Of containers whose check digits are right.
    static func container(_ serial: Int) -> String {
        let digits = String(serial)
        let stem = "VSCU" + String(repeating: "0", count: 6 - digits.count) + digits
        return stem + String(ContainerNumber.checkDigit(stem + "0") ?? 0)
    }

    static func json(_ eventId: String, _ container: String, at time: Timestamp, facility: String = "PORT") -> String {
        """
        {"eventId":"\(eventId)","facility":"\(facility)","type":"gate-in","time":"\(time.rfc3339)",\
        "container":"\(container)"}
        """
    }

    /// An interchange of gate-ins; times are of Viet Nam.
    static func edifact(
        _ containers: [String], interchange: Int, at time: Timestamp, sender: String = "PORTTOS",
        place: String = "QUAY",
        document: String = "34"
    ) -> String {
        let local = time.advanced(bySeconds: 7 * 3600).rfc3339.filter(\.isNumber).prefix(12)
        var segments = [
            "UNB+UNOA:2+\(sender)+VASSCM+260303:0702+\(interchange)", "UNH+1+CODECO:D:95B:UN", "BGM+\(document)++9",
        ]
        for container in containers {
            segments += ["EQD+CN+\(container)+22G1:102:5++3+5", "DTM+7:\(local):203", "LOC+165+\(place)"]
        }
        segments += [
            "CNT+16:\(containers.count)", "UNT+\(segments.count + 1)+1", "UNZ+1+\(interchange)",
        ]
        return segments.joined(separator: "'\n") + "'"
    }
}
