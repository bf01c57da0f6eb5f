// What the page's own thread does in each frame, from the browser's trace.

/** The outermost tasks of the thread that has set marks of this name, in their order, and when the marks were set. */
export function tasksOf(events, mark) {
  const marks = events.filter(({ name, cat }) => name === mark && cat.includes('user_timing'));
  const { pid, tid } = marks[0];
  const tasks = [];
  let end = 0;
  const all = events.filter((event) => event.pid === pid && event.tid === tid && event.ph === 'X' && /RunTask$/.test(event.name));
  for (const task of all.sort((a, b) => a.ts - b.ts)) {
    // One task may be within another.
    if (task.ts < end) continue;
    end = task.ts + task.dur;
    tasks.push({ end, ms: (task.tdur ?? task.dur) / 1000 });
  }
  const times = [...new Set(marks.map(({ ts }) => ts))].sort((a, b) => a - b);
  return { tasks, times, clock: all.some(({ tdur }) => tdur !== undefined) ? 'cpu' : 'wall' };
}

/** The milliseconds of each frame in which the page's thread was at work, from one mark to the next. */
export function framesOf(events, mark) {
  const { tasks, times, clock } = tasksOf(events, mark);
  const work = times.map(() => 0);
  for (const { end, ms } of tasks) {
    // A frame's mark lies within the task that draws it.
    const frame = times.findLastIndex((time) => time <= end);
    if (frame >= 0) work[frame] += ms;
  }
  // What comes after the last mark is not a frame.
  return { work: work.slice(0, -1), clock };
}
