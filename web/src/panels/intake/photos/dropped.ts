// Files of a drop or a picker, folders at any depth, in the order of their paths; what is no photo by its name is counted.
const PHOTO = /\.(jpe?g|jpe|png|webp|heic|heif)$/i;
const DEEPEST = 20;

export interface Dropped { photos: File[]; others: number }

export const isPhoto = (file: File): boolean => PHOTO.test(file.name) || /^image\/(jpeg|png|webp|heic|heif)$/.test(file.type);

export function sorted(files: Iterable<File>): Dropped {
  const all = [...files];
  const photos = all.filter(isPhoto).sort((a, b) => (a.webkitRelativePath || a.name).localeCompare(b.webkitRelativePath || b.name, 'en', { numeric: true }));
  return { photos, others: all.length - photos.length };
}

/** The items have to be taken while the event lasts; their files may come later. */
export async function dropped(data: DataTransfer): Promise<Dropped> {
  const entries = [...data.items].map((item) => (item.kind === 'file' ? item.webkitGetAsEntry() : null));
  const plain = [...data.files];
  if (!entries.some((entry) => entry?.isDirectory)) return sorted(plain);
  const found: Dropped = { photos: [], others: 0 };
  for (const entry of entries) {
    const inside = sorted(entry ? await filesOf(entry, 0) : []);
    found.photos.push(...inside.photos);
    found.others += inside.others;
  }
  return found;
}

async function filesOf(entry: FileSystemEntry, depth: number): Promise<File[]> {
  if (entry.isFile) {
    const file = await new Promise<File | null>((done) => (entry as FileSystemFileEntry).file(done, () => done(null)));
    return file ? [file] : [];
  }
  if (depth >= DEEPEST) return [];
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const files: File[] = [];
  // A folder is told in parts, until a part is empty.
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((done) => reader.readEntries(done, () => done([])));
    if (part.length === 0) return files;
    for (const one of part.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))) files.push(...(await filesOf(one, depth + 1)));
  }
}
