import Customs

/// Facts in few bytes: a million containers keep theirs in memory.
extension GateFact {
    /// Which of the texts that may be absent are there, in the order in which they are written.
    private enum Present {
        static let sizeType: Int64 = 1 << 0
        static let direction: Int64 = 1 << 1
        static let plate: Int64 = 1 << 2
        static let trailer: Int64 = 1 << 3
        static let declaration: Int64 = 1 << 4
        static let billOfLading: Int64 = 1 << 5
        static let booking: Int64 = 1 << 6
        static let call: Int64 = 1 << 7
        static let replaces: Int64 = 1 << 8
        static let outage: Int64 = 1 << 9
        static let seals: Int64 = 1 << 10
        static let vehicle: Int64 = 1 << 11
        static let result: Int64 = 1 << 12
        static let toldBefore: Int64 = 1 << 13
        static let lateBeyond: Int64 = 1 << 14
        static let fullEmpty: Int64 = 1 << 15
        static let amends: Int64 = 1 << 16
        static let reference: Int64 = 1 << 17
        static let image: Int64 = 1 << 18
        static let device: Int64 = 1 << 19
        static let late: Int64 = 1 << 20
    }

    /// Adds the fact to a container's bytes; the container's number is not among them.
    func pack(into bytes: inout [UInt8]) {
        let event = record.event
        let texts: [(Int64, String?)] = [
            (Present.sizeType, event.sizeType), (Present.direction, event.direction),
            (Present.plate, event.vehicle?.plate), (Present.trailer, event.vehicle?.trailer),
            (Present.declaration, event.declaration), (Present.billOfLading, event.billOfLading),
            (Present.booking, event.booking), (Present.call, event.call), (Present.replaces, event.replaces),
            (Present.outage, record.outage), (Present.reference, event.result?.reference),
            (Present.image, event.result?.imageSHA256), (Present.device, event.result?.device),
        ]
        var present: Int64 = 0
        for (mark, text) in texts where text != nil { present |= mark }
        if event.seals != nil { present |= Present.seals }
        if event.vehicle != nil { present |= Present.vehicle }
        if event.result != nil { present |= Present.result }
        if firstToldAt != record.receipt.receivedAt { present |= Present.toldBefore }
        if isLate { present |= Present.late }
        if record.lateBeyondSeconds != nil { present |= Present.lateBeyond }
        if event.fullEmpty != nil { present |= Present.fullEmpty }
        if event.amends != nil { present |= Present.amends }

        bytes.append(integer: present)
        bytes.append(Self.index(event.type))
        bytes.append(integer: event.time.milliseconds)
        bytes.append(integer: record.receipt.receivedAt.milliseconds &- event.time.milliseconds)
        bytes.append(integer: record.receipt.sequence)
        bytes.append(text: event.eventId)
        bytes.append(text: record.account)
        bytes.append(text: event.facility)
        for case (_, let text?) in texts { bytes.append(text: text) }
        if let seals = event.seals { Self.pack(seals, into: &bytes) }
        if let result = event.result { bytes.append(Self.index(result.verdict)) }
        if present & Present.toldBefore != 0 { bytes.append(integer: firstToldAt.milliseconds) }
        if let late = record.lateBeyondSeconds { bytes.append(integer: Int64(bitPattern: late.bitPattern)) }
        if let fullEmpty = event.fullEmpty { bytes.append(Self.index(fullEmpty)) }
        if let amends = event.amends { bytes.append(Self.index(amends)) }
    }

    /// The next fact of a container's bytes.
    init(container: String, from bytes: inout ByteCursor) {
        let present = bytes.integer()
        let type: GateEvent.Kind = Self.value(bytes.byte()) ?? .damage
        let time = Timestamp(milliseconds: bytes.integer())
        let receivedAt = Timestamp(milliseconds: time.milliseconds &+ bytes.integer())
        let sequence = bytes.integer()
        let eventId = bytes.text()
        let account = bytes.text()
        var event = GateEvent(
            eventId: eventId, facility: bytes.text(), type: type, time: time, container: container)
        func text(_ mark: Int64) -> String? { present & mark != 0 ? bytes.text() : nil }
        event.sizeType = text(Present.sizeType)
        event.direction = text(Present.direction)
        let plate = text(Present.plate)
        let trailer = text(Present.trailer)
        if present & Present.vehicle != 0 { event.vehicle = GateEvent.Vehicle(plate: plate, trailer: trailer) }
        event.declaration = text(Present.declaration)
        event.billOfLading = text(Present.billOfLading)
        event.booking = text(Present.booking)
        event.call = text(Present.call)
        event.replaces = text(Present.replaces)
        let outage = text(Present.outage)
        let reference = text(Present.reference)
        let image = text(Present.image)
        let device = text(Present.device)
        if present & Present.seals != 0 { event.seals = Self.seals(from: &bytes) }
        if present & Present.result != 0 {
            event.result = GateEvent.Result(
                verdict: Self.value(bytes.byte()) ?? .inconclusive, reference: reference, imageSHA256: image,
                device: device)
        }
        firstToldAt = present & Present.toldBefore != 0 ? Timestamp(milliseconds: bytes.integer()) : receivedAt
        isLate = present & Present.late != 0
        let late = present & Present.lateBeyond != 0 ? Double(bitPattern: UInt64(bitPattern: bytes.integer())) : nil
        if present & Present.fullEmpty != 0 { event.fullEmpty = Self.value(bytes.byte()) }
        if present & Present.amends != 0 { event.amends = Self.value(bytes.byte()) }
        record = GateEventRecord(
            event: event, account: account, receipt: Receipt(sequence: sequence, receivedAt: receivedAt))
        record.outage = outage
        record.lateBeyondSeconds = late
    }

    /// Issuer and condition share a byte, each one more than its place in its list and 0 for none.
    private static func pack(_ seals: [GateEvent.Seal], into bytes: inout [UInt8]) {
        bytes.append(integer: Int64(seals.count))
        for seal in seals {
            let issuer = seal.issuer.map { index($0) + 1 } ?? 0
            let condition = seal.condition.map { index($0) + 1 } ?? 0
            bytes.append(issuer << 4 | condition)
            bytes.append(text: seal.number)
        }
    }

    private static func seals(from bytes: inout ByteCursor) -> [GateEvent.Seal] {
        let count = bytes.integer()
        var seals: [GateEvent.Seal] = []
        while seals.count < count, !bytes.isAtEnd {
            let marks = bytes.byte()
            seals.append(
                GateEvent.Seal(
                    number: bytes.text(), issuer: marks >> 4 == 0 ? nil : value((marks >> 4) - 1),
                    condition: marks & 15 == 0 ? nil : value((marks & 15) - 1)))
        }
        return seals
    }

    private static func index<Value: CaseIterable & Equatable>(_ value: Value) -> UInt8 {
        for (index, other) in Value.allCases.enumerated() where other == value { return UInt8(index) }
        return 0
    }

    private static func value<Value: CaseIterable>(_ index: UInt8) -> Value? {
        for (other, value) in Value.allCases.enumerated() where other == Int(index) { return value }
        return nil
    }
}
