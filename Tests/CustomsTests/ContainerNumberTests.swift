import Customs
import Testing

@Suite("A container number")
struct ContainerNumberTests {
    @Test(
        "with the right check digit is valid",
        arguments: ["CSQU3054383", "MWCU6059784", "APZU4812090", "TGHU1643396", "MSKU9070323", "UACU6042588"])
    func valid(number: String) {
        #expect(ContainerNumber.isValid(number))
    }

    @Test(
        "with another check digit, category or form is not",
        arguments: ["TESI1120274", "CSQU3054384", "CSQA3054383", "CSQU305438", ""])
    func invalid(number: String) {
        #expect(!ContainerNumber.isValid(number))
    }

    @Test("is read as people write it")
    func normalised() {
        #expect(ContainerNumber.normalised("csqu 305438-3") == "CSQU3054383")
    }
}
