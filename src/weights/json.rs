//! Just enough JSON to read a weights file's header.
//!
//! The text is read by `serde_json`, or in a browser by the browser, which has a reader already:
//! another one would be a third of the wasm.

/// A JSON value.
pub enum Json {
    /// Any number.
    Number(f64),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Json>),
    /// An object's keys and values.
    Object(Vec<(String, Json)>),
    /// A truth value, or nothing.
    Other,
}

impl Json {
    /// The value of a key, if this is an object that has it.
    pub fn get(&self, key: &str) -> Option<&Json> {
        let pair = self.entries().iter().find(|(name, _)| name == key)?;
        Some(&pair.1)
    }

    /// The keys and values of an object.
    pub fn entries(&self) -> &[(String, Json)] {
        if let Json::Object(entries) = self { entries } else { &[] }
    }

    /// The items of an array.
    pub fn items(&self) -> &[Json] {
        if let Json::List(items) = self { items } else { &[] }
    }

    /// The string.
    pub fn text(&self) -> Option<&str> {
        if let Json::Text(text) = self { Some(text) } else { None }
    }

    /// The number.
    pub fn number(&self) -> Option<f64> {
        if let Json::Number(number) = self { Some(*number) } else { None }
    }

    /// The number, if it is a whole one from 0 on that f64 knows exactly.
    pub fn whole(&self) -> Option<usize> {
        let number = self.number()?;
        let exact = (0.0..9e15).contains(&number) && number.fract() == 0.0;
        exact.then_some(number as usize)
    }

    /// The whole numbers of an array.
    pub fn wholes(&self) -> Option<Vec<usize>> {
        if let Json::List(items) = self { items.iter().map(Json::whole).collect() } else { None }
    }
}

/// Reads JSON.
#[cfg(not(target_arch = "wasm32"))]
pub fn parse(text: &str) -> Option<Json> {
    fn convert(value: serde_json::Value) -> Json {
        use serde_json::Value;
        match value {
            Value::Number(number) => number.as_f64().map_or(Json::Other, Json::Number),
            Value::String(text) => Json::Text(text),
            Value::Array(items) => Json::List(items.into_iter().map(convert).collect()),
            Value::Object(map) => {
                Json::Object(map.into_iter().map(|(k, v)| (k, convert(v))).collect())
            }
            Value::Bool(_) | Value::Null => Json::Other,
        }
    }
    serde_json::from_str(text).ok().map(convert)
}

/// Reads JSON.
#[cfg(target_arch = "wasm32")]
pub fn parse(text: &str) -> Option<Json> {
    use js_sys::{Array, JSON, Object};
    use wasm_bindgen::{JsCast, JsValue};
    fn convert(value: JsValue) -> Json {
        if let Some(number) = value.as_f64() {
            Json::Number(number)
        } else if let Some(text) = value.as_string() {
            Json::Text(text)
        } else if Array::is_array(&value) {
            Json::List(value.unchecked_into::<Array>().iter().map(convert).collect())
        } else if value.is_object() {
            let entries = Object::entries(value.unchecked_ref());
            let pair = |entry: JsValue| {
                let pair: Array = entry.unchecked_into();
                (pair.get(0).as_string().unwrap_or_default(), convert(pair.get(1)))
            };
            Json::Object(entries.iter().map(pair).collect())
        } else {
            Json::Other
        }
    }
    JSON::parse(text).ok().map(convert)
}
