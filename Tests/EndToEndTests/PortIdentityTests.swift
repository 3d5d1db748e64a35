import Customs
import Foundation
import Testing

extension EndToEnd {
    @Suite("Identity of gate events")
    struct PortIdentityTests {
        @Test(
            "The same eventId a thousand times in parallel is one event with one receipt, and another body is refused",
            .timeLimit(.minutes(1)))
        func thousandTimes() async throws {
            try await Deployment.run { deployment in
                let event = PortSide.event("same", containerNumber(1))
                var other = event
                other.vehicle = GateEvent.Vehicle(plate: "15C-123.45")
                let different = other
                let answers = try await deployment.centre.withConnections(200) { centre in
                    try await withThrowingTaskGroup(of: (isOther: Bool, Centre.Answer).self) { group in
                        for number in 0..<1000 {
                            group.addTask {
                                // A few come with another body, after the first can have been stored.
                                let isOther = number >= 500 && number % 50 == 0
                                return (isOther, try await centre.post(isOther ? different : event))
                            }
                        }
                        var answers: [(isOther: Bool, Centre.Answer)] = []
                        for try await answer in group { answers.append(answer) }
                        return answers
                    }
                }
                // Whichever body came first is the event; the other one is refused, always.
                let kept = try #require(
                    try await deployment.centre.list("/v1/gate-events", of: GateEventRecord.self).first)
                let isOtherKept = kept.event == different
                #expect(isOtherKept || kept.event == event)
                let (same, refused) = (
                    answers.filter { $0.isOther == isOtherKept }, answers.filter { $0.isOther != isOtherKept }
                )
                #expect(same.allSatisfy { $0.1.status == 201 })
                #expect(!refused.isEmpty && refused.allSatisfy { $0.1.status == 409 })
                let results = try same.flatMap { try $0.1.decoded(PortSide.Results.self).results }
                #expect(Set(results.map(\.receipt)) == [kept.receipt])
                #expect(results.filter { $0.status == "accepted" }.count == 1)
                #expect(results.filter { $0.status == "duplicate" }.count == same.count - 1)
                let all: [GateEventRecord] = try await deployment.centre.list("/v1/gate-events?history=true")
                #expect(all.count == 1)
                let counts = try await deployment.centre.metrics().gateEvents
                #expect(counts.isBalanced && counts.received == 1000 && counts.stored == 1, "\(counts)")
                #expect(counts.rejected == ["event-id-reused": refused.count], "\(counts)")
            }
        }
    }
}
