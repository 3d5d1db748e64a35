/// Which containers each declaration has named; nearly all name one.
struct DeclarationIndex: Sendable {
    private enum Named: Sendable {
        case one(Int32)
        case many([Int32])
    }

    private var named: [String: Named] = [:]

    func containers(_ declaration: String) -> [Int32] {
        switch named[declaration] {
        case .one(let handle)?: [handle]
        case .many(let handles)?: handles
        case nil: []
        }
    }

    mutating func add(_ handle: Int32, to declaration: String) {
        switch named[declaration] {
        case nil: named[declaration] = .one(handle)
        case .one(let known)?:
            if known != handle { named[declaration] = .many([min(known, handle), max(known, handle)]) }
        case .many(var handles)?:
            // Taken out first, so that a declaration of thousands is not copied for each; sorted, to find one quickly.
            named[declaration] = nil
            let index = handles.partitioningIndex { $0 >= handle }
            if index == handles.count || handles[index] != handle { handles.insert(handle, at: index) }
            named[declaration] = .many(handles)
        }
    }

    mutating func remove(_ handle: Int32, from declaration: String) {
        switch named[declaration] {
        case .one(handle)?: named[declaration] = nil
        case .many(var handles)?:
            handles.removeAll { $0 == handle }
            named[declaration] = handles.isEmpty ? nil : .many(handles)
        default: break
        }
    }
}
