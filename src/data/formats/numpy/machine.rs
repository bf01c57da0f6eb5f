//! Runs the part of Python's pickles that arrays of arrays need. Nothing is ever called.
//!
//! *Source*: Python's `pickletools` has the codes; how NumPy's arrays are made of them is in `ndarray.__reduce__`.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::codes::{Codes, Step, damaged};
use super::npy::{Array, Number};

/// What an object is, as far as arrays go.
#[derive(Clone)]
pub(super) enum Value {
    None,
    Number(i64),
    Bytes(usize, usize),
    Encoded(Rc<[u8]>),
    Text(String),
    Items(Rc<RefCell<Vec<Value>>>),
    Name(String),
    /// A type of numbers; none for objects. Its order of bytes comes later.
    Type(Rc<RefCell<Option<Number>>>),
    /// An array; what is in it comes later.
    Array(Rc<RefCell<Option<Contents>>>),
    Mark,
}

#[derive(Clone)]
pub(super) enum Contents {
    Numbers(Array),
    Objects(Vec<Value>),
}

/// What runs the codes of a pickle: a stack, and what was put aside under a number.
pub(super) struct Machine {
    codes: Codes,
    stack: Vec<Value>,
    memo: HashMap<usize, Value>,
}

impl Machine {
    /// One that begins there in a file.
    pub fn new(file: Rc<[u8]>, start: usize) -> Self {
        Machine { codes: Codes::new(file, start), stack: Vec::new(), memo: HashMap::new() }
    }

    fn pop(&mut self) -> Step<Value> {
        self.stack.pop().ok_or_else(damaged)
    }

    /// What lies above the last mark.
    fn above_mark(&mut self) -> Step<Vec<Value>> {
        let mark = self.stack.iter().rposition(|value| matches!(value, Value::Mark));
        let above = self.stack.split_off(mark.ok_or_else(damaged)? + 1);
        self.stack.pop();
        Ok(above)
    }

    fn push_items(&mut self, items: Vec<Value>) {
        self.stack.push(Value::Items(Rc::new(RefCell::new(items))));
    }

    fn push_bytes(&mut self, size: usize) -> Step<()> {
        let length = self.codes.whole(size)?;
        let start = self.codes.at;
        self.codes.take(length)?;
        self.stack.push(Value::Bytes(start, length));
        Ok(())
    }

    fn push_text(&mut self, size: usize) -> Step<()> {
        let length = self.codes.whole(size)?;
        let text =
            std::str::from_utf8(self.codes.take(length)?).map_err(|e| e.to_string())?.to_string();
        self.stack.push(Value::Text(text));
        Ok(())
    }

    fn memoize(&mut self, index: usize) -> Step<()> {
        let top = self.stack.last().ok_or_else(damaged)?.clone();
        self.memo.insert(index, top);
        Ok(())
    }

    fn recall(&mut self, index: usize) -> Step<()> {
        let value = self.memo.get(&index).ok_or_else(damaged)?.clone();
        self.stack.push(value);
        Ok(())
    }

    /// Runs to the end, and gives what is then on the stack.
    pub fn run(&mut self) -> Step<Value> {
        loop {
            let code = self.codes.take(1)?[0];
            match code {
                b'.' => return self.pop(),
                0x80 => drop(self.codes.take(1)?),
                0x95 => drop(self.codes.take(8)?),
                b'(' => self.stack.push(Value::Mark),
                b'0' => drop(self.pop()?),
                b'N' => self.stack.push(Value::None),
                0x88 | 0x89 => self.stack.push(Value::Number(i64::from(code == 0x88))),
                b'K' | b'M' | b'J' | 0x8a => self.number(code)?,
                b'U' | b'C' => self.push_bytes(1)?,
                b'T' | b'B' => self.push_bytes(4)?,
                0x8e => self.push_bytes(8)?,
                0x8c => self.push_text(1)?,
                b'X' => self.push_text(4)?,
                0x8d => self.push_text(8)?,
                b')' | b']' | b'}' => self.push_items(Vec::new()),
                b't' | b'l' => {
                    let items = self.above_mark()?;
                    self.push_items(items);
                }
                0x85..=0x87 => {
                    let count = usize::from(code - 0x84);
                    let first = self.stack.len().checked_sub(count).ok_or_else(damaged)?;
                    let items = self.stack.split_off(first);
                    self.push_items(items);
                }
                b'a' => {
                    let item = self.pop()?;
                    self.extend(vec![item])?;
                }
                b'e' => {
                    let items = self.above_mark()?;
                    self.extend(items)?;
                }
                b'q' | b'r' => {
                    let index = self.codes.whole(if code == b'q' { 1 } else { 4 })?;
                    self.memoize(index)?;
                }
                0x94 => self.memoize(self.memo.len())?,
                b'h' | b'j' => {
                    let index = self.codes.whole(if code == b'h' { 1 } else { 4 })?;
                    self.recall(index)?;
                }
                b'c' => {
                    let name = [self.codes.line()?, self.codes.line()?].join(".");
                    self.stack.push(Value::Name(name));
                }
                0x93 => {
                    let (name, module) = (self.text()?, self.text()?);
                    self.stack.push(Value::Name(format!("{module}.{name}")));
                }
                b'R' => self.reduce()?,
                b'b' => self.build()?,
                code => return Err(format!("a pickle of other objects (code {code:#x})")),
            }
        }
    }

