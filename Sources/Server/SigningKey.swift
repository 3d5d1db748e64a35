import Crypto
import Foundation

/// The server's own secret, under which it knows again what it signed.
struct SigningKey: Sendable {
    private static let fileName = "signing.key"
    private static let bytes = 32

    private let key: SymmetricKey

    /// Reads the secret of a data folder; makes one where there is none.
    ///
    /// - Throws: `StartFailure` where it cannot be read or stored, or is not 32 bytes long.
    init(directory: String) throws {
        let path = "\(directory)/\(Self.fileName)"
        if access(path, F_OK) == 0 {
            guard let stored = FileManager.default.contents(atPath: path) else {
                throw StartFailure(description: "cannot read the signing key \(path)")
            }
            guard stored.count == Self.bytes else {
                throw StartFailure(
                    description: "the signing key \(path) is \(stored.count) bytes long, not \(Self.bytes)")
            }
            // A copy that came back from a backup may be open to others.
            chmod(path, 0o600)
            key = SymmetricKey(data: stored)
        } else {
            key = SymmetricKey(size: .bits256)
            try key.withUnsafeBytes { try Self.store($0, path) }
        }
    }

    /// HMAC-SHA256 in lower-case hex.
    func signature(of text: String) -> String {
        let digits = Array("0123456789abcdef")
        return HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key).reduce(into: "") { hex, byte in
            hex.append(digits[Int(byte >> 4)])
            hex.append(digits[Int(byte & 15)])
        }
    }

    private static func store(_ secret: UnsafeRawBufferPointer, _ path: String) throws {
        do {
            try AtomicFile.write(secret, to: path, mode: 0o600)
        } catch {
            throw StartFailure(description: "cannot make the signing key \(path): \(error)")
        }
    }
}
