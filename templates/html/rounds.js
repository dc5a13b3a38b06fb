// Which questions fit, and the round of them: its queue, in which a missed one comes back until it was right once.
const BACK = 4;
const state = item => kept.progress.get(item.id);
const FITS = {
  bank: (item, value) => data.banks[item.bank].id === value,
  kind: (item, value) => item.kind === value,
  tag: (item, value) => item.tags?.includes(value),
  level: (item, value) => item.level === value,
  which: (item, value) => value === "new" ? !state(item) : Boolean(state(item)) && !state(item).last,
};
const fitting = wanted => items.filter(item => Object.entries(FITS).every(([name, fits]) => !wanted[name] || fits(item, wanted[name])));

function chosen(wanted) {
  const all = fitting(wanted), drawn = wanted.order === "mixed" ? mixed(all) : all;
  return Number(wanted.number) ? drawn.slice(0, Number(wanted.number)) : drawn;
}

const begun = list => ({ids: list.map(item => item.id), queue: list.map(item => item.id), at: 0, log: new Map(), over: false});

// Keep what came of the current question; a missed one comes back.
function settle(item, ok, said) {
  const {round} = kept, first = !round.log.has(item.id);
  const misses = (round.log.get(item.id)?.misses ?? 0) + !ok;
  round.log.set(item.id, {...round.log.get(item.id) ?? {rev: item.rev, ok, said}, misses});
  round.at++;
  // later each time, so that what one never knows does not keep the other questions away
  if (!ok) round.queue.splice(round.at + BACK * 2 ** Math.min(misses - 1, 9) - 1, 0, item.id);
  remember(now => {
    const {right, wrong} = soundState(item.id, now.progress[item.id]) ?? {right: 0, wrong: 0};
    if (first || ok) now.progress[item.id] = {rev: item.rev, right: right + ok, wrong: wrong + !ok, last: ok && first};
  });
}
const answered = round => round.ids.filter(id => round.log.has(id)).map(id => ({item: byId.get(id), ...round.log.get(id)}));
