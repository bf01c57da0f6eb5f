//! InkML: the traces of a pen, and labelled groups of them.

pub(in crate::data) mod labels;
pub(in crate::data) mod names;
mod trace;

use std::collections::HashMap;

use roxmltree::{Document, Node, NodeId};

use crate::Result;
use crate::data::formats::reading::Reading;
use crate::data::formats::symbol::class_of_label;
use crate::data::formats::xml::{self, is};
use crate::data::names::file_names::split_folder;
use trace::{Format, points};

/// What annotations are called that say what was written.
const LABELS: [&str; 2] = ["truth", "label"];
/// How often a view may show another.
const MOST_VIEWS: usize = 8;

type Points = Vec<[f64; 2]>;
type Step<T> = std::result::Result<T, String>;

/// Reads the labelled groups of traces that hold no others, each a drawing. Where there are none, all traces of the file
/// are one drawing, of the class that the file's own label tells, or else the folder.
///
/// *Source*: "Ink Markup Language (InkML)", W3C Recommendation of 20 September 2011; files of CROHME (Mouchère et al.
/// 2014) have a `traceGroup` for each symbol, with an annotation of type `truth`.
///
/// *Errors*: `bad-data` that names the file.
pub(super) fn read(mut reading: Reading) -> Result<()> {
    let bytes = reading.bytes(reading.budget.limits().drawing_bytes)?;
    let text = xml::text(&reading.name, &bytes)?;
    let document = xml::parse(&reading.name, &text)?;
    let ink = Ink::of(&document);
    let drawings = ink.drawings(bytes.len()).map_err(|why| reading.bad(&why))?;
    let name_in = annotation(document.root_element(), "UI").map(|name| name.trim().to_string());
    let Reading { path, name, budget, gathered, .. } = reading;
    let mut add = |(class, strokes): (Option<String>, Vec<Points>)| match class {
        Some(class) => gathered.add_strokes(&class, strokes, budget),
        None => {
            let next = gathered.strokes.len();
            gathered.add_stroke_file(split_folder(path).0, path, strokes, budget)?;
            let is_there = gathered.strokes.len() > next;
            gathered
                .ink
                .unlabelled
                .extend(name_in.clone().filter(|_| is_there).map(|name| (name, next)));
            Ok(())
        }
    };
    drawings.into_iter().try_for_each(&mut add).map_err(|e| e.within(&name))
}

/// The strokes of a drawing, and which of them each trace belongs to.
#[derive(Default)]
struct Strokes {
    all: Vec<Points>,
    of: HashMap<NodeId, usize>,
}

impl Strokes {
    /// Adds a trace, to the stroke of the one that it continues.
    ///
    /// *Errors*: that this is not in the drawing.
    fn add(&mut self, trace: Node, prior: Option<Node>, points: Points) -> Step<()> {
        let at = match prior {
            Some(prior) => {
                *self.of.get(&prior.id()).ok_or("a trace that continues one of another drawing")?
            }
            None => {
                self.all.push(Vec::new());
                self.all.len() - 1
            }
        };
        self.all[at].extend(points);
        self.of.insert(trace.id(), at);
        Ok(())
    }
}

struct Ink<'d> {
    document: &'d Document<'d>,
    by_id: HashMap<&'d str, Node<'d, 'd>>,
    /// Formats of traces that hold from where they stand.
    formats: Vec<Node<'d, 'd>>,
}

/// The name by which others refer to an element: `id`, or `xml:id`.
fn id<'d>(node: Node<'d, 'd>) -> Option<&'d str> {
    node.attributes().find(|attribute| attribute.name() == "id").map(|attribute| attribute.value())
}

/// The text of an element's own annotation of a type.
fn annotation<'d>(node: Node<'d, 'd>, kind: &str) -> Option<&'d str> {
    let is_it = |child: &Node| {
        is(child, "annotation")
            && child.attribute("type").is_some_and(|own| own.eq_ignore_ascii_case(kind))
    };
    node.children().find(is_it)?.text()
}

/// What was written, as far as an element itself says.
fn label(node: Node) -> Option<String> {
    LABELS.iter().find_map(|kind| annotation(node, kind)).and_then(class_of_label)
}

