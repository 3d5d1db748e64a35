import Customs

/// The printable list of what may leave a facility.
struct EligiblePage {
    var list: EligibleList
    var facility: FacilityView
    var siteName: String
    var siteTime: SiteTime
    /// The address of a code, `https://.../verify?code=...`.
    var address: (VerificationCode) -> String
    var hasRowCodes: Bool

    /// The page as HTML.
    func html() -> [UInt8] {
        var writer = ByteWriter(capacity: 4096 + list.items.count * (hasRowCodes ? 8192 : 512))
        writer.htmlHead(title: PhraseBook.page("list-title"), siteName: siteName)
        writeHeader(to: &writer)
        if list.isCut {
            writer.element("p", class: "notice", PhraseBook.page("list-cut", ["limit": "\(list.items.count)"]))
        }
        if list.items.isEmpty {
            writer.element("p", class: "notice", PhraseBook.page("list-empty"))
        } else {
            writeTable(to: &writer)
        }
        writer.htmlEnd()
        return writer.bytes
    }

    private func writeHeader(to writer: inout ByteWriter) {
        writer.append("<header>\n<div class=\"heading\">\n")
        writer.element("p", class: "site", text: siteName)
        writer.element("h1", PhraseBook.page("list-title"))
        writer.append("\n<dl>\n")
        let names = facility.name == facility.nameVi ? facility.nameVi : "\(facility.nameVi) · \(facility.name)"
        writer.pair(PhraseBook.page("facility"), "\(names) (\(facility.code))")
        writer.pair(PhraseBook.page("issued"), siteTime.shown(list.issuedAt, withSeconds: true))
        writer.pair(PhraseBook.page("total"), "\(list.items.count)\(list.isCut ? "+" : "")")
        writer.append("</dl>\n")
        writer.element("p", class: "quiet", PhraseBook.page("list-age"))
        writer.append("</div>\n<figure>")
        QRCode(address(list.code))?.writeSVG(to: &writer, label: "QR")
        writer.element("figcaption", PhraseBook.page("list-scan"))
        writer.append("</figure>\n</header>\n")
    }

    private func writeTable(to writer: inout ByteWriter) {
        writer.append("<table>\n<thead><tr><th class=\"count\">#</th>")
        let columns = ["container", "seal", "declaration", "since"] + (hasRowCodes ? ["code"] : [])
        for column in columns { writer.element("th", PhraseBook.page(column)) }
        writer.append("</tr></thead>\n<tbody>\n")
        for (index, item) in list.items.enumerated() {
            writer.append("<tr><td class=\"count\">")
            writer.integer(Int64(index + 1))
            writer.append("</td>")
            writer.element("td", class: "number", text: item.container)
            writer.element("td", text: item.seals.joined(separator: ", "))
            writer.element("td", text: item.declaration ?? "")
            // A stay whose arrival nobody reported began before the first that is known of it.
            writer.element("td", class: "time", text: (item.sinceIsReported ? "" : "≤ ") + siteTime.shown(item.since))
            if hasRowCodes {
                writer.append("<td class=\"code\">")
                if let code = list.code(of: item) {
                    QRCode(address(code))?.writeSVG(to: &writer, label: item.container)
                }
                writer.append("</td>")
            }
            writer.append("</tr>\n")
        }
        writer.append("</tbody>\n</table>\n")
    }
}
