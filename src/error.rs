//! The one error type: a kebab-case code that programs can match, and a sentence for people.

use std::fmt;

/// What went wrong, as a program sees it. The JavaScript interface uses the same codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    code: Code,
    message: String,
}

/// A result whose error is [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error with this code and this message.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Error { code, message: message.into() }
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

impl std::error::Error for Error {}
