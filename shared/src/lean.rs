//! JSON into types with little code: for the browser, where every byte of the program is paid for by a reader.
//!
//! `serde_json::from_str` writes its whole parser anew for each type it reads. Here the text becomes one
//! [`serde_json::Value`], and types are read from that tree by methods too small to matter. What is accepted is
//! the same but for structures written as arrays, which no file of ours has; a property test holds both together.

use std::fmt::{self, Display};

use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, Unexpected,
    VariantAccess, Visitor,
};
use serde_json::{Map, Value};

/// Why a text is not what was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeanError(Box<str>);

impl Display for LeanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for LeanError {}

impl LeanError {
    #[inline(never)]
    pub(crate) fn new(parts: &[&str]) -> Self {
        Self(parts.concat().into())
    }

    /// The same error, with where it was.
    #[inline(never)]
    fn at(self, place: &str) -> Self {
        let dot = if self.0.starts_with(['.', '[']) { "" } else { ": " };
        Self::new(&[".", place, dot, &self.0])
    }
}

// why each by hand: the ready-made ones bring formatting of every type into the program
impl de::Error for LeanError {
    fn custom<T: Display>(message: T) -> Self {
        Self(message.to_string().into())
    }

    fn invalid_type(found: Unexpected<'_>, _expected: &dyn de::Expected) -> Self {
        Self::new(&["this is not what is expected here: ", kind(&found)])
    }

    fn invalid_value(found: Unexpected<'_>, _expected: &dyn de::Expected) -> Self {
        Self::new(&["this value is not possible here: ", kind(&found)])
    }

    fn invalid_length(_length: usize, _expected: &dyn de::Expected) -> Self {
        Self::new(&["the list has another length"])
    }

    fn unknown_variant(variant: &str, _expected: &'static [&'static str]) -> Self {
        Self::new(&["“", variant, "” is not known here"])
    }

    fn unknown_field(field: &str, _expected: &'static [&'static str]) -> Self {
        Self::new(&["“", field, "” is not known here"])
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new(&["“", field, "” is missing"])
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::new(&["“", field, "” is there twice"])
    }
}

