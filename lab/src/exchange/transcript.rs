//! Transcripts: the outcomes of reading each sample and its mutations, in lenient and in strict mode.
//!
//! Two versions of the generator and runtime behave identically if their transcripts are equal.

use std::env;
use std::fmt::Debug;
use std::fs;
use std::io::{self, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;

use wsdlgen_runtime::xml::{Cursor, Namespaces, ReadError, ReadOptions, Reading, Writer};
use wsdlgen_runtime::{Contract, Operation};

use super::Exchange;

/// Number of mutations per sample.
const MUTATIONS: usize = 50;
/// Replacement texts.
const TEXTS: [&str; 10] =
    ["", " ", "x", "1", "-7", "true", " 2 ", "&#38;", "<![CDATA[y]]>", "2024-02-30"];

/// Appends the outcomes for an operation to the file `transcript` in the program's folder, if the program has a second
/// argument.
pub fn write<O: Operation>(exchange: &Exchange) -> io::Result<()>
where
    O::Input: Debug,
    O::Body: Debug,
{
    let arguments: Vec<_> = env::args().skip(1).collect();
    let [folder, _] = &arguments[..] else { return Ok(()) };
    let file = Path::new(folder).join("transcript");
    let mut file = fs::OpenOptions::new().create(true).append(true).open(file)?;
    let mut append = |kind: &str, sample: &str, outcome: fn(&str, Reading) -> String| {
        for (index, document) in mutations(sample).iter().enumerate() {
            for reading in [Reading::Lenient, Reading::Strict] {
                let outcome = caught(|| outcome(document, reading)).replace(['\n', '\r'], " ");
                let Exchange { operation, port, .. } = exchange;
                writeln!(file, "{operation} {port} {kind} {index} {reading:?} {outcome}")?;
            }
        }
        Ok(())
    };
    append("request", exchange.request, request::<O>)?;
    match O::without_output() {
        Some(_) => Ok(()),
        None => append("reply", exchange.reply, reply::<O>),
    }
}

fn request<O: Operation>(document: &str, reading: Reading) -> String
where
    O::Input: Debug,
{
    outcome(document, reading, O::Contract::NAMESPACES, O::read_input, |input| {
        let mut writer = Writer::default();
        O::write_input(&input, &mut writer);
        let valid = O::validate_input(&input).map_err(|errors| errors.to_string());
        format!("{input:?} {valid:?} {:?}", writer.finish().map(String::from_utf8))
    })
}

fn reply<O: Operation>(document: &str, reading: Reading) -> String
where
    O::Body: Debug,
{
    outcome(document, reading, O::Contract::NAMESPACES, O::read_output, |output| {
        let mut writer = Writer::default();
        O::write_output(&output, &mut writer);
        let valid = O::validate_output(&output).map_err(|errors| errors.to_string());
        format!("{:?} {valid:?} {:?}", O::body(output), writer.finish().map(String::from_utf8))
    })
}

/// Reads a document and formats the outcome: the value, formatted by `show`, with its deviations, or the error.
fn outcome<T>(
    document: &str,
    reading: Reading,
    namespaces: &'static Namespaces,
    read: fn(&mut Cursor<'_>) -> Result<T, ReadError>,
    show: impl FnOnce(T) -> String,
) -> String {
    let document = format!(
        "<Body xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">{document}</Body>"
    );
    let options = ReadOptions { reading, ..ReadOptions::default() };
    let result = Cursor::new(&document, namespaces, &options).and_then(|mut cursor| {
        cursor.enter()?;
        let value = read(&mut cursor)?;
        cursor.leave()?;
        Ok((value, cursor.finish()?))
    });
    match result {
        Ok((value, deviations)) => format!("ok {} {deviations:?}", show(value)),
        Err(error) => format!("error {error} {error:?}"),
    }
}

fn caught(outcome: impl FnOnce() -> String) -> String {
    panic::catch_unwind(AssertUnwindSafe(outcome)).unwrap_or_else(|_| "panic".to_owned())
}

/// Returns the sample and its mutations, which are determined by the sample.
fn mutations(sample: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for part in sample.split_inclusive('>') {
        let (text, tag) = part.split_at(part.find('<').unwrap_or(0));
        pieces.extend([text, tag].into_iter().filter(|piece| !piece.is_empty()).map(str::to_owned));
    }
    let seed = sample.bytes().fold(7_u64, |seed, byte| seed.wrapping_mul(31) ^ u64::from(byte));
    let mut random = Random(seed | 1);
    let mut all = vec![sample.to_owned()];
    for index in 0..MUTATIONS {
        let mut changed = pieces.clone();
        for _ in 0..=(index % 2) {
            mutate(&mut changed, &mut random);
        }
        all.push(changed.concat());
    }
    all
}

/// An xorshift random number generator.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end.max(1) as u64).unwrap_or_default()
    }
}

