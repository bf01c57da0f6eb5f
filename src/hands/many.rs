//! Many hands.

use super::{Hand, HandConfig};
use crate::Result;

/// Any number of hands, with checked strengths.
#[derive(Clone, Debug, PartialEq)]
pub struct Hands(HandConfig);

impl HandConfig {
    /// The hands, if the strengths are possible.
    ///
    /// *Errors*: `bad-setting` that names the field.
    pub fn check(self) -> Result<Hands> {
        self.check_strengths()?;
        Ok(Hands(self))
    }
}

impl Hands {
    /// The hand of a seed and a number: the same for the same two, whatever other hands have drawn.
    pub fn hand(&self, seed: u64, number: u64) -> Hand {
        Hand::new(self.0.clone(), seed, number)
    }
}
