//! Where a 3x3 filter overlaps an image.
//!
//! Around the image everything is zero, so what a filter has there is left out: its positions are sorted by
//! the taps that lie inside, and those with the same taps are one matrix product. A sum is what comes out at
//! a position: a pixel of the output, or of the input's gradient.

use std::ops::Range;

use super::product::{Target, multiply, multiply_transposed};
use super::rows::{Blocks, Rows, Starts};

/// Square images, channels last.
#[derive(Clone, Copy, Debug)]
pub struct Image {
    /// The height and the width.
    pub side: usize,
    /// The channels.
    pub channels: usize,
}

impl Image {
    /// Where a pixel of an image of a batch begins.
    fn place(&self, image: usize, y: usize, x: usize) -> usize {
        ((image * self.side + y) * self.side + x) * self.channels
    }
}

/// A position of the filter along one axis.
#[derive(Clone, Copy, Debug)]
pub struct Position {
    /// The pixel under the first tap that is used. Under the next tap is the next pixel.
    pub from: usize,
    /// The sum.
    pub to: usize,
}

/// Along one axis: some of the taps, and the positions at which just these are used.
#[derive(Clone, Debug)]
pub struct Span {
    /// The taps, of 0 to 3, without a gap.
    pub taps: Range<usize>,
    /// The positions, in ascending order.
    pub positions: Vec<Position>,
}

impl Span {
    /// All positions, by those of some taps that lie inside: `under` gives the pixel under a tap for a
    /// sum, if there is one.
    pub fn by_taps_inside(
        taps: Range<usize>,
        sums: usize,
        under: impl Fn(usize, usize) -> Option<usize>,
    ) -> Vec<Span> {
        let mut spans: Vec<Span> = vec![];
        for to in 0..sums {
            let mut inside = taps.clone().filter_map(|tap| Some((tap, under(tap, to)?)));
            let Some((first, from)) = inside.next() else { continue };
            let taps = first..first + 1 + inside.count();
            match spans.iter_mut().find(|span| span.taps == taps) {
                Some(span) => span.positions.push(Position { from, to }),
                None => spans.push(Span { taps, positions: vec![Position { from, to }] }),
            }
        }
        spans
    }
}

/// Every position of a filter on a batch of images, by the taps that are used there.
///
/// Filters are `[3, 3, channels of the images, channels of the sums]`.
#[derive(Debug)]
pub struct Overlaps {
    images: Image,
    columns: usize,
    overlaps: Vec<Overlap>,
}

/// Positions at which the same taps are used.
#[derive(Debug)]
struct Overlap {
    taps_y: Range<usize>,
    taps_x: Range<usize>,
    /// Where the pixel under the first tap begins, for each position.
    from: Starts,
    /// Where the sum begins.
    to: Starts,
}

impl Overlaps {
    /// From a batch of images to the sums of as many; both axes are alike. So many rows of sums are dealt
    /// with at once, before the next.
    pub fn new(spans: &[Span], batch: usize, from: Image, to: Image, rows_at_once: usize) -> Self {
        let mut overlaps = vec![];
        let rows: Vec<usize> = (0..batch * to.side).collect();
        for rows in rows.chunks(rows_at_once.max(1)) {
            for y in spans {
                overlaps.extend(spans.iter().map(|x| Overlap::new(y, x, rows, from, to)));
            }
        }
        Overlaps { images: from, columns: to.channels, overlaps }
    }

    /// The sums of all taps times the pixels under them: `sums` is overwritten where there is a position.
    pub fn multiply(&self, images: &[f32], filter: &[f32], sums: &mut [f32]) {
        for overlap in &self.overlaps {
            let starts = &overlap.to;
            let target = Target { values: sums, starts, columns: self.columns, adds: false };
            let (first, apart) = self.taps(overlap);
            let filter = Blocks { values: &filter[first..], apart };
            multiply(images, self.pixels(overlap), filter, target);
        }
    }

    /// Adds the gradient of the filter, given the images and that of the sums.
    pub fn multiply_transposed(&self, images: &[f32], d_sums: &[f32], d_filter: &mut [f32]) {
        for overlap in &self.overlaps {
            let (first, apart) = self.taps(overlap);
            let d_filter = Blocks { values: &mut d_filter[first..], apart };
            let d_rows = Rows::contiguous(&overlap.to, self.columns);
            multiply_transposed(images, self.pixels(overlap), d_sums, d_rows, d_filter);
        }
    }

    /// The pixels under the taps, a row for each position.
    fn pixels<'a>(&self, overlap: &'a Overlap) -> Rows<'a> {
        Rows {
            starts: &overlap.from,
            runs: overlap.taps_y.len(),
            run_length: overlap.taps_x.len() * self.images.channels,
            run_stride: self.images.side * self.images.channels,
        }
    }

    /// Where the taps begin in the filter, and how far it is to those of the next row.
    fn taps(&self, overlap: &Overlap) -> (usize, usize) {
        let tap_len = self.images.channels * self.columns;
        ((3 * overlap.taps_y.start + overlap.taps_x.start) * tap_len, 3 * tap_len)
    }
}

impl Overlap {
    /// In some rows of sums, counted over all images.
    fn new(y: &Span, x: &Span, rows: &[usize], images: Image, sums: Image) -> Self {
        let position = |row: usize| y.positions.iter().find(|y| y.to == row % sums.side);
        let used = rows.iter().filter(|&&row| position(row).is_some()).count();
        let [mut from, mut to] = [(); 2].map(|_| Starts::with_capacity(used * x.positions.len()));
        for &row in rows {
            let (image, Some(y)) = (row / sums.side, position(row)) else { continue };
            from.extend(x.positions.iter().map(|x| images.place(image, y.from, x.from)));
            to.extend(x.positions.iter().map(|x| sums.place(image, y.to, x.to)));
        }
        Overlap { taps_y: y.taps.clone(), taps_x: x.taps.clone(), from, to }
    }
}
