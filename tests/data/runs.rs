//! Lake's one-shot classification runs.

use reptile_sketch::Code;
use reptile_sketch::data::{Query, read_runs};

use crate::fixtures::*;

/// Two runs of two classes; `top` is a folder around them or nothing.
fn runs(top: &str, labels: &str) -> Vec<u8> {
    let mut entries = Vec::new();
    for run in ["run02", "run01"] {
        let images = ["test/item01.png", "training/class02.png", "training/class01.png"];
        for (i, image) in images.into_iter().enumerate() {
            entries.push((format!("{top}{run}/{image}"), png(i)));
        }
        entries.push((format!("{top}{run}/test/item02.png"), png(3)));
        let labels = labels.replace("RUN", run).into_bytes();
        entries.push((format!("{top}{run}/class_labels.txt"), labels));
    }
    let entries: Vec<(&str, Vec<u8>)> =
        entries.iter().map(|(path, bytes)| (path.as_str(), bytes.clone())).collect();
    zip_of(&entries)
}

const LABELS: &str = "RUN/test/item02.png RUN/training/class02.png\n\
    RUN/test/item01.png RUN/training/class01.png\r\n";

#[test]
fn runs_are_read_with_and_without_a_top_folder() {
    let folder = Folder::new("runs");
    for top in ["", "all_runs/"] {
        let zip = folder.write("runs.zip", runs(top, LABELS));
        let runs = read_runs(&zip).unwrap();
        let names: Vec<&str> = runs.iter().map(|run| run.name.as_str()).collect();
        assert_eq!(names, ["run01", "run02"]);
        for run in &runs {
            let supports: Vec<_> =
                run.supports.iter().map(|s| number(s.sketch().unwrap())).collect();
            assert_eq!(supports, [Some(2), Some(1)]);
            let query = |q: &Query| (number(q.drawing.sketch().unwrap()), q.answer);
            let queries: Vec<_> = run.queries.iter().map(query).collect();
            assert_eq!(queries, [(Some(3), 1), (Some(0), 0)]);
        }
    }
}

#[test]
fn a_run_that_is_not_whole_is_an_error_that_says_what_is_wrong() {
    let folder = Folder::new("broken-runs");
    let (first, second) = LABELS.split_once('\n').unwrap();
    for (labels, part) in [
        (first.to_string(), "run01/test/item01.png has no line"),
        (format!("{first}\n{first}\n{second}"), "run01/test/item02.png has two lines"),
        (LABELS.replace("class01", "class09"), "class09.png is not a training image"),
        (LABELS.replace("item01", "item09"), "item09.png is not a test image"),
        ("RUN/test/item01.png".to_string(), "the line `run01/test/item01.png`"),
        (LABELS.replace("item01", "item\u{b}01"), r"the line `run01/test/item\u{b}01.png"),
        (LABELS.replace("\r\n", " more\r\n"), "is not a test and a training image"),
    ] {
        let zip = folder.write("runs.zip", runs("", &labels));
        assert_fails(read_runs(&zip), Code::BadData, part);
    }
    let alone = [
        ("run01/training/a.png", png(0)),
        ("run01/test/b.png", png(1)),
        ("run01/class_labels.txt", b"run01/test/b.png run01/training/a.png".to_vec()),
    ];
    let zip = folder.zip("alone.zip", &alone);
    assert_fails(read_runs(&zip), Code::BadData, "at least 2 needed");
    let none = folder.zip("none.zip", &[("a/1.png", png(0))]);
    assert_fails(read_runs(&none), Code::BadData, "none.zip holds no runs");
    assert_fails(read_runs(&folder.write("text.zip", "text")), Code::BadData, "text.zip");
}
