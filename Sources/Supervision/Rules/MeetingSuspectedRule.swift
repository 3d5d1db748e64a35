import Customs
import Geofencing

/// Detects: two transits stand together where neither may.
///
/// Inputs: both transits' stands outside places where they may (`StandStay`). A meeting is two stands whose places, each
/// the mean of its fixes, lie within `distance`, and which share `after` seconds. It belongs to the transit whose id sorts
/// first and names the other. Ends: one of the two moves on.
/// Defaults: two lorries side by side or nose to tail stand within 20 m, and each mean is off by 10 m or so; 5 minutes is
/// less than it takes to shift a pallet by hand. A stand shorter than 4 minutes is not looked at, whatever `after` says.
/// Fooled by: a jam or an unmarked queue, where lorries stand nose to tail for minutes; a popular eating place that no zone
/// marks as a rest area; a lorry without a seal, which nobody sees.
struct MeetingSuspectedRule: Sendable {
    /// Two stands that were a meeting.
    struct Meeting: Sendable, Hashable {
        var startedAt: Timestamp
        /// When one of the two moved on.
        var endedAt: Timestamp?
        var apartMeters: Double
        var togetherSeconds: Double
        var place: GridPoint
        /// Since when the owner stood, and the other.
        var since: Timestamp
        var otherSince: Timestamp
    }

    /// A transit has so many meetings at most: the first ones.
    static let limit = 16
    /// While it lasts, what every report changes by a little is rounded so much, so that not every report is news.
    private static let liveMeters = 10.0
    private static let liveDegrees: Int32 = 1000

    let isEnabled: Bool
    let distanceMeters: Double
    let afterSeconds: Double

    init(_ settings: RuleSettings) {
        isEnabled = settings.enabled
        distanceMeters = settings["distance"]
        afterSeconds = settings["after"]
    }

    /// The meetings of two transits, by start; the first one's are the owner's stands.
    func meetings(_ stays: [StandStay], _ others: [StandStay]) -> [Meeting] {
        guard isEnabled else { return [] }
        var found: [Meeting] = []
        for stay in stays {
            for other in others {
                if let meeting = meeting(stay, other) { found.append(meeting) }
            }
        }
        return found
    }

    func finding(_ meeting: Meeting, with other: Transit) -> Finding {
        var finding = Finding(
            rule: .meetingSuspected, startedAt: meeting.startedAt,
            firedAt: meeting.startedAt.advanced(bySeconds: afterSeconds))
        finding.endedAt = meeting.endedAt
        finding.qualifier = other.transit
        finding.position = meeting.place.coordinate
        finding.evidence = [
            "other": .text(other.transit), "otherContainer": .text(other.container), "otherSeal": .text(other.seal),
            "standsSince": .time(meeting.since), "otherStandsSince": .time(meeting.otherSince),
            "apartMeters": .number(meeting.apartMeters), "togetherSeconds": .number(meeting.togetherSeconds),
            "distance": .number(distanceMeters), "after": .number(afterSeconds),
        ]
        finding.words = ["other": other.container]
        return finding
    }

    private func meeting(_ stay: StandStay, _ other: StandStay) -> Meeting? {
        let start = max(stay.from, other.from)
        let together = min(stay.until, other.until).seconds(since: start)
        guard together >= afterSeconds, together > 0 else { return nil }
        let apart = Geodesy.nearbyMeters(stay.place.coordinate, other.place.coordinate)
        guard apart <= distanceMeters else { return nil }
        let ends = [stay, other].filter(\.isOver).map(\.until)
        var meeting = Meeting(
            startedAt: start, endedAt: ends.min(), apartMeters: apart.rounded(), togetherSeconds: together,
            place: stay.place, since: stay.from, otherSince: other.from)
        if ends.isEmpty { roundTogether(&meeting) }
        if ends.count < 2 { roundPlace(&meeting) }
        return meeting
    }

    /// While both stand: so long at least, told anew each time it has doubled.
    private func roundTogether(_ meeting: inout Meeting) {
        var told = max(60, afterSeconds)
        while told * 2 <= meeting.togetherSeconds { told *= 2 }
        meeting.togetherSeconds = min(told, meeting.togetherSeconds)
    }

    /// While one of them stands, the mean of its fixes wanders.
    private func roundPlace(_ meeting: inout Meeting) {
        meeting.apartMeters = (meeting.apartMeters / Self.liveMeters).rounded() * Self.liveMeters
        meeting.place.latitude -= meeting.place.latitude % Self.liveDegrees
        meeting.place.longitude -= meeting.place.longitude % Self.liveDegrees
    }
}
