// Paths as text. Nothing here looks at the file system.

/** The last name of a path: of '/usr/bin/' it is 'bin', of '/' it is '/'. Takes a suffix off, if told one. */
export function basename(path: string, suffix = ''): string {
  if (path === '') return '';
  const trimmed = trimSlashes(path);
  const name = trimmed === '/' ? '/' : trimmed.slice(trimmed.lastIndexOf('/') + 1);
  return suffix !== '' && name !== suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
}

/** All but the last name: of '/usr/bin' it is '/usr', of 'notes' it is '.'. */
export function dirname(path: string): string {
  const trimmed = trimSlashes(path);
  const slash = trimmed.lastIndexOf('/');
  if (slash < 0) return '.';
  return trimSlashes(trimmed.slice(0, slash + 1));
}

/** `name` inside the directory `path`. An absolute name stands for itself. */
export function join(path: string, name: string): string {
  if (name.startsWith('/') || path === '') return name;
  return path.endsWith('/') ? path + name : `${path}/${name}`;
}

/** Takes '.', '..' and doubled slashes out, by the text alone: after a symbolic link '..' may lead elsewhere. */
export function normalize(path: string): string {
  const absolute = path.startsWith('/');
  const names: string[] = [];
  for (const name of path.split('/')) {
    if (name === '' || name === '.') continue;
    if (name !== '..') names.push(name);
    else if (names.length > 0 && names.at(-1) !== '..') names.pop();
    else if (!absolute) names.push(name);
  }
  return (absolute ? '/' : '') + names.join('/') || '.';
}

/** The path without the slashes at its end; those of '/' itself are one. */
export function trimSlashes(path: string): string {
  return path.replace(/(?<=[^/])\/+$/, '').replace(/^\/+$/, '/');
}
