/// How surely a published message must reach the broker.
public enum MQTTQoS: Int32, Sendable {
    /// Sent once; lost with the connection. For acks, which the next ack replaces.
    case atMostOnce = 0
    /// Sent again until the broker has acknowledged it.
    case atLeastOnce = 1
}
