#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| wsdlgen_fuzz_targets::run("json", input));
