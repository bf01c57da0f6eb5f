//! The fields of a line.

use std::str::FromStr;

/// What stands between the fields of a line.
pub(super) const MARKS: [char; 3] = [',', ';', '\t'];

/// The list among fields, of which others may have been parted at marks in them.
pub(super) fn list(fields: &[String]) -> Option<&str> {
    let plain = |field| str::trim_matches(field, ['\'', ' ']);
    fields.iter().map(|field| plain(field)).find(|field| field.starts_with('['))
}

/// A number, with a point or, as much of Europe writes it, a comma.
pub(super) fn number<T: FromStr>(field: &str) -> Option<T> {
    field.parse().ok().or_else(|| field.replace(',', ".").parse().ok())
}

/// The fields of a line. One in quotes may hold marks, and a quote as two.
pub(super) fn fields(line: &str, mark: char) -> Vec<String> {
    let (mut fields, mut is_quoted) = (vec![String::new()], false);
    let mut letters = line.trim_matches([' ', '\r', '\n']).chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => {
                letters.next();
                fields.last_mut().expect("there is one").push('"');
            }
            // One within a field that has none before it is a letter, as in a list in JSON.
            '"' if is_quoted || fields.last().is_some_and(|field| field.trim().is_empty()) => {
                is_quoted = !is_quoted;
            }
            letter if letter == mark && !is_quoted => fields.push(String::new()),
            letter => fields.last_mut().expect("there is one").push(letter),
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_may_be_quoted() {
        assert_eq!(fields("a,\"b,\"\"c\"\"\",,d", ','), ["a", "b,\"c\"", "", "d"]);
        assert_eq!(fields("a,b;\"c;d\"", ';'), ["a,b", "c;d"]);
        assert_eq!(fields("3;[{\"x\":1}];b", ';'), ["3", "[{\"x\":1}]", "b"]);
    }
}
