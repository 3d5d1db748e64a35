import Customs

/// The values of the item before, which the next is told from.
struct EvidenceBase: Codable, Sendable, Hashable {
    private var milliseconds: Int64 = 0
    private var sequence: Int64 = 0
    private var tie: UInt32 = 0
    private var place = GridPoint(latitude: 0, longitude: 0)
    private var mode: UInt8 = 3
    private var state = SealState.locked
    private var speed = Evidence.absent16
    private var error = Evidence.absent16
    private var satellites = Evidence.absent8
    private var carrierToNoise = Evidence.absent8
    private var battery = Evidence.absent16
    private var interval = Evidence.absent16

    /// What is said in the first byte: what differs from the item before.
    private enum Mark {
        static let isReport: UInt8 = 1
        static let hasFix: UInt8 = 2
        static let speed: UInt8 = 4
        static let error: UInt8 = 8
        static let signal: UInt8 = 16
        static let battery: UInt8 = 32
        /// A second byte follows.
        static let more: UInt8 = 64
        /// The time differs by whole seconds.
        static let wholeSeconds: UInt8 = 128
    }

    /// And in the second, which most reports do without.
    private enum More {
        static let state: UInt8 = 1
        static let mode: UInt8 = 2
        static let boot: UInt8 = 4
        static let sequence: UInt8 = 8
        static let clockError: UInt8 = 16
        static let interval: UInt8 = 32
        static let numberReused: UInt8 = 64
    }

