package import Customs

/// The gate events of a posted CODECO or COARRI.
package enum EDIDecoder {
    static func decode(_ body: [UInt8], call: HTTPCall, receivedAt: Timestamp) -> Decoded {
        var events = EDIGateEvents(EDIProfile(call: call, receivedAt: receivedAt))
        var decoded: Decoded = []
        body.withUnsafeBytes { bytes in
            _ = events.read(bytes) { item in decoded.append(item.map { .gateEvent($0, by: call.account) }) }
        }
        return decoded
    }

    /// The same, handed on one by one, and nothing kept: how tests see what a text costs while it is read.
    package static func forEachItem(
        _ bytes: UnsafeRawBufferPointer, call: HTTPCall, receivedAt: Timestamp,
        _ take: (Result<GateEvent, Rejection>) -> Void
    ) {
        var events = EDIGateEvents(EDIProfile(call: call, receivedAt: receivedAt))
        _ = events.read(bytes, take)
    }

    /// Every segment as its elements' components, the tag first, and what could not be read: how tests read an answer.
    package static func segments(_ body: [UInt8]) -> (segments: [[[String]]], faults: [String]) {
        body.withUnsafeBytes { bytes in
            var reader = EDIReader(bytes)
            var segment = EDISegment(bytes)
            var (segments, faults): ([[[String]]], [String]) = ([], [])
            while true {
                switch reader.next(&segment) {
                case .end: return (segments, faults)
                case .broken(let fault): faults.append(fault.detail)
                case .segment:
                    segments.append(
                        (0...segment.elementCount).map { element in
                            (1...max(1, segment.componentCount(element))).map { segment.text(element, $0) ?? "" }
                        })
                }
            }
        }
    }
}
