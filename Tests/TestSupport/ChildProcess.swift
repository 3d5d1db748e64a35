package import Foundation

/// A program that a test starts in a process group of its own, and ends together with what it started.
///
/// Not Foundation's `Process`: from a worker thread that one hands its child a signal mask in which SIGTERM is blocked,
/// and its `waitUntilExit` spins.
package final class ChildProcess: @unchecked Sendable {
    package struct Failure: Error {
        package let program: String
        package let code: Int32

        package init(program: String, code: Int32) {
            self.program = program
            self.code = code
        }
    }

    private let identifier: pid_t
    private var status: Int32?

    /// Starts `program`; it reads the file `input` and writes to the file `log`, or neither.
    package init(_ program: String, _ arguments: [String], input: URL? = nil, log: URL? = nil) throws {
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
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))
        var texts = ([program] + arguments).map { strdup($0) } + [nil]
        defer { for text in texts { free(text) } }
        var started: pid_t = 0
        let code = posix_spawn(&started, program, &actions, &attributes, &texts, environ)
        guard code == 0 else { throw Failure(program: program, code: code) }
        identifier = started
    }

    /// Asks the whole group to end; what is still there after ten seconds is killed.
    package func terminate() {
        guard status == nil else { return }
        kill(-identifier, SIGTERM)
        let end = ContinuousClock.now + .seconds(10)
        while ContinuousClock.now < end, !hasEnded() { usleep(5000) }
        killHard()
    }

    /// Ends the group as a power cut would.
    package func killHard() {
        // Only while it has not been waited for is the id surely still its own.
        if status == nil { kill(-identifier, SIGKILL) }
        wait()
    }

    /// Waits for its own end; its exit status, or the negative number of the signal that ended it.
    @discardableResult
    package func wait() -> Int32 {
        if let status { return status }
        var raw: Int32 = 0
        while waitpid(identifier, &raw, 0) == -1, errno == EINTR {}
        let ended = raw & 0x7f == 0 ? (raw >> 8) & 0xff : -(raw & 0x7f)
        status = ended
        return ended
    }

    private func hasEnded() -> Bool {
        var information = siginfo_t()
        // Leaves it to be waited for, so that its id, and the group's, stay its own until the last signal is sent.
        let result = waitid(P_PID, id_t(identifier), &information, WEXITED | WNOHANG | WNOWAIT)
        return result == -1 || information.si_signo != 0
    }
}

/// Whether a program is there to be run.
package func isInstalled(_ program: String) -> Bool { FileManager.default.isExecutableFile(atPath: program) }

/// A loopback port that is free now.
package func freePort() throws -> Int {
    let listening = try LoopbackSocket.listen()
    defer { close(listening.descriptor) }
    return listening.port
}

/// Looks every few milliseconds whether `condition` holds, until `seconds` have passed.
package func eventually(within seconds: Double = 20, _ condition: () -> Bool) async -> Bool {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(seconds)
    while clock.now < end {
        if condition() { return true }
        try? await Task.sleep(for: .milliseconds(5))
    }
    return condition()
}