    fn number(&mut self, code: u8) -> Step<()> {
        let length = match code {
            b'K' => 1,
            b'M' => 2,
            b'J' => 4,
            _ => self.codes.whole(1)?,
        };
        if length > 8 {
            return Err(damaged());
        }
        let whole = self.codes.whole(length)? as u64;
        // Only the codes for one and two bytes have no sign.
        let unused = if code == b'J' || code == 0x8a { 64 - 8 * length as u32 } else { 0 };
        let signed = whole.checked_shl(unused).unwrap_or(0) as i64;
        self.stack.push(Value::Number(signed.checked_shr(unused).unwrap_or(0)));
        Ok(())
    }

    fn text(&mut self) -> Step<String> {
        match self.pop()? {
            Value::Text(text) => Ok(text),
            Value::Bytes(start, length) => {
                Ok(String::from_utf8_lossy(&self.codes.file[start..][..length]).into_owned())
            }
            _ => Err(damaged()),
        }
    }

    fn extend(&mut self, more: Vec<Value>) -> Step<()> {
        match self.stack.last() {
            Some(Value::Items(items)) => items.borrow_mut().extend(more),
            _ => return Err(damaged()),
        }
        Ok(())
    }

    /// What calling a function would give, of the few that make arrays.
    fn reduce(&mut self) -> Step<()> {
        let Value::Items(items) = self.pop()? else { return Err(damaged()) };
        let arguments = items.borrow().clone();
        let Value::Name(name) = self.pop()? else { return Err(damaged()) };
        let value = match (name.as_str(), &arguments[..]) {
            (
                "numpy.core.multiarray._reconstruct" | "numpy._core.multiarray._reconstruct",
                [..],
            ) => Value::Array(Rc::default()),
            ("numpy.dtype", [first, ..]) => {
                self.stack.push(first.clone());
                let name = self.text()?;
                let number = Number::new(&name);
                if number.is_none() && name != "O8" && name != "O" {
                    return Err(format!("numbers of type {name}"));
                }
                Value::Type(Rc::new(RefCell::new(number)))
            }
            ("_codecs.encode", [Value::Text(text), ..]) => {
                let bytes: Result<Vec<u8>, _> = text.chars().map(u8::try_from).collect();
                Value::Encoded(bytes.map_err(|_| damaged())?.into())
            }
            (name, _) => return Err(format!("a pickle that would call {name}")),
        };
        self.stack.push(value);
        Ok(())
    }

    /// Gives what was made before its contents.
    fn build(&mut self) -> Step<()> {
        let Value::Items(items) = self.pop()? else { return Err(damaged()) };
        let state = items.borrow().clone();
        match (self.stack.last().cloned(), &state[..]) {
            (Some(Value::Type(number)), [_, order, ..]) => {
                self.stack.push(order.clone());
                let order = self.text()?;
                let own = *number.borrow();
                *number.borrow_mut() = own.map(|number| number.with_order(&order));
            }
            (Some(Value::Array(array)), [_, shape, Value::Type(number), fortran, contents]) => {
                let number = *number.borrow();
                *array.borrow_mut() = Some(self.contents(number, shape, fortran, contents)?);
            }
            _ => return Err(damaged()),
        }
        Ok(())
    }

    fn contents(
        &self,
        number: Option<Number>,
        shape: &Value,
        fortran: &Value,
        contents: &Value,
    ) -> Step<Contents> {
        let Some(number) = number else {
            let Value::Items(items) = contents else { return Err(damaged()) };
            return Ok(Contents::Objects(items.borrow().clone()));
        };
        let Value::Items(sizes) = shape else { return Err(damaged()) };
        let size = |value: &Value| match value {
            Value::Number(size) => usize::try_from(*size).map_err(|e| e.to_string()),
            _ => Err(damaged()),
        };
        let shape: Vec<usize> = sizes.borrow().iter().map(size).collect::<Step<_>>()?;
        let is_fortran = matches!(fortran, Value::Number(1));
        let array = match contents {
            Value::Bytes(start, _) => {
                Array::new(number, shape, is_fortran, self.codes.file.clone(), *start)
            }
            Value::Encoded(bytes) => Array::new(number, shape, is_fortran, bytes.clone(), 0),
            _ => Err(damaged()),
        };
        Ok(Contents::Numbers(array?))
    }
}
