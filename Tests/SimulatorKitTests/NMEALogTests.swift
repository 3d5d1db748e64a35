import Customs
import SimulatorKit
import Testing

@Suite("A receiver's log")
struct NMEALogTests {
    @Test("A sentence carries the checksum that the standard's example has")
    func checksum() {
        let body = "GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,"
        #expect(NMEALog.sentence(body) == "$\(body)*47")
    }

    @Test("A fix is written in degrees and minutes, knots and the day's date")
    func sentences() {
        let lines = NMEALog.sentences(
            at: Fixtures.start.advanced(bySeconds: 3723), place: Coordinate(latitude: 20.5, longitude: 106.25),
            speedMetersPerSecond: 10, courseDegrees: 90)
        #expect(lines[0].hasPrefix("$GPGGA,010203.00,2030.00000,N,10615.00000,E,1,"))
        #expect(lines[1].hasPrefix("$GPRMC,010203.00,A,2030.00000,N,10615.00000,E,19.44,90.0,020326,"))
    }

    @Test("The log has two sentences a second, each with a right checksum and its line end")
    func log() throws {
        let fleet = try Fixtures.fleet(Fixtures.options(transits: 1, interval: 600))
        let log = NMEALog.text(of: fleet, seconds: 60)
        let lines = log.split(separator: "\r\n")
        #expect(lines.count == 120)
        #expect(log.hasSuffix("\r\n"))
        for line in lines {
            let parts = line.dropFirst().split(separator: "*")
            #expect(line.hasPrefix("$") && parts.count == 2)
            #expect(NMEALog.sentence(String(parts[0])) == String(line))
        }
    }
}
