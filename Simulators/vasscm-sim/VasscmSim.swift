import ArgumentParser

/// Stand-ins for every device: fleets, recordings and load against live services.
@main
struct VasscmSim: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vasscm-sim",
        abstract: "Simulates seals, lorries and operators for VASSCM.",
        subcommands: [FleetCommand.self, PortCommand.self, QueueCommand.self, ReplayCommand.self, LoadCommand.self])
}
