//! A line of Quick, Draw!, as it is written.

use serde::Deserialize;

/// A line. Other fields, such as `countrycode`, are of no use here.
#[derive(Deserialize)]
pub(crate) struct Line {
    pub word: String,
    #[allow(dead_code)] // A browser takes all drawings.
    pub recognized: Option<bool>,
    /// Strokes of `[x...]`, `[y...]` and, in the raw files, `[t...]`, y down.
    drawing: Vec<Vec<Vec<f64>>>,
}

impl Line {
    /// The drawing's strokes, unless one is not written as columns.
    pub fn strokes(&self) -> Option<Vec<Vec<[f64; 2]>>> {
        self.drawing.iter().map(|columns| points(columns)).collect()
    }
}

/// The points of a stroke that is written as columns, if it is.
pub(crate) fn points(columns: &[Vec<f64>]) -> Option<Vec<[f64; 2]>> {
    let ([x, y] | [x, y, _]) = columns else { return None };
    let lengths = columns.iter().all(|column| column.len() == x.len());
    lengths.then(|| x.iter().zip(y).map(|(&x, &y)| [x, y]).collect())
}
