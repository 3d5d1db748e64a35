package import Customs
import Foundation
import MonitoringCentre
import Synchronization

/// The zones in force: those of the configuration's file, or the last edition that took their place. Everybody who asks
/// for zones while the server runs asks here; the Supervisor has them already when this says so.
package final class ZonesInForce: Sendable {
    private struct State {
        var number: Int
        var zones: [Zone]
        var document: ZonesDocument
        var facilityCodes: Set<String>

        init(_ edition: ZonesEdition) {
            number = edition.number
            zones = edition.zones
            document = ZonesDocument(tag: edition.tag, bytes: edition.geoJSON)
            facilityCodes = Set(edition.zones.compactMap(\.facility))
        }
    }

    private let state: Mutex<State>

    /// - Parameter edition: what took the place of the file's zones, if anything did.
    /// - Throws: where the zones' file cannot be read.
    package init(_ configuration: Configuration, edition: ZonesEdition?) throws {
        let file = Array(try Data(contentsOf: URL(fileURLWithPath: configuration.zonesFile)))
        let base = ZonesEdition(number: 0, at: .distantPast, by: "", zones: configuration.zones, geoJSON: file)
        state = Mutex(State(edition ?? base))
    }

    /// Takes a newer edition.
    package func take(_ edition: ZonesEdition) {
        state.withLock { if edition.number > $0.number { $0 = State(edition) } }
    }

    /// Takes the newest edition that was committed.
    package func note(_ effects: [Effect]) {
        for effect in effects { if case .zones(let edition) = effect.kind { take(edition) } }
    }

    package var zones: [Zone] { state.withLock { $0.zones } }
    package var facilityCodes: Set<String> { state.withLock { $0.facilityCodes } }
    var document: ZonesDocument { state.withLock { $0.document } }
}
