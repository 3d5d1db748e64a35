import Customs
import Testing
import Wire

@Suite("OwnTracks and Traccar")
struct TrackerTests {
    private func ownTracks(_ payload: String, topic: String = "owntracks/ops/VNSEAL0100") -> Decoded {
        Wire.decode(Sample.mqtt(payload, topic: topic))
    }

    private func traccar(
        position: String = "", attributes: String = "", device: String = "\"uniqueId\":\"8041300978\""
    ) -> Decoded {
        Wire.decode(
            Sample.mqtt(
                "{\"position\":{\"id\":17,\"fixTime\":\"2026-03-02T01:02:03.000+0000\",\"latitude\":20.96758,"
                    + "\"longitude\":106.45012,\"attributes\":{\(attributes)}\(position)},\"device\":{\(device)}}",
                topic: "traccar/positions"))
    }

    @Test("An OwnTracks location is a report of its device, in SI units and without a sequence")
    func ownTracksLocation() {
        let payload = """
            {"_type":"location","tst":1772413323,"lat":20.96758,"lon":106.45012,"alt":4,"acc":12,"vel":72,"cog":360,
            "batt":87,"tid":"op","created_at":1772413325}
            """
        let expected = SealReport(
            seal: "VNSEAL0100", sequence: nil, fixTime: Timestamp(milliseconds: 1_772_413_323_000), mode: 3,
            position: Coordinate(latitude: 20.96758, longitude: 106.45012), altitudeMeters: 4,
            speedMetersPerSecond: 20, courseDegrees: 0, horizontalErrorMeters: 12, battery: 0.87)
        let digest = StableHash.of(Array(payload.utf8))
        #expect(ownTracks(payload) == [.success(.report(expected, .tracker, digest: digest))])
    }

    @Test("What a phone does not know it writes below zero; without altitude the fix is two-dimensional")
    func ownTracksUnknown() {
        let report = ownTracks(
            "{\"_type\":\"location\",\"tst\":1772413323,\"lat\":1,\"lon\":2,\"vel\":-1,\"cog\":-1,\"acc\":-1,\"batt\":-100}"
        ).reports.first
        #expect(report?.speedMetersPerSecond == nil)
        #expect(report?.courseDegrees == nil)
        #expect(report?.horizontalErrorMeters == nil)
        #expect(report?.battery == nil)
        #expect(report?.mode == 2)
    }

    @Test(
        "OwnTracks messages that are no good position are refused",
        arguments: [
            ("{\"_type\":\"lwt\",\"tst\":1772413323}", Rejection.Reason.notAPosition),
            ("{\"tst\":1772413323}", .missingField),
            ("{\"_type\":\"location\",\"lat\":1,\"lon\":2}", .missingField),
            ("{\"_type\":\"location\",\"tst\":1772413323,\"lat\":1}", .missingField),
            ("{\"_type\":\"location\",\"tst\":1772413323,\"lat\":91,\"lon\":2}", .outOfRange),
            ("{\"_type\":\"location\",\"tst\":1772413323,\"lat\":1,\"lon\":2,\"batt\":101}", .outOfRange),
            ("{\"_type\":\"location\",\"tst\":\"x\",\"lat\":1,\"lon\":2}", .wrongType),
            ("{\"_type\":\"location\",\"tst\":5,\"lat\":1,\"lon\":2}", .timeBeforeGPSEpoch),
            ("{\"_type\":\"location\",\"tst\":1872413323,\"lat\":1,\"lon\":2}", .timeInFuture),
            ("[]", .wrongType), ("", .malformedJSON), ("{\"_type\":\"location\",\"tst\":NaN}", .malformedJSON),
        ])
    func ownTracksRefused(payload: String, reason: Rejection.Reason) {
        let decoded = ownTracks(payload)
        #expect(decoded.reasons == [reason])
        #expect(decoded.rejections.first?.subject == .report)
    }

