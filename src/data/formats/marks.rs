//! What files begin with whose form has no plain mark.

/// Whether a file begins with the head of an entry of a tar archive, which holds the sum of its own bytes, those of the
/// sum as spaces. Old archives have no other mark.
pub(super) fn is_tar(start: &[u8]) -> bool {
    let Some(head) = start.get(..512) else { return false };
    let byte = |(i, byte): (usize, &u8)| u32::from(if SUM.contains(&i) { b' ' } else { *byte });
    let sum = str::from_utf8(&head[SUM]).unwrap_or_default().trim_matches(['\0', ' ']);
    u32::from_str_radix(sum, 8) == Ok(head.iter().enumerate().map(byte).sum())
}

/// Where the sum lies.
const SUM: std::ops::Range<usize> = 148..156;

/// Whether a file begins with the mark of IDX: two zeros, a type of numbers, and how many dimensions there are.
pub(super) fn is_idx(start: &[u8]) -> bool {
    matches!(start, [0, 0, 8 | 9 | 11..=14, 1..=4, ..])
}

/// Whether a file begins with the head of a matrix of MATLAB's level 4: how its numbers are written, its rows and columns,
/// whether it has imaginary parts, and the length of its name, which follows.
pub(super) fn is_mat4(start: &[u8]) -> bool {
    let Some((head, rest)) = start.split_first_chunk::<20>() else { return false };
    let little = |i: usize| u32::from_le_bytes([head[i], head[i + 1], head[i + 2], head[i + 3]]);
    let big = |i: usize| u32::from_be_bytes([head[i], head[i + 1], head[i + 2], head[i + 3]]);
    let is_head = |word: &dyn Fn(usize) -> u32, numbers: u32| {
        let [kind, rows, columns, imaginary, length] = [0, 4, 8, 12, 16].map(word);
        let name = rest.get(..length as usize).and_then(|name| name.split_last());
        kind.checked_sub(numbers).is_some_and(|kind| kind <= 52 && kind % 10 <= 2)
            && rows > 0
            && columns > 0
            && imaginary <= 1
            && name.is_some_and(|(&end, name)| {
                end == 0 && name.first().is_some_and(u8::is_ascii_alphabetic)
            })
    };
    is_head(&little, 0) || is_head(&big, 1000)
}

/// Seconds since 1970 that are before Quick, Draw!, and after it.
const TIMES: std::ops::Range<u32> = 1_400_000_000..2_000_000_000;

/// Whether a file begins with a drawing in the binary form of Quick, Draw!: a key (8 bytes), a country (2), whether the
/// game recognised it (1), a time (4), the number of strokes (2), and that of the points of the first (2). Such a file
/// has no mark of its own, so all of this counts.
pub(super) fn is_quick_draw_binary(start: &[u8]) -> bool {
    let Some(&[a, b, is_recognized, t0, t1, t2, t3, s0, s1, p0, p1]) = start.get(8..19) else {
        return false;
    };
    a.is_ascii_uppercase()
        && b.is_ascii_uppercase()
        && is_recognized <= 1
        && TIMES.contains(&u32::from_le_bytes([t0, t1, t2, t3]))
        && [s0, s1] != [0, 0]
        && [p0, p1] != [0, 0]
}

/// Whether the first element of an XML is `ink`, in whatever namespace.
pub(super) fn is_inkml(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text);
    let mut rest = text.trim_start();
    // Before it there may be a declaration, comments, and a type of document.
    loop {
        let end = match rest {
            rest if rest.starts_with("<!--") => "-->",
            rest if rest.starts_with("<?") || rest.starts_with("<!") => ">",
            _ => break,
        };
        let Some((_, behind)) = rest.split_once(end) else { return false };
        rest = behind.trim_start();
    }
    let Some(element) = rest.strip_prefix('<') else { return false };
    let name = element.split(|letter: char| letter.is_whitespace() || "/>".contains(letter)).next();
    name.is_some_and(|name| name == "ink" || name.ends_with(":ink"))
}

/// What files of UNIPEN begin with.
const UNIPEN: [&str; 14] = [
    "VERSION",
    "DATA_SOURCE",
    "DATA_ID",
    "COORD",
    "HIERARCHY",
    "COMMENT",
    "INCLUDE",
    "SEGMENT",
    "PEN_DOWN",
    "PEN_UP",
    "START_SET",
    "LEXICON",
    "ALPHABET",
    "WRITER_ID",
];

pub(super) fn is_unipen(text: &[u8]) -> bool {
    let word = text.split(u8::is_ascii_whitespace).next().unwrap_or_default();
    word.strip_prefix(b".").is_some_and(|word| UNIPEN.iter().any(|own| own.as_bytes() == word))
}

/// Before the element, a file may say that it is one, and of which kind.
pub(super) fn is_svg(text: &[u8]) -> bool {
    let holds = |key: &[u8]| text.windows(key.len()).any(|part| part == key);
    let starts = [&b"<?xml"[..], b"<!DOCTYPE svg", b"<!--"];
    text.starts_with(b"<svg")
        || (starts.iter().any(|start| text.starts_with(start))
            && holds(b"<svg")
            && !holds(b"<html"))
}
