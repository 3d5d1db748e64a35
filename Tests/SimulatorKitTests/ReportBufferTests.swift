import Customs
import SimulatorKit
import Testing

@Suite("The reports that a seal keeps")
struct ReportBufferTests {
    private func buffer(_ sequences: ClosedRange<Int64>, boot: String = "0") -> ReportBuffer {
        var buffer = ReportBuffer(boot: boot)
        for sequence in sequences {
            let isKept = buffer.append(sequence: sequence, payload: [UInt8(sequence % 256)])
            #expect(isKept)
        }
        return buffer
    }

    @Test("A report is kept until the server's acknowledgement covers it; the broker's is no promise")
    func acknowledged() {
        var buffer = buffer(1...5)
        buffer.take(sequence: 5)
        #expect(buffer.kept.map(\.sequence) == [1, 2, 3, 4, 5])
        buffer.acknowledge(SealAcknowledgement(boot: "0", seq: 3, missing: nil))
        #expect(buffer.kept.map(\.sequence) == [4, 5])
        #expect(buffer.acknowledged.ranges == [1...3])
        #expect(buffer.taken.ranges == [5...5])
    }

    @Test("What the server says is missing stays, and goes when it is no longer missing")
    func missing() {
        var buffer = buffer(1...10)
        buffer.acknowledge(SealAcknowledgement(boot: "0", seq: 10, missing: [[2, 3], [7, 7]]))
        #expect(buffer.kept.map(\.sequence) == [2, 3, 7])
        buffer.acknowledge(SealAcknowledgement(boot: "0", seq: 10, missing: [[7, 7]]))
        #expect(buffer.kept.map(\.sequence) == [7])
        buffer.acknowledge(SealAcknowledgement(boot: "0", seq: 10, missing: []))
        #expect(buffer.kept.isEmpty)
        #expect(buffer.acknowledged.ranges == [1...10])
    }

    @Test("An acknowledgement of another boot changes nothing")
    func otherBoot() {
        var buffer = buffer(1...3, boot: "2")
        buffer.acknowledge(SealAcknowledgement(boot: "1", seq: 3, missing: nil))
        #expect(buffer.kept.count == 3)
    }

    @Test("A malformed missing range keeps nothing and breaks nothing")
    func malformed() {
        var buffer = buffer(1...3)
        buffer.acknowledge(SealAcknowledgement(boot: "0", seq: 3, missing: [[], [1], [3, 1]]))
        #expect(buffer.kept.isEmpty)
    }

    @Test("New reports are due at once, then again only when the acknowledgement is overdue, ever more patiently")
    func resending() {
        var buffer = buffer(1...3)
        let looks: [(now: Double, limit: Int)] = [(0, 2), (1, 10), (4, 10), (5, 10), (11, 10), (14, 10), (15, 10)]
        let sent = looks.map { buffer.due(now: $0.now, resendAfter: 5, limit: $0.limit).map(\.sequence) }
        #expect(sent == [[1, 2], [3], [], [1, 2], [3], [], [1, 2]])
        #expect(buffer.kept.map(\.sendings) == [3, 3, 2])
    }

    @Test("A full buffer takes no more, and an old number is refused")
    func bounded() {
        var buffer = ReportBuffer(capacity: 2)
        let kept = [1, 1, 2, 3].map { buffer.append(sequence: $0, payload: []) }
        #expect(kept == [true, false, true, false])
        #expect(!buffer.hasRoom)
    }
}