    mutating func write(_ item: Evidence, to bytes: inout [UInt8]) {
        guard item.kind == .report || item.kind == .numberReused else {
            return writeOther(item, to: &bytes)
        }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.longestReport) { buffer in
            var pen = BytePen(buffer)
            writeReport(item, with: &pen)
            bytes.append(contentsOf: pen.written)
        }
        remember(item)
    }

    /// Two bytes of marks, and every field at its longest.
    private static let longestReport = 96

    private func writeReport(_ item: Evidence, with pen: inout BytePen) {
        let elapsed = item.time.milliseconds &- milliseconds
        let isWhole = elapsed % 1000 == 0
        let first =
            Mark.isReport | (isWhole ? Mark.wholeSeconds : 0) | (item.fix != nil ? Mark.hasFix : 0)
            | (item.rawSpeed != speed ? Mark.speed : 0) | (item.rawError != error ? Mark.error : 0)
            | (item.rawSatellites != satellites || item.rawCarrierToNoise != carrierToNoise ? Mark.signal : 0)
            | (item.rawBattery != battery ? Mark.battery : 0)
        let second =
            (item.state != state ? More.state : 0) | (item.mode != mode ? More.mode : 0)
            | (item.tie != tie ? More.boot : 0) | (item.sequence != sequence &+ 1 ? More.sequence : 0)
            | (item.clockErrorSeconds != 0 ? More.clockError : 0) | (item.rawInterval != interval ? More.interval : 0)
            | (item.kind == .numberReused ? More.numberReused : 0)
        pen.write(second != 0 ? first | Mark.more : first)
        if second != 0 { pen.write(second) }
        pen.write(integer: isWhole ? elapsed / 1000 : elapsed)
        if let fix = item.fix {
            pen.write(integer: Int64(fix.latitude) - Int64(place.latitude))
            pen.write(integer: Int64(fix.longitude) - Int64(place.longitude))
        }
        if first & Mark.speed != 0 { pen.write(integer: Int64(item.rawSpeed) - Int64(speed)) }
        if first & Mark.error != 0 { pen.write(integer: Int64(item.rawError) - Int64(error)) }
        if first & Mark.signal != 0 {
            pen.write(item.rawSatellites)
            pen.write(item.rawCarrierToNoise)
        }
        if first & Mark.battery != 0 { pen.write(integer: Int64(item.rawBattery) - Int64(battery)) }
        if second != 0 { writeRare(item, second, with: &pen) }
    }

    /// The next item; `nil` at the end.
    mutating func read(from bytes: inout ByteCursor) -> Evidence? {
        guard !bytes.isAtEnd else { return nil }
        let first = bytes.byte()
        let second = first & Mark.more != 0 ? bytes.byte() : 0
        let elapsed = bytes.integer()
        let time = Timestamp(
            milliseconds: milliseconds &+ (first & Mark.wholeSeconds != 0 ? elapsed &* 1000 : elapsed))
        guard first & Mark.isReport != 0 else {
            milliseconds = time.milliseconds
            return Self.readSubject(at: time, from: &bytes)
        }
        var item = Evidence(time: time, kind: second & More.numberReused != 0 ? .numberReused : .report)
        if first & Mark.hasFix != 0 {
            let latitude = Int64(place.latitude) &+ bytes.integer()
            let longitude = Int64(place.longitude) &+ bytes.integer()
            item.fix = GridPoint(
                latitude: Int32(truncatingIfNeeded: latitude), longitude: Int32(truncatingIfNeeded: longitude))
        }
        func changed(_ value: UInt16) -> UInt16 { UInt16(truncatingIfNeeded: Int64(value) &+ bytes.integer()) }
        let newSpeed = first & Mark.speed != 0 ? changed(speed) : speed
        let newError = first & Mark.error != 0 ? changed(error) : error
        let newSatellites = first & Mark.signal != 0 ? bytes.byte() : satellites
        let newCarrierToNoise = first & Mark.signal != 0 ? bytes.byte() : carrierToNoise
        let newBattery = first & Mark.battery != 0 ? changed(battery) : battery
        item.state = second & More.state != 0 ? Self.state(bytes.byte()) : state
        item.mode = second & More.mode != 0 ? bytes.byte() : mode
        item.tie = second & More.boot != 0 ? UInt32(truncatingIfNeeded: bytes.integer()) : tie
        item.sequence = second & More.sequence != 0 ? sequence &+ bytes.integer() : sequence &+ 1
        item.clockErrorSeconds = second & More.clockError != 0 ? Int32(truncatingIfNeeded: bytes.integer()) : 0
        let newInterval = second & More.interval != 0 ? changed(interval) : interval
        item.setMeasurements(
            speed: newSpeed, error: newError, satellites: newSatellites, carrierToNoise: newCarrierToNoise,
            battery: newBattery, interval: newInterval)
        remember(item)
        return item
    }

    private func writeRare(_ item: Evidence, _ second: UInt8, with pen: inout BytePen) {
        if second & More.state != 0 { pen.write(UInt8(SealState.allCases.firstIndex(of: item.state) ?? 0)) }
        if second & More.mode != 0 { pen.write(item.mode) }
        if second & More.boot != 0 { pen.write(integer: Int64(item.tie)) }
        if second & More.sequence != 0 { pen.write(integer: item.sequence &- sequence) }
        if second & More.clockError != 0 { pen.write(integer: Int64(item.clockErrorSeconds)) }
        if second & More.interval != 0 { pen.write(integer: Int64(item.rawInterval) - Int64(interval)) }
    }

    private mutating func remember(_ item: Evidence) {
        milliseconds = item.time.milliseconds
        sequence = item.sequence
        tie = item.tie
        if let fix = item.fix { place = fix }
        mode = item.mode
        state = item.state
        speed = item.rawSpeed
        error = item.rawError
        satellites = item.rawSatellites
        carrierToNoise = item.rawCarrierToNoise
        battery = item.rawBattery
        interval = item.rawInterval
    }

    private static func state(_ index: UInt8) -> SealState {
        SealState.allCases[min(Int(index), SealState.allCases.count - 1)]
    }

    private mutating func writeOther(_ item: Evidence, to bytes: inout [UInt8]) {
        let elapsed = item.time.milliseconds &- milliseconds
        let isWhole = elapsed % 1000 == 0
        bytes.append(isWhole ? Mark.wholeSeconds : 0)
        bytes.append(integer: isWhole ? elapsed / 1000 : elapsed)
        milliseconds = item.time.milliseconds
        bytes.append(item.kind.rawValue)
        switch item.subject {
        case .transit(let handle): bytes.append(integer: Int64(handle))
        case .gate(let gate):
            bytes.append(text: gate.facility)
            bytes.append(text: gate.event)
            bytes.append(text: gate.plate ?? "")
            bytes.append(integer: gate.receivedAt.milliseconds &- item.time.milliseconds)
        case nil: bytes.append(integer: -1)
        }
    }

    private static func readSubject(at time: Timestamp, from bytes: inout ByteCursor) -> Evidence {
        let kind = Evidence.Kind(rawValue: bytes.byte()) ?? .transitEnds
        switch kind {
        case .gateIn, .gateOut:
            let facility = bytes.text()
            let event = bytes.text()
            let plate = bytes.text()
            let receivedAt = Timestamp(milliseconds: time.milliseconds &+ bytes.integer())
            return Evidence(kind, facility: facility, event: event, plate: plate, receivedAt: receivedAt, at: time)
        default: return Evidence(transit: Int32(truncatingIfNeeded: bytes.integer()), kind, at: time)
        }
    }
}
