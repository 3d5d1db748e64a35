package import Customs
import Foundation
package import Logging

/// Takes a partner's files through the pipeline, and moves them only after they are stored.
///
/// A crash between the commit and the move leaves the file where it is: it is read again, and its events are duplicates.
package struct DropFolderWatch: Sendable {
    /// Takes envelopes into one transaction and returns after its commit.
    package typealias Submit = @Sendable ([Envelope]) async -> Result<[[Outcome]], PipelineFailure>

    /// Files of one transaction; their bytes together are no more than one file's may be.
    package static let filesTogether = 32

    private struct Pending {
        var place: DropFolder.Place
        var answer: [UInt8]
        var kind: String
        var at: Timestamp
    }

    private let partner: Partner
    private var folder: DropFolder
    private let desk: PartnerDesk
    private let clock: ServerClock
    private let metrics: ServerMetrics
    private let logger: Logger
    private let submit: Submit
    /// Stored and answered, and not yet moved, because that failed: it is tried again without storing again.
    private var unmoved: [DroppedFile: Pending] = [:]
    /// What was complained of already, so that a log says each trouble once.
    private var complaints: Set<String> = []

    package init(
        partner: Partner, folder: DropFolder, desk: PartnerDesk, clock: ServerClock, metrics: ServerMetrics,
        logger: Logger, submit: @escaping Submit
    ) {
        self.partner = partner
        self.folder = folder
        self.desk = desk
        self.clock = clock
        self.metrics = metrics
        var logger = logger
        logger[metadataKey: "partner"] = "\(partner.name)"
        logger[metadataKey: "folder"] = "\(folder.path)"
        self.logger = logger
        self.submit = submit
    }

    /// One look at the folder, and everything that is complete in it.
    package mutating func turn() async {
        let files: [DroppedFile]
        do {
            files = try folder.look()
        } catch {
            complain("the folder", error)
            return
        }
        forget(allBut: files)
        var group: [(file: DroppedFile, envelope: Envelope)] = []
        var bytes = 0
        for file in files {
            guard !Task.isCancelled else { return }
            guard let body = content(of: file) else { continue }
            if group.count == Self.filesTogether || (!group.isEmpty && bytes + body.count > folder.maximumBytes) {
                await take(group)
                group = []
                bytes = 0
            }
            group.append((file, desk.file(file.name, of: partner, body: body, receivedAt: clock.now)))
            bytes += body.count
        }
        await take(group)
    }

    /// What is to be stored of a file; `nil` where there is nothing to store of it now.
    private mutating func content(of file: DroppedFile) -> [UInt8]? {
        if let pending = unmoved[file] {
            settle(file, pending)
            return nil
        }
        guard file.stamp.bytes <= folder.maximumBytes else {
            refuse(file)
            return nil
        }
        do {
            return try folder.read(file)
        } catch {
            complain(file.name, error)
            return nil
        }
    }

    private mutating func take(_ group: [(file: DroppedFile, envelope: Envelope)]) async {
        guard !group.isEmpty else { return }
        switch await submit(group.map(\.envelope)) {
        case .success(let outcomes):
            for ((file, envelope), outcomes) in zip(group, outcomes) { answer(file, envelope, outcomes) }
        case .failure(let failure):
            // Nothing of it is stored: the files are still there at the next look.
            complain("the ledger", failure)
        }
    }

    private mutating func answer(_ file: DroppedFile, _ envelope: Envelope, _ outcomes: [Outcome]) {
        guard case .http(let call) = envelope.source else { return }
        let answered = AnsweredCall(
            call: call, body: envelope.body, receivedAt: envelope.receivedAt, outcomes: outcomes)
        let isTaken = outcomes.contains { outcome in if case .rejected = outcome { false } else { true } }
        let text = answered.isEDIFACT ? answered.interchange : (try? answered.text(outcomes[...])) ?? []
        count(isTaken ? "taken" : "rejected")
        settle(
            file,
            Pending(
                place: isTaken ? .done : .rejected, answer: text, kind: answered.isEDIFACT ? "edi" : "json",
                at: envelope.receivedAt))
    }

    private mutating func refuse(_ file: DroppedFile) {
        let note = ["detail": "the file has \(file.stamp.bytes) bytes; at most \(folder.maximumBytes) are taken"]
        logger.warning("a dropped file is too large", metadata: ["file": "\(file.name)"])
        count("too-large")
        settle(
            file,
            Pending(
                place: .rejected, answer: (try? CanonicalJSON.encode(note)).map(Array.init) ?? [], kind: "json",
                at: clock.now))
    }

    private mutating func settle(_ file: DroppedFile, _ pending: Pending) {
        do {
            try folder.settle(file, pending.place, answer: pending.answer, extension: pending.kind, at: pending.at)
            unmoved[file] = nil
        } catch {
            unmoved[file] = pending
            complain(file.name, error)
        }
    }

    private mutating func complain(_ what: String, _ error: any Error) {
        guard complaints.count < DropFolder.entriesOfLook, complaints.insert("\(what): \(error)").inserted else {
            return
        }
        logger.error(
            "a drop folder cannot be worked through; it is tried again",
            metadata: ["of": "\(what)", "error": "\(error)"])
        var counts = ServerMetrics.Counts()
        counts.fileErrors[partner.name] = 1
        metrics.add(counts)
    }

    /// Files that went away are forgotten; once nothing is in the way any more, the next trouble is told again.
    private mutating func forget(allBut files: [DroppedFile]) {
        if files.isEmpty { complaints = [] }
        guard !unmoved.isEmpty else { return }
        let present = Set(files)
        unmoved = unmoved.filter { present.contains($0.key) }
    }

    private func count(_ result: String) {
        var counts = ServerMetrics.Counts()
        counts.files[.init(partner: partner.name, result: result)] = 1
        metrics.add(counts)
    }
}