/// Changes an element, text, tag or attribute of a document.
fn mutate(pieces: &mut Vec<String>, random: &mut Random) {
    if pieces.is_empty() {
        return;
    }
    let at = random.below(pieces.len());
    let end = end_of(pieces, at);
    match random.below(14) {
        0 => drop(pieces.drain(at..end)),
        1 => {
            let copy = pieces[at..end].to_vec();
            pieces.splice(at..at, copy);
        }
        2 => {
            let next = end_of(pieces, end);
            pieces[at..next].rotate_left(end - at);
        }
        3 | 4 => replace_text(pieces, at, random),
        5 => pieces.insert(at, "<unknown><b/></unknown>".to_owned()),
        6 => pieces.insert(at, "<u:unknown xmlns:u=\"urn:u\" a=\"1\">t</u:unknown>".to_owned()),
        7 => add_attribute(&mut pieces[at], " unknown=\"1\""),
        8 | 9 => add_attribute(&mut pieces[at], " xsi:nil=\"true\""),
        10 => pieces.insert(at, "stray".to_owned()),
        11 => pieces.truncate(at),
        12 => pieces[at] = pieces[at].replace("tns:", "").replace("ns2:", "tns:"),
        _ => replace_attribute(&mut pieces[at], TEXTS[random.below(7)]),
    }
}

fn replace_text(pieces: &mut Vec<String>, at: usize, random: &mut Random) {
    let text = TEXTS[random.below(TEXTS.len())].to_owned();
    let texts = (0..pieces.len()).filter(|index| !pieces[*index].starts_with('<'));
    let texts: Vec<usize> = texts.collect();
    match texts.get(random.below(texts.len())) {
        Some(index) => pieces[*index] = text,
        None => pieces.insert(at, text),
    }
}

fn replace_attribute(tag: &mut String, value: &str) {
    let Some(from) = tag.find("=\"").filter(|_| !tag.contains("xmlns")) else { return };
    if let Some(length) = tag[from + 2..].find('"') {
        tag.replace_range(from + 2..from + 2 + length, value);
    }
}

fn add_attribute(tag: &mut String, attribute: &str) {
    if tag.starts_with('<') && !tag.starts_with("</") && !tag.starts_with("<!") {
        let end = tag.len() - if tag.ends_with("/>") { 2 } else { 1 };
        tag.insert_str(end, attribute);
    }
}

/// Returns the end of the element that begins at a piece, or the end of the piece if no element begins there.
fn end_of(pieces: &[String], at: usize) -> usize {
    let mut depth = 0_i32;
    for (index, piece) in pieces.iter().enumerate().skip(at) {
        if piece.starts_with("</") {
            depth -= 1;
        } else if piece.starts_with('<') && !piece.ends_with("/>") {
            depth += 1;
        }
        if depth <= 0 {
            return index + 1;
        }
    }
    pieces.len().min(at + 1)
}
