// What happens on the page: choosing questions, a round of them, its end.
let current = null; // {item, asked, tries, done} while a question is on the screen; `done` is when it was answered
let inRow = 0;
const ROOMS = ["start", "practice", "summary"];
const show = room => { for (const name of ROOMS) $(name).hidden = name !== room; scrollTo(0, 0); };
const wanted = () => Object.fromEntries(new FormData($("choose")));

function told(kind, said, quiet = false) {
  $("said").className = quiet ? "only-heard" : kind;
  $("said").replaceChildren(...[said].flat());
}

// The verdict, and the right answer if it is one line that was not just given.
function verdict(item, ok, said, dunno) {
  const row = inRow > 2 ? ` · ${say("row", {n: inRow})}` : "", short = item.key.length === 1 && item.key[0] !== said;
  const line = ok ? `✓ ${say("right")}${row}` : dunno ? say("unknown") : `✗ ${say("wrong")}`;
  return short ? [`${line} · ${say("right_answer")}${words.colon} `, own("bdi", item.key[0], {lang: item.lang})] : [line];
}

// Scroll down to the explanation, but not further than the verdict.
function reveal() {
  const below = $("told").getBoundingClientRect().bottom + 96 - innerHeight, above = $("said").getBoundingClientRect().top - 16;
  if (below > 0) scrollBy({top: Math.min(below, above), behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth"});
}

// ---- before a round ----
function choices(name, pairs) {
  const found = pairs.filter(([, , many]) => many);
  $(name).append(el("option", {value: "", textContent: say("all")}), ...found.map(([value, text, many]) =>
    el("option", {value, textContent: `${text} (${many})`, dir: "auto"})));
  $(name).closest("p").hidden = found.length < 2;
}

function counted(of) {
  const found = new Map();
  for (const item of items) for (const value of [of(item)].flat()) if (value !== undefined) found.set(value, (found.get(value) ?? 0) + 1);
  return found;
}

function fillChoices() {
  const banks = counted(item => item.bank), levels = counted(item => item.level);
  choices("bank", data.banks.map((bank, n) => [bank.id, bank.title, banks.get(n)]));
  choices("kind", [...counted(item => item.kind)].map(([kind, many]) => [kind, words[`kind_${kind}`] ?? kind.replaceAll("-", " "), many]));
  choices("tag", [...counted(item => item.tags ?? [])].sort(([one], [other]) => one < other ? -1 : 1).map(([tag, many]) => [tag, tag, many]));
  choices("level", ["easy", "medium", "hard"].map(level => [level, say(level), levels.get(level)]));
}

function toStart() {
  const {round} = kept, known = items.filter(item => state(item)?.last).length, seen = kept.progress.size;
  $("continue").hidden = !round;
  $("begin").classList.toggle("main", !round);
  if (round) $("continue").textContent = say("continue", {n: placeOf(round.queue[round.at]), m: round.ids.length});
  $("which").closest("p").hidden = !seen;
  $("known").textContent = remembers ? (seen ? say("progress", {n: known, m: items.length}) : "") : say("unsaved");
  $("erase").hidden = !seen && !round;
  current = null;
  fits();
  show("start");
}

function fits() {
  const number = fitting(wanted()).length;
  $("fits").textContent = say("fits", {n: number});
  $("begin").disabled = $("print-chosen").disabled = !number;
  $("print-chosen").textContent = `${say("print")} (${Math.min(number, Number(wanted().number) || number)})`;
}

// Leave the round, or its summary, for good.
function leave() {
  kept.round = null;
  remember();
  toStart();
  $("begin").focus();
}

function start(list) {
  if (!list.length) return;
  kept.round = begun(list);
  inRow = 0;
  remember();
  ask();
}

// ---- a question ----
const placeOf = id => kept.round.ids.indexOf(id) + 1;
function ask() {
  const {round} = kept, item = byId.get(round.queue[round.at]);
  if (!item) return summary();
  const asked = ASK[item.ask](item), again = round.log.has(item.id);
  current = {item, asked, tries: 0, done: 0};
  const stem = el("h2", {id: "stem", tabIndex: -1, dir: "auto"}, asked.stem || stemOf(item));
  $("card").replaceChildren(spoken(item, "fieldset", {}, el("legend", {}, stem), mediaOf(item, true),
    own("p", item.hint ?? "", {id: "hint-text", hidden: true}), asked.body));
  for (const how of $("card").querySelectorAll(".how, .typed label")) Object.assign(how, {lang: document.documentElement.lang, dir: document.dir});
  $("count").textContent = say("question", {n: placeOf(item.id), m: round.ids.length}) + (again ? ` · ${say("again")}` : "");
  $("bar").max = round.ids.length;
  $("bar").value = round.log.size;
  told("", "");
  $("told").replaceChildren();
  $("go").textContent = say("check");
  $("dunno").hidden = false;
  $("hint").hidden = !item.hint;
  $("hint").setAttribute("aria-expanded", "false");
  show("practice");
  (asked.focus ?? stem).focus();
}

function check(dunno) {
  const {item, asked} = current;
  if (current.done) return ask();
  const given = dunno ? null : asked.given();
  if (!dunno && given === null) return told("remark", say("first"));
  const found = dunno ? false : asked.right();
  if (found === "close" && !current.tries++) {
    told("close", `≈ ${say("close")}`);
    return asked.focus.select();
  }
  finish(found === true || found === "right", dunno ? "" : asked.said(), dunno);
}

function finish(ok, said, dunno) {
  const {item, asked} = current;
  settle(item, ok, said);
  current.done = performance.now();
  inRow = ok ? inRow + 1 : 0;
  asked.mark(ok);
  $("bar").value = kept.round.log.size;
  told(ok ? "good" : dunno ? "remark" : "bad", verdict(item, ok, said, dunno));
  const dated = item.timeline && item.key.every(text => item.timeline.some(([event]) => event === text));  // says it better
  const list = item.key.length > 1 && !(item.ask === "order" && dated) && spoken(item, "div", {className: "answer"},
    el("h3", {lang: document.documentElement.lang, dir: document.dir, textContent: say("right_answer")}), answerOf(item));
  $("told").replaceChildren(...[list, explained(item), !ok && el("p", {className: "back", textContent: say("back")})].filter(Boolean));
  $("go").textContent = say(kept.round.queue.length > kept.round.at ? "next" : "finish");
  $("dunno").hidden = $("hint").hidden = true;
  $("go").focus({preventScroll: true});
  reveal();
}

function hint() {
  const shown = $("hint-text");
  if ($("practice").hidden || $("hint").hidden || !shown) return;
  shown.hidden = false;
  $("hint").setAttribute("aria-expanded", "true");
  told("", `${say("hint")}${words.colon} ${current.item.hint}`, true);
}

// ---- keys and buttons ----
addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
  const at = event.target, typing = at.matches("input[type=text], select, textarea"), pressed = at.closest("button, a, summary, audio, option");
  if (event.key === "Enter" && !pressed && !at.matches("select") && !at.form) {
    event.preventDefault();
    return enter();
  }
  if (typing || !kept.keys) return;
  if (event.key === "?") return $("help").showModal();
  if ($("practice").hidden || current.done) return;
  if (event.key === "0") return check(true);
  if (event.key === "h") return hint();
  if (/^[1-9]$/.test(event.key)) {
    event.preventDefault();
    current.asked.digit?.(event.key - 1);
  }
});

