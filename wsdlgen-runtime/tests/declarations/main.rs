//! The macros for generated code, used with handwritten types.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod choice;
mod enumeration;
mod family;
mod group;
mod message;
mod record;
mod union;

use wsdlgen_runtime::xml::{Name, ReadElement, ReadOptions, Reading, WriteElement, Writer};

/// Reads `<r…>`. An error consists of its path and kind.
fn read<T: ReadElement>(document: &str, reading: Reading) -> Result<T, String> {
    let options = ReadOptions { reading, ..ReadOptions::default() };
    T::read_document(document, &Name::unqualified("r"), &options)
        .map_err(|error| format!("{} {}", error.path(), error.kind()))
}

fn written<T: WriteElement>(value: &T) -> String {
    let mut writer = Writer::default();
    writer.element("<r>", value);
    String::from_utf8(writer.finish().unwrap()).unwrap()
}
