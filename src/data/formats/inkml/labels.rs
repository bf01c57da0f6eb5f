//! Labels of files of InkML that lie beside them, in one file for all.

use std::collections::HashSet;

use super::names::InkNames;
use crate::Result;
use crate::data::formats::reading::Reading;
use crate::data::formats::symbol::class_of_label;
use crate::data::sources::gathered::Gathered;
use crate::data::sources::source::bad;

/// Whether a file is called as one of such labels.
pub(in crate::data) fn is_named_so(path: &str) -> bool {
    path.to_lowercase().ends_with("gt.txt")
}

/// Reads the name of a drawing, a comma, and its label from each line.
///
/// *Source*: `iso_GT.txt` beside the isolated symbols of CROHME, where files have an annotation of type `UI`.
///
/// *Errors*: `bad-data` that names the file and the line.
pub(in crate::data) fn read(mut reading: Reading) -> Result<()> {
    let bytes = reading.bytes(reading.budget.limits().drawing_bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let Reading { name: file, gathered, .. } = reading;
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let wrong = |why: &str| bad(&file, &format!("line {}: {why}", number + 1));
        let (name, label) = line.split_once(',').ok_or_else(|| wrong("no label"))?;
        let class = class_of_label(label).ok_or_else(|| wrong("no label"))?;
        let labels = &mut gathered.ink.labels;
        if labels.insert(name.trim().into(), class.clone()).is_some_and(|other| other != class) {
            return Err(wrong(&format!("a second label for {}", name.trim())));
        }
    }
    gathered.ink.files.push(file);
    Ok(())
}

/// Gives drawings their labels. Those that have none there are left out, which is said.
pub(in crate::data) fn finish(gathered: &mut Gathered) {
    let InkNames { unlabelled, labels, files } = std::mem::take(&mut gathered.ink);
    if files.is_empty() {
        return;
    }
    let mut left_out = HashSet::new();
    for (name, index) in unlabelled {
        match labels.get(&name) {
            Some(class) => gathered.strokes[index].0.clone_from(class),
            None => drop(left_out.insert(index)),
        }
    }
    let count = left_out.len();
    let mut number = 0..;
    gathered.strokes.retain(|_| !left_out.contains(&number.next().expect("numbers have no end")));
    if count > 0 {
        let remark =
            format!("{count} drawings without a label in {} were not read", files.join(", "));
        gathered.remarks.push(remark);
    }
}
