import Customs
import Foundation
import MQTTListener
import TestSupport
import Testing

/// A certificate authority, a broker's and a client's certificate, made for one test.
private struct Certificates {
    static let program = "/usr/bin/openssl"
    let directory: URL

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "vasscm-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        for authority in ["ca", "stranger"] {
            try run(
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=\(authority)"
                    + " -keyout \(path("\(authority).key")) -out \(path("\(authority).pem"))")
        }
        for (name, subject) in [("broker", "127.0.0.1"), ("client", "vasscm")] {
            try run(
                "req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=\(subject)"
                    + " -keyout \(path("\(name).key")) -out \(path("\(name).csr"))")
            let extensions = directory.appending(path: "\(name).ext")
            try Data("subjectAltName=IP:127.0.0.1\n".utf8).write(to: extensions)
            try run(
                "x509 -req -days 2 -in \(path("\(name).csr")) -CA \(path("ca.pem")) -CAkey \(path("ca.key"))"
                    + " -CAcreateserial -extfile \(extensions.path) -out \(path("\(name).pem"))")
        }
    }

    func path(_ name: String) -> String { directory.appending(path: name).path }

    private func run(_ arguments: String) throws {
        let process = try ChildProcess(Self.program, arguments.split(separator: " ").map(String.init))
        guard process.wait() == 0 else { throw ChildProcess.Failure(program: Self.program, code: 1) }
    }
}

@Suite(
    "Receiving from mosquitto over TLS", .serialized,
    .enabled(
        if: isInstalled(MosquittoBroker.program) && isInstalled("/usr/bin/mosquitto_pub")
            && isInstalled(Certificates.program), "mosquitto, mosquitto-clients or openssl is not installed"))
struct EncryptedBrokerTests {
    @Test("A burst arrives whole and is acknowledged, with certificates on both sides; a strange authority is refused")
    func receivesEncrypted() async throws {
        let certificates = try Certificates()
        defer { try? FileManager.default.removeItem(at: certificates.directory) }
        let port = try freePort()
        let broker = try await MosquittoBroker(extra: [
            "listener \(port) 127.0.0.1", "cafile \(certificates.path("ca.pem"))",
            "certfile \(certificates.path("broker.pem"))", "keyfile \(certificates.path("broker.key"))",
            "require_certificate true",
        ])
        defer { broker.remove() }
        var tls = MQTTConfiguration.TLS(
            ca: certificates.path("stranger.pem"), certificate: certificates.path("client.pem"),
            key: certificates.path("client.key"))
        let log = LogRecorder()
        let mistrusting = MQTTListener.make(port: port, intake: RecordingIntake(), tls: tls, log: log)
        mistrusting.start()
        #expect(await eventually { log.contains("certificate verify failed") })
        #expect(!mistrusting.isConnected)
        #expect(mistrusting.stop())

        tls.ca = certificates.path("ca.pem")
        // The first batch is refused, so that the drop is tried over TLS as well.
        let intake = RecordingIntake { $0 == 1 }
        let listener = MQTTListener.make(port: port, intake: intake, tls: tls, batchMessages: 300)
        listener.start()
        #expect(await eventually { listener.isSubscribed })
        let sent = (0..<5000).map { "{\"seq\":\($0)}" }
        try broker.publish(topic: "vasscm/v1/seals/A/reports", sent)
        #expect(await eventually { Set(intake.bodies).count == 5000 })
        #expect(listener.stop())
        #expect(Set(intake.bodies) == Set(sent))
        #expect(listener.statistics.intakeFailures == 1)

        let after = RecordingIntake()
        let next = MQTTListener.make(port: port, intake: after, tls: tls)
        next.start()
        #expect(await eventually { next.isSubscribed })
        try broker.publish(topic: "vasscm/v1/seals/A/reports", ["marker"])
        #expect(await eventually { !after.taken.isEmpty })
        #expect(next.stop())
        #expect(after.bodies.count == 1 && after.bodies.first == "marker")
    }
}
