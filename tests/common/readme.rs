//! Parts of the README that are printed from figures: each lies between two markers with its name.

#![allow(dead_code)] // Not every test needs all of it.

use std::path::Path;

/// What the README has in the part of this name; with `REGENERATE` set, `computed` goes there, and none is returned.
pub fn printed(name: &str, computed: &str) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path).expect("there is a README.md");
    let [begin, end] = [format!("<!-- {name} -->\n"), format!("\n<!-- /{name} -->")];
    let (before, rest) = readme.split_once(&begin).expect("the README has such a part");
    let (printed, after) = rest.split_once(&end).expect("the part has an end");
    if std::env::var_os("REGENERATE").is_some() {
        std::fs::write(&path, format!("{before}{begin}{computed}{end}{after}")).unwrap();
        return None;
    }
    Some(printed.to_string())
}

/// Checks that the README has this, or has it written there; `command` would do so.
pub fn check(name: &str, computed: &str, command: &str) {
    if let Some(printed) = printed(name, computed) {
        assert_eq!(printed, computed, "the README's part {name}: run {command}");
    }
}
