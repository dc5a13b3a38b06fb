// How an answer that somebody typed is judged: "right", "close" or "wrong". docs/answers.md says the rules in words,
// and tests/vectors/answers.json holds this file and quizgen itself to them.
//
//   judge(given, [...item.key, ...item.accept], type, item.language)      type: "date", "number", "person" or "text"

const ARTICLES = {en: "the|an|a", de: "der|die|das|den|dem|ein|eine", fr: "les|le|la|une|un|l'", es: "los|las|el|la|una|un",
  it: "gli|il|lo|la|le|una|uno|un|i|l'", pt: "os|as|uma|um|o|a", nl: "het|een|de"};
const AND = {en: "and", de: "und", fr: "et", es: "y", it: "e", pt: "e", nl: "en"};
const DOTTED = / (az|be|bg|bs|cs|da|de|et|fi|hr|hu|hy|is|ka|kk|lb|lt|lv|mk|nb|nn|no|pl|ro|ru|sk|sl|sq|sr|tr|uk) /;
const TITLES = / (mr|mrs|ms|miss|dr|prof|professor|president|vice|senator|representative|general|major|colonel|captain|admiral|commander|lieutenant|sergeant|marshal|chancellor|prime|minister|premier|secretary|governor|mayor|ambassador|judge|justice|lord|bishop|archbishop|cardinal|rabbi|imam|ayatollah|reverend|rev|herr|frau|monsieur|madame|señor|señora|signor|signora) /;
const FORENAME_TITLES = / (sir|dame|king|queen|prince|princess|emperor|empress|pope|saint|st|sheikh|shaykh|sultan|tsar|czar|father|mother|brother|sister|san|santa|don|doña) /;
const SAME = {ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ħ: "h", ı: "i", ς: "σ", ی: "ي", ک: "ك", ـ: ""};
const has = (list, word) => list.test(` ${word} `);

const digits = text => text.replace(/\p{Nd}/gu, d => {
  let n = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(d.codePointAt(0) - n - 1))) n++;
  return n % 10;
});
const letters = text => digits(text.replace(/[`´]/g, "'").normalize("NFKC").toLowerCase().replace(/./gsu, c => SAME[c] ?? c)
  .replace(/[‘’‚‛′ʻʼ`´]/g, "'").replace(/[‐-―−־]/g, "-").normalize("NFD").replace(/(?<!\p{L})[\u0300-\u036f]+/gu, "")
  .replace(/([a-zà-ʯͰ-Ͽ])[\u0300-\u036f]+/g, "$1").replace(/е\u0308/g, "е").replace(/([аеиоуыэюяєі])[\u0300\u0301]/g, "$1")
  .replace(/[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u0652\u0670]/g, "").normalize("NFC"));

function normal(text, language) {
  let plain = letters(text).replace(/&/g, AND[language] ? ` ${AND[language]} ` : "&").trim().replace(/\s+/g, " ");
  plain = plain.replace(/(?<![\p{L}\p{N}_])sainte?(?=[ -][\p{L}\p{N}])/gu, "st");
  if (ARTICLES[language])
    plain = plain.replace(new RegExp(`^[^\\p{L}\\p{N}]*(?:${ARTICLES[language]})(?:(?<=') ?| )(?=.*[\\p{L}\\p{N}])`, "u"), "");
  return [...` ${plain} `].slice(1, -1).map((c, n, all) => {
    const left = all[n - 1] ?? " ", right = all[n + 1] ?? " ";
    if (".,:/- ".includes(c)) return /\d/.test(right) && (/\d/.test(left) || (c === "-" && left === " ")) ? c : "";
    return /[#%&@]|[\p{L}\p{N}\p{M}\p{S}]/u.test(c) && !/\p{Sk}/u.test(c) ? c : "";
  }).join("");
}

function bare(name) {
  const words = name.trim().replace(/,? (jr|sr|ph\.?d|m\.?d|esq)\.?$/i, "").split(/\s+/);
  for (let title; words.length > 1; words.shift()) {
    title = words[0].toLowerCase().replace(/\.+$/, "");
    if (!has(TITLES, title) && (!has(FORENAME_TITLES, title) || words.length === 2)) break;
  }
  return words.join(" ");
}

// ---- numbers ----
const UNITS = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen " +
  "seventeen eighteen nineteen").split(" ");
const TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
const SCALES = new Map([["billion", 1e9], ["million", 1e6], ["thousand", 1000], ["hundred", 100]]);
const SMALL = new Map([...UNITS.map((word, n) => [word, n]), ...TENS.map((word, n) => [word, 10 * n + 20])]);

function inWords(n) {
  if (n < 20) return [UNITS[n]];
  if (n < 100) return [TENS[Math.floor(n / 10) - 2], ...(n % 10 ? [UNITS[n % 10]] : [])];
  const [name, size] = [...SCALES].find(([, size]) => size <= n);
  return [...inWords(Math.floor(n / size)), name, ...(n % size ? inWords(n % size) : [])];
}

// The number that English words say, if that is how it is said: "two three" is no five.
function fromWords(words) {
  if (words.some(word => !SMALL.has(word) && !SCALES.has(word) && word !== "and")) return null;
  if (words.some((word, n) => word === "and" && (!SCALES.has(words[n - 1]) || n === words.length - 1))) return null;
  const said = words.filter(word => word !== "and");
  let total = 0, part = 0;
  for (const word of said) {
    if (SMALL.has(word)) part += SMALL.get(word);
    else if (word === "hundred") part = Math.max(part, 1) * 100;
    else [total, part] = [total + Math.max(part, 1) * SCALES.get(word), 0];
  }
  const whole = total + part, usual = inWords(whole), hundreds = [...inWords(Math.floor(whole / 100)), "hundred", ...(whole % 100 ? inWords(whole % 100) : [])];
  return [usual, usual.slice(1), hundreds].some(one => one.join() === said.join()) ? BigInt(whole) : null;
}

function number(text) {
  const plain = letters(text).replace(/^[ .,;!]+|[ .,;!]+$/g, "").trim();
  if (/^[+-]?\d{1,3}([., '\u00a0\u202f]\d{2,3})*[., '\u00a0\u202f]\d{3}$/.test(plain) || (plain.length <= 200 && /^[+-]?\d+$/.test(plain)))
    return BigInt(plain.replace(/[^\d-]/g, ""));
  return plain.length <= 200 ? fromWords(plain.split(/[\s-]+/)) : null;
}

// ---- dates: words become EDTF (ISO 8601-2), in which years are astronomical: 0000 is 1 BC ----
const pad = (n, length) => String(n).padStart(length, "0");
const yearText = year => Math.abs(year) > 9999 ? `Y${year}` : (year < 0 ? "-" : "") + pad(Math.abs(year), 4);
const centuryText = index => (index < 0 ? `-${pad(-index - 1, 2)}` : pad(index, 2)) + "XX";
const day = (year, month, date) => {  // days counted through; years begin in March, so that the leap day is their last
  if (month < 3) [year, month] = [year - 1, month + 12];
  return 365 * year + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400) + Math.floor((153 * month - 457) / 5) + date;
};
const monthLength = (year, month) => day(year, month + 1, 1) - day(year, month, 1);
function need(fine) { if (!fine) throw new RangeError("no date"); }

// One date that is no interval. `id` is its EDTF without its doubt, which is `mark`.
function point(text) {
  const found = /^(-?\d{4}|\d{3}X|-?\d\dXX|XXXX|Y-?[1-9]\d{4,11})(?:-(\d\d|XX)(?:-(\d\d|XX))?)?([?~%]?)$/.exec(text);
  need(found && found[1] !== "-0000");
  const [, head, monthText, dayText, mark] = found, month = +(monthText ?? "XX").replace("XX", "0"), date = +(dayText ?? "XX").replace("XX", "0");
  const id = head + (month ? `-${pad(month, 2)}` : "") + (date ? `-${pad(date, 2)}` : ""), made = {id, month, date, mark};
  if (head === "XXXX") {
    need(month >= 1 && month <= 12 && date <= monthLength(4, month));
    return {...made, unit: "recurring"};
  }
  if (/[XY]/.test(head)) {
    need(!monthText);
    if (head[0] === "Y") return {...made, year: +head.slice(1), last: +head.slice(1), unit: "year"};
    const size = head.endsWith("XX") ? 100 : 10, part = +head.replace(/[-X]/g, ""), index = head[0] === "-" ? -1 - part : part;
    const year = index * size + (index === 0 || (size === 100 && index < 0) ? 1 : 0);
    return {...made, year, last: index * size + (index < 0 ? 100 : size - 1), unit: size === 100 ? "century" : "decade", index};
  }
  need(month ? month <= 12 || (month > 20 && month < 25 && !dayText) : monthText !== "00" && !date);
  need(dayText !== "00" && (!date || date <= monthLength(+head, month)));
  return {...made, year: +head, last: +head, unit: date ? "day" : month > 12 ? "season" : month ? "month" : "year"};
}

