public import Hummingbird
public import NIOCore

/// What is known of a request besides what it says: where it came from.
public struct CentreContext: RemoteAddressRequestContext {
    public var coreContext: CoreRequestContextStorage
    /// The peer's, which is a proxy's where one stands in front.
    public let remoteAddress: SocketAddress?

    /// The context of a request on a connection.
    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        remoteAddress = source.channel.remoteAddress
    }
}
