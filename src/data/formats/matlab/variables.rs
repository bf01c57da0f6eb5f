//! MATLAB's files of level 5: variables, packed or not, and what they are made of.

use std::rc::Rc;

use crate::data::formats::numpy::npy::{Array, Number};

/// What is wrong, or what was read.
type Step<T> = Result<T, String>;

/// Where the first variable begins: behind a text, a version, and a mark of the order of bytes.
const HEADER: usize = 128;
/// How deep cells and structures may lie in one another.
const MOST_DEPTH: usize = 16;
/// Kinds of elements.
const MATRIX: u32 = 14;
const COMPRESSED: u32 = 15;

/// What a variable holds.
pub(super) enum Value {
    /// Numbers, with the sizes of MATLAB from the last to the first: so they lie row by row.
    Numbers(Array),
    /// A text in each row.
    Texts(Vec<String>),
    /// Other values, column by column, and how many rows and columns of them there are.
    Cells {
        sizes: Vec<usize>,
        cells: Vec<Value>,
    },
    Fields(Vec<(String, Value)>),
    /// What is not read.
    Other(&'static str),
}

/// The variables of a file. The fields of a structure are variables of their own, such as `dataset.train.images`.
/// `unpack` is given what is packed by zlib.
///
/// *Source*: "MAT-File Format" of MathWorks, chapter 1, "Level 5 MAT-File Format".
///
/// *Errors*: what is wrong, to be read after the name of the file; those of `unpack`.
pub(super) fn variables(
    bytes: Vec<u8>,
    mut unpack: impl FnMut(&[u8]) -> Step<Vec<u8>>,
) -> Step<Vec<(String, Value)>> {
    let is_big_endian = match bytes.get(HEADER - 2..HEADER) {
        Some(b"IM") => false,
        Some(b"MI") => true,
        _ => return Err("the header is cut short, or damaged".into()),
    };
    let end = bytes.len();
    let mut file = Elements { bytes: bytes.into(), at: HEADER, end, is_big_endian };
    let mut all = Vec::new();
    while file.at < file.end {
        let element = file.next()?;
        let (name, value) = if element.kind == COMPRESSED {
            let bytes: Rc<[u8]> = unpack(&file.bytes[element.start..element.end])?.into();
            let end = bytes.len();
            Elements { bytes, at: 0, end, is_big_endian }.matrix(0)?
        } else {
            file.inside(element).whole_matrix(element.kind, 0)?
        };
        flatten(name, value, &mut all);
    }
    Ok(all)
}

impl Value {
    /// What it is, behind its name, for messages.
    pub fn text(&self, name: &str) -> String {
        let sizes = |sizes: &mut dyn Iterator<Item = &usize>| {
            sizes.map(usize::to_string).collect::<Vec<_>>().join("x")
        };
        match self {
            Value::Numbers(array) => format!("{name} of {}", sizes(&mut array.shape.iter().rev())),
            Value::Texts(texts) => format!("{name} of {} texts", texts.len()),
            Value::Cells { sizes: own, .. } => {
                format!("{name} of {} cells", sizes(&mut own.iter()))
            }
            Value::Fields(_) => format!("{name} of fields"),
            Value::Other(what) => format!("{name}, {what}"),
        }
    }
}

fn flatten(name: String, value: Value, all: &mut Vec<(String, Value)>) {
    match value {
        Value::Fields(fields) => {
            for (field, value) in fields {
                flatten(format!("{name}.{field}"), value, all);
            }
        }
        value => all.push((name, value)),
    }
}

/// Elements of a file, one behind the other.
struct Elements {
    bytes: Rc<[u8]>,
    at: usize,
    end: usize,
    is_big_endian: bool,
}

/// One of them: what it is, and where its content lies.
#[derive(Clone, Copy)]
struct Element {
    kind: u32,
    start: usize,
    end: usize,
}

fn cut() -> String {
    "it is cut short".into()
}

impl Elements {
    fn inside(&self, Element { start, end, .. }: Element) -> Elements {
        Elements { bytes: self.bytes.clone(), at: start, end, is_big_endian: self.is_big_endian }
    }

    fn word(&self, at: usize) -> Step<u32> {
        let own = self.bytes[..self.end].get(at..).and_then(<[u8]>::first_chunk).ok_or_else(cut)?;
        Ok(if self.is_big_endian { u32::from_be_bytes(*own) } else { u32::from_le_bytes(*own) })
    }

    /// The next element. A short one has its length beside its kind, and its content where others have their length.
    fn next(&mut self) -> Step<Element> {
        let first = self.word(self.at)?;
        let (kind, length, start) = match first >> 16 {
            0 => (first, self.word(self.at + 4)? as usize, self.at + 8),
            length => (first & 0xffff, length as usize, self.at + 4),
        };
        let end = start.checked_add(length).filter(|&end| end <= self.end).ok_or_else(cut)?;
        self.at = match start - self.at {
            4 => start + 4,
            _ if kind == COMPRESSED => end,
            // Counted from its start: what is packed before it may have any length.
            _ => self.at + (end - self.at).next_multiple_of(8),
        };
        Ok(Element { kind, start, end })
    }

    fn content(&self, element: Element) -> &[u8] {
        &self.bytes[element.start..element.end]
    }

    fn words(&self, element: Element) -> Step<Vec<u32>> {
        (element.start..element.end).step_by(4).map(|at| self.word(at)).collect()
    }

    fn text(&self, element: Element) -> String {
        String::from_utf8_lossy(self.content(element)).trim_end_matches('\0').into()
    }

