import Customs

/// Everything outside a message that decides what it means: the partner, the account, when it came.
struct EDIProfile {
    let partner: EDIPartner
    let account: Account
    let receivedAt: Timestamp
    private let facilities: Set<String>

    init(call: HTTPCall, receivedAt: Timestamp) {
        partner = call.partner ?? EDIPartner(timeZone: "Asia/Ho_Chi_Minh")
        account = call.account
        self.receivedAt = receivedAt
        facilities = Set(partner.facilities.values)
    }

    /// The facility that a code of the partner's means.
    func facility(_ code: String) -> String? {
        partner.facilities[code] ?? (facilities.contains(code) ? code : nil)
    }

    /// What an account's events are of where they do not say it.
    var onlyFacility: String? { account.facilities.count == 1 ? account.facilities[0] : nil }
}
