import Customs
import Ledger
import SimulatorKit
import Testing

@Suite("The journal's encoding")
struct JournalCodecTests {
    private func roundTrip(_ envelopes: [Envelope]) throws -> [Envelope] {
        let stored = try JournalCodec.encode(envelopes, with: Compressor(level: 1))
        return try stored.withUnsafeBytes { try JournalCodec.decode($0, with: Decompressor()) }
    }

    @Test("Envelopes of every source come back as they were", arguments: 0..<20 as Range<UInt64>)
    func roundTrips(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let count = Int.random(in: 0...300, using: &generator)
        let envelopes = (0..<count).map { _ in envelope(&generator) }
        #expect(try roundTrip(envelopes) == envelopes)
    }

    @Test("A call keeps the tag of what it changes")
    func conditions() throws {
        let account = Account(name: "chief", role: .supervisor)
        let envelopes = ["3-abc", nil, ""].map { (condition: String?) in
            let call = HTTPCall(method: "PUT", path: "/v1/zones", account: account, condition: condition)
            return Envelope(source: .http(call), receivedAt: time(1), body: [1])
        }
        #expect(try roundTrip(envelopes) == envelopes)
    }

    @Test("A topic that comes again costs no more than a few bytes before compression")
    func repeatedTopics() throws {
        let body: [UInt8] = Array(repeating: 7, count: 10)
        func size(_ count: Int) throws -> Int {
            let envelopes = (0..<count).map { index in
                Envelope(
                    source: .mqtt(broker: "127.0.0.1:1883", topic: "vasscm/v1/seals/S\(index % 10)/reports"),
                    receivedAt: time(Double(index) / 1000), body: body)
            }
            let stored = try JournalCodec.encode(envelopes, with: Compressor(level: 1))
            return try stored.withUnsafeBytes { try Decompressor().decompress($0, prefix: stored[0]).count }
        }
        // A source number, a time difference, a length and the body.
        #expect(try size(1200) - size(200) == 1000 * (3 + body.count))
    }

    @Test("A call keeps how it came and its partner; a partner that comes again costs no more than a few bytes")
    func partners() throws {
        var partner = EDIPartner(name: "cảng", timeZone: "Asia/Ho_Chi_Minh")
        partner.facilities = ["VNHPH": "VNHPH", "TCHP1": "VNHPH"]
        func envelope(_ index: Int, via: String?, partner: EDIPartner?) -> Envelope {
            let call = HTTPCall(
                method: "POST", path: "/v1/gate-events", contentType: "application/edifact",
                account: Account(name: "op", role: .operator, facilities: ["VNHPH"]), via: via, partner: partner)
            return Envelope(source: .http(call), receivedAt: time(Double(index)), body: [1, 2, 3])
        }
        let envelopes = [
            envelope(0, via: nil, partner: nil), envelope(1, via: "folder a/1.edi", partner: partner),
            envelope(2, via: nil, partner: partner), envelope(3, via: "mqtt x", partner: nil),
        ]
        #expect(try roundTrip(envelopes) == envelopes)

        func size(_ count: Int) throws -> Int {
            let calls = (0..<count).map { envelope($0, via: "folder a/\(100 + $0).edi", partner: partner) }
            let stored = try JournalCodec.encode(calls, with: Compressor(level: 1))
            return try stored.withUnsafeBytes { try Decompressor().decompress($0, prefix: stored[0]).count }
        }
        #expect(try size(100) - size(1) < 99 * 70)
    }

    @Test("A journal that was written before calls had partners is read as it was")
    func oldCalls() throws {
        // One envelope: source 0 of kind 2 with its names, time 0, a body of one byte.
        let text: (String) -> [UInt8] = { [UInt8($0.utf8.count)] + Array($0.utf8) }
        var content: [UInt8] = [1, 0, 2, 0] + text("POST") + text("/v1/transits") + [1] + text("application/json")
        content += [2] + text("op") + [3] + text("operator") + [1, 4] + text("VNHPH") + [0] + [1, 7]
        let stored = try Compressor(level: 1).compress(content, prefix: 1)
        let read = try stored.withUnsafeBytes { try JournalCodec.decode($0, with: Decompressor()) }
        let call = HTTPCall(
            method: "POST", path: "/v1/transits",
            account: Account(name: "op", role: .operator, facilities: ["VNHPH"]))
        #expect(read == [Envelope(source: .http(call), receivedAt: Timestamp(milliseconds: 0), body: [7])])
        #expect(try JournalCodec.encode(read, with: Compressor(level: 1)) == stored)
    }

