//! Normalisation per channel, to mean 0 and variance 1 over a group of rows; then a learned scale and shift,
//! and a rectified linear unit.
//!
//! With one group for the whole batch this is batch normalisation (Ioffe, Szegedy 2015); with
//! one group an image it is instance normalisation. Values are `[rows, channels]`. The loops take
//! a few channels at a time down all rows, so that what belongs to a channel stays in registers.

use super::simd::{Columns, Vector, run_widest};

/// What is added to the variance, against division by zero.
pub const EPSILON: f32 = 1e-5;

/// Writes the mean and the variance of each channel.
///
/// *Panics* if the values are not one or more rows of so many channels.
pub fn statistics(values: &[f32], mean: &mut [f32], variance: &mut [f32]) {
    assert_eq!(mean.len(), variance.len(), "both for each channel");
    check_rows(values, mean.len());
    run_widest(Statistics { values, mean, variance });
}

/// Turns variances into `1 / deviation`.
pub fn invert_deviations(variance: &mut [f32]) {
    variance.iter_mut().for_each(|value| *value = 1.0 / (*value + EPSILON).sqrt());
}

/// What is done to each channel once its statistics are known.
#[derive(Clone, Copy, Debug)]
pub struct Channels<'a> {
    /// The mean, which is taken away.
    pub mean: &'a [f32],
    /// `1 / deviation`, a factor.
    pub inverse_deviation: &'a [f32],
    /// The learned scale of the normalised values.
    pub scale: &'a [f32],
    /// The learned shift, added then.
    pub shift: &'a [f32],
    /// Whether what is negative then becomes 0.
    pub rectify: bool,
    /// How much of the mean and of the variance comes from the values themselves, 0 to 1: 1 in batch
    /// normalisation, less where other statistics were mixed in, 0 where they do not depend on the values.
    /// Only the gradient asks.
    pub own_share: f32,
}

impl Channels<'_> {
    /// Writes the output for some values; NaN stays.
    ///
    /// *Panics* if there are not as many outputs as values, or they are not one or more rows of so
    /// many channels.
    pub fn forward(&self, values: &[f32], output: &mut [f32]) {
        self.check(values, output);
        run_widest(Forward { channels: self, values, output });
    }

    /// Turns the gradient of the outputs into that of the values of a whole group, in place, and adds
    /// those of the scale and the shift to `d_scale` and `d_shift`.
    ///
    /// *Panics* if there are not as many gradients as values, or they are not one or more rows of so
    /// many channels.
    pub fn backward(
        &self,
        values: &[f32],
        gradient: &mut [f32],
        d_scale: &mut [f32],
        d_shift: &mut [f32],
    ) {
        self.check(values, gradient);
        assert_eq!([d_scale.len(), d_shift.len()], [self.mean.len(); 2], "one for each channel");
        run_widest(Backward { channels: self, values, gradient, d_scale, d_shift });
    }

    fn check(&self, values: &[f32], others: &[f32]) {
        let Channels { mean, inverse_deviation, scale, shift, .. } = self;
        let lengths = [inverse_deviation, scale, shift].map(|channels| channels.len());
        assert_eq!(lengths, [mean.len(); 3], "one for each channel");
        assert_eq!(values.len(), others.len(), "as many outputs as values");
        check_rows(values, mean.len());
    }
}

fn check_rows(values: &[f32], channels: usize) {
    let are_rows = channels > 0 && values.len().is_multiple_of(channels);
    assert!(are_rows && !values.is_empty(), "one or more rows of {channels} channels");
}

struct Statistics<'a> {
    values: &'a [f32],
    mean: &'a mut [f32],
    variance: &'a mut [f32],
}

impl Columns for Statistics<'_> {
    // A register holds much less of a channel than of a matrix product.
    const REGISTERS: usize = 2;

    fn count(&self) -> usize {
        self.mean.len()
    }

    #[inline(always)]
    unsafe fn run<V: Vector>(&mut self, token: V::Token, channel: usize) {
        let Statistics { values, mean, variance } = self;
        let channels = mean.len();
        let rows = values.len() / channels;
        // SAFETY: `statistics` checked that there are whole rows, and the caller says that the channels exist.
        let load = |row| unsafe { V::load_at(token, values, row * channels + channel) };
        let mean = &mut mean[channel..channel + V::LEN];
        sum_of(token, rows, load).store(mean);
        mean.iter_mut().for_each(|mean| *mean /= rows as f32);
        let mean = V::load(token, mean);
        let sum = sum_of(token, rows, |row| {
            let centered = load(row).sub(mean);
            centered.mul(centered)
        });
        let variance = &mut variance[channel..channel + V::LEN];
        sum.store(variance);
        variance.iter_mut().for_each(|sum| *sum /= rows as f32);
    }
}

/// The sum of something over so many rows; as two sums, since one addition waits for the last.
#[inline(always)]
fn sum_of<V: Vector>(token: V::Token, rows: usize, of: impl Fn(usize) -> V) -> V {
    let (mut even, mut odd) = (V::splat(token, 0.0), V::splat(token, 0.0));
    for pair in 0..rows / 2 {
        even = even.add(of(2 * pair));
        odd = odd.add(of(2 * pair + 1));
    }
    if rows % 2 == 1 {
        even = even.add(of(rows - 1));
    }
    even.add(odd)
}

