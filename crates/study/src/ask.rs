//! From a question as data to its answer.

use unequal_world::WorldError;

use crate::brief::BriefQuestion;
use crate::observer::Observer;
use crate::question::{SchemaOf, SchemaQuestion};
use crate::record::RecordQuestion;
use crate::{Answer, Question, Result, Session, StudyError, run, strategy};

impl Session {
    /// Answers any question. A question that its observer cancels ends with [`StudyError::Cancelled`]; what it had
    /// prepared until then is kept for others.
    pub fn answer(&self, question: &Question, observer: &dyn Observer) -> Result<Answer> {
        let answer = self.answered(question, observer);
        // A solve that was stopped may have been called anything on its way here.
        answer.map_err(|error| if observer.cancelled() { StudyError::Cancelled } else { error })
    }

    /// A brief, or, for a country that no table shows, what was recorded of its trade.
    fn brief_or_record(&self, asked: &BriefQuestion, observer: &dyn Observer) -> Result<Answer> {
        match self.brief(asked, observer) {
            Err(StudyError::World(WorldError::NoTable { name, .. })) => {
                let mut record = self.record(&RecordQuestion::new(&asked.first, &asked.second))?;
                record.instead = Some(format!(
                    "There is no brief about {name}: no table here shows it separately, so its exit cost cannot be \
                     computed. This is what was recorded of its trade."
                ));
                Ok(Answer::Record(Box::new(record)))
            }
            other => Ok(Answer::Brief(Box::new(other?))),
        }
    }

    fn answered(&self, question: &Question, observer: &dyn Observer) -> Result<Answer> {
        Ok(match question {
            Question::Brief(asked) => self.brief_or_record(asked, observer)?,
            Question::ExitCost(asked) => Answer::ExitCosts(Box::new(self.exit_cost(asked, observer)?)),
            Question::ExitCostMatrix(asked) => Answer::ExitCosts(Box::new(self.exit_cost_matrix(asked, observer)?)),
            Question::Ensemble(asked) => Answer::Ensemble(Box::new(self.ensemble(asked, observer)?)),
            Question::ScenarioEnsemble(asked) => {
                Answer::ScenarioEnsemble(Box::new(self.scenario_ensemble(asked, observer)?))
            }
            Question::Leverage(asked) => Answer::PairLeverage(Box::new(self.leverage(asked, observer)?)),
            Question::MostDependent(asked) => Answer::LeverageTable(Box::new(self.most_dependent_on(asked, observer)?)),
            Question::LeverageMatrix(asked) => Answer::LeverageTable(Box::new(self.leverage_matrix(asked, observer)?)),
            Question::Timeline(asked) => Answer::Timeline(Box::new(self.timeline(asked, observer)?)),
            Question::Record(asked) => Answer::Record(Box::new(self.record(asked)?)),
            Question::Run(asked) => Answer::Run(Box::new(self.run(asked, observer)?)),
            Question::Compare(asked) => Answer::Comparison(Box::new(self.compare(asked, observer)?)),
            Question::Explain(asked) => Answer::Flow(Box::new(self.explain(asked, observer)?)),
            Question::Scenario(asked) => Answer::Explanation(Box::new(self.explain_file(asked)?)),
            Question::Episode(asked) => Answer::Episode(Box::new(self.episode(asked, observer)?)),
            Question::Strategy(asked) => Answer::Strategy(Box::new(self.strategy(asked, observer)?)),
            Question::Pipeline(asked) => Answer::Pipeline(Box::new(self.pipeline(asked, observer)?)),
            Question::Audit(asked) => Answer::Audit(Box::new(self.audit(asked, observer)?)),
            Question::Doctor(asked) => Answer::Examination(Box::new(self.doctor(asked, observer)?)),
            Question::TableAdjust(asked) => Answer::Adjustment(Box::new(self.adjust(asked)?)),
            Question::TableDescribe(asked) => Answer::Description(Box::new(self.describe(asked)?)),
            Question::Priors(asked) => Answer::Priors(Box::new(self.priors(asked)?)),
            Question::List(asked) => Answer::List(Box::new(self.list(asked)?)),
            Question::Schema(SchemaQuestion { of }) => Answer::Schema {
                schema: match of {
                    SchemaOf::Scenario => run::schema(),
                    SchemaOf::Strategy => strategy::schema(),
                    SchemaOf::Question => Question::schema(),
                },
            },
        })
    }
}
