import Customs
import Foundation

/// The console's phrases: those of the program, and those beside the pages, a file a topic.
enum ConsolePhrases {
    /// Where the pages' own phrases are, in the console's folder.
    static let folder = "phrases"

    /// All of them by key.
    ///
    /// - Throws: `CentreConfigurationError` for a file that is none of phrases, and for a key that is there twice.
    static func read(consoleDirectory: String) throws -> [String: Phrase] {
        var phrases: [String: Phrase] = [:]
        var sources: [String: String] = [:]
        func add(_ more: [String: Phrase], of source: String) throws {
            for (key, phrase) in more {
                if let other = sources.updateValue(source, forKey: key) {
                    let both = [other, source].sorted().joined(separator: " and ")
                    throw CentreConfigurationError("the phrase “\(key)” is there twice: in \(both)")
                }
                phrases[key] = phrase
            }
        }
        try add(PhraseBook.console, of: "PhraseBook.console")
        try add(PhraseBook.board, of: "PhraseBook.board")
        let directory = consoleDirectory + "/" + folder
        // A console of somebody's own may have none.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        for name in names.sorted() where name.hasSuffix(".json") {
            let file = directory + "/" + name
            do {
                let data = try Data(contentsOf: URL(fileURLWithPath: file))
                try add(try JSONDecoder().decode([String: Phrase].self, from: data), of: file)
            } catch let error as CentreConfigurationError {
                throw error
            } catch {
                throw CentreConfigurationError("\(file) cannot be read as {\"key\":{\"en\",\"vi\"}}: \(error)")
            }
        }
        return phrases
    }
}
