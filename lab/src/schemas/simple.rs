//! Simple types, with values and texts that are no values.

/// A simple type.
pub(super) struct Template {
    /// The type's name in a schema.
    pub(super) name: &'static str,
    /// Its definition, or nothing for a built-in type.
    pub(super) definition: &'static str,
    pub(super) values: &'static [&'static str],
    pub(super) others: &'static [&'static str],
}

const fn builtin(
    name: &'static str,
    values: &'static [&'static str],
    others: &'static [&'static str],
) -> Template {
    Template { name, definition: "", values, others }
}

/// Every simple type of a random schema.
pub(super) const TEMPLATES: &[Template] = &[
    builtin("xs:string", &["", "a b", " x "], &["a"]),
    builtin("xs:int", &["1", "-5", "+07"], &["x", "1.5", "", "2147483648"]),
    builtin("xs:decimal", &["1", "-.5", "1.50"], &["1e1", "."]),
    builtin("xs:boolean", &["true", "0"], &["yes", "TRUE", ""]),
    builtin("xs:double", &["1e2", "INF", "-0"], &["inf", "1,5"]),
    builtin("xs:date", &["2026-01-02", "2026-02-28Z"], &["2026-02-30", "2026-1-2"]),
    builtin(
        "xs:dateTime",
        &["2026-01-02T03:04:05.5+01:00"],
        &["2026-01-02", "2026-01-02T25:00:00"],
    ),
    builtin("xs:duration", &["P1Y2M", "-PT0.5S"], &["P", "1Y"]),
    builtin("xs:hexBinary", &["", "0aFF"], &["0", "zz"]),
    builtin("xs:base64Binary", &["", "AAEC"], &["A", "*"]),
    builtin("xs:NCName", &["a.b-1"], &["a:b", "1a", ""]),
    builtin("xs:NMTOKENS", &["a 1 b"], &["a%"]),
    builtin("xs:language", &["en-GB"], &["1n", "e n"]),
    builtin("xs:positiveInteger", &["1", "+2"], &["0", "-1"]),
    builtin("xs:QName", &["t:x", "x"], &["u:x", ":x"]),
    builtin("xs:integer", &["12345678901234567890123", "-0"], &["1.0", "- 1"]),
    builtin("xs:float", &["1.5", "NaN", "-INF"], &["+INF", "x"]),
    builtin("xs:time", &["03:04:05", "23:59:59.999Z"], &["3:04:05", "24:00:01"]),
    builtin("xs:gMonthDay", &["--02-29", "--12-31Z"], &["--02-30", "02-01"]),
    builtin("xs:normalizedString", &["a b", " a "], &["a"]),
    builtin("xs:anyURI", &["urn:a", "", "a b"], &["a"]),
    builtin("xs:unsignedLong", &["18446744073709551615", "0"], &["18446744073709551616", "-1"]),
    Template {
        name: "t:Day",
        definition: r#"<xs:simpleType name="Day"><xs:restriction base="xs:date"><xs:minInclusive value="2026-01-01"/><xs:maxExclusive value="2027-01-01"/><xs:enumeration value="2026-02-03"/><xs:enumeration value="2026-12-31"/></xs:restriction></xs:simpleType>"#,
        values: &["2026-02-03", " 2026-12-31 "],
        others: &["2026-01-01", "2027-01-01", ""],
    },
    Template {
        name: "t:Level",
        definition: r#"<xs:simpleType name="Level"><xs:restriction base="xs:decimal"><xs:enumeration value="1.0"/><xs:enumeration value="2"/></xs:restriction></xs:simpleType>"#,
        values: &["1", "2.00", "+1.0"],
        others: &["3", "a"],
    },
    Template {
        name: "t:Words",
        definition: r#"<xs:simpleType name="Mixed"><xs:union memberTypes="xs:date"><xs:simpleType><xs:restriction base="xs:NCName"><xs:maxLength value="2"/></xs:restriction></xs:simpleType></xs:union></xs:simpleType><xs:simpleType name="MixedList"><xs:list itemType="t:Mixed"/></xs:simpleType><xs:simpleType name="Words"><xs:restriction base="t:MixedList"><xs:minLength value="1"/><xs:maxLength value="3"/></xs:restriction></xs:simpleType>"#,
        values: &["ab", "2026-01-02 c", " a  b  c "],
        others: &["abc", "a b c d", ""],
    },
    Template {
        name: "t:Digest",
        definition: r#"<xs:simpleType name="Digest"><xs:restriction base="xs:hexBinary"><xs:length value="2"/></xs:restriction></xs:simpleType>"#,
        values: &["0aFF", " 0000 "],
        others: &["0a", "0aFF00"],
    },
    Template {
        name: "t:Short",
        definition: r#"<xs:simpleType name="Short"><xs:restriction base="xs:string"><xs:maxLength value="3"/></xs:restriction></xs:simpleType>"#,
        values: &["", "abc", " é "],
        others: &["abcd"],
    },
    Template {
        name: "t:Word",
        definition: r#"<xs:simpleType name="Word"><xs:restriction base="xs:token"><xs:enumeration value="a"/><xs:enumeration value="c d"/></xs:restriction></xs:simpleType>"#,
        values: &["a", " a ", "c  d"],
        others: &["A", "c", ""],
    },
    Template {
        name: "t:Code",
        definition: r#"<xs:simpleType name="Code"><xs:restriction base="xs:string"><xs:pattern value="[a-c]+\d?"/><xs:pattern value="x"/></xs:restriction></xs:simpleType>"#,
        values: &["ab1", "c", "x"],
        others: &["1", "xx", ""],
    },
    Template {
        name: "t:Amount",
        definition: r#"<xs:simpleType name="Amount"><xs:restriction base="xs:decimal"><xs:minInclusive value="0"/><xs:maxExclusive value="10"/><xs:fractionDigits value="2"/></xs:restriction></xs:simpleType>"#,
        values: &["0", "9.99", "1.000"],
        others: &["10", "-1", "1.234"],
    },
    Template {
        name: "t:Pair",
        definition: r#"<xs:simpleType name="Numbers"><xs:list itemType="xs:int"/></xs:simpleType><xs:simpleType name="Pair"><xs:restriction base="t:Numbers"><xs:length value="2"/></xs:restriction></xs:simpleType>"#,
        values: &["1 2", " 3  4 "],
        others: &["1", "1 2 3", "a b", ""],
    },
    Template {
        name: "t:Count",
        definition: r#"<xs:simpleType name="Count"><xs:union memberTypes="xs:unsignedByte t:Word"/></xs:simpleType>"#,
        values: &["255", "a", "c d"],
        others: &["256", "b", ""],
    },
    Template {
        name: "t:Late",
        definition: r#"<xs:simpleType name="Late"><xs:restriction base="xs:gYear"><xs:minInclusive value="2000"/></xs:restriction></xs:simpleType>"#,
        values: &["2000", "2026"],
        others: &["1999", "99"],
    },
];
