import Foundation

/// A program that a test starts, and ends by its own process id.
///
/// Not Foundation's `Process`: from a worker thread that one hands its child a signal mask in which SIGTERM is blocked,
/// and its `waitUntilExit` spins.
final class ChildProcess: @unchecked Sendable {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let identifier: pid_t
    private let lock = NSLock()
    private var status: Int32?

    /// Starts `program`; its outputs go to files, to which they are appended, or nowhere.
    init(
        _ program: String, _ arguments: [String], output: URL? = nil, errors: URL? = nil,
        environment: [String: String] = [:]
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        for (descriptor, file) in [(Int32(1), output), (2, errors)] {
            posix_spawn_file_actions_addopen(
                &actions, descriptor, file?.path ?? "/dev/null", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        var texts = ([program] + arguments).map { strdup($0) } + [nil]
        var settings = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in texts + settings { free(text) } }
        var started: pid_t = 0
        let code = posix_spawn(&started, program, &actions, &attributes, &texts, &settings)
        guard code == 0 else {
            throw Failure(description: "cannot start \(program): \(String(cString: strerror(code)))")
        }
        identifier = started
        LiveChildren.add(started)
    }

    deinit { kill() }

    /// Its exit status, or the negative number of the signal that ended it; `nil` while it runs.
    var ended: Int32? {
        lock.withLock {
            if let status { return status }
            var raw: Int32 = 0
            guard waitpid(identifier, &raw, WNOHANG) == identifier else { return nil }
            let result = raw & 0x7f == 0 ? (raw >> 8) & 0xff : -(raw & 0x7f)
            status = result
            LiveChildren.remove(identifier)
            return result
        }
    }

    /// Waits for its own end.
    ///
    /// - Throws: `Failure` where it still runs after so many seconds.
    func wait(seconds: Double) async throws -> Int32 {
        var result: Int32?
        try await eventually("process \(identifier) ends", within: seconds) {
            result = self.ended
            return result != nil
        }
        guard let result else { throw Failure(description: "process \(identifier) did not end") }
        return result
    }

    /// Sends a signal, while it is surely still this process that hears it.
    func signal(_ number: Int32) {
        lock.withLock {
            if status == nil { Foundation.kill(identifier, number) }
        }
    }

    /// Ends it as a power cut would, and waits.
    func kill() {
        signal(SIGKILL)
        while ended == nil { usleep(1000) }
    }

    /// Asks it to end, and kills it where it has not within so many seconds.
    @discardableResult
    func terminate(seconds: Double = 10) -> Int32 {
        signal(SIGTERM)
        let limit = Date(timeIntervalSinceNow: seconds)
        while Date() < limit {
            if let ended { return ended }
            usleep(2000)
        }
        kill()
        return -SIGKILL
    }
}

/// The children that run, so that none outlives the tests, however they end.
private enum LiveChildren {
    private final class Registry: @unchecked Sendable {
        let lock = NSLock()
        var identifiers: Set<pid_t> = []
    }

    private static let registry: Registry = {
        atexit { LiveChildren.endAll() }
        return Registry()
    }()

    static func add(_ identifier: pid_t) { registry.lock.withLock { _ = registry.identifiers.insert(identifier) } }
    static func remove(_ identifier: pid_t) { registry.lock.withLock { _ = registry.identifiers.remove(identifier) } }

    private static func endAll() {
        // SIGTERM, because gpsfake has a child of its own to end.
        registry.lock.withLock { for identifier in registry.identifiers { kill(identifier, SIGTERM) } }
    }
}
