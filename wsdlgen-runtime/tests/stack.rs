//! Stack use of nested values: nothing overflows on a thread with 2 MiB.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::thread;

use wsdlgen_runtime::{
    Validate,
    codegen::v1 as rt,
    xml::{
        AnyElement, Limits, Name, ReadElement, ReadErrorKind, ReadOptions, WriteElement, Writer,
    },
};

rt::namespaces! { tns = "urn:t" }

/// Declares a record that contains itself and the given fields.
macro_rules! wide {
    ($($field:ident $local:literal)*) => {
        rt::record! {
            /// A type with many fields.
            pub struct Wide checked("Wide") {
                optional inner: Option<Box<Wide>> = "r" element,
                optional either: Option<Either> = "either" part,
                $(optional $field: Option<String> = $local string,)*
            }
        }
    };
}

wide! {
    f00 "f00" f01 "f01" f02 "f02" f03 "f03" f04 "f04" f05 "f05" f06 "f06" f07 "f07" f08 "f08" f09 "f09"
    f10 "f10" f11 "f11" f12 "f12" f13 "f13" f14 "f14" f15 "f15" f16 "f16" f17 "f17" f18 "f18" f19 "f19"
    f20 "f20" f21 "f21" f22 "f22" f23 "f23" f24 "f24" f25 "f25" f26 "f26" f27 "f27" f28 "f28" f29 "f29"
    f30 "f30" f31 "f31" f32 "f32" f33 "f33" f34 "f34" f35 "f35" f36 "f36" f37 "f37" f38 "f38" f39 "f39"
    f40 "f40" f41 "f41" f42 "f42" f43 "f43" f44 "f44" f45 "f45" f46 "f46" f47 "f47" f48 "f48" f49 "f49"
    f50 "f50" f51 "f51" f52 "f52" f53 "f53" f54 "f54" f55 "f55" f56 "f56" f57 "f57" f58 "f58" f59 "f59"
    f60 "f60" f61 "f61" f62 "f62" f63 "f63" f64 "f64" f65 "f65" f66 "f66" f67 "f67" f68 "f68" f69 "f69"
    f70 "f70" f71 "f71" f72 "f72" f73 "f73" f74 "f74" f75 "f75" f76 "f76" f77 "f77" f78 "f78" f79 "f79"
    f80 "f80" f81 "f81" f82 "f82" f83 "f83" f84 "f84" f85 "f85" f86 "f86" f87 "f87" f88 "f88" f89 "f89"
    f90 "f90" f91 "f91" f92 "f92" f93 "f93" f94 "f94" f95 "f95" f96 "f96" f97 "f97" f98 "f98" f99 "f99"
}

rt::choice! {
    /// A second path from a wide type to itself.
    pub enum Either checked("Either") {
        Again(Box<Wide>) = "again" element checked,
        Number(i32) = "number" value,
    }
}

rt::record! {
    /// A type with few fields.
    pub struct Narrow checked("Narrow") {
        optional inner: Option<Box<Narrow>> = "r" element,
    }
}

/// Runs on a thread with the stack size of an executor's worker.
fn on_a_worker(work: impl FnOnce() + Send + 'static) {
    let worker = thread::Builder::new().stack_size(2 << 20).spawn(work).unwrap();
    worker.join().unwrap();
}

fn nested(depth: usize, tag: &str) -> String {
    format!(
        "<r>{}{}</r>",
        format!("<{tag}>").repeat(depth - 1),
        format!("</{tag}>").repeat(depth - 1)
    )
}

fn read<T: ReadElement>(document: &str, options: &ReadOptions) -> Result<T, ReadErrorKind> {
    T::read_document(document, &Name::unqualified("r"), options)
        .map_err(|error| error.kind().clone())
}

/// Applies every operation to a value.
fn use_everything<T>(value: &T)
where
    T: Clone + PartialEq + std::fmt::Debug + WriteElement + Validate,
{
    let copy = value.clone();
    assert!(copy == *value);
    assert!(!format!("{value:?} {value:#?}").is_empty());
    assert_eq!(value.validate(), Ok(()));
    let mut writer = Writer::default();
    writer.element("<r>", value);
    assert!(!writer.finish().unwrap().is_empty());
}

/// Returns the greatest depth at which nested elements are read, and applies every operation to the value.
fn deepest<T>(tag: &str) -> usize
where
    T: ReadElement + Clone + PartialEq + std::fmt::Debug + WriteElement + Validate,
{
    let options = ReadOptions::default();
    let is_refused = |depth: &usize| match read::<T>(&nested(*depth, tag), &options) {
        Ok(_) => false,
        Err(ReadErrorKind::Limit { setting: "stack_bytes" | "depth", .. }) => true,
        Err(other) => panic!("{other}"),
    };
    let deepest = (1..1_000).find(is_refused).unwrap() - 1;
    use_everything(&read::<T>(&nested(deepest, tag), &options).unwrap());
    deepest
}

#[test]
fn reads_nested_wide_records() {
    on_a_worker(|| {
        for tag in ["r", "again"] {
            let deepest = deepest::<Wide>(tag);
            println!("{tag}: {deepest} levels of {} bytes", size_of::<Wide>());
            assert!(deepest >= 10, "{deepest}");
        }
    });
}

#[test]
fn reads_narrow_records_up_to_the_depth_limit() {
    on_a_worker(|| assert_eq!(deepest::<Narrow>("r"), 128));
}

#[test]
fn reads_trees_up_to_the_depth_limit() {
    on_a_worker(|| {
        let tree = AnyElement::parse(&nested(128, "r"), &ReadOptions::default()).unwrap();
        assert_eq!(tree.clone(), tree);
        assert!(!format!("{tree:?}{tree:#?}{}", tree.to_xml().unwrap()).is_empty());
    });
}

#[test]
fn names_the_limit_in_the_error() {
    let limits = Limits { stack_bytes: 16 << 10, ..Limits::default() };
    let options = ReadOptions { limits, ..ReadOptions::default() };
    let kind =
        ReadErrorKind::Limit { what: "bytes of stack", setting: "stack_bytes", limit: 16 << 10 };
    assert_eq!(read::<Wide>(&nested(100, "r"), &options), Err(kind));
}
