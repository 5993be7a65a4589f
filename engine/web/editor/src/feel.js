// FEEL for forms: evaluates the syntax tree the server made (docs/reference/feel.md). Numbers are decimal128: 34 digits,
// half even, as on the server, which decides in any case. `prepare(tree)` gives a function of variables.
export class Num { constructor(c, e) { this.c = c; this.e = e; } } // c · 10^e
export class Day { constructor(n) { this.n = n; } } // days since 1970-01-01
class Dur { constructor(k, v) { this.k = k; this.v = v; } } // m: months, p: nanoseconds
class Rng { constructor(low, high, lc, hc) { Object.assign(this, { low, high, lc, hc }); } }
const OPEN = { open: 1 }, SECOND = 1000000000n, DAY = 86400n * SECOND, MOST = 100000, TEXT = 1000000, FAR = 366000000000n * DAY;

// numbers
const ten = n => 10n ** BigInt(n);
const mag = c => c < 0n ? -c : c;
const size = c => mag(c).toString().length;
const int = n => new Num(BigInt(n), 0);
const how = {
  even: (s, h, odd) => h > 0 || (!h && odd), up: () => true, down: () => false, floor: s => s < 0, ceiling: s => s > 0,
  'half up': (s, h) => h >= 0, 'half down': (s, h) => h > 0,
};
function quotient(a, b, rule) {
  const q = a / b, r = mag(a % b);
  if (!r) return q;
  const s = a < 0n ? -1 : 1, h = 2n * r > b ? 1 : 2n * r < b ? -1 : 0;
  return rule(s, h, q % 2n !== 0n) ? q + BigInt(s) : q;
}
function num(c, e) {
  if (!c) return new Num(0n, 0);
  const drop = Math.max(size(c) - 34, -6176 - e);
  if (drop > 0) { c = quotient(c, ten(drop), how.even); e += drop; }
  return size(c) + e > 6145 ? null : new Num(c, e);
}
const lift = (a, e) => a.c * ten(a.e - e);
const add = (a, b) => { const e = Math.min(a.e, b.e); return num(lift(a, e) + lift(b, e), e); };
const neg = a => new Num(-a.c, a.e);
const mul = (a, b) => num(a.c * b.c, a.e + b.e);
function div(a, b) {
  if (!b.c) return null;
  const shift = Math.max(0, 36 + size(b.c) - size(a.c)), top = a.c * ten(shift) * (b.c < 0n ? -1n : 1n), low = mag(b.c);
  const rest = top % low; // a last digit that only says whether anything was left
  return num(top / low * 10n + (rest > 0n ? 1n : rest < 0n ? -1n : 0n), a.e - b.e - shift - 1);
}
const order = (a, b) => a < b ? -1 : a > b ? 1 : 0;
function cmp(a, b) { const e = Math.min(a.e, b.e); return order(lift(a, e), lift(b, e)); }
function trunc(a, rule = how.down) { return a.e < 0 ? quotient(a.c, ten(-a.e), rule) : a.c * ten(a.e); }
const isWhole = a => cmp(a, new Num(trunc(a), 0)) === 0;
function scaled(a, scale, rule) {
  const places = scale ? Number(trunc(scale)) : 0;
  if (places < -6111 || places > 6176) return null;
  return num(trunc(new Num(a.c, a.e + places), rule), -places);
}
export function number(text) {
  const found = /^(-?)([0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE]([+-]?[0-9]+))?$/.exec(text);
  if (!found) return null;
  const [whole, part = ''] = found[2].split('.'), e = Number(found[3] || 0) - part.length;
  return e > 20000 ? null : num(e < -20000 ? 0n : BigInt(found[1] + (whole + part)), e);
}
export function plain(a) {
  let d = mag(a.c).toString();
  if (a.e > 0) d += a.c ? '0'.repeat(a.e) : '';
  if (a.e < 0) { d = d.padStart(1 - a.e, '0'); d = (d.slice(0, a.e) + '.' + d.slice(a.e)).replace(/\.?0+$/, ''); }
  return (a.c < 0n && d !== '0' ? '-' : '') + d;
}

