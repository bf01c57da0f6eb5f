//! UJIpenchars2: characters with their strokes, one after the other in a text.

use super::reading::Reading;
use super::symbol::class_of_label;
use crate::Result;
use crate::data::sources::source::bad;

/// Reads a `WORD` with its character, and the lines of `POINTS` behind it, each a stroke.
///
/// *Source*: the UJI Pen Characters Data Set, version 2 (Llorens et al. 2008), in the UCI repository; y points down.
///
/// *Errors*: `bad-data` that names the line.
pub(super) fn read(mut reading: Reading) -> Result<()> {
    let bytes = reading.bytes(reading.budget.limits().stroke_bytes)?;
    // Its characters of Spanish may be in either code.
    let latin = || bytes.iter().map(|&byte| char::from(byte)).collect();
    let text = String::from_utf8(bytes.clone()).unwrap_or_else(|_| latin());
    let Reading { name, budget, gathered, .. } = reading;
    let mut word: Option<(String, Vec<Vec<[f64; 2]>>)> = None;
    for (number, line) in text.lines().enumerate() {
        let wrong = |why: &str| bad(&format!("{name}, line {}", number + 1), why);
        let (key, rest) = line.trim().split_once(char::is_whitespace).unwrap_or((line.trim(), ""));
        match key {
            "WORD" => {
                let label = rest.split_whitespace().next().and_then(class_of_label);
                let label = label.ok_or_else(|| wrong("a word without a character"))?;
                if let Some((class, strokes)) = word.replace((label, Vec::new())) {
                    gathered.add_strokes(&class, strokes, budget)?;
                }
            }
            "POINTS" => {
                let stroke = points(rest).ok_or_else(|| wrong("not as many points as it says"))?;
                let (_, strokes) = word.as_mut().ok_or_else(|| wrong("points before a word"))?;
                strokes.push(stroke);
            }
            "" | "NUMSTROKES" => {}
            comment if comment.starts_with("//") => {}
            _ => return Err(wrong("neither WORD, NUMSTROKES nor POINTS")),
        }
    }
    word.map_or(Ok(()), |(class, strokes)| gathered.add_strokes(&class, strokes, budget))
}

/// As in `2 # 10 20 11 21`.
fn points(text: &str) -> Option<Vec<[f64; 2]>> {
    let (count, numbers) = text.split_once('#')?;
    let numbers: Option<Vec<f64>> =
        numbers.split_whitespace().map(|number| number.parse().ok()).collect();
    let numbers = numbers?;
    let (points, rest) = numbers.as_chunks();
    (rest.is_empty() && count.trim().parse() == Ok(points.len())).then(|| points.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stroke_has_as_many_points_as_it_says() {
        assert_eq!(points("2 # 10 20 11 21"), Some(vec![[10.0, 20.0], [11.0, 21.0]]));
        for wrong in ["3 # 10 20 11 21", "1 # 10", "2", "1 # a b", "x # 1 2"] {
            assert_eq!(points(wrong), None, "{wrong}");
        }
    }
}
