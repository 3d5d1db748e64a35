import CQREncode

/// A QR code (ISO/IEC 18004), encoded by libqrencode.
package struct QRCode: Sendable {
    /// Modules that must be left white around it.
    private static let margin = 4

    /// Modules on each side.
    package let width: Int
    /// Row by row; `true` is dark.
    private let modules: [Bool]

    /// The code of a text, with error correction level M; `nil` for an empty text or one that no code can hold.
    package init?(_ text: String) {
        guard !text.isEmpty, let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) else { return nil }
        defer { QRcode_free(code) }
        width = Int(code.pointee.width)
        let data = UnsafeBufferPointer(start: code.pointee.data, count: width * width)
        // The other bits say what a module is for.
        modules = data.map { $0 & 1 == 1 }
    }

    /// Inline SVG by itself.
    package func svg(label: String) -> String {
        var writer = ByteWriter(capacity: 4096)
        writeSVG(to: &writer, label: label)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// Inline SVG: one line for each run of dark modules.
    func writeSVG(to writer: inout ByteWriter, label: String) {
        let side = Int64(width + Self.margin * 2)
        writer.append("<svg class=\"qr\" viewBox=\"0 0 ")
        writer.integer(side)
        writer.append(" ")
        writer.integer(side)
        writer.append("\" role=\"img\" aria-label=\"")
        writer.xml(label)
        writer.append("\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h")
        writer.integer(side)
        writer.append("v")
        writer.integer(side)
        writer.append("H0z\"/><path stroke=\"#000\" d=\"")
        for row in 0..<width { writeRuns(ofRow: row, to: &writer) }
        writer.append("\"/></svg>")
    }

    private func writeRuns(ofRow row: Int, to writer: inout ByteWriter) {
        var column = 0
        while column < width {
            guard modules[row * width + column] else {
                column += 1
                continue
            }
            let start = column
            while column < width, modules[row * width + column] { column += 1 }
            writer.append("M")
            writer.integer(Int64(start + Self.margin))
            writer.append(" ")
            // A line is drawn to both sides of its place.
            writer.integer(Int64(row + Self.margin))
            writer.append(".5h")
            writer.integer(Int64(column - start))
        }
    }
}
