//! Arrays of numbers as NumPy writes them.

use std::ops::Range;
use std::rc::Rc;

use half::f16;

/// The most numbers that a shape may have; more hints at damage.
const MOST_DIMENSIONS: usize = 8;

/// An array of numbers, row by row.
#[derive(Clone, Debug)]
pub(in crate::data) struct Array {
    pub shape: Vec<usize>,
    number: Number,
    bytes: Rc<[u8]>,
    start: usize,
}

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::data) struct Number {
    kind: u8,
    size: usize,
    is_big_endian: bool,
}

impl Number {
    /// From NumPy's name, such as `<i2`.
    pub fn new(name: &str) -> Option<Number> {
        let (order, rest) = match name.as_bytes() {
            [order @ (b'<' | b'>' | b'|' | b'='), rest @ ..] => (*order, rest),
            rest => (b'|', rest),
        };
        let (kind, size) = match rest {
            [b'?'] => (b'b', 1),
            [kind, size] if size.is_ascii_digit() => (*kind, usize::from(size - b'0')),
            _ => return None,
        };
        let is_known = match kind {
            b'b' => size == 1,
            b'i' | b'u' => [1, 2, 4, 8].contains(&size),
            b'f' => [2, 4, 8].contains(&size),
            _ => false,
        };
        is_known.then_some(Number { kind, size, is_big_endian: order == b'>' })
    }

    /// The same, with the order of bytes that a pickle gives apart.
    pub fn with_order(self, order: &str) -> Number {
        Number { is_big_endian: order == ">", ..self }
    }
}

/// What an array is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    Number(Number),
    /// Text of at most so many letters, of four bytes or of one.
    Text {
        letters: usize,
        is_wide: bool,
    },
    /// An object of Python, which is pickled.
    Object,
}

impl Item {
    /// From NumPy's name, such as `<U6`.
    fn new(name: &str) -> Option<Item> {
        let letters = |rest: &str| rest.parse().ok().filter(|letters| (1..=1000).contains(letters));
        if ["|O", "O"].contains(&name) {
            return Some(Item::Object);
        }
        let text = name.trim_start_matches(['<', '|']);
        match (text.strip_prefix('U'), text.strip_prefix('S')) {
            (Some(rest), _) => Some(Item::Text { letters: letters(rest)?, is_wide: true }),
            (_, Some(rest)) => Some(Item::Text { letters: letters(rest)?, is_wide: false }),
            _ => Number::new(name).map(Item::Number),
        }
    }
}

/// The texts of an array of them, without the zeros that fill them up.
pub(super) fn texts(
    letters: usize,
    is_wide: bool,
    count: usize,
    bytes: &[u8],
) -> Result<Vec<String>, String> {
    let size = if is_wide { 4 * letters } else { letters };
    let own = count.checked_mul(size).and_then(|length| bytes.get(..length));
    let text = |text: &[u8]| -> String {
        let wide =
            text.as_chunks().0.iter().filter_map(|&unit| char::from_u32(u32::from_le_bytes(unit)));
        let text =
            if is_wide { wide.collect() } else { String::from_utf8_lossy(text).into_owned() };
        text.trim_end_matches('\0').into()
    };
    let own = own.ok_or("fewer texts than its shape says")?;
    Ok(own.chunks_exact(size).map(text).collect())
}

/// What stands before the numbers of a `.npy` file.
pub(super) struct Header {
    pub item: Item,
    pub shape: Vec<usize>,
    pub is_fortran: bool,
    /// Where the numbers begin.
    pub end: usize,
}

