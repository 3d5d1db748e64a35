import Customs
import Foundation
import Testing
import Wire

/// One entry of `Hardware/test-vectors.json`.
struct TestVector: Sendable, CustomTestStringConvertible {
    struct Expectation: Decodable, Sendable {
        struct Refusal: Decodable, Sendable { var reason: Rejection.Reason }

        var accepted: Int
        var rejected: [Refusal]
        var fields: [String: Field]?
    }

    /// What a field of the first accepted report must be.
    enum Field: Decodable, Sendable, Equatable {
        case absent
        case integer(Int64)
        case number(Double)
        case text(String)

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if value.decodeNil() {
                self = .absent
            } else if let integer = try? value.decode(Int64.self) {
                self = .integer(integer)
            } else if let number = try? value.decode(Double.self) {
                self = .number(number)
            } else {
                self = .text(try value.decode(String.self))
            }
        }

        /// Numbers within 0.000001, as the vectors' README says.
        func matches(_ actual: Field) -> Bool {
            guard let expected = number, let actual = actual.number else { return self == actual }
            return abs(expected - actual) <= 1e-6
        }

        private var number: Double? {
            switch self {
            case .integer(let value): Double(value)
            case .number(let value): value
            default: nil
            }
        }
    }

    var name: String
    var topic: String
    var payload: [UInt8]
    var receivedAt: Timestamp
    var expect: Expectation

    var testDescription: String { name }
}

extension TestVector: Decodable {
    private enum CodingKeys: String, CodingKey {
        case name, topic, payload, payloadBase64, padToBytes, receivedAt, expect
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        name = try values.decode(String.self, forKey: .name)
        topic = try values.decode(String.self, forKey: .topic)
        receivedAt = try values.decode(Timestamp.self, forKey: .receivedAt)
        expect = try values.decode(Expectation.self, forKey: .expect)
        if let text = try values.decodeIfPresent(String.self, forKey: .payload) {
            payload = Array(text.utf8)
        } else {
            payload = Array(try values.decode(Data.self, forKey: .payloadBase64))
        }
        if let size = try values.decodeIfPresent(Int.self, forKey: .padToBytes) {
            payload += [UInt8](repeating: 0x20, count: max(0, size - payload.count))
        }
    }

    static func all() throws -> [TestVector] {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Hardware/test-vectors.json").standardizedFileURL
        return try JSONDecoder().decode([TestVector].self, from: Data(contentsOf: file))
    }
}

@Suite("The vectors for makers of seals")
struct TestVectorTests {
    @Test("Every vector in Hardware gets the answer it promises")
    func vectors() throws {
        let vectors = try TestVector.all()
        #expect(vectors.count >= 20)
        for vector in vectors {
            let envelope = Envelope(
                source: .mqtt(broker: "test", topic: vector.topic), receivedAt: vector.receivedAt,
                body: vector.payload)
            let decoded = Wire.decode(envelope)
            #expect(decoded.reports.count == vector.expect.accepted, "\(vector.name): \(decoded.rejections)")
            #expect(decoded.reasons == vector.expect.rejected.map(\.reason), "\(vector.name)")
            guard let report = decoded.reports.first else { continue }
            for (name, expected) in vector.expect.fields ?? [:] {
                let actual = field(name, of: report)
                #expect(expected.matches(actual), "\(vector.name): \(name) is \(actual), not \(expected)")
            }
        }
    }

    private func field(_ name: String, of report: SealReport) -> TestVector.Field {
        switch name {
        case "seal": .text(report.seal)
        case "boot": .text(report.boot)
        case "seq": report.sequence.map { .integer($0) } ?? .absent
        case "time": .text(report.fixTime.rfc3339)
        case "mode": .integer(Int64(report.mode))
        // Coordinates beside a mode of no fix are not used.
        case "lat": number(report.fix?.latitude)
        case "lon": number(report.fix?.longitude)
        case "alt": number(report.altitudeMeters)
        case "speed": number(report.speedMetersPerSecond)
        case "track": number(report.courseDegrees)
        case "eph": number(report.horizontalErrorMeters)
        case "satellites": report.satellites.map { .integer(Int64($0)) } ?? .absent
        case "hdop": number(report.hdop)
        case "cn0": number(report.carrierToNoise)
        case "state": .text(report.state.rawValue)
        case "battery": number(report.battery)
        case "interval": number(report.intervalSeconds)
        case "container": report.container.map { .text($0) } ?? .absent
        default: .text("no such field")
        }
    }

    private func number(_ value: Double?) -> TestVector.Field { value.map { .number($0) } ?? .absent }
}
