/// What a seal says of itself.
public enum SealState: String, Sendable, Codable, CaseIterable {
    case locked, unlocked
    /// The cable was cut or the case opened.
    case tampered
}