impl Header {
    /// *Source*: NumPy's `numpy.lib.format`: the magic string, the version, a length, and a Python dictionary.
    pub fn read(file: &[u8]) -> Result<Header, String> {
        let cut = || "the header is cut short".to_string();
        let version = *file.get(6).ok_or_else(cut)?;
        let (length, start): (usize, usize) = match (version, &file[7..]) {
            (1, [_, a, b, ..]) => (usize::from(u16::from_le_bytes([*a, *b])), 10),
            (2 | 3, [_, a, b, c, d, ..]) => (u32::from_le_bytes([*a, *b, *c, *d]) as usize, 12),
            (1..=3, _) => return Err(cut()),
            _ => return Err(format!("version {version} of .npy")),
        };
        let text = file.get(start..start.saturating_add(length)).ok_or_else(cut)?;
        let text = String::from_utf8_lossy(text);
        let value = |key: &str| {
            let after = text.split_once(&format!("'{key}':")).map(|(_, after)| after.trim_start());
            after.ok_or_else(|| format!("no {key} in the header"))
        };
        let name = value("descr")?.strip_prefix('\'').and_then(|rest| rest.split_once('\''));
        let (name, _) = name.ok_or("an array of records")?;
        let item = Item::new(name).ok_or_else(|| format!("numbers of type {name}"))?;
        let is_fortran = value("fortran_order")?.starts_with("True");
        let shape = value("shape")?.strip_prefix('(').and_then(|rest| rest.split_once(')'));
        let sizes = shape.ok_or("no shape in the header")?.0.split(',').map(str::trim);
        let sizes: Result<Vec<usize>, _> = sizes
            .filter(|size| !size.is_empty())
            .map(|size| size.trim_end_matches('L').parse())
            .collect();
        let shape = sizes.map_err(|_| "the shape is damaged")?;
        Ok(Header { item, shape, is_fortran, end: start + length })
    }
}

impl Array {
    /// An array of these bytes, from `start` on.
    pub fn new(
        number: Number,
        shape: Vec<usize>,
        is_fortran: bool,
        bytes: Rc<[u8]>,
        start: usize,
    ) -> Result<Array, String> {
        let length = shape.iter().try_fold(number.size, |all, &size| all.checked_mul(size));
        let is_whole = length.is_some_and(|length| bytes.len().saturating_sub(start) >= length);
        if !is_whole || shape.len() > MOST_DIMENSIONS {
            return Err(format!("fewer numbers than its shape {shape:?} says"));
        }
        let array = Array { shape, number, bytes, start };
        Ok(if is_fortran && array.shape.len() > 1 { array.by_rows() } else { array })
    }

    /// An array whose numbers are those of a part of these bytes, row by row.
    pub fn of_part(
        number: Number,
        shape: Vec<usize>,
        bytes: Rc<[u8]>,
        part: Range<usize>,
    ) -> Result<Array, String> {
        let length = shape.iter().try_fold(number.size, |all, &size| all.checked_mul(size));
        if length != Some(part.len()) {
            return Err(format!("{} bytes for numbers of the sizes {shape:?}", part.len()));
        }
        Array::new(number, shape, false, bytes, part.start)
    }

    /// The same numbers in another shape of as many.
    pub fn with_shape(self, shape: Vec<usize>) -> Array {
        assert_eq!(shape.iter().product::<usize>(), self.len(), "as many numbers");
        Array { shape, ..self }
    }

    /// The same array with its dimensions from the last to the first.
    pub fn reversed(&self) -> Array {
        let shape = self.shape.iter().rev().copied().collect();
        Array { shape, ..self.clone() }.by_rows()
    }

    /// How many numbers there are.
    pub fn len(&self) -> usize {
        self.shape.iter().product()
    }

    /// Whether nothing follows its numbers.
    pub fn is_to_the_end(&self) -> bool {
        self.start + self.len() * self.number.size == self.bytes.len()
    }

    pub fn is_whole_numbers(&self) -> bool {
        self.number.kind != b'f' || (0..self.len()).all(|i| self.get(i).fract() == 0.0)
    }

