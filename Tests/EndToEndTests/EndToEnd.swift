import Testing

/// Everything here runs one after another: each test has a broker and a server of its own, and wants the machine.
@Suite("End to end: real mosquitto, real gpsd, the real programs", .serialized)
enum EndToEnd {}
