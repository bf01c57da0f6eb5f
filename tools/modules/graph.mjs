// A graph of files, in rooms: its circles, its arrows against an order, and its picture.

/**
 * @typedef {Map<string, Set<string>>} Graph for each file the files that it uses
 * @typedef {(file: string) => string} RoomOf
 */

/**
 * The circles: groups of two or more files that all reach each other.
 * @param {Graph} graph
 * @returns {string[][]}
 */
export function circles(graph) {
  /** @type {Map<string, Set<string>>} */
  const reached = new Map([...graph.keys()].map((file) => [file, reachable(graph, file)]));
  const reaches = (/** @type {string} */ a, /** @type {string} */ b) => reached.get(a)?.has(b) ?? false;
  /** @type {Set<string>} */
  const seen = new Set();
  const groups = [];
  for (const file of graph.keys()) {
    if (seen.has(file) || !reaches(file, file)) continue;
    const group = [...graph.keys()].filter((other) => reaches(file, other) && reaches(other, file)).sort();
    group.forEach((member) => seen.add(member));
    groups.push(group);
  }
  return groups;
}

/**
 * @param {Graph} graph
 * @param {string} start
 * @returns {Set<string>} what can be reached in one step or more
 */
function reachable(graph, start) {
  const found = new Set();
  const open = [start];
  while (open.length > 0) {
    for (const next of graph.get(/** @type {string} */ (open.pop())) ?? []) {
      if (!found.has(next)) open.push(next);
      found.add(next);
    }
  }
  return found;
}

/**
 * The same between rooms.
 * @param {Graph} graph
 * @param {RoomOf} roomOf
 * @returns {Graph}
 */
export function rooms(graph, roomOf) {
  /** @type {Graph} */
  const between = new Map();
  for (const [file, used] of graph) {
    const room = roomOf(file);
    const targets = between.get(room) ?? new Set();
    between.set(room, targets);
    for (const other of used) if (roomOf(other) !== room) targets.add(roomOf(other));
  }
  return between;
}

/**
 * What is wrong, a line each.
 * @param {Graph} graph
 * @param {RoomOf} roomOf
 * @param {import('./order.mjs').Order} order
 */
export function faults(graph, roomOf, order) {
  /** @type {Graph} */
  const allowed = new Map(Object.entries(order).map(([room, below]) => [room, new Set(below)]));
  const lines = circles(allowed).map((group) => `the order itself has a circle: ${group.join(', ')}`);
  lines.push(...circles(graph).map((group) => `a circle: ${group.join(', ')}`));
  for (const [file, used] of graph) {
    const room = roomOf(file);
    if (!allowed.has(room)) lines.push(`${file}: the order does not know ${room}`);
    const below = reachable(allowed, room);
    for (const other of used) {
      const target = roomOf(other);
      if (target !== room && !below.has(target)) lines.push(`${file} uses ${other}: ${room} may not use ${target}`);
    }
  }
  return lines;
}

/**
 * Mermaid's text for the rooms, with the arrows that there are, in alphabetical order.
 * @param {Graph} between
 */
export function picture(between) {
  const node = (/** @type {string} */ room) => (room.includes('/') ? `${room.replaceAll('/', '_')}["${room}"]` : room);
  const arrows = [...between].flatMap(([room, used]) => [...used].map((other) => `  ${node(room)} --> ${node(other)}`));
  return ['```mermaid', 'flowchart TD', ...arrows.sort(), '```'].join('\n');
}
