// Both players behind the same four verbs: load an item, answer it by its variables, submit, and say what came of it.
const wait = ms => new Promise(done => setTimeout(done, ms));
const within = (ms, promise) => Promise.race([promise, wait(ms).then(() => { throw new Error("timeout"); })]);

const item3 = {  // qti3-item-player
  async start() {
    const player = window.qti3Player.default || window.qti3Player.Qti3Player || window.qti3Player;
    const on = {
      notifyQti3ItemReady: () => this.ready && this.ready(),
      notifyQti3EndAttemptCompleted: data => this.ended && this.ended(data),
    };
    await new Promise(done => new Vue({ el: "#app", render: make => make(player, {
      props: { suppressAlertMessages: true, suppressInvalidResponseMessages: true },
      on: { ...on, notifyQti3PlayerReady: made => { this.player = made; done(); } },
    }) }));
  },
  async load(xml, state) {
    const ready = new Promise(done => { this.ready = done; });
    this.turn = !this.turn;  // the same text twice would not be loaded again
    const control = { max_attempts: 0, show_feedback: true, validate_responses: false };
    const told = { guid: "item", status: "interacting", sessionControl: control, ...(state ? { state } : {}) };
    await this.player.loadItemFromXml(xml + (this.turn ? "\n" : ""), told);
    await within(5000, ready);
    this.xml = xml;
  },
  async answer(values) {
    await this.submit();
    const copied = value => JSON.parse(JSON.stringify(value));
    const { outcomeVariables, responseVariables } = this.data.state;
    const state = { ...this.data.state, outcomeVariables: copied(outcomeVariables), responseVariables: copied(responseVariables) };
    for (const variable of state.responseVariables) if (variable.identifier === "RESPONSE") {
      variable.value = values;
      if (variable.cardinality === "ordered") variable.state.order = values;  // else the order of the choices
    }
    await this.load(this.xml, state);
  },
  async submit() {
    const ended = new Promise(done => { this.ended = done; });
    this.player.endAttempt("end");
    this.data = await within(5000, ended);
    await wait(20);
  },
  score() { return this.data.state.outcomeVariables.find(one => one.identifier === "SCORE").value; },
  asked() { return document.querySelector(".qti-item-body").innerText; },
  told() {
    const shown = [...document.querySelectorAll(".qti-modal-feedback")].filter(one => one.getClientRects().length);
    return shown.map(one => one.innerText).join("\n");
  },
};

const components = {  // @citolab/qti-components
  async start() { await customElements.whenDefined("qti-assessment-item"); },
  root() {
    const container = document.getElementById("container");
    return (container.shadowRoot || container).querySelector("qti-assessment-item");
  },
  async load(xml) {
    const container = document.getElementById("container");
    container.itemXML = null;
    await wait(5);
    container.itemXML = xml;
    for (let tries = 0; tries < 300; tries++) {
      await wait(10);
      this.item = this.root();
      if (this.item && this.item.processResponse && this.item.variables && this.item.variables.length) {
        await this.item.updateComplete;
        await wait(30);
        return;
      }
    }
    throw new Error("the item is not there");
  },
  async answer(values) { this.item.updateResponseVariable("RESPONSE", values); },
  async submit() { this.item.processResponse(); await wait(20); },
  score() { return +(this.item.variables.find(one => one.identifier === "SCORE").value ?? 0); },
  asked() { return this.item.querySelector("qti-item-body").innerText; },
  told() {
    const dialogs = [...this.item.querySelectorAll("qti-modal-feedback")];
    const open = dialogs.filter(one => one.shadowRoot.querySelector("dialog").open);
    return open.map(one => one.innerText).join("\n");
  },
};

window.players = { item3, components };
const guarded = work => async given => {
  try {
    return await work(window.players[given.player], given);
  } catch (error) {
    return { error: String((error && error.stack) || error).slice(0, 600) };
  }
};
window.show = guarded(async (player, { xml }) => {
  await player.load(xml);
  return { asked: player.asked() };
});
window.submit = guarded(async player => {
  await player.submit();
  return { score: player.score(), told: player.told() };
});
window.play = guarded(async (player, { xml, values }) => {
  await player.load(xml);
  const asked = player.asked();
  if (values !== null) await player.answer(values);
  await player.submit();
  return { score: player.score(), asked, told: player.told() };
});
