import Foundation

/// A program that a test starts, and ends by its own process id.
///
/// Not Foundation's `Process`: from a worker thread that one hands its child a signal mask in which SIGTERM is blocked,
/// and its `waitUntilExit` spins.
final class ChildProcess: @unchecked Sendable {
    struct Failure: Error {
        let program: String
        let code: Int32
    }

    private let identifier: pid_t
    private var status: Int32?

    /// Starts `program`; it reads the file `input` and writes to the file `log`, or neither.
    init(_ program: String, _ arguments: [String], input: URL? = nil, log: URL? = nil) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, input?.path ?? "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(
            &actions, 1, log?.path ?? "/dev/null", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var texts = ([program] + arguments).map { strdup($0) } + [nil]
        defer { for text in texts { free(text) } }
        var started: pid_t = 0
        let code = posix_spawn(&started, program, &actions, &attributes, &texts, environ)
        guard code == 0 else { throw Failure(program: program, code: code) }
        identifier = started
    }

    /// Asks it to end, and waits until it has.
    func terminate() { end(with: SIGTERM) }

    /// Ends it as a power cut would.
    func killHard() { end(with: SIGKILL) }

    /// Waits for its own end; its exit status, or the negative number of the signal that ended it.
    @discardableResult
    func wait() -> Int32 {
        if let status { return status }
        var raw: Int32 = 0
        while waitpid(identifier, &raw, 0) == -1, errno == EINTR {}
        let ended = raw & 0x7f == 0 ? (raw >> 8) & 0xff : -(raw & 0x7f)
        status = ended
        return ended
    }

    private func end(with signal: Int32) {
        // Only while it has not been waited for is the id surely still its own.
        if status == nil { kill(identifier, signal) }
        wait()
    }
}

/// Whether a program is there to be run.
func isInstalled(_ program: String) -> Bool { FileManager.default.isExecutableFile(atPath: program) }

/// A loopback port that is free now.
func freePort() throws -> Int {
    let listening = try LoopbackSocket.listen()
    defer { close(listening.descriptor) }
    return listening.port
}

/// Looks every few milliseconds whether `condition` holds, until `seconds` have passed.
func eventually(within seconds: Double = 20, _ condition: () -> Bool) async -> Bool {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(seconds)
    while clock.now < end {
        if condition() { return true }
        try? await Task.sleep(for: .milliseconds(5))
    }
    return condition()
}
