import Customs
import HTTPTypes

/// What somebody sees who scanned a printed code.
struct VerifyPage {
    private let siteName: String
    private let siteTime: SiteTime

    init(_ call: Call) {
        siteName = call.centre.configuration.siteName
        siteTime = call.siteTime
    }

    /// The answer to a code.
    func html(_ verification: Verification) -> [UInt8] {
        page { writer in
            guard verification.authentic else {
                return writer.element("p", class: "verdict bad", PhraseBook.page("verify-forged"))
            }
            if let check = verification.check {
                write(check, to: &writer)
            } else {
                write(list: verification, to: &writer)
            }
            writer.append("<dl>\n")
            if let container = verification.container { writer.pair(PhraseBook.page("container"), container) }
            if let vi = verification.facilityNameVi, let en = verification.facilityName {
                writer.pair(PhraseBook.page("facility"), vi == en ? vi : "\(vi) · \(en)")
            }
            if let issued = verification.issuedAt {
                writer.pair(PhraseBook.page("issued"), siteTime.shown(issued, withSeconds: true))
            }
            writer.pair(PhraseBook.page("checked"), siteTime.shown(verification.checkedAt, withSeconds: true))
            writer.append("</dl>\n")
            writer.element("p", class: "quiet", PhraseBook.page("verify-genuine"))
        }
    }

    /// Why there is no answer; where an account is missing, with the way to sign in.
    func html(_ problem: Problem) -> [UInt8] {
        let needsAccount = problem.status == .unauthorized
        return page(script: needsAccount ? "/verify.js" : nil) { writer in
            switch problem.status {
            case .unauthorized:
                writer.element("p", class: "verdict", PhraseBook.page("verify-sign-in"))
                writer.append("<form id=\"sign-in\" autocomplete=\"off\"><label for=\"key\">")
                writer.both(PhraseBook.page("key"))
                writer.append("</label><input id=\"key\" type=\"password\" required autocomplete=\"current-password\">")
                writer.append("<button type=\"submit\">")
                writer.both(PhraseBook.page("sign-in"))
                writer.append("</button></form>\n<div id=\"wrong-key\" hidden>")
                writer.element("p", class: "notice", PhraseBook.page("wrong-key"))
                writer.append("</div>\n")
            case .forbidden: writer.element("p", class: "verdict bad", PhraseBook.page("verify-forbidden"))
            case .notFound: writer.element("p", class: "verdict bad", PhraseBook.page("verify-not-found"))
            default: writer.element("p", class: "verdict bad", PhraseBook.page("verify-malformed"))
            }
        }
    }

    private func page(script: StaticString? = nil, _ write: (inout ByteWriter) -> Void) -> [UInt8] {
        var writer = ByteWriter(capacity: 4096)
        writer.htmlHead(title: PhraseBook.page("verify-title"), siteName: siteName, script: script)
        writer.append("<main class=\"verify\">\n")
        writer.element("p", class: "site", text: siteName)
        writer.element("h1", PhraseBook.page("verify-title"))
        writer.append("\n")
        write(&writer)
        writer.append("\n</main>\n")
        writer.htmlEnd()
        return writer.bytes
    }

    private func write(_ check: ReleaseCheck, to writer: inout ByteWriter) {
        if check.allowed {
            writer.element("p", class: "verdict good", PhraseBook.page("verify-allowed"))
        } else {
            writer.element("p", class: "verdict bad", PhraseBook.page("verify-refused"))
        }
        write(check.reasons + check.notes, to: &writer)
    }

    private func write(list verification: Verification, to writer: inout ByteWriter) {
        let gone = verification.noLongerEligible ?? []
        let counts = ["count": "\(verification.count ?? 0)", "gone": "\(gone.count)"]
        let isSame = verification.unchanged == true
        if gone.isEmpty, isSame {
            writer.element("p", class: "verdict good", PhraseBook.page("verify-all", counts))
        } else if gone.isEmpty {
            writer.element("p", class: "verdict warn", PhraseBook.page("verify-changed"))
        } else {
            writer.element("p", class: "verdict bad", PhraseBook.page("verify-some", counts))
            if !isSame { writer.element("p", class: "notice", PhraseBook.page("verify-changed")) }
        }
        for item in gone {
            writer.append("<section>")
            writer.element("h2", text: item.container)
            write(item.reasons + item.notes, to: &writer)
            writer.append("</section>\n")
        }
    }

    private func write(_ reasons: [ReleaseCheck.Reason], to writer: inout ByteWriter) {
        guard !reasons.isEmpty else { return }
        writer.append("<ul>\n")
        for reason in reasons {
            writer.element("li", Phrase(en: reason.message, vi: reason.messageVi))
            writer.append("\n")
        }
        writer.append("</ul>\n")
    }
}
