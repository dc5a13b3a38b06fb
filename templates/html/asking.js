// How each kind of question is asked. Every `ask…` returns its elements (`body`), what is to have the focus (`focus`, or
// nothing), what a digit does (`digit`), what was answered (`given`, null for nothing yet), whether that is `right`,
// how it reads (`said`), and how it is marked (`mark`).
const ASK = {choice: askOptions, choices: askOptions, text: askTyped, date: askTyped, number: askTyped, cloze: askTyped,
  order: askOrder, match: askMatch};
const sign = ok => el("span", {className: ok ? "sign good" : "sign bad", "aria-hidden": "true", textContent: ok ? "✓" : "✗"});
const note = (ok, ...text) => el("span", {className: ok ? "note good" : "note bad"}, sign(ok), " ", text);
const verdictOn = (ok, right) => ok ? note(true, say("right")) : note(false, `${say("wrong")} · ${say("right_answer")}${words.colon} `, own("bdi", right));

function askOptions(item) {
  const several = item.ask === "choices";
  const rows = (item.fixed || !data.shuffle ? item.options : mixed(item.options)).map((option, n) => {
    const box = el("input", {type: several ? "checkbox" : "radio", name: "answer", value: String(n)});
    const text = el("span", {className: "text"}, own("bdi", option.text));
    const key = n < 9 && el("kbd", {textContent: n + 1, "aria-hidden": "true"});
    return {option, box, text, row: el("label", {className: "option"}, box, text, key)};
  });
  const picked = () => rows.filter(row => row.box.checked);
  return {
    body: [several && el("p", {className: "how", textContent: say("choose_all")}),
      el("div", {className: rows.length === 2 ? "options two" : "options"}, rows.map(row => row.row))],
    digit(n) {
      if (!rows[n]) return;
      rows[n].box.checked = !several || !rows[n].box.checked;
      rows[n].box.focus();
    },
    given: () => picked().length ? picked() : null,
    right: () => rows.every(row => row.box.checked === Boolean(row.option.right)),
    said: () => picked().map(row => row.option.text).join("; "),
    mark() {
      for (const {option, box, text, row} of rows) {
        box.disabled = true;
        row.classList.add(option.right ? "good" : box.checked ? "bad" : "rest");
        if (option.right) text.append(" ", note(true, say("right_answer")));
        else if (box.checked) text.append(" ", note(false, say("your_answer")));
        if (option.why) text.append(own("span", option.why, {className: "why"}));
      }
    },
  };
}

function askTyped(item) {
  const field = el("input", {type: "text", id: "typed", name: "answer", autocomplete: "off", autocapitalize: "off",
    spellcheck: "false", enterKeyHint: "done", lang: item.lang, dir: "auto", "aria-describedby": "stem"});
  const label = el("label", {htmlFor: "typed", dir: document.dir, lang: document.documentElement.lang, textContent: say("answer")});
  const [before, after] = item.stem.split(BLANK);
  const gap = item.ask === "cloze" && after !== undefined;
  if (gap) label.className = "only-heard";
  return {
    stem: gap && [before, label, field, after],
    body: gap ? [] : [el("p", {className: "typed"}, label, field)],
    focus: field,
    given: () => field.value.trim() || null,
    right: () => judge(field.value, [...item.key, ...item.accept], item.type, item.lang),
    said: () => field.value.trim(),
    mark(ok) {
      field.readOnly = true;
      field.classList.add(ok ? "good" : "bad");
      field.after(" ", sign(ok));
    },
  };
}

