//! `{"class": [drawing, ...]}`, as it is written.

use std::fmt;
use std::io::{BufReader, Read};

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};

use super::form::ClassStrokes;

/// Parses the text of a stroke file. No name comes twice.
pub(crate) fn parse(reader: impl Read) -> serde_json::Result<ClassStrokes> {
    let classes: Classes = serde_json::from_reader(BufReader::with_capacity(1 << 16, reader))?;
    Ok(classes.0)
}

/// The file as it is written.
struct Classes(ClassStrokes);

impl<'de> Deserialize<'de> for Classes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct ClassesVisitor;
        impl<'de> Visitor<'de> for ClassesVisitor {
            type Value = Classes;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of classes")
            }

            fn visit_map<A: MapAccess<'de>>(
                self,
                mut map: A,
            ) -> std::result::Result<Classes, A::Error> {
                let mut classes = Vec::new();
                let mut names = std::collections::HashSet::new();
                while let Some(name) = map.next_key::<String>()? {
                    if !names.insert(name.clone()) {
                        return Err(A::Error::custom(format!("the class {name} comes twice")));
                    }
                    classes.push((name, map.next_value()?));
                }
                Ok(Classes(classes))
            }
        }
        deserializer.deserialize_map(ClassesVisitor)
    }
}
