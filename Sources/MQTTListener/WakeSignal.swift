import Foundation

/// Ends another thread's `poll`: a pipe whose reading end is in that thread's poll set.
final class WakeSignal: Sendable {
    /// The end to poll for `POLLIN`; -1 where the process is out of descriptors, which `poll` ignores.
    let descriptor: Int32
    private let writingEnd: Int32

    init() {
        var ends: [Int32] = [-1, -1]
        if pipe(&ends) == 0 {
            for end in ends {
                _ = fcntl(end, F_SETFL, O_NONBLOCK)
                _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            }
        }
        descriptor = ends[0]
        writingEnd = ends[1]
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        if writingEnd >= 0 { close(writingEnd) }
    }

    func signal() {
        var byte: UInt8 = 1
        // A full pipe wakes as well as a fuller one would.
        _ = write(writingEnd, &byte, 1)
    }

    func drain() {
        withUnsafeTemporaryAllocation(byteCount: 256, alignment: 1) { buffer in
            while read(descriptor, buffer.baseAddress, buffer.count) > 0 {}
        }
    }
}
