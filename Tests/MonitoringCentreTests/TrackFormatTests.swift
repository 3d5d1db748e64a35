import Customs
import Foundation
import HTTPTypes
import HummingbirdTesting
import MonitoringCentre
import Testing

@Suite("Tracks in four formats")
struct TrackFormatTests {
    private static let points = [
        SealedPoint(
            seal: "S1",
            point: .make(
                1, "2026-03-02T23:59:59.250Z", Coordinate(latitude: -0.0000001, longitude: 106.7), altitude: 8.5)),
        SealedPoint(seal: "S1", point: .make(2, "2026-03-03T00:00:29Z", nil, state: .tampered)),
        SealedPoint(
            seal: "S2",
            point: .make(3, "2026-03-03T00:00:59Z", Coordinate(latitude: 20.8512345, longitude: -0.5), boot: "b,1")),
    ]

    @Test("GeoJSON is a LineString with what was measured beside it")
    func geoJSON() {
        let track = Track(owner: .container("MSKU9070323"), points: Self.points)
        #expect(
            String(decoding: track.geoJSON(), as: UTF8.self) == """
                {"type":"Feature","geometry":{"type":"LineString","coordinates":[[106.7,-0.0000001,8.5],\
                [-0.5,20.8512345]]},"properties":{"container":"MSKU9070323","coordinateProperties":{"times":\
                ["2026-03-02T23:59:59.250Z","2026-03-03T00:00:59Z"],"speeds":[12.5,12.5],"tracks":[90,90],\
                "states":["locked","locked"],"batteries":[0.9,0.9],"seals":["S1","S2"]}}}
                """)
    }

    @Test("A track of one position is a Point, one of none has no geometry")
    func shortTracks() throws {
        let one = Track(owner: .seal("S1"), points: Array(Self.points.prefix(2)))
        #expect(
            String(decoding: one.geoJSON(), as: UTF8.self).contains(
                #""geometry":{"type":"Point","coordinates":[106.7,-0.0000001,8.5]},"properties":{"seal":"S1""#
            ))
        let none = Track(owner: .seal("S1"), points: [])
        #expect(
            String(decoding: none.geoJSON(), as: UTF8.self) == """
                {"type":"Feature","geometry":null,"properties":{"seal":"S1","coordinateProperties":{"times":[],\
                "speeds":[],"tracks":[],"states":[],"batteries":[]}}}
                """)
        #expect(
            String(decoding: none.gpx(), as: UTF8.self) == """
                <?xml version="1.0" encoding="UTF-8"?>
                <gpx version="1.1" creator="VASSCM" xmlns="http://www.topografix.com/GPX/1/1">
                <trk><name>S1</name>
                </trk>
                </gpx>

                """)
    }

    @Test("GPX 1.1 has a segment for each seal, and escapes its name")
    func gpx() {
        let track = Track(owner: .seal("<S&1>"), points: Self.points)
        #expect(
            String(decoding: track.gpx(), as: UTF8.self) == """
                <?xml version="1.0" encoding="UTF-8"?>
                <gpx version="1.1" creator="VASSCM" xmlns="http://www.topografix.com/GPX/1/1">
                <trk><name>&lt;S&amp;1&gt;</name>
                <trkseg>
                <trkpt lat="-0.0000001" lon="106.7"><ele>8.5</ele><time>2026-03-02T23:59:59.250Z</time></trkpt>
                </trkseg>
                <trkseg>
                <trkpt lat="20.8512345" lon="-0.5"><time>2026-03-03T00:00:59Z</time></trkpt>
                </trkseg>
                </trk>
                </gpx>

                """)
    }

    @Test("KML has a track with times for each seal, and escapes its name")
    func kml() {
        let track = Track(owner: .seal("<S&1>"), points: Self.points)
        #expect(
            String(decoding: track.kml(), as: UTF8.self) == """
                <?xml version="1.0" encoding="UTF-8"?>
                <kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2">
                <Placemark><name>&lt;S&amp;1&gt;</name>
                <gx:MultiTrack>
                <gx:interpolate>0</gx:interpolate>
                <gx:Track>
                <altitudeMode>clampToGround</altitudeMode>
                <when>2026-03-02T23:59:59.250Z</when>
                <gx:coord>106.7 -0.0000001 8.5</gx:coord>
                </gx:Track>
                <gx:Track>
                <altitudeMode>clampToGround</altitudeMode>
                <when>2026-03-03T00:00:59Z</when>
                <gx:coord>-0.5 20.8512345 0</gx:coord>
                </gx:Track>
                </gx:MultiTrack>
                </Placemark>
                </kml>

                """)
    }

    @Test("CSV has every report, the place empty where there was no fix")
    func csv() {
        let text = String(decoding: Track(owner: .seal("S1"), points: Self.points).csv(), as: UTF8.self)
        #expect(
            text.components(separatedBy: "\r\n") == [
                "time,lat,lon,alt,speed,track,eph,state,battery,seal,boot,seq",
                "2026-03-02T23:59:59.250Z,-0.0000001,106.7,8.5,12.5,90,2.5,locked,0.9,S1,0,1",
                "2026-03-03T00:00:29Z,,,,12.5,,2.5,tampered,0.9,S1,0,2",
                "2026-03-03T00:00:59Z,20.8512345,-0.5,,12.5,90,2.5,locked,0.9,S2,\"b,1\",3", "",
            ])
    }

    @Test("What is written reads back to 1e-7 degrees and the millisecond, a day of seconds long")
    func day() throws {
        let start = Timestamp.make("2026-03-02T00:00:00Z")
        let points = (0..<86_400).map { second in
            let position = Coordinate(
                latitude: 8.5 + Double(second) * 0.000_173_3, longitude: 102.1 + Double(second) * 0.000_084_7)
            let time = start.advanced(bySeconds: Double(second))
            return SealedPoint(
                seal: "S1",
                point: TrackPoint(
                    fixTime: time, receivedAt: time, boot: "0", sequence: Int64(second), ordinal: 1, mode: 3,
                    position: position, speedMetersPerSecond: 12.345, courseDegrees: 271.25, battery: 0.5))
        }
        let track = Track(owner: .seal("S1"), points: points)
        let read = try #require(try JSONSerialization.jsonObject(with: Data(track.geoJSON())) as? [String: Any])
        let line = try #require((read["geometry"] as? [String: Any])?["coordinates"] as? [[Double]])
        let properties = (read["properties"] as? [String: Any])?["coordinateProperties"] as? [String: Any]
        let times = try #require(properties?["times"] as? [String])
        #expect(line.count == points.count && times.count == points.count)
        let worst = zip(line, points).map { written, sealed in
            guard let place = sealed.point.position, written.count == 2 else { return 1.0 }
            return max(abs(written[0] - place.longitude), abs(written[1] - place.latitude))
        }.max()
        #expect(worst.map { $0 < 1e-7 } == true)
        #expect(zip(times, points).allSatisfy { Timestamp(rfc3339: $0) == $1.point.fixTime })
    }

    @Test(
        "The format parameter decides, then what Accept likes best, then GeoJSON",
        arguments: [
            ("?format=csv", "application/gpx+xml", "text/csv; charset=utf-8"),
            ("", "application/vnd.google-earth.kml+xml", "application/vnd.google-earth.kml+xml"),
            ("?format=kml", nil, "application/vnd.google-earth.kml+xml"), ("", nil, "application/geo+json"),
            ("", "text/csv", "text/csv; charset=utf-8"), ("", "application/gpx+xml", "application/gpx+xml"),
            ("", "text/html, */*;q=0.1", "application/geo+json"),
            ("", "text/csv;q=0.2, application/gpx+xml;q=0.9", "application/gpx+xml"),
        ])
    func negotiation(query: String, accept: String?, type: String) async throws {
        try await Centre(source: FakeSource { $0.points = Self.points }).test { client in
            for path in ["/v1/containers/MSKU9070323/track", "/v1/seals/VNSEAL0001/track"] {
                var headers: HTTPFields = [:]
                headers[.accept] = accept
                let response = try await client.get(path + query, headers: headers)
                #expect(response.status == .ok)
                #expect(response.headers[.contentType] == type)
            }
        }
    }

    @Test("An Accept that names no format of a track is 406")
    func notAcceptable() async throws {
        try await Centre().test { client in
            let response = try await client.get("/v1/seals/VNSEAL0001/track", headers: [.accept: "image/png"])
            try expectProblem(response, 406, detail: "text/csv")
        }
    }

    @Test("A tolerance is asked for in every form, of at most half a million reports, and a bad one is a 400")
    func tolerance() async throws {
        let source = FakeSource { $0.points = Self.points }
        try await Centre(source: source).test { client in
            for path in ["/v1/seals/VNSEAL0001/track", "/v1/containers/MSKU9070323/track"] {
                for format in ["geojson", "gpx", "kml", "csv"] {
                    #expect(try await client.get(path + "?format=\(format)&tolerance=0.5").status == .ok)
                }
                #expect(try await client.get(path).status == .ok)
            }
            for text in ["0", "-1", "100001", "nan", "inf", "x"] {
                try expectProblem(
                    try await client.get("/v1/seals/VNSEAL0001/track?tolerance=\(text)"), 400, detail: "tolerance")
            }
        }
        let asked = source.asked.tracks
        let closely = TrackQuery(limit: 500_000, toleranceMeters: 0.5)
        let wholly = TrackQuery(limit: 500_000)
        #expect(asked == [closely, closely, closely, closely, wholly, closely, closely, closely, closely, wholly])
    }
}
