import Customs

/// A small fleet on the scene's road with whatever can go wrong, made from a seed: what its seals said, and when.
struct SimulatedWorld {
    /// A report as the device made it.
    struct Made {
        var report: SealReport
        var origin: ReportOrigin
        var digest: UInt64
        /// Seconds after the scene's start, by a right clock.
        var at: Double
        /// It is part of the evidence when it is heard, so that it comes at once or not at all.
        var isPinned = false
        /// What it must not come before: who used a number first is part of the evidence.
        var after: Int?
    }

    /// A report on its way.
    struct Delivery {
        var made: Made
        /// Seconds of received time.
        var at: Double
    }

    let seed: UInt64
    private(set) var orders: [(order: TransitOrder, at: Double)] = []
    /// When each transit is closed; reports from before may still come.
    private(set) var closings: [(transit: String, at: Double)] = []
    /// What operators post: on time, late, twice, wrong and taken back.
    var gateEvents: [(event: GateEvent, at: Double)] = []
    private(set) var made: [Made] = []
    /// Reports that no network ever carries.
    private(set) var lost: Set<Int> = []
    private var random: SeededRandom
    private var digest: UInt64 = 0

    /// Seconds after the scene's start by which every transit is closed.
    static let end = 12 * 3600.0
    static let latestDelay = 6 * 3600.0
    /// Seconds that a report takes which nothing holds up.
    static let promptSeconds = 2.0
    private static let firstJourney = 4 * 3600.0
    private static let secondJourney = 8 * 3600.0

    init(seed: UInt64) {
        self.seed = seed
        random = SeededRandom(seed: seed)
        let meeting = random.chance(0.3) ? random.number(3...9) : nil
        var jammer: Seat.Jammer?
        if random.chance(0.25) {
            let start = random.number(600...5000)
            jammer = Seat.Jammer(seconds: start...start + random.number(60...1200), isSilent: random.chance(0.4))
        }
        for number in 1...random.whole(jammer == nil ? 1...3 : 2...4) {
            addSeal(number, meetingAt: meeting, jammer: jammer)
        }
    }

    /// One seal on one journey, or on two, one after the other.
    private mutating func addSeal(_ number: Int, meetingAt meeting: Double?, jammer: Seat.Jammer?) {
        let origin: ReportOrigin = random.chance(0.85) ? .seal : random.chance(0.5) ? .tracker : .gpsd
        let start = Double(random.whole(0...600))
        var seat = Seat(
            random: &random, seal: "S\(number)", origin: origin, start: start + 5, meeting: meeting, jammer: jammer)
        drive(&seat, "T\(number)", container: "CSQU305438\(number)", from: start, until: Self.firstJourney)
        guard let closed = closings.last?.at, closed < Self.firstJourney + 2000, random.chance(0.6) else { return }
        let again = closed + Double(random.whole(60...1800))
        seat.goAgain(at: again + 5)
        drive(&seat, "T\(number)b", container: "CSQU305439\(number)", from: again, until: Self.secondJourney)
    }

    /// One transit from its opening to the close, a report each interval.
    private mutating func drive(
        _ seat: inout Seat, _ transit: String, container: String, from start: Double, until latest: Double
    ) {
        let deadline = random.chance(0.2) ? start + random.number(600...3000) : 86_400
        orders.append(
            (
                TransitOrder(
                    transit: transit, container: container, seal: seat.seal, declaration: "103000000001",
                    origin: "ORIG", destination: "DEST", route: random.chance(0.8) ? "road" : nil,
                    startsAt: Scene.at(start), deadline: Scene.at(deadline)), start
            ))
        let first = made.count
        while seat.time < latest, !seat.isDone {
            add(seat.report(&random), of: seat, after: nil)
            let count = made.count
            for (report, back) in seat.intruders(&random, after: made[first...].map(\.report)) {
                add(report, of: seat, after: back.map { count - $0 })
            }
            seat.advance(&random)
        }
        loseSome(from: first)
        // At once, so that whatever is late comes after the close; or when all is over.
        let soon = random.chance(0.5) ? seat.time + Double(random.whole(5...600)) : Self.end
        closings.append((transit, soon + Double(orders.count)))
        var gates = SeededRandom(seed: random.next())
        addGateEvents(of: container, transit, from: start, to: seat.time, random: &gates)
    }

    private mutating func add(_ report: SealReport, of seat: Seat, after: Int?) {
        digest += 1
        let ahead = report.fixTime.seconds(since: Scene.at(seat.time))
        // A clock that is a little ahead is a report that was made a little later.
        let at = ahead > 0 && ahead <= 300 ? seat.time + ahead : seat.time
        let isClockWrong = ahead > 300 || ahead < -500_000
        made.append(
            Made(report: report, origin: seat.origin, digest: digest, at: at, isPinned: isClockWrong, after: after))
    }

    private mutating func loseSome(from first: Int) {
        guard random.chance(0.5), first < made.count else { return }
        for _ in 0..<random.whole(1...3) {
            let start = random.whole(first...(made.count - 1))
            for index in start..<min(made.count, start + random.whole(1...12)) { lost.insert(index) }
        }
        // Where the first is unknown, the second is no second.
        for index in first..<made.count where made[index].after.map(lost.contains) ?? false { lost.insert(index) }
    }

    /// Reports with the times they come, in the order in which they were made and at once.
    func prompt() -> [Delivery] {
        made.indices.filter { !lost.contains($0) }.map { index in
            Delivery(made: made[index], at: made[index].at + Self.promptSeconds)
        }.sorted(by: Self.isBefore)
    }

    /// The same reports, each delayed by up to six hours on its own or with its neighbours, and each sent twice.
    func shuffled(_ salt: UInt64) -> [Delivery] {
        var random = SeededRandom(seed: seed &* 31 &+ salt)
        let isWild = random.chance(0.5)
        var delay = 0.0
        var sent: [Delivery] = []
        var arrival: [Int: Double] = [:]
        for index in made.indices where !lost.contains(index) {
            if isWild || random.chance(0.05) { delay = random.chance(0.6) ? random.number(0...Self.latestDelay) : 0 }
            let item = made[index]
            var at = item.at + Self.promptSeconds + (item.isPinned ? 0 : delay)
            if let first = item.after.flatMap({ arrival[$0] }) { at = max(at, first + 1) }
            arrival[index] = at
            sent.append(Delivery(made: item, at: at))
            // gpsd's daemon is asked, and never says a thing twice.
            if item.origin != .gpsd { sent.append(Delivery(made: item, at: at + random.number(0...300))) }
        }
        return sent.sorted(by: Self.isBefore)
    }

    private static func isBefore(_ a: Delivery, _ b: Delivery) -> Bool {
        (a.at, a.made.digest) < (b.at, b.made.digest)
    }
}
