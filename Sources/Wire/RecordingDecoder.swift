public import Customs
import Foundation

/// Reads recordings (the contract's section 6) line by line: what `mosquitto_sub -F %J` and `gpspipe -w` print, and
/// calls of the HTTP API.
public struct RecordingDecoder {
    /// The name under which recorded messages appear as their broker or daemon.
    public static let sourceName = "recording"

    /// A payload that nests too deeply is to be recorded and refused when it is decoded, not here.
    private static let maximumDepth = 64

    private let gpsdSeals: [String: String]
    private let account: (String?) -> Account?
    private let mapping: (Envelope) -> Envelope
    /// The newest `tst`: gpsd's lines have none of their own.
    private var lastReceived: Timestamp?
    /// The one device of the last DEVICES line, which stands in where a TPV names none.
    private var onlyDevice: String?

    /// - Parameters:
    ///   - gpsdSeals: device path to seal, `*` for any path.
    ///   - account: the account of a name, or the default one for `nil`; `nil` where there is no such account.
    ///   - mapping: what a recorded message or call stands for where it is configured: a facility's topic its partner's
    ///     call.
    public init(
        gpsdSeals: [String: String], account: @escaping (String?) -> Account?,
        mapping: @escaping (Envelope) -> Envelope = { $0 }
    ) {
        self.gpsdSeals = gpsdSeals
        self.account = account
        self.mapping = mapping
    }

    /// The envelope that a line records; `nil` for a line that records none, such as a blank one or gpsd's SKY.
    public mutating func envelope(line: [UInt8], number: Int) throws(RecordingError) -> Envelope? {
        try line.withUnsafeBufferPointer { (bytes) throws(RecordingError) -> Envelope? in
            try envelope(line: UnsafeRawBufferPointer(bytes), number: number)
        }
    }

    /// The same for bytes that stand elsewhere; the line break may be there or not.
    public mutating func envelope(line: UnsafeRawBufferPointer, number: Int) throws(RecordingError) -> Envelope? {
        if let offset = UTF8Check.firstInvalidOffset(line) {
            throw RecordingError(line: number, column: offset + 1, reason: "invalid UTF-8")
        }
        var scanner = JSONScanner(line, maximumDepth: Self.maximumDepth)
        guard scanner.peek() != 0 else { return nil }
        var fields = RecordingLine()
        do throws(JSONFault) {
            try scanner.object { fields.assign($0, $1) }
            // A payload with a NaN in it is as the device sent it; decoding will say so.
            try scanner.finish()
        } catch {
            throw RecordingError(line: number, column: error.offset + 1, reason: error.detail(in: line))
        }
        let reader = FieldReader(bytes: line)
        do throws(FieldFault) {
            if !fields.topic.isAbsent { return mapping(try message(fields, reader)) }
            if !fields.method.isAbsent { return mapping(try call(fields, reader)) }
            if !fields.objectClass.isAbsent { return try object(fields, reader).map(mapping) }
        } catch {
            throw RecordingError(line: number, reason: "\(error.field) \(error.fault)")
        }
        throw RecordingError(line: number, reason: "has neither topic nor method nor class")
    }

    /// Decodes a line and adds what it holds to `lines`: what `envelope` and `Wire.decode` say of it, sooner.
    public mutating func decode(
        line: UnsafeRawBufferPointer, number: Int, into lines: inout RecordingLines
    ) throws(RecordingError) {
        if UTF8Check.firstInvalidOffset(line) == nil, let receivedAt = lines.appendPlainMessage(line) {
            note(receivedAt)
        } else if let envelope = try envelope(line: line, number: number) {
            lines.append(envelope.receivedAt, Wire.decode(envelope))
        }
    }

    private mutating func message(_ fields: RecordingLine, _ reader: FieldReader) throws(FieldFault) -> Envelope {
        let topic = try reader.text(fields.topic, "topic", bytes: 1...65_535) ?? ""
        let receivedAt = try receivedAt(fields, reader)
        let size = try reader.integer(fields.payloadlen, "payloadlen", in: 0...Int64(Int32.max))
        // mosquitto prints null for no payload, and for a payload of those four letters.
        let isEmpty = fields.payload.kind == .absent || (fields.payload.kind == .null && size == 0)
        return Envelope(
            source: .mqtt(broker: Self.sourceName, topic: topic), receivedAt: receivedAt,
            body: isEmpty ? [] : Self.payload(fields.payload, reader.bytes))
    }

