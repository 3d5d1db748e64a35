import Customs

/// The tokens of a position that Traccar forwards, out of its three nested objects.
struct TraccarFields {
    var position = JSONToken()
    var device = JSONToken()
    var uniqueId = JSONToken()
    var fixTime = JSONToken()
    var valid = JSONToken()
    var latitude = JSONToken()
    var longitude = JSONToken()
    var altitude = JSONToken()
    var speed = JSONToken()
    var course = JSONToken()
    var accuracy = JSONToken()
    var alarm = JSONToken()
    var batteryLevel = JSONToken()
    var satellites = JSONToken()
    var hdop = JSONToken()

    static func assign(_ fields: inout TraccarFields, _ key: JSONKey, _ token: JSONToken) {
        switch key {
        case "position": fields.position = token
        case "device": fields.device = token
        default: break
        }
    }

    /// Takes the values out of the nested objects.
    mutating func readNested(_ bytes: UnsafeRawBufferPointer) {
        var attributes = JSONToken()
        JSONScanner.forEachField(of: device, in: bytes) { key, token in
            if key == "uniqueId" { uniqueId = token }
        }
        JSONScanner.forEachField(of: position, in: bytes) { key, token in
            switch key {
            case "fixTime": fixTime = token
            case "valid": valid = token
            case "latitude": latitude = token
            case "longitude": longitude = token
            case "altitude": altitude = token
            case "speed": speed = token
            case "course": course = token
            case "accuracy": accuracy = token
            case "attributes": attributes = token
            default: break
            }
        }
        JSONScanner.forEachField(of: attributes, in: bytes) { key, token in
            switch key {
            case "alarm": alarm = token
            case "batteryLevel": batteryLevel = token
            case "sat": satellites = token
            case "hdop": hdop = token
            default: break
            }
        }
    }
}
