//! What `compare` prints and draws.

use serde::Serialize;

use super::records::{Claim, CurveRecord, Point, SineRecord};
use super::settings::CurveSettings;
use crate::meta::Interval;

/// The JSON object.
#[derive(Serialize)]
pub struct Report<'a> {
    /// What made it; paths are file names only.
    pub command: String,
    pub seed: u64,
    pub settings: &'a CurveSettings,
    /// The data sets, each `name sha256`.
    pub data: Vec<String>,
    pub curves: Vec<CurveRecord>,
    pub claims: Vec<Claim>,
    pub sine: Option<SineRecord>,
}

impl Report<'_> {
    /// The same for a person.
    pub fn table(&self) -> String {
        let mut lines = Vec::new();
        if let Some(end) = self.curves.first().and_then(|curve| curve.points.last()) {
            lines.push(format!(
                "{}-way {}-shot accuracy on held-out classes after {} meta-iterations, and its mean \
                 over the curve",
                self.settings.ways, self.settings.shots, end.meta_iteration
            ));
        }
        let percent =
            |Interval { mean, ci95 }| format!("{:6.2} % ± {:.2} %", 100.0 * mean, 100.0 * ci95);
        for CurveRecord { name, points, episodes, .. } in &self.curves {
            let Point { accuracy: mean, ci95, .. } = points[points.len() - 1];
            let (end, mean) = (Interval { mean, ci95 }, Interval::of(episodes));
            lines.push(format!("{name:<20}{}   {}", percent(end), percent(mean)));
        }
        lines.extend(self.sine.iter().flat_map(sine_lines));
        for Claim { claim, holds, evidence, .. } in &self.claims {
            lines.push(format!("{} {claim}: {evidence}", if *holds { "yes" } else { "NO " }));
        }
        lines.join("\n")
    }
}

fn sine_lines(sine: &SineRecord) -> Vec<String> {
    let steps: Vec<usize> = (0..=sine.steps).step_by(8).collect();
    let head: Vec<String> = steps.iter().map(|step| format!("{step:>17}")).collect();
    let mut lines = vec![
        format!(
            "sine waves: mean squared error of {} held-out waves after gradient steps, {} \
             meta-iterations of {} minibatches",
            sine.tasks, sine.meta_iterations, sine.gradients
        ),
        format!("{:<17}{}   us a meta-iteration", "", head.concat()),
    ];
    for method in &sine.methods {
        let loss = |&step: &usize| format!("{:>9.4} ± {:.3}", method.loss[step], method.ci95[step]);
        let losses: String = steps.iter().map(loss).collect();
        lines.push(format!("{:<17}{losses}   {:.1}", method.name, method.meta_iteration_us));
    }
    lines
}
