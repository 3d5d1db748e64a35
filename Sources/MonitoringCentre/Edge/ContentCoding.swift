import Foundation
import HTTPTypes

/// What may be compressed, and for whom.
enum ContentCoding {
    static let gzip = "gzip"
    /// Shorter bodies fit into a packet as they are.
    static let minimumBytes = 1024

    /// Whether `Accept-Encoding` takes gzip (RFC 9110, section 12.5.3). Without the field nothing is compressed.
    static func takesGzip(_ headers: HTTPFields) -> Bool {
        guard let field = headers[.acceptEncoding] else { return false }
        var ofAny = false
        for part in field.split(separator: ",") {
            let pieces = part.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
            guard let coding = pieces.first else { continue }
            let weight = pieces.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            if coding == gzip || coding == "x-gzip" { return weight > 0 }
            if coding == "*" { ofAny = weight > 0 }
        }
        return ofAny
    }

    /// Whether bodies of the type are text: images are compressed already, and event streams must not wait.
    static func isCompressible(_ contentType: String) -> Bool {
        let type = contentType.prefix { $0 != ";" }.lowercased()
        if type == "text/event-stream" { return false }
        return type.hasPrefix("text/") || type.hasSuffix("+json") || type.hasSuffix("+xml")
            || ["application/json", "application/xml", "application/edifact"].contains(type)
    }
}
