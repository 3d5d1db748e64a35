import Customs
import HTTPTypes
import Logging

extension Authentication {
    /// A session that was opened: whose, and its cookie's value.
    struct SignedIn: Sendable {
        var account: Account
        var token: String
    }

    /// Signs in with a machine's key.
    ///
    /// - Throws: a 401 or 429 problem.
    func signIn(key: String, from address: String?) throws -> SignedIn {
        let attempt = try begin(account: nil, from: address)
        guard let account = book.current.account(key: key),
            let token = open(account, by: .key, isStillRight: { $0.account(key: key)?.name == account.name })
        else {
            refuse("no account has this key", account: nil, from: address)
            throw Problem.unauthorised("No account has this key", error: "invalid_token")
        }
        accept(attempt)
        return SignedIn(account: account, token: token)
    }

    /// Signs in with a name and a password. Whether there is such an account, has a password, or is disabled is told
    /// neither by the answer nor by its time.
    ///
    /// - Throws: a 401 or 429 problem, or `Unavailable` where too many sign in at once.
    func signIn(name: String, password: String, from address: String?) async throws -> SignedIn {
        // What cannot name an account is not remembered: it might be long, or a password in the wrong field.
        let attempt = try begin(account: Identifier.isValid(name) ? name : nil, from: address)
        let entry = book.current.entry(name)
        let hash = entry?.password
        let compared = hash ?? PasswordHash.ofNobody
        let isRight: Bool
        do {
            isRight = try await desk.run { compared.matches(password) }
        } catch {
            // It was not even tried.
            limiter.withdraw(attempt)
            throw error
        }
        guard isRight, let entry, let hash, !entry.isDisabled,
            let token = open(
                entry.account, by: .password,
                isStillRight: { $0.entry(name).map { $0.password == hash && !$0.isDisabled } ?? false })
        else {
            let reason =
                entry == nil
                ? "there is no such account"
                : hash == nil ? "it has no password" : isRight ? "it is disabled" : "the password is wrong"
            refuse(reason, account: entry?.account.name, from: address)
            throw Problem.unauthorised("No account has this name and this password")
        }
        accept(attempt)
        return SignedIn(account: entry.account, token: token)
    }

    /// Checks the password of somebody who is signed in, under the same limits.
    ///
    /// - Throws: a 403 or 429 problem.
    func check(_ password: String, is hash: PasswordHash, of account: Account, from address: String?) async throws {
        let attempt = try begin(account: account.name, from: address)
        let isRight: Bool
        do {
            isRight = try await desk.run { hash.matches(password) }
        } catch {
            limiter.withdraw(attempt)
            throw error
        }
        guard isRight else {
            refuse("the old password is wrong", account: account.name, from: address)
            throw Problem(.forbidden, "The old password is wrong", reason: "wrong-password")
        }
        limiter.succeed(attempt)
    }

    /// A new password's hash.
    ///
    /// - Throws: `PasswordProblem` where it may not be used.
    func hash(_ password: String) async throws -> PasswordHash {
        try PasswordHash.check(password)
        let salt = surroundings.randomBytes(16)
        return try await desk.run { try PasswordHash(password: password, salt: salt) }
    }

    /// Opens a session, and looks only then whether what opened it still does: a change that comes before this look is
    /// seen by it, and one that comes after it ends the session.
    private func open(
        _ account: Account, by credential: SessionTable.Credential, isStillRight: (KeyRing) -> Bool
    ) -> String? {
        let token = sessions.open(account, by: credential)
        if isStillRight(book.current) { return token }
        sessions.close(token: token)
        return nil
    }

    private func begin(account: String?, from address: String?) throws -> SignInLimiter.Attempt {
        do {
            return try limiter.begin(account: account, address: address)
        } catch {
            counts.add(.limited)
            throw error
        }
    }

    private func accept(_ attempt: SignInLimiter.Attempt) {
        limiter.succeed(attempt)
        counts.add(.accepted)
    }

    private func refuse(_ reason: String, account: String?, from address: String?) {
        counts.add(.refused)
        // The name only where there is such an account: people type passwords into the wrong field.
        logger.notice(
            "a sign-in was refused",
            metadata: [
                "reason": "\(reason)", "account": "\(account ?? "-")", "address": "\(address ?? "unknown")",
            ])
    }
}
