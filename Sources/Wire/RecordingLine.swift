import Customs

/// The tokens of one line of a recording, whichever of the three forms it has.
struct RecordingLine {
    var tst = JSONToken()
    var topic = JSONToken()
    var payload = JSONToken()
    var payloadlen = JSONToken()
    var objectClass = JSONToken()
    var device = JSONToken()
    var devices = JSONToken()
    var time = JSONToken()
    var method = JSONToken()
    var path = JSONToken()
    var body = JSONToken()
    var contentType = JSONToken()
    var account = JSONToken()
    var bodyBase64 = JSONToken()
    var via = JSONToken()
    var partner = JSONToken()

    mutating func assign(_ key: JSONKey, _ token: JSONToken) {
        switch key {
        case "tst": tst = token
        case "topic": topic = token
        case "payload": payload = token
        case "payloadlen": payloadlen = token
        case "class": objectClass = token
        case "device": device = token
        case "devices": devices = token
        case "time": time = token
        case "method": method = token
        case "path": path = token
        case "body": body = token
        case "contentType": contentType = token
        case "account": account = token
        case "bodyBase64": bodyBase64 = token
        case "via": via = token
        case "partner": partner = token
        default: break
        }
    }
}
