import Customs
import Foundation
import SimulatorKit
import Testing
import Wire

@Suite("A synthetic fleet")
struct FleetTests {
    @Test("The same seed gives the same bytes, another seed others")
    func determinism() throws {
        let options = Fixtures.options(transits: 4, anomalies: [.tampered])
        let first = try Fixtures.fleet(options)
        let second = try Fixtures.fleet(options)
        #expect(Fixtures.recording(first) == Fixtures.recording(second))
        #expect(first.truths == second.truths)
        let other = try Fixtures.fleet(Fixtures.options(transits: 4, seed: 2, anomalies: [.tampered]))
        #expect(Fixtures.recording(first) != Fixtures.recording(other))
    }

    @Test("Every line is read back as what was written, in rising time, none at the same moment")
    func readBack() throws {
        let fleet = try Fixtures.fleet(Fixtures.options())
        var decoder = RecordingDecoder(gpsdSeals: [:]) { Account(name: $0 ?? "supervisor", role: .supervisor) }
        var last = Timestamp.distantPast
        for (number, envelope) in fleet.envelopes.enumerated() {
            let line = Array(RecordingWriter.line(envelope).utf8)
            let decoded = try decoder.envelope(line: line, number: number + 1)
            let read = try #require(decoded)
            #expect(read.body == envelope.body)
            #expect(read.receivedAt == envelope.receivedAt)
            #expect(read.receivedAt > last)
            last = read.receivedAt
            for result in Wire.decode(envelope) {
                if case .failure(let rejection) = result { Issue.record("line \(number + 1): \(rejection.detail)") }
            }
        }
    }

    @Test("A container comes, is released, its transit opened; it leaves, comes in and is closed, in this order")
    func paperwork() throws {
        let fleet = try Fixtures.fleet(Fixtures.options())
        let byDeclaration = Dictionary(
            uniqueKeysWithValues: try Fixtures.orders(fleet).map { ($0.declaration, $0.container) })
        var kinds: [String: [String]] = [:]
        for envelope in fleet.envelopes {
            guard case .http(let call) = envelope.source else { continue }
            for result in Wire.decode(envelope) {
                switch try result.get() {
                case .openTransit(let order, let account):
                    #expect(ContainerNumber.isValid(order.container))
                    #expect(order.declaration.count == 12 && order.declaration.allSatisfy(\.isNumber))
                    #expect(
                        order.startsAt == envelope.receivedAt || envelope.receivedAt > order.startsAt ?? .distantFuture)
                    #expect(account.name == "officer")
                    kinds[order.container, default: []].append("open")
                case .clearance(let order, let account):
                    #expect(call.method == "PUT" && account.role == .system)
                    #expect(order.containers == byDeclaration[order.declaration].map { [$0] })
                    kinds[order.containers?.first ?? "", default: []].append(order.status.rawValue)
                case .gateEvent(let event, let account):
                    #expect(account.covers(facility: event.facility))
                    #expect(account.role == (["VNHPH", "VNCLI"].contains(event.facility) ? .operator : .supervisor))
                    #expect((2...20.1).contains(envelope.receivedAt.seconds(since: event.time)))
                    let isArrival = kinds[event.container] == nil
                    kinds[event.container, default: []].append(isArrival ? "arrival" : event.type.rawValue)
                    if isArrival { #expect(event.type == .gateIn || event.type == .discharge) }
                case .endTransit(let id, .closed, _, _):
                    let truth = try #require(fleet.truths.first { $0.transit == id })
                    kinds[truth.container, default: []].append("close")
                default: Issue.record("\(call.path) is nothing that a fleet posts")
                }
            }
        }
        #expect(kinds.count == 8)
        #expect(kinds.values.allSatisfy { $0 == ["arrival", "released", "open", "gate-out", "gate-in", "close"] })
    }

    @Test("Reports are counted without a gap, in order, and come one to four seconds after their fix or as a backlog")
    func sequence() throws {
        let fleet = try Fixtures.fleet(Fixtures.options(transits: 12))
        let reports = try Fixtures.reports(fleet)
        #expect(reports.count == 12)
        for truth in fleet.truths {
            let own = try #require(reports[truth.seal])
            #expect(own.count == truth.reports)
            #expect(own.map(\.report.sequence) == (1...Int64(own.count)).map { $0 })
            #expect(Set(own.map(\.report.boot)).count == 1)
            #expect(zip(own, own.dropFirst()).allSatisfy { $0.report.fixTime < $1.report.fixTime })
            let backlogs = truth.innocents.filter { $0.kind == .backlog }
            for (report, receivedAt) in own {
                let delay = receivedAt.seconds(since: report.fixTime)
                let isKept = backlogs.contains { $0.startedAt <= report.fixTime && report.fixTime < $0.endedAt }
                #expect(delay >= 1 && delay <= (isKept ? 605 : 5), "\(truth.seal) \(report.sequence ?? 0)")
                #expect(report.fixTime.milliseconds % 1000 == 0)
                #expect(report.fixTime > truth.startsAt)
            }
        }
        #expect(fleet.truths.contains { $0.innocents.contains { $0.kind == .backlog } })
    }

    @Test("Containers, seals and transits have names of their own")
    func names() throws {
        let fleet = try Fixtures.fleet(Fixtures.options(transits: 20, interval: 600))
        #expect(Set(fleet.truths.map(\.container)).count == 20)
        #expect(Set(fleet.truths.map(\.seal)).count == 20)
        #expect(Set(fleet.truths.map(\.transit)).count == 20)
        #expect(fleet.truths[0].seal == "VNSEAL0001")
        #expect(fleet.truths.allSatisfy { ContainerNumber.isValid($0.container) })
    }

    /// The reason why a fleet with changed options cannot be made; empty where it can.
    private func reason(_ change: (inout FleetOptions) -> Void) throws -> String {
        var options = Fixtures.options(transits: 2)
        change(&options)
        do {
            _ = try Fixtures.fleet(options)
            return ""
        } catch let error as SimulatorError {
            return error.description
        }
    }

    @Test("A value out of range, an unknown route or too many anomalies is an error that says so")
    func badOptions() throws {
        let transits = try reason { $0.transits = 0 }
        #expect(transits.contains("transits must be"))
        let interval = try reason { $0.intervalSeconds = 0 }
        #expect(interval.contains("interval must be"))
        let route = try reason { $0.routes = ["nowhere"] }
        #expect(route.contains("no route nowhere"))
        let anomalies = try reason { $0.anomalies = [.tampered, .tampered, .tampered] }
        #expect(anomalies.contains("3 anomalies"))
        let place = try reason {
            $0.routes = ["cua-viet--lao-bao"]
            $0.anomalies = [.forbiddenZone]
        }
        #expect(place.contains("no place for forbidden-zone"))
    }

    @Test("A zones file that is none is an error that names it", arguments: ["[]", "{", "{\"features\":1}"])
    func badZones(text: String) throws {
        do {
            _ = try RoadMap(geoJSON: Data(text.utf8), file: "bad.geojson")
            Issue.record("it must fail")
        } catch {
            #expect(error.description.hasPrefix("bad.geojson"))
        }
    }
}