// The first and the last day that a point may be.
function bounds({year, last, month, date, unit}) {
  if (unit === "day") return [day(year, month, date), day(year, month, date)];
  if (unit === "month") return [day(year, month, 1), day(year, month + 1, 1) - 1];
  if (unit === "season" && month % 2 === 0) return [day(year - 1, 12, 1), day(year + 1, 3, 31)];  // either hemisphere's
  return [day(year, 1, 1), day(last, 12, 31)];
}

// The point so many units of its own later.
function step({id, year, month, date, unit, mark, index}, units) {
  if (unit === "century") return point(centuryText(index + units) + mark);
  if (unit === "decade") return point(`${pad(index + units, 3)}X${mark}`);
  if (unit !== "day" && unit !== "month") return point(yearText(year + units) + id.slice(yearText(year).length) + mark);
  const moved = new Date(0);
  moved.setUTCFullYear(year, month - 1 + (unit === "month" ? units : 0), unit === "day" ? date + units : 1);
  const month_ = `${yearText(moved.getUTCFullYear())}-${pad(moved.getUTCMonth() + 1, 2)}`;
  return point((unit === "day" ? `${month_}-${pad(moved.getUTCDate(), 2)}` : month_) + mark);
}

// A date: one point, or an interval of two, of which one may be open.
function edtf(text) {
  if (!text.includes("/")) {
    const one = point(text);
    return {id: one.id, unit: one.unit, start: one, end: one};
  }
  const ends = text.split("/"), [start, end] = ends.map(one => /^(\.\.)?$/.test(one) ? null : point(one));
  need(ends.length === 2 && (start || end) && [start, end].every(one => !one || !/season|recurring/.test(one.unit)));
  need(!start || !end || bounds(start)[0] <= bounds(end)[1]);
  return {id: `${start?.id ?? ends[0]}/${end?.id ?? ends[1]}`, unit: "interval", start, end};
}

const MONTHS = "january february march april may june july august september october november december".split(" ");
const SEASONS = {spring: 21, summer: 22, autumn: 23, fall: 23, winter: 24};
const NTH = ("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth " +
  "sixteenth seventeenth eighteenth nineteenth twentieth").split(" ");
const ORDINALS = [...NTH, ...NTH.slice(0, 9).map(unit => `twenty-${unit}`), "thirtieth", "thirty-first"];
const MONTH = `(?:${MONTHS.join("|")}|sept|${MONTHS.map(name => name.slice(0, 3)).join("|")})`;
const DAY = "(?<day>\\d{1,2})(?:st|nd|rd|th)?", ERA = "(?<era>bce?|ad|ce)", YEAR = `(?:(?<ad>ad|ce) ?)?(?<year>\\d{1,12})(?: ?${ERA})?`;
const whole = pattern => new RegExp(`^(?:${pattern})$`);
const FORMS = [YEAR, `${DAY} (?<month>${MONTH})(?: ${YEAR})?`, `(?<month>${MONTH})(?: ${DAY})?(?: ${YEAR})?`,
  `(?<season>${Object.keys(SEASONS).join("|")}) ${YEAR}`, `(?<decade>\\d{1,4})['’]?s(?<told> [(]decade[)])?(?: ${ERA})?`,
  `(?:(?<nth>\\d{1,3})(?:st|nd|rd|th)|(?<word>${ORDINALS.join("|")}))[ -]century(?: ${ERA})?`].map(whole);
