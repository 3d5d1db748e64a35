import AsyncHTTPClient
import Customs
import Foundation
import NIOCore
import SimulatorKit

/// What operators send in these tests, and what they are answered.
enum PortSide {
    static let operatorAccount = "operator-hph"
    static let facility = "VNHPH"
    static let otherFacility = "VNCLI"
    static let dropFolder = "drop"

    /// A partner that writes CODECO and has a folder.
    static var options: Deployment.Options {
        var options = Deployment.Options()
        options.configuration = [
            "partners:",
            "  - {name: tos, account: operator-hph, senders: [HPHTOS], facilities: {TANVU: VNHPH}, folder: drop}",
        ]
        return options
    }

    /// The answer to posted gate events.
    struct Results: Decodable {
        struct Result: Decodable, Hashable {
            var eventId: String?
            var status: String
            var receipt: Receipt?
            var alerts: [String]
            var reason: String?
        }

        var results: [Result]
    }

    static func event(
        _ eventId: String, _ container: String, _ type: GateEvent.Kind = .gateIn, at time: Timestamp = now(before: 60),
        facility: String = facility
    ) -> GateEvent {
        GateEvent(eventId: eventId, facility: facility, type: type, time: time, container: container)
    }

    /// A CODECO interchange: gate-ins of containers, each with a seal.
    static func codeco(
        _ containers: [String], interchange: Int, at time: Timestamp, document: String = "34", place: String = "TANVU"
    ) -> String {
        // Times are those of Viet Nam.
        let local = time.advanced(bySeconds: 7 * 3600).rfc3339.filter(\.isNumber).prefix(12)
        var segments = ["UNH+1+CODECO:D:95B:UN", "BGM+\(document)++9"]
        for (index, container) in containers.enumerated() {
            segments += [
                "EQD+CN+\(container)+22G1:102:5++3+5", "RFF+ABT:10000000000\(index % 10)", "DTM+7:\(local):203",
                "LOC+165+\(place)", "SEL+SL\(index)+CU+1", "TDT+1++3++:172:ZZZ+++15C12345:146",
            ]
        }
        segments += ["CNT+16:\(containers.count)"]
        segments.append("UNT+\(segments.count + 1)+1")
        let all = ["UNB+UNOA:2+HPHTOS+VASSCM+260303:0702+\(interchange)"] + segments + ["UNZ+1+\(interchange)"]
        return all.joined(separator: "'\n") + "'\n"
    }
}

extension Centre {
    /// Posts one event as JSON.
    func post(_ event: GateEvent, as account: String = PortSide.operatorAccount) async throws -> Answer {
        try await call("POST", "/v1/gate-events", body: try CanonicalJSON.encode(event), as: account)
    }

    func postEDIFACT(
        _ text: String, as account: String = PortSide.operatorAccount, accept: String? = nil
    ) async throws -> Answer {
        try await call(
            "POST", "/v1/gate-events", body: Data(text.utf8), as: account, type: "application/edifact", accept: accept)
    }

    /// Decides as the customs system does.
    func clear(
        _ containers: [String], _ status: ClearanceStatus, declaration: String, as account: String = "customs-system"
    ) async throws -> Answer {
        let list = containers.map { "\"\($0)\"" }.joined(separator: ",")
        let body = "{\"containers\":[\(list)],\"status\":\"\(status.rawValue)\"}"
        return try await call("PUT", "/v1/clearances/\(declaration)", body: Data(body.utf8), as: account)
    }

    func releaseCheck(
        _ container: String, at facility: String = PortSide.facility, as account: String = PortSide.operatorAccount
    ) async throws -> ReleaseCheck {
        let answer = try await get("/v1/facilities/\(facility)/release-check?container=\(container)", as: account)
        return try answer.decoded(ReleaseCheck.self)
    }

    /// The same centre over as many connections as are asked for, for as long as `body` takes.
    func withConnections<Value>(_ count: Int, _ body: (Centre) async throws -> Value) async throws -> Value {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = count
        configuration.httpVersion = .http1Only
        let own = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        var centre = self
        centre.client = own
        do {
            let value = try await body(centre)
            try await own.shutdown()
            return value
        } catch {
            try? await own.shutdown()
            throw error
        }
    }
}

/// An operator's system on the broker: it posts, and keeps what it is answered.
final class OperatorConnection: @unchecked Sendable {
    private let lock = NSLock()
    private var heard: [(topic: String, text: String)] = []
    private var connection: MQTTConnection?

    init(_ broker: Broker) async throws {
        var events = MQTTConnection.Events()
        events.message = { [weak self] topic, payload in
            self?.lock.withLock { self?.heard.append((topic, String(decoding: payload, as: UTF8.self))) }
        }
        let connection = try await broker.connect(events: events)
        self.connection = connection
        try connection.subscribe("vasscm/v1/facilities/+/gate-events/results")
        try connection.subscribe("vasscm/v1/facilities/+/codeco/answers")
    }

    /// Publishes on the facility's topic, `gate-events` or `codeco`.
    func post(_ text: String, to name: String, of facility: String = PortSide.facility) throws {
        try connection?.publish(topic: "vasscm/v1/facilities/\(facility)/\(name)", payload: Array(text.utf8))
    }

    func answers(_ name: String, of facility: String = PortSide.facility) -> [String] {
        lock.withLock { heard.filter { $0.topic == "vasscm/v1/facilities/\(facility)/\(name)" }.map(\.text) }
    }

    /// The results of every answer to JSON so far, in order.
    func results(of facility: String = PortSide.facility) throws -> [PortSide.Results.Result] {
        try answers("gate-events/results", of: facility).flatMap {
            try JSONDecoder().decode(PortSide.Results.self, from: Data($0.utf8)).results
        }
    }

    func stop() {
        connection?.stop()
        connection = nil
    }
}
