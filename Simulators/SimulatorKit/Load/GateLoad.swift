public import Customs

/// The synthetic calls of a port's load: valid, and known from their number alone.
public struct GateLoad: Sendable, Hashable {
    /// A facility's code that the server knows.
    public var facility: String
    /// Tells this load's events from another's.
    public var name: String
    /// The time of the first event.
    public var startsAt: Timestamp
    public var eventsPerSecond: Double

    public init(facility: String, name: String, startsAt: Timestamp, eventsPerSecond: Double) {
        self.facility = facility
        self.name = name
        self.startsAt = startsAt
        self.eventsPerSecond = eventsPerSecond
    }

    /// A million numbers of right form and check digit, the same at each start.
    public static func container(_ number: Int) -> String {
        let owners = ["LOAU", "LOBU", "LOCU", "LODU"]
        let serial = String(number % 1_000_000)
        let stem =
            owners[number / 1_000_000 % owners.count] + String(repeating: "0", count: 6 - serial.count) + serial
        return "\(stem)\(ContainerNumber.checkDigit(stem) ?? 0)"
    }

    /// The event of a number: gate-ins and, ten seconds later at 100 a second, the gate-outs of the same containers.
    ///
    /// Containers are empty, so that none needs a clearance.
    public func event(_ number: Int) -> GateEvent {
        let (pair, isOut) = (number / 2000 * 1000 + number % 1000, number / 1000 % 2 == 1)
        return GateEvent(
            eventId: "\(name)-\(number)", facility: facility, type: isOut ? .gateOut : .gateIn,
            time: startsAt.advanced(bySeconds: (Double(number) / eventsPerSecond).rounded(.down)),
            container: Self.container(pair), sizeType: "22G1", fullEmpty: .empty,
            vehicle: .init(plate: "15C-\(100 + pair % 900).\(10 + pair / 900 % 90)"))
    }

    /// Posts the events of the numbers in one call.
    public func call(_ numbers: Range<Int>) -> CallLoad.Call {
        let events = numbers.map(event)
        let body: [UInt8]
        if events.count == 1 {
            body = (try? CanonicalJSON.encode(events[0])).map(Array.init) ?? []
        } else {
            body = (try? CanonicalJSON.encode(events)).map(Array.init) ?? []
        }
        return CallLoad.Call(method: "POST", path: "/v1/gate-events", body: body)
    }

    /// Asks whether a container may leave.
    public static func releaseCheck(_ number: Int, facility: String) -> CallLoad.Call {
        CallLoad.Call(path: "/v1/facilities/\(facility)/release-check?container=\(container(number))")
    }

    /// Releases the containers of the numbers under one declaration.
    public static func clearance(_ declaration: String, _ numbers: Range<Int>) -> CallLoad.Call {
        let list = numbers.map { "\"\(container($0))\"" }.joined(separator: ",")
        return CallLoad.Call(
            method: "PUT", path: "/v1/clearances/\(declaration)",
            body: Array("{\"containers\":[\(list)],\"status\":\"released\"}".utf8))
    }

    /// Reports the gate-ins of the numbers as one CODECO message.
    public static func codeco(
        _ numbers: Range<Int>, facility: String, reference: Int, at time: Timestamp
    ) -> CallLoad.Call {
        let events = numbers.map {
            GateEvent(
                eventId: "", facility: facility, type: .gateIn, time: time, container: container($0),
                sizeType: "22G1", fullEmpty: .full)
        }
        let text = CodecoText.interchange(events, sender: "LOAD", reference: reference, at: time)
        return CallLoad.Call(
            method: "POST", path: "/v1/gate-events", contentType: "application/edifact", body: Array(text.utf8))
    }
}
