//! Pen strokes, checked.

use crate::{Code, Error, Result};

/// How many times its extent a drawing may lie from the origin: then single precision tells 2^11 places in it apart.
const FARTHEST: f64 = 8192.0;

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

    /// Checks strokes of double precision. Those that lie far from the origin for their size, as metres on a map do, or
    /// times, are moved to it: single precision would take their shape.
    ///
    /// *Errors*: as [`Strokes::new`].
    ///
    /// ```
    /// use reptile_sketch::sketch::Strokes;
    /// let far = Strokes::placed(vec![vec![[4e9, 7.], [4e9 + 1., 9.]]])?;
    /// assert_eq!(far.strokes(), [[[0., 7.], [1., 9.]]]);
    /// # Ok::<(), reptile_sketch::Error>(())
    /// ```
    pub fn placed(strokes: Vec<Vec<[f64; 2]>>) -> Result<Self> {
        let points = || strokes.iter().flatten();
        let range = |axis: usize| {
            let values = points().map(|point| point[axis]);
            values.fold([f64::INFINITY, f64::NEG_INFINITY], |[a, b], it| [a.min(it), b.max(it)])
        };
        let ranges = [range(0), range(1)];
        let extent = ranges.iter().map(|[least, most]| most - least).fold(0.0, f64::max);
        let origin = ranges.map(|[least, most]| {
            let is_far = extent > 0.0 && least.abs().max(most.abs()) > FARTHEST * extent;
            if is_far && least.is_finite() { least } else { 0.0 }
        });
        let place = |point: [f64; 2]| [0, 1].map(|axis| (point[axis] - origin[axis]) as f32);
        let placed = |stroke: Vec<[f64; 2]>| stroke.into_iter().map(place).collect();
        Strokes::new(strokes.into_iter().map(placed).collect())
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
