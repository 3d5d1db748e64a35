import Customs
import GPSDListener
import MQTTListener
import MonitoringCentre

/// How the server does: its readiness and its metrics.
struct ServerStatus: Sendable {
    let metrics: ServerMetrics
    let queue: JobQueue
    let mqtt: [MQTTListener]
    let gpsd: [GPSDListener]
    let hub: EventHub
    let webhooks: WebhookService
    /// What is known of the gates' queues now.
    let gates: @Sendable () -> [GateCongestion]

    /// Ready while the pipeline takes jobs. A broker that is away is told, and is no reason to take the API away.
    func readiness() -> Readiness {
        var checks = ["pipeline": queue.isClosed ? "stopped" : "ok"]
        for listener in mqtt {
            checks["mqtt \(listener.configuration.broker)"] = listener.isConnected ? "ok" : "not connected"
        }
        for listener in gpsd {
            checks["gpsd \(listener.configuration.daemon)"] = listener.isConnected ? "ok" : "not connected"
        }
        return Readiness(ready: !queue.isClosed, checks: checks)
    }

    func prometheusText() -> String {
        let counts = metrics.current
        var text = PrometheusText()
        Self.add("reports", "Seal reports", counts.reports, to: &text)
        Self.add("gate_events", "Gate events", counts.gateEvents, to: &text)
        addPortSide(counts, to: &text)
        text.addCongestion(gates())
        text.add(
            "vasscm_calls_rejected_total", .counter, "Other observations that were refused.",
            labelled(counts.otherRejected, "reason"))
        text.add("vasscm_commits_total", .counter, "Transactions committed.", counts.commits)
        text.add("vasscm_commit_failures_total", .counter, "Transactions that failed.", counts.failures)
        text.add("vasscm_envelopes_total", .counter, "Messages and calls taken through the pipeline.", counts.envelopes)
        text.add("vasscm_alerts_raised_total", .counter, "Alerts raised.", labelled(counts.alertsRaised, "rule"))
        text.add("vasscm_pipeline_jobs_waiting", .gauge, "Jobs that wait for the pipeline.", queue.count)
        text.add("vasscm_stream_clients", .gauge, "Open event streams.", hub.subscriberCount)
        text.add(
            "vasscm_stream_clients_dropped_total", .counter, "Event streams ended because their clients were too slow.",
            hub.droppedCount)
        text.add(
            "vasscm_mqtt_connected", .gauge, "Whether a broker is connected.",
            mqtt.map { (["broker": $0.configuration.broker], $0.isConnected ? 1 : 0) })
        text.add(
            "vasscm_gpsd_connected", .gauge, "Whether a gpsd daemon is connected.",
            gpsd.map { (["daemon": $0.configuration.daemon], $0.isConnected ? 1 : 0) })
        webhooks.addMetrics(to: &text)
        return text.text
    }

    private func addPortSide(_ counts: ServerMetrics.Counts, to text: inout PrometheusText) {
        text.add(
            "vasscm_gate_events_by_way_total", .counter,
            "Gate events received, by how they came: stored, duplicate and rejected.",
            counts.gateEventsByWay.sorted { $0.key < $1.key }.map {
                (["source": $0.key.source, "form": $0.key.form], Double($0.value))
            })
        text.add(
            "vasscm_clearances_total", .counter, "Decisions of Customs that were stored.",
            labelled(counts.clearances, "status"))
        text.add("vasscm_manifests_total", .counter, "Manifests that were stored, each version.", counts.manifests)
        text.add("vasscm_outages_total", .counter, "Outages that were announced or ended.", counts.outages)
        text.add(
            "vasscm_drop_folder_files_total", .counter, "Files taken from partners' folders, by what became of them.",
            counts.files.sorted { $0.key < $1.key }.map {
                (["partner": $0.key.partner, "result": $0.key.result], Double($0.value))
            })
        text.add(
            "vasscm_drop_folder_errors_total", .counter, "Troubles with partners' folders and files.",
            labelled(counts.fileErrors, "partner"))
    }

    private static func add(
        _ name: String, _ what: String, _ intake: ServerMetrics.Counts.Intake, to text: inout PrometheusText
    ) {
        text.add(
            "vasscm_\(name)_received_total", .counter, "\(what) received: stored, duplicate and rejected together.",
            intake.received)
        text.add("vasscm_\(name)_stored_total", .counter, "\(what) stored.", intake.stored)
        text.add("vasscm_\(name)_duplicate_total", .counter, "\(what) known already.", intake.duplicate)
        let rejected = Rejection.Reason.allCases.compactMap { reason in
            intake.rejected[reason.rawValue].map { (["reason": reason.rawValue], Double($0)) }
        }
        text.add("vasscm_\(name)_rejected_total", .counter, "\(what) refused, by reason.", rejected)
    }

    private func labelled(_ counts: [String: Int], _ label: String) -> [(labels: [String: String], value: Double)] {
        counts.sorted { $0.key < $1.key }.map { ([label: $0.key], Double($0.value)) }
    }
}
