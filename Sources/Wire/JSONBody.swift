import Customs
import Foundation

/// The JSON body of an HTTP call, decoded through `Codable`, with errors that name field, value and rule.
struct JSONBody {
    let bytes: [UInt8]
    let subject: Rejection.Subject

    /// The body as one value.
    func one<Value: Decodable>(_ type: Value.Type) throws(Rejection) -> Value {
        _ = try check()
        return try value(type, bytes[...], at: nil, JSONDecoder())
    }

    /// The body as one value or an array of them, each of which stands for itself.
    ///
    /// An element is read by itself, so that a body full of errors costs no more than one without. `index` is `nil`
    /// where there is no array.
    ///
    /// - Throws: where the body is no JSON, or an array of none or of more than `limit`; `name` says what of.
    func each<Value: Decodable, Taken>(
        _ type: Value.Type, name: String, limit: Int,
        _ take: (_ value: Value, _ index: Int?) -> Result<Taken, Rejection>
    ) throws(Rejection) -> [Result<Taken, Rejection>] {
        let decoder = JSONDecoder()
        let token = try check()
        guard token.kind == .array else { return [element(type, bytes[...], at: nil, decoder, take)] }
        let elements = try elements(of: token, name, limit)
        return elements.enumerated().map { element(type, bytes[$1], at: $0, decoder, take) }
    }

    private func element<Value: Decodable, Taken>(
        _ type: Value.Type, _ slice: ArraySlice<UInt8>, at index: Int?, _ decoder: JSONDecoder,
        _ take: (Value, Int?) -> Result<Taken, Rejection>
    ) -> Result<Taken, Rejection> {
        do throws(Rejection) {
            return take(try value(type, slice, at: index, decoder), index)
        } catch {
            var rejection = error
            if subject == .gateEvent { rejection.eventId = Self.eventId(in: slice) }
            return .failure(rejection)
        }
    }

    private func elements(of array: JSONToken, _ name: String, _ limit: Int) throws(Rejection) -> [Range<Int>] {
        let elements: [Range<Int>] = bytes.withUnsafeBytes { bytes in
            var elements: [Range<Int>] = []
            var scanner = JSONScanner(bytes, inside: array)
            var isFirst = true
            guard (try? scanner.enterArray()) != nil else { return elements }
            while elements.count <= limit, (try? scanner.nextElement(isFirst: &isFirst)) == true,
                let element = try? scanner.value()
            {
                elements.append(Int(element.start)..<Int(element.end))
            }
            return elements
        }
        guard !elements.isEmpty else {
            throw Rejection(.missingField, "the array holds no \(name)", subject: subject)
        }
        guard elements.count <= limit else {
            throw Rejection(
                .payloadTooLarge, "the array holds more than \(limit) of \(name): none is taken", subject: subject)
        }
        return elements
    }

    private func check() throws(Rejection) -> JSONToken {
        let checked: Result<JSONToken, Rejection> = bytes.withUnsafeBytes { bytes in
            if let offset = UTF8Check.firstInvalidOffset(bytes) {
                return .failure(Rejection(.invalidUTF8, "invalid UTF-8 at byte \(offset)", subject: subject))
            }
            do throws(JSONFault) {
                return .success(try JSONScanner.check(bytes))
            } catch {
                return .failure(Rejection(.malformedJSON, error.detail(in: bytes), subject: subject))
            }
        }
        return try checked.get()
    }

    private func value<Value: Decodable>(
        _ type: Value.Type, _ slice: ArraySlice<UInt8>, at index: Int?, _ decoder: JSONDecoder
    ) throws(Rejection) -> Value {
        do {
            return try decoder.decode(type, from: Data(slice))
        } catch {
            guard let error = error as? DecodingError else {
                throw Rejection(.malformedJSON, String(describing: error), subject: subject)
            }
            throw DecodingFault(error).fault { Self.shown($0, in: slice) }.rejection(at: index, subject: subject)
        }
    }

    private static func shown(_ path: [any CodingKey], in slice: ArraySlice<UInt8>) -> String? {
        slice.withUnsafeBytes { bytes in
            JSONScanner.value(at: path, in: bytes).map { FieldReader(bytes: bytes).shown($0) }
        }
    }

    /// The id that a refused event gave itself, where it could be one.
    private static func eventId(in slice: ArraySlice<UInt8>) -> String? {
        slice.withUnsafeBytes { bytes in
            guard let object = try? JSONScanner.check(bytes), object.kind == .object else { return nil }
            var found: String?
            JSONScanner.forEachField(of: object, in: bytes) { key, value in
                if key == "eventId" { found = value.kind == .string ? FieldReader(bytes: bytes).string(value) : nil }
            }
            return found.flatMap { GateEventRules.eventIdBytes.contains($0.utf8.count) ? $0 : nil }
        }
    }
}
