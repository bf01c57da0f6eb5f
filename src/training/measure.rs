//! Measures a weights file on few-shot episodes or fixed runs.

use std::time::Instant;

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use super::Perturbation;
use crate::data::{Drawing, DrawingRef, Episode, Episodes, Query, Run};
use crate::learner::{Classification, Learner};
use crate::meta::{Answer, Evaluation, Tally, median};
use crate::sketch::View;
use crate::weights::{self, Weights};
use crate::{Error, Result};

/// How a classifier is used while it is measured.
#[derive(Clone, Copy, Debug, Default)]
pub struct Protocol {
    /// Inner steps; those of the weights file if none.
    pub steps: Option<usize>,
    /// Examples an inner step; all of them if none.
    pub batch: Option<usize>,
    /// Whether all queries of a round are classified in one batch.
    pub transductive: bool,
    /// What is done to queries before they are looked at, if anything.
    pub perturbation: Option<Perturbation>,
    /// The seed of random parameters to start from, others in each round; those of the file if none.
    pub random_init: Option<u64>,
}

/// Random episodes to measure on.
#[derive(Debug)]
pub struct Measurement<'a> {
    /// What episodes are drawn from, and their size.
    pub source: Episodes<'a>,
    /// How many episodes.
    pub episodes: usize,
    /// The seed of the episodes.
    pub seed: u64,
    /// How the classifier is used in each.
    pub protocol: Protocol,
}

/// The figures, the times, and the answers behind them.
#[derive(Debug)]
pub struct Figures {
    /// Accuracy, calibration, and how well drawings of no class are told apart.
    pub evaluation: Evaluation,
    /// The median time of adapting to the support drawings of a round.
    pub adapt_ms: f64,
    /// The median over rounds of the time that a query takes.
    pub classify_ms: f64,
    /// One for each round, in their order.
    pub outcomes: Vec<Outcome>,
}

/// The answers of one round.
#[derive(Debug)]
pub struct Outcome {
    /// The answer to each query, with the true class.
    pub answers: Vec<(Classification, usize)>,
    /// The answers to drawings of none of the classes.
    pub outsiders: Vec<Classification>,
    /// That of [`Learner::task_embedding`].
    pub task_embedding: Vec<f32>,
    adapt_ms: f64,
    classify_ms: f64,
}

/// An image as the network takes it.
type Image = Vec<f32>;

/// One task in pixels: labelled examples, labelled queries, and drawings of no class.
struct Round {
    examples: Vec<(Image, usize)>,
    queries: Vec<(Image, usize)>,
    outsiders: Vec<Image>,
}

/// A measurement with the images of its pool, for several weights files.
#[derive(Debug)]
pub struct Prepared<'a> {
    measurement: &'a Measurement<'a>,
    support: Vec<Vec<Image>>,
    /// The images of queries, if they are perturbed.
    query: Option<Vec<Vec<Image>>>,
}

/// The most that a measurement goes through: the result of each is held in memory.
const MOST: usize = 10_000_000;

/// Refuses a number of episodes, or of what else is measured one by one, by the field's name.
///
/// *Errors*: `bad-setting` for none, or over 10,000,000.
pub(crate) fn check_count(field: &str, count: usize) -> Result<()> {
    if (1..=MOST).contains(&count) {
        return Ok(());
    }
    Err(Error::bad_setting(field, count, &format!("from 1 to {MOST}")))
}

impl Measurement<'_> {
    /// Rasterises every drawing of the pool, once.
    ///
    /// *Errors*: `bad-setting` for a drawing that cannot be [perturbed](Perturbation::values).
    pub fn prepare(&self) -> Result<Prepared<'_>> {
        let images = |perturbation| -> Result<Vec<Vec<Image>>> {
            let classes = self.source.pool().classes().par_iter().enumerate();
            classes
                .map(|(number, class)| {
                    let mut random = ChaCha8Rng::seed_from_u64(self.seed);
                    random.set_stream(number as u64);
                    let drawings = class.drawings().iter();
                    drawings.map(|drawing| values(drawing, perturbation, &mut random)).collect()
                })
                .collect()
        };
        let perturbation = self.protocol.perturbation;
        let query = perturbation.is_some().then(|| images(perturbation)).transpose()?;
        Ok(Prepared { measurement: self, support: images(None)?, query })
    }
}

impl Prepared<'_> {
    /// Measures a weights file on the random episodes. The figures but for the times depend only
    /// on the file, the pool and the measurement.
    ///
    /// *Errors*: `bad-weights` for a file that is none, `bad-setting` for a step count or a batch out of range, or more
    /// classes than a learned head has.
    pub fn measure(&self, file: &[u8]) -> Result<Figures> {
        let Measurement { source, episodes, seed, protocol } = self.measurement;
        check_count("episodes", *episodes)?;
        let query = self.query.as_ref().unwrap_or(&self.support);
        let rounds = (0..*episodes).into_par_iter().map(|number| {
            let episode = source.draw(*seed, number as u64);
            episode_round(&episode, &self.support, query)
        });
        play_all(file, rounds, protocol)
    }
}

