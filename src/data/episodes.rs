//! Few-shot tasks, drawn from a pool.

use rand_chacha::ChaCha8Rng;

use super::class::{Class, too_few};
use super::drawing::Drawing;
use super::pool::Pool;
use super::random::{generator, take};
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
                return Err(Error::bad_setting(field, value, &format!("at least {least}")));
            }
        }
        let classes = pool.classes().len();
        if ways > classes {
            let of_files = |class: &Class| class.drawings().iter().all(|one| one.file().is_some());
            let hint = match pool.classes() {
                [only] if of_files(only) => ": the images of one folder are one class",
                _ => "",
            };
            let message = format!("ways is {ways}, but the data has only {classes} classes{hint}");
            return Err(Error::new(Code::BadData, message));
        }
        let needed = shots.saturating_add(queries);
        let classes = pool.classes().iter().map(|class| (class.name(), class.distinct()));
        if let Some(few) = too_few(classes, needed) {
            let message = format!("shots is {shots} and queries is {queries}, but {few}");
            return Err(Error::new(Code::BadData, message));
        }
        Ok(Episodes { config: self, pool })
    }
}

/// Checked against a pool: every episode can be drawn.
#[derive(Clone, Copy, Debug)]
pub struct Episodes<'a> {
    config: EpisodeConfig,
    pool: &'a Pool,
}

/// A drawing of a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DrawingRef {
    /// Index in [`Pool::classes`].
    pub class: usize,
    /// Index in [`Class::drawings`].
    pub drawing: usize,
}

/// One task. No drawing is in it twice, in whatever form.
///
/// *Shapes and units*: `support` is `[ways][shots]`, `query` is `[ways][queries]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Episode {
    /// Indices in [`Pool::classes`], all different.
    pub classes: Vec<usize>,
    /// What is learned from, class by class.
    pub support: Vec<Vec<DrawingRef>>,
    /// What is asked, class by class.
    pub query: Vec<Vec<DrawingRef>>,
    /// A drawing of another class, which should look unlike all of these. None if the pool
    /// has no other class.
    pub outsider: Option<DrawingRef>,
}

impl<'a> Episodes<'a> {
    /// The episode of this number. It depends on the seed, the number and the pool alone, so that
    /// any thread may draw any episode, on any machine.
    ///
    /// Classes are drawn without replacement, each as likely as the others, and so are the
    /// drawings of a class; drawings of one [`Drawing::identity`] exclude each other.
    ///
    /// ```
    /// use reptile_sketch::data::{Drawing, EpisodeConfig, Pool};
    /// use reptile_sketch::sketch::Strokes;
    /// let drawing = |class: &str, i| {
    ///     let dot = Strokes::new(vec![vec![[i as f32, 0.]]]).unwrap();
    ///     (class.to_string(), Drawing::from_strokes("mine".into(), i, dot))
    /// };
    /// let pool = Pool::new(["a", "b", "c"].iter().flat_map(|c| [0, 1].map(|i| drawing(c, i))).collect());
    /// let episodes = EpisodeConfig { ways: 2, shots: 1, queries: 1 }.check(&pool)?;
    /// let episode = episodes.draw(0, 7);
    /// assert_eq!(episode, episodes.draw(0, 7));
    /// assert_ne!(episode.support[0][0], episode.query[0][0]);
    /// # Ok::<(), reptile_sketch::Error>(())
    /// ```
    pub fn draw(&self, seed: u64, number: u64) -> Episode {
        let EpisodeConfig { ways, shots, queries } = self.config;
        let mut random = generator(seed, number);
        let mut left: Vec<usize> = (0..self.pool.classes().len()).collect();
        let classes: Vec<usize> = (0..ways).map(|_| take(&mut random, &mut left)).collect();
        let mut support = Vec::with_capacity(ways);
        let mut query = Vec::with_capacity(ways);
        for &class in &classes {
            let mut drawn = draw_from(&mut random, &self.pool.classes()[class], shots + queries)
                .into_iter()
                .map(|drawing| DrawingRef { class, drawing });
            support.push(drawn.by_ref().take(shots).collect());
            query.push(drawn.collect());
        }
        let outsider = if left.is_empty() { None } else { Some(take(&mut random, &mut left)) };
        let outsider = outsider.map(|class| {
            let drawing = draw_from(&mut random, &self.pool.classes()[class], 1)[0];
            DrawingRef { class, drawing }
        });
        Episode { classes, support, query, outsider }
    }

