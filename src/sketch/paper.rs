//! Paper that is not white: grey, unevenly lit, or ruled.

use super::bitmap::LEAST_INK;

/// How near to the paper's tone a pixel of clean paper is, and how many of the pixels on its side must be.
const CLEAN: (f32, f32) = (0.012, 0.5);
/// How near to the fitted light a pixel of uneven paper is.
const NEAR: f32 = 0.1;
/// On uneven paper, what is fainter than this part of the darkest ink is paper.
const FAINT: f32 = 0.35;
/// The pixels that the light is fitted to, at most about this many.
const SAMPLES: usize = 4096;
/// The part of a row or column that a ruled line takes, and the part of what no ink hides.
const RULED: (f32, f32) = (0.2, 0.8);
/// On smaller images, a faint line is the soft edge of a stroke.
const LEAST_RULED_PX: usize = 64;

/// From darkness to ink: what the paper takes away is given back.
///
/// *Source*: ours. A pen on paper takes a share of the light that the paper gives, so the ink is
/// `(darkness - paper) / (1 - paper)`. Clean paper has one tone; on other paper a quadratic surface is fitted to the
/// light, which knows a shadow on one side and the dark corners of a camera.
pub(super) fn remove(darkness: &mut [f32], width_px: usize) {
    let [least, most] = range(darkness);
    if most - least < LEAST_INK {
        // Of one tone: all of it ink, or none.
        if most < 0.5 {
            darkness.fill(0.0);
        }
        return;
    }
    let middle = 0.5 * (least + most);
    // The paper's tone is the median of the lighter side.
    let mut counts = [0_usize; 256];
    let tone = |d: f32| ((d * 255.0 + 0.5) as usize).min(255);
    darkness.iter().filter(|&&d| d < middle).for_each(|&d| counts[tone(d)] += 1);
    let light: usize = counts.iter().sum();
    let mut below = 0;
    let median = counts.iter().position(|count| {
        below += count;
        2 * below >= light
    });
    let paper = median.unwrap_or_default() as f32 / 255.0;
    let is_near = |d: f32| (d - paper).abs() < CLEAN.0;
    let near = darkness.iter().filter(|&&d| is_near(d)).count();
    let is_clean = near as f32 >= CLEAN.1 * light as f32;
    if is_clean {
        darkness.iter_mut().for_each(|d| *d = ((*d - paper) / (1.0 - paper)).max(0.0));
    } else {
        remove_uneven(darkness, width_px, middle);
    }
    // Lines have gaps once what is faint is gone.
    erase_ruled(darkness, width_px);
    if !is_clean {
        only_strong(darkness);
    }
}

/// The least and the greatest of some values.
pub(super) fn range(values: &[f32]) -> [f32; 2] {
    values.iter().fold([1.0, 0.0], |[least, most], &v| [v.min(least), v.max(most)])
}

fn remove_uneven(darkness: &mut [f32], width_px: usize, middle: f32) {
    let height_px = darkness.len() / width_px;
    let along = |i: usize, count: usize| 2.0 * i as f32 / count as f32 - 1.0;
    let basis = |i: usize| {
        let (x, y) = (along(i % width_px, width_px), along(i / width_px, height_px));
        [1.0, x, y, x * x, x * y, y * y]
    };
    let at = |surface: &[f32; 6], i: usize| {
        surface.iter().zip(basis(i)).map(|(c, b)| c * b).sum::<f32>().min(0.9)
    };
    // An odd step: an even one could sample a single column.
    let step = (darkness.len() / SAMPLES) | 1;
    let mut surface = None;
    for _ in 0..5 {
        let mut sums = [[0.0; 7]; 6];
        for i in (0..darkness.len()).step_by(step) {
            let d = darkness[i];
            let is_paper = surface.as_ref().map_or(d < middle, |s| (d - at(s, i)).abs() < NEAR);
            if is_paper {
                let b = basis(i);
                for (row, &weight) in sums.iter_mut().zip(&b) {
                    b.iter().chain([&d]).zip(row).for_each(|(v, sum)| *sum += weight * v);
                }
            }
        }
        surface = Some(solve(sums));
    }
    let surface = surface.unwrap_or_default();
    for (i, d) in darkness.iter_mut().enumerate() {
        let paper = at(&surface, i);
        *d = (*d - paper) / (1.0 - paper);
    }
}

/// Takes away what is much fainter than the darkest ink, which becomes black.
pub(super) fn only_strong(ink: &mut [f32]) {
    let [_, most] = range(ink);
    for own in ink {
        *own = if *own <= FAINT * most { 0.0 } else { *own / most };
    }
}

/// Linear equations, by elimination; what they leave open is zero.
fn solve(mut rows: [[f32; 7]; 6]) -> [f32; 6] {
    for i in 0..6 {
        // Keeps what cannot be told, such as a slope along a side of one pixel, at zero.
        rows[i][i] += 1e-3;
        let pivot = rows[i];
        for (j, row) in rows.iter_mut().enumerate() {
            if j != i {
                let factor = row[i] / pivot[i];
                row.iter_mut().zip(pivot).for_each(|(v, p)| *v -= factor * p);
            }
        }
    }
    [0, 1, 2, 3, 4, 5].map(|i| rows[i][6] / rows[i][i])
}

/// Takes away faint lines from side to side.
pub(super) fn erase_ruled(ink: &mut [f32], width_px: usize) {
    let [_, most] = range(ink);
    let is_faint = |v: f32| v >= LEAST_INK && v < 0.5 * most;
    let height_px = ink.len() / width_px;
    if width_px.min(height_px) < LEAST_RULED_PX {
        return;
    }
    for (lines, start, stride, count) in
        [(height_px, width_px, 1, width_px), (width_px, 1, width_px, height_px)]
    {
        for line in 0..lines {
            let pixels = || (0..count).map(|i| line * start + i * stride);
            let (mut faint, mut hidden) = (0.0, 0.0);
            for i in pixels() {
                if is_faint(ink[i]) {
                    faint += 1.0;
                } else if ink[i] >= LEAST_INK {
                    hidden += 1.0;
                }
            }
            let count = count as f32;
            if faint >= RULED.0 * count && faint >= RULED.1 * (count - hidden) {
                pixels().for_each(|i| ink[i] = if is_faint(ink[i]) { 0.0 } else { ink[i] });
            }
        }
    }
}
