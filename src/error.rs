//! The one error type: a kebab-case code that programs can match, and a sentence for people.

use std::fmt;
use std::sync::Arc;

/// What went wrong, as a program sees it. The JavaScript interface uses the same codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Code {
    /// A drawing without a single point, or a bitmap without ink.
    EmptyDrawing,
    /// A point that is not finite, or half a point.
    BadPoint,
    /// An image of zero size, of the wrong length, with values out of range, or not an image.
    BadImage,
    /// Classification was asked for before adaptation.
    NoSupport,
    /// A setting out of its range, or one that does not exist.
    BadSetting,
    /// A weights file that is cut, damaged, or for another architecture.
    BadWeights,
    /// Data that cannot be read, or holds too little.
    BadData,
    /// The loss became infinite or NaN.
    Diverged,
}

impl Code {
    /// The code in kebab case, for example `empty-drawing`.
    pub fn as_str(self) -> &'static str {
        match self {
            Code::EmptyDrawing => "empty-drawing",
            Code::BadPoint => "bad-point",
            Code::BadImage => "bad-image",
            Code::NoSupport => "no-support",
            Code::BadSetting => "bad-setting",
            Code::BadWeights => "bad-weights",
            Code::BadData => "bad-data",
            Code::Diverged => "diverged",
        }
    }
}

/// An error with a [`Code`] and a message that names the thing at fault.
///
/// ```
/// use reptile_sketch::{Code, Error};
/// let error = Error::bad_setting("meta_batch", 0, "at least 1").within("compare");
/// assert_eq!(error.code(), Code::BadSetting);
/// assert_eq!(error.message(), "compare: meta_batch is 0; it must be at least 1");
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Error {
    code: Code,
    message: String,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

/// A result whose error is [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error with this code and this message. Control characters in it, such as those of a name in a file, are written
    /// as in Rust, so that it is one line; in a browser it stays as it is.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Error { code, message: one_line(message.into()), source: None }
    }

    /// `bad-setting` for a setting whose value breaks a rule, which reads on from "it must be".
    ///
    /// A number with decimals is written with [`decimal`].
    pub fn bad_setting(field: &str, value: impl ToString, rule: &str) -> Self {
        let value = value.to_string();
        Error::new(Code::BadSetting, [field, " is ", &value, "; it must be ", rule].concat())
    }

    /// The same error with the error that it came from.
    pub fn with_source(self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        Error { source: Some(Arc::new(source)), ..self }
    }

    /// The same error with the place where it happened before its message.
    pub fn within(self, place: &str) -> Self {
        Error { message: one_line([place, ": ", &self.message].concat()), ..self }
    }

    /// What went wrong, for a program.
    pub fn code(&self) -> Code {
        self.code
    }

    /// What went wrong, for a person.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.message, self.code.as_str())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

/// Two errors are equal if a user could not tell them apart.
impl PartialEq for Error {
    fn eq(&self, other: &Error) -> bool {
        (self.code, &self.message) == (other.code, &other.message)
    }
}

impl Eq for Error {}

/// A text in one line, as messages show it: the ends of lines and other control characters that names in files may hold
/// are written as in Rust, `\n` or `\u{1b}`. In a browser nothing is printed line by line.
pub(crate) fn one_line(text: String) -> String {
    let is_shown = |letter: char| !letter.is_control() && !"\u{2028}\u{2029}".contains(letter);
    if cfg!(target_arch = "wasm32") || text.chars().all(is_shown) {
        return text;
    }
    let mut line = String::new();
    for letter in text.chars() {
        match is_shown(letter) {
            true => line.push(letter),
            false => line.extend(letter.escape_default()),
        }
    }
    line
}

/// A number as it is usually written. In a browser, the browser writes it: the code to write decimals would
/// be a good part of the wasm.
pub fn decimal(value: f32) -> String {
    #[cfg(not(target_arch = "wasm32"))]
    let text = value.to_string();
    #[cfg(target_arch = "wasm32")]
    let text = {
        let text = js_sys::Number::from(f64::from(value))
            .to_precision(7)
            .map(String::from)
            .unwrap_or_default();
        match text.contains('.') && !text.contains('e') {
            true => text.trim_end_matches('0').trim_end_matches('.').into(),
            false => text,
        }
    };
    text
}

#[cfg(test)]
mod tests {
    use std::error::Error as _;

    use super::*;

    #[test]
    fn the_error_that_another_came_from_is_its_source() {
        let missing = std::io::Error::from(std::io::ErrorKind::NotFound);
        let error = Error::new(Code::BadData, "cannot read a.zip").with_source(missing);
        let source = error.source().unwrap().downcast_ref::<std::io::Error>().unwrap();
        assert_eq!(source.kind(), std::io::ErrorKind::NotFound);
        assert!(Error::new(Code::BadData, "").source().is_none());
        assert_eq!(error.clone().within("train").message(), "train: cannot read a.zip");
        assert!(error.within("train").source().is_some());
    }

    #[test]
    fn a_message_is_one_line_whatever_names_are_in_it() {
        let error = Error::new(Code::BadData, "a\rb\u{1b}[2J\u{9b}").within("c\n\u{2028}d\0");
        assert_eq!(error.message(), r"c\n\u{2028}d\u{0}: a\rb\u{1b}[2J\u{9b}");
        let plain = "C:\\caf\u{e9} 'a' \"b\".zip";
        assert_eq!(Error::new(Code::BadData, plain).message(), plain);
    }

    #[test]
    fn a_setting_is_refused_with_its_value_and_its_rule() {
        let error = Error::bad_setting("step_size", decimal(1.1), "above 0 and at most 1");
        assert_eq!(error.message(), "step_size is 1.1; it must be above 0 and at most 1");
        let error = Error::bad_setting("step_size", decimal(f32::NAN), "finite");
        assert_eq!(error.message(), "step_size is NaN; it must be finite");
    }
}
