//! What each convolution costs, what it is bound by, and what share of the machine's peak it reaches.
//!
//! `cargo bench --bench roofline` measures on one thread: each pass of each convolution of the networks with 24,
//! 32 and 64 filters, in turn with a loop of independent multiply-adds (the peak) and with one that adds a buffer
//! in the second cache to another (the bandwidth). Of each the fastest of many short runs counts, so that other work
//! on the machine counts for little. A pass is bound by arithmetic if its multiply-adds at the peak take longer
//! than its bytes at that bandwidth, else by memory. `ROOFLINE_JSON=FILE` has the figures written there too.
//!
//! What has to be done for a batch of 10 images, in millions of multiply-adds, bytes and multiply-adds a byte, is
//! the same on every machine. `cargo test` compares it with the code; `REGENERATE=1 cargo test --bench roofline`
//! writes it anew:
#![doc = include_str!("costs.md")]

#[path = "../layers/mod.rs"]
mod layers;
mod measure;
mod peak;
mod report;

use std::fmt::Write as _;

use layers::{FILTERS, network};

const COSTS: &str = "benches/roofline/costs.md";

fn main() {
    if !std::env::args().any(|argument| argument == "--bench") {
        return check_costs();
    }
    let measured = measure::measure();
    print!("{}", report::markdown(&measured));
    if let Some(path) = std::env::var_os("ROOFLINE_JSON") {
        let json = format!("{:#}\n", report::json(&measured));
        std::fs::write(path, json).expect("a place for the figures");
    }
}

/// The table of what is the same on every machine.
fn costs() -> String {
    let mut table = String::from(
        "\n| convolution | forward | each gradient | bytes of each | multiply-adds a byte |\n\
         | --- | --- | --- | --- | --- |\n",
    );
    for layer in FILTERS.iter().flat_map(|&filters| network(filters)) {
        let cost = layer.cost();
        let millions = format!("{:.2}", cost.multiply_adds as f64 / 1e6);
        let (name, bytes, intensity) = (layer.name(), cost.bytes, cost.intensity());
        writeln!(table, "| {name} | {millions} | {millions} | {bytes} | {intensity:.1} |")
            .expect("text grows");
    }
    table
}

fn check_costs() {
    if std::env::var_os("REGENERATE").is_some() {
        std::fs::write(COSTS, costs()).expect("the checkout can be written to");
    }
    let written = std::fs::read_to_string(COSTS).expect("the table is there");
    assert_eq!(
        written,
        costs(),
        "{COSTS} is out of date: REGENERATE=1 cargo test --bench roofline"
    );
}
