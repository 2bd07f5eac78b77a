//! Settings that contain Rust code: traits to derive, attributes, paths, names.

use syn::{Attribute, Path, parse::Parser, punctuated::Punctuated, token};

use crate::{
    diagnostic::{Code, Diagnostic, Report},
    emit::Emitter,
    model::{MemberCustom, TypeId},
    settings::{Change, Renamed, Settings},
};

/// Reports settings that are not valid Rust.
pub(crate) fn check(settings: &Settings, report: &mut Report) {
    for customization in &settings.customizations {
        let (kind, error) = match &customization.change {
            Change::Derive(traits) => ("a list of traits", paths(traits).err()),
            Change::Attribute(attribute) => ("attributes", attributes(attribute).err()),
            Change::Rename(name) => ("an identifier", syn::parse_str::<syn::Ident>(name).err()),
            Change::External(path) => ("a path", syn::parse_str::<Path>(path).err()),
            Change::Open => continue,
        };
        if let Some(error) = error {
            let message = format!("the setting `{customization}` is not {kind}: {error}");
            report.add(Diagnostic::error(Code::BadSetting, message));
        }
    }
    check_renamings(settings, report);
}

/// Reports new names of services, operations, ports and modules that are not identifiers.
fn check_renamings(settings: &Settings, report: &mut Report) {
    for renaming in &settings.renamings {
        let is_root = renaming.kind == Renamed::Namespace && renaming.name.is_empty();
        if is_root {
            continue;
        }
        if let Err(error) = syn::parse_str::<syn::Ident>(&renaming.name) {
            let message = format!("the setting `{renaming}` is not an identifier: {error}");
            report.add(Diagnostic::error(Code::BadSetting, message));
        }
    }
}

fn paths(text: &str) -> syn::Result<Punctuated<Path, token::Comma>> {
    Punctuated::parse_terminated.parse_str(text)
}

fn attributes(text: &str) -> syn::Result<Vec<Attribute>> {
    Attribute::parse_outer.parse_str(text)
}

const CHECKED: &str = "settings are checked at the start of a run";

/// Parses the path of an external type.
pub(crate) fn path(text: &str) -> Path {
    syn::parse_str(text).expect(CHECKED)
}

impl Emitter<'_> {
    /// Returns the attributes of a type: those for serde, and those from settings.
    pub(crate) fn type_attributes(self, id: TypeId) -> Vec<String> {
        let mut attributes = self.serde_type(id);
        let Some(custom) = self.named.model.custom.get(&id) else { return attributes };
        attributes.extend(custom.derives.iter().map(|traits| format!("#[derive({traits})]")));
        attributes.extend(custom.attributes.iter().map(ToString::to_string));
        attributes
    }

    /// Returns the attributes that settings add to a field or a variant. `member` is its name in selectors.
    pub(crate) fn member_attributes(self, id: TypeId, member: &str) -> Vec<String> {
        let custom = self.named.model.custom.get(&id);
        let custom = custom.and_then(|custom| custom.members.get(member));
        custom.map_or_else(Vec::new, |MemberCustom { attributes, .. }| {
            attributes.iter().map(ToString::to_string).collect()
        })
    }
}
