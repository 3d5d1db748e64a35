import Customs
import Logging
import MonitoringCentre
import ServiceLifecycle

/// Looks at every partner's folder once a second; it stops with the listeners, before the pipeline does.
struct DropFolderService: Service {
    static let interval = Duration.seconds(1)

    let watches: [DropFolderWatch]

    /// One watch for each partner with a folder, which is made where it is missing.
    ///
    /// - Throws: `StartFailure` where a folder cannot be made.
    init(_ configuration: Configuration, desk: PartnerDesk, pipeline: Pipeline, logger: Logger) throws {
        watches = try configuration.partners.compactMap { partner in
            guard let path = partner.folder else { return nil }
            return DropFolderWatch(
                partner: partner, folder: try DropFolder(path: path, maximumBytes: configuration.http.maxBodyBytes),
                desk: desk, clock: pipeline.clock, metrics: pipeline.metrics, logger: logger
            ) { envelopes in
                await withCheckedContinuation { continuation in
                    pipeline.enqueue(envelopes) { continuation.resume(returning: $0) }
                }
            }
        }
    }

    func run() async throws {
        guard !watches.isEmpty else {
            try? await gracefulShutdown()
            return
        }
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                for watch in watches { group.addTask { await Self.run(watch) } }
            }
        }
    }

    private static func run(_ watch: DropFolderWatch) async {
        var watch = watch
        while !Task.isCancelled {
            await watch.turn()
            try? await Task.sleep(for: interval)
        }
    }
}