function askOrder(item) {
  const list = el("ol", {className: "order", role: "list"});
  let moved = item.options.length < 2;
  const rows = item.options.map(option => {
    const badge = el("span", {className: "badge"}), ending = el("span");
    const button = (way, shape) => el("button", {type: "button", className: "step",
      "aria-label": `${say(way < 0 ? "up" : "down")}: ${option.text}`, title: say(way < 0 ? "up" : "down"),
      onclick: event => move(row, way, event.currentTarget)}, shape);
    const grip = el("span", {className: "grip", "aria-hidden": "true", textContent: "⠿"});
    const row = {option, badge, ending, steps: [button(-1, "↑"), button(1, "↓")]};
    row.line = el("li", {}, badge, grip, el("span", {className: "text"}, own("bdi", option.text), ending), row.steps);
    row.line.addEventListener("keydown", event => {
      const way = {ArrowUp: -1, ArrowDown: 1}[event.key];
      if (!way || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      move(row, way, event.target);
    });
    draggable(grip, row.line, list, () => renumber(row));
    return row;
  });
  const places = () => [...list.children].map(line => rows.find(row => row.line === line));
  function renumber(changed) {
    places().forEach((row, n) => { row.badge.textContent = n + 1; });
    if (!changed) return;
    moved = true;
    told("", say("moved", {text: changed.option.text, n: places().indexOf(changed) + 1, m: rows.length}), true);
  }
  function move(row, way, held) {
    const other = way < 0 ? row.line.previousElementSibling : row.line.nextElementSibling;
    if (row.steps[0].disabled) return;
    if (other) way < 0 ? other.before(row.line) : other.after(row.line);
    renumber(row);
    held.focus();
  }
  list.append(...rows.map(row => row.line));
  renumber();
  return {
    body: [el("p", {className: "how", textContent: say("put")}), list],
    digit: n => places()[n]?.steps[1].focus(),
    given: () => moved ? places() : null,
    right: () => places().every((row, n) => row.option.place === n + 1),
    said: () => places().map(row => row.option.text).join(" → "),
    mark() {
      list.classList.add("done");
      places().forEach((row, n) => {
        const ok = row.option.place === n + 1;
        row.line.classList.add(ok ? "good" : "bad");
        row.ending.append(" ", verdictOn(ok, say("place", {n: row.option.place})));
        for (const step of row.steps) step.disabled = true;
      });
    },
  };
}

// A row follows a finger or a mouse that holds its grip.
function draggable(grip, line, list, done) {
  let from = null;
  grip.addEventListener("pointerdown", event => {
    if (list.classList.contains("done")) return;
    event.preventDefault();
    grip.setPointerCapture(event.pointerId);
    line.classList.add("held");
    from = [...list.children].indexOf(line);
  });
  grip.addEventListener("pointermove", event => {
    if (from === null) return;
    for (const other of list.children) {
      const box = other.getBoundingClientRect(), middle = box.top + box.height / 2;
      const behind = line.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
      if (other !== line && (behind ? event.clientY > middle : event.clientY < middle)) {
        behind ? other.after(line) : other.before(line);
        grip.setPointerCapture(event.pointerId);
        break;
      }
    }
  });
  for (const name of ["pointerup", "pointercancel"])
    grip.addEventListener(name, () => {
      line.classList.remove("held");
      if (from !== null && from !== [...list.children].indexOf(line)) done();
      from = null;
    });
}

function askMatch(item) {
  const rows = item.options.map((option, n) => {
    const choice = el("select", {id: `match-${n}`, lang: item.lang}, el("option", {value: "", textContent: "—"}),
      item.targets.map((target, at) => own("option", target, {value: String(at)})));
    const ending = el("span");
    const line = el("p", {className: "pair"}, el("label", {htmlFor: choice.id, className: "text"}, own("bdi", option.text), ending), choice);
    return {option, choice, ending, line, ok: () => choice.value !== "" && item.targets[choice.value] === option.match};
  });
  return {
    body: [el("p", {className: "how", textContent: say("match")}), rows.map(row => row.line)],
    digit: n => rows[n]?.choice.focus(),
    given: () => rows.every(row => row.choice.value !== "") ? rows : null,
    right: () => rows.every(row => row.ok()),
    said: () => rows.map(row => `${row.option.text}: ${item.targets[row.choice.value] ?? "—"}`).join("; "),
    mark() {
      for (const row of rows) {
        row.choice.disabled = true;
        row.line.classList.add(row.ok() ? "good" : "bad");
        row.ending.append(" ", verdictOn(row.ok(), row.option.match));
      }
    },
  };
}
