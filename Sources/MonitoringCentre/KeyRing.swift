import Crypto
import Customs

/// Finds the account of a key without telling by its speed how near a guess came.
struct KeyRing: Sendable {
    private let entries: [(digest: [UInt8], account: Account)]

    init(_ credentials: [AccountCredential]) throws {
        entries = try credentials.map { credential in
            guard let digest = Self.bytes(hex: credential.keySHA256) else {
                throw CentreConfigurationError(
                    "account \(credential.account.name): keySHA256 must be 64 lower-case hex digits")
            }
            return (digest, credential.account)
        }
    }

    /// The account that the key opens.
    func account(key: String) -> Account? {
        let digest = Self.digest(key)
        var found: Account?
        // All are compared, each to its end.
        for entry in entries where Self.isEqual(entry.digest, digest) { found = entry.account }
        return found
    }

    static func digest(_ text: String) -> [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }

    static func isEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        guard a.count == b.count else { return false }
        var difference: UInt8 = 0
        for index in a.indices { difference |= a[index] ^ b[index] }
        return difference == 0
    }

    /// 32 bytes of lower-case hex.
    private static func bytes(hex: String) -> [UInt8]? {
        let digits = Array(hex.utf8)
        guard digits.count == 64 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: 64, by: 2) {
            guard let high = nibble(digits[index]), let low = nibble(digits[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func nibble(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
