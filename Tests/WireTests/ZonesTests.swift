import Customs
import Foundation
import Testing
import Wire

@Suite("Zones as GeoJSON")
struct ZonesTests {
    private static func collection(_ properties: String = "", type: String = "Point") -> String {
        """
        {"type":"FeatureCollection","attribution":"us","features":[{"type":"Feature","properties":{"id":"a",\
        "kind":"rest-area","name":"A","radius":50\(properties)},"geometry":{"type":"\(type)","coordinates":[106,20]}}]}
        """
    }

    private static func put(
        _ body: String, type: String = "application/json", condition: String? = nil
    ) -> Decoded {
        var call = HTTPCall(method: "PUT", path: "/v1/zones", contentType: type, account: Sample.officer)
        call.condition = condition
        return Wire.decode(Envelope(source: .http(call), receivedAt: Sample.received, body: Array(body.utf8)))
    }

    @Test("An edit holds its zones and its bytes as they came, and the edition that it is of")
    func edit() throws {
        let body = Self.collection(",\"colour\":\"red\"")
        for type in ["application/json", "application/geo+json"] {
            guard
                case .editZones(let edit, let account)? = Self.put(body, type: type, condition: "3-abc").observations
                    .first
            else {
                Issue.record("no edit")
                return
            }
            #expect(edit.geoJSON == Array(body.utf8) && edit.basedOn == 3 && account == Sample.officer)
            #expect(
                edit.zones == [
                    Zone(
                        id: "a", kind: .restArea, name: "A",
                        shape: .circle(center: Coordinate(latitude: 20, longitude: 106), radiusMeters: 50))
                ])
        }
    }

    @Test(
        "What is wrong names the feature, the key and the reason",
        arguments: [
            ("{", Rejection.Reason.malformedJSON, "the body is not JSON"),
            ("[]", .wrongType, "the body must be"),
            ("{\"type\":\"FeatureCollection\"}", .missingField, "features is missing"),
            ("{\"type\":\"Feature\",\"features\":[]}", .outOfRange, "type must be FeatureCollection, not “Feature”"),
            (collection(type: "Blob"), .outOfRange, "features[0] (a).geometry must be Point"),
            (collection(",\"after\":-1"), .outOfRange, "features[0] (a).after must be above 0"),
            (collection(",\"nameVi\":5"), .wrongType, "features[0].properties.nameVi must be String"),
        ])
    func faults(body: String, reason: Rejection.Reason, detail: String) {
        let rejections = Self.put(body).rejections
        #expect(rejections.map(\.reason) == [reason])
        #expect(rejections.first?.detail.hasPrefix(detail) == true, "\(rejections)")
    }

    @Test("Another content type, a tag that is none and bytes that are no UTF-8 are refused")
    func others() {
        #expect(Self.put(Self.collection(), type: "text/plain").reasons == [.unsupported])
        #expect(Self.put(Self.collection(), condition: "x").reasons == [.outOfRange])
        let call = HTTPCall(method: "PUT", path: "/v1/zones", account: Sample.officer)
        #expect(
            Wire.decode(Envelope(source: .http(call), receivedAt: Sample.received, body: [0x22, 0xff])).reasons
                == [.invalidUTF8])
    }

    @Test("A preview's body holds zones and hours")
    func preview() throws {
        let body = "{\"hours\":24,\"zones\":\(Self.collection())}"
        let read = try ZonesGeoJSON.preview(Array(body.utf8))
        #expect(read.hours == 24 && read.zones.map(\.id) == ["a"])
        for hours in ["0", "169", "-1"] {
            let bad = body.replacing(":24", with: ":\(hours)")
            #expect(throws: ZonesFault.self) { try ZonesGeoJSON.preview(Array(bad.utf8)) }
        }
        let bad = body.replacing("rest-area", with: "castle")
        do {
            _ = try ZonesGeoJSON.preview(Array(bad.utf8))
            Issue.record("it was read")
        } catch {
            #expect(error.rejection.detail.hasPrefix("features[0] (a).kind “castle” is not one of"))
        }
    }
}
