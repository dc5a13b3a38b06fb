// What a question looks like, and what is shown once it is answered: the answer, the statement, and where it stands.
const BLANK = "____";
const rtl = item => item.dir || "ltr";
const spoken = (item, tag, props, ...kids) => el(tag, {...props, lang: item.lang, dir: rtl(item)}, ...kids);

// The words of a question; a gap in them is heard as one.
function stemOf(item) {
  return item.stem.split(BLANK).flatMap((part, n) => n ? [el("span", {className: "blank", dir: document.dir}, heard(say("blank"))), part] : [part]);
}

// Pictures and sounds that ask, or what belongs after the answer: all others, and the credit of each. The credit of a
// picture that asks could tell the answer.
function mediumOf([name, alt, credit, licence, asks], asking) {
  const {kind, address} = media[name];
  const shown = Boolean(asks) === asking && (kind === "image" ? el("img", {src: address, alt}) : el("audio", {controls: true, src: address, "aria-label": alt}));
  const whose = asking ? "" : [credit, licence].filter(Boolean).join(", ");
  return (shown || whose) && el("figure", {className: "medium"}, shown, whose && el("figcaption", {}, `${say(kind)}${words.colon} `, own("bdi", whose)));
}
const mediaOf = (item, asking) => (item.media ?? []).filter(one => one[4] || !asking).map(one => mediumOf(one, asking));

// The right answer: in order, in pairs, or as text.
function answerOf(item) {
  if (item.ask !== "order" && item.ask !== "match") return own("p", item.key.join("; "), {className: "key"});
  return el(item.ask === "order" ? "ol" : "ul", {className: "key"}, item.key.map(text => el("li", {}, own("bdi", text))));
}

function timelineOf(item) {
  if (!item.timeline) return null;
  return el("ol", {className: "timeline", role: "list"}, item.timeline.map(([event, date]) =>
    el("li", {className: item.key.includes(event) && item.ask === "choice" ? "key" : ""}, own("b", date), " ", own("span", event))));
}

// Where the answer stands: each source once, with the places in it, their words and links.
function sourcesOf(item) {
  const places = new Map();
  for (const place of item.cite) places.set(place[0], [...places.get(place[0]) ?? [], place]);
  return [...places].map(([number, all]) => {
    const {text, lang} = sources[number];
    return el("figure", {className: "source"},
      all.map(([, where, quote, url]) => [
        quote && el("blockquote", {}, own("p", quote, {lang})),
        (where || url) && el("p", {className: "place"}, where && own("bdi", where), where && url && " · ", url && outward(url, say("open"))),
      ]),
      el("figcaption", {dir: "auto", lang: document.documentElement.lang}, `${words.source}${words.colon} `, own("cite", text, {lang})));
  });
}
const outward = (url, text) => el("a", {href: url, target: "_blank", rel: "noopener noreferrer", textContent: text});

// What is below an answered question.
function explained(item) {
  return spoken(item, "div", {className: "explained"}, own("p", item.says, {className: "statement"}), timelineOf(item),
    mediaOf(item, false), sourcesOf(item),
    data.report && el("p", {className: "report"}, outward(data.report.replaceAll("{id}", encodeURIComponent(item.id)), say("report"))));
}
