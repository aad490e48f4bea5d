//! Values of a TOML file with their place in it, so that a fault can name line and column.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{self, Deserializer, SeqAccess, Visitor};
use toml::Spanned;

/// A value with its place in the file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(transparent)]
pub struct At<T>(Spanned<T>);

impl<T> At<T> {
    /// A value that no file gives.
    pub(crate) fn nowhere(value: T) -> Self {
        Self(Spanned::new(0..0, value))
    }

    /// The value.
    pub fn value(&self) -> &T {
        self.0.get_ref()
    }

    /// Its place in the file, bytes.
    pub fn place(&self) -> Range<usize> {
        self.0.span()
    }
}

impl<T: JsonSchema> JsonSchema for At<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// One text or a list of texts, each with its place.
#[derive(Debug, Clone)]
pub struct OneOrMany(pub Vec<At<String>>, Range<usize>);

impl OneOrMany {
    /// Place of the whole, bytes.
    #[must_use]
    pub fn place(&self) -> Range<usize> {
        self.1.clone()
    }
}

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Texts;
        impl<'de> Visitor<'de> for Texts {
            type Value = Vec<At<String>>;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a text or a list of texts")
            }
            fn visit_str<E: de::Error>(self, value: &str) -> Result<Self::Value, E> {
                Ok(vec![At(Spanned::new(0..0, value.to_owned()))])
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let mut texts = Vec::new();
                while let Some(text) = list.next_element()? {
                    texts.push(text);
                }
                Ok(texts)
            }
        }
        /// What stands there, without the place.
        struct Bare(Vec<At<String>>);
        impl<'de> Deserialize<'de> for Bare {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any(Texts).map(Self)
            }
        }
        let whole: Spanned<Bare> = Spanned::deserialize(deserializer)?;
        let span = whole.span();
        // A single text does not know its place; that of the whole is it.
        let placed = |text: At<String>| {
            if text.place() == (0..0) { At(Spanned::new(span.clone(), text.0.into_inner())) } else { text }
        };
        let texts = whole.into_inner().0.into_iter().map(placed).collect();
        Ok(Self(texts, span))
    }
}

impl JsonSchema for OneOrMany {
    fn schema_name() -> Cow<'static, str> {
        "OneOrMany".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let text = generator.subschema_for::<String>();
        json_schema!({ "anyOf": [text, { "type": "array", "items": text, "minItems": 1 }] })
    }
}

/// A day, written as TOML writes it: `2022-02-24`, without quotation marks.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(transparent)]
pub struct Date(pub toml::value::Date);

impl JsonSchema for Date {
    fn schema_name() -> Cow<'static, str> {
        "Date".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date" })
    }
}
