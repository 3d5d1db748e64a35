/// Fixed points of the standard normal distribution for the scenarios of an ensemble: the same in every run.
///
/// Each column holds every quantile once, in an order of its own (a Latin hypercube), so that any one column alone is
/// represented exactly and no two move together.
struct EnsemblePoints: Sendable {
    static let scenarios = 64
    /// Eight for what holds over the whole time, then one each half hour and one each step.
    static let usual = EnsemblePoints(columns: 8 + 24 + 144)

    private let normals: [Double]
    private let uniforms: [Double]

    private init(columns: Int) {
        let count = Self.scenarios
        let quantiles = (0..<count).map { (Double($0) + 0.5) / Double(count) }
        let inverse = quantiles.map(Self.normal)
        var normals: [Double] = []
        var uniforms: [Double] = []
        // Knuth's MMIX generator from a fixed start: only the order of the quantiles comes from it.
        var state: UInt64 = 0x2545_f491_4f6c_dd1d
        for _ in 0..<columns {
            var column = Array(0..<count)
            for index in stride(from: count - 1, to: 0, by: -1) {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                column.swapAt(index, Int((state >> 33) % UInt64(index + 1)))
            }
            normals += column.map { inverse[$0] }
            uniforms += column.map { quantiles[$0] }
        }
        self.normals = normals
        self.uniforms = uniforms
    }

    @inline(__always)
    func normal(_ column: Int, _ scenario: Int) -> Double { normals[column * Self.scenarios + scenario] }

    /// The same point as a quantile, 0..<1.
    @inline(__always)
    func uniform(_ column: Int, _ scenario: Int) -> Double { uniforms[column * Self.scenarios + scenario] }

    /// Inverse of the normal distribution by bisection of its series: run once, for a few quantiles.
    private static func normal(_ quantile: Double) -> Double {
        var low = -6.0
        var high = 6.0
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if distribution(middle) < quantile { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }

    /// The normal distribution (Marsaglia's series, 2004).
    private static func distribution(_ x: Double) -> Double {
        var sum = x
        var term = x
        var index = 1.0
        while abs(term) > 1e-15, index < 400 {
            index += 2
            term *= x * x / index
            sum += term
        }
        var density = 1.0
        // exp(-x²/2) as a power of a small one: no library function needed.
        let part = -x * x / 2 / 1024
        density = 1 + part + part * part / 2 + part * part * part / 6
        for _ in 0..<10 { density *= density }
        return 0.5 + sum * density * 0.398_942_280_401_432_7
    }
}
