import MonitoringCentre
import Testing

@Suite("The hash of a password")
struct PasswordHashTests {
    private static let salt = Array("SodiumChloride!!".utf8)
    /// Made by Python's hashlib.scrypt.
    private static let known =
        "$scrypt$ln=15,r=8,p=1$U29kaXVtQ2hsb3JpZGUhIQ$tdVmArDqCdkicKEpYB98OeG5AZzzjexw6kquZbLv4Gw"
    private static let password = "tám chữ số không đủ"

    @Test("is the one that another implementation of scrypt makes, and reads back")
    func known() throws {
        let hash = try PasswordHash(password: Self.password, salt: Self.salt)
        #expect(hash.description == Self.known)
        #expect(try PasswordHash(phc: Self.known) == hash)
        #expect(hash.matches(Self.password))
        #expect(!hash.matches(Self.password + " "))
        #expect(!hash.matches(""))
    }

    @Test("is made with another cost where its text says so")
    func otherCost() throws {
        let hash = try PasswordHash(
            phc: "$scrypt$ln=14,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg$oRpyuJ4u6kEEN5J3iCZglZXgyIy00z+hJCcMFnHKT54")
        #expect(hash.matches("officer-password-1"))
        #expect(!hash.matches("officer-password-2"))
    }

    @Test("takes a letter with its mark and the two after one another as the same")
    func normalised() throws {
        let hash = try PasswordHash(password: "m\u{1EAD}t kh\u{1EA9}u d\u{E0}i", salt: Self.salt)
        #expect(hash.matches("ma\u{323}\u{302}t kha\u{302}\u{309}u da\u{300}i"))
    }

    @Test(
        "is refused where the password is too short, too long or too plain, and says why",
        arguments: [
            ("", "0 characters, but must have at least 12"), ("mười một 11", "11 characters"),
            (String(repeating: "ab cd ", count: 200), "longer than 512 bytes"), ("aaaaaaaaaaaaaaab", "three different"),
        ])
    func refused(password: String, reason: String) {
        #expect {
            try PasswordHash(password: password, salt: Self.salt)
        } throws: {
            ($0 as? PasswordProblem)?.description.contains(reason) == true
        }
    }

    @Test(
        "cannot be read from another form, another algorithm, a weak cost or one that is too dear",
        arguments: [
            ("secret", "must be $scrypt$"), ("$2b$12$abcdefghijk", "must be $scrypt$"),
            ("$scrypt$ln=15,r=8$c2FsdHNhbHRzYWx0$aGFzaA", "second part"),
            ("$scrypt$ln=x,r=8,p=1$c2FsdHNhbHRzYWx0$aGFzaA", "second part"),
            ("$scrypt$ln=10,r=8,p=1$c2FsdHNhbHRzYWx0$aGFzaA", "the cost ln=10"),
            ("$scrypt$ln=62,r=8,p=1$c2FsdHNhbHRzYWx0$aGFzaA", "the cost ln=62"),
            ("$scrypt$ln=18,r=16,p=1$c2FsdHNhbHRzYWx0$aGFzaA", "the cost ln=18"),
            ("$scrypt$ln=15,r=8,p=1$c2FsdA$aGFzaA", "salt and hash"),
            ("$scrypt$ln=15,r=8,p=1$c2FsdHNhbHRzYWx0c2FsdA==$aGFzaA", "salt and hash"),
        ])
    func unreadable(text: String, reason: String) {
        #expect {
            try PasswordHash(phc: text)
        } throws: {
            ($0 as? PasswordProblem)?.description.contains(reason) == true
        }
    }
}
