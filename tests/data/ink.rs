//! Strokes in InkML and in UNIPEN.

use reptile_sketch::Code;
use reptile_sketch::data::{Class, Pool, ReadConfig};

use crate::fixtures::*;

fn strokes(class: &Class, drawing: usize) -> &[Vec<[f32; 2]>] {
    crate::strokes::strokes(&class.drawings()[drawing])
}

fn ink(inside: &str) -> String {
    format!("<?xml version=\"1.0\"?>\n<ink xmlns=\"http://www.w3.org/2003/InkML\">{inside}</ink>")
}

/// As the files of CROHME have it: the traces, and behind them a group for each symbol.
const FORMULA: &str = r#"
    <traceFormat><channel name="X" type="decimal"/><channel name="Y" type="decimal"/></traceFormat>
    <annotation type="UI">2013_IVC_CROHME_F1</annotation>
    <annotation type="truth">$x+x$</annotation>
    <annotationXML type="truth" encoding="Content-MathML"><math><mi xml:id="A">x</mi></math></annotationXML>
    <trace id="0">1 2, 3 4</trace><trace id="1">3 2, 1 4</trace><trace id="2">5 3, 7 3</trace>
    <trace id="3">6 2, 6 4</trace><trace id="4">9 2, 8 4</trace>
    <traceGroup xml:id="5"><annotation type="truth">Segmentation</annotation>
      <traceGroup xml:id="6"><annotation type="truth">x</annotation>
        <traceView traceDataRef="0"/><traceView traceDataRef="1"/><annotationXML href="A"/></traceGroup>
      <traceGroup xml:id="7"><annotation type="truth">+</annotation>
        <traceView traceDataRef="2"/><traceView traceDataRef="3"/></traceGroup>
      <traceGroup xml:id="8"><annotation type="truth">x</annotation><traceView traceDataRef="4"/></traceGroup>
    </traceGroup>"#;

#[test]
fn symbols_of_a_formula_in_inkml_are_drawings_of_their_classes() {
    let folder = Folder::new("inkml");
    let file = folder.write("data/formula.inkml", ink(FORMULA));
    for path in [&file, &folder.0.join("data")] {
        let pool = read_images(path).unwrap();
        assert_eq!(sizes(&pool), [("+", 1), ("x", 2)]);
        let x = &pool.classes()[1];
        assert_eq!(strokes(x, 0), [[[1.0, 2.0], [3.0, 4.0]], [[3.0, 2.0], [1.0, 4.0]]]);
        assert_eq!(strokes(x, 1), [[[9.0, 2.0], [8.0, 4.0]]]);
        assert!(pool.notes()[0].to_string().contains("3 drawings"), "{}", pool.notes()[0]);
    }
    let config = ReadConfig { per_class: Some(1), ..ReadConfig::default() };
    assert_eq!(Pool::read_with(&config, &[file], &[]).unwrap().drawings(), 2);
    let zip = folder.zip("a.zip", &[("CROHME/a.inkml", ink(FORMULA).into())]);
    assert_eq!(read_images(&zip).unwrap().drawings(), 3);
}

#[test]
fn inkml_without_groups_is_one_drawing_of_its_label_or_its_folder() {
    let folder = Folder::new("inkml-one");
    let trace = "<trace>1 2, 3 4</trace><trace type=\"penUp\">5 6</trace>";
    let labelled = |kind: &str, label: &str| {
        ink(&format!("<annotation type=\"{kind}\">{label}</annotation>{trace}"))
    };
    folder.write("data/cat/1.inkml", ink(trace));
    folder.write("data/2.inkml", labelled("truth", "$\\alpha$"));
    // As the symbols of MathWriting.
    folder.write("data/3.inkml", labelled("label", "/"));
    let pool = read_images(&folder.0.join("data")).unwrap();
    assert_eq!(sizes(&pool), [("alpha", 1), ("cat", 1), ("slash", 1)]);
    assert_eq!(strokes(&pool.classes()[1], 0), [[[1.0, 2.0], [3.0, 4.0]]]);
}

