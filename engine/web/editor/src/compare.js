// Two versions of a diagram side by side: what was added, removed, changed or moved; the same stands in words below.
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import { diff } from 'bpmn-js-differ';

import { node, request } from './page';

// The scale under which names of steps can no longer be read.
const READABLE = 0.65;
const KINDS = {
  added: [ '+', 'Ditambahkan' ], removed: [ '−', 'Dihapus' ], changed: [ '≠', 'Diubah' ], moved: [ '↔', 'Dipindahkan' ]
};

async function opened(holder) {
  const viewer = new NavigatedViewer({ container: holder });
  const response = await request('GET', holder.dataset.fileUrl);
  await viewer.importXML(await response.text());
  viewer.get('canvas').zoom('fit-viewport', 'auto');
  return viewer;
}

function mark(viewer, ids, kind) {
  ids.forEach(id => {
    const element = viewer.get('elementRegistry').get(id);
    if (!element || !element.parent) {
      return;
    }
    viewer.get('canvas').addMarker(id, `tata-${kind}`);
    if (!element.waypoints) {
      const badge = node('div', { class: `tata-badge tata-badge--${kind}`, title: KINDS[kind][1] }, KINDS[kind][0]);
      viewer.get('overlays').add(id, 'tata-difference', { position: { top: -11, right: 11 }, html: badge });
    }
  });
}

// What moves in one picture moves in the other.
function together(one, other) {
  let busy = false;
  const follow = (from, to) => from.on('canvas.viewbox.changed', ({ viewbox }) => {
    if (busy) {
      return;
    }
    busy = true;
    to.get('canvas').viewbox({ x: viewbox.x, y: viewbox.y, width: viewbox.width, height: viewbox.height });
    busy = false;
  });
  follow(one, other);
  follow(other, one);
}

// Close enough to read, with the element in the middle.
function near(canvas, element) {
  const { outer } = canvas.viewbox();
  const at = element.waypoints ? { ...element.waypoints[0], width: 0, height: 0 } : element;
  const width = outer.width / READABLE;
  const height = outer.height / READABLE;
  canvas.viewbox({ x: at.x + at.width / 2 - width / 2, y: at.y + at.height / 2 - height / 2, width, height });
}

function show(viewers, id) {
  viewers.forEach(viewer => {
    const element = viewer.get('elementRegistry').get(id);
    if (element && element.parent) {
      near(viewer.get('canvas'), element);
      viewer.get('selection').select(element);
    }
  });
}

async function start(pair) {
  const [ before, after ] = await Promise.all([ ...pair.querySelectorAll('.tata-diagram') ].map(opened));
  const found = diff(before.getDefinitions(), after.getDefinitions());
  const changed = Object.keys(found._changed);
  const moved = Object.keys(found._layoutChanged).filter(id => !changed.includes(id));
  mark(before, Object.keys(found._removed), 'removed');
  mark(after, Object.keys(found._added), 'added');
  [ before, after ].forEach(viewer => {
    mark(viewer, changed, 'changed');
    mark(viewer, moved, 'moved');
  });
  together(before, after);
  const first = [ ...Object.keys(found._added), ...changed, ...Object.keys(found._removed) ].find(id => after.get('elementRegistry').get(id)?.width);
  if (first && after.get('canvas').zoom() < READABLE) {
    near(after.get('canvas'), after.get('elementRegistry').get(first));
  }
  document.querySelectorAll(`[data-path="${CSS.escape(pair.dataset.path)}"] [data-element]`).forEach(item => {
    const id = item.dataset.element;
    if (![ before, after ].some(viewer => viewer.get('elementRegistry').get(id)?.parent)) {
      return;
    }
    const jump = node('button', { type: 'button', class: 'tata-link-button' }, 'Tunjukkan');
    jump.addEventListener('click', () => show([ before, after ], id));
    item.append(' ', jump);
  });
  pair.dataset.ready = 'yes';
}

document.querySelectorAll('.tata-compare').forEach(pair => start(pair).catch(() => {
  pair.hidden = true;
}));
