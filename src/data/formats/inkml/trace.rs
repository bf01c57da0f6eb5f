//! The text of a trace of InkML.

use roxmltree::Node;

use crate::data::formats::xml::is;

type Step<T> = Result<T, String>;

/// Which of the numbers of a point are its coordinates, and which way those point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Format {
    places: [usize; 2],
    signs: [f64; 2],
}

impl Default for Format {
    /// As a file without a format has it.
    fn default() -> Format {
        Format { places: [0, 1], signs: [1.0; 2] }
    }
}

impl Format {
    /// What a `traceFormat` says. `Y` points down, unless it is said to point the other way.
    pub fn of(format: Node) -> Step<Format> {
        let is_intermittent =
            |node: &Node| node.ancestors().any(|outer| is(&outer, "intermittentChannels"));
        let channels = format.descendants().filter(|node| is(node, "channel"));
        let channels: Vec<Node> = channels.filter(|node| !is_intermittent(node)).collect();
        let mut own = Format::default();
        for (i, name) in ["X", "Y"].into_iter().enumerate() {
            let place = channels.iter().position(|node| node.attribute("name") == Some(name));
            own.places[i] = place.ok_or_else(|| format!("a format of traces without {name}"))?;
            if channels[own.places[i]].attribute("orientation") == Some("-ve") {
                own.signs[i] = -1.0;
            }
        }
        Ok(own)
    }
}

/// How a number is meant: as it is, as what is added to the number before, or to the difference before.
#[derive(Clone, Copy, PartialEq)]
enum Mode {
    Explicit,
    Difference,
    SecondDifference,
}

/// A channel, as it was in the last point.
#[derive(Clone, Copy)]
struct Channel {
    mode: Mode,
    value: f64,
    difference: f64,
}

impl Channel {
    /// None is the sign for a value that is as before.
    fn take(&mut self, mode: Option<Mode>, number: Option<f64>) -> Step<f64> {
        self.mode = mode.unwrap_or(self.mode);
        let before = self.value;
        self.value = match (self.mode, number) {
            (Mode::Explicit, number) => number.unwrap_or(before),
            (_, None) => return Err("* among differences".into()),
            (Mode::Difference, Some(number)) => before + number,
            (Mode::SecondDifference, Some(number)) => before + self.difference + number,
        };
        self.difference = self.value - before;
        Ok(self.value)
    }
}

/// The points of a trace: numbers with spaces between, or none where a sign tells them apart, and commas between points.
///
/// *Errors*: which point is not one.
pub(super) fn points(text: &str, format: Format) -> Step<Vec<[f64; 2]>> {
    let mut channels = [Channel { mode: Mode::Explicit, value: 0.0, difference: 0.0 }; 2];
    let texts = text.split(',').map(str::trim).filter(|point| !point.is_empty());
    let point = |point| {
        let mut values = values(point)?;
        let mut coordinates = [0.0; 2];
        for (i, channel) in channels.iter_mut().enumerate() {
            let value = values.get_mut(format.places[i]);
            let (mode, value) = value.ok_or_else(|| format!("{point:?} is no point"))?;
            let number = match value {
                Value::Number(number) => Some(*number),
                Value::AsBefore => None,
                Value::None => return Err(format!("{point:?} is no point")),
            };
            coordinates[i] = channel.take(*mode, number)? * format.signs[i];
        }
        Ok(coordinates)
    };
    texts.map(point).collect()
}

#[derive(Clone, Copy)]
enum Value {
    Number(f64),
    AsBefore,
    /// Not known, or a yes or no.
    None,
}

/// The values of a point, each with the mode that stands before it.
fn values(point: &str) -> Step<Vec<(Option<Mode>, Value)>> {
    let mut all = Vec::new();
    // Behind a colon are those that not all points have.
    let mut rest = point.split(':').next().unwrap_or_default().trim();
    while let Some(first) = rest.chars().next() {
        let mode = match first {
            '!' => Some(Mode::Explicit),
            '\'' => Some(Mode::Difference),
            '"' => Some(Mode::SecondDifference),
            _ => None,
        };
        if mode.is_some() {
            rest = rest[1..].trim_start();
        }
        let (value, length) = match rest.as_bytes() {
            [b'*', ..] => (Value::AsBefore, 1),
            [b'?' | b'T' | b'F', ..] => (Value::None, 1),
            [b'#', digits @ ..] => {
                let length = digits.iter().take_while(|digit| digit.is_ascii_hexdigit()).count();
                let number = i64::from_str_radix(&rest[1..=length], 16);
                let number = number.map_err(|_| format!("{point:?} is no point"))?;
                (Value::Number(number as f64), length + 1)
            }
            text => {
                let length = number_length(text);
                let number = rest[..length].parse();
                (Value::Number(number.map_err(|_| format!("{point:?} is no point"))?), length)
            }
        };
        all.push((mode, value));
        rest = rest[length..].trim_start();
    }
    Ok(all)
}

/// How many bytes of a text are its first number.
fn number_length(text: &[u8]) -> usize {
    let sign = |at: usize| usize::from(matches!(text.get(at), Some(b'+' | b'-')));
    let digits = |at: usize| text[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut end = sign(0);
    end += digits(end);
    if text.get(end) == Some(&b'.') {
        end += 1;
        end += digits(end);
    }
    if matches!(text.get(end), Some(b'e' | b'E')) {
        let start = end + 1 + sign(end + 1);
        if start <= text.len() && digits(start) > 0 {
            end = start + digits(start);
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_added_up() {
        // The first is the example of the Recommendation, in its section on traces.
        let text = "1125 18432,'23'43,\"7\"-8,3-5,7 -3,6 2,6 8,3 6,3 2,2 6";
        let expected = [
            [1125.0, 18432.0],
            [1148.0, 18475.0],
            [1178.0, 18510.0],
            [1211.0, 18540.0],
            [1251.0, 18567.0],
            [1297.0, 18596.0],
            [1349.0, 18633.0],
            [1404.0, 18676.0],
            [1462.0, 18721.0],
            [1522.0, 18772.0],
        ];
        assert_eq!(points(text, Format::default()).unwrap(), expected);
        for same in
            ["1 2, 4 6", "1 2,'3'4,", "1 2\n , !4!6", "1.0 +2,4e0 #6", "1 2 : T,4 6:?", "!1 '2,4 4"]
        {
            let points = points(same, Format::default()).unwrap();
            assert_eq!(points, [[1.0, 2.0], [4.0, 6.0]], "{same}");
        }
        assert_eq!(points("1 2,* 3", Format::default()).unwrap(), [[1.0, 2.0], [1.0, 3.0]]);
        assert!(points(" ", Format::default()).unwrap().is_empty());
    }

    #[test]
    fn coordinates_are_where_the_format_says() {
        let format = Format { places: [2, 0], signs: [1.0, -1.0] };
        assert_eq!(points("5 T 7 9,6F8", format).unwrap(), [[7.0, -5.0], [8.0, -6.0]]);
    }

    #[test]
    fn what_is_no_point_is_named() {
        for bad in ["1", "1 2, 3", "1 x", "? 2", "1 #", "'1 '2,* *", "1 2 \u{e9}", "1 2,'", "- 1"] {
            assert!(points(bad, Format::default()).is_err(), "{bad}");
        }
    }
}
