import BenchKit
import CMosquitto
import Foundation

/// Publishes valid reports of many seals at QoS 1, with a small window, as devices would.
final class Publisher {
    private static let window = 100
    private let client: OpaquePointer
    private let seals: Int
    private let start: Date
    private var sequence: [Int]
    private var nextSeal = 0
    private let state = Outstanding()

    private final class Outstanding { var count = 0 }

    init(port: Int, seals: Int) throws {
        self.seals = seals
        start = Date(timeIntervalSince1970: (Date().timeIntervalSince1970 - 30 * 86_400).rounded())
        sequence = Array(repeating: 0, count: seals)
        mosquitto_lib_init()
        guard let client = mosquitto_new("publisher", true, Unmanaged.passUnretained(state).toOpaque()) else {
            throw BenchFailure("no memory for a publisher")
        }
        self.client = client
        mosquitto_publish_callback_set(client) { _, context, _ in
            guard let context else { return }
            Unmanaged<Outstanding>.fromOpaque(context).takeUnretainedValue().count -= 1
        }
        guard mosquitto_connect(client, "127.0.0.1", Int32(port), 60) == MOSQ_ERR_SUCCESS.rawValue else {
            throw BenchFailure("the publisher cannot connect")
        }
    }

    deinit { mosquitto_destroy(client) }

    /// Returns when the broker has acknowledged all of them.
    func publish(_ count: Int) throws {
        for _ in 0..<count {
            while state.count >= Self.window { try loop(50) }
            let payload = Array(nextReport().utf8)
            state.count += 1
            let result = mosquitto_publish(
                client, nil, "vasscm/v1/seals/BENCH\(10_000 + nextSeal)/reports", Int32(payload.count), payload, 1,
                false)
            guard result == MOSQ_ERR_SUCCESS.rawValue else {
                throw BenchFailure(String(cString: mosquitto_strerror(result)))
            }
            nextSeal = (nextSeal + 1) % seals
            try loop(0)
        }
        while state.count > 0 { try loop(50) }
    }

    private func loop(_ timeout: Int32) throws {
        let result = mosquitto_loop(client, timeout, 1000)
        guard result == MOSQ_ERR_SUCCESS.rawValue else {
            throw BenchFailure(String(cString: mosquitto_strerror(result)))
        }
    }

    /// About 160 bytes, as a seal sends them: a truck that drives north-east, a report every 30 s.
    private func nextReport() -> String {
        sequence[nextSeal] += 1
        let number = sequence[nextSeal]
        let time = start.addingTimeInterval(Double(number) * 30)
        let latitude = 20.5 + Double(nextSeal % 97) * 0.01 + Double(number % 900) * 0.0011
        let longitude = 105.5 + Double(nextSeal % 89) * 0.01 + Double(number % 700) * 0.0013
        return """
            {"seq":\(number),"time":"\(Self.format(time))","mode":3,"lat":\(Self.degrees(latitude)),\
            "lon":\(Self.degrees(longitude)),"alt":12.5,"speed":13.4,"track":45.2,"eph":4.1,"satellites":9,\
            "state":"locked","battery":0.87,"interval":30}
            """
    }

    private static func degrees(_ value: Double) -> String { String((value * 1e6).rounded() / 1e6) }

    private static func format(_ date: Date) -> String {
        var seconds = time_t(date.timeIntervalSince1970)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        var buffer = [CChar](repeating: 0, count: 32)
        strftime(&buffer, buffer.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
        return buffer.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    }
}
