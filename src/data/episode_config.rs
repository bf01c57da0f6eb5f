//! How large an episode is.

use super::episodes::Episodes;
use super::pool::Pool;
use crate::{Code, Error, Result};

/// The size of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EpisodeConfig {
    /// Classes of an episode, 2 or more.
    pub ways: usize,
    /// Support drawings a class, 1 or more.
    pub shots: usize,
    /// Query drawings a class, 1 or more.
    pub queries: usize,
}

impl EpisodeConfig {
    /// Checks that a pool has enough classes, and each of them enough drawings.
    ///
    /// *Errors*: `bad-setting` for a number out of its range, `bad-data` for a pool that is too
    /// small; the message names the setting, and the class if one has too few drawings.
    pub fn check(self, pool: &Pool) -> Result<Episodes<'_>> {
        let EpisodeConfig { ways, shots, queries } = self;
        for (field, value, least) in
            [("ways", ways, 2), ("shots", shots, 1), ("queries", queries, 1)]
        {
            if value < least {
                let message = format!("{field} is {value}, it must be {least} or more");
                return Err(Error::new(Code::BadSetting, message));
            }
        }
        let classes = pool.classes().len();
        if ways > classes {
            let message = format!("ways is {ways}, but the data has only {classes} classes");
            return Err(Error::new(Code::BadData, message));
        }
        let needed = shots.saturating_add(queries);
        if let Some(class) = pool.classes().iter().find(|class| class.distinct() < needed) {
            let (name, has) = (class.name(), class.distinct());
            let message = format!(
                "shots is {shots} and queries is {queries}, but the class {name} has only {has} drawings"
            );
            return Err(Error::new(Code::BadData, message));
        }
        Ok(Episodes { config: self, pool })
    }
}

#[cfg(test)]
mod tests {
    use super::super::pool::tests::pool;
    use super::*;

    const SMALL: EpisodeConfig = EpisodeConfig { ways: 3, shots: 2, queries: 1 };

    #[test]
    fn a_setting_out_of_range_is_named() {
        let pool = pool(&[9; 5]);
        for (config, field) in [
            (EpisodeConfig { ways: 1, ..SMALL }, "ways"),
            (EpisodeConfig { shots: 0, ..SMALL }, "shots"),
            (EpisodeConfig { queries: 0, ..SMALL }, "queries"),
        ] {
            let error = config.check(&pool).unwrap_err();
            assert_eq!(error.code(), Code::BadSetting);
            assert!(error.message().starts_with(field), "{error}");
        }
    }

    #[test]
    fn data_that_is_too_small_is_an_error_that_says_what_is_missing() {
        let pool = pool(&[9, 2, 9]);
        let error = EpisodeConfig { ways: 4, ..SMALL }.check(&pool).unwrap_err();
        assert_eq!(error.code(), Code::BadData);
        assert!(error.message().contains("ways is 4") && error.message().contains("3 classes"));
        let error = SMALL.check(&pool).unwrap_err();
        assert_eq!(error.code(), Code::BadData);
        assert!(error.message().contains("c1 has only 2 drawings"), "{error}");
        let endless = EpisodeConfig { shots: usize::MAX, queries: usize::MAX, ..SMALL };
        assert!(endless.check(&pool).is_err());
    }
}