fn is_group(node: &Node) -> bool {
    is(node, "traceGroup") || is(node, "traceView")
}

impl<'d> Ink<'d> {
    fn of(document: &'d Document<'d>) -> Ink<'d> {
        let nodes = || document.descendants().filter(Node::is_element);
        let by_id = nodes().filter_map(|node| Some((id(node)?, node))).collect();
        let formats = nodes().filter(|node| is(node, "traceFormat")).collect();
        Ink { document, by_id, formats }
    }

    /// The drawings, each with its class if that is told, which together have no more points than `most`.
    fn drawings(&self, most: usize) -> Step<Vec<(Option<String>, Vec<Points>)>> {
        let mut left = most;
        let is_labelled = |node: &Node| is_group(node) && label(*node).is_some();
        let mut all = Vec::new();
        for group in self.document.descendants().filter(is_labelled) {
            if group.descendants().skip(1).any(|inner| is_labelled(&inner)) {
                continue;
            }
            let mut strokes = Strokes::default();
            self.add(group, 0, &mut strokes, &mut left)?;
            all.push((label(group), strokes.all));
        }
        if all.is_empty() {
            let mut strokes = Strokes::default();
            for trace in self.document.descendants().filter(|node| is(node, "trace")) {
                self.add(trace, 0, &mut strokes, &mut left)?;
            }
            all.push((label(self.document.root_element()), strokes.all));
        }
        Ok(all)
    }

    /// Adds the traces in an element, and those that it refers to.
    fn add(
        &self,
        outer: Node<'d, 'd>,
        views: usize,
        strokes: &mut Strokes,
        left: &mut usize,
    ) -> Step<()> {
        for node in outer.descendants().filter(Node::is_element) {
            if is(&node, "trace") && node.attribute("type") != Some("penUp") {
                let points = points(node.text().unwrap_or_default(), self.format(node)?)?;
                let rest = left.checked_sub(points.len().max(1));
                *left = rest.ok_or("the same traces in too many groups")?;
                let is_continued = matches!(node.attribute("continuation"), Some("middle" | "end"));
                let prior = node.attribute("priorRef").filter(|_| is_continued);
                let prior = prior.map(|prior| self.find(prior)).transpose()?;
                strokes.add(node, prior, points)?;
            }
            let reference = node.attribute("traceDataRef").filter(|_| is(&node, "traceView"));
            let Some(reference) = reference else { continue };
            if ["from", "to"].iter().any(|end| node.attribute(*end).is_some()) {
                return Err("a view of a part of a trace, which is not read".into());
            }
            if views == MOST_VIEWS {
                return Err("views that show one another".into());
            }
            self.add(self.find(reference)?, views + 1, strokes, left)?;
        }
        Ok(())
    }

    fn find(&self, reference: &str) -> Step<Node<'d, 'd>> {
        let id = reference.strip_prefix('#').unwrap_or(reference);
        self.by_id.get(id).copied().ok_or_else(|| format!("{reference:?} is not there"))
    }

    /// How a trace is written: as its context says, or the last format before it, or the first of all.
    fn format(&self, trace: Node<'d, 'd>) -> Step<Format> {
        let context = trace.ancestors().find_map(|node| node.attribute("contextRef"));
        if let Some(context) = context.filter(|context| *context != "#DefaultCanvas") {
            let context = self.find(context)?;
            let inner = context.descendants().find(|node| is(node, "traceFormat"));
            let format = match context.attribute("traceFormatRef") {
                Some(reference) => Some(self.find(reference)?),
                None => inner,
            };
            if let Some(format) = format {
                return Format::of(format);
            }
        }
        let is_defined = |node: &Node| node.ancestors().any(|outer| is(&outer, "definitions"));
        let before = self
            .formats
            .iter()
            .take_while(|format| format.id().get_usize() < trace.id().get_usize());
        let last = before.filter(|format| !is_defined(format)).last();
        last.or(self.formats.first()).map_or(Ok(Format::default()), |format| Format::of(*format))
    }
}