    @Test("An OwnTracks topic of another form, or with a device that is no name, is refused")
    func ownTracksTopic() {
        for topic in ["owntracks/ops", "owntracks/ops/a b", "owntracks/ops/A/event", "owntracks/ops/"] {
            #expect(ownTracks("{}", topic: topic).reasons == [.wrongTopic])
        }
    }

    @Test("A Traccar position is a report of its device's unique id, in SI units and without a sequence")
    func traccarPosition() {
        let decoded = traccar(
            position: ",\"valid\":true,\"altitude\":4.0,\"speed\":10.0,\"course\":271.0,\"accuracy\":5.5",
            attributes: "\"sat\":9,\"hdop\":0.8,\"batteryLevel\":85,\"motion\":true")
        let expected = SealReport(
            seal: "8041300978", sequence: nil, fixTime: Timestamp(milliseconds: 1_772_413_323_000), mode: 3,
            position: Coordinate(latitude: 20.96758, longitude: 106.45012), altitudeMeters: 4,
            speedMetersPerSecond: 10 * (1852.0 / 3600), courseDegrees: 271, horizontalErrorMeters: 5.5, satellites: 9,
            hdop: 0.8, battery: 0.85)
        #expect(decoded.reports == [expected])
        guard case .success(.report(_, .tracker, _))? = decoded.first else {
            Issue.record("the origin is not a tracker")
            return
        }
    }

    @Test("Traccar's accuracy 0 is unknown, and a position that is not valid has no fix")
    func traccarNoFix() {
        let report = traccar(position: ",\"valid\":false,\"accuracy\":0.0").reports.first
        #expect(report?.mode == 0)
        #expect(report?.fix == nil)
        #expect(report?.horizontalErrorMeters == nil)
    }

    @Test(
        "Traccar's alarms say the state; the gravest of several counts",
        arguments: [
            ("tampering", SealState.tampered), ("removing", .tampered), ("unlock", .unlocked), ("door", .unlocked),
            ("lock", .locked), ("powerCut", .locked), ("lowBattery,door", .unlocked),
            ("unlock, tampering", .tampered), ("", .locked),
        ])
    func traccarAlarm(alarm: String, state: SealState) {
        #expect(traccar(attributes: "\"alarm\":\"\(alarm)\"").reports.first?.state == state)
    }

    @Test("Traccar's bad values are refused with their path")
    func traccarRefused() {
        let cases = [
            (traccar(position: ",\"latitude\":91"), "position.latitude is 91, not within -90...90"),
            (traccar(position: ",\"fixTime\":null"), "position.fixTime is missing"),
            (traccar(position: ",\"valid\":1"), "position.valid is 1, not true or false"),
            (
                traccar(attributes: "\"batteryLevel\":101"),
                "position.attributes.batteryLevel is 101, not within 0...100"
            ),
            (
                traccar(device: "\"uniqueId\":\"a b\""),
                "device.uniqueId is \"a b\", not 1 to 64 of A-Z a-z 0-9 . _ -"
            ),
            (traccar(device: ""), "device.uniqueId is missing"),
        ]
        for (decoded, detail) in cases { #expect(decoded.rejections.map(\.detail) == [detail]) }
        #expect(traccar(position: ",\"fixTime\":\"2027-01-01T00:00:00Z\"").reasons == [.timeInFuture])
    }

    @Test("A Traccar event is not a position, and other content on a foreign topic has an unknown source")
    func foreignTopic() {
        func decode(_ payload: String) -> [Rejection.Reason] {
            Wire.decode(Sample.mqtt(payload, topic: "some/topic")).reasons
        }
        #expect(decode("{\"event\":{},\"device\":{\"uniqueId\":\"1\"}}") == [.notAPosition])
        #expect(decode("{\"temperature\":21}") == [.unknownSource])
        #expect(decode("23 degrees") == [.malformedJSON])
    }
}
