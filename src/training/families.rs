//! Families of symbols that people like to try, whose members are easily taken for one another.

use crate::data::{Drawing, Pool};
use crate::hands::HandConfig;
use crate::sketch::Strokes;

/// The hands that draw each symbol, and so the drawings of a class.
const HANDS: u64 = 40;
const SEED: u64 = 0;
/// Two hands that draw one idea differ as two people's drawings of it do.
const STRENGTH: f32 = 0.7;
/// The points of a whole turn of a bow.
const TURN_POINTS: f32 = 40.0;

/// Each family: its symbols, each with the strokes of its idea, in a cell of 100 by 100 with y down.
///
/// Strokes are divided by `;`. They lead through points `x,y` and along bows `(x,y,width,height,from,to)`: parts of
/// an ellipse with these radii, from one angle in degrees to another; 0 is to the right and 90 is down.
const FAMILIES: &[(&str, &[(&str, &str)])] = &[
    ("digits", DIGITS),
    ("capitals", CAPITALS),
    ("arrows", ARROWS),
    ("faces", FACES),
    ("shapes", SHAPES),
    ("b, d, p, q", STEMS),
    ("crosses", CROSSES),
];

const DIGITS: &[(&str, &str)] = &[
    ("0", "(50,50,28,40,-90,270)"),
    ("1", "34,26 52,10 52,90"),
    ("2", "(50,33,25,23,-170,35) 26,90 78,90"),
    ("3", "(48,30,24,20,-150,90) (48,70,27,20,-90,150)"),
    ("4", "58,90 58,10 20,65 82,65"),
    ("5", "74,10 34,10 30,45 (50,66,26,24,-120,150)"),
    ("6", "64,10 42,30 30,52 (50,66,24,24,180,540)"),
    ("7", "24,12 76,12 42,90"),
    ("8", "(50,30,20,20,90,450) (50,70,24,20,-90,270)"),
    ("9", "(50,34,24,24,0,360) 66,90"),
];

const CAPITALS: &[(&str, &str)] = &[
    ("A", "18,90 50,10 82,90 ; 30,60 70,60"),
    ("B", "28,10 28,90 ; 28,10 (48,29,24,19,-90,90) 28,48 (50,69,27,21,-90,90) 28,90"),
    ("C", "(54,50,34,40,-50,-310)"),
    ("D", "26,10 26,90 ; 26,10 (40,50,38,40,-90,90) 26,90"),
    ("E", "74,10 28,10 28,90 74,90 ; 28,48 66,48"),
    ("F", "74,10 28,10 28,90 ; 28,48 66,48"),
    ("G", "(52,50,34,40,-50,-330) 82,54 58,54"),
    ("H", "24,10 24,90 ; 76,10 76,90 ; 24,50 76,50"),
    ("I", "50,10 50,90 ; 34,10 66,10 ; 34,90 66,90"),
    ("J", "64,10 (44,66,20,24,0,160)"),
    ("K", "26,10 26,90 ; 74,10 26,54 76,90"),
    ("L", "30,10 30,90 74,90"),
    ("M", "18,90 22,10 50,60 78,10 82,90"),
    ("N", "24,90 24,10 76,90 76,10"),
    ("O", "(50,50,36,40,-90,270)"),
    ("P", "28,90 28,10 (48,31,26,21,-90,90) 28,52"),
    ("Q", "(50,48,34,38,-90,270) ; 60,66 86,94"),
    ("R", "28,90 28,10 (48,31,26,21,-90,90) 28,52 50,52 78,90"),
    ("S", "(50,30,24,20,-30,-270) (50,70,26,20,-90,150)"),
    ("T", "18,10 82,10 ; 50,10 50,90"),
    ("U", "24,10 (50,62,26,28,180,0) 76,10"),
    ("V", "20,10 50,90 80,10"),
    ("W", "12,10 32,90 50,30 68,90 88,10"),
    ("X", "22,10 78,90 ; 78,10 22,90"),
    ("Y", "20,10 50,50 80,10 ; 50,50 50,90"),
    ("Z", "22,10 78,10 22,90 78,90"),
];

const ARROWS: &[(&str, &str)] = &[
    ("right", "12,50 88,50 ; 66,28 88,50 66,72"),
    ("left", "88,50 12,50 ; 34,28 12,50 34,72"),
    ("down", "50,12 50,88 ; 28,66 50,88 72,66"),
    ("up", "50,88 50,12 ; 28,34 50,12 72,34"),
];

