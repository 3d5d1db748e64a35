import Foundation

/// Something that was waited for did not come.
struct TimedOut: Error, CustomStringConvertible {
    let description: String
}

/// Looks every few milliseconds whether `condition` holds.
///
/// - Throws: `TimedOut` after so many seconds, what `condition` throws, and `CancellationError` at a test's time limit.
func eventually(
    _ what: String, within seconds: Double = 20, every milliseconds: Int = 10,
    isolation: isolated (any Actor)? = #isolation, _ condition: () async throws -> Bool
) async throws {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(seconds)
    while try await !condition() {
        guard clock.now < end else { throw TimedOut(description: "not within \(seconds) s: \(what)") }
        try await Task.sleep(for: .milliseconds(milliseconds))
    }
}
