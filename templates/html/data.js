// What the page knows, what it remembers, and how it makes elements: texts only ever become text.
const data = JSON.parse(document.getElementById("data").textContent);
const {words, sources, media, items} = data;
const byId = new Map(items.map(item => [item.id, item]));
const $ = id => document.getElementById(id);
const say = (name, values = {}) => words[name].replace(/\{(\w+)\}/g, (all, key) => values[key] ?? all);

function el(tag, props = {}, ...kids) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "spellcheck" || !(name in made) || name === "lang") made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...kids.flat(2).filter(kid => kid || kid === 0));
  return made;
}
// A text of an item or a source: it finds its own direction, whatever stands around it.
const own = (tag, text, props = {}) => el(tag, {...props, dir: "auto", textContent: text});
const heard = text => el("span", {className: "only-heard", textContent: text});

function mixed(list) {
  const all = [...list];
  for (let n = all.length - 1; n > 0; n--) {
    const other = Math.floor(Math.random() * (n + 1));
    [all[n], all[other]] = [all[other], all[n]];
  }
  return all;
}

// What is remembered: {progress: {id: {rev, right, wrong, last}}, rounds: {page: round}, keys}. Other pages of the quiz and
// other windows write there, too: what this page does not know stays as it is. Browsers may refuse to remember.
const KEY = `quizgen:${data.key}`, MOST_ROUNDS = 5;
const isRecord = value => typeof value === "object" && value !== null && !Array.isArray(value);
const record = value => Object.assign(Object.create(null), isRecord(value) ? value : {});
const count = value => Number.isSafeInteger(value) && value > 0 ? value : 0;
let remembers = true;

function stored() {
  let found = {};
  try {
    found = record(JSON.parse(localStorage.getItem(KEY) ?? "{}"));
  } catch (error) {
    remembers = error instanceof SyntaxError;
  }
  return {progress: record(found.progress), rounds: record(found.rounds), keys: found.keys !== false};
}

function store({progress, rounds, keys}) {
  try { localStorage.setItem(KEY, JSON.stringify({progress, rounds, keys})); } catch { remembers = false; }
}

// What is known of a question; nothing if that was another version of it.
function soundState(id, one) {
  if (!byId.has(id) || byId.get(id).rev !== one?.rev) return undefined;
  return {rev: one.rev, right: count(one.right), wrong: count(one.wrong), last: one.last === true};
}
const soundProgress = all => new Map(Object.entries(all).map(([id, one]) => [id, soundState(id, one)]).filter(([, one]) => one));

// A round as it was left. A question that has changed since it was answered is asked again.
function soundRound(found) {
  if (!isRecord(found) || !Array.isArray(found.ids) || !Array.isArray(found.queue) || !isRecord(found.log)) return null;
  const log = new Map(Object.entries(found.log).filter(([id, one]) => byId.has(id) && one?.rev === byId.get(id).rev).map(([id, one]) =>
    [id, {rev: one.rev, ok: one.ok === true, said: String(one.said ?? ""), misses: count(one.misses)}]));
  const changed = id => byId.has(id) && Object.hasOwn(found.log, id) && !log.has(id), same = id => byId.has(id) && !changed(id);
  const ids = found.ids.filter(id => byId.has(id)), before = found.queue.slice(0, count(found.at)).filter(same);
  const queue = [...before, ...found.queue.slice(count(found.at)).filter(same), ...ids.filter(changed)];
  const over = found.over === true || before.length === queue.length;
  return !over || log.size ? {ids, queue, at: before.length, log, over} : null;
}

function recall() {
  const found = stored();
  if (remembers) store(found);
  return {progress: soundProgress(found.progress), round: soundRound(found.rounds[data.page]), keys: found.keys};
}
let kept = recall();

// Make a change to what is remembered by now, and keep the round.
function remember(change = () => {}) {
  const now = remembers ? stored() : {progress: record(Object.fromEntries(kept.progress)), rounds: {}, keys: kept.keys};
  change(now);
  kept.progress = soundProgress(now.progress);
  kept.keys = now.keys;
  if (!remembers) return;
  delete now.rounds[data.page];
  if (kept.round) now.rounds[data.page] = {...kept.round, log: Object.fromEntries(kept.round.log)};
  now.rounds = Object.fromEntries(Object.entries(now.rounds).slice(-MOST_ROUNDS));
  store(now);
}