struct Forward<'a> {
    channels: &'a Channels<'a>,
    values: &'a [f32],
    output: &'a mut [f32],
}

impl Columns for Forward<'_> {
    // A register holds much less of a channel than of a matrix product.
    const REGISTERS: usize = 2;

    fn count(&self) -> usize {
        self.channels.mean.len()
    }

    #[inline(always)]
    unsafe fn run<V: Vector>(&mut self, token: V::Token, channel: usize) {
        let channels = self.count();
        // SAFETY: the caller says that the channels exist.
        let registers = unsafe { Registers::<V>::load(token, self.channels, channel) };
        for row in 0..self.values.len() / channels {
            let place = row * channels + channel;
            // SAFETY: `forward` checked that there are whole rows, and the caller says that the channels exist.
            let value = unsafe { V::load_at(token, self.values, place) };
            let value = registers.scaled(registers.normalized(value));
            let value = if self.channels.rectify { value.relu() } else { value };
            // SAFETY: as above, and as many outputs.
            unsafe { value.store_at(self.output, place) };
        }
    }
}

struct Backward<'a> {
    channels: &'a Channels<'a>,
    values: &'a [f32],
    gradient: &'a mut [f32],
    d_scale: &'a mut [f32],
    d_shift: &'a mut [f32],
}

impl Columns for Backward<'_> {
    // A register holds much less of a channel than of a matrix product.
    const REGISTERS: usize = 2;

    fn count(&self) -> usize {
        self.channels.mean.len()
    }

    #[inline(always)]
    unsafe fn run<V: Vector>(&mut self, token: V::Token, channel: usize) {
        let channels = self.count();
        let rows = self.values.len() / channels;
        // SAFETY: the caller says that the channels exist.
        let registers = unsafe { Registers::<V>::load(token, self.channels, channel) };
        let mut d_shift = V::splat(token, 0.0);
        let mut d_scale = V::splat(token, 0.0);
        for row in 0..rows {
            let place = row * channels + channel;
            // SAFETY: `backward` checked that there are whole rows, and the caller says that the channels exist.
            let value = unsafe { V::load_at(token, self.values, place) };
            // SAFETY: as above, and there are as many gradients.
            let mut d = unsafe { V::load_at(token, self.gradient, place) };
            let normalized = registers.normalized(value);
            if self.channels.rectify {
                d = d.select_positive(registers.scaled(normalized));
                // SAFETY: as above.
                unsafe { d.store_at(self.gradient, place) };
            }
            d_shift = d_shift.add(d);
            d_scale = d.mul_add(normalized, d_scale);
        }
        add_to(token, &mut self.d_shift[channel..], d_shift);
        add_to(token, &mut self.d_scale[channel..], d_scale);
        // The mean and the deviation take a constant from the gradient, and a part along the values, as far
        // as they are the values' own.
        let own_share = V::splat(token, self.channels.own_share);
        let mean = over(token, d_shift, rows).mul(own_share);
        let along = over(token, d_scale, rows).mul(own_share).mul(registers.inverse_deviation);
        let factor = registers.scale.mul(registers.inverse_deviation);
        for row in 0..rows {
            let place = row * channels + channel;
            // SAFETY: as above.
            let centered = unsafe { V::load_at(token, self.values, place) }.sub(registers.mean);
            // SAFETY: as above.
            let d = unsafe { V::load_at(token, self.gradient, place) };
            let d = factor.mul(d.sub(mean).sub(centered.mul(along)));
            // SAFETY: as above.
            unsafe { d.store_at(self.gradient, place) };
        }
    }
}

/// What belongs to a few channels.
struct Registers<V> {
    mean: V,
    inverse_deviation: V,
    scale: V,
    shift: V,
}

impl<V: Vector> Registers<V> {
    /// # Safety
    ///
    /// There are `V::LEN` channels from the first on.
    #[inline(always)]
    unsafe fn load(token: V::Token, channels: &Channels, first: usize) -> Self {
        // SAFETY: as the caller says.
        let load = |of: &[f32]| unsafe { V::load_at(token, of, first) };
        Registers {
            mean: load(channels.mean),
            inverse_deviation: load(channels.inverse_deviation),
            scale: load(channels.scale),
            shift: load(channels.shift),
        }
    }

    #[inline(always)]
    fn normalized(&self, values: V) -> V {
        values.sub(self.mean).mul(self.inverse_deviation)
    }

    #[inline(always)]
    fn scaled(&self, normalized: V) -> V {
        self.scale.mul(normalized).add(self.shift)
    }
}

/// Adds to the first numbers of a slice.
#[inline(always)]
fn add_to<V: Vector>(token: V::Token, to: &mut [f32], vector: V) {
    V::load(token, to).add(vector).store(to);
}

/// Each lane divided by a number.
#[inline(always)]
fn over<V: Vector>(token: V::Token, vector: V, divisor: usize) -> V {
    let mut values = [0.0; 32];
    vector.store(&mut values);
    values.iter_mut().for_each(|value| *value /= divisor as f32);
    V::load(token, &values)
}

#[cfg(test)]
mod tests;
