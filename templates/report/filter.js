
// Shows the questions that fit. Without this script the page shows all of them.
(() => {
  "use strict";
  const form = document.getElementById("filter");
  const shown = document.getElementById("shown");
  const questions = [...document.querySelectorAll("article")];
  const sections = [...document.querySelectorAll("#questions > section")];
  const number = new Intl.NumberFormat("en");
  const texts = new Map();

  const folded = (text) => text.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase();

  function textOf(question) {
    if (!texts.has(question)) texts.set(question, folded(question.textContent));
    return texts.get(question);
  }

  function fits(question, wanted, words) {
    const { bank, kind, codes = "", flags = "" } = question.dataset;
    return (!wanted.bank || wanted.bank === bank)
      && (!wanted.kind || wanted.kind === kind)
      && (!wanted.code || codes.split(" ").includes(wanted.code))
      && (!wanted.flags || (wanted.flags === "any" ? flags !== ""
        : wanted.flags === "none" ? flags === "" : flags.split(" ").includes(wanted.flags)))
      && words.every((word) => textOf(question).includes(word));
  }

  function filter() {
    const wanted = Object.fromEntries(new FormData(form));
    const words = folded(wanted.q).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const question of questions) {
      const fit = fits(question, wanted, words);
      question.hidden = !fit;
      count += fit;
    }
    const whole = Object.values(wanted).every((value) => !value);
    for (const section of sections) {
      section.hidden = !whole && !section.querySelector("article:not([hidden])");
    }
    shown.textContent = `Showing ${number.format(count)} of ${number.format(questions.length)} questions`;
    return wanted;
  }

  function remember(wanted) {
    const said = new URLSearchParams(Object.entries(wanted).filter(([, value]) => value)).toString();
    history.replaceState(null, "", said ? `#${said}` : location.pathname + location.search);
  }

  // The address says what is shown (#kind=who&flags=any), or names a place of the page (#code-Q103).
  function follow() {
    const said = location.hash.slice(1);
    const target = document.querySelector(":target");
    if (said && !said.includes("=") && !target?.closest("[hidden]")) return;
    form.reset();
    const wanted = new URLSearchParams(target ? "" : said);
    for (const [name, value] of wanted) if (form.elements[name]) form.elements[name].value = value;
    filter();
    if (said) (target ?? form).scrollIntoView();
  }

  let waiting;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => remember(filter()), 120);
  });
  form.addEventListener("reset", () => setTimeout(() => remember(filter())));
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", follow);
  document.documentElement.classList.remove("unfiltered");
  filter();
  follow();
})();
