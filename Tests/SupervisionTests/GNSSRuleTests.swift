import Customs
import Supervision
import Testing

/// One measured report of the scene's seal.
private struct Measured {
    var east: Double?
    var north = 0.0
    var speed: Double?
    var error: Double? = 5
    var satellites = 10
    var carrierToNoise = 40.0
}

extension Scene {
    @discardableResult
    fileprivate mutating func observe(_ measured: Measured, at seconds: Double, number: Int64) -> Outcome {
        observe(
            .report(
                SealReport(
                    seal: "S1", sequence: number, fixTime: Self.at(seconds), mode: measured.east == nil ? 1 : 3,
                    position: measured.east.map { Self.place($0, measured.north) },
                    speedMetersPerSecond: measured.east == nil ? nil : measured.speed,
                    horizontalErrorMeters: measured.east == nil ? nil : measured.error,
                    satellites: measured.satellites, carrierToNoise: measured.carrierToNoise, state: .locked,
                    intervalSeconds: 60),
                .seal, digest: UInt64(number)),
            receivedAt: seconds)
    }

    /// A quarter of a kilometre a minute, with a speed that agrees and numbers that vary.
    fileprivate mutating func driveOn(minutes: ClosedRange<Int>) {
        for minute in minutes {
            observe(
                Measured(
                    east: Double(minute) / 4, speed: 4.2, error: 4 + Double(minute % 4) / 10,
                    satellites: 9 + minute % 3, carrierToNoise: 39 + Double(minute % 5)),
                at: Double(minute) * 60, number: Int64(minute))
        }
    }
}

@Suite("Jamming and spoofing")
struct GNSSRuleTests {
    @Test("A fix that is lost for the limit raises, begins with the first bad report, and ends with the fix back")
    func jamming() throws {
        var scene = Scene()
        scene.open()
        scene.driveOn(minutes: 1...12)
        for minute in 13...14 {
            scene.observe(Measured(satellites: 1, carrierToNoise: 12), at: Double(minute) * 60, number: Int64(minute))
        }
        #expect(scene.alerts(.gnssJamming) == [])
        scene.observe(Measured(satellites: 1, carrierToNoise: 12), at: 900, number: 15)
        #expect(scene.alerts(.gnssJamming).map(\.status) == [.active])
        scene.driveOn(minutes: 16...17)
        let alert = try #require(scene.alerts(.gnssJamming).first)
        #expect(alert.status == .cleared)
        #expect(alert.startedAt == Scene.at(780))
        #expect(alert.clearedAt == Scene.at(960))
        #expect(alert.evidence["after"] == .number(120))
    }

    @Test("A tunnel, a weak sky and a roof over a standing lorry raise no jamming")
    func innocentLosses() {
        var scene = Scene()
        scene.open()
        for minute in 1...8 {
            scene.observe(Measured(east: 0, speed: 0), at: Double(minute) * 60, number: Int64(minute))
        }
        for minute in 9...100 {
            scene.observe(Measured(satellites: 1, carrierToNoise: 12), at: Double(minute) * 60, number: Int64(minute))
        }
        for minute in 101...110 {
            scene.observe(
                Measured(
                    east: Double(minute - 100) / 2, speed: 8.3, error: 30, satellites: 5, carrierToNoise: 29),
                at: Double(minute) * 60, number: Int64(minute))
        }
        for minute in 111...112 {
            scene.observe(Measured(satellites: 0, carrierToNoise: 9), at: Double(minute) * 60, number: Int64(minute))
        }
        scene.observe(Measured(east: 6.5, speed: 8.3), at: 113 * 60, number: 113)
        #expect(scene.alerts(.gnssJamming) == [])
    }

    @Test("Speed against displacement and too perfect numbers together are spoofing; a repeat is not told again")
    func spoofing() throws {
        var scene = Scene()
        scene.open()
        scene.driveOn(minutes: 1...12)
        for minute in 13...40 {
            // A straight track at 12 m/s, and a receiver that says 5.
            scene.observe(
                Measured(
                    east: 3, north: Double(minute - 12) * 0.72, speed: 5, error: 2, satellites: 12,
                    carrierToNoise: 48),
                at: Double(minute) * 60, number: Int64(minute))
        }
        let alerts = scene.alerts(.gnssSpoofing)
        #expect(alerts.count == 1)
        let alert = try #require(alerts.first)
        #expect(alert.status == .active)
        #expect(alert.startedAt <= Scene.at(840))
        #expect(alert.evidence["sign.speedAgainstDisplacement"] != nil)
        #expect(alert.evidence["sign.tooPerfect"] != nil)
    }

    @Test("One sign alone, however strong, is no spoofing")
    func oneSign() {
        var scene = Scene()
        scene.open()
        scene.driveOn(minutes: 1...12)
        for minute in 13...40 {
            scene.observe(
                Measured(
                    east: 3, north: Double(minute - 12) * 0.72, speed: 5, error: 4 + Double(minute % 4) / 10,
                    satellites: 9 + minute % 3, carrierToNoise: 39 + Double(minute % 5)),
                at: Double(minute) * 60, number: Int64(minute))
        }
        #expect(scene.alerts(.gnssSpoofing) == [])
    }
}