const CLOSED = ["between (.+?) and (.+)", "(?:from )?(?!up to )(.+?) (?:to|until|till) (.+)", "(?:from )?(.+?) ?[–—‒] ?(.+)",
  "(?:from )?(.+?) - (.+)", "((?:ad )?\\d{1,4})-(\\d{1,4}(?: ?[a-z]+)?)"].map(whole);
const SHARES = whole(`\\d+(?:st|nd|rd|th)?|(?:\\d+(?:st|nd|rd|th)? )?${MONTH}|${MONTH} \\d{1,2}`);
const FILLERS = /^(?:(?:on|in|the|during|year|(?:mon|tues|wednes|thurs|fri|satur|sun)day),? )+/;

function fromForm({ad, era, year, month, season, day: date, decade, told, nth, word}) {
  const bc = /^b/.test(era ?? "");
  if (decade) {
    need(decade % 10 === 0);
    if (bc) return `${yearText(-8 - decade)}/${yearText(Math.min(1 - decade, 0))}`;
    need(decade < 100 ? era : decade % 100 || told);
    return `${pad(decade / 10, 3)}X`;
  }
  if (nth || word) {
    const number = nth ? +nth : ORDINALS.indexOf(word) + 1;
    need(number);
    return centuryText(bc ? -number : number - 1);
  }
  const named = month ? MONTHS.findIndex(name => name.startsWith(month.slice(0, 3))) + 1 : SEASONS[season];
  if (year) need(!(ad && era) && +year && (ad || era || (year.length <= 4 && !(named && year.length < 3))));
  return (year ? yearText(bc ? 1 - year : +year) : "XXXX") + (named ? `-${pad(named, 2)}` : "") + (date ? `-${pad(+date, 2)}` : "");
}

// The EDTF of words that are no interval, or null.
function onePoint(words) {
  const plain = words.replace(/^(?:(?:c|ca|circa|about|around|approximately) (?=\S)|c(?=\d))/, ""), about = plain !== words;
  const doubt = plain.endsWith("(?)"), bare = plain.replace(/\(\?\)$/, "").trim().replace(FILLERS, "");
  const mark = about ? (doubt ? "%" : "~") : doubt ? "?" : "", found = FORMS.map(form => form.exec(bare)).find(Boolean);
  return found ? fromForm(found.groups).split("/").map(end => end + mark).join("/") : null;
}
function surely(words) {
  const found = onePoint(words);
  need(found);
  return found;
}

function closed(left, right) {
  if (/^\d{3,4}$/.test(left) && /^\d{1,2}$/.test(right)) {
    need(right.length === 2 && +(left.slice(0, -2) + right) > +left);
    right = left.slice(0, -2) + right;
  }
  const shared = right.replace(/ \(\?\)$/, "").split(" ").slice(left.split(" ").length);  // "3–5 January 2020"
  const end = surely(right);
  return `${(shared.length && SHARES.test(left) && onePoint(`${left} ${shared.join(" ")}`)) || surely(left)}/${end}`;
}

function fromWordsOrEdtf(text, language) {
  if (/^-?\d{1,4}$/.test(text) && text !== "-0000") return yearText(+text);
  if (/^\d{3,4}-\d{3,4}$/.test(text)) return text.split("-").map(year => pad(year, 4)).join("/");
  if (/^[-\dXY/.?~%]+$/.test(text)) return text;
  const words = text.toLowerCase().replace(/,/g, " ").replace(/(?<=[a-z])\./g, "").trim().replace(/\s+/g, " ")
    .replace(/ (?:of(?: the)?|the)(?= )/g, "").replace(FILLERS, "");
  need(language === "en" || !/[a-z]/.test(words));
  const one = onePoint(words), two = one ? null : CLOSED.map(form => form.exec(words)).find(Boolean);
  if (one) return one;
  if (two) return closed(two[1].replace(FILLERS, ""), two[2].replace(FILLERS, ""));
  const open = /^(before|after|since|from|until|till|up to) (.+)$/.exec(words);
  need(open);
  const at = surely(open[2].replace(FILLERS, ""));
  const beside = units => { const {id, mark} = step(point(at), units); return id + mark; };
  if (open[1] === "before") return `../${beside(-1)}`;
  if (open[1] === "after") return `${beside(1)}/..`;
  return {since: `${at}/..`, "up to": `../${at}`, from: `${at}/`}[open[1]] ?? `/${at}`;
}