    private mutating func call(_ fields: RecordingLine, _ reader: FieldReader) throws(FieldFault) -> Envelope {
        let receivedAt = try receivedAt(fields, reader)
        let method = try reader.text(fields.method, "method", bytes: 1...32) ?? ""
        guard let path = try reader.text(fields.path, "path", bytes: 1...4096) else { throw .missing("path") }
        let type = try reader.text(fields.contentType, "contentType", bytes: 1...256) ?? "application/json"
        let name = try reader.text(fields.account, "account", bytes: 1...256)
        guard let account = account(name) else {
            throw FieldFault(
                .notFound, "account", "is \(name.map { "“\($0.clipped())”" } ?? "absent"), which is no account")
        }
        let call = HTTPCall(
            method: method, path: String(path.prefix { $0 != "?" }), contentType: type, account: account,
            via: try reader.text(fields.via, "via", bytes: 1...4096), partner: try partner(fields.partner, reader))
        return Envelope(source: .http(call), receivedAt: receivedAt, body: try body(fields, reader))
    }

    private func body(_ fields: RecordingLine, _ reader: FieldReader) throws(FieldFault) -> [UInt8] {
        if let text = try reader.text(fields.bodyBase64, "bodyBase64", bytes: 0...Int(Int32.max)) {
            guard let data = Data(base64Encoded: text) else {
                throw reader.wrongType(fields.bodyBase64, "bodyBase64", "bytes in base 64")
            }
            return Array(data)
        }
        return fields.body.isAbsent ? [] : Self.payload(fields.body, reader.bytes)
    }

    private func partner(_ token: JSONToken, _ reader: FieldReader) throws(FieldFault) -> EDIPartner? {
        if token.isAbsent { return nil }
        let json = Data(reader.bytes[Int(token.start)..<Int(token.end)])
        guard let partner = try? CanonicalJSON.decode(EDIPartner.self, from: json) else {
            throw reader.wrongType(token, "partner", "an EDIFACT partner")
        }
        return partner
    }

    private mutating func object(_ fields: RecordingLine, _ reader: FieldReader) throws(FieldFault) -> Envelope? {
        switch try reader.text(fields.objectClass, "class", bytes: 0...256) {
        case "DEVICES":
            onlyDevice = Self.onlyDevice(fields.devices, reader)
            return nil
        case "TPV":
            let time = try reader.time(fields.time, "time")
            // Before the first time of all there is no moment to put it at, and no fix in it either.
            guard let receivedAt = [lastReceived, time].compactMap({ $0 }).max() else { return nil }
            var seals = gpsdSeals
            if fields.device.isAbsent, let onlyDevice, let seal = gpsdSeals[onlyDevice] { seals = ["*": seal] }
            return Envelope(
                source: .gpsd(daemon: Self.sourceName, seals: seals), receivedAt: receivedAt,
                body: Self.trimmed(reader.bytes))
        default: return nil
        }
    }

    private mutating func receivedAt(_ fields: RecordingLine, _ reader: FieldReader) throws(FieldFault) -> Timestamp {
        let received: Timestamp
        if fields.tst.kind == .number {
            // mosquitto 1.6 printed whole seconds of the Unix epoch.
            let seconds = try reader.number(fields.tst, "tst", in: 0...253_402_300_799) ?? 0
            received = Timestamp(seconds: seconds)
        } else {
            guard let time = try reader.time(fields.tst, "tst") else { throw .missing("tst") }
            received = time
        }
        note(received)
        return received
    }

    private mutating func note(_ received: Timestamp) {
        lastReceived = lastReceived.map { max($0, received) } ?? received
    }

    /// The bytes that were sent: of a string its text, of any other JSON the slice as it stands.
    private static func payload(_ token: JSONToken, _ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        guard token.kind == .string else { return Array(bytes[Int(token.start)..<Int(token.end)]) }
        return JSONText.unescaped(bytes, from: Int(token.start) + 1, to: Int(token.end) - 1)
    }

    private static func onlyDevice(_ token: JSONToken, _ reader: FieldReader) -> String? {
        guard token.kind == .array else { return nil }
        var scanner = JSONScanner(reader.bytes, inside: token)
        var paths: [String] = []
        var isFirst = true
        guard (try? scanner.enterArray()) != nil else { return nil }
        while (try? scanner.nextElement(isFirst: &isFirst)) == true, let device = try? scanner.value() {
            JSONScanner.forEachField(of: device, in: reader.bytes) { key, value in
                if key == "path", value.kind == .string { paths.append(reader.string(value)) }
            }
        }
        return paths.count == 1 ? paths[0] : nil
    }

    private static func trimmed(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var end = bytes.count
        while end > 0, bytes[end - 1] == 0x0a || bytes[end - 1] == 0x0d { end -= 1 }
        return Array(bytes[..<end])
    }
}
