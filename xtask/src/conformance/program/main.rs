//! Reads documents into generated types and writes them again.
//!
//! The argument is a file of tasks, one a line: the module for it, the document to read, the file to
//! write. Each line of standard output is the answer to one, in the same order: nothing where all
//! went well, otherwise the reason.

#![allow(dead_code, reason = "a suite has contracts or schemas, not both")]

mod modules;

use std::any::Any;
use std::io::{self, Write};
use std::{env, fs, panic, thread};

use wsdlgen_runtime::xml::{Cursor, Document, ReadOptions, Reading, Writer};
use wsdlgen_runtime::{Contract, Operation, Validate};

/// Reads a document by its root element and writes it again, or says why not.
type Rewrite = fn(&str) -> Result<Vec<u8>, String>;

/// Nested documents need it, and what is not used costs nothing.
const STACK: usize = 1 << 30;

fn main() {
    let thread = thread::Builder::new().stack_size(STACK).spawn(run).expect("threads can start");
    let result = thread.join().expect("panics are caught");
    result.expect("there is a file of tasks, and somebody listens");
}

fn run() -> io::Result<()> {
    // A panic is told in the answer.
    panic::set_hook(Box::new(|_| {}));
    let mut output = io::stdout();
    let tasks = env::args().nth(1).unwrap_or_default();
    for line in fs::read_to_string(tasks)?.lines() {
        let answer = panic::catch_unwind(|| task(line)).unwrap_or_else(|it| Err(panicked(&*it)));
        let reason = answer.err().unwrap_or_default().replace(['\n', '\r'], " ");
        writeln!(output, "{reason}")?;
        output.flush()?;
    }
    Ok(())
}

fn task(line: &str) -> Result<(), String> {
    let mut fields = line.split('\t');
    let mut field = || fields.next().ok_or_else(|| format!("a task of three fields, not {line}"));
    let (name, source, target) = (field()?, field()?, field()?);
    let module = modules::MODULES.iter().find(|(module, _)| *module == name);
    let (_, rewrite) = module.ok_or_else(|| format!("there is no module {name}"))?;
    let bytes = fs::read(source).map_err(|error| error.to_string())?;
    let document =
        wsdlgen_runtime::xml::decode_text(&bytes, None).map_err(|error| error.to_string())?;
    let written = rewrite(&document)?;
    fs::write(target, written).map_err(|error| error.to_string())
}

fn panicked(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    format!("panic: {}", text.unwrap_or("no message"))
}

/// Tries what a contract has in turn: a document's root element is the input of one operation.
fn first(attempts: &[Rewrite], document: &str) -> Result<Vec<u8>, String> {
    let mut reason = "the contract has no operations".to_owned();
    for attempt in attempts {
        match attempt(document) {
            Ok(written) => return Ok(written),
            Err(error) => reason = error,
        }
    }
    Err(reason)
}

/// Reads a document strictly as the input of an operation, and writes it.
fn operation<O: Operation>(document: &str) -> Result<Vec<u8>, String> {
    let mut cursor = Cursor::new(document, O::Contract::NAMESPACES, &strictly())
        .map_err(|error| error.to_string())?;
    let input = O::read_input(&mut cursor).map_err(|error| error.to_string())?;
    cursor.finish().map_err(|error| error.to_string())?;
    let mut writer = Writer::default();
    O::write_input(&input, &mut writer);
    let written = writer.finish().map_err(|error| error.to_string())?;
    Ok(declare(&written, O::DECLARATIONS))
}

/// Reads a document strictly as one of the schema's elements, and writes it.
fn document<D: Document>(document: &str) -> Result<Vec<u8>, String> {
    write(&D::parse(document, &strictly()).map_err(|error| error.to_string())?)
}

/// The same, and validates it in between.
fn checked_document<D: Document + Validate>(document: &str) -> Result<Vec<u8>, String> {
    let value = D::parse(document, &strictly()).map_err(|error| error.to_string())?;
    value.validate().map_err(|errors| errors.to_string())?;
    write(&value)
}

fn write(value: &impl Document) -> Result<Vec<u8>, String> {
    value.to_xml().map(String::into_bytes).map_err(|error| error.to_string())
}

fn strictly() -> ReadOptions {
    ReadOptions { reading: Reading::Strict, ..ReadOptions::default() }
}

/// Puts the declarations that generated tags rely on into the first tag.
fn declare(written: &[u8], declarations: &str) -> Vec<u8> {
    let is_end = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/');
    let (name, rest) = written.split_at(written.iter().position(is_end).unwrap_or(written.len()));
    [name, declarations.as_bytes(), rest].concat()
}
