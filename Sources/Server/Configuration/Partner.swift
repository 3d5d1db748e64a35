public import Customs

/// A business partner that reports gate events in its own way: an entry of `partners:`.
public struct Partner: Hashable, Sendable {
    /// How its EDIFACT is read; its name is the partner's.
    public var edi: EDIPartner
    /// In whose name its files are posted.
    public var account: Account
    /// What its interchanges give as sender (UNB 0004).
    public var senders: [String]
    /// The folder that it drops files into; an absolute path.
    public var folder: String?

    /// An entry of the configuration.
    public init(edi: EDIPartner, account: Account, senders: [String] = [], folder: String? = nil) {
        self.edi = edi
        self.account = account
        self.senders = senders
        self.folder = folder
    }

    /// Its name in the configuration, in logs, metrics and envelopes.
    public var name: String { edi.name }
}
