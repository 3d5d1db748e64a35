import Crypto
package import Customs

/// What a printed list's QR code says: what was issued and when, under the server's signature.
///
/// Of a list `V1.{facility}.{issued}.{count}.{digest}.{signature}`, of one container
/// `V1R.{facility}.{container}.{issued}.{signature}`. `issued` is in milliseconds since 1970: within the second of a
/// decision a list without it and one with it differ. A facility's code may hold points, so a code is read from its
/// end.
package struct VerificationCode: Hashable, Sendable {
    package enum Subject: Hashable, Sendable {
        /// How many containers, and the first 16 hex digits of the SHA-256 of their numbers.
        case list(count: Int, digest: String)
        case container(String)
    }

    /// 128 bits of the server's HMAC-SHA256.
    static let signatureLength = 32
    private static let digestLength = 16
    private static let maximumLength = 256

    package var facility: String
    package var issuedAt: Timestamp
    package var subject: Subject

    /// What is signed.
    package var claim: String {
        switch subject {
        case .list(let count, let digest): "V1.\(facility).\(issuedAt.milliseconds).\(count).\(digest)"
        case .container(let number): "V1R.\(facility).\(number).\(issuedAt.milliseconds)"
        }
    }

    package func token(signature: (String) -> String) -> String {
        "\(claim).\(signature(claim).prefix(Self.signatureLength))"
    }

    /// Whether a container's number can stand in a code: it must not hold a point.
    static func canName(_ container: String) -> Bool { Identifier.isValid(container) && !container.contains(".") }

    /// The digest of a list of container numbers, in the list's order.
    package static func digest(of containers: some Sequence<String>) -> String {
        hex(SHA256.hash(data: Array(containers.joined(separator: "\n").utf8)), digits: digestLength)
    }

    private static func hex(_ bytes: some Sequence<UInt8>, digits: Int) -> String {
        String(bytes.hexadecimal.prefix(digits))
    }

    package init(facility: String, issuedAt: Timestamp, subject: Subject) {
        self.facility = facility
        self.issuedAt = issuedAt
        self.subject = subject
    }
}

extension VerificationCode {
    /// A code as it was scanned, with a signature that nobody has looked at yet.
    package struct Scanned: Sendable {
        package var code: VerificationCode
        package var signature: String

        /// Whether the signature is the server's; compared to its end, wherever it differs.
        package func isAuthentic(signature sign: (String) -> String) -> Bool {
            let expected = sign(code.claim).prefix(VerificationCode.signatureLength)
            return KeyRing.isEqual(Array(expected.utf8), Array(signature.utf8))
        }
    }

    /// Reads a token.
    ///
    /// - Throws: `BadRequest` where it has not the form of one.
    package static func read(_ token: String) throws -> Scanned {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        let malformed = BadRequest("code is not one that a list of this system carries")
        guard token.utf8.count <= maximumLength, let signature = parts.last, isHex(signature, count: signatureLength)
        else { throw malformed }
        let code: VerificationCode
        switch parts.first {
        case "V1" where parts.count >= 6:
            let end = parts.count - 4
            guard let issued = Int64(parts[end]), let count = Int(parts[end + 1]), (0...1_000_000).contains(count),
                isHex(parts[end + 2], count: digestLength)
            else { throw malformed }
            code = VerificationCode(
                facility: parts[1..<end].joined(separator: "."), issuedAt: Timestamp(milliseconds: issued),
                subject: .list(count: count, digest: parts[end + 2]))
        case "V1R" where parts.count >= 5:
            let end = parts.count - 3
            guard let issued = Int64(parts[end + 1]), canName(parts[end]) else { throw malformed }
            code = VerificationCode(
                facility: parts[1..<end].joined(separator: "."), issuedAt: Timestamp(milliseconds: issued),
                subject: .container(parts[end]))
        default: throw malformed
        }
        // Numbers have more than one way to be written, and a code has one.
        guard Identifier.isValid(code.facility), (Timestamp.gpsEpoch...Timestamp.distantFuture).contains(code.issuedAt),
            token == "\(code.claim).\(signature)"
        else { throw malformed }
        return Scanned(code: code, signature: signature)
    }

    private static func isHex(_ text: String, count: Int) -> Bool {
        text.utf8.count == count
            && text.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
    }
}
