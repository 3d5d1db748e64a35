import Customs
import MonitoringCentre
import Server
import Testing

@Suite("The accounts file")
struct AccountsFileTests {
    private static let hash = "$scrypt$ln=14,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg$oRpyuJ4u6kEEN5J3iCZglZXgyIy00z+hJCcMFnHKT54"
    private static let key = String(repeating: "a", count: 64)

    @Test("takes a key, a password, or both")
    func read() throws {
        let folder = try ConfigurationFolder()
        try folder.write(
            "accounts.yaml",
            """
            - {name: machine, role: viewer, keySHA256: \(Self.key)}
            - {name: person, role: officer, password: "\(Self.hash)"}
            - {name: both, role: supervisor, keySHA256: \(Self.key.replacing("a", with: "b")), password: "\(Self.hash)"}
            """)
        let accounts = try folder.read().accounts
        #expect(accounts.map(\.account.name) == ["machine", "person", "both"])
        #expect(accounts.map { $0.keySHA256 != nil } == [true, false, true])
        #expect(accounts.map { $0.password?.description } == [nil, Self.hash, Self.hash])
    }

    @Test(
        "with a wrong password hash names the place and the reason, and does not repeat it",
        arguments: [
            ("correct horse battery", "[0].password: must be $scrypt$"),
            ("$scrypt$ln=4,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg$oRpyuJ4u", "[0].password: has the cost ln=4"),
        ])
    func wrong(text: String, complaint: String) throws {
        let folder = try ConfigurationFolder()
        try folder.write("accounts.yaml", "- {name: a, role: viewer, password: \"\(text)\"}")
        #expect(folder.complaint().contains(complaint), "\(folder.complaint())")
        #expect(!folder.complaint().contains("horse"))
    }

    @Test("with an account that nothing opens says what is missing")
    func nothing() throws {
        let folder = try ConfigurationFolder()
        try folder.write("accounts.yaml", "- {name: a, role: viewer}")
        #expect(folder.complaint().contains("[0].keySHA256: is missing, and so is password"))
    }
}
