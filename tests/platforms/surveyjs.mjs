// Answers surveys in survey-core and tells what it scored and what stood on the page.
// Each survey comes with its items: {id, stem, interaction, right, wrong, spellings}; answers are given by what is shown.
import { input, load, say } from "./load.mjs";

const { Model } = (await load("survey-core")).default ?? (await load("survey-core"));
const seen = text => text.replaceAll("\u2060", "");
const shown = item => seen(item.locText.renderedHtml);

function chosen(question, given) {
  const type = question.getType();
  const of = (list, text) => {
    const found = list.filter(one => shown(one) === text);
    if (found.length === 0) throw new Error(`${question.name}: ${text} is not among ${list.map(shown)}`);
    return found[0].value;
  };
  if (type === "radiogroup") return of(question.visibleChoices, given);
  if (type === "checkbox") return given.map(text => of(question.visibleChoices, text));
  if (type === "boolean")
    return seen(question.locLabelTrue.renderedHtml) === given ? question.getValueTrue() : question.getValueFalse();
  if (type === "matrix")
    return Object.fromEntries(given.map(([row, column]) => [of(question.visibleRows.map(one => one.item), row), of(question.columns, column)]));
  return given;
}

function answered(survey, question, value) {
  survey.clear();
  question.value = value;
  return question.correctAnswerCount;
}

function played(survey, item) {
  survey.clear();
  const question = survey.getQuestionByName(item.id);
  const evidence = () => {
    const found = survey.getQuestionByName(`evidence:${item.id}`);
    return found?.isVisible && found.parent.isVisible ? found.processedHtml : "";
  };
  const told = {
    id: item.id, stem: seen(question.locTitle.renderedHtml), before: evidence(), full: question.quizQuestionCount,
    untouched: question.correctAnswerCount,
  };
  told.wrong = answered(survey, question, chosen(question, item.wrong));
  told.spellings = item.spellings.map(line => answered(survey, question, line));
  told.right = answered(survey, question, chosen(question, item.right));
  told.after = evidence();
  return told;
}

say(input().map(({ survey: json, items }) => {
  const survey = new Model(json);
  const told = items.map(item => played(survey, item));
  for (const item of items) survey.getQuestionByName(item.id).value = chosen(survey.getQuestionByName(item.id), item.right);
  survey.doComplete();
  return { errors: (survey.jsonErrors ?? []).map(String), title: seen(survey.locTitle.renderedHtml), back: survey.showPrevButton,
    end: survey.processedCompletedHtml, told };
}));
