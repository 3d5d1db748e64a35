#if canImport(Glibc)
    import Glibc
#endif

/// An array that never changes again, read without bounds or ownership checks.
///
/// Whoever made it frees it, after its last reader: `ZoneShapes` and `CellTable` own theirs and free them on deinit.
/// Unchecked because the compiler cannot see that the memory behind the pointer is never written after `init`.
struct FrozenArray<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
    let count: Int
    private let base: UnsafePointer<Element>

    init(_ elements: ContiguousArray<Element>) {
        count = elements.count
        let copy = Self.allocate(elements.count)
        elements.withUnsafeBufferPointer { source in
            if let start = source.baseAddress { copy.initialize(from: start, count: source.count) }
        }
        base = UnsafePointer(copy)
    }

    /// Room that starts a cache line, and where it is large, large pages: lookups lie anywhere in it.
    private static func allocate(_ count: Int) -> UnsafeMutablePointer<Element> {
        let largePage = 2 << 20
        let byteCount = max(1, count) * MemoryLayout<Element>.stride
        let isLarge = byteCount >= largePage / 2
        let memory = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: isLarge ? largePage : 64)
        #if canImport(Glibc)
            // Only advice: without large pages everything works as well, if slower.
            if isLarge { madvise(memory, byteCount, MADV_HUGEPAGE) }
        #endif
        return memory.bindMemory(to: Element.self, capacity: max(1, count))
    }

    @inline(__always)
    subscript(_ index: Int) -> Element {
        assert(index >= 0 && index < count)
        return base[index]
    }

    @inline(__always)
    subscript(_ index: Int32) -> Element { self[Int(index)] }

    var byteCount: Int { count * MemoryLayout<Element>.stride }

    func free() { base.deallocate() }
}
