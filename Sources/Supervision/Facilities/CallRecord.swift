import Customs

/// A call of a vessel, truck or train: what its manifest lists, and what was discharged under its name.
struct CallRecord: Codable, Sendable {
    /// More discharge events than the largest vessel has containers are not counted against a manifest.
    static let mostDischarges = 50_000

    let call: String
    private var boxedManifest: Boxed<ManifestRecord>?
    private var firstPutAt: Timestamp?
    /// The manifest's containers.
    private var expected: Set<String> = []
    /// Live discharge events that name the call, by their key.
    private var discharges: [String: Discharge] = [:]
    /// How many of them each container has at the manifest's facility.
    private var counts: [String: Int] = [:]
    private(set) var firstDischargeAt: Timestamp?
    private var missing = 0
    private var unexpected = 0
    var alert: Alert?
    var lastHeardAt = Timestamp.distantPast
    /// The earliest entry of the deadline queue for it.
    var queuedDeadline = Timestamp.distantFuture

    private struct Discharge: Codable, Sendable {
        var container: String
        var facility: String
        var time: Timestamp
    }

    init(call: String) { self.call = call }

    var manifest: ManifestRecord? { boxedManifest?.value }
    /// When it was expected; where that is not said, when its manifest first came. `nil` without a manifest.
    var expectedAt: Timestamp? { firstPutAt.map { boxedManifest?.value.manifest.expectedAt ?? $0 } }
    var hasDiscrepancy: Bool { missing > 0 || unexpected > 0 }
    /// The containers discharged at its facility.
    var found: Set<String> { Set(counts.keys) }

    /// A new version of the manifest.
    mutating func put(_ record: ManifestRecord) {
        if firstPutAt == nil { firstPutAt = record.putAt }
        boxedManifest = Boxed(record)
        expected = Set(record.manifest.containers.map(\.number))
        counts = [:]
        missing = expected.count
        unexpected = 0
        firstDischargeAt = nil
        for discharge in discharges.values { count(discharge, by: 1) }
    }

    /// A live discharge event of the call.
    mutating func add(_ fact: GateFact) {
        guard discharges[fact.key] != nil || discharges.count < Self.mostDischarges else { return }
        remove(fact)
        let discharge = Discharge(container: fact.event.container, facility: fact.event.facility, time: fact.time)
        discharges[fact.key] = discharge
        count(discharge, by: 1)
    }

    /// A discharge event that stands no more.
    mutating func remove(_ fact: GateFact) {
        guard let discharge = discharges.removeValue(forKey: fact.key) else { return }
        count(discharge, by: -1)
        if discharge.time == firstDischargeAt {
            let facility = manifest?.manifest.facility
            firstDischargeAt = discharges.values.filter { $0.facility == facility }.map(\.time).min()
        }
    }

    private mutating func count(_ discharge: Discharge, by change: Int) {
        guard discharge.facility == manifest?.manifest.facility else { return }
        if change > 0 { firstDischargeAt = min(firstDischargeAt ?? discharge.time, discharge.time) }
        let before = counts[discharge.container] ?? 0
        let after = before + change
        counts[discharge.container] = after > 0 ? after : nil
        guard (before > 0) != (after > 0) else { return }
        let sign = after > 0 ? 1 : -1
        if expected.contains(discharge.container) { missing -= sign } else { unexpected += sign }
    }
}

/// The calls that are known, each under a number that is given again after it was let go.
struct CallBook: Sendable {
    /// A year of calls of the country's ports; beyond it the oldest are let go first.
    static let limit = 100_000
    /// How long after it was last heard of a call is kept.
    static let retentionSeconds = 30 * 86_400.0

    private var slots: [CallRecord?] = []
    private var handles: [String: Int32] = [:]
    private var free: [Int32] = []

    var count: Int { handles.count }
    func handle(_ call: String) -> Int32? { handles[call] }
    func contains(_ handle: Int32) -> Bool { slots.indices.contains(Int(handle)) && slots[Int(handle)] != nil }

    mutating func claim(_ call: String) -> Int32 {
        if let known = handles[call] { return known }
        let handle = free.popLast() ?? Int32(slots.count)
        if Int(handle) == slots.count { slots.append(nil) }
        slots[Int(handle)] = CallRecord(call: call)
        handles[call] = handle
        return handle
    }

    subscript(_ handle: Int32) -> CallRecord {
        get { slots[Int(handle)] ?? CallRecord(call: "") }
        _modify {
            // Taken out while it is changed, so that its large sets are not copied.
            var record = slots[Int(handle)] ?? CallRecord(call: "")
            slots[Int(handle)] = nil
            defer { slots[Int(handle)] = record }
            yield &record
        }
    }

    mutating func remove(_ handle: Int32) {
        guard let record = slots[Int(handle)] else { return }
        handles[record.call] = nil
        slots[Int(handle)] = nil
        free.append(handle)
    }

    /// The call that was heard of longest ago and has no active alert.
    var oldest: Int32? {
        handles.values.filter { slots[Int($0)]?.alert?.status != .active }
            .min { a, b in
                (slots[Int(a)]?.lastHeardAt ?? .distantPast, a) < (slots[Int(b)]?.lastHeardAt ?? .distantPast, b)
            }
    }

    /// The call of an alert.
    func handle(alert id: String) -> Int32? { handles.values.first { slots[Int($0)]?.alert?.id == id } }
}

extension CallBook: Codable {
    private struct Form: Codable {
        var slots: [CallRecord]
        var handles: [Int32]
        var free: [Int32]
        var count: Int
    }

    init(from decoder: any Decoder) throws {
        let form = try Form(from: decoder)
        slots = Array(repeating: nil, count: max(0, min(form.count, form.slots.count + form.free.count)))
        free = form.free
        for (handle, record) in zip(form.handles, form.slots) where slots.indices.contains(Int(handle)) {
            slots[Int(handle)] = record
            handles[record.call] = handle
        }
    }

    func encode(to encoder: any Encoder) throws {
        let used = slots.indices.filter { slots[$0] != nil }
        try Form(
            slots: used.compactMap { slots[$0] }, handles: used.map(Int32.init), free: free, count: slots.count
        ).encode(to: encoder)
    }
}
