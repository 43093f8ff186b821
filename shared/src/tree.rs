//! Types from a JSON tree, field by field: what the browser reads on a first visit.
//!
//! As with [`crate::wire`], a shape is read by one call for each field, and a fault is noted in the [`Reading`] and told at the
//! end, with its path. [`crate::lean`] reads any type that serde can, with more code; pages that load late use it. Both accept
//! the same: tests read every file of the packs both ways, whole and with faults.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::lean::{self, LeanError};

/// A type that can be read from a tree.
pub trait FromTree: Sized {
    /// Reads it; after a fault, of which `at` knows, an empty one.
    fn read(tree: Value, at: &mut Reading) -> Self;

    /// What it is where the field is missing.
    fn absent(at: &mut Reading) -> Self {
        at.fault("is missing");
        Self::read(Value::Null, at)
    }
}

/// What is known of a tree being read: the first fault and its path.
#[derive(Debug, Default)]
pub struct Reading {
    fault: Option<String>,
    path: String,
}

/// Reads a type from JSON text.
///
/// # Errors
/// [`LeanError`]: not JSON, or not this type; names the place.
pub fn from_str<T: FromTree>(text: &str) -> Result<T, LeanError> {
    from_tree(lean::tree(text)?)
}

/// Reads a type from a tree.
///
/// # Errors
/// [`LeanError`]: not this type; names the place.
pub fn from_tree<T: FromTree>(tree: Value) -> Result<T, LeanError> {
    let mut at = Reading::default();
    let value = T::read(tree, &mut at);
    at.end().map(|()| value)
}

impl Reading {
    /// Notes what is wrong with what is being read; the first fault counts.
    #[inline(never)]
    pub fn fault(&mut self, why: &str) {
        if self.fault.is_none() {
            self.fault = Some(why.to_owned());
        }
    }

    /// Names the field or entry that was read: the path grows from the fault outwards.
    #[inline(never)]
    fn came_from(&mut self, before: bool, name: &str) {
        if !before && self.fault.is_some() {
            self.path.insert_str(0, name);
            self.path.insert(0, '.');
        }
    }

    fn failed(&self) -> bool {
        self.fault.is_some()
    }

    #[inline(never)]
    fn end(self) -> Result<(), LeanError> {
        match self.fault {
            None => Ok(()),
            Some(why) if self.path.is_empty() => Err(LeanError::new(&["this ", &why])),
            Some(why) => Err(LeanError::new(&[&self.path, ": this ", &why])),
        }
    }

    /// The fields of an object.
    #[inline(never)]
    pub fn object(&mut self, tree: Value) -> Map<String, Value> {
        match tree {
            Value::Object(fields) => fields,
            _ => {
                self.fault("is no object");
                Map::new()
            }
        }
    }

    /// The items of a list.
    #[inline(never)]
    pub fn list(&mut self, tree: Value) -> Vec<Value> {
        match tree {
            Value::Array(items) => items,
            _ => {
                self.fault("is no list");
                Vec::new()
            }
        }
    }

    /// A text.
    #[inline(never)]
    pub fn text(&mut self, tree: Value) -> String {
        match tree {
            Value::String(text) => text,
            _ => {
                self.fault("is no text");
                String::new()
            }
        }
    }

    /// A text that is one of several names: its position.
    #[inline(never)]
    pub fn one_of(&mut self, tree: Value, names: &[&str]) -> usize {
        let text = self.text(tree);
        names.iter().position(|name| *name == text).unwrap_or_else(|| {
            self.fault("is none of the names that are known here");
            0
        })
    }

    /// Refuses fields that have none of these names.
    #[inline(never)]
    pub fn nothing_else(&mut self, fields: &Map<String, Value>, names: &[&str]) {
        if let Some(name) = fields.keys().find(|field| !names.contains(&field.as_str())) {
            let before = self.failed();
            self.fault("is not known here");
            self.came_from(before, name);
        }
    }

    /// A field of an object.
    pub fn field<T: FromTree>(&mut self, fields: &mut Map<String, Value>, name: &str) -> T {
        let before = self.failed();
        let value = match part(fields, name) {
            Some(tree) => T::read(tree, self),
            None => T::absent(self),
        };
        self.came_from(before, name);
        value
    }

    /// A field of an object that may be left out.
    pub fn field_or<T: FromTree>(&mut self, fields: &mut Map<String, Value>, name: &str, other: T) -> T {
        let before = self.failed();
        let value = part(fields, name).map_or(other, |tree| T::read(tree, self));
        self.came_from(before, name);
        value
    }

    /// A text in the form of a type.
    pub fn parsed<T: std::str::FromStr>(&mut self, tree: Value) -> Option<T> {
        let text = self.text(tree);
        text.parse().map_err(|_| self.fault("is not of the form that is needed here")).ok()
    }
}

/// What a field holds; taken out, but the field stays.
#[inline(never)]
fn part(fields: &mut Map<String, Value>, name: &str) -> Option<Value> {
    fields.get_mut(name).map(Value::take)
}

