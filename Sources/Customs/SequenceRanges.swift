/// The sequence numbers of one seal and boot that are stored, as sorted disjoint ranges.
public struct SequenceRanges: Hashable, Sendable, Codable {
    /// A number that would make more ranges than this is not taken, so that a hostile sender cannot fill the memory.
    public static let maximumRanges = 16_384

    /// What became of a number.
    public enum Insertion: Sendable {
        case new, known
        /// It would open one gap too many.
        case tooManyGaps
    }

    public private(set) var ranges: [ClosedRange<Int64>] = []

    public init() {}

    /// The highest stored number.
    public var highest: Int64? { ranges.last?.upperBound }

    /// The gaps between stored numbers, lowest first.
    public var missing: [ClosedRange<Int64>] {
        zip(ranges, ranges.dropFirst()).map { ($0.upperBound + 1)...($1.lowerBound - 1) }
    }

    public func contains(_ number: Int64) -> Bool {
        if let last = ranges.last, number > last.upperBound { return false }
        return ranges[firstIndex(endingAtOrAfter: number)...].first?.contains(number) ?? false
    }

    /// Adds a number, once.
    @discardableResult
    public mutating func insert(_ number: Int64) -> Insertion {
        // The usual case: the next number of the newest range.
        if let last = ranges.last, number > last.upperBound {
            if number == last.upperBound + 1 {
                ranges[ranges.count - 1] = last.lowerBound...number
            } else {
                guard ranges.count < Self.maximumRanges else { return .tooManyGaps }
                ranges.append(number...number)
            }
            return .new
        }
        let index = firstIndex(endingAtOrAfter: number)
        guard index < ranges.count else {
            ranges.append(number...number)
            return .new
        }
        if ranges[index].contains(number) { return .known }
        let touchesNext = number + 1 == ranges[index].lowerBound
        let touchesPrevious = index > 0 && ranges[index - 1].upperBound + 1 == number
        switch (touchesPrevious, touchesNext) {
        case (true, true):
            ranges[index - 1] = ranges[index - 1].lowerBound...ranges[index].upperBound
            ranges.remove(at: index)
        case (true, false): ranges[index - 1] = ranges[index - 1].lowerBound...number
        case (false, true): ranges[index] = number...ranges[index].upperBound
        case (false, false):
            guard ranges.count < Self.maximumRanges else { return .tooManyGaps }
            ranges.insert(number...number, at: index)
        }
        return .new
    }

    private func firstIndex(endingAtOrAfter number: Int64) -> Int {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < number { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
