//! A mean and how sure it is, and a median.

/// The mean of some numbers, with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The mean.
    pub mean: f64,
    /// 1.96 standard errors of the mean, on either side; 0 for a single number.
    pub ci95: f64,
}

impl Interval {
    /// The mean of some numbers.
    ///
    /// *Panics* if there are none.
    ///
    /// ```
    /// use reptile_sketch::meta::Interval;
    /// // The variance is 8, the standard error 2.
    /// assert_eq!(Interval::of(&[1.0, 5.0]), Interval { mean: 3.0, ci95: 1.96 * 2.0 });
    /// ```
    pub fn of(values: &[f64]) -> Interval {
        assert!(!values.is_empty(), "the mean of nothing");
        let count = values.len() as f64;
        let mean = values.iter().sum::<f64>() / count;
        let squares = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>();
        let variance = squares / (count - 1.0).max(1.0);
        Interval { mean, ci95: 1.96 * (variance / count).sqrt() }
    }
}

/// The middle one of some numbers, the greater of the two in the middle of an even number of them.
///
/// *Panics* if there are none.
pub fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