// A key held down must not rush through the questions.
addEventListener("keydown", event => { if (event.repeat && event.key === "Enter") event.preventDefault(); }, true);

function enter() {
  if (!$("practice").hidden) return check(false);
  if (!$("start").hidden) $("continue").hidden ? $("choose").requestSubmit() : $("continue").click();
}

// The second half of a double tap must not go past the verdict.
$("go").addEventListener("click", event => { if (current.done && event.detail && event.timeStamp - current.done < 400) event.preventDefault(); });
$("card").addEventListener("submit", event => { event.preventDefault(); if (current) check(false); });
$("choose").addEventListener("submit", event => { event.preventDefault(); start(chosen(wanted())); });
$("choose").addEventListener("change", fits);
$("continue").addEventListener("click", ask);
$("dunno").addEventListener("click", () => check(true));
$("hint").addEventListener("click", hint);
$("stop").addEventListener("click", () => kept.round.log.size ? summary() : leave());
for (const one of document.querySelectorAll("[data-print]")) one.addEventListener("click", () => print());
for (const one of document.querySelectorAll("[data-help]")) one.addEventListener("click", () => $("help").showModal());
$("keys").checked = kept.keys;
$("keys").addEventListener("change", () => remember(now => { now.keys = $("keys").checked; }));
$("erase").addEventListener("click", () => $("sure").showModal());
$("sure").addEventListener("close", () => {
  if ($("sure").returnValue === "yes") {
    kept.round = null;
    remember(now => { for (const {id} of items) delete now.progress[id]; });
    toStart();
    $("begin").focus();
  }
  $("sure").returnValue = "";
});
fillChoices();
$("number").value = String(data.number);
$("order").value = data.shuffle ? "mixed" : "given";
document.body.classList.add("ready");
kept.round?.over ? summary() : toStart();
