//! Ways in which a sound file is damaged.

use std::fmt;

use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::targets::Target;

/// Numbers at which readers have gone wrong.
const NUMBERS: [u64; 14] = [
    0,
    1,
    2,
    7,
    0x7f,
    0x80,
    0xff,
    0x7fff,
    0x8000,
    0xffff,
    0x7fff_ffff,
    0x8000_0000,
    0xffff_ffff,
    u64::MAX,
];

/// One change of a file.
#[derive(Clone, Debug)]
enum Damage {
    Flip { at: Index, bit: u8 },
    Write { at: Index, bytes: Vec<u8> },
    Insert { at: Index, bytes: Vec<u8> },
    Remove { at: Index, length: usize },
    Repeat { at: Index, length: usize, to: Index },
    Cut { at: Index },
}

impl Damage {
    fn apply(&self, file: &mut Vec<u8>) {
        let place = |at: &Index| at.index(file.len() + 1);
        let part = |at: &Index, length: usize| {
            let start = place(at);
            start..file.len().min(start + length)
        };
        match self {
            Damage::Flip { at, bit } => {
                let at = place(at);
                file[at..].iter_mut().take(1).for_each(|byte| *byte ^= 1 << bit);
            }
            Damage::Write { at, bytes } => {
                let part = part(at, bytes.len());
                let length = part.len();
                file[part].copy_from_slice(&bytes[..length]);
            }
            Damage::Insert { at, bytes } => {
                let at = place(at);
                file.splice(at..at, bytes.iter().copied());
            }
            Damage::Remove { at, length } => {
                let part = part(at, *length);
                file.drain(part);
            }
            Damage::Repeat { at, length, to } => {
                let (again, to) = (file[part(at, *length)].to_vec(), place(to));
                file.splice(to..to, again);
            }
            Damage::Cut { at } => {
                let at = place(at);
                file.truncate(at);
            }
        }
    }
}

/// A number in one of the forms in which files hold it, a word of the format, or any bytes.
fn bytes(words: &'static str) -> BoxedStrategy<Vec<u8>> {
    let number = (select(&NUMBERS[..]), select(&[1, 2, 4, 8][..]), any::<bool>());
    let number = number.prop_map(|(number, width, is_big): (u64, usize, bool)| {
        if is_big {
            number.to_be_bytes()[8 - width..].to_vec()
        } else {
            number.to_le_bytes()[..width].to_vec()
        }
    });
    let any = prop::collection::vec(any::<u8>(), 1..8);
    if words.is_empty() {
        return prop_oneof![2 => number, 1 => any].boxed();
    }
    let words: Vec<&str> = words.split(' ').collect();
    let word = select(words).prop_map(|word| word.as_bytes().to_vec());
    prop_oneof![1 => number, 1 => any, 4 => word].boxed()
}

fn damage(words: &'static str) -> impl Strategy<Value = Damage> {
    let at = any::<Index>;
    prop_oneof![
        4 => (at(), 0..8_u8).prop_map(|(at, bit)| Damage::Flip { at, bit }),
        4 => (at(), bytes(words)).prop_map(|(at, bytes)| Damage::Write { at, bytes }),
        2 => (at(), bytes(words)).prop_map(|(at, bytes)| Damage::Insert { at, bytes }),
        2 => (at(), 1..40_usize).prop_map(|(at, length)| Damage::Remove { at, length }),
        2 => (at(), 1..40_usize, at()).prop_map(|(at, length, to)| Damage::Repeat { at, length, to }),
        1 => at().prop_map(|at| Damage::Cut { at }),
    ]
}

/// A damaged file, and how it came about.
#[derive(Clone)]
pub struct Damaged {
    pub file: Vec<u8>,
    sound: usize,
    damages: Vec<Damage>,
    is_sealed: bool,
}

impl fmt::Debug for Damaged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Damaged { file, sound, damages, is_sealed } = self;
        write!(
            f,
            "sound file {sound}, damaged by {damages:?}, sealed: {is_sealed}: b\"{}\"",
            file.escape_ascii()
        )
    }
}

/// Sound files of a target with a few damages each, most often with the checksums put right again.
pub fn damaged(target: &Target) -> impl Strategy<Value = Damaged> + use<> {
    let (sound, seal) = (target.sound.clone(), target.seal);
    let damages = prop::collection::vec(damage(target.words), 1..6);
    (any::<Index>(), damages, prop::bool::weighted(0.8)).prop_map(
        move |(which, damages, is_sealed)| {
            let which = which.index(sound.len());
            let mut file = sound[which].clone();
            damages.iter().for_each(|damage| damage.apply(&mut file));
            if is_sealed {
                seal(&mut file);
            }
            Damaged { file, sound: which, damages, is_sealed }
        },
    )
}