// days and durations
const floor = Math.floor, MONTHS = 23999999976n;
function ymd(n) {
  const z = n + 719468, era = floor(z / 146097), doe = z - era * 146097;
  const yoe = floor((doe - floor(doe / 1460) + floor(doe / 36524) - floor(doe / 146096)) / 365);
  const doy = doe - (365 * yoe + floor(yoe / 4) - floor(yoe / 100)), mp = floor((5 * doy + 2) / 153), m = (mp + 2) % 12 + 1;
  return [yoe + era * 400 + (m < 3), m, doy - floor((153 * mp + 2) / 5) + 1];
}
function serial(y, m, d) {
  if (m < 3) y--;
  const era = floor(y / 400), yoe = y - era * 400, doy = floor((153 * ((m + 9) % 12) + 2) / 5) + d - 1;
  return era * 146097 + yoe * 365 + floor(yoe / 4) - floor(yoe / 100) + doy - 719468;
}
const within = day => Math.abs(ymd(day.n)[0]) > 999999999 ? null : day;
const last = (y, m) => m === 2 ? (y % 4 || (y % 100 === 0 && y % 400) ? 28 : 29) : [4, 6, 9, 11].includes(m) ? 30 : 31;
export function day(y, m, d) {
  return Math.abs(y) > 999999999 || m < 1 || m > 12 || d < 1 || d > last(y, m) ? null : new Day(serial(y, m, d));
}
function months(day, by) {
  const [y, m, d] = ymd(day.n), all = BigInt(y * 12 + m - 1) + by, year = Number((all - (all % 12n + 12n) % 12n) / 12n);
  if (Math.abs(year) > 999999999) return null;
  const month = Number((all % 12n + 12n) % 12n) + 1;
  return new Day(serial(year, month, Math.min(d, last(year, month))));
}
function date(text) {
  const f = /^(-?(?:[1-9][0-9]{3,8}|0[0-9]{3}))-([0-9]{2})-([0-9]{2})$/.exec(text);
  return f && day(+f[1], +f[2], +f[3]);
}
const lasting = (k, v) => mag(v) > (k === 'm' ? MONTHS : FAR) ? null : new Dur(k, v);
function duration(text) {
  if (text.length > 80) return null;
  let f = /^(-?)P(?=[0-9T])(?:([0-9]+)D)?(?:T(?=[0-9])(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)(?:\.([0-9]*))?S)?)?$/.exec(text);
  const part = at => BigInt(f[at] || 0);
  if (f) {
    const v = (((part(2) * 24n + part(3)) * 60n + part(4)) * 60n + part(5)) * SECOND + BigInt((f[6] || '').slice(0, 9).padEnd(9, '0'));
    return lasting('p', f[1] ? -v : v);
  }
  f = /^(-?)P(?=[0-9])(?:([0-9]+)Y)?(?:([0-9]+)M)?$/.exec(text);
  return f && lasting('m', (f[1] ? -1n : 1n) * (part(2) * 12n + part(3)));
}
function spelled(d) {
  const v = mag(d.v), s = (n, u) => n ? n + u : '', sign = d.v < 0n ? '-' : '';
  if (d.k === 'm') return `${sign}P${s(v / 12n, 'Y')}${v % 12n || v < 12n ? v % 12n + 'M' : ''}`;
  const t = v / SECOND, rest = v % SECOND, f = rest ? '.' + String(rest).padStart(9, '0').replace(/0+$/, '') : '';
  const clock = s(t / 3600n % 24n, 'H') + s(t / 60n % 60n, 'M') + (t % 60n || rest ? `${t % 60n}${f}S` : '');
  return `${sign}P${s(t / 86400n, 'D') + (clock && 'T' + clock) || 'T0S'}`;
}
const length = v => lasting('p', v);

// values
const kind = v => v === null ? '0' : typeof v === 'boolean' ? 'b' : typeof v === 'string' ? 's' : Array.isArray(v) ? 'l'
  : v instanceof Num ? 'n' : v instanceof Day ? 'd' : v instanceof Dur ? v.k : v instanceof Map ? 'c' : v instanceof Rng ? 'r' : 'o';
