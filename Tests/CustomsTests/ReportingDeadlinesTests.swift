import Customs
import Testing

@Suite("Reporting deadlines")
struct ReportingDeadlinesTests {
    @Test("A facility's own goes before what holds for all, a type's before what holds for every type")
    func order() {
        var deadlines = ReportingDeadlines()
        #expect(deadlines.seconds(facility: "VNHPH", type: .gateOut, usual: 3600) == 3600)
        deadlines.set(1800, facility: nil, type: .gateOut)
        #expect(deadlines.seconds(facility: "VNHPH", type: .gateOut, usual: 3600) == 1800)
        #expect(deadlines.seconds(facility: "VNHPH", type: .gateIn, usual: 3600) == 3600)
        deadlines.set(900, facility: "VNHPH", type: nil)
        #expect(deadlines.seconds(facility: "VNHPH", type: .gateOut, usual: 3600) == 900)
        deadlines.set(600, facility: "VNHPH", type: .gateOut)
        #expect(deadlines.seconds(facility: "VNHPH", type: .gateOut, usual: 3600) == 600)
        #expect(deadlines.seconds(facility: "VNCLI", type: .gateOut, usual: 3600) == 1800)
    }
}