const attempt = make => { try { return [make()]; } catch { return []; } };

// What the words may mean as a date: nothing, one date, or the two of 03/01/2020.
function readings(text, language) {
  const plain = digits(text.normalize("NFKC")).replace(/^[ .,;!]+|[ .,;!]+$/g, ""), found = /^(\d{1,2})([./])(\d{1,2})\2(\d{4})$/.exec(plain);
  if (!found) {
    const words = plain.replace(/−/g, "-").trim().replace(/\s+/g, " ");
    return words.length > 200 ? [] : attempt(() => edtf(fromWordsOrEdtf(words, language)));
  }
  const [, one, sign, two, year] = found, pairs = sign === "." && has(DOTTED, language) ? [[one, two]] : [[one, two], [two, one]];
  const all = pairs.flatMap(([date, month]) => attempt(() => edtf(`${year}-${pad(month, 2)}-${pad(date, 2)}`)));
  return all.filter((date, n) => all.findIndex(other => other.id === date.id) === n);
}

// The first and the last day a date may mean: a doubtful one is a unit wider, and the 19th century may end in 1900.
function reach({start, end, unit}, beside) {
  const wider = (one, units) => one.mark ? attempt(() => step(one, units))[0] ?? one : one;
  const last = end && wider(end, 1), loose = last?.unit === "century" && (unit === "interval" || beside !== "century");
  return [start ? bounds(wider(start, -1))[0] : -Infinity, last ? bounds(loose ? {...last, last: last.last + 1} : last)[1] : Infinity];
}

function overlap(a, b) {
  if (a.unit === "recurring" || b.unit === "recurring") return a.unit === "recurring" ? recurs(a.start, b) : recurs(b.start, a);
  if (a.unit === "season" && b.unit === "season" && a.start.month === b.start.month &&
    Math.abs(a.start.year - b.start.year) > Boolean(a.start.mark) + Boolean(b.start.mark)) return false;
  const [first, last] = reach(a, b.unit), [from, to] = reach(b, a.unit);
  return last >= from && to >= first;
}

function recurs({month, date, mark}, other) {
  if (mark || other.start?.mark && other.unit === "recurring") return true;
  if (other.unit === "recurring") return month === other.start.month && (!date || !other.start.date || date === other.start.date);
  const [first, last] = reach(other), year = Math.floor(first / 365.2425);
  if (last - first > 8 * 366) return true;  // the longest time without a 29 February
  return [...Array(11).keys()].some(n => {
    const length = monthLength(year - 1 + n, month), start = day(year - 1 + n, month, date || 1);
    return date <= length && start <= last && (date ? start : start + length - 1) >= first;
  });
}

// ---- verdicts ----
function slip(given, wanted) {
  const said = [...given], right = [...wanted], shorter = Math.min(said.length, right.length);
  if (shorter < 6 || said[0] !== right[0] || /\d/.test(given + wanted)) return false;
  let at = 0;
  while (at < shorter && said[at] === right[at]) at++;
  const rest = said.slice(at).join(""), due = right.slice(at).join(""), less = said.slice(at + 1).join(""), behind = right.slice(at + 1).join("");
  const swapped = (right[at + 1] ?? "") + (right[at] ?? "") + right.slice(at + 2).join("");
  return less === due || less === behind || rest === behind || (right.length > at + 1 && rest === swapped);
}

export function judge(given, right, type, language) {
  language = language.split("-")[0].toLowerCase();
  const said = normal(given, language), forms = right.map(text => normal(text, language));
  if (said && (forms.includes(said) || (type === "person" && forms.includes(normal(bare(given), language))))) return "right";
  if (type === "number") return number(given) !== null && right.some(text => number(text) === number(given)) ? "right" : "wrong";
  if (type !== "date") return forms.some(form => slip(said, form)) ? "close" : "wrong";
  const wanted = right.flatMap(text => readings(text, language)), read = readings(given, language);
  if (read.length === 1 && wanted.some(one => one.id === read[0].id)) return "right";
  return read.some(one => wanted.some(other => overlap(one, other))) ? "close" : "wrong";
}
