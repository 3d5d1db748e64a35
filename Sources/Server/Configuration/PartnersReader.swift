import Customs
import Foundation

/// Reads the `partners:` section: who reports gate events, and what its EDIFACT and its folder are like.
struct PartnersReader {
    let accounts: [Account]
    /// The facility codes of the zones.
    let facilities: Set<String>
    /// The site's, for partners that name none.
    let timeZone: String
    /// Folders that are the server's own: a drop folder must be none of them.
    let ownFolders: [String]

    func read(_ top: inout YAMLReader) throws -> [Partner] {
        var folders = Set(ownFolders.map(Self.standard))
        var senders: Set<[String]> = []
        return try top.named("partners", "partner") { name, reader in
            let partner = try partner(name, &reader)
            if let folder = partner.folder, !folders.insert(folder).inserted {
                throw reader.error(
                    "folder", nil, "\(folder) is another partner's folder, or holds the server's own files")
            }
            for sender in partner.senders where !senders.insert([partner.account.name, sender]).inserted {
                throw reader.error(
                    "senders", nil, "the account “\(partner.account.name)” has two partners with the sender “\(sender)”"
                )
            }
            return partner
        }
    }

    private func partner(_ name: String, _ reader: inout YAMLReader) throws -> Partner {
        let account = try account(&reader)
        var edi = EDIPartner(name: name, timeZone: try reader.timeZone("timeZone") ?? timeZone)
        edi.documents.merge(try reader.words("documents", GateEvent.Kind.self)) { $1 }
        edi.issuers.merge(try reader.words("issuers", GateEvent.Seal.Issuer.self)) { $1 }
        edi.conditions.merge(try reader.words("conditions", GateEvent.Seal.Condition.self)) { $1 }
        edi.facilities = try places(&reader)
        // A word is listed in one of the two, so a partner's own meaning replaces the usual one.
        let none = Set((try reader.strings("noSeal") ?? []).map { $0.uppercased() })
        let unknown = Set((try reader.strings("unknownSeal") ?? []).map { $0.uppercased() })
        if let both = none.intersection(unknown).min() {
            throw reader.error("unknownSeal", nil, "“\(both)” stands under noSeal too")
        }
        edi.noSeal = edi.noSeal.subtracting(unknown).union(none)
        edi.unknownSeal = edi.unknownSeal.subtracting(none).union(unknown)
        let senders = try reader.strings("senders") ?? []
        for sender in senders where sender.isEmpty || sender.count > 35 {
            throw reader.error("senders", nil, "“\(sender)” is no sender of an interchange: use 1 to 35 characters")
        }
        let folder = try reader.string("folder").map { Self.standard(FileReading.path($0, relativeTo: reader.file)) }
        return Partner(edi: edi, account: account, senders: senders, folder: folder)
    }

    private func account(_ reader: inout YAMLReader) throws -> Account {
        let name = try reader.requiredString("account")
        guard let account = accounts.first(where: { $0.name == name }) else {
            throw reader.error("account", nil, "there is no account “\(name)”")
        }
        guard account.role.has(.postGateEvents) else {
            throw reader.error(
                "account", nil, "“\(name)” is of the role \(account.role.rawValue), which may not post gate events")
        }
        return account
    }

    /// One folder has one path, whatever points and slashes it was written with.
    private static func standard(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }

    private func places(_ reader: inout YAMLReader) throws -> [String: String] {
        let places = try reader.texts("facilities")
        for (place, facility) in places.sorted(by: { $0.key < $1.key }) where !facilities.contains(facility) {
            throw reader.error(
                "facilities.\(place)", nil, "no zone has the facility code “\(facility)”")
        }
        return places
    }
}
