// The fields as a list inside lists: chosen, moved and removed by mouse or by keyboard.
import { node } from '../page';
import { KINDS, kindOf } from './kinds';

export class List {
  constructor(holder, { choose, act, dropped }) {
    this.holder = holder;
    this.choose = choose;
    this.act = act;
    this.dropped = dropped;
    holder.addEventListener('keydown', event => this.key(event));
  }

  show(model, path, counts) {
    this.model = model;
    this.path = path;
    const form = this.button('Formulir', model.form.properties?.title_id || model.form.title || model.form.id || '', [], counts.get('') || 0);
    this.holder.replaceChildren(node('li', {}, form), ...this.items(model.form, [], counts));
  }

  items(holder, path, counts) {
    return (holder.components || []).map((component, index) => this.item(component, [ ...path, index ], counts));
  }

  item(component, path, counts) {
    const kind = KINDS[kindOf(component)];
    const words = kind?.label || component.type || '?';
    const named = component.label || (component.text || '').split('\n')[0].slice(0, 60) || component.key || '';
    const button = this.button(words, named, path, counts.get(path.join()) || 0);
    const item = node('li', { draggable: 'true' }, button);
    this.drag(item, path);
    if (path.join() === this.path.join()) {
      item.append(this.actions());
    }
    if (kind?.holds) {
      item.append(node('ol', { class: 'tata-fields' }, ...this.items(component, path, counts)));
    }
    return item;
  }

  button(words, named, path, count) {
    const chosen = path.join() === this.path.join();
    const button = node('button', { type: 'button', class: 'tata-fields__one', 'data-path': path.join(), ...(chosen ? { 'aria-current': 'true' } : {}) },
      node('span', { class: 'tata-fields__kind' }, words), node('span', {}, named));
    if (count) {
      button.append(node('span', { class: 'tata-fields__count' }, `${count} temuan`));
    }
    button.addEventListener('click', () => this.choose(path));
    return button;
  }

  actions() {
    const made = [ [ 'up', 'Naik' ], [ 'down', 'Turun' ], [ 'copy', 'Gandakan' ], [ 'remove', 'Hapus' ] ].map(([ name, word ]) => {
      const button = node('button', { type: 'button', class: 'tata-link-button', 'data-act': name }, word);
      button.addEventListener('click', () => this.act(name));
      return button;
    });
    return node('div', { class: 'tata-fields__actions' }, ...made);
  }

  key(event) {
    if (!event.target.classList.contains('tata-fields__one')) {
      return;
    }
    const buttons = [ ...this.holder.querySelectorAll('.tata-fields__one') ];
    const index = buttons.indexOf(event.target);
    const steps = { ArrowUp: -1, ArrowDown: 1 };
    if (event.key in steps && event.altKey) {
      this.act(steps[event.key] < 0 ? 'up' : 'down');
    } else if (event.key in steps) {
      buttons[index + steps[event.key]]?.focus();
    } else if (event.key === 'Delete' && this.path.length && event.target.hasAttribute('aria-current')) {
      this.act('remove');
    } else {
      return;
    }
    event.preventDefault();
  }

  focus() {
    this.holder.querySelector('[aria-current]')?.focus();
  }

  drag(item, path) {
    item.addEventListener('dragstart', event => {
      event.stopPropagation();
      event.dataTransfer.setData('text/plain', path.join());
      this.dragged = path;
    });
    item.addEventListener('dragover', event => {
      event.preventDefault();
      event.stopPropagation();
      item.classList.add('tata-fields__over');
    });
    item.addEventListener('dragleave', () => item.classList.remove('tata-fields__over'));
    item.addEventListener('drop', event => {
      event.preventDefault();
      event.stopPropagation();
      if (this.dragged) {
        this.dropped(this.dragged, path);
      }
    });
  }
}
