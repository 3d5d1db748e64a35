import Customs

/// What a manifest must hold.
enum ManifestRules {
    /// More than the largest container ship carries.
    static let maximumContainers = 30_000

    /// The manifest with its container numbers in normal form; a line that comes again is left out.
    static func checked(_ manifest: Manifest) throws(FieldFault) -> Manifest {
        var manifest = manifest
        try TextRules.reference(manifest.call, "call")
        try TextRules.identifier(manifest.facility, "facility")
        try TextRules.length(manifest.vessel, "vessel", bytes: 0...200)
        try TextRules.length(manifest.voyage, "voyage", bytes: 0...200)
        if let expectedAt = manifest.expectedAt {
            _ = try FixTimeRule.checked(expectedAt, "expectedAt", receivedAt: nil)
        }
        guard manifest.containers.count <= maximumContainers else {
            throw FieldFault(
                .outOfRange, "containers", "are \(manifest.containers.count), not at most \(maximumContainers)")
        }
        var known = Set<Manifest.Container>()
        var containers: [Manifest.Container] = []
        for (index, line) in manifest.containers.enumerated() {
            let path = "containers[\(index)]."
            try TextRules.length(line.billOfLading, path + "billOfLading", bytes: 0...200)
            var container = line
            container.number = try TextRules.container(line.number, path + "number")
            if known.insert(container).inserted { containers.append(container) }
        }
        manifest.containers = containers
        return manifest
    }
}