fn kind(found: &Unexpected<'_>) -> &'static str {
    match found {
        Unexpected::Bool(_) => "true or false",
        Unexpected::Unsigned(_) | Unexpected::Signed(_) | Unexpected::Float(_) => "a number",
        Unexpected::Char(_) | Unexpected::Str(_) => "a text",
        Unexpected::Unit | Unexpected::Option => "null",
        Unexpected::Seq => "a list",
        Unexpected::Map => "an object",
        _ => "something else",
    }
}

/// Reads a type from JSON text.
///
/// # Errors
/// [`LeanError`]: not JSON, or not this type; names the place.
pub fn from_str<T: DeserializeOwned>(text: &str) -> Result<T, LeanError> {
    from_value(tree(text)?)
}

/// Reads a type from UTF-8 bytes of JSON.
///
/// # Errors
/// [`LeanError`]; bytes that are no UTF-8 as well.
pub fn from_slice<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, LeanError> {
    from_str(std::str::from_utf8(bytes).map_err(|_| LeanError::new(&["this is not UTF-8"]))?)
}

/// Reads a type from a tree.
///
/// # Errors
/// [`LeanError`].
pub fn from_value<T: DeserializeOwned>(tree: Value) -> Result<T, LeanError> {
    T::deserialize(Lean(tree))
}

/// The tree of a JSON text.
///
/// # Errors
/// [`LeanError`] with line and column.
pub fn tree(text: &str) -> Result<Value, LeanError> {
    serde_json::from_str(text).map_err(|e| LeanError(e.to_string().into()))
}

struct Lean(Value);

fn refuse<'de, V: Visitor<'de>>(value: &Value, visitor: &V) -> LeanError {
    let found = match value {
        Value::Null => Unexpected::Unit,
        Value::Bool(b) => Unexpected::Bool(*b),
        Value::Number(_) => Unexpected::Float(0.0),
        Value::String(_) => Unexpected::Str(""),
        Value::Array(_) => Unexpected::Seq,
        Value::Object(_) => Unexpected::Map,
    };
    de::Error::invalid_type(found, visitor)
}

macro_rules! number {
    ($($method:ident)*) => {$(
        #[inline(never)]
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, LeanError> {
            let Value::Number(n) = &self.0 else { return Err(refuse(&self.0, &visitor)) };
            match (n.as_u64(), n.as_i64()) {
                (Some(n), _) => visitor.visit_u64(n),
                (None, Some(n)) => visitor.visit_i64(n),
                (None, None) => visitor.visit_f64(n.as_f64().unwrap_or(f64::NAN)),
            }
        }
    )*};
}

macro_rules! text {
    ($($method:ident)*) => {$(
        #[inline(never)]
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, LeanError> {
            match self.0 {
                Value::String(text) => visitor.visit_string(text),
                other => Err(refuse(&other, &visitor)),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for Lean {
    type Error = LeanError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, LeanError> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(b) => visitor.visit_bool(b),
            Value::Number(_) => self.deserialize_f64(visitor),
            Value::String(text) => visitor.visit_string(text),
            Value::Array(list) => visitor.visit_seq(List(list.into_iter(), 0)),
            Value::Object(map) => visitor.visit_map(Fields::new(map)),
        }
    }

    #[inline(never)]
    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, LeanError> {
        match self.0 {
            Value::Bool(b) => visitor.visit_bool(b),
            other => Err(refuse(&other, &visitor)),
        }
    }

    number! { deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16
    deserialize_u32 deserialize_u64 deserialize_f32 deserialize_f64 }
    text! { deserialize_char deserialize_str deserialize_string deserialize_identifier }

    #[inline(never)]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, LeanError> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, LeanError> {
        if self.0.is_null() { visitor.visit_unit() } else { Err(refuse(&self.0, &visitor)) }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, LeanError> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, LeanError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, LeanError> {
        match self.0 {
            Value::Array(list) => {
                let length = list.len();
                let mut list = List(list.into_iter(), 0);
                let found = visitor.visit_seq(&mut list)?;
                if list.0.len() == 0 { Ok(found) } else { Err(too_long(length)) }
            }
            other => Err(refuse(&other, &visitor)),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, LeanError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, LeanError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, LeanError> {
        match self.0 {
            Value::Object(map) => visitor.visit_map(Fields::new(map)),
            other => Err(refuse(&other, &visitor)),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, LeanError> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, LeanError> {
        match self.0 {
            Value::String(name) => visitor.visit_enum(Variant(name, None)),
            Value::Object(map) if map.len() == 1 => match map.into_iter().next() {
                Some((name, content)) => visitor.visit_enum(Variant(name, Some(content))),
                None => Err(LeanError::new(&["an empty object"])),
            },
            other => Err(refuse(&other, &visitor)),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, LeanError> {
        visitor.visit_unit()
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, LeanError> {
        Err(refuse(&self.0, &visitor))
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, LeanError> {
        Err(refuse(&self.0, &visitor))
    }
}

#[inline(never)]
fn too_long(length: usize) -> LeanError {
    LeanError::new(&["a list of ", &length.to_string(), " is too long here"])
}

struct List(std::vec::IntoIter<Value>, usize);

impl<'de> SeqAccess<'de> for List {
    type Error = LeanError;

    #[inline(never)]
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, LeanError> {
        let Some(value) = self.0.next() else { return Ok(None) };
        self.1 += 1;
        seed.deserialize(Lean(value)).map(Some).map_err(|e| e.at(&(self.1 - 1).to_string()))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

struct Fields {
    left: serde_json::map::IntoIter,
    value: Value,
    name: String,
}

impl Fields {
    fn new(map: Map<String, Value>) -> Self {
        Self { left: map.into_iter(), value: Value::Null, name: String::new() }
    }

    #[inline(never)]
    fn advance(&mut self) -> bool {
        let Some((name, value)) = self.left.next() else { return false };
        (self.name, self.value) = (name, value);
        true
    }
}

impl<'de> MapAccess<'de> for Fields {
    type Error = LeanError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, LeanError> {
        if self.advance() { seed.deserialize(Key(self.name.clone())).map(Some) } else { Ok(None) }
    }

    #[inline(never)]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, LeanError> {
        seed.deserialize(Lean(self.value.take())).map_err(|e| e.at(&self.name))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left.len())
    }
}

/// The name of a field: a text, also where a map is keyed by numbers.
struct Key(String);

macro_rules! key_number {
    ($($method:ident $visit:ident $number:ty;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, LeanError> {
            match self.0.parse::<$number>() {
                Ok(n) => visitor.$visit(n),
                Err(_) => Err(LeanError::new(&["“", &self.0, "” is no number"])),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for Key {
    type Error = LeanError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, LeanError> {
        visitor.visit_string(self.0)
    }

    key_number! {
        deserialize_i8 visit_i8 i8; deserialize_i16 visit_i16 i16; deserialize_i32 visit_i32 i32;
        deserialize_i64 visit_i64 i64; deserialize_u8 visit_u8 u8; deserialize_u16 visit_u16 u16;
        deserialize_u32 visit_u32 u32; deserialize_u64 visit_u64 u64;
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, LeanError> {
        visitor.visit_enum(Variant(self.0, None))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, LeanError> {
        visitor.visit_newtype_struct(self)
    }

    serde::forward_to_deserialize_any! {
        bool f32 f64 char str string bytes byte_buf option unit unit_struct seq tuple tuple_struct map struct
        identifier ignored_any
    }
}

struct Variant(String, Option<Value>);

impl<'de> EnumAccess<'de> for Variant {
    type Error = LeanError;
    type Variant = Content;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Content), LeanError> {
        Ok((seed.deserialize(Key(self.0))?, Content(self.1)))
    }
}

struct Content(Option<Value>);

impl<'de> VariantAccess<'de> for Content {
    type Error = LeanError;

    fn unit_variant(self) -> Result<(), LeanError> {
        match self.0 {
            None | Some(Value::Null) => Ok(()),
            Some(_) => Err(LeanError::new(&["a name alone is expected"])),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, LeanError> {
        seed.deserialize(Lean(self.0.unwrap_or_default()))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, LeanError> {
        Lean(self.0.unwrap_or_default()).deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, LeanError> {
        Lean(self.0.unwrap_or_default()).deserialize_map(visitor)
    }
}

#[cfg(test)]
#[path = "lean_tests.rs"]
mod tests;
