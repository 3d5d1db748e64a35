import Customs
import SimulatorKit
import Testing
import Wire

@Suite("A load's reports")
struct LoadReportTests {
    @Test("Seals are named and numbered")
    func names() {
        #expect(LoadReport.seal(index: 0) == "LOAD00001")
        #expect(LoadReport.seal(prefix: "X", index: 99_999) == "X100000")
    }

    @Test("A report is valid and stands where its index and number say")
    func valid() throws {
        let payload = LoadReport.payload(
            index: 7, sequence: 12, step: 3, time: Fixtures.start, intervalSeconds: 30)
        let decoded = Wire.decode(
            Envelope(
                source: .mqtt(broker: "b", topic: "vasscm/v1/seals/LOAD00008/reports"),
                receivedAt: Fixtures.start.advanced(bySeconds: 2), body: payload))
        guard case .report(let report, .seal, _) = try #require(decoded.first).get() else {
            Issue.record("it must be a report")
            return
        }
        let expected = LoadReport.position(index: 7, step: 3)
        #expect(report.sequence == 12)
        #expect(abs((report.fix?.latitude ?? 0) - expected.latitude) < 1e-7)
        #expect(abs((report.fix?.longitude ?? 0) - expected.longitude) < 1e-7)
    }

    @Test("Options out of range are refused before anything connects")
    func badOptions() {
        let broker = MQTTAddress(host: "127.0.0.1", port: 1)
        let bad = SealFleetOptions(broker: broker, seals: 0, reports: 1, startsAt: Fixtures.start)
        do {
            _ = try SealFleetClient(bad, pace: Fixtures.pace())
            Issue.record("it must fail")
        } catch {
            #expect(error.description == "seals must be 1 to 100000")
        }
    }
}
