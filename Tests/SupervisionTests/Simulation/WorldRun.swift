import Customs
import Geofencing
import Supervision

/// A simulated world played into a supervisor, and what came out.
struct WorldRun {
    /// What else there is besides the reports, the papers and the gates.
    struct Extras {
        /// Received times at which the state is written, thrown away and read back.
        var restarts: [Double] = []
        /// Received times at which nothing happens but the clock.
        var ticks: [Double] = []
        /// What officers do, and with which of the alerts that there are by then.
        var officers: [(kind: AlertAction.Kind, pick: Int, at: Double)] = []
        /// Zones that are put in the place of others.
        var edits: [(zones: [Zone], at: Double)] = []
        var rules = RuleBook()
    }

    private(set) var supervisor: Supervisor
    private(set) var effects: [Effect] = []
    private(set) var stored = 0
    private(set) var duplicate = 0
    private(set) var rejected = 0
    /// What gate events, papers and officers were answered; refusals of reports are counted instead.
    private(set) var refusals: [Rejection] = []
    private var raised: [String] = []
    private var seenEffects = 0

    static let zones = ZoneIndex(zones: Scene.zones)

    /// What happens at a moment of received time.
    private enum Event {
        case open(TransitOrder)
        case close(String)
        case report(SimulatedWorld.Made)
        case gate(GateEvent)
        case officer(AlertAction.Kind, pick: Int)
        case edit([Zone])
        case tick
    }

    init(_ world: SimulatedWorld, deliveries: [SimulatedWorld.Delivery], _ extras: Extras = Extras()) throws {
        supervisor = Supervisor(zones: Self.zones, rules: extras.rules)
        var events: [(at: Double, event: Event)] = world.orders.map { ($0.at, .open($0.order)) }
        events += world.closings.map { ($0.at, .close($0.transit)) }
        events += world.gateEvents.map { ($0.at, .gate($0.event)) }
        events += deliveries.map { ($0.at, .report($0.made)) }
        events += extras.ticks.map { ($0, .tick) }
        events += extras.officers.map { ($0.at, .officer($0.kind, pick: $0.pick)) }
        events += extras.edits.map { ($0.at, .edit($0.zones)) }
        events.append((SimulatedWorld.end + SimulatedWorld.latestDelay + 1000, .tick))
        var restarts = extras.restarts.sorted()[...]
        for (at, event) in events.enumerated().sorted(by: { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) })
            .map(\.element)
        {
            while let restart = restarts.first, restart <= at {
                restarts.removeFirst()
                supervisor = try Supervisor(
                    zones: Self.zones, rules: extras.rules, encoded: try supervisor.encoded())
            }
            play(event, at: at)
        }
    }

    private mutating func play(_ event: Event, at seconds: Double) {
        let observation: Observation
        switch event {
        case .open(let order): observation = .openTransit(order, by: Scene.officer)
        case .close(let transit):
            observation = .endTransit(id: transit, status: .closed, reason: "end", by: Scene.officer)
        case .report(let made): observation = .report(made.report, made.origin, digest: made.digest)
        case .gate(let event): observation = .gateEvent(event, by: Scene.officer)
        case .officer(let kind, let pick):
            noteRaised()
            guard !raised.isEmpty else { return }
            observation = .alertAction(
                id: raised[pick % raised.count], AlertAction(kind: kind, at: Scene.at(seconds), by: "officer"))
        case .edit(let zones):
            observation = .editZones(ZoneEdit(zones: zones, geoJSON: [1, 2, 3]), by: Scene.officer)
        case .tick: observation = .tick
        }
        let outcome = supervisor.observe(observation, receivedAt: Scene.at(seconds), into: &effects)
        switch (outcome, event) {
        case (.stored, _): stored += 1
        case (.duplicate, _): duplicate += 1
        case (.rejected, .report): rejected += 1
        case (.rejected(let rejection), _): refusals.append(rejection)
        default: break
        }
    }

    private mutating func noteRaised() {
        for case .alert(.raised, let alert) in effects[seenEffects...].map(\.kind) where !raised.contains(alert.id) {
            raised.append(alert.id)
        }
        seenEffects = effects.count
    }

    /// The last word on each alert that stands, without when it was learned.
    var alerts: [String: Alert] {
        var last: [String: Alert] = [:]
        for case .alert(_, var alert) in effects.map(\.kind) {
            alert.detectedAt = .distantPast
            last[alert.id] = alert.status == .withdrawn ? nil : alert
        }
        return last
    }
}
