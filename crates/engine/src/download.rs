//! An answer as a file.

use unequal_presentation::Presented;
use unequal_render::format::{Format, render};
use unequal_study::Answer;

use crate::refusal::Refusal;
use crate::reply::Reply;
use crate::request::Form;

/// Lines of text in no form that a download has.
const WIDTH: u16 = 110;

impl Form {
    fn format(self) -> Format {
        match self {
            Self::Csv => Format::Csv,
            Self::Json => Format::Json,
            Self::Html => Format::Html,
            Self::Xlsx => Format::Xlsx,
            Self::Parquet => Format::Parquet,
        }
    }

    /// Its name in requests.
    pub(crate) fn name(self) -> &'static str {
        self.format().name()
    }

    fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json => crate::reply::JSON,
            Self::Html => "text/html; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Parquet => "application/vnd.apache.parquet",
        }
    }

    /// Whether this build writes it: the writers of workbooks and Parquet files are not in a browser's.
    pub(crate) fn is_written(self) -> bool {
        !(cfg!(target_arch = "wasm32") && matches!(self, Self::Xlsx | Self::Parquet))
    }
}

/// Refuses a form that is not written here, before anything is solved.
pub(crate) fn check(form: Form) -> Result<(), Refusal> {
    if form.is_written() {
        return Ok(());
    }
    Err(Refusal::new(501, format!("{} files are not written in a browser, only by the program", form.format())))
}

/// The reply to a download. An answer that is a text comes as it is, whatever was asked for.
pub(crate) fn download(answer: &Answer, presented: &Presented, form: Form) -> Result<Reply, Refusal> {
    match presented {
        Presented::Text(text) => Ok(Reply::of("text/plain; charset=utf-8", text.as_bytes())),
        Presented::Document(document) => {
            let bytes = render(answer, document, form.format(), WIDTH);
            Ok(Reply::of(form.content_type(), bytes.map_err(|error| Refusal::new(422, error.to_string()))?))
        }
    }
}
