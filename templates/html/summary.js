// The end of a round: how it went, and what to revise, by source. Printed, it is a sheet to revise from.
function summary() {
  const all = answered(kept.round), missed = all.filter(one => !one.ok);
  kept.round.over = true;
  remember();
  const right = all.length - missed.length;
  $("score").textContent = say("score", {n: right, m: all.length});
  $("share").style.setProperty("--share", all.length ? right / all.length : 0);
  $("share").textContent = all.length ? `${Math.round(100 * right / all.length)} %` : "–";
  $("revise").replaceChildren(...missed.length ? revised(missed) : [el("p", {className: "all-right", textContent: all.length ? say("nothing") : ""})]);
  $("revise-title").hidden = !missed.length;
  $("missed").hidden = !missed.length;
  $("missed").onclick = () => start(mixed(missed.map(one => one.item)));
  $("anew").onclick = leave;
  show("summary");
  $("score").focus();
}

function revised(missed) {
  const groups = new Map();
  for (const one of missed) {
    const number = one.item.cite[0][0];
    groups.set(number, [...groups.get(number) ?? [], one]);
  }
  return [...groups].map(([number, all]) => el("section", {className: "group"},
    el("h3", {}, `${words.source}${words.colon} `, own("cite", sources[number].text, {lang: sources[number].lang})),
    el("ul", {role: "list"}, all.map(one => reviseLine(one, number)))));
}

function reviseLine({item, said}, number) {
  return spoken(item, "li", {className: "missed"},
    el("h4", {dir: "auto"}, stemOf(item)), answerOf(item),
    said && el("p", {className: "was"}, `${say("you_said")}${words.colon} `, own("bdi", said)),
    own("p", item.says, {className: "statement"}),
    item.cite.map(([source, where, quote, url]) => el("div", {className: "source"},
      quote && el("blockquote", {}, own("p", quote, {lang: sources[source].lang})),
      el("p", {className: "place"}, where && own("bdi", where), where && url && " · ", url && outward(url, say("open")),
        source !== number && [" ", own("cite", sources[source].text, {lang: sources[source].lang})]))));
}
