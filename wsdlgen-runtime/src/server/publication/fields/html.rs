//! The fields in HTML.

use std::fmt::Write as _;

use super::{
    super::html::Escaped, Fields, Input, Member, Walk, attribute_fields, is_field, is_optional,
    members, note,
};
use crate::xml::AnyElement;

impl Fields {
    /// Returns the fields of the header and of the body.
    pub(in super::super) fn html(&self, input: &Input) -> String {
        let walk = &Walk::new(input);
        let mut out = String::new();
        for (path, elements) in self.parts() {
            for member in members(elements.iter(), path, walk) {
                member.write(walk, &mut out);
            }
        }
        out
    }
}

impl Member<'_> {
    fn write(&self, walk: &Walk<'_>, out: &mut String) {
        let is_repeated = self.repeats();
        for (number, path) in self.occurrences.iter().enumerate() {
            let name = self.element.name.local();
            let title =
                if is_repeated { format!("{name} {}", number + 1) } else { name.to_owned() };
            write_element(self.element, path, &title, walk, out);
        }
        if is_repeated {
            let (name, path) = (Escaped(self.element.name.local()), Escaped(&self.path));
            // Writing into a string cannot fail.
            let _ = writeln!(
                out,
                "<input type=\"hidden\" name=\"n:{path}\" value=\"{}\">\n\
                 <p><button type=\"submit\" name=\"add\" value=\"{path}\" formnovalidate>Add {name}</button></p>",
                self.occurrences.len(),
            );
        }
    }
}

fn write_element(form: &AnyElement, path: &str, title: &str, walk: &Walk<'_>, out: &mut String) {
    let attributes = attribute_fields(form, path);
    let attributes = attributes.map(|(attribute, path)| {
        let name = format!("{title}: {}", attribute.name.local());
        let value = walk.text(&path).unwrap_or(&attribute.value);
        format!(
            "{}<input id=\"{path}\" name=\"{path}\" value=\"{}\"></p>\n",
            label(&path, &name, "attribute"),
            Escaped(value),
            path = Escaped(&path),
        )
    });
    let attributes: String = attributes.collect();
    if note(form, "fixed").is_some() {
        // An optional element without fields is left out.
        if !is_optional(form) {
            let _ = writeln!(out, "<p>{}: as in the sample</p>", Escaped(title));
            out.push_str(&attributes);
        }
    } else if is_field(form) {
        out.push_str(&field(form, path, title, walk));
        out.push_str(&attributes);
    } else {
        let optional = if is_optional(form) { " <small>optional</small>" } else { "" };
        let _ = writeln!(out, "<fieldset>\n<legend>{}{optional}</legend>", Escaped(title));
        out.push_str(&attributes);
        for member in members(form.elements(), path, walk) {
            member.write(walk, out);
        }
        out.push_str("</fieldset>\n");
    }
}

/// Returns the field for an element with text alone: a list for an enumeration.
fn field(form: &AnyElement, path: &str, title: &str, walk: &Walk<'_>) -> String {
    let sample = form.text();
    let value = walk.text(path).unwrap_or(&sample);
    let ty = note(form, "type").unwrap_or_default();
    let mut about = vec![ty];
    if is_optional(form) {
        about.push("optional");
    }
    about.retain(|word| !word.is_empty());
    let label = label(path, title, &about.join(", "));
    let name = Escaped(path);
    let Some(values) = note(form, "values") else {
        let kind = if note(form, "secret").is_some() { " type=\"password\"" } else { "" };
        let autocomplete = "autocomplete=\"off\"";
        if value.contains('\n') {
            let value = Escaped(value);
            return format!(
                "{label}<textarea id=\"{name}\" name=\"{name}\" rows=\"3\" {autocomplete}>\n{value}</textarea></p>\n"
            );
        }
        let value = Escaped(value);
        return format!(
            "{label}<input id=\"{name}\" name=\"{name}\"{kind} value=\"{value}\" {autocomplete}></p>\n"
        );
    };
    let blank = is_optional(form).then_some("");
    let options = blank.into_iter().chain(values.split('\n')).map(|option| {
        let selected = if option == value { " selected" } else { "" };
        // Browsers collapse white space in the text of an option.
        format!(
            "<option value=\"{option}\"{selected}>{option}</option>\n",
            option = Escaped(option)
        )
    });
    let options: String = options.collect();
    format!("{label}<select id=\"{name}\" name=\"{name}\">\n{options}</select></p>\n")
}

/// Returns the start of a paragraph with a field, which its caller ends.
fn label(path: &str, title: &str, about: &str) -> String {
    let about = match about {
        "" => String::new(),
        about => format!(" <small>{}</small>", Escaped(about)),
    };
    format!("<p><label for=\"{}\">{}{about}</label>\n", Escaped(path), Escaped(title))
}
