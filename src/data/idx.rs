//! IDX, the form of MNIST and its like: one array a file.

use super::npy::{Array, Number};

/// Whether a file begins with the mark of IDX: two zeros, a type of numbers, and how many dimensions there are.
pub(super) fn is_idx(start: &[u8]) -> bool {
    matches!(start, [0, 0, kind, 1..=4, ..] if number(*kind).is_some())
}

/// The type of numbers.
fn number(kind: u8) -> Option<Number> {
    let names = [(8, "u1"), (9, "i1"), (11, ">i2"), (12, ">i4"), (13, ">f4"), (14, ">f8")];
    names.into_iter().find(|(own, _)| *own == kind).and_then(|(_, name)| Number::new(name))
}

/// The numbers of a file.
///
/// *Source*: "The IDX file format" of the page of MNIST by LeCun, Cortes and Burges: a mark, the sizes of the dimensions,
/// four bytes each, and the numbers, all with the highest byte first.
///
/// *Errors*: what is wrong, to be read after the name of the file.
pub(super) fn array(bytes: Vec<u8>) -> Result<Array, String> {
    let cut = || "the header is cut short".to_string();
    let &[_, _, kind, count] = bytes.first_chunk().ok_or_else(cut)?;
    let start = 4 + 4 * usize::from(count);
    let sizes = bytes.get(4..start).ok_or_else(cut)?.as_chunks().0.iter();
    let shape: Vec<usize> = sizes.map(|&size| u32::from_be_bytes(size) as usize).collect();
    let number = number(kind).ok_or("numbers of an unknown type")?;
    let array = Array::new(number, shape, false, bytes.into(), start)?;
    if array.is_to_the_end() { Ok(array) } else { Err("more bytes than its sizes say".into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_of_a_file_belongs_to_its_numbers() {
        let whole = [&[0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 1][..], &[7, 9]].concat();
        assert_eq!(array(whole.clone()).unwrap().get(1), 9.0);
        for length in 0..whole.len() {
            assert!(array(whole[..length].to_vec()).is_err(), "{length}");
        }
        assert!(array([&whole[..], b"!"].concat()).is_err());
        assert!(array([&[0, 0, 8, 3][..], &[255; 12]].concat()).is_err());
    }
}
