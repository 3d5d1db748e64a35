import Customs
import Foundation
import GPSDListener
import MQTTListener
import MonitoringCentre
import Server
import Testing

@Suite("A configuration")
struct ConfigurationTests {
    @Test("gives the contract's defaults where it says nothing")
    func defaults() throws {
        let folder = try ConfigurationFolder()
        let configuration = try folder.read()
        #expect(configuration.http.port == 8080)
        #expect(configuration.http.host == "127.0.0.1")
        #expect(configuration.http.maxBodyBytes == 16 << 20)
        #expect(configuration.timeZone == "Asia/Ho_Chi_Minh")
        #expect(configuration.ledgerPath == folder.path("data/vasscm.sqlite"))
        #expect(configuration.rules[.unauthorisedStop]["after"] == 1800)
        #expect(configuration.account(named: nil)?.name == "chief")
        #expect(configuration.account(named: "port")?.facilities == ["PORT"])
        #expect(configuration.account(named: "nobody") == nil)
    }

    @Test("takes a tile server")
    func tiles() throws {
        let url = "https://tiles.example.vn/{z}/{x}/{y}.png"
        let folder = try ConfigurationFolder(mainExtra: "http: {tiles: {url: \"\(url)\", attribution: A B}}")
        #expect(try folder.read().http.tiles == (try TileServer(url: url, attribution: "A B")))
    }

