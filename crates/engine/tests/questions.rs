//! Every kind of question through `respond`.

use serde_json::{Value, json};
use unequal_presentation::{Presented, present};
use unequal_render::format::{Format, render};
use unequal_study::Question;

use crate::common::{SESSION, answered, file, refused, reply, view};

/// One question of each kind, as small as it comes.
fn questions() -> Vec<Value> {
    let scenario = file("scenarios/us-china-decoupling.toml");
    let pair = json!({"first": "CZE", "second": "SVK", "year": 2000});
    let of = |kind: &str, more: Value| {
        let mut question = more.as_object().unwrap().clone();
        question.insert("question".to_owned(), json!(kind));
        Value::Object(question)
    };
    let small = json!({"name": "small.toml", "text": "title = \"t\"\nyear = 2000\n[[embargo]]\nname = \"e\"\nby = \"CZE\"\non = \"SVK\"\n"});
    vec![
        of("brief", json!({"first": "CZE", "second": "SVK", "year": 2000})),
        of("exit-cost", pair.clone()),
        of("ensemble", json!({"first": "CZE", "second": "SVK", "year": 2000, "draws": 128})),
        of("leverage", pair),
        of("most-dependent", json!({"partner": "DEU", "year": 2000})),
        of("leverage-matrix", json!({"year": 2000})),
        of("timeline", json!({"first": "CZE", "second": "SVK"})),
        of("record", json!({"first": "RUS", "second": "CHN"})),
        of("run", json!({"file": small, "ranges": false})),
        of("compare", json!({"files": [small, small], "ranges": false})),
        of("explain", json!({"seller": "CZE", "buyer": "SVK", "sector": "34t35", "scenario": small})),
        of("scenario", json!({"file": scenario})),
        of("strategy", json!({"file": file("scenarios/strategy/russia-china.toml")})),
        of("pipeline", json!({"file": file("scenarios/power-of-siberia-2.toml")})),
        of("audit", json!({"file": file("claims/2024-05.toml")})),
        of(
            "audit",
            json!({"file": {"name": "article.txt", "text": "In 2022 China's exports to Russia were $76.1 billion."}}),
        ),
        of("doctor", json!({"table": {"embedded": "wiod-2000"}})),
        of(
            "table-adjust",
            json!({"year": 2000, "records": {"name": "mine.csv", "text": "year,exporter,importer,products,usd_million,source\n2000,CZE,SVK,goods,3000,a test\n"}}),
        ),
        of("list", json!({"of": "years"})),
        of("priors", json!({"file": scenario})),
        of("schema", json!({"of": "question"})),
    ]
}

#[test]
fn every_kind_of_question_is_answered_as_the_session_answers_it() {
    for question in questions() {
        let shown = answered(&view(question.clone()));
        let asked: Question = serde_json::from_value(question.clone()).unwrap();
        let answer = SESSION.answer(&asked, &()).unwrap();
        match present(&answer) {
            Presented::Text(text) => assert_eq!(shown["text"], json!(text), "{question}"),
            Presented::Document(document) => {
                let answer: Value = serde_json::from_slice(&serde_json::to_vec(&answer).unwrap()).unwrap();
                assert!(shown["answer"]["answer"] == answer, "{question}");
                assert_eq!(shown["title"], json!(document.title.plain()));
                assert_eq!(shown["command"].as_str(), document.reproduce.as_ref().map(|again| again.command.as_str()));
                let call = format!("unequal.{}(", question["question"].as_str().unwrap().replace('-', "_"));
                assert!(shown["python"].as_str().is_none_or(|python| python.starts_with(&call)), "{question}");
                assert_eq!(shown["python"].is_string(), document.reproduce.is_some(), "{question}");
                let fragment = shown["fragment"].as_str().unwrap();
                assert!(fragment.starts_with("<div") && fragment.ends_with("</div>"), "{question}");
                assert!(!fragment.contains("<script"), "{question}");
            }
        }
    }
}

