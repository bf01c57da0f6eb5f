//! Names of classes for what people write: letters, digits, and signs that mean something else in paths.

/// The class of a label, which is never a path; none for one that says nothing.
///
/// A command of LaTeX loses its `\`, and formulas their `$`. A slash in a longer label is a division slash.
pub(super) fn class_of_label(label: &str) -> Option<String> {
    let label = label.split_whitespace().collect::<Vec<_>>().join(" ");
    let inner = label.strip_prefix('$').and_then(|rest| rest.strip_suffix('$'));
    let label = inner.map(str::trim).filter(|inner| !inner.is_empty()).unwrap_or(&label);
    Some(match label {
        "" => return None,
        "/" => "slash".into(),
        "\\" => "backslash".into(),
        "." => "dot".into(),
        label => {
            let label = label.strip_prefix('\\').unwrap_or(label);
            label.replace('/', "\u{2215}").replace('\\', "\u{2216}")
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_label_is_a_path() {
        for (label, class) in [
            ("x", "x"),
            (" \\alpha\n", "alpha"),
            ("$\\frac$", "frac"),
            ("$", "$"),
            ("/", "slash"),
            (".", "dot"),
            ("\\", "backslash"),
            ("1/2", "1\u{2215}2"),
            ("and  or", "and or"),
        ] {
            assert_eq!(class_of_label(label).as_deref(), Some(class), "{label}");
        }
        assert_eq!([" ", ""].map(class_of_label), [None, None]);
    }
}
