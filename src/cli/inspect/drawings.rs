//! What there is to say of drawings: of a data set, a stroke file, or fixed runs.

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde_json::{Value, json};

use super::copies::Copies;
use super::kind::Kind;
use super::numbers::{Spread, grouped};
use super::oddities::{Look, oddities};
use super::text::{Lines, names};
use crate::Result;
use crate::data::{Class, Drawing, Ink, Picture, Pool, ReadConfig, Run};
use crate::sketch::{Polarity, Sketch};

/// What is known of the drawings of one path.
pub struct DrawingsReport {
    pub path: PathBuf,
    pub pool: Pool,
    pub copies: Copies,
    kind: Kind,
    runs: Option<String>,
    looks: Vec<Look>,
}

impl DrawingsReport {
    /// *Errors*: as [`Pool::read_with`].
    pub fn of_data(path: &Path, kind: Kind, config: &ReadConfig) -> Result<DrawingsReport> {
        let paths = [path.to_path_buf()];
        let (images, strokes) =
            if kind == Kind::Strokes { (&[][..], &paths[..]) } else { (&paths[..], &[][..]) };
        Ok(DrawingsReport::new(path, kind, Pool::read_with(config, images, strokes)?))
    }

    /// Each support of a run with its queries is a class.
    pub fn of_runs(path: &Path, runs: &[Run]) -> DrawingsReport {
        let class = |run: &Run, answer: usize| format!("{}/{}", run.name, answer + 1);
        let of_run = |run: &Run| {
            let supports = run.supports.iter().cloned().enumerate();
            let queries = run.queries.iter().map(|query| (query.answer, query.drawing.clone()));
            let named =
                supports.chain(queries).map(|(answer, drawing)| (class(run, answer), drawing));
            named.collect::<Vec<(String, Drawing)>>()
        };
        let pool = Pool::new(runs.iter().flat_map(of_run).collect());
        let sizes = |size: fn(&Run) -> usize| Spread::of(runs.iter().map(|run| size(run) as f64));
        let words = sizes(|run| run.supports.len()).zip(sizes(|run| run.queries.len())).map(
            |(ways, queries)| {
                format!("{} of {ways} classes, one example each, and {queries} queries", runs.len())
            },
        );
        DrawingsReport { runs: words, ..DrawingsReport::new(path, Kind::Runs, pool) }
    }

    fn new(path: &Path, kind: Kind, pool: Pool) -> DrawingsReport {
        let of_class = |class: &Class| -> Vec<Look> {
            class.drawings().par_iter().map(|drawing| Look::of(class.name(), drawing)).collect()
        };
        let looks = pool.classes().par_iter().flat_map_iter(of_class).collect();
        DrawingsReport {
            path: path.into(),
            copies: Copies::of(path, &pool),
            kind,
            pool,
            runs: None,
            looks,
        }
    }

    fn sizes(&self) -> Option<Spread> {
        Spread::of(self.pool.classes().iter().map(|class| class.drawings().len() as f64))
    }

    fn spread(&self, of: impl Fn(&Look) -> Option<f64>) -> Option<Spread> {
        Spread::of(self.looks.iter().filter_map(of))
    }

    fn strokes(&self, of: impl Fn(&[Vec<[f32; 2]>]) -> usize) -> Option<Spread> {
        let drawings = self.pool.classes().iter().flat_map(|class| class.drawings());
        Spread::of(drawings.filter_map(|drawing| match drawing.picture() {
            Picture::Sketch(Sketch::Strokes(strokes)) => Some(of(strokes.strokes()) as f64),
            _ => None,
        }))
    }

    fn points(strokes: &[Vec<[f32; 2]>]) -> usize {
        strokes.iter().map(Vec::len).sum()
    }

