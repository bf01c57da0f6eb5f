//! What is in a pickled array of objects: arrays, or labels.

use std::rc::Rc;

use super::codes::Step;
use super::machine::{Contents, Machine, Value};
use super::npy::Array;

/// What an array of objects (or list of them) holds.
pub(super) enum Objects {
    Arrays(Vec<Array>),
    Labels(Vec<String>),
}

/// What is in the pickled array of objects that begins at `start`.
///
/// *Errors*: what is wrong, or that it has neither.
pub(super) fn objects(file: Rc<[u8]>, start: usize) -> Step<Objects> {
    let value = Machine::new(file, start).run()?;
    if let Some(labels) = labels(&value) {
        return Ok(Objects::Labels(labels));
    }
    let mut found = Vec::new();
    collect(&value, &mut found, 0)?;
    Ok(Objects::Arrays(found))
}

/// The texts and whole numbers that an array has, and nothing else: labels, as a column of a table gives them.
fn labels(value: &Value) -> Option<Vec<String>> {
    let Value::Array(contents) = value else { return None };
    let Some(Contents::Objects(objects)) = &*contents.borrow() else { return None };
    let label = |object: &Value| match object {
        Value::Text(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    objects.iter().map(label).collect::<Option<Vec<_>>>().filter(|labels| !labels.is_empty())
}

/// How deep arrays of arrays go.
const DEPTH: usize = 3;

fn collect(value: &Value, found: &mut Vec<Array>, depth: usize) -> Step<()> {
    let objects = match value {
        Value::Array(contents) => match contents.borrow().clone() {
            Some(Contents::Numbers(array)) => {
                found.push(array);
                return Ok(());
            }
            Some(Contents::Objects(objects)) => objects,
            None => return Err("an array without contents".into()),
        },
        Value::Items(items) => items.borrow().clone(),
        _ => return Err("an object that is no array of numbers".into()),
    };
    if depth == DEPTH {
        return Err("arrays in arrays in arrays".into());
    }
    objects.iter().try_for_each(|object| collect(object, found, depth + 1))
}
