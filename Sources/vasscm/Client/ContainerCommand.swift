import ArgumentParser
import Customs

/// What is known of a container.
struct ContainerCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "container", abstract: "Where a container is: its visit, transit, clearance and open alerts.")

    @Argument(help: "The container's number.")
    var number: String

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ServerOptions

    func call(_ api: APIClient) async throws {
        let path = "/v1/containers/\(APIClient.segment(ContainerNumber.normalised(number)))"
        try output.show(try await api.send(.get, path).json()) { container in
            var fields = TextFields(container, "container", "numberIsValid", "seal")
            for (name, value) in container["position"]?.members ?? [] { fields.add("position." + name, value) }
            for (name, value) in container["visit"]?.members ?? [] { fields.add("visit." + name, value) }
            for name in ["transit", "status", "destination", "deadline"] {
                fields.add("transit." + name, container["transit"]?[name])
            }
            for clearance in container["clearances"]?.items ?? [] {
                fields.add(
                    "clearance",
                    .string(
                        "\(clearance["declaration"]?.text ?? "-") "
                            + "\(clearance["status"]?.text ?? "-") \(clearance["decidedAt"]?.text ?? "")"))
            }
            let alerts = container["openAlerts"]?.items ?? []
            return fields.text + (alerts.isEmpty ? "" : "\nopen alerts\n" + AlertText.table(alerts).text)
        }
    }
}
