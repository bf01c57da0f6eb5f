//! Notes the commit that the program is built from, for the weights that it will make.

use std::path::Path;
use std::process::Command;

fn main() {
    for path in ["build.rs", "src", "Cargo.toml"] {
        println!("cargo::rerun-if-changed={path}");
    }
    let is_for =
        |variable: &str, value: &str| std::env::var(variable).is_ok_and(|own| own == value);
    // A page makes no weights, and neither does a library that somebody else builds.
    if is_for("CARGO_CFG_TARGET_ARCH", "wasm32") || !is_for("CARGO_FEATURE_CLI", "1") {
        return;
    }
    if let Some(commit) = packed().or_else(checked_out) {
        println!("cargo::rustc-env=REPTILE_SKETCH_COMMIT={commit}");
    }
}

/// The commit that `cargo package` has noted in what it packs.
fn packed() -> Option<String> {
    let info = std::fs::read_to_string(".cargo_vcs_info.json").ok()?;
    let (_, rest) = info.split_once("\"sha1\"")?;
    let commit = rest.split('"').nth(1)?;
    Some(commit.to_string())
}

/// The commit of this checkout, and whether the code has changed since. A project that this crate was copied into has
/// commits of its own, which are not meant.
fn checked_out() -> Option<String> {
    if !Path::new(".git").exists() {
        return None;
    }
    let commit = git(&["rev-parse", "HEAD"])?;
    let branch = git(&["symbolic-ref", "-q", "HEAD"]).unwrap_or_default();
    for path in ["HEAD", "packed-refs", &branch] {
        let path = git(&["rev-parse", "--git-path", path]).filter(|path| Path::new(path).is_file());
        if let Some(path) = path {
            println!("cargo::rerun-if-changed={path}");
        }
    }
    let changed = git(&["status", "--porcelain", "--untracked-files=no", "--", "src"])?;
    Some(if changed.is_empty() { commit } else { format!("{commit}-modified") })
}

fn git(words: &[&str]) -> Option<String> {
    let output = Command::new("git").args(words).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_string())
}
