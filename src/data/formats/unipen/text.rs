//! The statements of UNIPEN: a keyword behind a dot at the start of a line, and what follows up to the next.

/// A file, which may need others.
pub(in crate::data) struct Text {
    /// Its path in its source.
    pub path: String,
    /// The same, for messages.
    pub name: String,
    pub text: String,
}

/// A statement, and the number of its line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Statement<'t> {
    pub line: usize,
    pub keyword: &'t str,
    pub text: &'t str,
}

/// The statements of a text, in their order.
pub(super) fn statements(text: &str) -> impl Iterator<Item = Statement<'_>> {
    let mut starts = Vec::new();
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let own = line.trim_start();
        let is_keyword = |rest: &str| rest.starts_with(|letter: char| letter.is_ascii_uppercase());
        if own.strip_prefix('.').is_some_and(is_keyword) {
            starts.push((number + 1, at + line.len() - own.len()));
        }
        at += line.len();
    }
    let ends: Vec<usize> = starts.iter().skip(1).map(|(_, at)| *at).chain([text.len()]).collect();
    starts.into_iter().zip(ends).map(move |((line, start), end)| {
        let whole = text[start + 1..end].trim_end();
        let (keyword, text) = whole.split_once(char::is_whitespace).unwrap_or((whole, ""));
        Statement { line, keyword, text }
    })
}

/// Where the points of a segment begin and end: a component, and a point in it where only a part of it is meant.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Range {
    pub from: (usize, Option<usize>),
    pub to: (usize, Option<usize>),
}

/// What a `.SEGMENT` says.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Segment {
    pub level: String,
    /// None where the components are those that follow.
    pub ranges: Option<Vec<Range>>,
    pub label: Option<String>,
}

impl Segment {
    /// `LEVEL [DELINEATION [QUALITY ["LABEL"]]]`.
    ///
    /// *Source*: the definition of UNIPEN 1.0, `.SEGMENT` and `[A[:M]]-[B[:N]],[C]`.
    ///
    /// *Errors*: what is wrong.
    pub fn read(text: &str) -> Result<Segment, String> {
        let (words, label) = match text.split_once('"') {
            Some((words, rest)) => (words, Some(unquote(rest).ok_or("a label without its end")?)),
            None => (text, None),
        };
        let mut words = words.split_whitespace();
        let level = words.next().ok_or("a segment of nothing")?.to_uppercase();
        let is_quality = |word: &str| ["?", "BAD", "OK", "GOOD"].contains(&word);
        let ranges = match words.next().filter(|word| !is_quality(word)) {
            None => None,
            Some(text) => Some(ranges(text).ok_or_else(|| format!("{text:?} are no components"))?),
        };
        Ok(Segment { level, ranges, label })
    }
}

/// A label up to its closing quotation mark.
fn unquote(text: &str) -> Option<String> {
    let mut label = String::new();
    let mut letters = text.chars();
    loop {
        match letters.next()? {
            '"' => return Some(label),
            '\\' => label.push(match letters.next()? {
                'n' | 't' => ' ',
                letter => letter,
            }),
            letter => label.push(letter),
        }
    }
}

fn ranges(text: &str) -> Option<Vec<Range>> {
    let end = |text: &str| -> Option<(usize, Option<usize>)> {
        match text.split_once(':') {
            Some((component, point)) => Some((component.parse().ok()?, Some(point.parse().ok()?))),
            None => Some((text.parse().ok()?, None)),
        }
    };
    let range = |part: &str| {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        let (from, to) = (end(from)?, end(to)?);
        (from.0 <= to.0).then_some(Range { from, to })
    };
    text.trim_end_matches(',').split(',').map(range).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_ends_where_the_next_begins() {
        let text = "# free\n.VERSION 1.0\n .COORD X Y\r\n.PEN_DOWN\n1 2\n.5 .6\n.PEN_UP\n";
        let all: Vec<Statement> = statements(text).collect();
        let expected = [
            (2, "VERSION", "1.0"),
            (3, "COORD", "X Y"),
            (4, "PEN_DOWN", "1 2\n.5 .6"),
            (7, "PEN_UP", ""),
        ];
        let expected = expected.map(|(line, keyword, text)| Statement { line, keyword, text });
        assert_eq!(all, expected);
    }

    #[test]
    fn a_segment_says_where_it_lies_and_what_it_is() {
        let read = |text| Segment::read(text).unwrap();
        let whole = |from, to| Range { from: (from, None), to: (to, None) };
        let one = read(r#"CHARACTER 0-1,4 ? "a""#);
        assert_eq!(one.ranges.unwrap(), [whole(0, 1), whole(4, 4)]);
        assert_eq!((one.level.as_str(), one.label.as_deref()), ("CHARACTER", Some("a")));
        let part = read(r#"CHARACTER 1:40-3,6:0-6:12 OK "\"""#);
        let cut = [
            Range { from: (1, Some(40)), to: (3, None) },
            Range { from: (6, Some(0)), to: (6, Some(12)) },
        ];
        assert_eq!((part.ranges.unwrap(), part.label.as_deref()), (cut.into(), Some("\"")));
        for without in [r#"DIGIT ? "8""#, r#"DIGIT ? ? "8""#, "DIGIT\n \"8\""] {
            let segment = read(without);
            assert_eq!((segment.ranges, segment.label.as_deref()), (None, Some("8")), "{without}");
        }
        assert_eq!(read("CHARACTER").label, None);
        for bad in ["", r#"DIGIT 3-1 ? "a""#, r#"DIGIT x ? "a""#, r#"DIGIT 1 ? "a"#, "DIGIT 1:- ?"]
        {
            assert!(Segment::read(bad).is_err(), "{bad}");
        }
    }
}
