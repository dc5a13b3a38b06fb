// Printing before or within a round: its questions, and on a page of their own the answers with their sources.
const letter = n => words.letters.split(" ")[n % words.letters.split(" ").length];

function paperOf(list) {
  return [
    el("h1", {dir: "auto", textContent: data.title}),
    el("ol", {}, list.map(item => el("li", {}, spoken(item, "div", {}, el("p", {dir: "auto", className: "stem"}, stemOf(item)), mediaOf(item, true), blanksOf(item))))),
    el("h2", {className: "answers", textContent: words.key}),
    el("ol", {}, list.map(item => el("li", {}, spoken(item, "div", {}, answerOf(item), explained(item))))),
  ];
}

function blanksOf(item) {
  if (!item.options) return el("p", {className: "line"});
  const match = item.ask === "match";
  return el("div", {className: match ? "pairs" : ""},
    el("ul", {role: "list"}, item.options.map((option, n) => el("li", {}, item.ask === "choice" || item.ask === "choices" ? `${letter(n)}. ` : "____ ", own("bdi", option.text)))),
    match && el("ol", {}, item.targets.map(target => el("li", {}, own("bdi", target)))));
}

addEventListener("beforeprint", () => {
  if (!$("summary").hidden) return;
  const list = kept.round && !$("practice").hidden ? kept.round.ids.map(id => byId.get(id)) : chosen(wanted());
  $("paper").replaceChildren(...paperOf(list));
});
addEventListener("afterprint", () => $("paper").replaceChildren());
