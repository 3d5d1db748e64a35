import Customs
import Foundation
import Testing
import Wire

@Suite("gpsd's objects")
struct GPSDTests {
    private let tpv = "\"class\":\"TPV\",\"time\":\"2005-06-09T14:34:44.280Z\",\"lat\":46.498287177,\"lon\":7.567411672"

    private func decode(_ fields: String, seals: [String: String] = ["*": "G1"]) -> Decoded {
        Wire.decode(Sample.gpsd("{\(fields)}", seals: seals))
    }

    @Test("A TPV with a fix is a report of the device's seal, without a sequence")
    func fix() {
        let object =
            tpv
            + ",\"device\":\"/dev/ttyUSB0\",\"mode\":3,\"altMSL\":1344.9947,\"alt\":1,\"speed\":0.091,\"track\":10.4,\"eph\":45.6"
        let decoded = decode(object, seals: ["/dev/ttyUSB0": "VNSEAL0001", "*": "G1"])
        let expected = SealReport(
            seal: "VNSEAL0001", sequence: nil, fixTime: Timestamp(milliseconds: 1_118_327_684_280), mode: 3,
            position: Coordinate(latitude: 46.498287177, longitude: 7.567411672), altitudeMeters: 1344.9947,
            speedMetersPerSecond: 0.091, courseDegrees: 10.4, horizontalErrorMeters: 45.6)
        let digest = StableHash.of(Array("{\(object)}".utf8))
        #expect(decoded == [.success(.report(expected, .gpsd, digest: digest))])
    }

    @Test("Without altMSL the altitude is alt; a device of no name of its own is the one for any path")
    func fallbacks() {
        let report = decode(tpv + ",\"device\":\"/dev/x\",\"mode\":2,\"alt\":12.5").reports.first
        #expect(report?.altitudeMeters == 12.5)
        #expect(report?.seal == "G1")
        #expect(report?.mode == 2)
    }

    @Test("Objects of another class and TPVs without a fix are nothing")
    func nothing() {
        #expect(decode("\"class\":\"SKY\",\"satellites\":[{\"PRN\":1}]").isEmpty)
        #expect(decode("\"class\":\"VERSION\"").isEmpty)
        #expect(decode("\"class\":\"TPV\",\"mode\":1").isEmpty)
        #expect(decode("\"class\":\"TPV\",\"mode\":0").isEmpty)
        #expect(decode(tpv).isEmpty)
    }

    @Test("A receiver's time may be ahead of the server's, but not before GPS")
    func times() {
        let place = "\"class\":\"TPV\",\"mode\":3,\"lat\":1,\"lon\":2,"
        #expect(decode(place + "\"time\":\"2038-01-01T00:00:00Z\"").reports.count == 1)
        #expect(decode(place + "\"time\":\"1979-12-31T23:59:59Z\"").reasons == [.timeBeforeGPSEpoch])
    }

    @Test(
        "Bad objects are refused",
        arguments: [
            ("\"mode\":3", Rejection.Reason.missingField),
            ("\"class\":\"TPV\",\"mode\":3,\"lat\":1,\"lon\":2", .missingField),
            ("\"class\":\"TPV\",\"mode\":3,\"time\":\"2026-03-02T01:02:03Z\",\"lat\":1", .missingField),
            ("\"class\":\"TPV\",\"mode\":3,\"time\":\"2026-03-02T01:02:03Z\",\"lat\":1,\"lon\":NaN", .malformedJSON),
            ("\"class\":\"TPV\",\"mode\":3,\"time\":\"2026-03-02T01:02:03Z\",\"lat\":95,\"lon\":1", .outOfRange),
            ("\"class\":\"TPV\",\"mode\":9", .outOfRange),
            ("\"class\":\"TPV\",\"mode\":3", .unknownSource),
        ])
    func refused(object: String, reason: Rejection.Reason) {
        let seals = reason == .unknownSource ? ["/dev/ttyUSB0": "A"] : ["*": "G1"]
        #expect(decode(object, seals: seals).reasons == [reason])
    }

    @Test("Every fix that a real gpsd wrote from real receivers' logs is the same report")
    func realReceivers() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../shared/data/gpsd-logs/chk-3.22").standardizedFileURL
        let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
        guard let names else {
            print("Real receivers' logs are not beside the repository: nothing to compare.")
            return
        }
        var fixes = 0
        for name in names.sorted() where name.hasSuffix(".chk") {
            let text = try String(contentsOf: folder.appending(path: name), encoding: .isoLatin1)
            for line in text.split(whereSeparator: \.isNewline) where line.hasPrefix("{\"class\":") {
                let decoded = Wire.decode(Sample.gpsd(String(line)))
                let object = try #require(
                    JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(name): \(line)")
                guard object["class"] as? String == "TPV", let mode = object["mode"] as? Int, mode >= 2 else {
                    #expect(decoded.isEmpty, "\(name): \(line)")
                    continue
                }
                guard let time = object["time"] as? String, let latitude = object["lat"] as? Double,
                    let longitude = object["lon"] as? Double
                else {
                    #expect(decoded.reasons == [.missingField], "\(name): \(line)")
                    continue
                }
                fixes += 1
                let report = try #require(decoded.reports.first, "\(name): \(line): \(decoded)")
                #expect(report.fixTime == Timestamp(rfc3339: time))
                #expect(report.fix == Coordinate(latitude: latitude, longitude: longitude))
                #expect(report.mode == mode)
                #expect(report.speedMetersPerSecond == object["speed"] as? Double)
                #expect(report.courseDegrees == object["track"] as? Double)
                #expect(report.altitudeMeters == object["altMSL"] as? Double ?? object["alt"] as? Double)
                #expect(report.horizontalErrorMeters == object["eph"] as? Double)
            }
        }
        print("Compared \(fixes) fixes of real receivers.")
        #expect(fixes > 50)
    }
}
