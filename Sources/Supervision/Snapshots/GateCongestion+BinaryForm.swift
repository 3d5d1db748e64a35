import Customs
import Foundation

/// As the outside sees it: its JSON has keys that are always there and keys that are not, which positions cannot tell.
extension GateCongestion: BinaryForm {
    func write(to encoder: BinaryEncoder) throws { encoder.write(try CanonicalJSON.string(self)) }

    static func read(from decoder: BinaryDecoder) throws -> GateCongestion {
        try CanonicalJSON.decode(GateCongestion.self, from: Data(try decoder.readString().utf8))
    }
}
