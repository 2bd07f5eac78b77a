//! A second opinion on the instances: libxml2.

use std::path::PathBuf;
use std::time::Duration;

use super::sets::{Expected, Group};
use crate::Result;
use crate::xmllint::{self, Verdict};

/// Time limit for the instances of a group.
const TIME: Duration = Duration::from_secs(20);

/// Prints the instances on which the suite and libxml2 disagree, and how many there are.
pub(super) fn opinion(groups: &[Group]) -> Result<()> {
    if !xmllint::is_installed() {
        println!("skipped: second opinion (xmllint is not installed)");
        return Ok(());
    }
    let (mut agreed, mut aside) = (0, 0);
    let mut disagreed = Vec::new();
    for group in groups {
        let files: Vec<PathBuf> = group.instances.iter().map(|it| it.path.clone()).collect();
        let [schema] = group.schemas.as_slice() else {
            aside += files.len();
            continue;
        };
        let Verdict::Invalid(invalid) = xmllint::validate(schema, &files, TIME)? else {
            aside += files.len();
            continue;
        };
        for instance in &group.instances {
            let theirs = invalid.get(&instance.path);
            if theirs.is_some() == (instance.expected == Expected::Invalid) {
                agreed += 1;
            } else {
                let theirs = theirs.map_or("valid", |reason| reason.trim());
                disagreed
                    .push(format!("  {}/{}/{}  {theirs}", group.set, group.name, instance.name));
            }
        }
    }
    println!("instances on which libxml2 and the suite disagree");
    println!("{}", disagreed.join("\n"));
    println!(
        "libxml2: {agreed} instances agreed, {} disagreed, {aside} of several schemas or of one that libxml2 refuses",
        disagreed.len()
    );
    Ok(())
}
