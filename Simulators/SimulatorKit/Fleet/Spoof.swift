import Customs
import Foundation

/// What a spoofer makes a receiver believe: a straight track at an even speed, too good to be true.
struct Spoof: Hashable {
    enum Style: Hashable, CaseIterable {
        /// The track begins where the lorry is, and leads it away.
        case dragOff
        /// The track begins kilometres away.
        case jump
        /// A drag-off that goes on while the lorry is gated in at its destination.
        case pastGate
    }

    var style: Style
    var seconds: Range<Int>
    var start: Coordinate
    /// Radians from north.
    var course: Double
    var metersPerSecond: Double
    /// What the receiver says its speed is: not what its places say.
    var saidMetersPerSecond: Double
    /// What the device's clock is set off by.
    var clockSeconds: Double
    var horizontalErrorMeters: Double
    var satellites: Int
    var hdop: Double
    var carrierToNoise: Double

    func place(_ second: Int) -> Coordinate {
        let meters = Double(second - seconds.lowerBound) * metersPerSecond
        return Earth.place(start, movedEast: meters * sin(course), north: meters * cos(course))
    }

    var courseDegrees: Double {
        let degrees = course * 180 / .pi
        return (degrees - (degrees / 360).rounded(.down) * 360)
    }
}
