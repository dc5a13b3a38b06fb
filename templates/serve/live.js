// Follows the project: when a bank was saved, the page is made anew in place. Without this script, reload it.
(() => {
  "use strict";
  const root = document.documentElement;
  const told = document.getElementById("live");
  const form = document.getElementById("filter");
  const page = document.getElementById("page");
  let version = Number(root.dataset.version);
  let waiting, loading, pause = 0;

  const rest = (time) => new Promise((go) => setTimeout(go, time));

  // Puts what the server shows now in place of the old, and keeps what is open, focused and scrolled to.
  function show(made) {
    const open = new Set([...page.querySelectorAll("details[open]")].map((one) => one.id));
    const focused = page.contains(document.activeElement) ? address(document.activeElement) : "";
    const { scrollX, scrollY } = window;
    const fresh = made.getElementById("page");
    page.replaceChildren(...fresh.childNodes);
    for (const one of page.querySelectorAll("details")) one.open = open.has(one.id);
    if (focused) [...page.querySelectorAll("a, summary")].find((one) => address(one) === focused)?.focus({ preventScroll: true });
    document.title = made.title;
    const said = made.getElementById("live").textContent;
    if (told.textContent !== said) told.textContent = said;
    window.scrollTo(scrollX, scrollY);
    return Number(made.documentElement.dataset.version);
  }

  const address = (element) => element.getAttribute("href") ?? element.parentElement?.id ?? "";

  async function load() {
    loading?.abort();
    const mine = loading = new AbortController();
    const answer = await fetch(location.href, { signal: mine.signal });
    const made = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine === loading) version = show(made);
  }

  async function follow() {
    while (!document.hidden) {
      const mine = waiting = new AbortController();
      try {
        const answer = await fetch(`/changes?after=${version}`, { signal: mine.signal });
        const now = (await answer.json()).version;
        if (pause || now !== version) await load();
        pause = 0;
      } catch (problem) {
        if (waiting !== mine || document.hidden) return;
        if (problem.name === "AbortError") continue;
        told.textContent = "quizgen serve has ended";
        pause = Math.min(10000, pause * 2 || 500);
        await rest(pause);
      }
    }
  }

  // Browsers open few connections to one server: pages that nobody sees wait for nothing.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) waiting?.abort();
    else follow();
  });

  let typing;
  function filter(event) {
    event?.preventDefault();
    const said = new URLSearchParams([...new FormData(form)].filter(([, value]) => value)).toString();
    history.replaceState(null, "", said ? `?${said}` : location.pathname);
    load().catch(() => {});
  }
  form?.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(filter, 120);
  });
  form?.addEventListener("submit", filter);
  addEventListener("pagehide", () => waiting?.abort());
  addEventListener("pageshow", (event) => event.persisted && follow());
  follow();
})();
