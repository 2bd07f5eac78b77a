//! Explanations of diagnostic codes, whose examples must produce the output that they show.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::io;

use wsdlgen::{Code, Config, Report};

type Configure = fn(Config) -> Config;

/// The settings that examples use, with their source text.
const SETTINGS: [(Code, &str, Configure); 2] = [
    (Code::UnusedSetting, r#".operations(&["Ecco"])"#, |it| it.operations(&["Ecco"])),
    (Code::BadSetting, r#".rename("Echo", "echo service")"#, |it| {
        it.rename("Echo", "echo service")
    }),
];

/// Returns the first code block of an explanation in a language.
fn block(explanation: &'static str, language: &str) -> Option<&'static str> {
    let (_, rest) = explanation.split_once(&format!("```{language}\n"))?;
    rest.split_once("```").map(|(block, _)| block)
}

/// Completes an example to a whole document. Everything but the schema comes after it.
fn completed(code: Code, example: &str) -> String {
    if example.starts_with("<html") {
        return example.to_owned();
    }
    let is_schema = |line: &&str| !line.starts_with('<') || line.starts_with("<xs:");
    let lines: Vec<&str> = example.lines().filter(|line| !line.starts_with("<!--")).collect();
    let closes = |line: &&str| line.starts_with("</xs:");
    let schema: Vec<&str> =
        lines.iter().copied().take_while(|line| is_schema(line) || closes(line)).collect();
    let rest = lines[schema.len()..].concat();
    let nested: String =
        if code == Code::Deep { (1..70).map(nested).collect() } else { String::new() };
    format!(
        r#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/"
            xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
            xmlns:xs="http://www.w3.org/2001/XMLSchema"
            xmlns:tns="urn:example" targetNamespace="urn:example">
        <types><xs:schema targetNamespace="urn:example"><xs:element name="Echo" type="xs:string"/>
        {}{nested}</xs:schema></types>{rest}</definitions>"#,
        schema.concat()
    )
}

/// Returns one of the types that the example for deep nesting omits.
fn nested(level: usize) -> String {
    format!(
        "<xs:complexType name='T{level}'><xs:sequence><xs:element name='inner' type='tns:T{}'/>\
         </xs:sequence></xs:complexType>",
        level + 1
    )
}

fn report(code: Code) -> Report {
    let explanation = code.explanation();
    let Some(example) = block(explanation, "xml") else {
        return wsdlgen::configure().compile(&["a.wsdl"]).unwrap_err();
    };
    let mut config = wsdlgen::configure();
    for (_, written, setting) in SETTINGS.iter().filter(|(of, ..)| *of == code) {
        assert!(block(explanation, "rust").unwrap().contains(written), "{code}");
        config = setting(config);
    }
    let document = completed(code, example);
    let load = |location: &str| match location {
        "a.wsdl" => Ok(document.clone().into_bytes()),
        _ => Err(io::ErrorKind::NotFound.into()),
    };
    config.generate("a.wsdl", load).map_or_else(|report| report, |generated| generated.warnings)
}

#[test]
fn reproduces_output_of_examples() {
    for code in Code::all() {
        let report = report(*code);
        assert!(report.codes().contains(code), "{code}: {report}");
        let shown = report.to_string();
        let said =
            block(code.explanation(), "text").unwrap_or_else(|| panic!("{code} shows no output"));
        for line in said.lines() {
            assert!(shown.contains(line), "{code}: {line}\n\n{shown}");
        }
    }
}

#[test]
fn requires_all_parts_of_explanations() {
    for code in Code::all() {
        let explanation = code.explanation();
        let title = format!("# {code}: {}\n\n", code.title().trim_end_matches('.'));
        assert!(explanation.starts_with(&title), "{code}: {title}");
        assert!(explanation.contains("\n## What to do\n\n- "), "{code}");
        assert_eq!(explanation.matches("```").count() % 2, 0, "{code}");
    }
}
