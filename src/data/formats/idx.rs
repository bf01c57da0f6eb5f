//! IDX, the form of MNIST and its like: images in one file, and their labels in another.

use super::reading::Reading;
use crate::data::formats::numpy::content::{Content, Waiting};
use crate::data::formats::numpy::npy::{Array, Number};

/// Reads a file, which then waits for the other.
///
/// *Errors*: `bad-data` that names the file.
pub(super) fn read(mut reading: Reading) -> crate::Result<()> {
    let bytes = reading.bytes(reading.budget.limits().array_bytes)?;
    let array = array(bytes).map_err(|why| reading.bad(&why))?;
    let is_labels = array.shape.len() == 1;
    let Reading { path, name, gathered, .. } = reading;
    let (path, content) = (path.into(), Content::One(array));
    gathered.waiting.push(Waiting { path, name, content, is_labels });
    Ok(())
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
