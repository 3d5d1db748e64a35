import Customs
import Foundation

/// The JSON body of an HTTP call, decoded through `Codable`, with errors that name field, value and rule.
struct JSONBody {
    let bytes: [UInt8]
    let subject: Rejection.Subject

    /// The body as one value.
    func one<Value: Decodable>(_ type: Value.Type) throws(Rejection) -> Value {
        _ = try check()
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch {
            throw rejection(error)
        }
    }

    /// The body as one value or an array of them, each of which stands for itself.
    func each<Value: Decodable>(_ type: Value.Type) throws(Rejection) -> [Result<Value, Rejection>] {
        guard try check().kind == .array else {
            do throws(Rejection) { return [.success(try one(type))] } catch { return [.failure(error)] }
        }
        do {
            return try JSONDecoder().decode([Captured<Value>].self, from: Data(bytes))
                .map { $0.result.mapError(rejection) }
        } catch {
            throw rejection(error)
        }
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

    private func rejection(_ error: any Error) -> Rejection {
        guard let error = error as? DecodingError else {
            return Rejection(.malformedJSON, String(describing: error), subject: subject)
        }
        return DecodingFault(error).fault(shown).rejection(at: nil, subject: subject)
    }

    private func shown(_ path: [any CodingKey]) -> String? {
        bytes.withUnsafeBytes { bytes in
            JSONScanner.value(at: path, in: bytes).map { FieldReader(bytes: bytes).shown($0) }
        }
    }
}

/// A value or the error of its decoding, so that one element does not spoil its array.
private struct Captured<Value: Decodable>: Decodable {
    let result: Result<Value, any Error>

    init(from decoder: any Decoder) throws {
        result = Result { try Value(from: decoder) }
    }
}
