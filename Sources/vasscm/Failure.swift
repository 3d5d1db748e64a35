import ArgumentParser
import Foundation

/// Prints an error as one sentence on standard error and ends with status 1.
enum Failure {
    static func reported(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as ExitCode {
            throw error
        } catch {
            FileHandle.standardError.write(Data("vasscm: \(error)\n".utf8))
            throw ExitCode.failure
        }
    }
}