/// [Prepares](Measurement::prepare) a measurement and [measures](Prepared::measure) one file: the bytes that
/// [`weights::write`](crate::weights::write) gives.
///
/// *Errors*: as these two.
pub fn measure(file: &[u8], measurement: &Measurement) -> Result<Figures> {
    measurement.prepare()?.measure(file)
}

/// Measures a weights file on fixed runs.
///
/// *Errors*: as [`Measurement::prepare`] and [`Prepared::measure`].
pub fn measure_runs(file: &[u8], runs: &[Run], protocol: &Protocol) -> Result<Figures> {
    let round = |(number, run): (usize, &Run)| {
        let mut random = ChaCha8Rng::seed_from_u64(number as u64);
        let mut query = |query: &Query| {
            Ok((values(&query.drawing, protocol.perturbation, &mut random)?, query.answer))
        };
        let supports = run.supports.iter().enumerate();
        Ok(Round {
            examples: supports.map(|(i, d)| (d.picture().values(&View::default()), i)).collect(),
            queries: run.queries.iter().map(&mut query).collect::<Result<_>>()?,
            outsiders: Vec::new(),
        })
    };
    let rounds: Vec<Round> = runs.par_iter().enumerate().map(round).collect::<Result<_>>()?;
    play_all(file, rounds.into_par_iter(), protocol)
}

fn values(
    drawing: &Drawing,
    perturbation: Option<Perturbation>,
    random: &mut ChaCha8Rng,
) -> Result<Image> {
    match perturbation {
        Some(perturbation) => perturbation.values(drawing, random),
        None => Ok(drawing.picture().values(&View::default())),
    }
}

fn episode_round(episode: &Episode, support: &[Vec<Image>], query: &[Vec<Image>]) -> Round {
    let labelled = |refs: &[Vec<DrawingRef>], images: &[Vec<Image>]| {
        let of_class = |(label, refs): (usize, &Vec<DrawingRef>)| {
            refs.iter().map(|at| (images[at.class][at.drawing].clone(), label)).collect::<Vec<_>>()
        };
        refs.iter().enumerate().flat_map(of_class).collect()
    };
    Round {
        examples: labelled(&episode.support, support),
        queries: labelled(&episode.query, query),
        outsiders: episode.outsider.iter().map(|at| query[at.class][at.drawing].clone()).collect(),
    }
}

fn play_all(
    file: &[u8],
    rounds: impl IndexedParallelIterator<Item = Round>,
    protocol: &Protocol,
) -> Result<Figures> {
    let mut adapt = weights::read(file)?.adapt;
    adapt.batch = protocol.batch;
    let adapt = adapt.check()?;
    let learner = || {
        let weights = weights::read(file).expect("it was read a moment ago");
        Learner::new(Weights { adapt: adapt.clone(), ..weights })
    };
    let outcomes: Vec<Result<Outcome>> = rounds
        .enumerate()
        .map_init(learner, |learner, (number, round)| {
            if let Some(seed) = protocol.random_init {
                let mut random = ChaCha8Rng::seed_from_u64(seed);
                random.set_stream(number as u64);
                *learner = Learner::new(learner.weights().clone().untrained(&mut random));
            }
            play(learner, &round, protocol)
        })
        .collect();
    let outcomes = outcomes.into_iter().collect::<Result<Vec<Outcome>>>()?;
    let mut tally = Tally::default();
    for outcome in &outcomes {
        let unlike: Vec<f32> = outcome.outsiders.iter().map(|answer| answer.unlike).collect();
        tally.add_episode(&outcome.tally_answers(), &unlike);
    }
    Ok(Figures {
        evaluation: tally.finish(),
        adapt_ms: median(outcomes.iter().map(|outcome| outcome.adapt_ms)),
        classify_ms: median(outcomes.iter().map(|outcome| outcome.classify_ms)),
        outcomes,
    })
}

fn play(learner: &mut Learner, round: &Round, protocol: &Protocol) -> Result<Outcome> {
    let start = Instant::now();
    learner.adapt(&round.examples, protocol.steps)?;
    let adapt_ms = milliseconds(start);
    let start = Instant::now();
    let images: Vec<&Image> = round.queries.iter().map(|(image, _)| image).collect();
    let answers = match protocol.transductive {
        true => learner.classify_batch(&images)?,
        false => images.iter().map(|image| learner.classify(image)).collect::<Result<_>>()?,
    };
    let classify_ms = milliseconds(start) / round.queries.len() as f64;
    let outsiders = round.outsiders.iter().map(|image| learner.classify(image));
    let outsiders = outsiders.collect::<Result<_>>()?;
    let truths = round.queries.iter().map(|(_, label)| *label);
    let answers = answers.into_iter().zip(truths).collect();
    let task_embedding = learner.task_embedding()?;
    Ok(Outcome { answers, outsiders, task_embedding, adapt_ms, classify_ms })
}

impl Outcome {
    /// The share of right answers.
    pub fn accuracy(&self) -> f64 {
        let answers = self.tally_answers();
        answers.iter().map(Answer::correct).sum::<f64>() / answers.len() as f64
    }

    fn tally_answers(&self) -> Vec<Answer<'_>> {
        (self.answers.iter())
            .map(|(answer, truth)| Answer {
                probabilities: &answer.probabilities,
                truth: *truth,
                unlike: answer.unlike,
            })
            .collect()
    }
}

fn milliseconds(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1e3
}
