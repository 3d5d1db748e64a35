import Customs
import ServiceLifecycle

/// Looks every second whether a broker connected or a gate grew stale.
struct CongestionTopicService: Service {
    let topic: CongestionTopic
    let brokers: Brokers
    let clock: ServerClock

    static let interval = Duration.seconds(1)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                topic.refresh(at: clock.now, connections: brokers.connections)
                try? await Task.sleep(for: Self.interval)
            }
        }
    }
}
