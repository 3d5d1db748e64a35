import Customs
import Foundation
import Testing
import Wire

/// Messages of other people's systems that may not be shipped with this project: read where they lie beside it.
@Suite("Messages of real systems")
struct EDIPublicSampleTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../../shared/data/edifact").standardizedFileURL

    private static var isPresent: Bool { FileManager.default.fileExists(atPath: folder.path()) }

    private func read(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: Self.folder.appending(path: name)))
    }

    private func event(_ name: String) throws -> GateEvent? {
        let decoded = EDISample.decode(try read(name), account: EDISample.operatorAccount)
        #expect(decoded.count == 1)
        return decoded.gateEvents.first
    }

    @Test("A gate-in of 2023 on one line", .enabled(if: isPresent))
    func gateIn() throws {
        let event = try event("codeco_D95B_SMDG16_gatein_full_HUELVA_2023_oneline.edi")
        #expect(event?.eventId == "edi:ESHUV:174749339:92218:TESI1120274:in")
        #expect(event?.type == .gateIn)
        #expect(event?.sizeType == "4EG1")
        #expect(event?.direction == "export")
        #expect(event?.fullEmpty == .full)
        #expect(event?.seals == [.init(number: "88200", issuer: .shipper)])
        #expect(event?.booking == "FUE110823")
        #expect(event?.call == "110823110823CCHRIB")
        #expect(event?.vehicle?.plate == "993NGR")
        #expect(event?.time.rfc3339 == "2023-08-11T07:47:00Z")
    }

    @Test("The partner's places say the facility", .enabled(if: isPresent))
    func place() throws {
        var partner = EDISample.partner
        partner.timeZone = "Europe/Madrid"
        partner.facilities["CONCHUV"] = "HUELVA"
        let body = try read("codeco_D95B_SMDG16_gatein_full_HUELVA_2023_oneline.edi")
        let event = EDISample.decode(body, partner: partner).gateEvents.first
        #expect(event?.facility == "HUELVA")
        #expect(event?.time.rfc3339 == "2023-08-11T12:47:00Z")
    }

    @Test("A gate-out of 2010 with its plate in the carrier", .enabled(if: isPresent))
    func gateOut() throws {
        let event = try event("codeco_D95B_ITG12_gateout_JAKARTA_MAEU_2010.edi")
        #expect(event?.eventId == "edi:IDJKTOJA:10101217091014:1:MSKU6353588:out")
        #expect(event?.type == .gateOut)
        #expect(event?.direction == "import")
        #expect(event?.fullEmpty == .full)
        #expect(event?.seals == nil)
        #expect(event?.vehicle?.plate == "JKT888")
        #expect(event?.time.rfc3339 == "2010-10-12T10:09:00Z")
    }

    @Test("A discharge of 2010", .enabled(if: isPresent))
    func discharge() throws {
        let event = try event("coarri_D95B_ITG12_discharge_JAKARTA_MAEU_2010.edi")
        #expect(event?.eventId == "edi:IDJKTOJA:10101217071014:1:MSKU0308961:in")
        #expect(event?.type == .discharge)
        #expect(event?.direction == nil)
        #expect(event?.fullEmpty == .empty)
        #expect(event?.call == "1020")
        #expect(event?.time.rfc3339 == "2010-10-12T10:08:00Z")
    }

    @Test(
        "Other messages are refused by their names", .enabled(if: isPresent),
        arguments: [
            ("coparn_D00B_edifact-generator_sample.edi", "COPARN"),
            ("coparn_D95B_release_MAEU_RIGA_2020.edi", "COPARN"),
            ("copino_D95B_edifact-generator_sample.edi", "COPINO"),
        ])
    func others(name: String, type: String) throws {
        let rejections = EDISample.decode(try read(name)).rejections
        #expect(rejections.map(\.reason) == [.unsupported])
        #expect(rejections.first?.detail.contains("is a \(type);") == true)
    }
}
