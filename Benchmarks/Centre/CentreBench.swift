import BenchKit

/// What the monitoring centre is asked for, of a server with a real broker.
struct CentreBench {
    let server: BenchServer
}
