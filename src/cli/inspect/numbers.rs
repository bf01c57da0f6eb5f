//! Some numbers in short: the least, the middle and the greatest.

use std::fmt;

use serde_json::{Value, json};

/// The least, the median and the greatest of some numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    pub least: f64,
    pub median: f64,
    pub most: f64,
}

impl Spread {
    /// None if there are no numbers.
    pub fn of(numbers: impl Iterator<Item = f64>) -> Option<Spread> {
        let mut sorted: Vec<f64> = numbers.collect();
        sorted.sort_by(f64::total_cmp);
        let (least, most) = (*sorted.first()?, *sorted.last()?);
        Some(Spread { least, median: sorted[(sorted.len() - 1) / 2], most })
    }

    pub fn json(&self) -> Value {
        json!({ "least": self.least, "median": self.median, "most": self.most })
    }
}

/// `20`, or `20 (from 3 to 25)`.
impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", short(self.median))?;
        if short(self.least) != short(self.most) {
            write!(f, " (from {} to {})", short(self.least), short(self.most))?;
        }
        Ok(())
    }
}

/// A number with three digits that tell.
pub fn short(number: f64) -> String {
    let decimals = match number.abs() {
        size if size >= 100.0 || number.fract() == 0.0 => 0,
        size if size >= 10.0 => 1,
        size if size >= 1.0 => 2,
        _ => 3,
    };
    let text = format!("{number:.decimals$}");
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').into(),
        false => text,
    }
}

/// A count with a comma between thousands.
pub fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_short_as_they_tell() {
        for (number, text) in [(3.0, "3"), (2.5, "2.5"), (0.12345, "0.123"), (1234.5, "1234")] {
            assert_eq!(short(number), text);
        }
        assert_eq!([0, 999, 1000, 1234567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn a_spread_of_equal_numbers_is_one_number() {
        let text = |numbers: &[f64]| Spread::of(numbers.iter().copied()).unwrap().to_string();
        assert_eq!(text(&[20.0, 20.0]), "20");
        assert_eq!(text(&[3.0, 1.0, 2.0]), "2 (from 1 to 3)");
        assert!(Spread::of([].into_iter()).is_none());
    }
}