#[test]
fn a_download_is_the_file_that_the_program_writes() {
    let question = json!({"question": "exit-cost", "first": "CZE", "second": "SVK", "year": 2000});
    let asked: Question = serde_json::from_value(question.clone()).unwrap();
    let answer = SESSION.answer(&asked, &()).unwrap();
    let Presented::Document(document) = present(&answer) else { panic!("an exit cost is a document") };
    for format in [Format::Csv, Format::Json, Format::Html, Format::Xlsx, Format::Parquet] {
        let reply = reply(&json!({"ask": "download", "question": question, "form": format.name()}));
        assert_eq!(reply.status, 200, "{format}");
        assert!(reply.bytes == render(&answer, &document, format, 110).unwrap(), "{format}");
        assert!(!reply.content_type.is_empty());
    }
}

#[test]
fn the_lists_name_what_tables_have() {
    let lists = answered(&json!({"ask": "lists"}));
    let codes = |list: &str| -> Vec<String> {
        let rows = lists[list].as_array().unwrap();
        rows.iter().map(|row| row["code"].as_str().unwrap().to_owned()).collect()
    };
    for (list, of) in [("regions", "regions"), ("sectors", "sectors"), ("groups", "groups")] {
        let answer = answered(&view(json!({"question": "list", "of": of})));
        let rows = answer["answer"]["answer"]["rows"].as_array().unwrap();
        for row in rows {
            assert!(codes(list).contains(&row["code"].as_str().unwrap().to_owned()), "{list}: {}", row["code"]);
        }
        assert_eq!(codes(list).len(), rows.len(), "{list}");
    }
    assert_eq!(lists["years"].as_array().unwrap().len(), 29);
    assert_eq!(lists["latest"], json!(2022));
    for example in lists["scenarios"].as_array().unwrap().iter().chain(lists["claims"].as_array().unwrap()) {
        assert!(example["title"].as_str().is_some_and(|title| !title.is_empty()));
        assert!(example["text"].as_str().unwrap().contains("title"));
    }
    let year = json!({"question": "exit-cost", "first": "CZE", "second": "SVK", "year": 2000});
    for closure in lists["closures"].as_array().unwrap() {
        let mut asked = year.clone();
        asked["closure"] = closure["id"].clone();
        answered(&view(asked));
    }
}

#[test]
fn style_is_a_style_sheet() {
    let reply = reply(&json!({"ask": "style"}));
    assert_eq!((reply.status, reply.content_type), (200, "text/css; charset=utf-8"));
    let text = String::from_utf8(reply.bytes).unwrap();
    assert!(text.contains(".unequal-answer {") && text.contains(".plot"));
}

#[test]
fn errors_in_files_give_their_line() {
    let run = |text: &str| view(json!({"question": "run", "file": {"name": "a.toml", "text": text}, "ranges": false}));
    let (status, error) =
        refused(&reply(&run("title = \"t\"\nyear = 2022\n[[embargo]]\nname = \"e\"\nby = \"XQZ\"\non = \"RUS\"\n")));
    assert_eq!((status, &error["file"], &error["line"]), (422, &json!("a.toml"), &json!(5)));
    assert!(error["column"].as_u64().unwrap() > 1 && error["message"].as_str().unwrap().contains("XQZ"), "{error}");
    let (status, error) = refused(&reply(&run("title = \"t\"\nyear = = 2022\n")));
    assert_eq!((status, &error["line"]), (422, &json!(2)));
    let claims =
        json!({"question": "audit", "file": {"name": "c.toml", "text": "title = \"t\"\n[[claim]]\nname = 1\n"}});
    let (status, error) = refused(&reply(&view(claims)));
    assert_eq!((status, &error["file"], &error["line"]), (422, &json!("c.toml"), &json!(3)));
}

#[test]
fn a_wrong_name_is_told_with_the_nearest() {
    let question = json!({"question": "exit-cost", "first": "RSU", "second": "CHN", "year": 2022});
    let (status, error) = refused(&reply(&view(question)));
    assert_eq!((status, &error["file"]), (422, &Value::Null));
    assert!(error["message"].as_str().unwrap().contains("did you mean"), "{error}");
}
