//! The fields in HTML.

use std::fmt::Write as _;

use super::{
    super::html::Escaped,
    Fields, Input, Member, Walk, attribute_fields,
    group::{Kind, branch_title, chosen, title},
    is_field, least, members, note,
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
        let (title, least) = (title(self.element), least(self.element));
        for (number, path) in self.occurrences.iter().enumerate() {
            let title =
                if self.repeats() { format!("{title} {}", number + 1) } else { title.clone() };
            let place = Place { path, title: &title, is_optional: number >= least };
            match Kind::of(self.element) {
                Kind::Element => write_element(self.element, &place, walk, out),
                Kind::Sequence => write_fieldset(self.element, &place, walk, out),
                Kind::Choice => write_choice(self.element, &place, walk, out),
            }
        }
        if self.repeats() {
            // Writing into a string cannot fail.
            let _ = writeln!(
                out,
                "<input type=\"hidden\" name=\"n:{path}\" value=\"{}\">\n\
                 <p><button type=\"submit\" name=\"add\" value=\"{path}\" formnovalidate>Add {}</button></p>",
                self.occurrences.len(),
                Escaped(&title),
                path = Escaped(&self.path),
            );
        }
    }
}

impl Member<'_> {
    /// Writes the fields of a branch, whose title is that of its radio button.
    fn write_as_branch(&self, title: &str, walk: &Walk<'_>, out: &mut String) {
        let kind = Kind::of(self.element);
        let is_plain = kind == Kind::Choice || is_field(self.element) || self.repeats();
        if is_plain || note(self.element, "fixed").is_some() {
            return self.write(walk, out);
        }
        let place = Place { path: &self.path, title, is_optional: false };
        write_inside(self.element, &place, walk, out);
    }
}

/// An occurrence of an element or a group.
struct Place<'p> {
    path: &'p str,
    title: &'p str,
    /// `true` for occurrences beyond the required ones.
    is_optional: bool,
}

fn write_element(form: &AnyElement, place: &Place<'_>, walk: &Walk<'_>, out: &mut String) {
    let is_fixed = note(form, "fixed").is_some();
    if is_fixed && place.is_optional {
        // An optional element without fields is left out.
    } else if is_fixed {
        let _ = writeln!(out, "<p>{}: as in the sample</p>", Escaped(place.title));
        out.push_str(&attributes(form, place, walk));
    } else if is_field(form) {
        out.push_str(&field(form, place, walk));
        out.push_str(&attributes(form, place, walk));
    } else {
        write_fieldset(form, place, walk, out);
    }
}

/// Writes the fields of a sequence, or of an element with elements.
fn write_fieldset(form: &AnyElement, place: &Place<'_>, walk: &Walk<'_>, out: &mut String) {
    let optional = if place.is_optional { " <small>optional</small>" } else { "" };
    let _ = writeln!(out, "<fieldset>\n<legend>{}{optional}</legend>", Escaped(place.title));
    write_inside(form, place, walk, out);
    out.push_str("</fieldset>\n");
}

fn write_inside(form: &AnyElement, place: &Place<'_>, walk: &Walk<'_>, out: &mut String) {
    out.push_str(&attributes(form, place, walk));
    for member in members(form.elements(), place.path, walk) {
        member.write(walk, out);
    }
}

/// Returns the fields for the attributes of an element.
fn attributes(form: &AnyElement, place: &Place<'_>, walk: &Walk<'_>) -> String {
    let attributes = attribute_fields(form, place.path).map(|(attribute, path)| {
        let name = format!("{}: {}", place.title, attribute.name.local());
        let value = walk.text(&path).unwrap_or(&attribute.value);
        format!(
            "{}<input id=\"{path}\" name=\"{path}\" value=\"{}\"></p>\n",
            label(&path, &name, "attribute"),
            Escaped(value),
            path = Escaped(&path),
        )
    });
    attributes.collect()
}

/// Writes a radio button for each branch, followed by its fields, which the style sheet shows if the branch is chosen.
fn write_choice(form: &AnyElement, place: &Place<'_>, walk: &Walk<'_>, out: &mut String) {
    let branches = members(form.elements(), place.path, walk);
    let chosen = chosen(place.path, branches.len(), place.is_optional, walk);
    let about = if place.is_optional { "one of these or none" } else { "one of these" };
    let title = Escaped(place.title);
    let _ = writeln!(out, "<fieldset>\n<legend>{title} <small>{about}</small></legend>");
    if place.is_optional {
        let _ = writeln!(out, "<div>\n{}</div>", radio(place.path, "", "None", chosen.is_none()));
    }
    for (index, branch) in branches.iter().enumerate() {
        let is_chosen = chosen == Some(index);
        let title = branch_title(form, branch.element);
        let _ = writeln!(
            out,
            "<div>\n{}<div>",
            radio(place.path, &index.to_string(), &title, is_chosen)
        );
        branch.write_as_branch(&title, walk, out);
        out.push_str("</div>\n</div>\n");
    }
    out.push_str("</fieldset>\n");
}

fn radio(path: &str, value: &str, title: &str, is_chosen: bool) -> String {
    let (path, title) = (Escaped(path), Escaped(title));
    let checked = if is_chosen { " checked" } else { "" };
    format!(
        "<input type=\"radio\" id=\"{path}:{value}\" name=\"{path}\" value=\"{value}\"{checked}>\n\
         <label for=\"{path}:{value}\">{title}</label>\n"
    )
}

/// Returns the field for an element with text alone: a list for an enumeration.
fn field(form: &AnyElement, place: &Place<'_>, walk: &Walk<'_>) -> String {
    let Place { path, title, is_optional } = *place;
    let sample = form.text();
    let value = walk.text(path).unwrap_or(&sample);
    let ty = note(form, "type").unwrap_or_default();
    let mut about = vec![ty];
    if is_optional {
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
    let blank = is_optional.then_some("");
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
