//! Parts of the README and of the pages in `docs/` that are printed from figures: each lies between two markers
//! with its name. `figures.rs` (accuracy), `performance.rs` (speed), `paper.rs` and `compare.rs` say which, and fail where
//! one drifts.

#![allow(dead_code)] // Not every test needs all of it.

use std::path::Path;

/// What a page has in the part of this name; with `REGENERATE` set, `computed` goes there, and none is returned.
pub fn printed(page: &str, name: &str, computed: &str) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
    let text = std::fs::read_to_string(&path).expect("there is such a page");
    let [begin, end] = [format!("<!-- {name} -->\n"), format!("\n<!-- /{name} -->")];
    let (before, rest) = text.split_once(&begin).expect("the page has such a part");
    let (printed, after) = rest.split_once(&end).expect("the part has an end");
    if std::env::var_os("REGENERATE").is_some() {
        std::fs::write(&path, format!("{before}{begin}{computed}{end}{after}")).unwrap();
        return None;
    }
    Some(printed.to_string())
}

/// Checks that a page has this in a part, or has it written there; `command` would do so.
pub fn check(page: &str, name: &str, computed: &str, command: &str) {
    if let Some(printed) = printed(page, name, computed) {
        assert_eq!(printed, computed, "{page}, the part {name}: run {command}");
    }
}