    /// The next element, which is a variable or a part of one.
    fn matrix(&mut self, depth: usize) -> Step<(String, Value)> {
        let element = self.next()?;
        self.inside(element).whole_matrix(element.kind, depth)
    }

    /// What is in an element of this kind, if it is a variable or a part of one.
    fn whole_matrix(mut self, kind: u32, depth: usize) -> Step<(String, Value)> {
        if kind != MATRIX {
            return Err(format!("an element of kind {kind} where a variable should be"));
        }
        if depth > MOST_DEPTH {
            return Err("cells that lie too deep in one another".into());
        }
        if self.at == self.end {
            return Ok((String::new(), Value::Other("nothing")));
        }
        let flags = self.next()?;
        let flags = *self.words(flags)?.first().ok_or_else(cut)?;
        let (class, is_complex) = (flags & 0xff, flags & 0x800 != 0);
        // Tables and the like have no sizes.
        if class == 17 {
            let name = self.next()?;
            return Ok((self.text(name), Value::Other("an object, such as a table or a string")));
        }
        let sizes = self.next()?;
        let sizes: Vec<usize> = self.words(sizes)?.iter().map(|&size| size as usize).collect();
        let count = sizes.iter().try_fold(1, |all: usize, &size| all.checked_mul(size));
        let count =
            count.filter(|_| (2..=8).contains(&sizes.len())).ok_or("sizes out of reason")?;
        let name = self.next()?;
        let name = self.text(name);
        let value = match class {
            1 => Value::Cells { cells: self.several(count, depth)?, sizes },
            2 => self.fields(sizes, count, depth)?,
            3 => {
                self.next()?;
                self.fields(sizes, count, depth)?
            }
            4 => self.texts(sizes[0], count)?,
            5 => Value::Other("a sparse matrix"),
            6..=15 if is_complex => Value::Other("complex numbers"),
            6..=15 => Value::Numbers(self.numbers(sizes)?),
            _ => Value::Other("of a kind that is not read"),
        };
        Ok((name, value))
    }

    /// So many values, one behind the other.
    fn several(&mut self, count: usize, depth: usize) -> Step<Vec<Value>> {
        if count > (self.end - self.at.min(self.end)) / 8 {
            return Err("fewer cells than its sizes say".into());
        }
        (0..count).map(|_| Ok(self.matrix(depth + 1)?.1)).collect()
    }

    /// The fields of one structure, or those of several, each as cells.
    fn fields(&mut self, sizes: Vec<usize>, count: usize, depth: usize) -> Step<Value> {
        let length = self.next()?;
        let length = *self.words(length)?.first().ok_or_else(cut)? as usize;
        let names = self.next()?;
        let names = self.content(names).chunks(length.max(1)).map(|name| {
            let end = name.iter().position(|&letter| letter == 0).unwrap_or(name.len());
            String::from_utf8_lossy(&name[..end]).into_owned()
        });
        let names: Vec<String> = names.collect();
        let all = count.checked_mul(names.len()).ok_or("sizes out of reason")?;
        let mut values = self.several(all, depth)?.into_iter();
        if count == 1 {
            return Ok(Value::Fields(names.into_iter().zip(values).collect()));
        }
        let mut fields: Vec<Vec<Value>> = names.iter().map(|_| Vec::new()).collect();
        for _ in 0..count {
            fields.iter_mut().zip(&mut values).for_each(|(field, value)| field.push(value));
        }
        let cells = |cells| Value::Cells { sizes: sizes.clone(), cells };
        Ok(Value::Fields(names.into_iter().zip(fields.into_iter().map(cells)).collect()))
    }

    /// Letters of one, two or four bytes, column by column.
    fn texts(&mut self, rows: usize, count: usize) -> Step<Value> {
        let element = self.next()?;
        let order = |two: [u8; 2]| {
            if self.is_big_endian { u16::from_be_bytes(two) } else { u16::from_le_bytes(two) }
        };
        let content = self.content(element);
        let letters: Vec<char> = match element.kind {
            1 | 2 | 16 => String::from_utf8_lossy(content).chars().collect(),
            4 | 17 => {
                let units = content.as_chunks().0.iter().map(|&two| order(two));
                char::decode_utf16(units).map(|letter| letter.unwrap_or('\u{fffd}')).collect()
            }
            _ => return Ok(Value::Other("a text in a form that is not read")),
        };
        if rows == 1 {
            return Ok(Value::Texts(vec![letters.into_iter().collect()]));
        }
        if letters.len() < count {
            return Err("fewer letters than its sizes say".into());
        }
        let columns = count.checked_div(rows).unwrap_or_default();
        let text = |row: usize| -> String {
            (0..columns).map(|column| letters[column * rows + row]).collect()
        };
        let rows = if columns == 0 { 0 } else { rows };
        Ok(Value::Texts((0..rows).map(|row| text(row).trim_end().into()).collect()))
    }

    fn numbers(&mut self, mut sizes: Vec<usize>) -> Step<Array> {
        let element = self.next()?;
        let kinds = [
            (1, "i1"),
            (2, "u1"),
            (3, "i2"),
            (4, "u2"),
            (5, "i4"),
            (6, "u4"),
            (7, "f4"),
            (9, "f8"),
            (12, "i8"),
            (13, "u8"),
        ];
        let number = kinds.into_iter().find(|(kind, _)| *kind == element.kind);
        let number = number.and_then(|(_, name)| Number::new(name));
        let number = number.ok_or_else(|| format!("numbers of kind {}", element.kind))?;
        let number = number.with_order(if self.is_big_endian { ">" } else { "<" });
        sizes.reverse();
        Array::of_part(number, sizes, self.bytes.clone(), element.start..element.end)
    }
}
