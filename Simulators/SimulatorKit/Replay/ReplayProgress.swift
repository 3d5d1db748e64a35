public import Customs

/// How far a replay is.
public struct ReplayProgress: Sendable, Hashable {
    public var lines = 0
    public var ofLines = 0
    /// Recorded time of the newest line, and of the last one.
    public var recordedTime: Timestamp?
    public var lastTime: Timestamp?
    /// Real seconds since the start.
    public var elapsedSeconds = 0.0
    /// Recorded seconds a real one; `nil` where it goes as fast as it can.
    public var speed: Double?

    public init() {}

    /// 0...1.
    public var share: Double { ofLines == 0 ? 1 : Double(lines) / Double(ofLines) }

    public var linesPerSecond: Double { elapsedSeconds > 0 ? Double(lines) / elapsedSeconds : 0 }

    /// Real seconds that are left; `nil` before they can be told.
    public var remainingSeconds: Double? {
        if let speed, let recordedTime, let lastTime { return max(0, lastTime.seconds(since: recordedTime) / speed) }
        return linesPerSecond > 0 ? Double(ofLines - lines) / linesPerSecond : nil
    }

    /// One line of text: `[#####-----]  52% 2026-03-02T03:10:00Z  84 lines/s  eta 1:05`.
    public var text: String {
        let width = 24
        let filled = Int(share * Double(width))
        let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: width - filled)
        let percent = String(Int(share * 100))
        let seconds = recordedTime.map { Timestamp(milliseconds: $0.milliseconds / 1000 * 1000).rfc3339 } ?? "-"
        return "[\(bar)] \(String(repeating: " ", count: 3 - percent.count))\(percent)% \(seconds)  "
            + "\(Int(linesPerSecond.rounded())) lines/s  eta \(remainingSeconds.map(Self.clock) ?? "-")"
    }

    private static func clock(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded())
        let (minutes, rest) = whole.quotientAndRemainder(dividingBy: 60)
        let padded = { (number: Int) in (number < 10 ? "0" : "") + String(number) }
        return minutes < 60 ? "\(minutes):\(padded(rest))" : "\(minutes / 60):\(padded(minutes % 60)):\(padded(rest))"
    }
}
