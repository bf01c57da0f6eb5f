//! Normalisation per channel, to mean 0 and variance 1 over a group of rows; then a learned scale and shift,
//! and a rectified linear unit.
//!
//! With one group for the whole batch this is batch normalisation (Ioffe, Szegedy 2015); with
//! one group an image it is instance normalisation. Values are `[rows, channels]`. The loops take
//! a few channels at a time down all rows, so that what belongs to a channel stays in registers.

use super::lanes::{Columns, Lanes, run_widest};

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
    unsafe fn run<L: Lanes>(&mut self, channel: usize) {
        let Statistics { values, mean, variance } = self;
        let channels = mean.len();
        let rows = values.len() / channels;
        // SAFETY: `statistics` checked that there are whole rows; the channels exist.
        unsafe {
            let first = values.as_ptr().add(channel);
            let sum = sum_of(rows, |row| L::load(first.add(row * channels)));
            sum.store(mean.as_mut_ptr().add(channel));
            let mean = &mut mean[channel..channel + L::COUNT];
            mean.iter_mut().for_each(|mean| *mean /= rows as f32);
            let mean = L::load(mean.as_ptr());
            let sum = sum_of(rows, |row| {
                let centered = L::load(first.add(row * channels)).minus(mean);
                centered.times(centered)
            });
            sum.store(variance.as_mut_ptr().add(channel));
            variance[channel..channel + L::COUNT].iter_mut().for_each(|sum| *sum /= rows as f32);
        }
    }
}

/// The sum of something over so many rows; as two sums, since one addition waits for the last.
///
/// # Safety
/// As for [`Columns::run`].
#[inline(always)]
unsafe fn sum_of<L: Lanes>(rows: usize, of: impl Fn(usize) -> L) -> L {
    unsafe {
        let (mut even, mut odd) = (L::splat(0.0), L::splat(0.0));
        for pair in 0..rows / 2 {
            even = even.plus(of(2 * pair));
            odd = odd.plus(of(2 * pair + 1));
        }
        if rows % 2 == 1 {
            even = even.plus(of(rows - 1));
        }
        even.plus(odd)
    }
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
    unsafe fn run<L: Lanes>(&mut self, channel: usize) {
        let channels = self.count();
        // SAFETY: `forward` checked that there are whole rows; the channels exist.
        unsafe {
            let registers = Registers::<L>::new(self.channels, channel);
            let values = self.values.as_ptr().add(channel);
            let output = self.output.as_mut_ptr().add(channel);
            for row in 0..self.values.len() / channels {
                let normalized = registers.normalized(L::load(values.add(row * channels)));
                let value = registers.scaled(normalized);
                let value = if self.channels.rectify { value.rectified() } else { value };
                value.store(output.add(row * channels));
            }
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
    unsafe fn run<L: Lanes>(&mut self, channel: usize) {
        let channels = self.count();
        let rows = self.values.len() / channels;
        // SAFETY: `backward` checked that there are whole rows; the channels exist.
        unsafe {
            let registers = Registers::<L>::new(self.channels, channel);
            let values = self.values.as_ptr().add(channel);
            let gradient = self.gradient.as_mut_ptr().add(channel);
            let mut d_shift = L::splat(0.0);
            let mut d_scale = L::splat(0.0);
            for row in 0..rows {
                let normalized = registers.normalized(L::load(values.add(row * channels)));
                let place = gradient.add(row * channels);
                let mut d = L::load(place);
                if self.channels.rectify {
                    d = d.where_positive(registers.scaled(normalized));
                    d.store(place);
                }
                d_shift = d_shift.plus(d);
                d_scale = d_scale.plus_product(d, normalized);
            }
            add_to(&mut self.d_shift[channel..], d_shift);
            add_to(&mut self.d_scale[channel..], d_scale);
            // The mean and the deviation take a constant from the gradient, and a part along the values, as far
            // as they are the values' own.
            let own_share = L::splat(self.channels.own_share);
            let mean = over(d_shift, rows).times(own_share);
            let along = over(d_scale, rows).times(own_share).times(registers.inverse_deviation);
            let factor = registers.scale.times(registers.inverse_deviation);
            for row in 0..rows {
                let centered = L::load(values.add(row * channels)).minus(registers.mean);
                let place = gradient.add(row * channels);
                let d = L::load(place).minus(mean).minus(centered.times(along));
                factor.times(d).store(place);
            }
        }
    }
}

/// What belongs to a few channels.
struct Registers<L> {
    mean: L,
    inverse_deviation: L,
    scale: L,
    shift: L,
}

impl<L: Lanes> Registers<L> {
    /// # Safety
    /// As for [`Columns::run`].
    #[inline(always)]
    unsafe fn new(channels: &Channels, first: usize) -> Self {
        let load = |of: &[f32]| unsafe { L::load(of.as_ptr().add(first)) };
        Registers {
            mean: load(channels.mean),
            inverse_deviation: load(channels.inverse_deviation),
            scale: load(channels.scale),
            shift: load(channels.shift),
        }
    }

    /// # Safety
    /// As for [`Columns::run`].
    #[inline(always)]
    unsafe fn normalized(&self, values: L) -> L {
        unsafe { values.minus(self.mean).times(self.inverse_deviation) }
    }

    /// # Safety
    /// As for [`Columns::run`].
    #[inline(always)]
    unsafe fn scaled(&self, normalized: L) -> L {
        unsafe { self.scale.times(normalized).plus(self.shift) }
    }
}

/// Adds to the first numbers of a slice.
///
/// # Safety
/// As for [`Columns::run`].
#[inline(always)]
unsafe fn add_to<L: Lanes>(to: &mut [f32], lanes: L) {
    let to = to[..L::COUNT].as_mut_ptr();
    unsafe { L::load(to).plus(lanes).store(to) };
}

/// Each lane divided by a number.
///
/// # Safety
/// As for [`Columns::run`].
#[inline(always)]
unsafe fn over<L: Lanes>(lanes: L, divisor: usize) -> L {
    let mut values = [0.0; 32];
    unsafe {
        lanes.store(values[..L::COUNT].as_mut_ptr());
        values.iter_mut().for_each(|value| *value /= divisor as f32);
        L::load(values.as_ptr())
    }
}

#[cfg(test)]
mod tests;
