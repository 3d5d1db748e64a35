import Customs

extension SimulatedWorld {
    /// What the gates say of a journey: some of it late, some of it wrong and corrected or cancelled, some of it twice.
    mutating func addGateEvents(
        of container: String, _ transit: String, from start: Double, to end: Double, random: inout SeededRandom
    ) {
        guard random.chance(0.5) else { return }
        func event(_ name: String, _ type: GateEvent.Kind, _ facility: String, at time: Double) -> GateEvent {
            GateEvent(
                eventId: "\(transit)-\(name)", facility: facility, type: type, time: Scene.at(time),
                container: container)
        }
        /// Posted at once, or up to two hours late.
        func post(_ event: GateEvent, at time: Double, random: inout SeededRandom) -> Double {
            let posted = time + (random.chance(0.3) ? random.number(600...7200) : random.number(1...60)).rounded()
            gateEvents.append((event, posted))
            if random.chance(0.2) { gateEvents.append((event, posted + 30)) }
            return posted
        }
        if random.chance(0.6) {
            let time = start + Double(random.whole(5...200))
            _ = post(event("out", .gateOut, "ORIG", at: time), at: time, random: &random)
        }
        if random.chance(0.4) {
            let time = (start + (end - start) * random.number(0.2...0.8)).rounded()
            let wrong = event("wrong", .gateIn, "ELSE", at: time)
            let posted = post(wrong, at: time, random: &random)
            if random.chance(0.6) {
                var correction = event("right", random.chance(0.5) ? .gateIn : .gateOut, "DEST", at: time)
                if random.chance(0.5) {
                    correction.cancels = wrong.eventId
                } else {
                    correction.replaces = wrong.eventId
                }
                _ = post(correction, at: posted + 60, random: &random)
            }
        }
        if random.chance(0.5) {
            _ = post(event("in", .gateIn, "DEST", at: end), at: end, random: &random)
        }
    }
}
