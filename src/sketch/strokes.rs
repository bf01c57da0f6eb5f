//! Pen strokes, checked.

use crate::{Code, Error, Result};

/// The strokes of one drawing: at least one point, all finite.
///
/// *Shapes and units*: points are `[x, y]` with y down, in any unit; a stroke of a single point
/// is a dot.
#[derive(Clone, Debug, PartialEq)]
pub struct Strokes(Vec<Vec<[f32; 2]>>);

impl Strokes {
    /// Checks strokes given as points.
    ///
    /// Strokes without points are dropped.
    ///
    /// *Errors*: `empty-drawing` if no point is left, `bad-point` if one is not finite.
    ///
    /// ```
    /// use reptile_sketch::sketch::Strokes;
    /// let cross = Strokes::new(vec![vec![[0., 0.], [9., 9.]], vec![[0., 9.], [9., 0.]]])?;
    /// assert_eq!(cross.strokes().len(), 2);
    /// assert!(Strokes::new(vec![vec![]]).is_err());
    /// # Ok::<(), reptile_sketch::Error>(())
    /// ```
    pub fn new(mut strokes: Vec<Vec<[f32; 2]>>) -> Result<Self> {
        strokes.retain(|stroke| !stroke.is_empty());
        if strokes.is_empty() {
            return Err(Error::new(Code::EmptyDrawing, "the drawing has no points"));
        }
        for (i, stroke) in strokes.iter().enumerate() {
            if let Some(j) = stroke.iter().position(|p| !(p[0].is_finite() && p[1].is_finite())) {
                let message = format!("point {j} of stroke {i} is not finite");
                return Err(Error::new(Code::BadPoint, message));
            }
        }
        Ok(Strokes(strokes))
    }

    /// Checks strokes given as one run of coordinates `x0, y0, x1, y1, …` and the number of
    /// values that each stroke takes of it, which is how they cross from JavaScript.
    ///
    /// *Errors*: as [`Strokes::new`], and `bad-point` for half a point.
    pub fn from_flat(values: &[f32], lengths: &[u32]) -> Result<Self> {
        let mut rest = values;
        let mut strokes = Vec::with_capacity(lengths.len());
        for (i, &length) in lengths.iter().enumerate() {
            let length = length as usize;
            if length % 2 == 1 {
                return Err(Error::new(Code::BadPoint, format!("stroke {i} ends in half a point")));
            }
            let Some((stroke, tail)) = rest.split_at_checked(length) else {
                return Err(Error::new(Code::BadPoint, "fewer values than the lengths say"));
            };
            strokes.push(stroke.chunks_exact(2).map(|p| [p[0], p[1]]).collect());
            rest = tail;
        }
        if !rest.is_empty() {
            return Err(Error::new(Code::BadPoint, "more values than the lengths say"));
        }
        Strokes::new(strokes)
    }

    /// The same strokes, turned by 90 degrees as a whole.
    #[cfg(feature = "training")]
    pub(super) fn turned(&self) -> Strokes {
        let turn = |stroke: &Vec<[f32; 2]>| stroke.iter().map(|&[x, y]| [-y, x]).collect();
        Strokes(self.0.iter().map(turn).collect())
    }

    /// The strokes, none of them empty.
    pub fn strokes(&self) -> &[Vec<[f32; 2]>] {
        &self.0
    }
}
