public import Customs
import Foundation

/// Writes the lines that `RecordingDecoder` reads.
public enum RecordingWriter {
    /// The line of an envelope, without its line break: a message as mosquitto prints it, a call of the HTTP API, or
    /// gpsd's own object. Empty for a tick, which a recording has no need of.
    ///
    /// A payload that is JSON on one line stands as it is; another one as a string, whose text is the payload again if
    /// that is UTF-8.
    public static func line(_ envelope: Envelope) -> String {
        let tst = JSONText.quoted(envelope.receivedAt.rfc3339)
        switch envelope.source {
        case .mqtt(_, let topic):
            return "{\"tst\":\(tst),\"topic\":\(JSONText.quoted(topic)),\"qos\":1,\"retain\":0,"
                + "\"payloadlen\":\(envelope.body.count),\"payload\":\(embedded(envelope.body))}"
        case .http(let call):
            let type =
                call.contentType == "application/json" ? "" : ",\"contentType\":" + JSONText.quoted(call.contentType)
            let account = JSONText.quoted(call.account.name)
            return "{\"tst\":\(tst),\"method\":\(JSONText.quoted(call.method)),"
                + "\"path\":\(JSONText.quoted(call.path)),\"account\":\(account)\(type)\(origin(call))"
                + "\(member(body: envelope.body))}"
        case .gpsd: return String(decoding: envelope.body, as: UTF8.self)
        case .tick: return ""
        }
    }

    /// How a call came that did not come over HTTP, and how its EDIFACT is read.
    private static func origin(_ call: HTTPCall) -> String {
        let via = call.via.map { ",\"via\":" + JSONText.quoted($0) } ?? ""
        let partner = call.partner.flatMap { try? CanonicalJSON.string($0) }.map { ",\"partner\":" + $0 } ?? ""
        return via + partner
    }

    /// EDIFACT may be in ISO 8859-1, which no JSON string can hold byte for byte.
    private static func member(body: [UInt8]) -> String {
        if body.isEmpty { return "" }
        guard body.withUnsafeBytes({ UTF8Check.firstInvalidOffset($0) == nil }) else {
            return ",\"bodyBase64\":\"\(Data(body).base64EncodedString())\""
        }
        return ",\"body\":" + embedded(body)
    }

    private static func embedded(_ payload: [UInt8]) -> String {
        let text = String(decoding: payload, as: UTF8.self)
        return canStandAlone(payload) ? text : JSONText.quoted(text)
    }

    /// A string would be read as its text, null as nothing, and a line break would end the line.
    private static func canStandAlone(_ payload: [UInt8]) -> Bool {
        payload.withUnsafeBytes { bytes in
            guard !bytes.contains(0x0a), !bytes.contains(0x0d), UTF8Check.firstInvalidOffset(bytes) == nil,
                let token = try? JSONScanner.check(bytes)
            else { return false }
            // Blanks around the value would be lost.
            return token.kind != .string && token.kind != .null && token.start == 0 && Int(token.end) == bytes.count
        }
    }
}
