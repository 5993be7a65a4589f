// Talking to the page and to the server.
export function request(method, url, body, headers = {}) {
  const token = document.documentElement.dataset.csrf || document.getElementById('canvas')?.dataset.csrf || '';
  return fetch(url, { method, body, credentials: 'same-origin', headers: { 'X-CSRF': token, ...headers } });
}

export async function json(response) {
  const kind = response.headers.get('content-type') || '';
  return kind.includes('json') ? response.json() : {};
}

export function debounce(run, milliseconds) {
  let timer;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => run(...given), milliseconds);
  };
}

export function node(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  Object.entries(attributes).forEach(([ name, value ]) => made.setAttribute(name, value));
  made.append(...children);
  return made;
}

export function ids(text) {
  return (text || '').split(/[\s,]+/).filter(Boolean);
}