#[test]
fn a_trace_of_inkml_may_continue_another() {
    let folder = Folder::new("inkml-continued");
    let traces = "<trace id=\"a\" continuation=\"begin\">1 2, 3 4</trace><trace id=\"b\">9 9, 8 8</trace>\
                  <trace xml:id=\"c\" continuation=\"middle\" priorRef=\"#a\">5 6</trace>\
                  <trace continuation=\"end\" priorRef=\"#c\">7 8</trace>";
    let pool = read_images(&folder.write("a.inkml", ink(traces))).unwrap();
    let one = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0], [7.0, 8.0]].to_vec();
    assert_eq!(strokes(&pool.classes()[0], 0), [one, vec![[9.0, 9.0], [8.0, 8.0]]]);
    let lost = ink("<trace continuation=\"end\" priorRef=\"#a\">7 8</trace>");
    let lost = folder.write("b.inkml", lost);
    assert_fails(read_images(&lost), Code::BadData, "b.inkml: \"#a\" is not there");
    let other = ink(
        "<traceGroup><annotation type=\"truth\">x</annotation><trace id=\"a\">1 2</trace></traceGroup>\
         <traceGroup><annotation type=\"truth\">y</annotation>\
         <trace continuation=\"end\" priorRef=\"#a\">7 8</trace></traceGroup>",
    );
    let other = folder.write("c.inkml", other);
    assert_fails(read_images(&other), Code::BadData, "continues one of another drawing");
}

/// As `ujipenchars2.txt` in the UCI repository is written.
#[test]
fn characters_of_uji_are_drawings_of_their_classes() {
    let folder = Folder::new("uji");
    let text = "// UJI: 100 units per mm\r\n// ASCII char: a\r\nWORD a trn_UJI_W01-01\r\n  NUMSTROKES 2\r\n  \
                POINTS 2 # 1 2 3 4\r\n  POINTS 1 # 5 6\r\nWORD \u{f1} trn_UJI_W01-02\r\n  NUMSTROKES 1\r\n  \
                POINTS 2 # 9 8 7 6\r\n";
    let latin: Vec<u8> = text.chars().map(|letter| letter as u8).collect();
    for bytes in [text.into(), latin] {
        let pool = read_images(&folder.write("ujipenchars2.txt", bytes)).unwrap();
        assert_eq!(sizes(&pool), [("a", 1), ("\u{f1}", 1)]);
        assert_eq!(
            strokes(&pool.classes()[0], 0),
            [vec![[1.0, 2.0], [3.0, 4.0]], vec![[5.0, 6.0]]]
        );
    }
    for (wrong, why) in [
        ("WORD a x\nPOINTS 3 # 1 2\n", "line 2: not as many points"),
        ("WORD a x\nSTROKES 3\n", "line 2: neither WORD"),
        ("WORD \n", "line 1: a word without"),
        ("// UJI\nPOINTS 1 # 1 2\n", "line 2: points before a word"),
    ] {
        assert_fails(read_images(&folder.write("wrong.txt", wrong)), Code::BadData, why);
    }
}

/// As the isolated symbols of CROHME are published: `iso0.inkml` and so on, and `iso_GT.txt`.
#[test]
fn labels_of_inkml_may_lie_in_a_file_beside() {
    let folder = Folder::new("inkml-labels");
    let symbol = |name: &str| {
        ink(&format!("<annotation type=\"UI\">{name}</annotation><trace id=\"0\">1 2, 3 4</trace>"))
    };
    for (i, name) in ["a_0", "a_1", "b_0", "junk_7"].iter().enumerate() {
        folder.write(&format!("data/iso{i}.inkml"), symbol(name));
    }
    let labels = folder.write("data/iso_GT.txt", "a_0,\\alpha\r\na_1,,\nb_0,\\alpha\n");
    let pool = read_images(&folder.0.join("data")).unwrap();
    assert_eq!(sizes(&pool), [(",", 1), ("alpha", 2)]);
    let notes = pool.notes()[0].to_string();
    assert!(notes.contains("1 drawings without a label in"), "{notes}");
    for (text, part) in [
        ("a_0\n", "iso_GT.txt: line 1: no label"),
        ("a_0,x\na_0,y\n", "line 2: a second label for a_0"),
    ] {
        std::fs::write(&labels, text).unwrap();
        assert_fails(read_images(&folder.0.join("data")), Code::BadData, part);
    }
}

