import Customs
import Foundation

/// What an envelope's source begins with in the journal; never renumber.
private enum SourceKind {
    static let mqtt: UInt8 = 0
    static let gpsd: UInt8 = 1
    static let http: UInt8 = 2
    static let tick: UInt8 = 3
    /// A call with how it came and the partner that it came from; one with neither is still written as `http`.
    static let partnerCall: UInt8 = 4
    /// A call that names the tag of what it changes; none such comes from a partner.
    static let conditionalCall: UInt8 = 5
}

/// Numbers for names that come again with other sources: brokers, daemons, accounts.
struct NameWriter {
    private var numbers: [String: UInt64] = [:]

    mutating func write(_ name: String, to writer: inout ByteWriter) {
        if let number = numbers[name] {
            writer.append(varint: number)
        } else {
            writer.append(varint: UInt64(numbers.count))
            numbers[name] = UInt64(numbers.count)
            writer.append(counted: name.utf8)
        }
    }
}

/// Reads what `NameWriter` wrote.
struct NameReader {
    private var names: [String] = []

    mutating func read(from reader: inout ByteReader) throws -> String {
        let number = try reader.varint()
        if number == UInt64(names.count) {
            names.append(try reader.text())
        } else if number > UInt64(names.count) {
            throw CodecError("names string \(number) of \(names.count)")
        }
        return names[Int(number)]
    }
}

extension ByteWriter {
    /// - Throws: where a partner cannot be written as JSON.
    mutating func append(source: Envelope.Source, names: inout NameWriter) throws {
        switch source {
        case .mqtt(let broker, let topic):
            append(byte: SourceKind.mqtt)
            names.write(broker, to: &self)
            append(counted: topic.utf8)
        case .gpsd(let daemon, let seals):
            append(byte: SourceKind.gpsd)
            names.write(daemon, to: &self)
            append(varint: UInt64(seals.count))
            for (device, seal) in seals.sorted(by: { $0.key < $1.key }) {
                append(counted: device.utf8)
                append(counted: seal.utf8)
            }
        case .http(let call):
            if let condition = call.condition, call.via == nil, call.partner == nil {
                append(byte: SourceKind.conditionalCall)
                append(call: call, names: &names)
                append(counted: condition.utf8)
            } else if call.via == nil, call.partner == nil {
                append(byte: SourceKind.http)
                append(call: call, names: &names)
            } else {
                append(byte: SourceKind.partnerCall)
                append(call: call, names: &names)
                // Empty for none of it: neither is ever empty itself.
                names.write(call.via ?? "", to: &self)
                names.write(try call.partner.map { try CanonicalJSON.string($0) } ?? "", to: &self)
            }
        case .tick:
            append(byte: SourceKind.tick)
        }
    }

    private mutating func append(call: HTTPCall, names: inout NameWriter) {
        names.write(call.method, to: &self)
        append(counted: call.path.utf8)
        names.write(call.contentType, to: &self)
        names.write(call.account.name, to: &self)
        names.write(call.account.role.rawValue, to: &self)
        append(varint: UInt64(call.account.facilities.count))
        for facility in call.account.facilities { names.write(facility, to: &self) }
    }
}

extension ByteReader {
    mutating func source(names: inout NameReader) throws -> Envelope.Source {
        switch try byte() {
        case SourceKind.mqtt: return .mqtt(broker: try names.read(from: &self), topic: try text())
        case SourceKind.gpsd:
            let daemon = try names.read(from: &self)
            var seals: [String: String] = [:]
            for _ in 0..<(try count()) {
                let device = try text()
                seals[device] = try text()
            }
            return .gpsd(daemon: daemon, seals: seals)
        case SourceKind.http: return .http(try httpCall(names: &names))
        case SourceKind.conditionalCall:
            var call = try httpCall(names: &names)
            call.condition = try text()
            return .http(call)
        case SourceKind.partnerCall:
            var call = try httpCall(names: &names)
            let via = try names.read(from: &self)
            call.via = via.isEmpty ? nil : via
            call.partner = try Self.partner(try names.read(from: &self))
            return .http(call)
        case SourceKind.tick: return .tick
        case let kind: throw CodecError("has an unknown kind of source, \(kind)")
        }
    }

    private mutating func httpCall(names: inout NameReader) throws -> HTTPCall {
        let method = try names.read(from: &self)
        let path = try text()
        let contentType = try names.read(from: &self)
        let name = try names.read(from: &self)
        let roleName = try names.read(from: &self)
        guard let role = Role(rawValue: roleName) else { throw CodecError("has an unknown role, “\(roleName)”") }
        var facilities: [String] = []
        for _ in 0..<(try count()) { facilities.append(try names.read(from: &self)) }
        return HTTPCall(
            method: method, path: path, contentType: contentType,
            account: Account(name: name, role: role, facilities: facilities))
    }
    private static func partner(_ json: String) throws -> EDIPartner? {
        if json.isEmpty { return nil }
        do {
            return try CanonicalJSON.decode(EDIPartner.self, from: Data(json.utf8))
        } catch {
            throw CodecError("has an EDIFACT partner that is none: \(error)")
        }
    }
}
