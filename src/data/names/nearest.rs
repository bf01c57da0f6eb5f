//! What may be meant by a name with a typing error.

/// The names that are most like one, the likest first; of each three letters about one may differ.
pub(in crate::data) fn nearest(name: &str, names: impl IntoIterator<Item = String>) -> Vec<String> {
    let small = name.to_lowercase();
    let letters = small.chars().count();
    // A name in which all differ is none that is meant.
    let most = (letters / 3 + 1).min(letters.saturating_sub(1));
    let distances = names.into_iter().map(|other| {
        let distance = strsim::osa_distance(&small, &other.to_lowercase());
        (distance, other)
    });
    let mut near: Vec<_> = distances.filter(|(distance, _)| *distance <= most).collect();
    near.sort();
    near.into_iter().map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_the_fewest_other_letters_come_first() {
        let near = |name: &str| nearest(name, ["Greek", "Hebrew", "Creek"].map(String::from));
        assert_eq!(near("hebrw"), ["Hebrew"]);
        assert_eq!(near("greek"), ["Greek", "Creek"]);
        assert!(near("Latin").is_empty());
        assert!(nearest("-", ["a".into()]).is_empty());
    }
}