/// As the Recommendation has contexts and formats, and as Microsoft's programs write differences.
#[test]
fn a_trace_of_inkml_is_read_as_its_format_says() {
    let folder = Folder::new("inkml-format");
    let text = ink(r##"<definitions>
          <traceFormat xml:id="a"><channel name="T"/><channel name="X"/><channel name="Y" orientation="-ve"/></traceFormat>
          <context xml:id="b" traceFormatRef="#a"/>
          <context xml:id="c"><inkSource><traceFormat><channel name="Y"/><channel name="X"/></traceFormat></inkSource></context>
        </definitions>
        <traceGroup contextRef="#b"><annotation type="truth">one</annotation><trace>0 10 20,'1'1'1</trace></traceGroup>
        <traceView><annotation type="truth">two</annotation><traceView traceDataRef="#d"/></traceView>
        <traceGroup xml:id="d"><trace contextRef="#c">5 6</trace><trace contextRef="#c">"7 8</trace></traceGroup>"##);
    let pool = read_images(&folder.write("a.inkml", text)).unwrap();
    assert_eq!(sizes(&pool), [("one", 1), ("two", 1)]);
    assert_eq!(strokes(&pool.classes()[0], 0), [[[10.0, -20.0], [11.0, -21.0]]]);
    assert_eq!(strokes(&pool.classes()[1], 0), [[[6.0, 5.0]], [[8.0, 7.0]]]);
    let prefixed = "<inkml:ink xmlns:inkml=\"http://www.w3.org/2003/InkML\"><inkml:trace>1 2</inkml:trace></inkml:ink>";
    assert_eq!(read_images(&folder.write("b/a.inkml", prefixed)).unwrap().drawings(), 1);
}

#[test]
fn what_is_wrong_with_inkml_is_said() {
    let folder = Folder::new("inkml-faults");
    let group = |inside: &str| {
        ink(&format!(
            "<trace id='a'>1 2</trace><traceGroup xml:id='g'><annotation type='truth'>x</annotation>{inside}</traceGroup>"
        ))
    };
    let twice = "<traceView traceDataRef='a'/>".repeat(9);
    for (text, part) in [
        (ink("<trace>1 2, 3</trace>"), "\"3\" is no point"),
        (ink("<trace>1 2, x 3</trace>"), "\"x 3\" is no point"),
        (group("<traceView traceDataRef='#b'/>"), "\"#b\" is not there"),
        (group("<traceView traceDataRef='#g'/>"), "views that show one another"),
        (group("<traceView traceDataRef='a' from='2'/>"), "a part of a trace"),
        (ink("<traceFormat><channel name='X'/></traceFormat><trace>1 2</trace>"), "without Y"),
        (ink("<trace>1e99 2</trace>"), "is not finite"),
        (ink("<trace></trace>"), "holds no drawings, but 1 empty ones"),
        ("<ink><trace>1 2</tr".into(), "a.inkml"),
    ] {
        let path = folder.write("a.inkml", text);
        let error = read_images(&path).unwrap_err();
        assert!(error.message().contains(part), "{part:?} is not in: {error}");
        assert!(error.message().contains("a.inkml"), "{error}");
    }
    // A trace may be in several groups.
    assert_eq!(read_images(&folder.write("b/a.inkml", group(&twice))).unwrap().drawings(), 1);
}

/// Digits as `pendigits-orig.tra` of the UCI repository has them, whose documentation is not beside it.
const DIGITS: &str = " .INCLUDE dene.doc\n.HIERARCHY DIGIT\n.SEGMENT DIGIT 0-1 ? \"4\"\n.COMMENT 4 12 224\n\
    .PEN_DOWN\n  10 20\n  30 40\n.PEN_UP\n.DT 100\n.PEN_DOWN\n 8 9\n 10 11\n.PEN_UP\n.DT 100\n\
    .SEGMENT DIGIT 2 ? \"1\"\n.PEN_DOWN\n1 5\n1 1\n.PEN_UP\n.DT 100\n";

#[test]
fn segments_of_unipen_are_drawings_of_the_class_of_their_label() {
    let folder = Folder::new("unipen");
    let digits = folder.write("data/pendigits-orig.tra", DIGITS);
    for path in [&digits, &folder.0.join("data")] {
        let pool = read_images(path).unwrap();
        assert_eq!(sizes(&pool), [("1", 1), ("4", 1)]);
        let [two, one] = [strokes(&pool.classes()[1], 0), strokes(&pool.classes()[0], 0)];
        assert_eq!(two, [[[10.0, -20.0], [30.0, -40.0]], [[8.0, -9.0], [10.0, -11.0]]]);
        assert_eq!(one, [[[1.0, -5.0], [1.0, -1.0]]]);
    }
    // Without the numbers of the components, they are those that follow.
    let without = DIGITS.replace("0-1 ?", "?").replace("DIGIT 2 ?", "DIGIT ? ?");
    let pool = read_images(&folder.write("b/without.dat", without)).unwrap();
    assert_eq!(strokes(&pool.classes()[1], 0).len(), 2);
    assert_eq!(strokes(&pool.classes()[0], 0).len(), 1);
}

/// As in `train_r01_v07`, whose data and whose segments are in files of their own.
#[test]
fn segments_of_unipen_find_what_their_file_includes() {
    let folder = Folder::new("unipen-include");
    let head = ".VERSION 1.0\n.INCLUDE apb/app.doc\n.INCLUDE apb/data/app0237.dat\n";
    let doc =
        ".COORD T X Y\n.HIERARCHY TEXT CHARACTER\n.X_POINTS_PER_INCH 200\n.Y_POINTS_PER_INCH 100\n";
    // Pen-up components count, if they have points; two points may stand on a line.
    let data = ".PEN_DOWN\n0 1 2 1 3 4\n.PEN_UP\n2 9 9\n.PEN_DOWN\n3 5 6\n4 7 8\n.PEN_UP\n.PEN_DOWN 5 0 0\n";
    let entries = |segments: &str| {
        vec![
            ("train/data/1a/apb/app0237.dat", format!("{head}{segments}").into_bytes()),
            ("train/data/2/apb/app0237.dat", format!("{head}{segments}").into()),
            ("train/include/apb/app.doc", doc.into()),
            ("train/include/apb/data/app0237.dat", data.into()),
        ]
    };
    let segments = ".SEGMENT TEXT 0-3 ? \"ab.\"\n.SEGMENT CHARACTER 0-2 OK \"a\"\n\
        .SEGMENT CHARACTER 2:1-3 ? \"\\\"\"\n.SEGMENT CHARACTER 0 BAD\n.SEGMENT CHARACTER 3 ? \".\"\n";
    let pool = read_images(&folder.zip("a.zip", &entries(segments))).unwrap();
    assert_eq!(sizes(&pool), [("\"", 1), ("a", 1), ("dot", 1)]);
    // A unit of y is twice one of x.
    assert_eq!(
        strokes(&pool.classes()[1], 0),
        [vec![[1.0, -4.0], [3.0, -8.0]], vec![[5.0, -12.0], [7.0, -16.0]]]
    );
    assert_eq!(strokes(&pool.classes()[0], 0), [[[7.0, -16.0]], [[0.0, 0.0]]]);
    let notes = pool.notes()[0].to_string();
    assert!(notes.contains("those of TEXT were not read"), "{notes}");
    // Words are drawings where there is nothing else.
    let words = read_images(&folder.zip("b.zip", &entries(".SEGMENT WORD 0-2 ? \"ab\"\n")));
    assert_eq!(sizes(&words.unwrap()), [("ab", 1)]);
    let lost = folder.zip("c.zip", &entries(segments)[..3]);
    assert_fails(
        read_images(&lost),
        Code::BadData,
        "component 0 of 0, and apb/data/app0237.dat is not",
    );
}

#[test]
fn what_is_wrong_with_unipen_is_said_with_its_line() {
    let folder = Folder::new("unipen-faults");
    let data = ".PEN_DOWN\n1 2\n3 4\n.PEN_UP\n";
    for (text, part) in [
        (format!("{data}.SEGMENT DIGIT 0-1 ? \"4\"\n"), "a.dat, line 5: component 1 of 1"),
        (format!("{data}.SEGMENT DIGIT 0:3 ? \"4\"\n"), "line 5: points 3 to 3 of the 2"),
        (format!("{data}.SEGMENT DIGIT 0 ? \"4\n"), "line 5: a label without its end"),
        (format!(".COORD X Y T\n{data}"), "line 2: 4 numbers, and not 3 for each point"),
        (format!(".COORD X T\n{data}"), "line 1: coordinates without Y"),
        (".PEN_DOWN\n1 2\n3 four\n".into(), "line 1: \"four\" is no number"),
        (".PEN_DOWN\n1 2\n3\n".into(), "line 1: \"3\" is no point"),
        (".PEN_DOWN\n1 2\n3 1e99\n.SEGMENT D 0 ? \"a\"".into(), "is not finite"),
        (format!("{data}.SEGMENT CHARACTER 0 ? a\n"), "no segment of UNIPEN has a label in quotes"),
    ] {
        let path = folder.write("a.dat", text);
        let error = read_images(&path).unwrap_err();
        assert!(error.message().contains(part), "{part:?} is not in: {error}");
        assert!(error.message().contains("a.dat"), "{error}");
    }
    folder.write("loop/a.dat", ".INCLUDE b.dat\n");
    folder.write("loop/b.dat", ".INCLUDE c.dat\n");
    folder.write("loop/c.dat", ".INCLUDE b.dat\n");
    let circle = read_images(&folder.0.join("loop"));
    assert_fails(circle, Code::BadData, "c.dat, line 1: files that include one another");
    for name in ["x/z.dat", "y/z.dat"] {
        folder.write(&format!("two/{name}"), data);
    }
    folder.write("two/a.dat", ".INCLUDE z.dat\n");
    let two = read_images(&folder.0.join("two"));
    assert_fails(two, Code::BadData, "z.dat could be x/z.dat or y/z.dat");
}
