import ArgumentParser

/// Who may do what.
struct AccountsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accounts", abstract: "List, make and change the accounts of the server.",
        subcommands: [
            List.self, Add.self, Set.self, Key.self, SetPassword.self, Delete.self, Changes.self,
        ], defaultSubcommand: List.self)

    fileprivate static func table(_ accounts: [JSONValue]) -> TextTable {
        TextTable(
            accounts,
            [
                "NAME": "name", "ROLE": "role", "FACILITIES": "facilities", "KEPT IN": "origin",
                "DISABLED": "disabled", "KEY": "hasKey", "PASSWORD": "hasPassword", "SESSIONS": "sessions",
                "LAST SEEN": "lastSeenAt", "CHANGED BY": "changedBy",
            ])
    }

    fileprivate static func path(_ name: String) -> String { "/v1/accounts/\(APIClient.segment(name))" }
}

extension AccountsCommand {
    struct List: ClientCommand {
        static let configuration = CommandConfiguration(abstract: "All accounts, of the file and of the server.")

        @OptionGroup var output: OutputOptions
        @OptionGroup var connection: ServerOptions

        func call(_ api: APIClient) async throws {
            try output.show(try await api.send(.get, "/v1/accounts").json()) {
                AccountsCommand.table($0["items"]?.items ?? []).text
            }
        }
    }

    struct Add: ClientCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make an account; its key is printed, once and never again.")

        @Argument(help: "Its name.")
        var name: String

        @Option(name: .long, help: "viewer, operator, officer, supervisor or system.")
        var role: String

        @Option(name: .long, help: "A facility's code; once for each of an operator's.")
        var facility: [String] = []

        @Flag(name: .long, help: "Ask for a password, for a person.")
        var password = false

        @OptionGroup var output: OutputOptions
        @OptionGroup var connection: ServerOptions

        func call(_ api: APIClient) async throws {
            var order: [String: JSONValue] = ["name": .string(name), "role": .string(role)]
            if !facility.isEmpty { order["facilities"] = .array(facility.map { .string($0) }) }
            if password { order["password"] = .string(try PasswordPrompt.newPassword()) }
            try output.show(try await api.send(.post, "/v1/accounts", .object(order)).json()) { answer in
                var fields = TextFields()
                for member in ["name", "role", "facilities"] { fields.add(member, answer["account"]?[member]) }
                fields.add("key", answer["key"])
                return fields.text
            }
        }
    }

    struct Set: ClientCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give an account another role or facilities, disable or enable it.")

        @Argument(help: "Its name.")
        var name: String

        @Option(name: .long, help: "viewer, operator, officer, supervisor or system.")
        var role: String

        @Option(name: .long, help: "A facility's code; once for each. None for those it has.")
        var facility: [String] = []

        enum State: String, EnumerableFlag { case enable, disable }

        @Flag(help: "Whether it may do anything.")
        var state: State?

        @OptionGroup var output: OutputOptions
        @OptionGroup var connection: ServerOptions

        func call(_ api: APIClient) async throws {
            var order: [String: JSONValue] = ["role": .string(role)]
            if !facility.isEmpty { order["facilities"] = .array(facility.map { .string($0) }) }
            order["disabled"] = state.map { .bool($0 == .disable) }
            let changed = try await api.send(.put, AccountsCommand.path(name), .object(order)).json()
            try output.show(changed) { AccountsCommand.table([$0]).text }
        }
    }

    struct Key: ClientCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give an account a new key in place of the old one; it is printed, once and never again.")

        @Argument(help: "Its name.")
        var name: String

        @OptionGroup var connection: ServerOptions

        func call(_ api: APIClient) async throws {
            let answer = try await api.send(.post, AccountsCommand.path(name) + "/key", .object([:])).json()
            try StandardOutput.write(Array("\(answer["key"]?.text ?? "")\n".utf8))
        }
    }

    struct SetPassword: ClientCommand {
        static let configuration = CommandConfiguration(
            commandName: "password", abstract: "Ask for a password and give it to an account.")

        @Argument(help: "Its name.")
        var name: String

        @OptionGroup var connection: ServerOptions

        func call(_ api: APIClient) async throws {
            let password = try PasswordPrompt.newPassword()
            _ = try await api.send(
                .put, AccountsCommand.path(name) + "/password", .object(["password": .string(password)]))
        }
    }

    struct Delete: ClientCommand {
        static let configuration = CommandConfiguration(abstract: "Delete an account.")

        @Argument(help: "Its name.")
        var name: String

        @OptionGroup var connection: ServerOptions

        func call(_ api: APIClient) async throws {
            _ = try await api.send(.delete, AccountsCommand.path(name))
        }
    }

    struct Changes: ClientCommand {
        static let configuration = CommandConfiguration(abstract: "Who changed accounts, and when.")

        @Option(name: .long, help: "Only of this account.")
        var account: String?

        @OptionGroup var list: ListOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var connection: ServerOptions

        func call(_ api: APIClient) async throws {
            let changes = try await api.list(
                "/v1/account-changes", query: [("account", account)], limit: list.limit)
            try output.show(changes) { list in
                TextTable(
                    list.items,
                    [
                        "AT": "at", "BY": "by", "ACCOUNT": "account", "WHAT": "kind", "ROLE": "role",
                        "FACILITIES": "facilities", "DISABLED": "disabled",
                    ])
            }
        }
    }
}
