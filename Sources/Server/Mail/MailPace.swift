package import Customs
import Synchronization

/// So many messages in any minute, and no more.
package final class MailPace: Sendable {
    private let perMinute: Int
    private let sent = Mutex<[Timestamp]>([])

    package init(perMinute: Int) { self.perMinute = perMinute }

    /// `nil` where one may be sent now.
    package func secondsToWait(_ now: Timestamp) -> Int? {
        sent.withLock { sent in
            sent.removeAll { $0.advanced(bySeconds: 60) <= now || $0 > now }
            guard sent.count >= perMinute, let first = sent.first else { return nil }
            return max(1, Int((first.advanced(bySeconds: 60).seconds - now.seconds).rounded(.up)))
        }
    }

    package func note(_ now: Timestamp) { sent.withLock { $0.append(now) } }
}
