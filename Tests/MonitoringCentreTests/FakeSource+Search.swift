import Customs
import MonitoringCentre

extension FakeSource {
    func transits(matching text: SearchText, limit: Int) async throws -> [Transit] {
        try answer { $1.transits.filter { text.isPart(of: $0.container) || text.isPart(of: $0.transit) } }
    }

    func seals(matching text: SearchText, limit: Int) async throws -> [SealStatus] {
        try answer { $1.seals.filter { text.isPart(of: $0.seal) } }
    }

    func containers(matching text: SearchText, limit: Int) async throws -> [String] {
        try answer { $1.containers.map(\.container).filter { text.isPart(of: $0) } }
    }
}
