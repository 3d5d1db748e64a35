import Foundation

/// Shows progress on standard error: one line that is rewritten on a terminal, a plain line now and then elsewhere.
final class ProgressTerminal {
    private let isTerminal = isatty(FileHandle.standardError.fileDescriptor) == 1
    private var shownAt: Double?
    private var isLineOpen = false

    /// Shows the text, where it is time for it.
    func show(at seconds: Double, isLast: Bool, _ text: () -> String) {
        let pause = isTerminal ? 0.2 : 10
        guard isLast || shownAt.map({ seconds - $0 >= pause }) ?? true else { return }
        shownAt = seconds
        if isTerminal {
            write("\r\u{1B}[K" + text())
            isLineOpen = true
        } else {
            write(text() + "\n")
        }
    }

    /// Ends a rewritten line.
    func finish() {
        if isLineOpen { write("\n") }
        isLineOpen = false
    }

    func print(_ text: String) { write(text + "\n") }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