    @Test("Times at the ends of the number range survive")
    func extremeTimes() throws {
        let times: [Int64] = [.min, .max, 0, .max, -1, .min]
        let envelopes = times.map { Envelope(source: .tick, receivedAt: Timestamp(milliseconds: $0)) }
        #expect(try roundTrip(envelopes) == envelopes)
    }

    @Test("Any damaged byte gives an error or the same envelopes, never another result or a crash")
    func damage() throws {
        var generator = SplitMix64(seed: 99)
        let envelopes = (0..<20).map { _ in envelope(&generator) }
        let stored = try JournalCodec.encode(envelopes, with: Compressor(level: 1))
        let decompressor = try Decompressor()
        for index in stored.indices {
            var damaged = stored
            damaged[index] ^= UInt8.random(in: 1...255, using: &generator)
            let read = damaged.withUnsafeBytes { bytes in try? JournalCodec.decode(bytes, with: decompressor) }
            #expect(read == nil || read == envelopes, "byte \(index)")
        }
        for length in 0..<stored.count {
            #expect(throws: CodecError.self) {
                try Array(stored[..<length]).withUnsafeBytes { try JournalCodec.decode($0, with: decompressor) }
            }
        }
    }

    @Test("Random bytes behind a valid frame give an error, not a crash", arguments: 0..<50 as Range<UInt64>)
    func randomContent(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let content = (0..<200).map { _ in UInt8.random(in: 0...255, using: &generator) >> (seed % 2 == 0 ? 5 : 0) }
        let frame = try Compressor(level: 1).compress([50] + content, prefix: 1)
        _ = frame.withUnsafeBytes { bytes in try? JournalCodec.decode(bytes, with: Decompressor()) }
        let block = try Compressor(level: 1).compress([9] + content, prefix: 1)
        _ = try? TrackBlock.decode(block)
    }

    @Test("An unknown encoding version is named")
    func unknownVersion() throws {
        let stored = try Compressor(level: 1).compress([0], prefix: 200)
        #expect(throws: CodecError("has encoding version 200 where 1 is known")) {
            try stored.withUnsafeBytes { try JournalCodec.decode($0, with: Decompressor()) }
        }
    }

    private func envelope(_ generator: inout SplitMix64) -> Envelope {
        let source: Envelope.Source
        let number = Int.random(in: 0..<8, using: &generator)
        switch Int.random(in: 0..<8, using: &generator) {
        case 0:
            source = .gpsd(daemon: "127.0.0.1:294\(number)", seals: ["/dev/ttyUSB\(number)": "S\(number)", "*": "X"])
        case 1:
            source = .http(
                HTTPCall(
                    method: "POST", path: "/v1/transits/T\(number)/close", contentType: "application/json",
                    account: Account(
                        name: "cảng \(number)", role: Role.allCases[number % Role.allCases.count],
                        facilities: number % 2 == 0 ? [] : ["VNHPH", "VNCLI\(number)"]),
                    via: number % 3 == 0 ? "folder a/\(number)" : nil,
                    partner: number % 4 == 0 ? EDIPartner(name: "p\(number)", timeZone: "UTC") : nil))
        case 2: source = .tick
        default: source = .mqtt(broker: "b\(number % 2)", topic: "vasscm/v1/seals/VNSEAL000\(number)/reports")
        }
        let length = Int.random(in: 0..<200, using: &generator)
        return Envelope(
            source: source, receivedAt: time(Double.random(in: -1e6...1e6, using: &generator)),
            body: (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }
}
