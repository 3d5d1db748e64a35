import Customs

extension CongestionScore {
    /// Errors of what was said against what was.
    public struct Errors: Sendable, Hashable {
        public private(set) var count = 0
        private var errors = 0.0
        private var truths = 0.0

        public mutating func add(_ said: Double, truth: Double) {
            count += 1
            errors += abs(said - truth)
            truths += truth
        }

        mutating func add(_ other: Errors) {
            count += other.count
            errors += other.errors
            truths += other.truths
        }

        /// Mean absolute error.
        public var mean: Double { errors / Double(max(1, count)) }
        public var meanTruth: Double { truths / Double(max(1, count)) }
        /// Mean absolute error over the mean of the truth.
        public var share: Double { truths == 0 ? (errors == 0 ? 0 : .infinity) : errors / truths }
    }

    /// The forecasts of one horizon, all over the same moments.
    public struct Horizon: Sendable, Hashable {
        public private(set) var wait = Errors()
        public private(set) var asNow = Errors()
        public private(set) var asUsual = Errors()
        public private(set) var vehicles = Errors()
        private var waitsInside = 0
        private var vehiclesInside = 0

        /// The share of true waits, and of true queues, within the 80 % interval.
        public var waitCoverage: Double { Double(waitsInside) / Double(max(1, wait.count)) }
        public var vehiclesCoverage: Double { Double(vehiclesInside) / Double(max(1, vehicles.count)) }

        mutating func add(_ forecast: QueueForecast, wait: Double, vehicles: Double, now: Double, usual: Double) {
            self.wait.add(forecast.waitSeconds.p50, truth: wait)
            asNow.add(now, truth: wait)
            asUsual.add(usual, truth: wait)
            self.vehicles.add(forecast.vehiclesWaiting.p50, truth: vehicles)
            if forecast.waitSeconds.contains(wait) { waitsInside += 1 }
            if forecast.vehiclesWaiting.contains(vehicles) { vehiclesInside += 1 }
        }

        mutating func add(_ other: Horizon) {
            wait.add(other.wait)
            asNow.add(other.asNow)
            asUsual.add(other.asUsual)
            vehicles.add(other.vehicles)
            waitsInside += other.waitsInside
            vehiclesInside += other.vehiclesInside
        }
    }

    /// What was to be told, what of it was, and what was made up.
    public struct Told: Sendable, Hashable {
        public var truths = 0
        public var told = 0
        public var falseOnes = 0
        /// Minutes from the onset until it was told, or of a warning before the onset.
        public var minutes: [Int] = []

        package init(truths: Int = 0, told: Int = 0, falseOnes: Int = 0, minutes: [Int] = []) {
            self.truths = truths
            self.told = told
            self.falseOnes = falseOnes
            self.minutes = minutes
        }

        public var share: Double { truths == 0 ? 1 : Double(told) / Double(truths) }

        mutating func add(_ other: Told) {
            truths += other.truths
            told += other.told
            falseOnes += other.falseOnes
            minutes += other.minutes
        }
    }

    /// One gate's results.
    public struct Row: Sendable, Hashable {
        public var wait = Errors()
        public var vehicles = Errors()
        /// What the wait's errors would be of one who knows the true queue and the usual capacity.
        public var knownWait = Errors()
        /// Minutes for which no wait was said, and for which the level was the true one.
        public var unsaid = 0
        public var rightLevels = 0
        /// By how far ahead they look, in seconds.
        public var horizons: [Double: Horizon] = [:]
        /// Drops and closures.
        public var interruptions = Told()
        /// Onsets of the level red.
        public var reds = Told()
        public var gateDays = 0.0

        public init() {}

        mutating func add(_ other: Row) {
            wait.add(other.wait)
            vehicles.add(other.vehicles)
            knownWait.add(other.knownWait)
            unsaid += other.unsaid
            rightLevels += other.rightLevels
            for (seconds, horizon) in other.horizons { horizons[seconds, default: Horizon()].add(horizon) }
            interruptions.add(other.interruptions)
            reds.add(other.reds)
            gateDays += other.gateDays
        }
    }
}