    /// The drawing that an episode refers to.
    ///
    /// *Panics*: if it is of an episode of another pool, with more classes or drawings.
    pub fn drawing(&self, at: DrawingRef) -> &'a Drawing {
        &self.pool.classes()[at.class].drawings()[at.drawing]
    }

    /// The size of each episode.
    pub fn config(&self) -> EpisodeConfig {
        self.config
    }

    /// Where the episodes are drawn from.
    pub fn pool(&self) -> &'a Pool {
        self.pool
    }
}

/// Indices of different drawings of a class. The check has shown that there are enough.
fn draw_from(random: &mut ChaCha8Rng, class: &Class, count: usize) -> Vec<usize> {
    let drawings = class.drawings();
    let mut left: Vec<usize> = (0..drawings.len()).collect();
    let mut drawn: Vec<usize> = Vec::with_capacity(count);
    while drawn.len() < count {
        let next = take(random, &mut left);
        if drawn.iter().all(|&i| drawings[i].identity() != drawings[next].identity()) {
            drawn.push(next);
        }
    }
    drawn
}

#[cfg(test)]
mod tests {
    use super::super::pool::tests::pool;
    use super::*;

    const SMALL: EpisodeConfig = EpisodeConfig { ways: 3, shots: 2, queries: 1 };

    #[test]
    fn support_and_query_are_different_drawings_of_the_episodes_classes() {
        let pool = pool(&[4, 3, 5, 3, 3]);
        let episodes = SMALL.check(&pool).unwrap();
        for number in 0..200 {
            let episode = episodes.draw(1, number);
            let mut all: Vec<DrawingRef> = episode.support.concat();
            all.extend(episode.query.concat());
            all.extend(episode.outsider);
            assert_eq!(all.len(), 3 * 3 + 1);
            assert_eq!(all.iter().collect::<std::collections::HashSet<_>>().len(), all.len());
            for (way, &class) in episode.classes.iter().enumerate() {
                assert_eq!((episode.support[way].len(), episode.query[way].len()), (2, 1));
                assert!(episode.support[way].iter().all(|at| at.class == class));
                assert!(episode.query[way].iter().all(|at| at.class == class));
                assert_eq!(episode.classes.iter().filter(|&&other| other == class).count(), 1);
            }
            assert!(!episode.classes.contains(&episode.outsider.unwrap().class));
        }
    }

    #[test]
    fn an_episode_of_all_classes_has_no_outsider() {
        let pool = pool(&[3, 3, 3]);
        assert_eq!(SMALL.check(&pool).unwrap().draw(0, 0).outsider, None);
    }

    #[test]
    fn an_episode_depends_on_the_seed_and_its_number_alone() {
        let pool = pool(&[20; 30]);
        let episodes = SMALL.check(&pool).unwrap();
        let forward: Vec<Episode> = (0..20).map(|number| episodes.draw(5, number)).collect();
        let mut backward: Vec<Episode> = (0..20).rev().map(|n| episodes.draw(5, n)).collect();
        backward.reverse();
        assert_eq!(forward, backward);
        assert_ne!(episodes.draw(5, 0), episodes.draw(6, 0));
        assert_ne!(episodes.draw(5, 0), episodes.draw(5, 1));
    }

    #[test]
    fn episodes_never_change_from_version_to_version() {
        let pool = pool(&[20; 1000]);
        let episode = SMALL.check(&pool).unwrap().draw(7, 3);
        let drawings = |refs: &[DrawingRef]| refs.iter().map(|at| at.drawing).collect::<Vec<_>>();
        // As a ChaCha8 and a shuffle written in Python from their papers give them.
        assert_eq!(episode.classes, [674, 662, 672]);
        assert_eq!(drawings(&episode.support.concat()), [10, 14, 1, 0, 0, 3]);
        assert_eq!(drawings(&episode.query.concat()), [13, 13, 11]);
        assert_eq!(episode.outsider.unwrap().class, 998);
    }

    #[test]
    fn every_class_and_every_drawing_is_as_likely_as_the_others() {
        let pool = pool(&[4; 5]);
        let episodes = SMALL.check(&pool).unwrap();
        let (mut classes, mut queries, mut outsiders) = ([0; 5], [0; 4], [0; 5]);
        for number in 0..4000 {
            let episode = episodes.draw(9, number);
            episode.classes.iter().for_each(|&class| classes[class] += 1);
            episode.query.concat().iter().for_each(|at| queries[at.drawing] += 1);
            outsiders[episode.outsider.unwrap().class] += 1;
        }
        // 2400, 3000 and 800 are expected; five standard deviations pass.
        assert!(classes.iter().all(|&n: &i32| (n - 2400).abs() < 160), "{classes:?}");
        assert!(queries.iter().all(|&n: &i32| (n - 3000).abs() < 240), "{queries:?}");
        assert!(outsiders.iter().all(|&n: &i32| (n - 800).abs() < 130), "{outsiders:?}");
    }

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
