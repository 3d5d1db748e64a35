import Customs
import MonitoringCentre
import Yams

/// Reads `accounts.yaml`: a list of `{name, role, facilities?, keySHA256?, password?}`, with at least one of the last two.
enum AccountsFile {
    static func read(_ file: String, facilities known: Set<String>) throws -> [AccountCredential] {
        guard let items = try YAMLReader.node(ofFile: file).sequence else {
            throw ConfigurationError(file: file, reason: "must be a list of accounts")
        }
        var names: Set<String> = []
        var keys: Set<String> = []
        return try items.enumerated().map { index, node in
            let reader = try YAMLReader(node: node, path: "[\(index)]", file: file)
            let credential = try account(reader, facilities: known)
            guard names.insert(credential.account.name).inserted else {
                throw reader.error("name", nil, "there are two accounts “\(credential.account.name)”")
            }
            if let key = credential.keySHA256, !keys.insert(key).inserted {
                throw reader.error("keySHA256", nil, "another account has the same key")
            }
            return credential
        }
    }

    private static func account(_ source: YAMLReader, facilities known: Set<String>) throws -> AccountCredential {
        var reader = source
        let name = try reader.requiredString("name")
        guard Identifier.isValid(name) else {
            throw reader.error("name", nil, "“\(name)” cannot name an account: use 1 to 64 of A-Z a-z 0-9 . _ -")
        }
        guard let role = try reader.word("role", Role.self) else { throw reader.missing("role") }
        let facilities = try reader.strings("facilities") ?? []
        for facility in facilities where !known.contains(facility) {
            throw reader.error("facilities", nil, "no zone has the facility code “\(facility)”")
        }
        if role == .operator, facilities.isEmpty {
            throw reader.error("facilities", nil, "an operator needs at least one facility")
        }
        let key = try reader.string("keySHA256")
        if let key, key.utf8.count != 64 || !key.utf8.allSatisfy({ isLowerHex($0) }) {
            throw reader.error("keySHA256", nil, "must be 64 lower-case hex digits: printf %s KEY | sha256sum")
        }
        let password = try password(&reader)
        guard key != nil || password != nil else {
            throw reader.error("keySHA256", nil, "is missing, and so is password: an account needs one of them")
        }
        try reader.finish()
        return AccountCredential(
            account: Account(name: name, role: role, facilities: facilities), keySHA256: key, password: password)
    }

    private static func password(_ reader: inout YAMLReader) throws -> PasswordHash? {
        guard let text = try reader.string("password") else { return nil }
        do {
            return try PasswordHash(phc: text)
        } catch let problem as PasswordProblem {
            // The text itself is not repeated: somebody may have written the password.
            throw reader.error("password", nil, problem.description)
        }
    }

    private static func isLowerHex(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}
