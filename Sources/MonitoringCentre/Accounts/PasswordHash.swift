import Crypto
import CryptoExtras
import Foundation

/// A password as a slow hash (scrypt) in PHC form: `$scrypt$ln=15,r=8,p=1$salt$hash`.
public struct PasswordHash: Hashable, Sendable, CustomStringConvertible {
    /// Shorter passwords are refused.
    public static let minimumCharacters = 12
    /// In UTF-8.
    public static let maximumBytes = 512

    /// 32 MiB and about a tenth of a second: scrypt's parameters for signing in interactively, doubled.
    private static let usual = Cost(log2Rounds: 15, blockSize: 8, parallelism: 1)
    private static let hashBytes = 32

    struct Cost: Hashable, Sendable {
        var log2Rounds: Int
        var blockSize: Int
        var parallelism: Int

        /// Strong enough to be worth it, and never so dear that a sign-in could starve the server: 256 MiB at most.
        var isAcceptable: Bool {
            (14...18).contains(log2Rounds) && (8...16).contains(blockSize) && (1...4).contains(parallelism)
                && 128 * blockSize << log2Rounds <= 256 << 20
        }
    }

    private let cost: Cost
    private let salt: [UInt8]
    private let hash: [UInt8]

    /// Reads the PHC form.
    ///
    /// - Throws: `PasswordProblem`, which says what is wrong with it.
    public init(phc text: String) throws {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt" else {
            throw PasswordProblem("must be $scrypt$ln=15,r=8,p=1$salt$hash; `vasscm password` makes one")
        }
        let numbers = parts[2].split(separator: ",").map { $0.split(separator: "=", maxSplits: 1) }
        guard numbers.map({ $0.first ?? "" }) == ["ln", "r", "p"], numbers.allSatisfy({ $0.count == 2 }),
            let log2Rounds = Int(numbers[0][1]), let blockSize = Int(numbers[1][1]),
            let parallelism = Int(numbers[2][1])
        else { throw PasswordProblem("its second part must be ln=15,r=8,p=1, not “\(parts[2].prefix(40))”") }
        cost = Cost(log2Rounds: log2Rounds, blockSize: blockSize, parallelism: parallelism)
        guard cost.isAcceptable else {
            throw PasswordProblem(
                "has the cost \(parts[2].prefix(40)); taken are ln 14 to 18, r 8 to 16, p 1 to 4, and up to 256 MiB")
        }
        guard let salt = Self.bytes(unpadded: parts[3]), (16...64).contains(salt.count),
            let hash = Self.bytes(unpadded: parts[4]), (Self.hashBytes...64).contains(hash.count)
        else {
            throw PasswordProblem("its salt and hash must be base64 without padding, of 16 and 32 bytes or more")
        }
        self.salt = salt
        self.hash = hash
    }

    /// Hashes a new password. It takes about a tenth of a second and 32 MiB.
    ///
    /// - Parameter salt: 16 bytes that nobody else has.
    /// - Throws: `PasswordProblem` where the password may not be used.
    public init(password: String, salt: [UInt8]) throws {
        try Self.check(password)
        self.salt = salt
        cost = Self.usual
        hash = try Self.derive(password, salt: salt, cost: cost, count: Self.hashBytes)
    }

    /// Says why a password may not be used.
    ///
    /// - Throws: `PasswordProblem` with the reason.
    public static func check(_ password: String) throws {
        let length = password.precomposedStringWithCanonicalMapping.count
        guard length >= minimumCharacters else {
            throw PasswordProblem("the password has \(length) characters, but must have at least \(minimumCharacters)")
        }
        guard password.utf8.count <= maximumBytes else {
            throw PasswordProblem("the password is longer than \(maximumBytes) bytes")
        }
        guard Set(password).count > 3 else {
            throw PasswordProblem("the password is made of three different characters or fewer")
        }
    }

    /// Whether this is the password; it takes as long where it is not.
    public func matches(_ password: String) -> Bool {
        guard password.utf8.count <= Self.maximumBytes,
            let other = try? Self.derive(password, salt: salt, cost: cost, count: hash.count)
        else { return false }
        return KeyRing.isEqual(hash, other)
    }

    /// The PHC form.
    public var description: String {
        "$scrypt$ln=\(cost.log2Rounds),r=\(cost.blockSize),p=\(cost.parallelism)$\(Self.unpadded(salt))"
            + "$\(Self.unpadded(hash))"
    }

    /// What is compared where there is no such account or it has no password, so that the answer takes as long.
    static let ofNobody = PasswordHash(cost: usual, salt: Array(repeating: 0x5A, count: 16))

    private init(cost: Cost, salt: [UInt8]) {
        self.cost = cost
        self.salt = salt
        hash = Array(repeating: 0, count: Self.hashBytes)
    }

    private static func derive(_ password: String, salt: [UInt8], cost: Cost, count: Int) throws -> [UInt8] {
        // One letter with its mark and the two after one another are the same password: keyboards differ.
        var text = Array(password.precomposedStringWithCanonicalMapping.utf8)
        // The empty password has no bytes to point at.
        if text.isEmpty { text = [0] }
        let key = try KDF.Scrypt.deriveKey(
            from: text, salt: salt, outputByteCount: count, rounds: 1 << cost.log2Rounds, blockSize: cost.blockSize,
            parallelism: cost.parallelism)
        return key.withUnsafeBytes { Array($0) }
    }

    private static func bytes(unpadded text: String) -> [UInt8]? {
        guard !text.contains("=") else { return nil }
        let padded = text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        return Data(base64Encoded: padded).map(Array.init)
    }

    private static func unpadded(_ bytes: [UInt8]) -> String {
        String(Data(bytes).base64EncodedString().prefix { $0 != "=" })
    }
}

/// Why a password or its hash cannot be used.
public struct PasswordProblem: Error, Hashable, Sendable, CustomStringConvertible {
    public var description: String

    /// Says what is wrong.
    public init(_ description: String) { self.description = description }
}
