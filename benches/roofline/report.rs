//! The figures as a table and as JSON.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::layers::BATCH;
use crate::measure::{Measured, MeasuredPass, Network};
use crate::peak::Peak;

impl MeasuredPass {
    /// Multiply-adds a second.
    fn speed(&self) -> f64 {
        self.cost.multiply_adds as f64 / self.seconds
    }

    fn bound_by(&self, peak: f64, bandwidth: f64) -> &'static str {
        let arithmetic = self.cost.multiply_adds as f64 / peak;
        if arithmetic > self.cost.bytes as f64 / bandwidth { "arithmetic" } else { "memory" }
    }
}

impl Network {
    fn multiply_adds(&self) -> f64 {
        self.passes.iter().map(|pass| pass.cost.multiply_adds as f64).sum()
    }

    fn convolutions_s(&self) -> f64 {
        self.passes.iter().map(|pass| pass.seconds).sum()
    }

    /// The convolutions' multiply-adds a second, as a share of the peak.
    fn convolutions_share(&self, peak: f64) -> f64 {
        self.multiply_adds() / self.convolutions_s() / peak
    }

    /// The whole step's.
    fn step_share(&self, peak: f64) -> f64 {
        self.multiply_adds() / self.step_s / peak
    }
}

/// Everything, as tables.
pub fn markdown(measured: &Measured) -> String {
    let Measured { peak, bandwidth, networks } = measured;
    let mut text = format!(
        "\npeak: {:.1} GMAC/s with {}; from the second cache and back: {:.1} GB/s\n\n\
         | convolution, {BATCH} images | pass | us | GMAC/s | of the peak | bound by |\n\
         | --- | --- | --- | --- | --- | --- |\n",
        peak / 1e9,
        Peak::instructions(),
        bandwidth / 1e9,
    );
    for pass in networks.iter().flat_map(|network| &network.passes) {
        let (layer, name) = (&pass.layer, pass.pass.name());
        let (us, giga) = (pass.seconds * 1e6, pass.speed() / 1e9);
        let (share, bound) = (100.0 * pass.speed() / peak, pass.bound_by(*peak, *bandwidth));
        writeln!(text, "| {layer} | {name} | {us:.1} | {giga:.1} | {share:.0} % | {bound} |")
            .expect("text grows");
    }
    text += "\n| filters | million multiply-adds a step | convolutions, us | of the peak | inner step, us | \
             of the peak | images/s |\n| --- | --- | --- | --- | --- | --- | --- |\n";
    for network in networks {
        writeln!(
            text,
            "| {} | {:.1} | {:.0} | {:.0} % | {:.0} | {:.0} % | {:.0} |",
            network.filters,
            network.multiply_adds() / 1e6,
            1e6 * network.convolutions_s(),
            100.0 * network.convolutions_share(*peak),
            1e6 * network.step_s,
            100.0 * network.step_share(*peak),
            BATCH as f64 / network.step_s,
        )
        .expect("text grows");
    }
    text
}

/// Everything, for programs.
pub fn json(measured: &Measured) -> Value {
    let Measured { peak, bandwidth, networks } = measured;
    let pass = |pass: &MeasuredPass| {
        json!({
            "convolution": pass.layer,
            "pass": pass.pass.name(),
            "multiply_adds": pass.cost.multiply_adds,
            "bytes": pass.cost.bytes,
            "seconds": pass.seconds,
            "share_of_peak": pass.speed() / peak,
            "bound_by": pass.bound_by(*peak, *bandwidth),
        })
    };
    let network = |network: &Network| {
        json!({
            "filters": network.filters,
            "passes": network.passes.iter().map(pass).collect::<Vec<_>>(),
            "convolutions_share_of_peak": network.convolutions_share(*peak),
            "step_s": network.step_s,
            "step_share_of_peak": network.step_share(*peak),
            "images_a_second": BATCH as f64 / network.step_s,
        })
    };
    json!({
        "instructions": Peak::instructions(),
        "batch": BATCH,
        "peak_multiply_adds_a_second": peak,
        "bandwidth_bytes_a_second": bandwidth,
        "networks": networks.iter().map(network).collect::<Vec<_>>(),
    })
}
