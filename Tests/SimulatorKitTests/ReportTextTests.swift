import Customs
import SimulatorKit
import Testing

@Suite("The device's JSON")
struct ReportTextTests {
    @Test(
        "Numbers have fixed decimals",
        arguments: [
            (20.8360253, 7, "20.8360253"), (-0.05, 1, "-0.1"), (0.049, 1, "0.0"), (60, 0, "60"), (-0.001, 2, "0.00"),
            (9.995, 1, "10.0"), (106.07, 7, "106.0700000"),
        ])
    func decimals(value: Double, decimals: Int, text: String) {
        #expect(ReportText.fixed(value, decimals) == text)
    }

    @Test("Keys stand in the contract's order, and what is not known is left out")
    func keys() {
        let report = SealReport(
            seal: "VNSEAL0001", sequence: 7, fixTime: Fixtures.start,
            position: Coordinate(latitude: 20.5, longitude: 106.25), battery: 0.5)
        #expect(
            ReportText.json(report)
                == #"{"seq":7,"time":"2026-03-02T00:00:00Z","mode":3,"lat":20.5000000,"lon":106.2500000,"#
                + #""state":"locked","battery":0.500}"#)
    }
}