const FACES: &[(&str, &str)] = &[
    ("happy", "(50,50,42,42,-90,270) ; 34,36 ; 66,36 ; (50,58,20,16,160,20)"),
    ("sad", "(50,50,42,42,-90,270) ; 34,36 ; 66,36 ; (50,80,20,16,200,340)"),
    ("flat", "(50,50,42,42,-90,270) ; 34,36 ; 66,36 ; 32,68 68,68"),
];

const SHAPES: &[(&str, &str)] = &[
    ("circle", "(50,50,38,38,-90,270)"),
    ("square", "16,16 84,16 84,84 16,84 16,16"),
    ("triangle", "50,14 86,84 14,84 50,14"),
    ("star", "50,10 74,84 12,38 88,38 26,84 50,10"),
    ("heart", "50,88 16,40 (33,34,17,18,180,360) (67,34,17,18,180,360) 84,40 50,88"),
];

const STEMS: &[(&str, &str)] = &[
    ("b", "30,10 30,90 ; (50,68,20,21,-180,180)"),
    ("d", "70,10 70,90 ; (50,68,20,21,0,360)"),
    ("p", "30,10 30,90 ; (50,32,20,21,-180,180)"),
    ("q", "70,10 70,90 ; (50,32,20,21,0,360)"),
];

const CROSSES: &[(&str, &str)] = &[
    ("plus", "50,12 50,88 ; 12,50 88,50"),
    ("cross", "18,18 82,82 ; 82,18 18,82"),
    ("asterisk", "50,12 50,88 ; 17,31 83,69 ; 83,31 17,69"),
    ("hash", "38,12 34,88 ; 66,12 62,88 ; 12,36 88,36 ; 12,64 88,64"),
];

/// The families by name: of each symbol the drawings of forty [hands](crate::hands), always the same.
///
/// *Source*: ours.
///
/// ```
/// use reptile_sketch::training::families;
/// let faces = families().into_iter().find(|(name, _)| *name == "faces").unwrap().1;
/// let names: Vec<_> = faces.classes().iter().map(|class| class.name()).collect();
/// assert_eq!(names, ["flat", "happy", "sad"]);
/// ```
pub fn families() -> Vec<(&'static str, Pool)> {
    FAMILIES.iter().map(|(name, symbols)| (*name, pool(symbols))).collect()
}

fn pool(symbols: &[(&str, &str)]) -> Pool {
    let config = HandConfig::default().scaled(STRENGTH);
    let hands = config.check().expect("a part of the default strengths");
    let drawings = symbols.iter().zip(0..).flat_map(|((name, idea), version)| {
        let idea = strokes(idea);
        let hands = &hands;
        (0..HANDS).map(move |number| {
            let strokes = hands.hand(SEED, number).draw(&idea, version);
            let drawing = Drawing::from_strokes("hands".into(), number as usize, strokes);
            (name.to_string(), drawing)
        })
    });
    Pool::new(drawings.collect())
}

/// The strokes of an idea.
fn strokes(idea: &str) -> Strokes {
    let stroke = |text: &str| text.split_whitespace().flat_map(points).collect();
    Strokes::new(idea.split(';').map(stroke).collect()).expect("the ideas are drawings")
}

/// A point, or the points of a bow.
fn points(text: &str) -> Vec<[f32; 2]> {
    let numbers = text.trim_matches(['(', ')']).split(',');
    let numbers: Vec<f32> = numbers.map(|n| n.parse().expect("the ideas are numbers")).collect();
    match numbers[..] {
        [x, y] => vec![[x, y]],
        [x, y, width, height, from, to] => {
            let count = ((to - from).abs() / 360.0 * TURN_POINTS).ceil();
            let at = |i: usize| (from + (to - from) * i as f32 / count).to_radians().sin_cos();
            (0..=count as usize)
                .map(at)
                .map(|(sin, cos)| [x + width * cos, y + height * sin])
                .collect()
        }
        _ => panic!("{text} is neither a point nor a bow"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_idea_lies_in_its_cell_and_is_drawn_by_every_hand() {
        for (name, symbols) in FAMILIES {
            for (symbol, idea) in *symbols {
                let strokes = strokes(idea);
                let inside = |point: &[f32; 2]| point.iter().all(|v| (0.0..=100.0).contains(v));
                assert!(strokes.strokes().iter().flatten().all(inside), "{symbol} of {name}");
            }
        }
        for ((name, pool), (_, symbols)) in families().iter().zip(FAMILIES) {
            assert_eq!(pool.classes().len(), symbols.len(), "{name}");
            assert!(pool.classes().iter().all(|class| class.drawings().len() == 40), "{name}");
        }
    }
}
