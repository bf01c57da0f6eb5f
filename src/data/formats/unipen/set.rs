//! The components and the segments of a file of UNIPEN, and of those that it includes.

use super::text::{Range, Segment, Statement};

/// Segments that are more than one symbol: read only where a file has no others.
const COARSE: [&str; 9] =
    ["DOCUMENT", "SHEET", "PAGE", "TEXT", "PARAGRAPH", "SENTENCE", "LINE", "WORD", "FORMULA"];

/// A file, by its number, and a line in it.
pub(super) type Place = (usize, usize);
/// What is wrong, and where.
pub(super) type Wrong = (Place, String);
type Step<T> = Result<T, String>;

/// A labelled segment.
pub(super) struct Drawing {
    pub label: String,
    pub strokes: Vec<Vec<[f64; 2]>>,
    /// The same for the same piece of the same file.
    pub key: [usize; 5],
    pub place: Place,
}

/// What has been read so far.
#[derive(Default)]
pub(super) struct Set {
    parts: Vec<Part>,
    coordinates: Option<Coordinates>,
    /// Points in so much of x, and of y.
    densities: [Option<f64>; 2],
}

/// What `.COORD` says: where in a point x and y are, and how many numbers it has.
struct Coordinates {
    places: [usize; 2],
    length: usize,
}

/// Components and segments whose numbers begin at 0.
#[derive(Default)]
struct Part {
    components: Vec<Component>,
    segments: Vec<Labelled>,
}

struct Component {
    is_down: bool,
    points: Vec<[f64; 2]>,
    /// The file that it is in, and its line there.
    place: Place,
}

struct Labelled {
    segment: Segment,
    place: Place,
    /// The number of the next component.
    next: usize,
}

impl Labelled {
    fn is_coarse(&self) -> bool {
        COARSE.contains(&self.segment.level.as_str())
    }
}

impl Set {
    /// Takes a statement of a file of this number.
    ///
    /// *Errors*: what is wrong with it.
    pub fn take(&mut self, file: usize, statement: &Statement) -> Result<(), Wrong> {
        let place = (file, statement.line);
        self.try_take(place, statement).map_err(|why| (place, why))
    }

    fn try_take(&mut self, place: Place, statement: &Statement) -> Step<()> {
        let Statement { keyword, text, .. } = *statement;
        let number = || text.split_whitespace().next()?.parse().ok().filter(|&n: &f64| n > 0.0);
        match keyword {
            "START_SET" => self.parts.push(Part::default()),
            "COORD" => self.coordinates = Some(Coordinates::of(text)?),
            "X_POINTS_PER_INCH" | "X_POINTS_PER_MM" => self.densities[0] = number(),
            "Y_POINTS_PER_INCH" | "Y_POINTS_PER_MM" => self.densities[1] = number(),
            "PEN_DOWN" | "PEN_UP" => {
                let points = self.points(text)?;
                // Empty ones are not counted.
                if !points.is_empty() {
                    let is_down = keyword == "PEN_DOWN";
                    self.part().components.push(Component { is_down, points, place });
                }
            }
            "SEGMENT" => {
                let segment = Segment::read(text)?;
                let next = self.part().components.len();
                self.part().segments.push(Labelled { segment, place, next });
            }
            _ => {}
        }
        Ok(())
    }

    fn part(&mut self) -> &mut Part {
        if self.parts.is_empty() {
            self.parts.push(Part::default());
        }
        self.parts.last_mut().expect("there is one")
    }

