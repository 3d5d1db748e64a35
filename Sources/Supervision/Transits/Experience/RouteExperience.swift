import Customs

/// What earlier transits taught about one direction of a route, by pieces of 5 km.
///
/// All numbers are whole, so that transits may be added in any order.
struct RouteExperience: Codable, Sendable, Hashable {
    struct Piece: Codable, Sendable, Hashable {
        /// Transits that went through it.
        var passes: UInt32 = 0
        /// Transits that fell silent in it, for two hours at most.
        var silent: UInt32 = 0
        var silentSeconds: UInt64 = 0
        var longestSeconds: UInt16 = 0
        /// What at least two transits reached; one long silence teaches nothing.
        var secondSeconds: UInt16 = 0

        mutating func addSilence(seconds: UInt16) {
            silent += 1
            silentSeconds += UInt64(seconds)
            secondSeconds = max(secondSeconds, min(seconds, longestSeconds))
            longestSeconds = max(longestSeconds, seconds)
        }

        mutating func halve() {
            passes /= 2
            silentSeconds = silent > 1 ? silentSeconds * UInt64(silent / 2) / UInt64(silent) : 0
            silent /= 2
            if silent == 0 { longestSeconds = 0 }
            if silent < 2 { secondSeconds = 0 }
        }
    }

    /// Seconds spent in a piece in one band of the day.
    struct Stay: Codable, Sendable, Hashable {
        var count: UInt32 = 0
        var seconds: UInt64 = 0

        mutating func halve() {
            seconds = count > 1 ? seconds * UInt64(count / 2) / UInt64(count) : 0
            count /= 2
        }
    }

    /// Bands of four hours of the local day: night, early morning, morning, noon, late afternoon, evening.
    static let bands = 6
    /// A longer stay in one piece is a rest, and says nothing of the road.
    static let longestStaySeconds = 7200.0
    /// A longer silence is no hole in the coverage.
    static let longestSilenceSeconds: UInt16 = 7200

    private(set) var pieces: [Piece] = []
    /// `bands` for each piece.
    private(set) var stays: [Stay] = []

    var isEmpty: Bool { pieces.allSatisfy { $0.passes == 0 && $0.silent == 0 } }

    /// The band of the day in Vietnam, which keeps UTC+7 all year.
    static func band(at time: Timestamp) -> Int {
        let seconds = (time.milliseconds / 1000 + 7 * 3600) % 86_400
        return Int((seconds + 86_400) % 86_400) / (86_400 / bands)
    }

    func stay(piece: Int, band: Int) -> Stay {
        let index = piece * Self.bands + band
        return index < stays.count ? stays[index] : Stay()
    }

    /// Adds a transit that arrived.
    mutating func add(_ record: PaceRecord) {
        let first = record.firstPiece
        grow(to: first + record.reached.count - 1)
        for index in 0..<record.reached.count - 1 {
            let piece = first + index
            pieces[piece].passes += 1
            let entered = Double(record.reached[index]) * PaceRecord.unitSeconds
            var seconds = Double(record.reached[index + 1]) * PaceRecord.unitSeconds - entered
            if index == 0 {
                // It began within the piece: what it drove of it stands for the whole, if that is half of it.
                let driven = Double(piece + 1) * PaceRecord.pieceMeters - Double(record.firstMeters)
                guard driven >= PaceRecord.pieceMeters / 2 else { continue }
                seconds *= PaceRecord.pieceMeters / driven
            }
            let band = Self.band(at: record.departedAt.advanced(bySeconds: entered))
            stays[piece * Self.bands + band].count += 1
            stays[piece * Self.bands + band].seconds += UInt64(min(seconds, Self.longestStaySeconds).rounded())
        }
        for silence in record.silences where silence.seconds <= Self.longestSilenceSeconds {
            grow(to: Int(silence.piece) + 1)
            pieces[Int(silence.piece)].addSilence(seconds: silence.seconds)
        }
    }

    /// What is older counts for less.
    mutating func halve() {
        for index in pieces.indices { pieces[index].halve() }
        for index in stays.indices { stays[index].halve() }
    }

    private mutating func grow(to count: Int) {
        guard count > pieces.count else { return }
        pieces += Array(repeating: Piece(), count: count - pieces.count)
        stays += Array(repeating: Stay(), count: count * Self.bands - stays.count)
    }
}
