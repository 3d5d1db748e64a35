import Customs

/// From UNH to UNT.
extension EDIGateEvents {
    mutating func beginMessage(_ segment: EDISegment) {
        endMessage(isClosed: false)
        guard !interchange.isTest else { return }
        hasRefusedLoose = false
        let identifier = (1...5).map { segment.text(2, $0) ?? "" }
        message = EDIMessage(
            EDIMessageRecord(
                position: segment.position, reference: segment.text(1), identifier: identifier,
                items: itemCount..<itemCount))
        guard ["CODECO", "COARRI"].contains(identifier[0]) else {
            let type = identifier[0].isEmpty ? "names no type" : "is a \(identifier[0].clipped())"
            refuseMessage(
                EDIFault(
                    segment.position, .notSupportedHere, .unsupported, element: 2,
                    "the message \(type); CODECO and COARRI are taken"))
            return
        }
        let directory = identifier[1] + identifier[2]
        if directory != "D95B", directory != "D00B" { note(.otherDirectory, segment.position) }
    }

    mutating func refuseMessage(_ fault: EDIFault) {
        message?.record.refusal = fault
        message?.phase = .refused
        emit(.failure(fault.rejection()))
    }

    mutating func takeBody(_ segment: EDISegment) {
        guard let phase = message?.phase, phase != .refused else { return }
        switch segment.tag {
        case "EQD": beginEquipment(segment)
        case "CNT":
            finishEquipment()
            message?.phase = .tail
            if segment.text(1) == "16" { message?.controlTotal = segment.number(1, 2) }
        case "BGM":
            guard phase == .head else { break }
            do throws(EDIFault) {
                try message?.takeBGM(segment, profile.partner, &noted)
            } catch {
                refuseMessage(error)
            }
        case "SEL" where phase == .equipment:
            message?.equipment?.facts.takeSeal(segment, profile.partner, &noted)
        case "RFF" where phase == .equipment && segment.text(1) == "SN":
            message?.equipment?.facts.takeSealReference(segment, profile.partner)
        case "NAD" where phase == .head && segment.text(1) == "MS":
            if message?.sender == nil { message?.sender = segment.text(2) }
            fallthrough
        default:
            guard EDITags.isKnown(segment.tag) else {
                takeBroken(EDIFault(segment.position, .notSupportedHere, "there is no such segment"))
                return
            }
            if phase == .head {
                message?.facts.take(segment, profile, &clock, &noted)
            } else if phase == .equipment {
                message?.equipment?.facts.take(segment, profile, &clock, &noted)
            }
        }
    }

    mutating func beginEquipment(_ segment: EDISegment) {
        finishEquipment()
        guard message?.hasBGM == true else {
            refuseMessage(
                EDIFault(
                    segment.position, .missing, .missingField, "there is no BGM before it, which would say in or out"))
            return
        }
        message?.equipmentCount += 1
        let qualifier = segment.text(1)
        if let qualifier, qualifier != "CN" {
            message?.phase = .otherEquipment
            note(.otherEquipment, segment.position)
            return
        }
        message?.phase = .equipment
        message?.equipment = EDIEquipment(segment, &noted)
    }

    mutating func finishEquipment() {
        guard let message, let equipment = message.equipment else { return }
        self.message?.equipment = nil
        emit(event(of: equipment, in: message))
    }

    mutating func finishMessage(_ segment: EDISegment) {
        guard let record = message?.record else {
            if !interchange.isTest {
                refuseLoose(EDIFault(segment.position, .notSupportedHere, "it stands outside a message"))
            }
            return
        }
        let count = segment.position.ordinal - record.position.ordinal + 1
        if segment.number(1).map({ Int(exactly: $0) != count }) ?? true { note(.segmentCount, segment.position) }
        if segment.text(2) != record.reference { note(.messageReference, segment.position) }
        endMessage(isClosed: true)
    }

    mutating func endMessage(isClosed: Bool) {
        guard message != nil else { return }
        finishEquipment()
        if let message, message.phase != .refused {
            if !isClosed { note(.missingUNT, message.record.position) }
            if message.record.items.isEmpty, message.equipmentCount == 0 || message.phase == .head {
                refuseMessage(
                    EDIFault(message.record.position, .missing, .missingField, "the message has no EQD: no equipment"))
            } else if let total = message.controlTotal {
                if Int(exactly: total) != message.equipmentCount { note(.equipmentCount, message.record.position) }
            } else {
                note(.missingCNT, message.record.position)
            }
        }
        if var record = message?.record {
            record.tolerances = noted
            interchange.messages.append(record)
        }
        message = nil
        noted = EDITolerances()
    }
}