    /// A number, by its place among all.
    pub fn get(&self, index: usize) -> f64 {
        let Number { kind, size, is_big_endian } = self.number;
        let mut own = [0; 8];
        own[..size].copy_from_slice(&self.bytes[self.start + index * size..][..size]);
        if is_big_endian {
            own[..size].reverse();
        }
        let whole = u64::from_le_bytes(own);
        match (kind, size) {
            (b'f', 2) => f16::from_bits(whole as u16).to_f64(),
            (b'f', 4) => f64::from(f32::from_bits(whole as u32)),
            (b'f', _) => f64::from_bits(whole),
            // The sign is moved to the top, and back with copies of it.
            (b'i', size) => ((whole << (64 - 8 * size)) as i64 >> (64 - 8 * size)) as f64,
            _ => whole as f64,
        }
    }

    /// One item of the first dimension.
    pub fn item(&self, index: usize) -> Array {
        let shape = self.shape[1..].to_vec();
        let length: usize = shape.iter().product::<usize>() * self.number.size;
        Array { shape, start: self.start + index * length, ..self.clone() }
    }

    /// The same array, which is written column by column.
    fn by_rows(self) -> Array {
        let size = self.number.size;
        let mut bytes = Vec::with_capacity(self.len() * size);
        let mut place = vec![0; self.shape.len()];
        for _ in 0..self.len() {
            let index =
                place.iter().zip(&self.shape).rev().fold(0, |index, (at, size)| index * size + at);
            bytes.extend(&self.bytes[self.start + index * size..][..size]);
            for (at, &size) in place.iter_mut().zip(&self.shape).rev() {
                *at += 1;
                if *at < size {
                    break;
                }
                *at = 0;
            }
        }
        Array { bytes: bytes.into(), start: 0, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_every_kind_are_read() {
        let one = |name, bytes: &[u8]| {
            Array::new(Number::new(name).unwrap(), vec![1], false, bytes.into(), 0).unwrap().get(0)
        };
        assert_eq!(one("|b1", &[1]), 1.0);
        assert_eq!(one("<i2", &(-3_i16).to_le_bytes()), -3.0);
        assert_eq!(one(">i4", &(-70_000_i32).to_be_bytes()), -70_000.0);
        assert_eq!(one("<u8", &9_u64.to_le_bytes()), 9.0);
        assert_eq!(one("<f2", &[0, 0x3c]), 1.0);
        assert_eq!(one(">f4", &0.5_f32.to_be_bytes()), 0.5);
        assert_eq!(one("<f8", &0.25_f64.to_le_bytes()), 0.25);
        assert!(["<c8", "O", "<U3", "<M8[ns]"].iter().all(|name| Number::new(name).is_none()));
    }

    #[test]
    fn texts_are_read_without_what_fills_them_up() {
        assert_eq!(Item::new("<U12"), Some(Item::Text { letters: 12, is_wide: true }));
        assert_eq!(Item::new("|S3"), Some(Item::Text { letters: 3, is_wide: false }));
        assert_eq!(Item::new("<U0"), None);
        assert_eq!(texts(3, false, 2, b"ab\0abc").unwrap(), ["ab", "abc"]);
        let wide: Vec<u8> =
            ['\u{e9}', '\0', 'x', 'y'].iter().flat_map(|&c| (c as u32).to_le_bytes()).collect();
        assert_eq!(texts(2, true, 2, &wide).unwrap(), ["\u{e9}", "xy"]);
        assert!(texts(3, true, 2, &wide).is_err());
    }

    #[test]
    fn columns_first_is_turned_to_rows_first() {
        let number = Number::new("u1").unwrap();
        let array = Array::new(number, vec![2, 3], true, [0, 3, 1, 4, 2, 5][..].into(), 0).unwrap();
        assert_eq!(
            (0..6).map(|i| array.get(i)).collect::<Vec<_>>(),
            [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]
        );
        assert_eq!(array.item(1).get(0), 3.0);
    }

    #[test]
    fn a_shape_of_more_than_there_is_is_an_error() {
        let number = Number::new("<f8").unwrap();
        for shape in [vec![2], vec![usize::MAX, 2], vec![usize::MAX; 3]] {
            assert!(Array::new(number, shape, false, [0; 8][..].into(), 0).is_err());
        }
    }
}
