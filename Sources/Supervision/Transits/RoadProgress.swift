import Customs
import Geofencing

/// How far a transit has come on its route, and the record of its pace that later transits learn from.
struct RoadProgress: Codable, Sendable, Hashable {
    /// The piece of the line that holds the last fix; -1 before the first.
    private var segment: Int32 = -1
    /// Metres of the way at the last fix near the road; -1 before the first.
    private(set) var wayMeters: Float = -1
    private var furthestMeters: Float = -1
    /// When it was at `wayMeters`.
    private var wayTime = Timestamp.distantPast
    private var lastHeard = Timestamp.distantPast
    /// Seconds between reports that the device declares; 0 where it does not.
    private var interval: UInt16 = 0
    private(set) var pace = PaceRecord()

    /// A fix this far outside the corridor says nothing of the pace on the road.
    private static let roadMeters = 1000.0

    /// The piece of the way that it is in; -1 before it is known.
    var piece: Int16 { wayMeters < 0 ? -1 : Int16(clamping: PaceRecord.piece(at: wayMeters)) }

    /// Takes one item of evidence, after the transit's status has.
    ///
    /// - Returns: Where it is along its route; `nil` for a transit without one, and without a trusted fix.
    mutating func take(
        _ step: TransitStep, departedAt: Timestamp?, arrivedAt: Timestamp?, _ plan: TransitPlan
    ) -> RoadPosition? {
        guard step.isInOrder, plan.way != nil else { return nil }
        if step.kind == .report { hear(step, departedAt) }
        var position: RoadPosition?
        if let fix = step.fix, let way = plan.way {
            let place = way.line.locate(fix, near: segment < 0 ? nil : segment)
            segment = place.segment
            let found = RoadPosition(
                alongMeters: place.alongMeters, outsideMeters: max(0, place.offMeters - way.halfWidthMeters),
                seconds: step.movement.seconds)
            if found.outsideMeters <= Self.roadMeters {
                move(to: Float(way.meters(along: found.alongMeters)), step, departedAt)
            }
            position = found
        }
        if let arrivedAt, !pace.isFinished { pace.finish(arrivedAt: arrivedAt, knownAt: step.time) }
        return position
    }

    /// Longer without a word than this, and several times what the device declares, is a silence.
    private mutating func hear(_ step: TransitStep, _ departedAt: Timestamp?) {
        if let departedAt, lastHeard >= departedAt, wayMeters >= 0, !pace.isFinished {
            let gap = step.time.seconds(since: lastHeard)
            if gap >= max(PaceRecord.leastSilenceSeconds, 3 * Double(interval)) {
                pace.addSilence(seconds: gap, piece: PaceRecord.piece(at: wayMeters))
            }
        }
        lastHeard = step.time
        if step.evidence.rawInterval != Evidence.absent16 { interval = step.evidence.rawInterval }
    }

    private mutating func move(to meters: Float, _ step: TransitStep, _ departedAt: Timestamp?) {
        if let departedAt, !pace.isFinished {
            // Where an implausible place took over, there is no road between the two.
            if step.movement.verdict == .resettled { pace.spoil() }
            if furthestMeters < 0 {
                pace.begin(atMeters: meters, at: max(step.time, departedAt), departedAt: departedAt)
                furthestMeters = meters
            } else if meters > furthestMeters {
                for piece in PaceRecord.piece(at: furthestMeters)..<PaceRecord.piece(at: meters) {
                    let border = Float(piece + 1) * Float(PaceRecord.pieceMeters)
                    let share = Double((border - wayMeters) / (meters - wayMeters))
                    let seconds = step.time.seconds(since: wayTime)
                    pace.reach(wayTime.advanced(bySeconds: (share * seconds).rounded()))
                }
                furthestMeters = meters
            }
        }
        wayMeters = meters
        wayTime = step.time
    }
}