    /// For a person.
    pub fn lines(&self) -> Lines {
        let mut lines = Lines::new(&self.path, self.kind.words());
        let classes = self.pool.classes();
        lines.add("runs", self.runs.clone().unwrap_or_default());
        let class_names: Vec<&str> = classes.iter().map(|class| class.name()).collect();
        lines.add("classes", format!("{}: {}", grouped(classes.len()), names(&class_names)));
        let sizes = self.sizes().map(|sizes| format!("; {sizes} a class")).unwrap_or_default();
        lines.add("drawings", format!("{}{sizes}", grouped(self.pool.drawings())));
        if let Some((strokes, points)) = self.strokes(<[_]>::len).zip(self.strokes(Self::points)) {
            lines.add("strokes", format!("{strokes} a drawing, of {points} points together"));
        }
        for notes in self.pool.notes() {
            let particulars = [
                (notes.reduced, "images that were read reduced"),
                (notes.paged, "images with several pages or frames, of which the first was read"),
                (notes.empty, "empty ones, which were skipped"),
            ];
            let particulars = particulars.into_iter().filter(|(count, _)| *count > 0);
            particulars.for_each(|(count, what)| lines.add("", format!("{count} {what}")));
            lines.add("ink", notes.ink.map(|ink| ink.to_string()).unwrap_or_default());
            lines.add_all("remarks", notes.remarks.iter().cloned());
            lines.add("not read", notes.ignored.to_string());
        }
        let pens = self.spread(|look| look.pen_px).zip(self.spread(|look| look.seen_pen_px));
        if let Some((own, seen)) = pens {
            lines.add(
                "pen",
                format!("{own} pixels wide; {seen} as the network sees it, which broadens what is below 2"),
            );
        }
        lines.add("copies", format!("in one class: {}", self.copies.within_classes()));
        lines.add("", format!("in several classes: {}", self.copies.between_classes()));
        let oddities = oddities(&self.pool, &self.looks);
        match oddities.is_empty() {
            true => lines.add("oddities", "none"),
            false => lines.add_all("oddities", oddities.iter().map(ToString::to_string)),
        }
        lines
    }

    /// For a program.
    pub fn json(&self) -> Value {
        let spread = |spread: Option<Spread>| spread.map(|spread| spread.json());
        let class =
            |class: &Class| json!({ "name": class.name(), "drawings": class.drawings().len() });
        let notes = self.pool.notes().first();
        let ink = notes.and_then(|notes| notes.ink);
        json!({
            "path": self.path.display().to_string(),
            "kind": self.kind.name(),
            "classes": self.pool.classes().len(),
            "drawings": self.pool.drawings(),
            "drawings_per_class": spread(self.sizes()),
            "by_class": self.pool.classes().iter().map(class).collect::<Vec<_>>(),
            "strokes": spread(self.strokes(<[_]>::len)),
            "points": spread(self.strokes(Self::points)),
            "polarity": ink.map(polarity),
            "images_of_dark_and_light_ink": match ink {
                Some(Ink::Seen { dark, light }) => json!([dark, light]),
                _ => Value::Null,
            },
            "images_read_reduced": notes.map(|notes| notes.reduced),
            "images_of_several_pages": notes.map(|notes| notes.paged),
            "empty": notes.map(|notes| notes.empty),
            "pen_px": spread(self.spread(|look| look.pen_px)),
            "seen_pen_px": spread(self.spread(|look| look.seen_pen_px)),
            "copies_in_one_class": self.copies.within_classes().json(),
            "copies_in_several_classes": self.copies.between_classes().json(),
            "remarks": notes.map(|notes| notes.remarks.clone()).unwrap_or_default(),
            "not_read": notes.map(|notes| {
                let reasons = notes.ignored.reasons();
                reasons.map(|(why, count, names)| json!({ "why": why, "count": count, "first": names })).collect::<Vec<_>>()
            }).unwrap_or_default(),
            "oddities": oddities(&self.pool, &self.looks).iter().map(|oddity| oddity.json()).collect::<Vec<_>>(),
        })
    }
}

/// As `--polarity` has it, or `mixed`.
fn polarity(ink: Ink) -> &'static str {
    match ink.polarity() {
        Some(Polarity::DarkInk) => "dark-ink",
        Some(Polarity::LightInk) => "light-ink",
        None => "mixed",
    }
}