const points = text => Array.from(text);
function words(a, b) {
  if (!/[\ud800-\udfff]/.test(a + b)) return order(a, b);
  const [x, y] = [points(a), points(b)], at = x.findIndex((c, i) => c !== y[i]);
  return at < 0 ? order(x.length, y.length) : at >= y.length ? 1 : order(x[at].codePointAt(0), y[at].codePointAt(0));
}
function compare(a, b) {
  const k = kind(a);
  if (k !== kind(b)) return null;
  return k === 'n' ? cmp(a, b) : k === 's' ? words(a, b) : k === 'd' ? order(a.n, b.n) : k === 'm' || k === 'p' ? order(a.v, b.v) : null;
}
export function equal(a, b) {
  const k = kind(a), other = kind(b);
  if (k === '0' || other === '0') return k === other;
  if (k !== other) return k === 'l' && a.length === 1 ? equal(a[0], b) : other === 'l' && b.length === 1 ? equal(a, b[0]) : null;
  if (k === 'b' || k === 'o') return a === b;
  if (k === 'l') return a.length === b.length && a.every((v, i) => equal(v, b[i]));
  if (k === 'c') return a.size === b.size && [...a.keys()].every(n => b.has(n)) && [...a].every(([n, v]) => equal(v, b.get(n)));
  if (k === 'r') return !!(equal(a.low, b.low) && equal(a.high, b.high)) && a.lc === b.lc && a.hc === b.hc;
  return compare(a, b) === 0;
}
function contains(r, v) {
  const beyond = (end, closed, side) => {
    const o = end === OPEN || compare(v, end);
    return o === true || o === null ? o : o === side || (closed && o === 0);
  };
  const above = beyond(r.low, r.lc, 1), below = above !== false && beyond(r.high, r.hc, -1);
  return above === false || below === false ? false : above === null || below === null ? null : true;
}
const held = (v, t) => kind(t) === 'r' && kind(v) !== 'r' ? contains(t, v) : equal(v, t);
const passes = (v, t) => kind(t) !== 'l' ? held(v, t) : (kind(v) === 'l' && equal(v, t)) || t.some(one => held(v, one) === true);
export function text(v, inside) {
  const k = kind(v), key = n => /^[\p{L}_][\p{L}\p{N}_]*( [\p{L}\p{N}_]+)*$/u.test(n) ? n : text(n, 1);
  if (k === 's') return inside ? '"' + v.replace(/\\/g, '\\\\').replace(/"/g, '\\"') + '"' : v;
  if (k === 'n') return plain(v);
  if (k === 'd') { const [y, m, d] = ymd(v.n).map((n, i) => String(Math.abs(n)).padStart(i ? 2 : 4, '0')); return `${ymd(v.n)[0] < 0 ? '-' : ''}${y}-${m}-${d}`; }
  if (k === 'm' || k === 'p') return spelled(v);
  if (k === 'l') return '[' + v.map(one => text(one, 1)).join(', ') + ']';
  if (k === 'c') return '{' + [...v].map(([n, one]) => key(n) + ': ' + text(one, 1)).join(', ') + '}';
  if (k !== 'r') return String(v);
  if (v.low === OPEN) return `(${v.hc ? '<=' : '<'} ${text(v.high, 1)})`;
  if (v.high === OPEN) return `(${v.lc ? '>=' : '>'} ${text(v.low, 1)})`;
  return `${v.lc ? '[' : '('}${text(v.low, 1)}..${text(v.high, 1)}${v.hc ? ']' : ')'}`;
}

// arithmetic
const join = (a, b) => { if (a.length + b.length > TEXT) throw Error('budget'); return a + b; };
const shifted = (d, p) => within(new Day(d.n + Number(p.v >= 0n ? p.v / DAY : -((-p.v + DAY - 1n) / DAY))));
const part = (a, b, f) => { const n = f(int(a.v), b); return n && lasting(a.k, trunc(n)); };
const minus = v => kind(v) === 'n' ? neg(v) : v instanceof Dur ? new Dur(v.k, -v.v) : null;
const rules = {
  '+': {
    nn: add, ss: join, mm: (a, b) => lasting('m', a.v + b.v), pp: (a, b) => length(a.v + b.v), dm: (a, b) => months(a, b.v),
    dp: shifted, md: (a, b) => months(b, a.v), pd: (a, b) => shifted(b, a),
  },
  '-': {
    nn: (a, b) => add(a, neg(b)), mm: (a, b) => lasting('m', a.v - b.v), pp: (a, b) => length(a.v - b.v),
    dd: (a, b) => new Dur('p', BigInt(a.n - b.n) * DAY), dm: (a, b) => months(a, -b.v), dp: (a, b) => shifted(a, minus(b)),
  },
  '*': { nn: mul, mn: (a, b) => part(a, b, mul), pn: (a, b) => part(a, b, mul), nm: (a, b) => part(b, a, mul), np: (a, b) => part(b, a, mul) },
  '/': { nn: div, mn: (a, b) => part(a, b, div), pn: (a, b) => part(a, b, div), mm: (a, b) => div(int(a.v), int(b.v)), pp: (a, b) => div(int(a.v), int(b.v)) },
};
function apply(op, a, b) { const rule = rules[op][kind(a) + kind(b)]; return rule ? rule(a, b) : null; }
function member(v, name) {
  const k = kind(v);
  if (k === 'c') return v.has(name) ? v.get(name) : null;
  if (k === 'l') return v.map(one => member(one, name));
  const parts = { year: 0, month: 1, day: 2 };
  if (k === 'd') return name === 'weekday' ? int(((v.n + 3) % 7 + 7) % 7 + 1) : name in parts ? int(ymd(v.n)[parts[name]]) : null;
  const of = { m: { years: 12n, months: 1n }, p: { days: DAY, hours: 3600n * SECOND, minutes: 60n * SECOND, seconds: SECOND } }[k];
  if (of && Object.hasOwn(of, name)) return int(v.v / of[name] % ({ months: 12n, hours: 24n, minutes: 60n, seconds: 60n }[name] || v.v + (v.v < 0n ? -1n : 1n)));
  if (k !== 'r') return null;
  const end = { start: v.low, end: v.high, 'start included': v.lc, 'end included': v.hc };
  return !Object.hasOwn(end, name) || end[name] === OPEN ? null : end[name];
}

// built-in functions: [kinds of the arguments, body]; a: anything, ?: optional, *: all that follow
const each = (v, k) => v.every(one => kind(one) === k);
const sum = v => { const t = v.length ? v.slice(1).reduce((a, b) => a === null ? null : apply('+', a, b), v[0]) : null; return typeof t === 'string' ? null : t; };
const most = side => v => v.reduce((found, one, at) => {
  const o = at && found === null ? null : compare(one, at ? found : one);
  return o === null ? null : !at || o === side ? one : found;
}, null);
const one = f => [['l', f], ['*a', f]];
const round = rule => [['n n', (a, s) => scaled(a, s, how[rule])]];
const maybe = rule => [['n ?n', (a, s) => scaled(a, s, how[rule])]];
const spot = (n, size) => { const i = Number(trunc(n)); return Math.abs(i) < 1 || Math.abs(i) > size ? -1 : i > 0 ? i - 1 : size + i; };
const flat = v => v.flatMap(one => kind(one) === 'l' ? flat(one) : [one]);
const glue = (v, by, before, after) => {
  const kept = v.filter(one => one !== null);
  return each(kept, 's') ? join(before || '', kept.join(by || '')) + (after || '') : null;
};
const weekdays = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ');
const monthNames = 'January February March April May June July August September October November December'.split(' ');
const dayOfYear = n => n - serial(ymd(n)[0], 1, 1);
const remainder = (a, b) => {
  if (!b.c) return null;
  const e = Math.min(a.e, b.e), low = lift(b, e), rest = lift(a, e) % low;
  return num(rest && rest < 0n !== low < 0n ? rest + low : rest, e);
};
const separated = (t, group, point) => {
  if (![null, ' ', ',', '.'].includes(group) || ![null, undefined, ',', '.'].includes(point) || (group && group === point)) return null;
  const bare = group ? t.split(group).join('') : t;
  return number(point ? bare.split(point).join('.') : bare);
};
const blank = '[\\t-\\r\\x1c- \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+';
const between = (a, b) => {
  const [y, m, d] = ymd(a.n), [yy, mm, dd] = ymd(b.n), n = (yy - y) * 12 + mm - m;
  return new Dur('m', BigInt(n + (n > 0 && dd < d ? -1 : n < 0 && dd > d ? 1 : 0)));
};
const odd = v => 'lcr'.includes(kind(v));
const same = (a, b) => ((odd(a) && odd(b)) || kind(a) === kind(b)) && equal(a, b) === true;
const half = v => { const s = [...v].sort(cmp), m = s.length >> 1; return s.length % 2 ? s[m] : div(add(s[m - 1], s[m]), int(2)); };
export const functions = {
  not: [['a', v => typeof v === 'boolean' ? !v : null]],
  count: [['l', v => int(v.length)]], sum: one(sum), min: one(most(-1)), max: one(most(1)),
  mean: one(v => { const t = sum(v); return t === null ? null : apply('/', t, int(v.length)); }),
  product: one(v => v.length && each(v, 'n') ? v.reduce((a, b) => a && mul(a, b), int(1)) : null),
  median: one(v => v.length && each(v, 'n') ? half(v) : null),
  all: one(v => v.includes(false) ? false : v.every(b => b === true) || null),
  any: one(v => v.includes(true) ? true : v.every(b => b === false) ? false : null),
  abs: [['n', a => a.c < 0n ? neg(a) : a], ['p', a => new Dur('p', mag(a.v))], ['m', a => new Dur('m', mag(a.v))]],
  decimal: round('even'), 'round half even': round('even'), 'round half up': round('half up'), 'round half down': round('half down'),
  'round up': round('up'), 'round down': round('down'), floor: maybe('floor'), ceiling: maybe('ceiling'),
  modulo: [['n n', remainder]], odd: [['n', a => isWhole(a) && trunc(a) % 2n !== 0n]], even: [['n', a => isWhole(a) && trunc(a) % 2n === 0n]],
  contains: [['s s', (a, b) => a.includes(b)]], 'starts with': [['s s', (a, b) => a.startsWith(b)]], 'ends with': [['s s', (a, b) => a.endsWith(b)]],
  'string length': [['s', a => int(points(a).length)]], 'upper case': [['s', a => a.toUpperCase()]], 'lower case': [['s', a => a.toLowerCase()]],
  substring: [['s n ?n', (a, at, n) => {
    const all = points(a), i = spot(at, all.length);
    return i < 0 || (n && cmp(n, int(1)) < 0) ? null : all.slice(i, n ? i + Number(trunc(n)) : undefined).join('');
  }]],
  'substring before': [['s s', (a, b) => b && a.includes(b) ? a.slice(0, a.indexOf(b)) : '']],
  'substring after': [['s s', (a, b) => b ? a.includes(b) ? a.slice(a.indexOf(b) + b.length) : '' : a]],
  trim: [['s', a => a.replace(RegExp('^' + blank), '').replace(RegExp(blank + '$'), '')]],
  'string join': [['l ?s0', glue], ['l s0 s0 s0', glue]],
  'list contains': [['l a', (v, a) => v.some(b => equal(b, a))]], append: [['l *a', (v, more) => [...v, ...more]]],
  'index of': [['l a', (v, a) => v.flatMap((b, i) => equal(b, a) ? [int(i + 1)] : [])]], reverse: [['l', v => [...v].reverse()]],
  concatenate: [['*l', v => v.flat()]], flatten: [['l', flat]], 'distinct values': [['l', v => v.filter((a, i) => v.findIndex(b => same(b, a)) === i)]],
  sublist: [['l n ?n', (v, at, n) => {
    const i = spot(at, v.length), size = n ? Number(trunc(n)) : 0;
    return i < 0 || (n && (cmp(n, int(1)) < 0 || cmp(n, int(v.length - i)) > 0)) ? null : v.slice(i, n ? i + size : undefined);
  }]],
  'get value': [['c s', member], ['c l', (m, names) => names.length ? names.reduce((v, n) => kind(v) === 'c' && kind(n) === 's' ? member(v, n) : null, m) : null]],
  number: [['s', number], ['n', a => a], ['s s0 ?s0', separated]], string: [['a', v => v === null ? null : text(v)]],
  date: [['s', date], ['d', a => a], ['n n n', (...v) => v.every(isWhole) ? day(...v.map(n => Number(trunc(n)))) : null]],
  duration: [['s', duration], ['pm', a => a]], 'years and months duration': [['d d', between]],
  'day of week': [['d', a => weekdays[((a.n + 3) % 7 + 7) % 7]]], 'month of year': [['d', a => monthNames[ymd(a.n)[1] - 1]]],
  'day of year': [['d', a => int(dayOfYear(a.n) + 1)]],
  'week of year': [['d', a => int(floor(dayOfYear(a.n - ((a.n + 3) % 7 + 7) % 7 + 3) / 7) + 1)]],
};
const takes = (kinds, v) => kinds.includes('a') || kinds.includes(kind(v));
function fitted(kinds, v) {
  if (takes(kinds, v)) return [v];
  if (kind(v) === 'l' && v.length === 1 && takes(kinds, v[0])) return [v[0]];
  return v !== null && kinds.includes('l') ? [[v]] : null;
}
function bound(signature, given, coerce) {
  const wanted = signature.split(' '), tail = wanted.at(-1)[0] === '*' ? wanted.length - 1 : -1;
  if (given.length < wanted.filter(w => w[0] !== '?').length || (tail < 0 && given.length > wanted.length)) return null;
  const ready = [];
  for (let i = 0; i < given.length; i++) {
    const kinds = wanted[Math.min(i, wanted.length - 1)], fit = takes(kinds, given[i]) ? [given[i]] : coerce && fitted(kinds, given[i]);
    if (!fit) return null;
    ready.push(fit[0]);
  }
  return tail < 0 ? ready : [...ready.slice(0, tail), ready.slice(tail)];
}
function call(overloads, given) {
  for (const coerce of [false, true]) {
    for (const [signature, body] of overloads) {
      const ready = bound(signature, given, coerce);
      if (ready) return body(...ready);
    }
  }
  return null;
}

// the tree: [operator, …]; a scope is {vars, item, up, run}
function look(name, scope) {
  for (let s = scope; s; s = s.up) {
    if (s.item !== undefined) {
      if (s.item instanceof Map && s.item.has(name)) return s.item.get(name);
      if (name === 'item') return s.item;
    } else if (s.vars.has(name)) {
      const v = s.vars.get(name);
      if (v === undefined) throw Error('unknown'); // only the server knows it
      return v;
    }
  }
  return null;
}
const inner = (scope, vars) => ({ vars: new Map(vars), up: scope, run: scope.run });
function charge(scope, n) { if ((scope.run.left -= n) < 0) throw Error('budget'); }
function span(scope, low, high) {
  const k = kind(low), size = k === kind(high) && k === 'n' ? Number(trunc(add(high, neg(low)))) : k === kind(high) && k === 'd' ? high.n - low.n : null;
  if (size === null || Math.abs(size) >= MOST) { if (size !== null) throw Error('budget'); return null; }
  charge(scope, Math.abs(size) + 1);
  return Array.from({ length: Math.abs(size) + 1 }, (_, i) => k === 'n' ? add(low, int(size < 0 || cmp(high, low) < 0 ? -i : i)) : new Day(low.n + (size < 0 ? -i : i)));
}
function items(scope, v) {
  if (kind(v) === 'l') { charge(scope, v.length); return v; }
  if (kind(v) !== 'r') return v === null ? null : [v];
  if (v.low === OPEN || v.high === OPEN) return null;
  let all = span(scope, v.low, v.high);
  if (all && all.length && !v.lc) all = all.slice(1);
  if (all && all.length && !v.hc && equal(all.at(-1), v.high)) all = all.slice(0, -1);
  return all;
}
function rounds(scope, iterators, visit, at = 0) {
  if (at === iterators.length) return visit(scope);
  const [name, domain, upto] = iterators[at], all = upto ? span(scope, domain(scope), upto(scope)) : items(scope, domain(scope));
  if (all === null) return false;
  for (const v of all) {
    const done = rounds(inner(scope, [[name, v]]), iterators, visit, at + 1);
    if (done !== undefined) return done;
  }
}
const any = answers => answers.includes(true) ? true : answers.includes(null) ? null : false;
const ordering = { '<': o => o < 0, '<=': o => o <= 0, '>': o => o > 0, '>=': o => o >= 0 };
const made = list => list.map(([name, domain, upto]) => [name, code(domain), upto && code(upto)]);
function test(node) {
  const op = Array.isArray(node) && node[0];
  if (op === 't') { const f = code(node[2]); return (s, v) => { const e = equal(v, f(s)); return e === null ? null : e === (node[1] === '='); }; }
  const f = code(node);
  return op === 'r' ? (s, v) => { const r = f(s); return r === null ? null : held(v, r); } : (s, v) => passes(v, f(s));
}
const forms = {
  n: t => { const v = number(t); return () => v; }, d: t => { const v = date(t); return () => v; }, p: t => { const v = duration(t); return () => v; },
  o: () => () => OPEN,
  v: name => s => look(name, s),
  '.': (base, name) => { const f = code(base); return s => member(f(s), name); },
  l: (...nodes) => { const f = nodes.map(code); return s => f.map(g => g(s)); },
  c: (...entries) => {
    const f = entries.map(([name, node]) => [name, code(node)]);
    return s => { const own = inner(s, []); for (const [name, g] of f) own.vars.set(name, g(own)); return own.vars; };
  },
  r: (lc, hc, low, high) => {
    const a = code(low), b = code(high);
    return s => {
      const x = a(s), y = b(s), free = v => v === null || v === OPEN;
      return free(x) || free(y) || [-1, 0].includes(compare(x, y)) ? new Rng(x, y, lc, hc) : null;
    };
  },
  f: (base, condition) => {
    const f = code(base), g = code(condition);
    return s => {
      const v = f(s), all = kind(v) === 'l' ? v : v === null ? [] : [v], ask = item => g({ item, up: s, run: s.run });
      charge(s, all.length + 1);
      const first = ask(all.length ? all[0] : null);
      if (kind(first) === 'n') { const i = isWhole(first) ? spot(first, all.length) : -1; return i < 0 ? null : all[i]; }
      if (!all.length) return v === null ? null : [];
      return first === null || typeof first === 'boolean' ? all.filter((one, i) => (i ? ask(one) : first) === true) : null;
    };
  },
  neg: node => { const f = code(node); return s => minus(f(s)); },
  b: (...nodes) => {
    const [v, low, high] = nodes.map(code);
    return s => { const a = v(s), x = compare(a, low(s)), y = compare(a, high(s)); return x === null || y === null ? null : x >= 0 && y <= 0; };
  },
  in: (node, ...tests) => { const f = code(node), t = tests.map(test); return s => { const v = f(s); return any(t.map(g => g(s, v))); }; },
  if: (...nodes) => { const [c, a, b] = nodes.map(code); return s => c(s) === true ? a(s) : b(s); },
  for: (list, body) => {
    const its = made(list), f = code(body);
    return s => {
      const found = [];
      const visit = t => { if (found.length >= MOST) throw Error('budget'); found.push(f(inner(t, [['partial', [...found]]]))); };
      return rounds(s, its, visit) === false ? null : found;
    };
  },
  '!': (name, ...nodes) => { const f = nodes.map(code), body = functions[name]; return s => { charge(s, 1); return call(body, f.map(g => g(s))); }; },
};
const quantified = decisive => (list, node) => {
  const its = made(list), f = code(node);
  return s => {
    let answer = !decisive;
    const found = rounds(s, its, t => { const v = f(t); if (v === decisive) return true; if (typeof v !== 'boolean') answer = null; });
    return found === true ? decisive : found === false ? null : answer;
  };
};
const logic = decisive => (...nodes) => {
  const f = nodes.map(code);
  return s => {
    let answer = !decisive;
    for (const g of f) { const v = g(s); if (v === decisive) return decisive; if (typeof v !== 'boolean') answer = null; }
    return answer;
  };
};
Object.assign(forms, { some: quantified(true), every: quantified(false), and: logic(false), or: logic(true) });
for (const op in rules) forms[op] = (a, b) => { const [f, g] = [code(a), code(b)]; return s => apply(op, f(s), g(s)); };
for (const op in ordering) forms[op] = (a, b) => { const [f, g] = [code(a), code(b)]; return s => { const o = compare(f(s), g(s)); return o === null ? null : ordering[op](o); }; };
for (const op of ['=', '!=']) forms[op] = (a, b) => { const [f, g] = [code(a), code(b)]; return s => { const e = equal(f(s), g(s)); return e === null ? null : e === (op === '='); }; };
function code(node) { return Array.isArray(node) ? forms[node[0]](...node.slice(1)) : () => node; }

// A tree of another version is not evaluated: the server's page stands as it is.
export function prepare(tree) {
  if (tree.feel !== 1) throw Error('version');
  const run = code(tree.ast), given = new Map(Object.entries(tree.vars || {}).map(([name, node]) => [name, code(node)({})]));
  return vars => run({ vars, up: { vars: given, run: null }, run: { left: MOST } });
}
