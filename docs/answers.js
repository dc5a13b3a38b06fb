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
const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
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

const number = text => {
  const plain = letters(text).replace(/^[ .,;!]+|[ .,;!]+$/g, "");
  return /^[+-]?\d{1,3}([., '\u00a0\u202f]\d{2,3})*[., '\u00a0\u202f]\d{3}$|^[+-]?\d+$/.test(plain) ? +plain.replace(/[^\d-]/g, "") : null;
};

const span = (id, first, last) => ({id, first, last});
const day = (y, m, d) => y * 372 + m * 31 + d;
function date(year, month, dayOfMonth) {
  const [m, d] = [+(month || 0), +(dayOfMonth || 0)];
  if (m > 12 || d > 31) return [];
  return [span([year, m, d].join(), day(year, (m || 1) - 1, (d || 1) - 1), day(year, (m || 12) - 1, (d || 31) - 1))];
}
const era = (year, name) => /^b/.test(name || "") ? 1 - year : +year;

function readings(text, language) {
  let words = digits(text.normalize("NFKC")).toLowerCase().replace(/[’]/g, "'").replace(/−/g, "-").replace(/^[ .,;!]+|[ .,;!]+$/g, "");
  let found = words.match(/^(\d{1,2})([./])(\d{1,2})\2(\d{4})$/);
  if (found) {
    const [, one, point, two, year] = found, both = [date(year, two, one), date(year, one, two)];
    return point === "." && has(DOTTED, language) ? both[0] : one === two ? both[0] : both.flat();
  }
  if ((found = words.match(/^(-?\d{4})-(\d\d)(?:-(\d\d))?$/))) return date(+found[1], found[2], found[3]);
  if ((found = words.match(/^-\d{4}$/))) return date(+words);
  words = words.replace(/(?<=[a-z])\./g, "").replace(/,/g, " ").replace(/\s+/g, " ").replace(/ of(?: the)?(?= )/g, "");
  words = words.replace(/^(?:(?:on|in|the|year|from|circa|about|c\.?) ?(?=\d|\b))+/, "").trim();
  if ((found = words.match(/^(.+?)(?: ?[–-] ?| to )(.+)$/)) && !/century/.test(words)) {
    const [start, end] = [readings(found[1], language)[0], readings(found[2], language)[0]];
    return start && end ? [span(`${start.id}/${end.id}`, start.first, end.last)] : [];
  }
  if ((found = words.match(/^(?:(ad|ce) ?)?(\d{1,4})(?: ?(bce?|ad|ce))?$/))) return date(era(found[2], found[1] || found[3]));
  if ((found = words.match(/^(\d{1,3}0)'?s$/))) return [span(words.replace("'", ""), day(+found[1], 0, 0), day(+found[1] + 9, 11, 30))];
  if ((found = words.match(/^(\d{1,2})(?:st|nd|rd|th)[ -]century(?: (b?)ce?)?$/))) {
    const first = found[2] ? -100 * found[1] + 1 : 100 * (found[1] - 1);
    return [span(`century ${first}`, day(first, 0, 0), day(first + 99, 11, 30))];
  }
  if ((found = words.match(/^(spring|summer|autumn|fall|winter) (\d{4})$/)))
    return [span(found.slice(1).join(), day(+found[2], 0, 0), day(+found[2], 11, 30))];
  found = words.match(/^(\d{1,2})(?:st|nd|rd|th)? ([a-z]+)(?: (\d{1,4}))?(?: (bce?))?$/);
  const named = found ? [, found[2], found[1], found[3], found[4]] : words.match(/^([a-z]+)(?: (\d{1,2})(?:st|nd|rd|th)?)?(?: (\d{1,4}))?(?: (bce?))?$/);
  const month = named ? MONTHS.indexOf(named[1].slice(0, 3)) + 1 : 0;
  if (!month || !"january february march april may june july august september october november december".includes(named[1])) return [];
  return named[3] ? date(era(named[3], named[4]), month, named[2]) : [{...span(`${month} ${named[2]}`), month, day: +named[2]}];
}

function overlap(a, b) {
  if (!("month" in a) && !("month" in b)) return a.first <= b.last && b.first <= a.last;
  const [recurring, other] = "month" in a ? [a, b] : [b, a];
  if ("month" in other) return recurring.id === other.id;
  const at = day(0, recurring.month - 1, (recurring.day || 1) - 1);
  return other.last - other.first >= 371 || (other.first % 372 <= at && at <= other.last % 372);
}

function slip(said, right) {
  const shorter = Math.min(said.length, right.length);
  if (shorter < 6 || said[0] !== right[0] || /\d/.test(said + right)) return false;
  let at = 0;
  while (at < shorter && said[at] === right[at]) at++;
  const rest = said.slice(at), due = right.slice(at), swapped = due.slice(1, 2) + due.slice(0, 1) + due.slice(2);
  return rest.slice(1) === due || rest.slice(1) === due.slice(1) || rest === due.slice(1) || (due.length > 1 && rest === swapped);
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
