import Crypto
import Customs

/// All accounts at one moment, of the file and of the server. It is a value: a change makes another.
struct KeyRing: Sendable {
    /// One account and what opens it.
    struct Entry: Sendable {
        enum Origin: String, Sendable, Encodable { case file, server }

        var account: Account
        var origin: Origin
        var keyDigest: [UInt8]?
        var password: PasswordHash?
        var isDisabled = false
        /// Of the server's accounts.
        var stored: StoredAccount?
    }

    /// Those of the file first, then by name.
    let entries: [Entry]
    /// The server's accounts that do not count, and why.
    let leftOut: [String]
    /// Which register of the server's accounts it was made of.
    let edition: Int64
    private let byName: [String: Int]
    private let byKeyDigest: [[UInt8]: Int]

    /// - Throws: `CentreConfigurationError` for a bad digest in the file.
    init(_ credentials: [AccountCredential], register: AccountRegister = AccountRegister()) throws {
        var entries = try credentials.map { credential in
            var digest: [UInt8]?
            if let text = credential.keySHA256 {
                digest = Self.bytes(hex: text)
                guard digest != nil else {
                    throw CentreConfigurationError(
                        "account \(credential.account.name): keySHA256 must be 64 lower-case hex digits")
                }
            }
            return Entry(
                account: credential.account, origin: .file, keyDigest: digest, password: credential.password)
        }
        let inFile = Set(entries.map(\.account.name))
        var leftOut: [String] = []
        for stored in register.accounts {
            let name = stored.account.name
            guard !inFile.contains(name) else {
                leftOut.append("\(name): the accounts file has one of the same name, which counts")
                continue
            }
            let password = stored.password.flatMap { try? PasswordHash(phc: $0) }
            if stored.password != nil, password == nil { leftOut.append("\(name): its password's hash cannot be read") }
            entries.append(
                Entry(
                    account: stored.account, origin: .server, keyDigest: stored.keySHA256.flatMap(Self.bytes(hex:)),
                    password: password, isDisabled: stored.isDisabled, stored: stored))
        }
        self.entries = entries
        self.leftOut = leftOut
        edition = register.edition
        byName = Dictionary(entries.indices.map { (entries[$0].account.name, $0) }) { first, _ in first }
        byKeyDigest = Dictionary(
            entries.indices.compactMap { index in entries[index].keyDigest.map { ($0, index) } }
        ) { first, _ in first }
    }

    /// The account that the key opens; none that is disabled.
    func account(key: String) -> Account? {
        // Digests are looked up, not keys: how long it takes tells nothing of how near a guess came, for a digest near
        // another is no step towards its key.
        guard let index = byKeyDigest[Self.digest(key)], !entries[index].isDisabled else { return nil }
        return entries[index].account
    }

    func entry(_ name: String) -> Entry? { byName[name].map { entries[$0] } }

    static func digest(_ text: String) -> [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }

    /// The digest as it is stored.
    static func hexDigest(_ text: String) -> String {
        digest(text).hexadecimal
    }

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
