import Customs

extension ByteWriter {
    /// A page in the two languages, Vietnamese first, with the printed pages' style.
    mutating func htmlHead(title: Phrase, siteName: String, script: StaticString? = nil) {
        append("<!doctype html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n")
        append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
        xml("\(title.vi) · \(siteName)")
        append("</title>\n<link rel=\"icon\" href=\"data:,\">\n<link rel=\"stylesheet\" href=\"/print.css\">\n")
        if let script {
            append("<script type=\"module\" src=\"")
            append(script)
            append("\"></script>\n")
        }
        append("</head>\n<body>\n")
    }

    mutating func htmlEnd() { append("</body>\n</html>\n") }

    /// Both languages of a phrase, one after the other.
    mutating func both(_ phrase: Phrase) {
        append("<span class=\"vi\">")
        xml(phrase.vi)
        append("</span> <span class=\"en\" lang=\"en\">")
        xml(phrase.en)
        append("</span>")
    }

    /// A phrase in an element.
    mutating func element(_ tag: StaticString, class name: StaticString? = nil, _ phrase: Phrase) {
        open(tag, class: name)
        both(phrase)
        close(tag)
    }

    /// Text in an element.
    mutating func element(_ tag: StaticString, class name: StaticString? = nil, text: String) {
        open(tag, class: name)
        xml(text)
        close(tag)
    }

    /// A pair of a description list.
    mutating func pair(_ name: Phrase, _ value: String) {
        element("dt", name)
        element("dd", text: value)
        append("\n")
    }

    private mutating func open(_ tag: StaticString, class name: StaticString?) {
        append("<")
        append(tag)
        if let name {
            append(" class=\"")
            append(name)
            append("\"")
        }
        append(">")
    }

    private mutating func close(_ tag: StaticString) {
        append("</")
        append(tag)
        append(">")
    }
}

extension PhraseBook {
    /// A phrase of the printed pages; the key itself where there is none.
    static func page(_ key: String, _ values: [String: String] = [:]) -> Phrase {
        (pages[key] ?? Phrase(en: key, vi: key)).filled(values)
    }
}
