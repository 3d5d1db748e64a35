import CMosquitto
import Foundation

/// The library's process-wide set-up, and its error codes as words.
enum MosquittoLibrary {
    /// Not thread-safe in the library; a static is set up once.
    static let isReady: Bool = mosquitto_lib_init() == MOSQ_ERR_SUCCESS.code

    /// What a return code means; `errno` is that of the failing call.
    static func text(_ code: Int32, errno: Int32) -> String {
        if code == MOSQ_ERR_ERRNO.code {
            return errno == EPROTO ? "TLS error or protocol error" : String(cString: strerror(errno))
        }
        if code == MOSQ_ERR_EAI.code { return "host name not found: \(String(cString: gai_strerror(errno)))" }
        return String(cString: mosquitto_strerror(code))
    }
}

extension mosq_err_t {
    var code: Int32 { Int32(rawValue) }
}
