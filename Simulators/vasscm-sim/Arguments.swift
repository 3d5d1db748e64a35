public import ArgumentParser
import Customs
import Foundation
public import SimulatorKit

/// Recorded seconds a real one, or `max`.
enum Speed: ExpressibleByArgument {
    case times(Double)
    case max

    init?(argument: String) {
        if argument == "max" {
            self = .max
        } else if let factor = Double(argument), factor > 0, factor.isFinite {
            self = .times(factor)
        } else {
            return nil
        }
    }

    var defaultValueDescription: String {
        switch self {
        case .times(let factor): String(Int(factor))
        case .max: "max"
        }
    }

    var factor: Double? {
        switch self {
        case .times(let factor): factor
        case .max: nil
        }
    }
}

/// The key of an account, `NAME=KEY`.
struct AccountKey: ExpressibleByArgument {
    let name: String
    let key: String

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        name = String(parts[0])
        key = String(parts[1])
    }
}

/// A moment in RFC 3339, or `now`.
struct Moment: ExpressibleByArgument {
    let time: Timestamp

    init?(argument: String) {
        if argument == "now" {
            time = Timestamp(seconds: Date().timeIntervalSince1970.rounded(.down))
        } else if let time = Timestamp(rfc3339: argument) {
            self.time = time
        } else {
            return nil
        }
    }
}

extension MQTTAddress: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }

    public var defaultValueDescription: String { description }
}

extension AnomalyKind: ExpressibleByArgument {}

extension HardInnocent: ExpressibleByArgument {}

extension YardAnomaly: ExpressibleByArgument {}

extension YardInnocent: ExpressibleByArgument {}

extension CoverageHole: ExpressibleByArgument {
    public init?(argument: String) {
        let parts = argument.split(separator: ":")
        guard parts.count == 2 else { return nil }
        let ends = parts[1].split(separator: "-").compactMap { Double($0) }
        guard ends.count == 2, ends[0] >= 0, ends[0] < ends[1], ends[1] < 10_000 else { return nil }
        self.init(route: String(parts[0]), meters: ends[0] * 1000...ends[1] * 1000)
    }
}
