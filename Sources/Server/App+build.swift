import Customs
import Foundation
import GPSDListener
import Geofencing
import Ledger
public import Logging
import MQTTListener
import MonitoringCentre
import ServiceLifecycle
import Supervision
import UnixSignals

/// The server, built and ready to run.
public struct App: Sendable {
    private let services: ServiceGroup
    private let failure: FailureBox
    private let lock: DataDirectoryLock

    /// Opens the ledger, folds what it holds, and puts everything together; nothing listens yet.
    ///
    /// - Throws: `ConfigurationError`, or the error of the part that cannot start, with its file or address.
    public static func build(
        _ configuration: Configuration, logger: Logger, faults: FaultInjection = FaultInjection()
    ) throws -> App {
        try PortCheck.tryListening(
            host: configuration.http.host, port: configuration.http.port, file: configuration.file)
        let lock = try lockedFolder(configuration.dataDirectory)
        let ledger = try Ledger(path: configuration.ledgerPath)
        let supervisor = try Recovery.recover(
            ledger, zones: ZoneIndex(zones: configuration.zones), rules: configuration.rules, logger: logger)
        let clock = ServerClock(isSimulated: configuration.clock == .simulated, notBefore: supervisor.clock)
        let metrics = ServerMetrics()
        let hub = EventHub(after: supervisor.sequence, limits: .paced)
        let positions = PositionBoard()
        let seals = supervisor.sealStatuses
        hub.remember(seals)
        positions.note(seals)

        let zones = try ZonesInForce(configuration, edition: supervisor.edition)
        warn(of: supervisor.edition, configuration, logger)
        let desk = PartnerDesk(configuration, zones: zones)
        let brokers = Brokers()
        let webhooks = try WebhookService(
            configuration.webhooks,
            others: alertReceivers(configuration, brokers) + mailReceivers(configuration, logger), ledger: ledger,
            logger: logger)
        let acknowledger = Acknowledger { topic, payload in brokers.publish(topic, payload) }
        acknowledger.note(supervisor.acknowledgementsAfterRestart)
        let staleAfterSeconds = configuration.rules.congestion.staleAfterSeconds
        let congestion = CongestionTopic(gates: supervisor.gateCongestions, staleAfterSeconds: staleAfterSeconds) {
            brokers.publish($0, $1, retained: true, broker: $2)
        }
        let pipeline = Pipeline(
            supervisor: supervisor, ledger: ledger, clock: clock, metrics: metrics, logger: logger, faults: faults,
            place: desk.placed, noteSeals: { positions.note($0) }
        ) {
            acknowledger.note($0.acknowledgements)
            zones.note($0.effects)
            hub.publish($0.effects)
            webhooks.note($0.effects)
            congestion.note($0.effects)
            for message in $0.answered.lazy.flatMap(FacilityAnswers.messages(to:)) {
                brokers.publish(message.topic, message.payload)
            }
            if let time = $0.simulatedTime { brokers.publishClock(time) }
        }
        let intake = PipelineIntake(pipeline: pipeline)
        let mqtt = configuration.mqtt.map {
            MQTTListener(configuration: $0, intake: intake, now: { clock.now }, logger: logger)
        }
        brokers.set(mqtt, followsClock: configuration.clock == .simulated)
        let gpsd = configuration.gpsd.map {
            GPSDListener(configuration: $0, intake: intake, now: { clock.now }, logger: logger)
        }
        let status = ServerStatus(
            metrics: metrics, queue: pipeline.queue, mqtt: mqtt, gpsd: gpsd, hub: hub, webhooks: webhooks
        ) {
            pipeline.congestion(at: clock.now, staleAfterSeconds: staleAfterSeconds).gates
        }
        let source = try ServerSource(
            configuration: configuration, ledger: ledger, pipeline: pipeline, positions: positions, clock: clock,
            status: status, desk: desk, key: try SigningKey(directory: configuration.dataDirectory), zones: zones)
        let centre = try MonitoringCentre(
            configuration: configuration.http, source: source, hub: hub, logger: logger,
            accounts: LedgerAccounts(ledger: ledger))
        let failure = FailureBox()

        // Started in this order and stopped in the reverse one, so that intake stops first and the store last.
        let web = try centre.makeApplication { port in
            logger.info(
                "the monitoring centre listens", metadata: ["host": "\(configuration.http.host)", "port": "\(port)"])
        }
        let services: [any Service] = [
            webhooks,
            PipelineService(pipeline: pipeline, failure: failure),
            WebService(application: web, hub: hub, address: "\(configuration.http.host):\(configuration.http.port)"),
            TickService(pipeline: pipeline, clock: clock, acknowledger: acknowledger),
            CongestionTopicService(topic: congestion, brokers: brokers, clock: clock),
            ListenerService(mqtt: mqtt, gpsd: gpsd),
            try DropFolderService(configuration, desk: desk, pipeline: pipeline, logger: logger),
        ]
        return App(services: group(services, logger: logger), failure: failure, lock: lock)
    }

    /// Says where the zones' file is not what is in force.
    private static func warn(of edition: ZonesEdition?, _ configuration: Configuration, _ logger: Logger) {
        guard let edition, edition.zones != configuration.zones else { return }
        logger.warning(
            "the zones in force are an edition that was put over HTTP, not the file's; to go back, PUT the file",
            metadata: [
                "edition": "\(edition.number)", "by": "\(edition.by)", "at": "\(edition.at.rfc3339)",
                "zones": "\(edition.zones.count)", "file": "\(configuration.zonesFile)",
                "fileZones": "\(configuration.zones.count)",
            ])
    }

    /// The brokers on which alerts are published.
    private static func alertReceivers(_ configuration: Configuration, _ brokers: Brokers) -> [OutboxReceiver] {
        configuration.alertBrokers.sorted().map { index in
            let broker = configuration.mqtt[index]
            return AlertTopic.receiver(broker: "\(broker.broker) \(broker.clientId)") { topic, payload in
                try await brokers.publishAndWait(topic, payload, broker: index)
            }
        }
    }

    /// Those who are written to about alerts.
    private static func mailReceivers(_ configuration: Configuration, _ logger: Logger) -> [OutboxReceiver] {
        guard let mail = configuration.mail else { return [] }
        let site = MailMessage.Site(
            name: configuration.http.siteName, timeZone: configuration.timeZone, publicURL: configuration.http.publicURL
        )
        return mail.receivers.map {
            MailOutbox($0, settings: mail, site: site, relay: CurlRelay(mail), logger: logger).outboxReceiver
        }
    }

    /// Makes the folder where it is missing, and holds it.
    private static func lockedFolder(_ path: String) throws -> DataDirectoryLock {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw StartFailure(description: "cannot make the folder \(path): \(error.localizedDescription)")
        }
        return try DataDirectoryLock(directory: path)
    }

    /// Services that end together: when one does, or at a signal.
    private static func group(_ services: [any Service], logger: Logger) -> ServiceGroup {
        ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services.map {
                    ServiceGroupConfiguration.ServiceConfiguration(
                        service: $0, successTerminationBehavior: .gracefullyShutdownGroup,
                        failureTerminationBehavior: .gracefullyShutdownGroup)
                },
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
    }

    /// Runs until SIGTERM or SIGINT, or until a part fails.
    public func run() async throws {
        try await services.run()
        if let failure = failure.value { throw failure }
    }
}
