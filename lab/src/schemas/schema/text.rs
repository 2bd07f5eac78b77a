//! Schemas as text.

use std::fmt::Write as _;

use super::super::simple::TEMPLATES;
use super::{Attribute, ComplexType, Method, NAMESPACE, Particle, Preset, Schema, Term, TypeRef};

impl Schema {
    /// Returns the text of the schema.
    pub(in crate::schemas) fn text(&self) -> String {
        let mut text = format!(
            r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="{NAMESPACE}" targetNamespace="{NAMESPACE}" elementFormDefault="qualified">"#
        );
        text.push('\n');
        for template in TEMPLATES {
            text.push_str(template.definition);
        }
        for (index, ty) in self.types.iter().enumerate() {
            let _ = writeln!(text, r#"<xs:complexType name="T{index}" mixed="{}">"#, ty.mixed);
            let content = ty.text();
            let _ = match ty.base {
                None => match ty.value {
                    None => writeln!(text, "{content}"),
                    Some(template) => writeln!(
                        text,
                        r#"<xs:simpleContent><xs:extension base="{}">{content}</xs:extension></xs:simpleContent>"#,
                        template.name
                    ),
                },
                Some((base, method)) => {
                    let tag = match method {
                        Method::Extension => "extension",
                        Method::Restriction => "restriction",
                    };
                    writeln!(
                        text,
                        r#"<xs:complexContent mixed="{}"><xs:{tag} base="t:T{base}">{content}</xs:{tag}></xs:complexContent>"#,
                        ty.mixed
                    )
                }
            };
            text.push_str("</xs:complexType>\n");
        }
        for (index, element) in self.elements.iter().enumerate() {
            let head = element.head.map(|head| format!(r#" substitutionGroup="t:E{head}""#));
            let _ = writeln!(
                text,
                r#"<xs:element name="E{index}" type="t:T{}"{}>{}</xs:element>"#,
                element.ty,
                head.unwrap_or_default(),
                if index == 0 { CONSTRAINTS } else { "" }
            );
        }
        text + "</xs:schema>\n"
    }
}

/// Identity constraints of the root: the attribute `k` is unique, and `kr` refers to it.
const CONSTRAINTS: &str = r#"
<xs:unique name="unique"><xs:selector xpath=".//*"/><xs:field xpath="@k"/></xs:unique>
<xs:keyref name="reference" refer="t:unique"><xs:selector xpath=".//*"/><xs:field xpath="@kr"/></xs:keyref>
"#;

impl ComplexType {
    fn text(&self) -> String {
        let mut text = match self.value {
            Some(_) => String::new(),
            None => self.particle.text(),
        };
        for Attribute { name, template, required, preset } in &self.attributes {
            let required = if *required { "required" } else { "optional" };
            let _ = write!(
                text,
                r#"<xs:attribute name="{name}" type="{}" use="{required}"{}/>"#,
                template.name,
                preset.text()
            );
        }
        if self.base.is_none() {
            // Attributes for the constraints of the root, and IDs.
            text.push_str(
                r#"<xs:attribute name="k" type="xs:decimal"/><xs:attribute name="kr" type="xs:decimal"/><xs:attribute name="id" type="xs:ID"/><xs:attribute name="ref" type="xs:IDREF"/>"#,
            );
        }
        if self.any_attribute {
            text.push_str(r###"<xs:anyAttribute namespace="##other" processContents="lax"/>"###);
        }
        text
    }
}

impl Preset {
    fn text(self) -> String {
        match self {
            Self::None => String::new(),
            Self::Default(value) => format!(r#" default="{value}""#),
            Self::Fixed(value) => format!(r#" fixed="{value}""#),
        }
    }
}

impl Particle {
    fn text(&self) -> String {
        let most = self.most.map_or_else(|| "unbounded".to_owned(), |most| most.to_string());
        let occurs = format!(r#"minOccurs="{}" maxOccurs="{most}""#, self.least);
        let group = |kind: &str, inner: &[Self]| {
            let inner: String = inner.iter().map(Self::text).collect();
            format!("<xs:{kind} {occurs}>{inner}</xs:{kind}>")
        };
        match &self.term {
            Term::Element { name, ty, nillable, preset } => {
                let ty = match ty {
                    TypeRef::Simple(template) => template.name.to_owned(),
                    TypeRef::Complex(index) => format!("t:T{index}"),
                };
                let preset = preset.text();
                format!(
                    r#"<xs:element name="{name}" type="{ty}" nillable="{nillable}"{preset} {occurs}/>"#
                )
            }
            Term::Global(index) => format!(r#"<xs:element ref="t:E{index}" {occurs}/>"#),
            Term::Sequence(inner) => group("sequence", inner),
            Term::Choice(inner) => group("choice", inner),
            Term::All(inner) => group("all", inner),
            Term::Any => {
                format!(r###"<xs:any namespace="##other" processContents="lax" {occurs}/>"###)
            }
        }
    }
}
