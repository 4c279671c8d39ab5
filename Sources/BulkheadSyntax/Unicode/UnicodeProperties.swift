/// The Unicode properties that `\p{…}` can name: ECMA-262 tables 67 to 69, Unicode 17.
///
/// Names are matched exactly; the loose matching of Unicode is not ECMA-262's.
enum UnicodeProperties {
  enum Kind {
    /// Holds single code points.
    case characters
    /// Also holds sequences of code points, which only the flag `v` can match.
    case strings
  }

  /// What a lone name means: a binary property or a general category; `nil` if nothing.
  static func kind(of name: String) -> Kind? {
    if binaryProperties.contains(name) || generalCategories.contains(name) { return .characters }
    return stringProperties.contains(name) ? .strings : nil
  }

  /// What a name and a value mean together; `nil` if nothing.
  static func kind(name: String, value: String) -> Kind? {
    switch name {
    case "General_Category", "gc": generalCategories.contains(value) ? .characters : nil
    case "Script", "sc", "Script_Extensions", "scx": scripts.contains(value) ? .characters : nil
    default: nil
    }
  }

  private static let generalCategories = words(PropertyValueNames.generalCategories)
  private static let scripts = words(PropertyValueNames.scripts)

  private static let stringProperties: Set<String> = [
    "Basic_Emoji", "Emoji_Keycap_Sequence", "RGI_Emoji", "RGI_Emoji_Flag_Sequence",
    "RGI_Emoji_Modifier_Sequence", "RGI_Emoji_Tag_Sequence", "RGI_Emoji_ZWJ_Sequence",
  ]

  private static let binaryProperties = words(
    """
    AHex ASCII ASCII_Hex_Digit Alpha Alphabetic Any Assigned Bidi_C Bidi_Control Bidi_M
    Bidi_Mirrored CI CWCF CWCM CWKCF CWL CWT CWU Case_Ignorable Cased Changes_When_Casefolded
    Changes_When_Casemapped Changes_When_Lowercased Changes_When_NFKC_Casefolded
    Changes_When_Titlecased Changes_When_Uppercased DI Dash Default_Ignorable_Code_Point Dep
    Deprecated Dia Diacritic EBase EComp EMod EPres Emoji Emoji_Component Emoji_Modifier
    Emoji_Modifier_Base Emoji_Presentation Ext ExtPict Extended_Pictographic Extender Gr_Base
    Gr_Ext Grapheme_Base Grapheme_Extend Hex Hex_Digit IDC IDS IDSB IDST IDS_Binary_Operator
    IDS_Trinary_Operator ID_Continue ID_Start Ideo Ideographic Join_C Join_Control LOE
    Logical_Order_Exception Lower Lowercase Math NChar Noncharacter_Code_Point Pat_Syn Pat_WS
    Pattern_Syntax Pattern_White_Space QMark Quotation_Mark RI Radical Regional_Indicator SD STerm
    Sentence_Terminal Soft_Dotted Term Terminal_Punctuation UIdeo Unified_Ideograph Upper
    Uppercase VS Variation_Selector White_Space XIDC XIDS XID_Continue XID_Start space
    """)

  private static func words(_ text: String) -> Set<String> {
    Set(text.split { $0 == " " || $0 == "\n" }.map(String.init))
  }
}
