//! Drawings that are written as lists of numbers: of one stroke, or of strokes without lists for points.

use crate::collection::form::{LIFTED, Stroke, is_lifted, is_timed_first};

/// Lists of numbers.
pub(in crate::data::formats) type Rows = Vec<Vec<f64>>;

/// What the rows of drawings are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RowForm {
    /// The points of the one stroke, `[[x, y], ...]`.
    Points,
    /// Its columns, `[[x, ...], [y, ...]]`.
    Columns,
    /// Strokes, `[[x, y, x, y, ...], ...]`.
    Strokes,
}

/// From so many drawings on, it is no chance that strokes of each have as many points.
const NO_CHANCE: usize = 4;

impl RowForm {
    /// The one form that all drawings of a file have.
    ///
    /// *Errors*: that it could be several, or none.
    pub fn of(drawings: &[&Rows]) -> Result<RowForm, String> {
        let rows = || drawings.iter().copied().flatten();
        let can_be_points = rows().all(|row| [2, 3].contains(&row.len()));
        let can_be_strokes = rows().all(|row| row.len() % 2 == 0);
        let can_be_columns = drawings.iter().all(|rows| {
            [2, 3].contains(&rows.len()) && rows.iter().all(|row| row.len() == rows[0].len())
        });
        match (can_be_points, can_be_columns, can_be_strokes) {
            // Strokes would all be dots.
            (true, false, _) => Ok(RowForm::Points),
            (false, true, false) => Ok(RowForm::Columns),
            (false, true, true) if drawings.len() >= NO_CHANCE => Ok(RowForm::Columns),
            (false, false, true) => Ok(RowForm::Strokes),
            (false, false, false) => Err("drawings are written in several ways; \
                                          write strokes of points, [[[x, y], ...], ...]"
                .into()),
            (true, true, _) | (false, true, true) => Err("each drawing may be [[x, y], ...], \
                [[x, ...], [y, ...]] or [[x, y, x, y, ...], ...]; \
                write strokes of points, [[[x, y], ...], ...]"
                .into()),
        }
    }

    /// The strokes of a drawing in this form.
    pub fn strokes(self, rows: &Rows) -> Result<Vec<Stroke>, &'static str> {
        match self {
            RowForm::Points if is_lifted(rows) => Err(LIFTED),
            RowForm::Points => {
                let points = rows.iter().map(|row| [row[0], row[1]]).collect();
                let stroke = if is_timed_first(rows) { Stroke::Timed } else { Stroke::Points };
                Ok(vec![stroke(points)])
            }
            RowForm::Columns => {
                let points = rows[0].iter().zip(&rows[1]).map(|(&x, &y)| [x, y]);
                Ok(vec![Stroke::Points(points.collect())])
            }
            RowForm::Strokes => rows.iter().map(|row| Stroke::flat(row)).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_told_apart_by_all_drawings_of_a_file() {
        let rows = |lengths: &[usize]| -> Rows {
            lengths.iter().map(|&length| vec![1.0; length]).collect()
        };
        let form = |drawings: &[&[usize]]| {
            let drawings: Vec<Rows> = drawings.iter().map(|lengths| rows(lengths)).collect();
            RowForm::of(&drawings.iter().collect::<Vec<_>>())
        };
        assert_eq!(form(&[&[2, 2, 2, 2], &[2, 2]]), Ok(RowForm::Points));
        assert_eq!(form(&[&[3, 3, 3, 3]]), Ok(RowForm::Points));
        assert_eq!(form(&[&[5, 5], &[2, 2]]), Ok(RowForm::Columns));
        assert_eq!(form(&[&[6, 6], &[8, 8], &[4, 4], &[2, 2]]), Ok(RowForm::Columns));
        assert_eq!(form(&[&[6, 4], &[8, 8], &[2]]), Ok(RowForm::Strokes));
        for either in [&[&[2, 2][..]][..], &[&[6, 6]], &[&[3, 3, 3]]] {
            assert!(form(either).unwrap_err().contains("may be"), "{either:?}");
        }
        assert!(form(&[&[5, 5], &[2, 2, 2, 2]]).unwrap_err().contains("several ways"));
    }
}
