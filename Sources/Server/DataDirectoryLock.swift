import Foundation

/// Holds the data folder for this process: two servers on one ledger would both store and both answer.
final class DataDirectoryLock: Sendable {
    private let descriptor: Int32

    /// Takes the folder until the process ends.
    ///
    /// - Throws: `StartFailure` where another server has it, or the lock file cannot be made.
    init(directory: String) throws {
        let path = "\(directory)/vasscm.lock"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw StartFailure(description: "cannot make the lock file \(path): \(String(cString: strerror(errno)))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw StartFailure(description: "the data folder \(directory) is in use by another vasscm server")
        }
    }

    deinit { close(descriptor) }
}
