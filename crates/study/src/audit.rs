//! `audit`: can the figures of a file all be true, which contradict each other, and what do the data say of each?

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unequal_audit::article::read_article;
use unequal_audit::{Claims, Period};

pub use unequal_audit::{
    ArticleRead, AuditAnswer, ClaimAnswer, ClaimsError, Consistency, Contradiction, DataAnswer, DataGrade, Implied,
    Kind, Knot, NotRead, Range, Repair, RoundingUsed, STARTER,
};

use crate::file_kind::FileKind;
use crate::observer::{Observer, Steps};
use crate::source::Source;
use crate::{Result, Session, StudyError};

/// A file of claims, or an article, checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AuditQuestion {
    /// The claims (TOML), or an article: text, Markdown or HTML, by the ending `.txt`, `.md` or `.html`.
    pub file: Source,
    /// The month in which an article appeared, such as `2024-05`: what makes `last year` readable.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
}

/// Endings of articles.
const ARTICLES: [&str; 5] = [".txt", ".text", ".md", ".html", ".htm"];
/// Sentences that were not read and that an error tells.
const TOLD: usize = 3;

impl AuditQuestion {
    /// About a file as it stands.
    #[must_use]
    pub fn new(file: Source) -> Self {
        Self { file, published: None }
    }

    fn is_article(&self) -> bool {
        let name = self.file.name().to_lowercase();
        ARTICLES.iter().any(|ending| name.ends_with(ending))
    }
}

impl Session {
    /// Reads a claims file or an article and audits it.
    pub fn audit(&self, question: &AuditQuestion, observer: &dyn Observer) -> Result<AuditAnswer> {
        let steps = Steps::new(observer, 1, "files");
        if question.is_article() {
            return steps.step(|| audit_article(question));
        }
        let (name, bytes) = question.file.of_kind(FileKind::Claims)?;
        steps.step(|| audit_bytes(&name, &bytes))
    }
}

/// Audits the bytes of a claims file; `file` stands in errors and in the answer.
pub fn audit_bytes(file: &str, bytes: &[u8]) -> Result<AuditAnswer> {
    Ok(unequal_audit::audit(&Claims::parse(file, bytes)?)?)
}

/// Reads an article into claims, and audits these.
fn audit_article(question: &AuditQuestion) -> Result<AuditAnswer> {
    let name = question.file.name();
    let published = question.published.as_deref().map(|given| {
        let month = Period::parse(given).filter(|period| period.months() == 1);
        month.ok_or_else(|| StudyError::Value {
            what: "the month of the article",
            value: given.to_owned(),
            expected: "a month such as 2024-05".to_owned(),
        })
    });
    let published = published.transpose()?;
    let article = read_article(&name, &question.file.bytes()?, published)?;
    if article.readings.is_empty() {
        let told: Vec<String> = article
            .not_read
            .iter()
            .take(TOLD)
            .map(|(sentence, reason)| format!("\u{201c}{sentence}\u{201d} ({reason})"))
            .collect();
        let reason = match told.as_slice() {
            [] => "no sentence states a figure of trade".to_owned(),
            told => format!("no figure of trade was understood: {}", told.join("; ")),
        };
        return Err(StudyError::NoAnswer { task: format!("reading {name}"), reason });
    }
    let title = format!("Figures of {}", question.file.short_name());
    let draft = article.claims_file(&title);
    let mut answer = audit_bytes(&name, draft.as_bytes())?;
    let not_read = article.not_read.into_iter().map(|(sentence, reason)| NotRead { sentence, reason });
    answer.article = Some(ArticleRead { published: question.published.clone(), not_read: not_read.collect(), draft });
    Ok(answer)
}
