import Foundation
import MonitoringCentre

/// Asks for a password at the terminal without showing it, or reads a line of standard input.
enum PasswordPrompt {
    /// A password that may be used.
    ///
    /// - Throws: `PasswordProblem` where it may not, and `ClientError` where the two that were typed differ.
    static func newPassword() throws -> String {
        guard isatty(STDIN_FILENO) == 1 else {
            guard let line = readLine(strippingNewline: true) else {
                throw ClientError("there is no password on standard input")
            }
            try PasswordHash.check(line)
            return line
        }
        let first = try ask("New password (\(PasswordHash.minimumCharacters) characters or more): ")
        try PasswordHash.check(first)
        guard try ask("Once more: ") == first else { throw ClientError("the two are not the same") }
        return first
    }

    private static func ask(_ question: String) throws -> String {
        FileHandle.standardError.write(Data(question.utf8))
        var saved = termios()
        guard tcgetattr(STDIN_FILENO, &saved) == 0 else { throw ClientError("the terminal cannot be asked") }
        var silent = saved
        silent.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
        defer {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &saved)
            FileHandle.standardError.write(Data("\n".utf8))
        }
        guard let line = readLine(strippingNewline: true) else { throw ClientError("there is no password") }
        return line
    }
}