macro_rules! whole {
    ($($number:ty)*) => {$(
        impl FromTree for $number {
            fn read(tree: Value, at: &mut Reading) -> Self {
                tree.as_u64().and_then(|n| Self::try_from(n).ok()).unwrap_or_else(|| {
                    at.fault("is no whole number of the size that is needed here");
                    0
                })
            }
        }
    )*};
}

whole! { u8 u32 u64 }

impl FromTree for i32 {
    fn read(tree: Value, at: &mut Reading) -> Self {
        tree.as_i64().and_then(|n| Self::try_from(n).ok()).unwrap_or_else(|| {
            at.fault("is no whole number of the size that is needed here");
            0
        })
    }
}

impl FromTree for f64 {
    fn read(tree: Value, at: &mut Reading) -> Self {
        tree.as_f64().unwrap_or_else(|| {
            at.fault("is no number");
            0.0
        })
    }
}

impl FromTree for bool {
    fn read(tree: Value, at: &mut Reading) -> Self {
        tree.as_bool().unwrap_or_else(|| {
            at.fault("is neither true nor false");
            false
        })
    }
}

impl FromTree for String {
    fn read(tree: Value, at: &mut Reading) -> Self {
        at.text(tree)
    }
}

impl FromTree for Value {
    fn read(tree: Value, _at: &mut Reading) -> Self {
        tree
    }
}

impl<T: FromTree> FromTree for Option<T> {
    fn read(tree: Value, at: &mut Reading) -> Self {
        (!tree.is_null()).then(|| T::read(tree, at))
    }

    fn absent(_at: &mut Reading) -> Self {
        None
    }
}

impl<T: FromTree> FromTree for Vec<T> {
    fn read(tree: Value, at: &mut Reading) -> Self {
        let list = at.list(tree);
        let mut items = Self::with_capacity(list.len());
        for tree in list {
            let before = at.failed();
            items.push(T::read(tree, at));
            if at.failed() && !before {
                at.came_from(before, &(items.len() - 1).to_string());
            }
        }
        items
    }
}

impl<T: FromTree, const N: usize> FromTree for [T; N] {
    fn read(tree: Value, at: &mut Reading) -> Self {
        let list = at.list(tree);
        if list.len() != N {
            at.fault("has another length");
        }
        let mut items = list.into_iter();
        std::array::from_fn(|_| T::read(items.next().unwrap_or_default(), at))
    }
}

impl<T: FromTree> FromTree for BTreeMap<String, T> {
    fn read(tree: Value, at: &mut Reading) -> Self {
        let mut map = Self::new();
        for (name, tree) in at.object(tree) {
            let before = at.failed();
            let value = T::read(tree, at);
            at.came_from(before, &name);
            map.insert(name, value);
        }
        map
    }
}

/// `tree_struct! { Name { a, b; c } }`: the fields of a struct, after `;` those that may be left out and are then empty.
/// `strict Name`: fields that are not named here are refused. `lenient Name { a, b }`: all may be left out and are then those
/// of the type's default.
#[macro_export]
macro_rules! tree_struct {
    ($(strict $name:ident { $($field:ident),* $(; $($maybe:ident),+)? $(,)? })+) => {$(
        impl $crate::tree::FromTree for $name {
            fn read(tree: serde_json::Value, at: &mut $crate::tree::Reading) -> Self {
                let mut fields = at.object(tree);
                let whole = Self {
                    $($field: at.field(&mut fields, stringify!($field)),)*
                    $($($maybe: at.field_or(&mut fields, stringify!($maybe), Default::default()),)+)?
                };
                at.nothing_else(&fields, &[$(stringify!($field),)* $($(stringify!($maybe)),+)?]);
                whole
            }
        }
    )+};
    ($(lenient $name:ident { $($field:ident),+ $(,)? })+) => {$(
        impl $crate::tree::FromTree for $name {
            fn read(tree: serde_json::Value, at: &mut $crate::tree::Reading) -> Self {
                let mut fields = at.object(tree);
                let other = Self::default();
                Self { $($field: at.field_or(&mut fields, stringify!($field), other.$field)),+ }
            }
        }
    )+};
    ($($name:ident $(<$of:ident>)? { $($field:ident),* $(; $($maybe:ident),+)? $(,)? })+) => {$(
        impl $(<$of: $crate::tree::FromTree>)? $crate::tree::FromTree for $name $(<$of>)? {
            fn read(tree: serde_json::Value, at: &mut $crate::tree::Reading) -> Self {
                let mut fields = at.object(tree);
                Self {
                    $($field: at.field(&mut fields, stringify!($field)),)*
                    $($($maybe: at.field_or(&mut fields, stringify!($maybe), Default::default()),)+)?
                }
            }
        }
    )+};
}

/// `tree_enum! { Name { "plain" = Plain, … } }`: an enum written as one of some names.
macro_rules! tree_enum {
    ($($name:ident { $($text:literal = $variant:ident),+ $(,)? })+) => {$(
        impl $crate::tree::FromTree for $name {
            fn read(tree: serde_json::Value, at: &mut $crate::tree::Reading) -> Self {
                const ALL: &[$name] = &[$($name::$variant),+];
                ALL[at.one_of(tree, &[$($text),+])]
            }
        }
    )+};
}

pub(crate) use tree_enum;

#[cfg(test)]
#[path = "tree_tests.rs"]
mod tests;
