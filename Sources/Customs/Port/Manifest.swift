/// The containers expected with a call of a vessel, truck or train (the contract's e-manifest).
public struct Manifest: Hashable, Sendable, Codable {
    public struct Container: Hashable, Sendable, Codable {
        public var number: String
        public var billOfLading: String?

        public init(number: String, billOfLading: String? = nil) {
            self.number = number
            self.billOfLading = billOfLading
        }
    }

    /// Names the call; gate events name it too.
    public var call: String
    public var facility: String
    public var vessel: String?
    public var voyage: String?
    public var expectedAt: Timestamp?
    public var containers: [Container]

    public init(
        call: String, facility: String, vessel: String? = nil, voyage: String? = nil, expectedAt: Timestamp? = nil,
        containers: [Container]
    ) {
        self.call = call
        self.facility = facility
        self.vessel = vessel
        self.voyage = voyage
        self.expectedAt = expectedAt
        self.containers = containers
    }
}

/// A manifest as kept, each version of it.
public struct ManifestRecord: Hashable, Sendable, Codable {
    public var manifest: Manifest
    public var putAt: Timestamp
    public var by: String
    public var sequence: Int64
    /// Counts the versions of this call, from 1.
    public var version: Int

    public init(manifest: Manifest, putAt: Timestamp, by: String, sequence: Int64, version: Int) {
        self.manifest = manifest
        self.putAt = putAt
        self.by = by
        self.sequence = sequence
        self.version = version
    }
}

/// A manifest held against what was discharged.
public struct ManifestReconciliation: Hashable, Sendable, Codable {
    public var manifest: ManifestRecord
    /// Discharged and on the manifest, sorted; so are the others.
    public var discharged: [String]
    /// On the manifest and not discharged.
    public var missing: [String]
    /// Discharged with the call and not on its manifest.
    public var unexpected: [String]

    /// - Parameter found: the containers of the call's live discharge events at its facility.
    public init(manifest: ManifestRecord, found: Set<String>) {
        self.manifest = manifest
        let expected = Set(manifest.manifest.containers.map(\.number))
        discharged = found.intersection(expected).sorted()
        missing = expected.subtracting(found).sorted()
        unexpected = found.subtracting(expected).sorted()
    }
}
