//! The names of pixels: `pixel12`, `12` or `1x13`.

/// The column of each pixel, the label not counted, in the order of the numbers in their names; none if those are not of
/// so many pixels, or in order already, row by row or column by column.
///
/// *Source*: ours. Programs that sort columns as text have `pixel10` before `pixel2`.
pub(super) fn order(heads: &[String], label: usize) -> Vec<usize> {
    let names = heads.iter().enumerate().filter(|(column, _)| *column != label);
    let numbers: Vec<Vec<u32>> = names.map(|(_, head)| numbers(head)).collect();
    let mut order: Vec<usize> = (0..numbers.len()).collect();
    order.sort_by_key(|&column| &numbers[column]);
    let are_different = order.windows(2).all(|two| numbers[two[0]] < numbers[two[1]]);
    let are_alike = numbers.iter().all(|own| own.len() == numbers[0].len());
    let backwards = |own: &Vec<u32>| own.iter().rev().copied().collect::<Vec<_>>();
    if !are_different || !are_alike || numbers.is_sorted() || numbers.is_sorted_by_key(backwards) {
        return Vec::new();
    }
    order
}

/// The numbers in a name.
fn numbers(name: &str) -> Vec<u32> {
    let parts = name.split(|letter: char| !letter.is_ascii_digit());
    parts.filter_map(|part| part.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order_of(heads: &[&str], label: usize) -> Vec<usize> {
        let heads: Vec<String> = heads.iter().map(|head| head.to_string()).collect();
        order(&heads, label)
    }

    #[test]
    fn columns_that_were_sorted_as_text_come_in_the_order_of_their_numbers() {
        assert_eq!(order_of(&["label", "pixel0", "pixel10", "pixel2"], 0), [0, 2, 1]);
        assert_eq!(order_of(&["10", "2", "label", "9"], 2), [1, 2, 0]);
        assert_eq!(order_of(&["1x1", "1x10", "1x2", "2x1", "class"], 4), [0, 2, 1, 3]);
    }

    #[test]
    fn columns_in_order_and_names_that_tell_none_stay_as_they_are() {
        for heads in [
            &["label", "pixel0", "pixel1", "pixel2"][..],
            &["label", "1x1", "1x2", "2x1", "2x2"],
            // Column by column, or x before y: both are known.
            &["label", "1x1", "2x1", "1x2", "2x2"],
            &["label", "a", "b", "c"],
            &["label", "b1", "a1", "c1"],
            &["label", "p2", "p1x1", "p3"],
        ] {
            assert_eq!(order_of(heads, 0), [0; 0], "{heads:?}");
        }
    }
}
