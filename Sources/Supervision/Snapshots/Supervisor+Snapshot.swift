public import Customs
public import Geofencing
import HeapModule

/// The Supervisor as bytes, to bound how much of the journal a restart folds again.
extension Supervisor {
    /// Changes whenever the state or the meaning of the rules does; a snapshot of another version is not trusted.
    static let stateVersion = 6

    /// Names the code's version, the zones that it began with and the rules: what a snapshot depends on. Zones that were
    /// put in their place are in the snapshot.
    public var snapshotVersion: String {
        var hash = StableHash()
        if let rules = try? CanonicalJSON.string(ruleBook) { hash.combine(rules) }
        for zone in baseZones { hash.combine("\(zone)") }
        return "\(Self.stateVersion)-\(String(hash.value, radix: 16))"
    }

    /// The state as bytes.
    public func encoded() throws -> [UInt8] {
        try BinaryEncoder.encode(
            State(
                clock: clock, sequence: sequence, reportCount: reportCount, nextTransitNumber: nextTransitNumber,
                seals: seals,
                transits: transits, transitsByContainer: transitsByContainer,
                ended: ended, retiredTransits: retiredTransits, gateEvents: gateEvents,
                containers: containers, calls: calls, outages: outages,
                deadlines: deadlines.unordered.sorted(), experience: world.experience, encounters: encounters,
                gates: gates.memory, escalations: escalations, edition: edition,
                places: edition == nil ? [] : world.zones.zones))
    }

    /// The Supervisor that wrote the bytes, given the same zones and rules.
    ///
    /// - Throws: `BinaryDecoder.Failure` where the bytes are not a whole state.
    public init(zones: ZoneIndex, rules: RuleBook, encoded bytes: [UInt8]) throws {
        let state = try BinaryDecoder.decode(State.self, from: bytes)
        self.init(zones: zones, rules: rules)
        clock = state.clock
        sequence = state.sequence
        reportCount = state.reportCount
        nextTransitNumber = state.nextTransitNumber
        seals = state.seals
        sealHandles = Dictionary(uniqueKeysWithValues: seals.enumerated().map { ($1.name, Int32($0)) })
        transits = state.transits
        transitHandles = Dictionary(uniqueKeysWithValues: transits.handles.map { (transits[$0].transit.transit, $0) })
        transitsByContainer = state.transitsByContainer
        ended = state.ended
        retiredTransits = state.retiredTransits
        gateEvents = state.gateEvents
        containers = state.containers
        for handle in containers.all {
            for decision in containers[handle].decisions { declarations.add(handle, to: decision.declaration) }
        }
        calls = state.calls
        outages = state.outages
        deadlines = Heap(state.deadlines)
        escalations = state.escalations
        if let edition = state.edition {
            self.edition = edition
            let zones = ZoneIndex(zones: state.places)
            world = World(zones: zones, rules: world.rules)
            facilitiesOnRoute = Self.facilitiesOnRoutes(zones)
            gates = BorderGates(zones, rules.congestion, codes: state.gates.codes)
        }
        // Plans say what the transits and the zones say; they are made again.
        let plans = transits.map(vacant: TransitPlan?.none) { [self] record in plan(of: record.transit) }
        changeWorld { world in
            world.plans = plans
            world.experience = state.experience
        }
        encounters = state.encounters
        gates.memory = state.gates
    }

    private struct State: Codable {
        var clock: Timestamp
        var sequence: Int64
        var reportCount: Int64
        var nextTransitNumber: Int64
        var seals: [SealRecord]
        var transits: HandleTable<TransitRecord>
        var transitsByContainer: [String: [Int32]]
        var ended: [Int32]
        var retiredTransits: Set<String>
        var gateEvents: GateEventRegister
        var containers: ContainerBook
        var calls: CallBook
        var outages: OutageBook
        var deadlines: [Deadline]
        var experience: Experience
        var encounters: Encounters
        var gates: BorderGates.Memory
        var escalations: Escalations
        var edition: ZonesEdition?
        /// The zones by handle, where they are not those that it began with.
        var places: [Zone]
    }
}
