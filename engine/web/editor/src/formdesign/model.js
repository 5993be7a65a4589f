// The form as it stands in the file, changed in place: what we do not know stays where it is.
import { KINDS, kindOf } from './kinds';

const IGNORED = new Set([ 'button', 'submit' ]);
const MOST_STEPS = 100;

export class Model {
  constructor(form) {
    this.form = form;
    this.form.components ||= [];
    this.past = [];
    this.last = '';
  }

  text() {
    return JSON.stringify(this.form, null, 2) + '\n';
  }

  // Remember how it was before a change; changes of one kind in a row are one step back.
  step(name) {
    if (name !== this.last || !name) {
      this.past.push(JSON.stringify(this.form));
      this.past.splice(0, this.past.length - MOST_STEPS);
    }
    this.last = name;
  }

  undo() {
    const before = this.past.pop();
    if (before) {
      this.form = JSON.parse(before);
      this.last = '';
    }
    return Boolean(before);
  }

  at(path) {
    return path.reduce((holder, index) => holder?.components?.[index], this.form);
  }

  siblings(path) {
    return this.at(path.slice(0, -1)).components;
  }

  // Every field with its path, those inside first come after their holder: the order in which the server counts.
  walk(visit, holder = this.form, path = []) {
    (holder.components || []).forEach((component, index) => {
      const here = [ ...path, index ];
      visit(component, here);
      this.walk(visit, component, here);
    });
  }

  // The server names a field by its key, a text or group by its id and its number.
  pathOf(element) {
    let found = null;
    let number = 0;
    this.walk((component, path) => {
      if (IGNORED.has(component.type)) {
        return;
      }
      number += 1;
      const silent = KINDS[kindOf(component)]?.silent;
      const name = silent ? `${component.id || kindOf(component)}#${number}` : (kindOf(component) === 'dynamiclist' && component.path) || component.key;
      found ||= name === element ? path : null;
    });
    return found;
  }

  keys() {
    const found = new Set();
    this.walk(component => component.key && found.add(component.key));
    return found;
  }

  free(wanted) {
    const taken = this.keys();
    if (!taken.has(wanted)) {
      return wanted;
    }
    const stem = wanted.replace(/_\d+$/, '');
    let number = 2;
    while (taken.has(`${stem}_${number}`)) {
      number += 1;
    }
    return `${stem}_${number}`;
  }

  // Where a new field of this type goes: into the chosen table or group if it may, else after the chosen field.
  place(path, type) {
    const chosen = path.length ? this.at(path) : null;
    if (chosen && KINDS[kindOf(chosen)]?.holds && this.accepts(path, type)) {
      return [ ...path, (chosen.components || []).length ];
    }
    if (path.length > 1 && !this.accepts(path.slice(0, -1), type)) {
      return this.place(path.slice(0, -1).length ? [ path[0] ] : [], type);
    }
    return path.length ? [ ...path.slice(0, -1), path[path.length - 1] + 1 ] : [ this.form.components.length ];
  }

  accepts(path, type) {
    const holder = path.length ? kindOf(this.at(path)) : 'form';
    return holder === 'form' || holder === 'group' || (holder === 'dynamiclist' && Boolean(KINDS[type]?.cell));
  }

  make(type) {
    const kind = KINDS[type];
    const key = kind.silent ? {} : { key: this.free('isian_1') };
    const label = kind.silent && type !== 'group' ? {} : { label: kind.label };
    const table = type === 'dynamiclist' ? { path: key.key } : {};
    return { type, ...key, ...label, ...table, ...(kind.make?.() || {}) };
  }

  insert(path, component) {
    this.step('');
    const holder = this.at(path.slice(0, -1));
    holder.components ||= [];
    holder.components.splice(path[path.length - 1], 0, component);
    return path;
  }

  remove(path) {
    this.step('');
    const list = this.siblings(path);
    list.splice(path[path.length - 1], 1);
    const index = Math.min(path[path.length - 1], list.length - 1);
    return index >= 0 ? [ ...path.slice(0, -1), index ] : path.slice(0, -1);
  }

  move(path, by) {
    const list = this.siblings(path);
    const from = path[path.length - 1];
    const to = from + by;
    if (to < 0 || to >= list.length) {
      return path;
    }
    this.step('');
    list.splice(to, 0, ...list.splice(from, 1));
    return [ ...path.slice(0, -1), to ];
  }

  // Into another holder (a path, [] for the form itself), as its last field, or in front of `before`.
  moveTo(path, holder, before) {
    const component = this.at(path);
    if (holder.join() === path.join() || holder.join().startsWith(`${path.join()},`) || !this.accepts(holder, kindOf(component))) {
      return path;
    }
    this.step('');
    const target = this.at(holder);
    target.components ||= [];
    const next = before === undefined ? null : target.components[before];
    this.siblings(path).splice(path[path.length - 1], 1);
    target.components.splice(next ? target.components.indexOf(next) : target.components.length, 0, component);
    return this.find(component);
  }

  find(wanted) {
    let found = [];
    this.walk((component, path) => {
      found = component === wanted ? path : found;
    });
    return found;
  }

  copy(path) {
    const copied = structuredClone(this.at(path));
    this.rename(copied);
    return this.insert([ ...path.slice(0, -1), path[path.length - 1] + 1 ], copied);
  }

  // Columns keep their names: they live in the rows of their own table.
  rename(component) {
    if (component.key) {
      component.key = this.free(component.key);
    }
    if (component.path) {
      component.path = component.key || this.free(component.path);
    }
    if (component.type === 'group') {
      (component.components || []).forEach(one => this.rename(one));
    }
  }

  get(component, at) {
    return at.split('.').reduce((holder, name) => holder?.[name], component);
  }

  // Nothing removes the property, and the part it was in when that is left empty.
  set(component, at, value) {
    const [ first, second ] = at.split('.');
    if (!second) {
      put(component, first, value);
      return;
    }
    if (value !== undefined) {
      component[first] ||= {};
    }
    if (component[first]) {
      put(component[first], second, value);
      if (!Object.keys(component[first]).length) {
        delete component[first];
      }
    }
  }
}

function put(holder, name, value) {
  if (value === undefined) {
    delete holder[name];
  } else {
    holder[name] = value;
  }
}

export function slug(label) {
  const made = label.toLowerCase().normalize('NFD').replace(/[^a-z0-9]+/g, '_').replace(/^_+|_+$/g, '').slice(0, 40);
  return /^[a-z]/.test(made) ? made : `isian_${made}`.replace(/_$/, '');
}
