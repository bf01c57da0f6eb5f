//! What of an image is wider than a pen: shadows with sharp edges, and what lies beside the paper.

/// The values without what is greater than all around it and narrower than `2 * reach + 1` pixels: an opening by a square.
/// The image goes on beyond its border as it is there.
///
/// *Source*: Serra 1982, "Image Analysis and Mathematical Morphology". Half of a plane is left as it is.
pub(super) fn opened(values: &[f32], width_px: usize, reach: usize) -> Vec<f32> {
    let height_px = values.len() / width_px;
    let (wide, high) = (width_px + 2 * reach, height_px + 2 * reach);
    let inside = |i: usize, count: usize| i.saturating_sub(reach).min(count - 1);
    let at = |i: usize| inside(i / wide, height_px) * width_px + inside(i % wide, width_px);
    let all: Vec<f32> = (0..wide * high).map(|i| values[at(i)]).collect();
    let opened = greatest(&smallest(&all, wide, reach), wide, reach);
    let rows = opened.chunks_exact(wide).skip(reach).take(height_px);
    rows.flat_map(|row| &row[reach..reach + width_px]).copied().collect()
}

/// For each pixel, the greatest value in a square around it, in which it is the middle one.
pub(super) fn greatest(values: &[f32], width_px: usize, reach: usize) -> Vec<f32> {
    slide(values, width_px, reach, |own, other| own >= other)
}

/// For each pixel, the smallest one.
pub(super) fn smallest(values: &[f32], width_px: usize, reach: usize) -> Vec<f32> {
    slide(values, width_px, reach, |own, other| own <= other)
}

/// For each pixel, the value of those in a square around it that is before all others.
fn slide(
    values: &[f32],
    width_px: usize,
    reach: usize,
    is_before: fn(f32, f32) -> bool,
) -> Vec<f32> {
    let height_px = values.len() / width_px;
    let mut rows = values.to_vec();
    for y in 0..height_px {
        slide_line(&mut rows, (y * width_px, 1, width_px), reach, is_before);
    }
    for x in 0..width_px {
        slide_line(&mut rows, (x, width_px, height_px), reach, is_before);
    }
    rows
}

/// The same along a line, which is the index of its first pixel, the distance to the next, and how many there are.
fn slide_line(
    values: &mut [f32],
    (start, stride, count): (usize, usize, usize),
    reach: usize,
    is_before: fn(f32, f32) -> bool,
) {
    let line: Vec<f32> = (0..count).map(|i| values[start + i * stride]).collect();
    // Places whose values may still be the first of a window, the first one in front.
    let mut waiting = std::collections::VecDeque::new();
    let mut next = 0;
    for i in 0..count {
        while next < count && next <= i + reach {
            while waiting.back().is_some_and(|&last: &usize| is_before(line[next], line[last])) {
                waiting.pop_back();
            }
            waiting.push_back(next);
            next += 1;
        }
        while waiting.front().is_some_and(|&first| first + reach < i) {
            waiting.pop_front();
        }
        values[start + i * stride] = line[waiting[0]];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_go_and_halves_of_the_image_stay() {
        let (width, height) = (20, 16);
        let half = |i: usize| if 2 * (i % width) + i / width > 28 { 0.8 } else { 0.1 };
        let shadow: Vec<f32> = (0..width * height).map(half).collect();
        let line = |i: usize| if (6..9).contains(&(i / width)) { 1.0 } else { half(i) };
        let drawn: Vec<f32> = (0..width * height).map(line).collect();
        assert_eq!(opened(&shadow, width, 2), shadow);
        assert_eq!(opened(&drawn, width, 2)[7 * width], 0.1);
        let plain: Vec<f32> =
            (0..9).map(|i| [3.0, 1.0, 2.0, 5.0, 4.0, 4.5, 0.0, 7.0, 6.0][i]).collect();
        assert_eq!(smallest(&plain, 9, 1), [1.0, 1.0, 1.0, 2.0, 4.0, 0.0, 0.0, 0.0, 6.0]);
    }
}
