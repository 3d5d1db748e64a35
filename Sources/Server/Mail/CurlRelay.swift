import CCurl
import Foundation

/// A relay that libcurl speaks to: SMTP, with STARTTLS or TLS, and with a name and a password where they are given.
package struct CurlRelay: MailRelay {
    struct NoAnswer: Error, CustomStringConvertible {
        let description: String
    }

    private static let connectSeconds = 10
    private static let seconds = 30
    /// Once for the process, before the first thread uses it.
    private static let isReady: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    let settings: MailSettings

    package init(_ settings: MailSettings) { self.settings = settings }

    package func send(_ message: MailMessage, from: String, to: [String]) async throws -> MailAnswer {
        try await withCheckedThrowingContinuation { continuation in
            // libcurl waits for the network on the thread that calls it.
            Thread.detachNewThread { [self] in
                continuation.resume(with: Result { try sendNow(message, from: from, to: to) })
            }
        }
    }

    private func sendNow(_ message: MailMessage, from: String, to: [String]) throws -> MailAnswer {
        guard Self.isReady, let handle = curl_easy_init() else { throw NoAnswer(description: "libcurl cannot start") }
        defer { curl_easy_cleanup(handle) }
        var recipients: UnsafeMutablePointer<curl_slist>?
        for address in to { recipients = curl_slist_append(recipients, "<\(address)>") }
        defer { curl_slist_free_all(recipients) }
        prepare(handle, from: from)
        _ = curl_set_list(handle, CURLOPT_MAIL_RCPT, recipients)
        let source = Source(message.bytes)
        var complaint = [CChar](repeating: 0, count: Int(CURL_ERROR_SIZE))
        let code = withExtendedLifetime(source) {
            complaint.withUnsafeMutableBufferPointer { buffer in
                _ = curl_set_pointer(handle, CURLOPT_ERRORBUFFER, buffer.baseAddress)
                _ = curl_set_pointer(handle, CURLOPT_READDATA, Unmanaged.passUnretained(source).toOpaque())
                _ = curl_set_reader(handle) { buffer, size, count, context in
                    guard let buffer, let context else { return 0 }
                    return Unmanaged<Source>.fromOpaque(context).takeUnretainedValue().read(buffer, size * count)
                }
                return curl_easy_perform(handle)
            }
        }
        var answer = 0
        _ = curl_get_number(handle, CURLINFO_RESPONSE_CODE, &answer)
        if code == CURLE_OK || 400..<600 ~= answer { return MailAnswer(code: answer) }
        let end = complaint.firstIndex(of: 0) ?? complaint.endIndex
        let detail = String(decoding: complaint[..<end].map(UInt8.init(bitPattern:)), as: UTF8.self)
        throw NoAnswer(description: detail.isEmpty ? String(cString: curl_easy_strerror(code)) : detail)
    }

    private func prepare(_ handle: UnsafeMutableRawPointer, from: String) {
        _ = curl_set_text(handle, CURLOPT_URL, settings.url)
        _ = curl_set_text(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        // Where the relay does not offer what is asked for, nothing is sent.
        let level = settings.security == .starttls ? CURLUSESSL_ALL : CURLUSESSL_NONE
        _ = curl_set_number(handle, CURLOPT_USE_SSL, Int(level.rawValue))
        if let authority = settings.authority { _ = curl_set_text(handle, CURLOPT_CAINFO, authority) }
        if let username = settings.username, let password = settings.password {
            _ = curl_set_text(handle, CURLOPT_USERNAME, username)
            _ = curl_set_text(handle, CURLOPT_PASSWORD, password)
        }
        _ = curl_set_text(handle, CURLOPT_MAIL_FROM, "<\(from)>")
        _ = curl_set_number(handle, CURLOPT_UPLOAD, 1)
        _ = curl_set_number(handle, CURLOPT_NOSIGNAL, 1)
        _ = curl_set_number(handle, CURLOPT_CONNECTTIMEOUT, Self.connectSeconds)
        _ = curl_set_number(handle, CURLOPT_TIMEOUT, Self.seconds)
    }

    /// What libcurl reads the message from.
    private final class Source {
        private let bytes: [UInt8]
        private var place = 0

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        func read(_ buffer: UnsafeMutablePointer<CChar>, _ room: Int) -> Int {
            let count = min(room, bytes.count - place)
            for index in 0..<count { buffer[index] = CChar(bitPattern: bytes[place + index]) }
            place += count
            return count
        }
    }
}
