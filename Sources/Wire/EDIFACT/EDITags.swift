/// The tags of UN/EDIFACT's segments: what is none of them is a segment whose tag was damaged.
enum EDITags {
    /// Tags of the directories of D.95B to D.00B, the interchange's own ones left out.
    private static let known = Set(
        """
        ADR AGR AJT ALC ALI APR ARD ARR ASI ATT AUT BAS BGM BII BLI BUS CAL CAV CCD CCI CDI CDS CDV CED CIN CLA \
        CLI CMP CNI CNT COD COM COT CPI CPS CPT CST CTA CUX DAM DFN DGS DII DIM DLI DLM DMS DOC DRD DSG DSI DTM \
        EDT EFI ELM ELU ELV EMP EQA EQD EQN ERC ERP EVE EVT FCA FII FNS FNT FOR FSQ FTX GDS GEI GID GIN GIR GIS \
        GOR GPO GRU HAN HYN ICD IDE IFD IHC IMD IND INP INV IRQ LAN LIN LOC MEA MEM MKS MOA MSG MTD NAD NAT NME \
        NUN ODI ORG PAC PAI PAS PCC PCD PCI PDI PER PGI PIA PIT PMT PNA POC PRC PRE PRI PRV PSD PTY PYT QRS QTY \
        QUA QVR RCS REL RFF RJL RLS RNG ROD RSL RTE SAL SCC SCD SEG SEL SEQ SFI SGP SGU SPR SPS STA STC STG STS \
        TAX TCC TDT TEM TMD TMP TOD TPL TRU TSR TXS UGH UGS UNS VLI
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    /// Whether it is one of the directories' or, with X or Z before it, one that two partners agreed on.
    static func isKnown(_ tag: String) -> Bool {
        known.contains(tag) || tag.hasPrefix("X") || tag.hasPrefix("Z")
    }
}
