//! A question as a call of the Python package `unequal`, which has one function for each question.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::{Map, Value};
use unequal_study::Question;

/// Field that names the question.
const NAME: &str = "question";

/// The call: fields that must be given in their order, then by keyword those that differ from what is usual.
pub(crate) fn call(question: &Question) -> Option<String> {
    let Fields(fields) = serde_json::from_str(&serde_json::to_string(question).ok()?).ok()?;
    let whole: Map<String, Value> = fields.iter().cloned().collect();
    let without = |name: &str| {
        let rest = whole.iter().filter(|(field, _)| *field != name);
        serde_json::from_value::<Question>(Value::Object(
            rest.map(|(field, value)| (field.clone(), value.clone())).collect(),
        ))
    };
    let (mut given, mut named) = (Vec::new(), Vec::new());
    for (name, value) in fields.iter().filter(|(name, _)| name != NAME) {
        match without(name) {
            Err(_) => given.push(literal(value)),
            Ok(usual) if usual == *question => {}
            // A word of the language has an underscore behind it, as Python's style guide asks.
            Ok(_) if name == "from" => named.push(format!("from_={}", literal(value))),
            Ok(_) => named.push(format!("{name}={}", literal(value))),
        }
    }
    let function = whole.get(NAME)?.as_str()?.replace('-', "_");
    Some(format!("unequal.{function}({})", [given, named].concat().join(", ")))
}

/// A value as Python writes it; a file by its name.
fn literal(value: &Value) -> String {
    let list = |values: &[Value]| values.iter().map(literal).collect::<Vec<_>>().join(", ");
    match value {
        Value::Null => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        // JSON's strings and numbers are Python's too.
        Value::Number(_) | Value::String(_) => value.to_string(),
        Value::Array(values) => format!("[{}]", list(values)),
        Value::Object(fields) => match (fields.len(), fields.get("name"), fields.get("text")) {
            (2, Some(name), Some(Value::String(_))) => literal(name),
            _ => {
                let entries =
                    fields.iter().map(|(key, value)| format!("{}: {}", Value::from(key.as_str()), literal(value)));
                format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
            }
        },
    }
}

/// The fields of an object in the order in which they stand.
struct Fields(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Fields;

            fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                to.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }
        from.deserialize_map(InOrder)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn asked(question: Value) -> String {
        call(&serde_json::from_value(question).unwrap()).unwrap()
    }

    #[test]
    fn a_question_is_a_call() {
        assert_eq!(
            asked(json!({"question": "exit-cost", "second": "CHN", "first": "RUS"})),
            r#"unequal.exit_cost("RUS", "CHN")"#
        );
        assert_eq!(
            asked(json!({"question": "brief", "first": "RUS", "second": "CHN", "year": 2023, "elasticity": 4})),
            r#"unequal.brief("RUS", "CHN", year=2023)"#,
            "what is usual is left out"
        );
        let file = json!({"name": "western-embargo.toml", "text": "year = 2022"});
        assert_eq!(
            asked(json!({"question": "run", "file": file, "ranges": false})),
            r#"unequal.run("western-embargo.toml", ranges=False)"#
        );
        assert_eq!(
            asked(json!({"question": "compare", "files": [file, file]})),
            r#"unequal.compare(["western-embargo.toml", "western-embargo.toml"])"#
        );
        assert_eq!(
            asked(
                json!({"question": "exit-cost", "first": "RUS", "second": "CHN", "table": {"embedded": "oecd-2022"}})
            ),
            r#"unequal.exit_cost("RUS", "CHN", table={"embedded": "oecd-2022"})"#
        );
        assert_eq!(asked(json!({"question": "episode"})), "unequal.episode()");
    }

    #[test]
    fn nothing_leaves_its_quotes() {
        let file = json!({"name": "a\"); import os #\n\\", "text": ""});
        assert_eq!(
            asked(json!({"question": "pipeline", "file": file})),
            r#"unequal.pipeline("a\"); import os #\n\\")"#
        );
    }
}
