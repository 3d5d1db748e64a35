import Customs

/// Why one field of an object cannot be taken: a rejection that does not know yet where its object stands.
struct FieldFault: Error {
    var reason: Rejection.Reason
    /// The field's path within its object, or what else is at fault.
    var field: String
    /// What is wrong with it, to be read after the field.
    var fault: String

    init(_ reason: Rejection.Reason, _ field: some CustomStringConvertible, _ fault: String) {
        self.reason = reason
        self.field = field.description
        self.fault = fault
    }

    static func missing(_ field: some CustomStringConvertible) -> FieldFault {
        FieldFault(.missingField, field, "is missing")
    }

    /// The rejection; `index` is the object's place in its array.
    func rejection(at index: Int?, subject: Rejection.Subject) -> Rejection {
        // `[2].seals[0].number`, but `[2] is a number`: a path that begins with an index joins on as it is.
        let path = index.map { "[\($0)]" + (field.isEmpty || field.hasPrefix("[") ? "" : ".") } ?? ""
        let name = path + field
        return Rejection(reason, name.isEmpty ? "the payload \(fault)" : "\(name) \(fault)", subject: subject)
    }
}

extension String {
    /// At most 60 characters, with a mark where something was cut off.
    func clipped() -> String {
        count <= 60 ? self : String(prefix(60)) + "…"
    }
}