    @Test("takes thresholds, brokers and devices")
    func values() throws {
        let folder = try ConfigurationFolder(
            mainExtra: """
                rules: {unauthorised-stop: {after: 600, severity: critical}, seal-tampered: {enabled: false}}
                mqtt: [{host: a.example, clientId: one, subscribe: ["owntracks/+/+"]}, {host: b.example, port: 1884}]
                gpsd: [{host: 127.0.0.1, seals: {"/dev/ttyUSB0": VNSEAL0001, "*": VNSEAL0002}}]
                """)
        let configuration = try folder.read()
        #expect(configuration.rules[.unauthorisedStop]["after"] == 600)
        #expect(configuration.rules[.unauthorisedStop]["radius"] == 100)
        #expect(configuration.rules[.unauthorisedStop].severity == .critical)
        #expect(!configuration.rules[.sealTampered].enabled)
        #expect(configuration.mqtt.map(\.broker) == ["a.example:1883", "b.example:1884"])
        #expect(
            configuration.mqtt[0].subscriptions == [
                "vasscm/v1/seals/+/reports", "vasscm/v1/facilities/+/gate-events", "vasscm/v1/facilities/+/codeco",
                "owntracks/+/+",
            ])
        #expect(configuration.gpsd[0].seals["/dev/ttyUSB0"] == "VNSEAL0001")
    }

    @Test(
        "that is wrong names file, line, key and reason",
        arguments: [
            ("ports: 1", "vasscm.yaml:3: ports: is not a known key"),
            ("http: {port: high}", "vasscm.yaml:3: http.port: must be a whole number from 0 to 65535, not “high”"),
            ("http: {prot: 1}", "vasscm.yaml:3: http.prot: is not a known key"),
            ("http: {tls: {certificate: c.pem, key: k.pem}}", "http.tls.certificate: cannot read the file c.pem"),
            (
                "http: {tiles: {url: \"https://a.vn/{z}/{x}.png\", attribution: A}}",
                "http.tiles.url: “https://a.vn/{z}/{x}.png” has no {y}"
            ),
            ("http: {tiles: {url: \"https://a.vn/{z}/{x}/{y}.png\"}}", "http.tiles.attribution: is missing"),
            ("rules: {stop: {}}", "vasscm.yaml:3: rules.stop: is not a rule"),
            ("rules: {unauthorised-stop: {radius: -5}}", "rules.unauthorised-stop.radius: must be a number from 0"),
            ("rules: {unauthorised-stop: {speed: 5}}", "rules.unauthorised-stop.speed: is not a known key"),
            ("rules: {seal-tampered: {severity: bad}}", "must be one of warning, minor, major, critical, not “bad”"),
            ("clock: sundial", "vasscm.yaml:3: clock: must be one of wall, simulated, not “sundial”"),
            ("timeZone: Asia/Nowhere", "“Asia/Nowhere” is not a time zone"),
            ("mqtt: [{port: 1}]", "mqtt[0].host: is missing"),
            ("mqtt: {host: a}", "vasscm.yaml:3: mqtt: must be a list"),
            ("mqtt: [{host: a}, {host: a}]", "mqtt: the broker a:1883 is listed twice"),
            ("gpsd: [{host: a}]", "gpsd[0].seals: is missing"),
            ("gpsd: [{host: a, seals: {x: 'a/b'}}]", "“a/b” cannot name a seal"),
            ("basemap: nowhere.geojson", "basemap: cannot read the file nowhere.geojson"),
            ("zones: other.geojson", "keys to be unique but found the following duplicated key(s): 'zones'"),
            ("escalation: {critical: 0}", "escalation.critical: must be a number from 1 to 31557600, not “0”"),
            ("escalation: {grave: 5}", "escalation.grave: is not a known key; known are critical, major"),
            ("http: [", "vasscm.yaml: is not YAML"),
        ])
    func faults(extra: String, complaint: String) throws {
        let folder = try ConfigurationFolder(mainExtra: extra)
        #expect(folder.complaint().contains(complaint), "\(folder.complaint())")
    }

    @Test(
        "with wrong accounts names the account's place and the reason",
        arguments: [
            ("- {name: a, role: king, keySHA256: x}", "[0].role: must be one of viewer, operator, officer, supervisor"),
            ("- {name: a, role: viewer, keySHA256: demo}", "[0].keySHA256: must be 64 lower-case hex digits"),
            ("- {name: a, role: viewer}", "[0].keySHA256: is missing"),
            ("- {name: a, role: operator, keySHA256: x}", "[0].facilities: an operator needs at least one facility"),
            ("- {name: a, role: operator, facilities: [X], keySHA256: x}", "no zone has the facility code “X”"),
            ("- {name: a b, role: viewer, keySHA256: x}", "“a b” cannot name an account"),
            ("{}", "accounts.yaml: must be a list"),
        ])
    func accountFaults(text: String, complaint: String) throws {
        let folder = try ConfigurationFolder()
        try folder.write("accounts.yaml", text)
        #expect(folder.complaint().contains(complaint), "\(folder.complaint())")
    }

    @Test(
        "with a wrong zone names the feature and the reason",
        arguments: [
            (#""kind":"castle","radius":5"#, point, "features[0] (z).kind: “castle” is not one of seaport"),
            (#""kind":"seaport""#, point, "features[0] (z).radius: a Point needs a radius"),
            (#""kind":"route""#, #"{"type":"LineString","coordinates":[[1,2],[3,4]]}"#, "needs a width"),
            (#""kind":"seaport","radius":5"#, #"{"type":"Point","coordinates":[1,91]}"#, "is no [longitude, latitude]"),
            (#""kind":"seaport""#, #"{"type":"Polygon","coordinates":[[[1,2],[3,4],[1,2]]]}"#, "rings of four places"),
            (
                #""kind":"seaport""#, #"{"type":"Blob","coordinates":[]}"#,
                "must be Point, LineString, Polygon or MultiPolygon"
            ),
            (#""kind":"queue","gate":"X","radius":5"#, point, "gate: no facility has the code “X”"),
            (#""kind":"border-gate","facility":"F","opens":"7am","radius":5"#, point, "opens: must be HH:MM"),
        ])
    func zoneFaults(properties: String, geometry: String, complaint: String) throws {
        let folder = try ConfigurationFolder()
        try folder.write(
            "zones.geojson",
            """
            {"type":"FeatureCollection","features":[{"type":"Feature",
            "properties":{"id":"z","name":"Z",\(properties)},"geometry":\(geometry)}]}
            """)
        #expect(folder.complaint().contains(complaint), "\(folder.complaint())")
    }

    private static let point = #"{"type":"Point","coordinates":[106.6,20.8]}"#

    @Test("with zones that are no GeoJSON says where")
    func zonesMalformed() throws {
        let folder = try ConfigurationFolder()
        try folder.write("zones.geojson", #"{"type":"FeatureCollection","features":[{"type":"Feature"}]}"#)
        #expect(folder.complaint() == "zones.geojson: features[0].properties: is missing")
        try folder.write("zones.geojson", "{")
        #expect(folder.complaint().hasPrefix("zones.geojson: is not JSON"))
    }

    @Test("escalates what it names, and by default nothing")
    func escalation() throws {
        let without = try ConfigurationFolder().read()
        #expect(!without.rules.escalation.isOn && without.summary.contains("escalation: none"))
        let folder = try ConfigurationFolder(mainExtra: "escalation: {critical: 300, minor: 60.5}")
        let configuration = try folder.read()
        #expect(configuration.rules.escalation[.critical] == 300)
        #expect(configuration.rules.escalation[.minor] == 60.5 && configuration.rules.escalation[.major] == nil)
        #expect(configuration.summary.contains("escalation: critical after 300 s, minor after 60.5 s"))
    }

    @Test("that is not there is said to be not there")
    func missing() throws {
        let folder = try ConfigurationFolder()
        #expect(throws: ConfigurationError.self) { try Configuration(file: folder.path("other.yaml")) }
    }
}