    /// The points of a component, y down. Where nothing says what a point is, it is a line that begins with x and y.
    fn points(&self, text: &str) -> Step<Vec<[f64; 2]>> {
        let numbers = |text: &str| -> Step<Vec<f64>> {
            let number = |word: &str| word.parse().map_err(|_| format!("{word:?} is no number"));
            text.split_whitespace().map(number).collect()
        };
        let scale = match self.densities {
            [Some(x), Some(y)] => x / y,
            _ => 1.0,
        };
        let point = |x: f64, y: f64| [x, -y * scale];
        let Some(Coordinates { places: [x, y], length }) = self.coordinates else {
            let lines = text.lines().filter(|line| !line.trim().is_empty());
            let line = |line: &str| match numbers(line)?[..] {
                [x, y, ..] => Ok(point(x, y)),
                _ => Err(format!("{line:?} is no point")),
            };
            return lines.map(line).collect();
        };
        let numbers = numbers(text)?;
        if !numbers.len().is_multiple_of(length) {
            return Err(format!("{} numbers, and not {length} for each point", numbers.len()));
        }
        Ok(numbers.chunks_exact(length).map(|own| point(own[x], own[y])).collect())
    }

    /// The levels of labelled segments that are not read, as others are finer.
    pub fn passed_over(&self) -> Vec<&str> {
        let labelled = || self.labelled().map(|(_, labelled)| labelled);
        if labelled().all(Labelled::is_coarse) {
            return Vec::new();
        }
        labelled().filter(|one| one.is_coarse()).map(|one| one.segment.level.as_str()).collect()
    }

    /// The segments with labels, of the finest levels.
    pub fn drawings(&self) -> impl Iterator<Item = Result<Drawing, Wrong>> {
        let has_fine = self.labelled().any(|(_, one)| !one.is_coarse());
        let fine = self.labelled().filter(move |(_, one)| !has_fine || !one.is_coarse());
        fine.map(|(part, one)| part.drawing(one).map_err(|why| (one.place, why)))
    }

    fn labelled(&self) -> impl Iterator<Item = (&Part, &Labelled)> {
        let of = |part| Part::labelled(part).map(move |one| (part, one));
        self.parts.iter().flat_map(of)
    }
}

impl Coordinates {
    fn of(text: &str) -> Step<Coordinates> {
        let names: Vec<&str> = text.split_whitespace().collect();
        let place = |name: &str| {
            let place = names.iter().position(|own| own.eq_ignore_ascii_case(name));
            place.ok_or_else(|| format!("coordinates without {name}"))
        };
        Ok(Coordinates { places: [place("X")?, place("Y")?], length: names.len() })
    }
}

impl Part {
    fn labelled(&self) -> impl Iterator<Item = &Labelled> {
        self.segments.iter().filter(|one| one.segment.label.is_some())
    }

    fn drawing(&self, one: &Labelled) -> Step<Drawing> {
        let ranges = one.segment.ranges.clone().unwrap_or_else(|| self.following(one));
        let (mut strokes, mut key) = (Vec::new(), [0; 5]);
        for (i, Range { from, to }) in ranges.iter().enumerate() {
            for number in from.0..=to.0 {
                let component = self
                    .components
                    .get(number)
                    .ok_or_else(|| format!("component {number} of {}", self.components.len()))?;
                let Component { is_down, points, place } = component;
                let first = from.1.filter(|_| number == from.0).unwrap_or(0);
                let last = to.1.filter(|_| number == to.0).unwrap_or(points.len() - 1);
                let own = if first <= last { points.get(first..=last) } else { None };
                let own = own.ok_or_else(|| {
                    format!(
                        "points {first} to {last} of the {} of component {number}",
                        points.len()
                    )
                })?;
                if i == 0 && number == from.0 {
                    key[..3].copy_from_slice(&[place.0, place.1, first]);
                }
                key[3..].copy_from_slice(&[place.1, last]);
                if *is_down {
                    strokes.push(own.to_vec());
                }
            }
        }
        let label = one.segment.label.clone().unwrap_or_default();
        Ok(Drawing { label, strokes, key, place: one.place })
    }

    /// The components from a segment that does not say which, up to the next of its level.
    fn following(&self, one: &Labelled) -> Vec<Range> {
        let behind = self.segments.iter().skip_while(|other| other.place != one.place).skip(1);
        let next = behind.into_iter().find(|other| other.segment.level == one.segment.level);
        let end = next.map_or(self.components.len(), |next| next.next);
        let range = |last| Range { from: (one.next, None), to: (last, None) };
        end.checked_sub(1).filter(|&last| last >= one.next).map(range).into_iter().collect()
    }
}
