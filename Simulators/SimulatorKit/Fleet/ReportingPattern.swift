/// How often a seal reports.
struct ReportingPattern: Hashable {
    /// Seconds between two reports on the road.
    var movingSeconds: Int
    /// Seconds between two reports at rest; a move wakes the device.
    var restingSeconds: Int

    init(seconds: Int) {
        movingSeconds = seconds
        restingSeconds = seconds
    }

    /// Trackers of Vietnamese lorries: 30 s on the road, 15 minutes at rest.
    static let sleepy = {
        var pattern = ReportingPattern(seconds: 30)
        pattern.restingSeconds = 900
        return pattern
    }()

    /// Silence after which `seal-signal-lost` fires with the contract's thresholds, in seconds.
    var silenceLimitSeconds: Int { max(900, 5 * movingSeconds) }
}
