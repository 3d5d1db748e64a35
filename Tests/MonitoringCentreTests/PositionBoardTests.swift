import Customs
import MonitoringCentre
import Testing

@Suite("The board of positions")
struct PositionBoardTests {
    private func status(
        _ seal: String, _ latitude: Double, _ longitude: Double, receivedAt: String = "2026-03-02T07:59:31Z"
    ) -> SealStatus {
        var status = SealStatus.make(
            .make(seal: seal, at: Coordinate(latitude: latitude, longitude: longitude)))
        status.receivedAt = .make(receivedAt)
        return status
    }

    private func names(_ seals: [PlacedSeal]) -> [String] { seals.map(\.position.seal) }

    @Test("Who asks gets the seals inside the area that were heard since, as they are now")
    func search() {
        let board = PositionBoard()
        board.note([
            status("A", 10, 106), status("B", 21, 105), status("C", 10, 106, receivedAt: "2026-03-02T06:00:00Z"),
        ])
        let south = MapArea(west: 105, south: 9, east: 107, north: 11)
        #expect(names(board.seals(in: south, heardSince: .distantPast)) == ["A", "C"])
        #expect(names(board.seals(in: south, heardSince: .make("2026-03-02T07:00:00Z"))) == ["A"])
        #expect(names(board.seals(in: nil, heardSince: .make("2026-03-02T07:59:31Z"))) == ["A", "B"])
        board.note([status("A", 22, 105)])
        #expect(names(board.seals(in: south, heardSince: .distantPast)) == ["C"])
        #expect(board.count == 3)
    }

    @Test("A seal that never had a fix has no place; one that lost it keeps the last")
    func withoutFix() throws {
        let board = PositionBoard()
        board.note([.make(.make(seal: "blind", at: nil))])
        #expect(board.count == 0)
        var lost = SealStatus.make(.make(seal: "A", sequence: 13, at: nil))
        lost.lastFix = .make(seal: "A", time: "2026-03-02T07:50:00Z")
        board.note([lost])
        let seal = try #require(board.seals(in: nil, heardSince: .distantPast).first)
        #expect(seal.position.coordinate == Coordinate(latitude: 20.8512345, longitude: 106.7001))
        #expect(seal.position.fixTime == .make("2026-03-02T07:50:00Z"))
    }

    @Test("What was found stays as it was while the board goes on")
    func snapshot() {
        let board = PositionBoard()
        board.note([status("A", 10, 106)])
        let before = board.seals(in: nil, heardSince: .distantPast)
        board.note([status("A", 11, 106), status("B", 12, 106)])
        #expect(before.map(\.position.coordinate.latitude) == [10])
    }
}
